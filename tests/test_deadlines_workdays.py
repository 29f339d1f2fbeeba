"""Working days as the notices give them: known dates, mid-year changes, unknown years, the calendar's ends."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from deadlines.notices import load
from deadlines.workdays import OutsideCalendarError, WorkCalendar

NATIONAL = WorkCalendar.national()
DAY = timedelta(days=1)


def until(year: int, *, without: Iterable[str] = ()) -> WorkCalendar:
    """The calendar as it was known before the notices about later years, and those of `without`."""
    return WorkCalendar(n for n in load() if n.year <= year and n.key not in without)


def stepped(start: date, count: int, works: Callable[[date], bool]) -> date:
    """The `count`-th day after `start` that `works`, day by day."""
    day = start
    while count:
        day += DAY
        count -= works(day)
    return day


def test_a_decision_of_september_27_2017_is_due_on_october_12() -> None:
    assert NATIONAL.add(date(2017, 9, 27), 7) == date(2017, 10, 12)
    kinds = {fact.day.day: fact.kind for fact in NATIONAL.facts(date(2017, 9, 29), date(2017, 10, 9))}
    assert kinds == {30: "make-up", **dict.fromkeys(range(1, 9), "holiday"), 9: "working"}


def test_the_last_day_of_2005_was_worked_though_a_saturday() -> None:
    fact = NATIONAL.fact(date(2005, 12, 31))
    assert (fact.kind, fact.working, fact.notice) == ("make-up", True, "2006")
    assert NATIONAL.add(date(2005, 12, 30), 1) == date(2005, 12, 31)


def test_of_the_28ths_of_the_2017_campaign_only_october_is_a_day_off() -> None:
    off = [month for month in range(6, 12) if not NATIONAL.is_working(date(2017, month, 28))]
    assert off == [10]
    assert NATIONAL.preceding(date(2017, 10, 28)) == date(2017, 10, 27)


@pytest.mark.parametrize(
    ("key", "start", "count", "before", "after"),
    [
        ("2015-2", date(2015, 8, 28), 7, date(2015, 9, 8), date(2015, 9, 9)),
        ("2019-2", date(2019, 4, 26), 3, date(2019, 5, 2), date(2019, 4, 30)),
        ("2019-2", date(2019, 4, 29), 3, date(2019, 5, 3), date(2019, 5, 6)),
        ("2020-2", date(2020, 1, 23), 1, date(2020, 1, 31), date(2020, 2, 3)),
    ],
)
def test_a_change_in_the_middle_of_a_year_moves_dates_both_ways(
    key: str, start: date, count: int, before: date, after: date
) -> None:
    assert until(2026, without={key}).add(start, count) == before
    assert NATIONAL.add(start, count) == after


def test_a_change_of_a_year_names_the_notice_that_turned_the_day() -> None:
    assert NATIONAL.fact(date(2015, 9, 3)).notice == "2015-2"
    assert (NATIONAL.fact(date(2015, 9, 6)).kind, NATIONAL.fact(date(2015, 10, 1)).notice) == (
        "make-up",
        "2015",
    )
    assert (NATIONAL.fact(date(2020, 2, 1)).kind, NATIONAL.fact(date(2020, 2, 1)).notice) == (
        "holiday",
        "2020-2",
    )


def test_counting_without_make_up_days_or_holidays_is_as_wrong_as_the_law_page_says() -> None:
    last = NATIONAL.sub(NATIONAL.known_through, 8)
    starts = [f.day for f in NATIONAL.facts(date(2003, 12, 31) + DAY, last) if f.working]
    holidays = {f.day for f in NATIONAL.facts(NATIONAL.first, NATIONAL.known_through) if f.kind == "holiday"}

    def weekday(day: date) -> bool:
        return day.weekday() < 5

    def no_holiday(day: date) -> bool:
        return weekday(day) and day not in holidays

    right = {start: NATIONAL.add(start, 7) for start in starts}
    by_weekdays = sum(stepped(start, 7, weekday) != right[start] for start in starts)
    by_holidays = sum(stepped(start, 7, no_holiday) != right[start] for start in starts)
    assert len(starts) > 5_700
    assert 0.20 < by_weekdays / len(starts) < 0.22
    assert 0.13 < by_holidays / len(starts) < 0.15


def test_a_quarter_of_all_28ths_fall_on_a_day_off() -> None:
    days = [date(year, month, 28) for year in range(2004, 2027) for month in range(1, 13)]
    share = sum(not NATIONAL.is_working(day) for day in days) / len(days)
    assert 0.24 < share < 0.30


def test_days_around_the_new_year_belong_to_the_notice_that_names_them() -> None:
    assert NATIONAL.fact(date(2007, 12, 29)).notice == "2008"
    assert NATIONAL.fact(date(2018, 12, 29)).kind == "make-up"
    assert not until(2018).is_working(date(2018, 12, 29))


# --- what is not published ----------------------------------------------------------------------------------


def test_after_the_last_notice_every_day_is_provisional_and_only_the_law_is_followed() -> None:
    calendar = until(2016)
    assert calendar.known_through == date(2016, 12, 28)
    assert calendar.provisional(date(2016, 12, 29))
    assert calendar.provisional(date(2016, 1, 1), date(2017, 10, 12))
    assert not calendar.provisional(date(2016, 12, 28))
    assert [calendar.is_working(date(2017, 10, day)) for day in (1, 2, 3)] == [False] * 3
    fact = calendar.fact(date(2017, 10, 2))
    assert (fact.kind, fact.name, fact.notice) == ("holiday", None, None)
    assert not calendar.is_working(date(2017, 9, 30))


def test_when_the_notice_is_loaded_the_same_day_is_certain_and_may_be_another() -> None:
    before, after = until(2016), until(2017)
    start = date(2017, 9, 27)
    assert before.provisional(before.add(start, 7))
    assert not after.provisional(after.add(start, 7))
    assert before.add(start, 7) != after.add(start, 7) == date(2017, 10, 12)


def test_a_year_without_its_notice_between_two_others_is_not_certain_either() -> None:
    calendar = WorkCalendar(n for n in load() if n.year in {2015, 2017})
    assert calendar.known_through == date(2015, 12, 28)
    assert calendar.provisional(date(2016, 10, 3))
    assert not calendar.is_working(date(2016, 10, 3))
    assert calendar.is_working(date(2017, 9, 30))


# --- the ends -----------------------------------------------------------------------------------------------


def test_beyond_its_ends_the_calendar_answers_with_an_error_that_names_them() -> None:
    for day in (NATIONAL.first - DAY, NATIONAL.last + DAY):
        with pytest.raises(OutsideCalendarError, match=r"2004-01-01\.\.") as caught:
            NATIONAL.is_working(day)
        assert (caught.value.day, caught.value.first, caught.value.last) == (
            day,
            NATIONAL.first,
            NATIONAL.last,
        )
        with pytest.raises(OutsideCalendarError):
            NATIONAL.fact(day)
        with pytest.raises(OutsideCalendarError):
            NATIONAL.between(date(2017, 1, 1), day)


def test_counting_out_of_the_calendar_is_an_error_and_never_a_wrong_day() -> None:
    for count, start in ((NATIONAL.add, NATIONAL.last), (NATIONAL.sub, NATIONAL.first)):
        with pytest.raises(OutsideCalendarError) as caught:
            count(start, 1)
        assert (caught.value.day, caught.value.first, caught.value.last) == (
            start,
            NATIONAL.first,
            NATIONAL.last,
        )
    with pytest.raises(OutsideCalendarError):
        NATIONAL.add(date(2017, 1, 1), 100_000)
    with pytest.raises(OutsideCalendarError):
        NATIONAL.preceding(date(2004, 1, 1))


def test_a_calendar_without_notices_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one holiday notice"):
        WorkCalendar([])


def test_the_calendar_ends_where_the_days_off_in_law_are_no_longer_all_known() -> None:
    """春节 of 2031 is in no table: its days are not guessed to be working days."""
    assert NATIONAL.last == date(2030, 12, 31)
    assert not NATIONAL.is_working(date(2030, 2, 4))
    with pytest.raises(OutsideCalendarError):
        NATIONAL.add(date(2030, 12, 20), 20)
    assert until(2010).last == date(2020, 12, 31)
