"""Every phrase of document 001 as declaration.md reads it, and what the language refuses."""

from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError

from deadlines.language import ANCHORS, FromTo, Rule, window_span
from deadlines.resolve import periods
from deadlines.spans import Span

ISSUED = date(2017, 6, 16)


def rule(**fields: Any) -> Rule:
    return Rule.model_validate({"text": "某日", **fields})


def refusals(**fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        rule(**fields)
    return [error["type"] for error in caught.value.errors()]


def window(written: Any) -> tuple[str, str]:
    found = rule(window=written).window
    assert found is not None
    span = window_span(found, 2017)
    return span.first.isoformat(), span.last.isoformat()


def test_before_the_28th_of_each_month_comes_six_times_from_issue_to_november() -> None:
    monthly = rule(text="每月28日前", every={"month_day": "28", "from": "issued", "to": "2017-11-30"})
    assert [day.isoformat() for day in periods(monthly, ISSUED)] == [
        "2017-06-28",
        "2017-07-28",
        "2017-08-28",
        "2017-09-28",
        "2017-10-28",
        "2017-11-28",
    ]


def test_before_december_1_is_one_day() -> None:
    assert rule(text="12月1日前", on="2017-12-01").on == date(2017, 12, 1)


def test_within_seven_working_days_counts_from_the_event() -> None:
    after = rule(
        text="自作出行政决定之日起7个工作日内", after={"event": "decision", "working_days": "7"}
    ).after
    assert after is not None
    assert (after.event, after.working_days, after.days) == ("decision", 7, None)


def test_mid_and_late_november_are_read_as_their_ten_days() -> None:
    assert rule(text="11月中旬", by="2017-11/mid").by == Span(date(2017, 11, 11), date(2017, 11, 20))
    assert rule(text="11月下旬", by="2017-11/late").by == Span(date(2017, 11, 21), date(2017, 11, 30))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017-06/mid", "2017-06-11", "2017-06-20"),
        ({"from": "2017-06/late", "to": "2017-11/early-mid"}, "2017-06-21", "2017-11-20"),
        ({"from": "2017-07", "to": "2017-10"}, "2017-07-01", "2017-10-31"),
        ("2017-11/mid-late", "2017-11-11", "2017-11-30"),
        ({"from": "2021-03-05", "to": "2021-12/end"}, "2021-03-05", "2021-12-31"),
        ({"festival": "double11"}, "2017-11-11", "2017-11-11"),
        ({"festival": "double11", "year": "2018"}, "2018-11-11", "2018-11-11"),
    ],
)
def test_the_phases_of_document_001_are_windows_with_both_ends_inclusive(
    written: Any, first: str, last: str
) -> None:
    assert window(written) == (first, last)


def test_what_has_no_date_is_undated() -> None:
    assert rule(text="研究制定具体实施方案", undated={}).kind == "undated"


def test_a_rule_has_exactly_one_anchor_and_says_which() -> None:
    assert refusals() == ["no_anchor"]
    assert refusals(on="2017-12-01", undated={}) == ["many_anchors"]
    kinds = {
        "on": "2017-12-01",
        "by": "2017-11/mid",
        "window": "2017-06",
        "after": {"event": "decision", "days": 3},
        "every": {"month_day": 28, "to": "2017-11-30"},
        "undated": {},
    }
    assert [rule(**{anchor: written}).kind for anchor, written in kinds.items()] == list(ANCHORS)


@pytest.mark.parametrize("anchor", [{"undated": {}}, {"window": "2017-06"}])
@pytest.mark.parametrize("modifier", [{"time": "17:00"}, {"bound": "exclusive"}, {"roll": "following"}])
def test_what_never_breaches_takes_no_modifier_of_the_breach(
    anchor: dict[str, Any], modifier: dict[str, str]
) -> None:
    assert refusals(**anchor, **modifier) == ["loose_modifier"]


@pytest.mark.parametrize(
    ("written", "clock"),
    [("17:00", time(17)), ("17：30", time(17, 30)), ("9:05", time(9, 5)), ("00:00", time(0))],
)
def test_a_time_of_day_is_read_also_with_a_full_width_colon(written: str, clock: time) -> None:
    assert rule(on="2017-12-01", time=written).time == clock


def test_close_of_business_is_a_word() -> None:
    assert rule(on="2017-12-01", time="close_of_business").time == "close_of_business"


@pytest.mark.parametrize(
    "written", ["24:00", "25:00", "17:60", "17.00", "17.30", "1020", "17", "下班", "17:00+08:00"]
)
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    assert "clock_form" in refusals(on="2017-12-01", time=written)


def test_a_period_has_one_length_and_a_sensible_one() -> None:
    assert refusals(after={"event": "decision"}) == ["one_length"]
    assert refusals(after={"event": "decision", "days": 3, "working_days": 3}) == ["one_length"]
    assert refusals(after={"event": "decision", "working_days": 0}) == ["greater_than_equal"]
    assert refusals(every={"month_day": 32, "to": "2017-11-30"}) == ["less_than_equal"]


def test_an_end_before_its_start_is_refused() -> None:
    assert refusals(window={"from": "2017-10", "to": "2017-07"}) == ["end_before_start"]
    assert refusals(every={"month_day": 28, "from": "2017-12-01", "to": "2017-11-30"}) == ["end_before_start"]
    overlapping = FromTo.model_validate({"from": "2017-10", "to": "2017-10/mid"})
    assert window_span(overlapping, 2017) == Span(date(2017, 10, 1), date(2017, 10, 20))


def test_a_month_is_no_day() -> None:
    assert refusals(on="2017-12") == ["needs_day"]


def test_anchors_and_fields_of_a_later_version_are_refused() -> None:
    assert refusals(on="2017-12-01", pause=["hearing"]) == ["extra_forbidden"]
    assert "extra_forbidden" in refusals(every={"weekday": "friday", "to": "2017-11-30"})


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ({"month_day": 31, "from": "2017-01-01", "to": "2017-04-30"}, ["01-31", "02-28", "03-31", "04-30"]),
        ({"month_day": 28, "from": "2017-06-28", "to": "2017-07-28"}, ["06-28", "07-28"]),
        ({"month_day": 28, "from": "2017-06-29", "to": "2017-07-27"}, []),
        ({"month_day": 1, "from": "2017-11-15", "to": "2018-01-31"}, ["12-01", "01-01"]),
        ({"month_day": 10, "to": "2017-08-31"}, ["07-10", "08-10"]),
    ],
)
def test_a_monthly_date_clamps_to_the_months_end_and_keeps_to_its_ends(
    every: dict[str, Any], expected: list[str]
) -> None:
    assert [f"{day:%m-%d}" for day in periods(rule(every=every), ISSUED)] == expected


def test_the_last_year_of_all_ends_the_periods_and_other_anchors_have_none() -> None:
    assert list(periods(rule(every={"month_day": 28, "to": "9999-12-31"}), date(9999, 12, 29))) == []
    assert list(periods(rule(on="2017-12-01"), ISSUED)) == []
