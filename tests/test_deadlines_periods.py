"""Dates that return: every form of `every`, its dates written out from the calendar, its keys and openings."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.anchors import Every
from deadlines.periods import again, closing, periods
from deadlines.workdays import OutsideCalendarError
from tests.instants import NATIONAL, at, instants, resolved, rule, unrolled, until

MONTHLY = {"from": "2017-01-01", "to": "2017-04-30"}
AUTUMN = {"from": "2017-09-01", "to": "2017-10-31"}
YEAR = {"from": "2017-01-01", "to": "2017-12-31"}


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        # month_day: clamped to the month's end, each once, both ends inclusive
        ({"month_day": 31, **MONTHLY}, "01-31 02-28 03-31 04-30"),
        ({"month_day": [30, 31], **MONTHLY}, "01-30 01-31 02-28 03-30 03-31 04-30"),
        ({"month_day": [20, 5], **AUTUMN}, "09-05 09-20 10-05 10-20"),
        ({"month_day": 28, "from": "2017-06-28", "to": "2017-07-28"}, "06-28 07-28"),
        ({"month_day": 28, "from": "2017-06-29", "to": "2017-07-27"}, ""),
        ({"month_day": 1, "from": "2017-11-15", "to": "2018-01-31"}, "12-01 01-01"),
        ({"month_day": 10, "to": "2017-08-31"}, "07-10 08-10"),
        ({"month_day": 15, "months": [3, 6, 9, 12], **YEAR}, "03-15 06-15 09-15 12-15"),
        ({"month_day": 31, "months": 2, "from": "2016-01-01", "to": "2017-12-31"}, "02-29 02-28"),
        # weekly: 2017-10-06 is a Friday; holidays do not matter to a weekday
        ({"weekday": "friday", **AUTUMN}, "09-01 09-08 09-15 09-22 09-29 10-06 10-13 10-20 10-27"),
        ({"weekday": "周五", "from": "2017-10-06", "to": "2017-10-13"}, "10-06 10-13"),
        ({"weekday": "sunday", "from": "2017-12-20", "to": "2018-01-10"}, "12-24 12-31 01-07"),
        # twice a week
        (
            {"weekday": ["friday", "tuesday"], "from": "2017-10-04", "to": "2017-10-20"},
            "10-06 10-10 10-13 10-17 10-20",
        ),
        # every other week, from the week of `from`, also where its own weekday has passed
        ({"weekday": "friday", "weeks": 2, **AUTUMN}, "09-01 09-15 09-29 10-13 10-27"),
        ({"weekday": "monday", "weeks": 2, "from": "2017-09-01", "to": "2017-10-10"}, "09-11 09-25 10-09"),
        ({"weekday": "monday", "weeks": 2, "from": "2017-12-25", "to": "2018-01-31"}, "12-25 01-08 01-22"),
        # nth weekday of the month
        ({"weekday": "monday", "nth": [1, 3], **AUTUMN}, "09-04 09-18 10-02 10-16"),
        ({"weekday": "friday", "nth": -1, **AUTUMN}, "09-29 10-27"),
        # September 2017 has five Fridays, October four
        ({"weekday": "friday", "nth": 5, **AUTUMN}, "09-29"),
        ({"weekday": "friday", "nth": [4, -1], **AUTUMN}, "09-22 09-29 10-27"),
        ({"weekday": "monday", "nth": -5, **AUTUMN}, "10-02"),
        ({"weekday": ["monday", "thursday"], "nth": 1, **AUTUMN}, "09-04 09-07 10-02 10-05"),
        ({"weekday": "monday", "nth": 1, "months": [3, 9], **YEAR}, "03-06 09-04"),
        # nth working day: 2017-09-30 is a make-up Saturday, 10-01 to 10-08 are off
        ({"working_day": 1, **AUTUMN}, "09-01 10-09"),
        ({"working_day": -1, **AUTUMN}, "09-30 10-31"),
        ({"working_day": [1, -1], "of": "month", **AUTUMN}, "09-01 09-30 10-09 10-31"),
        ({"working_day": 3, "months": [1, 10], **YEAR}, "01-05 10-11"),
        ({"working_day": 23, **AUTUMN}, ""),
        ({"working_day": -1, "of": "quarter", **YEAR}, "03-31 06-30 09-30 12-29"),
        ({"working_day": 1, "of": "half_year", **YEAR}, "01-03 07-03"),
        ({"working_day": -1, "of": "half_year", **YEAR}, "06-30 12-29"),
        ({"working_day": 10, "of": "year", "from": "2016-01-01", "to": "2018-12-31"}, "01-15 01-16 01-15"),
        ({"working_day": -1, "of": "year", "from": "2017-01-01", "to": "2019-12-31"}, "12-29 12-29 12-31"),
        # the week before the holiday has six working days; the holiday week has none but for nobody's sake
        ({"working_day": -1, "of": "week", "from": "2017-09-18", "to": "2017-10-15"}, "09-22 09-30 10-13"),
        ({"working_day": 6, "of": "week", **AUTUMN}, "09-30"),
        # daily
        ({"daily": "day", "from": "2017-09-29", "to": "2017-10-02"}, "09-29 09-30 10-01 10-02"),
        ({"daily": "working_day", "from": "2017-09-29", "to": "2017-10-10"}, "09-29 09-30 10-09 10-10"),
        ({"daily": "day", "from": "2017-12-31", "to": "2018-01-01"}, "12-31 01-01"),
    ],
)
def test_every_form_gives_the_dates_of_a_real_calendar(every: dict[str, Any], expected: str) -> None:
    assert " ".join(f"{period.day:%m-%d}" for period in unrolled(**every)) == expected


@pytest.mark.parametrize(
    ("every", "keys"),
    [
        ({"month_day": 28, **AUTUMN}, "2017-09 2017-10"),
        ({"month_day": [5, 20], **AUTUMN}, "2017-09-05 2017-09-20 2017-10-05 2017-10-20"),
        # Two dates a month have each their own key, also where `from` leaves only one of them.
        ({"month_day": [5, 20], "from": "2017-09-06", "to": "2017-09-30"}, "2017-09-20"),
        ({"weekday": "friday", "from": "2017-10-23", "to": "2017-11-05"}, "2017-W43 2017-W44"),
        ({"weekday": "monday", "from": "2018-12-31", "to": "2019-01-07"}, "2019-W01 2019-W02"),
        (
            {"weekday": ["tuesday", "friday"], "from": "2017-10-23", "to": "2017-10-29"},
            "2017-W43-2 2017-W43-5",
        ),
        (
            {"weekday": "monday", "nth": [1, 3], "from": "2017-09-01", "to": "2017-09-30"},
            "2017-09-04 2017-09-18",
        ),
        ({"weekday": "friday", "nth": -1, **AUTUMN}, "2017-09 2017-10"),
        ({"working_day": -1, "of": "quarter", **YEAR}, "2017-Q1 2017-Q2 2017-Q3 2017-Q4"),
        ({"working_day": -1, "of": "half_year", **YEAR}, "2017-H1 2017-H2"),
        ({"working_day": 1, "of": "year", **YEAR}, "2017"),
        ({"working_day": 1, "of": "week", "from": "2017-09-25", "to": "2017-10-15"}, "2017-W39 2017-W41"),
        ({"daily": "day", "from": "2017-12-31", "to": "2018-01-01"}, "2017-12-31 2018-01-01"),
    ],
)
def test_a_period_is_called_by_its_month_week_quarter_or_date(every: dict[str, Any], keys: str) -> None:
    assert [period.key for period in unrolled(**every)] == keys.split()


@pytest.mark.parametrize(
    ("every", "opens", "closes"),
    [
        # the first day of its period; the first one: `from`
        ({"month_day": 28, "from": "2017-06-16", "to": "2017-07-31"}, "06-16 07-01", "06-30 07-31"),
        ({"weekday": "friday", "from": "2017-10-18", "to": "2017-10-31"}, "10-18 10-23", "10-22 10-29"),
        (
            {"working_day": -1, "of": "quarter", "from": "2017-02-01", "to": "2017-06-30"},
            "02-01 04-01",
            "03-31 06-30",
        ),
        # of two in one period, the second opens on the day after the first
        (
            {"month_day": [5, 20], "from": "2017-09-03", "to": "2017-10-05"},
            "09-03 09-06 10-01",
            "09-30 09-30 10-31",
        ),
        ({"month_day": [5, 20], "from": "2017-09-10", "to": "2017-09-30"}, "09-10", "09-30"),
        (
            {"weekday": ["tuesday", "friday"], "from": "2017-10-23", "to": "2017-10-29"},
            "10-23 10-25",
            "10-29 10-29",
        ),
        ({"daily": "working_day", "from": "2017-09-30", "to": "2017-10-09"}, "09-30 10-09", "09-30 10-09"),
    ],
)
def test_a_period_opens_on_its_first_day_and_closes_on_its_last(
    every: dict[str, Any], opens: str, closes: str
) -> None:
    found = unrolled(**every)
    assert " ".join(f"{period.opens:%m-%d}" for period in found) == opens
    assert " ".join(f"{period.closes:%m-%d}" for period in found) == closes


def test_the_last_year_of_all_ends_the_periods() -> None:
    ends: dict[str, Any] = {"from": "9999-12-20", "to": "9999-12-31"}
    assert [period.key for period in unrolled(month_day=31, **ends)] == ["9999-12"]
    assert [period.day.day for period in unrolled(weekday="friday", **ends)] == [24, 31]
    assert len(unrolled(daily="day", **ends)) == 12


def test_working_days_beyond_the_calendar_are_an_error_and_no_date() -> None:
    for year in (2003, 9999):
        with pytest.raises(OutsideCalendarError):
            unrolled(working_day=-1, from_=f"{year}-12-01", to=f"{year}-12-31")


def test_the_calendars_first_month_has_a_first_working_day_and_its_last_a_last() -> None:
    january = unrolled(working_day=1, from_="2004-01-01", to="2004-01-31")
    assert [period.day for period in january] == [date(2004, 1, 2)]
    december = unrolled(working_day=-1, from_=f"{NATIONAL.last:%Y-%m}-01", to=NATIONAL.last.isoformat())
    assert [period.day for period in december] == [NATIONAL.preceding(NATIONAL.last)]


def test_what_is_not_settled_has_no_dates() -> None:
    with pytest.raises(ValueError, match="settled"):
        list(periods(Every(month_day=(28,)), NATIONAL))


# --- as deadlines -------------------------------------------------------------------------------------------

EVERY_FRIDAY = {"weekday": "friday", "from": "2017-09-01", "to": "2017-10-31"}


@pytest.mark.parametrize(
    ("day", "target", "breach"),
    [
        ("2017-09-29", "2017-09-29T17:30", "2017-09-29T17:30"),
        # Friday 6 October is off: the last working day before it is the Saturday that is worked.
        ("2017-10-06", "2017-09-30T17:30", "2017-09-30T17:30"),
        ("2017-10-13", "2017-10-13T17:30", "2017-10-13T17:30"),
    ],
)
def test_every_friday_before_the_close_of_business_rolls_back_over_a_holiday(
    day: str, target: str, breach: str
) -> None:
    fields: dict[str, Any] = {"every": EVERY_FRIDAY, "time": "close_of_business", "roll": "preceding"}
    assert instants(resolved(day=day, **fields)) == (target, breach)


@pytest.mark.parametrize(
    ("every", "day", "fields", "opens", "breach"),
    [
        # Monday 2 October is off: what is due on Saturday 30 September opens with that week
        ({"weekday": "monday"}, "2017-10-02", {"roll": "preceding"}, "2017-09-25", "2017-10-01"),
        ({"month_day": 1}, "2017-10-01", {"roll": "preceding"}, "2017-09-01", "2017-10-01"),
        ({"month_day": 1}, "2017-11-01", {"bound": "exclusive"}, "2017-10-01", "2017-11-01"),
        # Sunday 1 October, rolled onwards, stays in its month
        ({"month_day": 1}, "2017-10-01", {"roll": "following"}, "2017-10-01", "2017-10-10"),
    ],
)
def test_what_is_due_before_its_own_week_or_month_opens_with_the_one_before(
    every: dict[str, Any], day: str, fields: dict[str, Any], opens: str, breach: str
) -> None:
    written = {**every, **YEAR}
    (period,) = [one for one in unrolled(**written) if one.day.isoformat() == day]
    found = resolved(every=written, day=day, opens=f"{period.opens}T00:00", **fields)
    assert found.opens == at(f"{opens}T00:00")
    assert instants(found)[1] == f"{breach}T00:00"


def test_the_last_working_day_needs_the_days_after_it() -> None:
    quarter = {"working_day": -1, "of": "quarter", **YEAR}
    assert not resolved(every=quarter, day="2017-12-29").provisional
    # In the week of 24 December 2018 the notice for 2019 made Saturday 29 a working day.
    last_of_week: dict[str, Any] = {"working_day": -1, "of": "week", "from": "2018-12-24", "to": "2018-12-30"}
    before, after = until(2018), until(2019)
    assert [p.day.day for p in unrolled(before, **last_of_week)] == [28]
    assert [p.day.day for p in unrolled(after, **last_of_week)] == [29]
    assert resolved(calendar=before, every=last_of_week, day="2018-12-28").provisional


def test_from_both_ends_only_the_date_that_is_counted_from_the_end_needs_it() -> None:
    both = {"working_day": [1, -1], "of": "week", "from": "2018-12-24", "to": "2018-12-30"}
    known = until(2018)
    assert resolved(calendar=known, every=both, day="2018-12-28").provisional
    assert not resolved(calendar=known, every=both, day="2018-12-24").provisional
    written = rule(every=both).every
    assert written is not None
    assert closing(written, date(2018, 12, 28), known) == [date(2018, 12, 30)]
    assert closing(written, date(2018, 12, 24), known) == []


@pytest.mark.parametrize(
    ("every", "was", "now"),
    [
        ({"working_day": -1, "of": "quarter"}, "2017-09-29", "2017-09-30"),
        ({"working_day": 1}, "2017-10-05", "2017-10-09"),
        ({"working_day": [1, -1], "months": [9]}, "2017-09-29", "2017-09-30"),
        ({"month_day": 28}, "2017-10-28", "2017-10-28"),
        ({"weekday": "friday"}, "2017-10-06", "2017-10-06"),
    ],
)
def test_a_notice_moves_a_date_that_is_counted_in_working_days_and_no_other(
    every: dict[str, Any], was: str, now: str
) -> None:
    written = rule(every={**every, **YEAR}).every
    assert written is not None
    assert was in {p.day.isoformat() for p in periods(written, until(2016))}
    assert now in {p.day.isoformat() for p in periods(written, until(2017))}
    assert again(written, date.fromisoformat(was), until(2016), until(2017)).isoformat() == now


# --- for any form -------------------------------------------------------------------------------------------

DAYS = st.dates(date(2004, 1, 5), date(2025, 12, 31))
WEEKDAY_NAMES = st.sampled_from(["monday", "wednesday", "saturday"])
FEW = st.lists(st.integers(1, 5) | st.integers(-5, -1), min_size=1, max_size=3)
FORMS = st.one_of(
    st.fixed_dictionaries({"month_day": st.lists(st.integers(1, 31), min_size=1, max_size=3)}),
    st.fixed_dictionaries({"weekday": st.lists(WEEKDAY_NAMES, min_size=1), "weeks": st.integers(1, 4)}),
    st.fixed_dictionaries({"weekday": st.lists(WEEKDAY_NAMES, min_size=1), "nth": FEW}),
    st.fixed_dictionaries(
        {"working_day": FEW, "of": st.sampled_from(["week", "month", "quarter", "half_year", "year"])}
    ),
    st.fixed_dictionaries({"daily": st.sampled_from(["day", "working_day"])}),
)


@settings(max_examples=200)
@given(FORMS, DAYS, st.integers(0, 200))
def test_periods_are_in_order_within_their_ends_and_each_has_its_own_key(
    form: dict[str, Any], start: date, length: int
) -> None:
    end = date.fromordinal(start.toordinal() + length)
    found = unrolled(**form, from_=start.isoformat(), to=end.isoformat())
    days = [period.day for period in found]
    assert days == sorted(set(days))
    assert all(start <= day <= end for day in days)
    assert len({period.key for period in found}) == len(found)
    assert all(start <= period.opens <= period.day <= period.closes for period in found)
    assert all(one.day < two.opens for one, two in pairwise(found))


@settings(max_examples=100)
@given(FORMS, DAYS, st.integers(0, 100), st.integers(0, 100))
def test_a_period_is_the_same_wherever_the_listing_begins(
    form: dict[str, Any], start: date, ahead: int, length: int
) -> None:
    later = date.fromordinal(start.toordinal() + ahead)
    end = date.fromordinal(later.toordinal() + length).isoformat()
    weekly = {name: value for name, value in form.items() if name != "weeks"}
    whole = {p.key: p.day for p in unrolled(**weekly, from_=start.isoformat(), to=end)}
    part = {p.key: p.day for p in unrolled(**weekly, from_=later.isoformat(), to=end)}
    assert part.items() == {key: day for key, day in whole.items() if day >= later}.items()
