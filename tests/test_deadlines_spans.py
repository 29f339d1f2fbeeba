"""Stretches of days as documents name them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.spans import Span, SpanError, clamped, months_after, parse_clock, parse_end, parse_span


def days(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017-06-16", "2017-06-16", "2017-06-16"),
        ("2017-06", "2017-06-01", "2017-06-30"),
        ("2017-06/early", "2017-06-01", "2017-06-10"),
        ("2017-06/mid", "2017-06-11", "2017-06-20"),
        ("2017-06/late", "2017-06-21", "2017-06-30"),
        ("2017-11/early-mid", "2017-11-01", "2017-11-20"),
        ("2017-11/mid-late", "2017-11-11", "2017-11-30"),
        ("2021-12/end", "2021-12-31", "2021-12-31"),
        ("2017-02/late", "2017-02-21", "2017-02-28"),
        ("2016-02/late", "2016-02-21", "2016-02-29"),
        ("2016-02/end", "2016-02-29", "2016-02-29"),
        ("2017-10/late", "2017-10-21", "2017-10-31"),
    ],
)
def test_a_stretch_is_read_with_both_ends_inclusive(written: str, first: str, last: str) -> None:
    assert parse_span(written) == days(first, last)


@pytest.mark.parametrize(
    ("written", "code", "found"),
    [
        ("2017-11-31", "no_such_day", {"year": 2017, "month": 11, "day": 31, "length": 30}),
        ("2017-02-29", "no_such_day", {"year": 2017, "month": 2, "day": 29, "length": 28}),
        ("2017-06-00", "no_such_day", {"year": 2017, "month": 6, "day": 0, "length": 30}),
        ("2017-13", "no_such_month", {"year": 2017, "month": 13}),
        ("2017-00-10", "no_such_month", {"year": 2017, "month": 0}),
        ("0000-06", "no_such_month", {"year": 0, "month": 6}),
        ("28", "span_form", {"text": "28"}),
        ("2017", "span_form", {"text": "2017"}),
        ("2017-6-1", "span_form", {"text": "2017-6-1"}),
        ("2017/06", "span_form", {"text": "2017/06"}),
        ("2017-06-16T09:00", "span_form", {"text": "2017-06-16T09:00"}),
        ("", "span_form", {"text": ""}),
        (" 2017-06", "span_form", {"text": " 2017-06"}),
    ],
)
def test_what_is_no_stretch_is_refused_and_nothing_is_invented(
    written: str, code: str, found: dict[str, str | int]
) -> None:
    with pytest.raises(SpanError) as caught:
        parse_span(written)
    assert (caught.value.code, caught.value.found) == (code, found)


def test_an_unknown_part_of_a_month_names_those_that_are_known() -> None:
    with pytest.raises(SpanError) as caught:
        parse_span("2017-06/middle")
    assert caught.value.code == "ten_days"
    assert caught.value.found["known"] == "early, mid, late, early-mid, mid-late, end"


@settings(deadline=None)
@given(st.dates(date(1, 1, 1), date(9999, 12, 1)))
def test_the_three_parts_of_a_month_follow_each_other_and_fill_it(day: date) -> None:
    month = f"{day.year:04}-{day.month:02}"
    early, mid, late, whole = (parse_span(f"{month}{part}") for part in ("/early", "/mid", "/late", ""))
    assert (whole.first, whole.last) == (early.first, late.last)
    assert [early.last + timedelta(days=1), mid.last + timedelta(days=1)] == [mid.first, late.first]
    assert parse_span(f"{month}/early-mid") == Span(early.first, mid.last)
    assert parse_span(f"{month}/mid-late") == Span(mid.first, late.last)
    assert parse_span(f"{month}/end").first == late.last


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2017, 11, 31, "2017-11-30"),
        (2017, 2, 31, "2017-02-28"),
        (2016, 2, 30, "2016-02-29"),
        (2017, 10, 28, "2017-10-28"),
    ],
)
def test_a_day_that_a_month_does_not_have_is_its_last(year: int, month: int, day: int, expected: str) -> None:
    assert clamped(year, month, day).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2017-01-31", 1, "2017-02-28"),
        ("2016-01-31", 1, "2016-02-29"),
        # Once from the anchor: not to 28 February and from there to 28 March.
        ("2017-01-31", 2, "2017-03-31"),
        ("2017-01-31", 3, "2017-04-30"),
        ("2017-11-30", 3, "2018-02-28"),
        ("2017-12-31", 12, "2018-12-31"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2017-06-16", 6, "2017-12-16"),
        ("2017-03-31", -1, "2017-02-28"),
        ("2017-01-15", -1, "2016-12-15"),
        ("2017-01-15", -13, "2015-12-15"),
    ],
)
def test_months_are_added_once_and_end_with_the_month_where_the_day_is_missing(
    day: str, months: int, expected: str
) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("written", "first", "last", "clock"),
    [
        ("2021-03-14T19:30", "2021-03-14", "2021-03-14", time(19, 30)),
        ("2021-03-14T21：00", "2021-03-14", "2021-03-14", time(21)),
        ("2021-12/end", "2021-12-31", "2021-12-31", None),
        ("2017-06/late", "2017-06-21", "2017-06-30", None),
    ],
)
def test_one_end_of_a_window_may_be_exact_to_the_minute(
    written: str, first: str, last: str, clock: time | None
) -> None:
    assert parse_end(written) == Span(date.fromisoformat(first), date.fromisoformat(last), clock)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2021-03T19:30", "needs_day"),
        ("2021-03-14T", "clock_form"),
        ("2021-03-14T24:00", "clock_form"),
        ("2021-03-14T19:30+08:00", "clock_form"),
        ("T19:30", "span_form"),
    ],
)
def test_an_instant_is_a_day_and_a_time_and_nothing_else(written: str, code: str) -> None:
    with pytest.raises(SpanError) as caught:
        parse_end(written)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("written", "clock"),
    [("17:00", time(17)), ("9:05", time(9, 5)), ("17：30", time(17, 30)), ("23:59:59", time(23, 59, 59))],
)
def test_a_clock_is_read_with_one_hour_digit_seconds_or_a_full_width_colon(written: str, clock: time) -> None:
    assert parse_clock(written) == clock
