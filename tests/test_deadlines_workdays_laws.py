"""The laws of counting, for any day: held against counting day by day, and against changed calendars."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.notices import Holiday, HolidayNotice, load
from deadlines.workdays import WorkCalendar

NATIONAL = WorkCalendar.national()
DAYS = st.dates(date(2004, 6, 1), date(2026, 9, 30))
COUNTS = st.integers(1, 60)
ONE = timedelta(days=1)


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_adding_lands_on_the_working_day_that_counting_day_by_day_finds(day: date, count: int) -> None:
    end, left = day, count
    while left:
        end += ONE
        left -= NATIONAL.is_working(end)
    assert NATIONAL.add(day, count) == end
    assert end > day
    assert NATIONAL.is_working(end)
    assert NATIONAL.between(day, end) == count


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_subtracting_lands_on_the_working_day_that_counting_backwards_finds(day: date, count: int) -> None:
    start, left = day, count
    while left:
        start -= ONE
        left -= NATIONAL.is_working(start)
    assert NATIONAL.sub(day, count) == start


@settings(deadline=None)
@given(DAYS, COUNTS, COUNTS)
def test_adding_twice_is_adding_the_sum(day: date, first: int, second: int) -> None:
    assert NATIONAL.add(NATIONAL.add(day, first), second) == NATIONAL.add(day, first + second)


@settings(deadline=None)
@given(DAYS, COUNTS)
def test_subtracting_what_was_added_comes_back_to_the_last_working_day(day: date, count: int) -> None:
    assert NATIONAL.sub(NATIONAL.add(day, count), count) == NATIONAL.preceding(day)


@settings(deadline=None)
@given(DAYS, st.integers(0, 90), COUNTS)
def test_adding_is_monotone_in_the_day_and_strictly_in_the_count(day: date, later: int, count: int) -> None:
    assert NATIONAL.add(day, count) <= NATIONAL.add(day + later * ONE, count)
    assert NATIONAL.add(day, count) < NATIONAL.add(day, count + 1)
    assert NATIONAL.sub(day, count) > NATIONAL.sub(day, count + 1)


@settings(deadline=None)
@given(DAYS, st.integers(0, 90))
def test_rolls_are_idempotent_and_monotone_and_enclose_the_day(day: date, later: int) -> None:
    for roll in (NATIONAL.preceding, NATIONAL.following):
        assert NATIONAL.is_working(roll(day))
        assert roll(roll(day)) == roll(day)
        assert roll(day) <= roll(day + later * ONE)
    assert NATIONAL.preceding(day) <= day <= NATIONAL.following(day)


@settings(deadline=None)
@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_between_adds_up_and_turns_round(day: date, first: int, second: int) -> None:
    middle, end = day + first * ONE, day + (first + second) * ONE
    whole = NATIONAL.between(day, middle) + NATIONAL.between(middle, end)
    assert NATIONAL.between(day, end) == whole == -NATIONAL.between(end, day)
    assert whole == sum(fact.working for fact in NATIONAL.facts(day, end))


# --- changed calendars --------------------------------------------------------------------------------------

NOTICES = tuple(notice for notice in load() if 2016 <= notice.year <= 2018)
USUAL = WorkCalendar(NOTICES)
IN_2017 = st.dates(date(2017, 1, 1), date(2017, 12, 31))
FEW = st.integers(1, 25)
#: Each example builds a calendar.
changed_calendars = settings(max_examples=40, deadline=None)


def turned(day: date, *, off: bool) -> WorkCalendar:
    """The calendar of 2016 to 2018 after one more notice, which turns one day of 2017."""
    item = Holiday("试", day, day, (), ()) if off else Holiday("试", None, None, (day,), ())
    number = next(notice.number for notice in NOTICES if notice.key == "2017")
    notice = HolidayNotice("2017-9", "试〔2017〕1号", "试", 2017, None, None, "text", number, (item,))
    return WorkCalendar([*NOTICES, notice])


@changed_calendars
@given(IN_2017, IN_2017, FEW)
def test_an_added_holiday_never_makes_a_forward_count_earlier_nor_a_backward_one_later(
    day: date, start: date, count: int
) -> None:
    changed = turned(day, off=True)
    assert not changed.is_working(day)
    assert changed.add(start, count) >= USUAL.add(start, count)
    assert changed.sub(start, count) <= USUAL.sub(start, count)


@changed_calendars
@given(IN_2017, IN_2017, FEW)
def test_an_added_make_up_day_never_makes_a_forward_count_later_nor_a_backward_one_earlier(
    day: date, start: date, count: int
) -> None:
    changed = turned(day, off=False)
    assert changed.is_working(day)
    assert changed.add(start, count) <= USUAL.add(start, count)
    assert changed.sub(start, count) >= USUAL.sub(start, count)


@changed_calendars
@given(IN_2017, st.booleans(), IN_2017, FEW)
def test_days_outside_the_span_never_matter(day: date, off: bool, start: date, count: int) -> None:  # noqa: FBT001
    changed = turned(day, off=off)
    end = USUAL.add(start, count)
    if not start < day <= end:
        assert changed.add(start, count) == end
        assert changed.between(start, end) == count


@changed_calendars
@given(st.integers(2005, 2026), st.dates(date(2005, 1, 1), date(2027, 12, 31)))
def test_a_day_is_certain_exactly_when_the_notices_of_its_year_are_there(year: int, day: date) -> None:
    known = WorkCalendar(notice for notice in load() if notice.year in {year - 1, year})
    settled = date(year, 12, 28)
    assert known.known_through == settled
    assert known.provisional(day) is (day > settled)


@changed_calendars
@given(st.integers(2010, 2025), DAYS, COUNTS)
def test_what_is_certain_stays_so_whatever_is_published_later(year: int, day: date, count: int) -> None:
    known = WorkCalendar(notice for notice in load() if notice.year <= year)
    if day.year <= year and not known.provisional(known.add(day, count)):
        assert known.add(day, count) == NATIONAL.add(day, count)
