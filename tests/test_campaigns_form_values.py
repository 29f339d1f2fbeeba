"""A filled-in table: blank is no zero, totals agree or are doubted, and what was typed is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from campaigns.evidence import lack_text
from campaigns.form_values import Earlier, Filled, Typed, fill, signatures
from campaigns.forms import Form
from campaigns.plain import is_plain
from tests.bad_declarations.slips import SOUND, loaded
from tests.documents import blocks, read

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2017, 10, 30)
ROWS = [
    {"key": "accepted", "title": "受理", "unit": "件"},
    {"key": "closed", "title": "办结", "unit": "件"},
    {"key": "fined", "title": "罚款", "unit": "件"},
    {"key": "warned", "title": "警告", "unit": "件"},
]
TOTALS = [{"total": "closed", "of": ["fined", "warned"]}, {"row": "closed", "at_most": "accepted"}]


def form(**more: Any) -> Form:
    return Form.model_validate({"title": "统计表", "rows": ROWS, "totals": TOTALS, **more})


MONTHLY = form(columns=["本月", "累计"], cumulative="累计", totals=None)


def filled(*figures: str, table: Form | None = None, earlier: tuple[Earlier, ...] = ()) -> Filled:
    """The rows filled in from the first one on, in a form without columns."""
    typed = {(row["key"], ""): said for row, said in zip(ROWS, figures, strict=False)}
    return fill(table or form(), typed, TODAY, earlier)


def monthly(typed: dict[str, tuple[str, str]], *earlier: Earlier) -> Filled:
    """This month's and cumulative figures of some rows; the others are 0 and 0."""
    whole = {row["key"]: ("0", "") for row in ROWS} | typed
    cells = {
        (key, name): said
        for key, both in whole.items()
        for name, said in zip(("本月", "累计"), both, strict=True)
    }
    return fill(MONTHLY, cells, TODAY, earlier)


def codes(some: tuple[dict[str, Any], ...]) -> list[str]:
    return [one["code"] for one in some]


def test_a_table_that_agrees_lacks_nothing() -> None:
    done = filled("１０", "5", "3", "2")
    assert [one.value for one in done.values] == ["10", "5", "3", "2"]
    assert [one.typed for one in done.values] == ["１０", "5", "3", "2"]
    assert (done.lacking, done.doubts) == ((), ())


def test_a_blank_cell_is_a_lack_and_a_zero_is_none() -> None:
    done = filled("10", "0", " ", "")
    assert [one.row for one in done.values] == ["accepted", "closed"]
    [lack] = done.lacking
    assert lack_text(lack) == "统计表有2格未填：罚款、警告；没有发生请填 0"
    assert lack_text(lack, "en") == "统计表: 2 cells are blank: 罚款, 警告; write 0 where there was none"
    assert filled("0", "0", "0", "0").lacking == ()


def test_what_cannot_be_read_is_kept_and_told_with_what_to_write() -> None:
    done = filled("3场", "2", "1", "1")
    assert (done.values[0].typed, done.values[0].value) == ("3场", None)
    [lack] = done.lacking
    assert lack_text(lack) == "“受理”填的是“3场”：只写数字，不写计量单位和其他文字；请写 3"
    assert lack_text(lack, "en") == "“受理”: “3场” write the figure alone, without unit or words; write 3"


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (("10", "6", "3", "2"), "“办结”填6，各行之和为5（罚款、警告）"),
        (("4", "5", "3", "2"), "“办结”填5，大于4（受理）"),
    ],
)
def test_rows_that_do_not_agree_are_doubted_and_not_refused(figures: tuple[str, ...], said: str) -> None:
    done = filled(*figures)
    assert done.lacking == ()
    assert [lack_text(one) for one in done.doubts] == [said]
    assert all(lack_text(one, "en") for one in done.doubts)


def test_totals_with_a_blank_part_cannot_be_judged() -> None:
    assert filled("10", "6", "3", "").doubts == ()
    assert filled("10", "6", "3", "2场").doubts == ()


def test_rows_agree_in_each_column_by_itself() -> None:
    two = form(columns=["件数", "人数"])
    typed = {(row["key"], column): "1" for row in ROWS for column in ("件数", "人数")}
    done = fill(two, {**typed, ("closed", "人数"): "2", ("accepted", "人数"): "2"}, TODAY)
    assert [one["where"] for one in done.doubts] == ["办结（件数）"]


