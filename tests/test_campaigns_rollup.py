"""The roll-up: sums of what was said, the missing by name, and nothing counted that nobody wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.covered import covered
from campaigns.form_values import Earlier
from campaigns.forms import Form
from campaigns.rollup import Given, RollUp, Sum, newest, roll_up

FORM = Form.model_validate(
    {
        "title": "统计表",
        "rows": [
            {"key": "shops", "title": "检查网店", "unit": "个"},
            {"key": "fines", "title": "罚没款", "unit": "万元", "type": "amount"},
            {"key": "rate", "title": "办结率", "type": "percent"},
        ],
    }
)


def gave(unit: str, period: str | None, *, closed: bool = True, **figures: str) -> Given:
    values = {(row, ""): said for row, said in figures.items()}
    return Given(unit, period, Earlier(filed=True, values=values), closed=closed)


def none(unit: str, period: str | None) -> Given:
    return Given(unit, period, Earlier(filed=False))


def zero(unit: str, period: str | None) -> Given:
    return Given(unit, period, Earlier(filed=True, zero=True), closed=True)


def sums(found: RollUp) -> dict[str, tuple[Sum, Sum]]:
    return {cell.row.key: (cell.now, cell.cumulative) for cell in found.cells}


GIVEN = [
    gave("north", "2017-06", shops="5", fines="0.1", rate="90"),
    none("south", "2017-06"),
    zero("east", "2017-06"),
    gave("north", "2017-07", closed=False, shops="0", fines="0.2", rate="95"),
    gave("south", "2017-07", shops="7"),
    Given("east", "2017-07", Earlier(filed=True), closed=True),
]


def test_what_was_given_is_added_up_for_the_period_and_up_to_it() -> None:
    found = sums(roll_up(FORM, GIVEN, "2017-07"))
    assert found["shops"] == (Sum("7", 2), Sum("12", 3))
    assert found["fines"] == (Sum("0.2", 1), Sum("0.3", 2))


def test_later_periods_do_not_count() -> None:
    assert sums(roll_up(FORM, GIVEN, "2017-06"))["shops"] == (Sum("5", 2), Sum("5", 2))


def test_percentages_are_counted_and_never_added() -> None:
    assert sums(roll_up(FORM, GIVEN, "2017-07"))["rate"] == (Sum(None, 1), Sum(None, 1))


def test_everybody_who_gave_no_figure_is_named_with_the_reason() -> None:
    june, july = (roll_up(FORM, GIVEN, period) for period in ("2017-06", "2017-07"))
    assert (june.missing, june.zero, june.unfilled, june.open) == (("south",), ("east",), (), ())
    assert (july.missing, july.zero, july.unfilled, july.open) == ((), (), ("east",), ("north",))
    assert july.gaps == {"south": ("2017-06",)}
    assert {cell.row.key: cell.blank for cell in july.cells} == {
        "shops": (),
        "fines": ("south",),
        "rate": ("south",),
    }


def test_where_nobody_gave_a_figure_the_sum_is_none_and_no_zero() -> None:
    found = sums(roll_up(FORM, [none("north", None), none("south", None)], None))
    assert set(found.values()) == {(Sum(None, 0), Sum(None, 0))}
    assert sums(roll_up(FORM, [zero("north", None)], None))["shops"][0] == Sum("0", 1)


def test_the_newest_period_is_the_last_for_which_anybody_filed() -> None:
    more = [*GIVEN, none("north", "2017-08"), none("south", "2017-08")]
    assert newest(more) == "2017-07"
    assert newest(more[-2:]) == "2017-08"
    assert newest([]) is None


FIGURES = st.one_of(st.none(), st.integers(0, 10**6))


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=8))
def test_the_cumulative_sum_is_the_sum_of_the_sums(table: list[tuple[int | None, ...]]) -> None:
    periods = ("2017-06", "2017-07", "2017-08")
    given_ = [
        none(f"u{at}", period) if row[number] is None else gave(f"u{at}", period, shops=str(row[number]))
        for number, period in enumerate(periods)
        for at, row in enumerate(table)
    ]
    each = [sums(roll_up(FORM, given_, period))["shops"][0] for period in periods]
    whole = sums(roll_up(FORM, given_, periods[-1]))["shops"][1]
    known = [int(one.total) for one in each if one.total is not None]
    assert whole.total == (str(sum(known)) if known else None)
    for number, period in enumerate(periods):
        found = roll_up(FORM, given_, period)
        assert each[number].gave + len(found.missing) == len(table)


DATES: dict[str, Any] = {
    "opens": date(2017, 10, 1),
    "target": date(2017, 10, 27),
    "last_day": date(2017, 10, 28),
    "issued": date(2017, 6, 16),
}


@pytest.mark.parametrize(
    ("from_", "to", "text"),
    [
        ("first day of the period", "target", "2017-10-01 – 2017-10-27"),
        ("方案下发之日", "10月16日", "2017-06-16 – 2017-10-16"),
        ("issued", "截止时间", "2017-06-16 – 2017-10-28"),
        ("2017-07-01", "2018年3月1日", "2017-07-01 – 2018-03-01"),
        ("上次会议", "请报时间", "上次会议 – 2017-10-27"),
    ],
)
def test_the_days_that_a_form_covers_are_known_where_the_words_are(from_: str, to: str, text: str) -> None:
    form = FORM.model_copy(
        update={"covers": Form.model_validate({"title": "t", "covers": {"from": from_, "to": to}}).covers}
    )
    found = covered(form, **DATES)
    assert found is not None
    assert found.text == text
    assert covered(FORM, **DATES) is None