def test_amounts_are_added_without_binary_fractions() -> None:
    rows = [
        {"key": key, "title": key, "unit": "万元", "type": "amount", "decimals": 2} for key in ("a", "b", "c")
    ]
    table = Form.model_validate({"title": "t", "rows": rows, "totals": [{"total": "a", "of": ["b", "c"]}]})
    typed = {("a", ""): "0.3", ("b", ""): "0.1", ("c", ""): "0.2"}
    assert fill(table, typed, TODAY).doubts == ()


def test_a_row_and_a_column_that_the_form_does_not_have_are_told() -> None:
    typed: Typed = {("受里", "本月"): "3", ("closed", "本年"): "1", ("空", "本月"): " "}
    told = [lack_text(one) for one in fill(MONTHLY, typed, TODAY).lacking]
    assert told[0] == "统计表里没有“受里”这一行，是不是“受理”？"
    assert told[1].startswith("统计表里没有“本年”这一列")
    assert len(told) == 3


def test_the_cumulative_column_goes_on_from_the_period_before() -> None:
    september = Earlier(filed=True, values={("accepted", "本月"): "4", ("accepted", "累计"): "10"})
    assert monthly({"accepted": ("3", "13")}, september).doubts == ()
    [doubt] = monthly({"accepted": ("3", "14")}, september).doubts
    assert lack_text(doubt) == "“受理（累计）”填14，上期累计加本期为13"
    assert monthly({"accepted": ("3", "3")}).doubts == ()


def test_without_a_cumulative_figure_the_periods_themselves_are_added_up() -> None:
    june = Earlier(filed=True, values={("accepted", "本月"): "4"})
    july = Earlier(filed=True, zero=True)
    assert monthly({"accepted": ("3", "7")}, june, july).doubts == ()
    assert codes(monthly({"accepted": ("3", "8")}, june, july).doubts) == ["cumulative"]
    # Where a period is missing, nobody can say what it should be.
    assert monthly({"accepted": ("3", "8")}, june, Earlier(filed=False)).doubts == ()


def test_a_cumulative_cell_may_be_left_to_the_program() -> None:
    assert monthly({"accepted": ("3", "")}).lacking == ()


def test_a_fall_to_zero_is_doubted() -> None:
    before = Earlier(filed=True, values={("accepted", "本月"): "4", ("closed", "本月"): "0"})
    [doubt] = monthly({}, before).doubts
    assert lack_text(doubt) == "统计表有1格上期有数、本期为 0：受理（本月）；请核对"
    assert monthly({}).doubts == ()


def test_signatures_are_asked_for_and_read() -> None:
    table = form(signed_with=["填报人", "审核人", "联系电话", "填报日期"])
    whole = {"填报人": "李某", "审核人": "王某", "联系电话": "0012345678", "填报日期": "10月28日"}
    assert signatures(table, whole, TODAY) == []
    found = signatures(table, {**whole, "审核人": " ", "联系电话": "见上", "填报日期": "2017-11-01"}, TODAY)
    assert [lack_text(one) for one in found] == [
        "缺“审核人”",
        "“联系电话”填的是“见上”：应为电话号码",
        "“填报日期”填的是“2017-11-01”：晚于今天2017-10-30",
    ]


@pytest.mark.parametrize("typed", ["1\x00", "=?utf-8?q?x?=", "a\u202eb", "\ud800", "x" * 3000])
def test_what_is_kept_of_a_cell_is_one_plain_line(typed: str) -> None:
    [value] = [one for one in filled(typed).values if one.row == "accepted"]
    assert is_plain(value.typed)
    assert len(value.typed) <= 500
    assert value.value is None


def test_the_form_that_the_documentation_shows_is_a_sound_one(tmp_path: Path) -> None:
    [shown] = blocks(read("docs/forms.md"), "yaml")
    old = "forms:\n  table: {title: 统计表, rows: [{key: cases, title: 查处案件, unit: 件}]}\n"
    assert SOUND.count(old) == 1
    declared = loaded(tmp_path, SOUND.replace(old, shown).replace("form: table", "form: special-action"))
    made = declared.declaration.forms["special-action"]
    assert (made.cumulative, len(made.rows), len(made.totals or ())) == ("累计", 4, 1)
