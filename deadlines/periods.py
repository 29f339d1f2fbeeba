"""The dates of a deadline that returns: 每月28日, 每周五, 每月第一和第三个周一, 每季度最后一个工作日."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deadlines.anchors import Every
from deadlines.spans import MONTHS, clamped
from deadlines.workdays import WorkCalendar
from deadlines.written import WEEKDAYS

_ONE = timedelta(days=1)
_DAYS_IN_WEEK = 7
#: Length in months of what a working day may be counted in.
_MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_WEEKDAY = {name: number for number, name in enumerate(WEEKDAYS)}


@dataclass(frozen=True, slots=True)
class Period:
    """One of the times that a deadline returns."""

    #: 2017-10, 2017-W43, 2017-Q4, 2017-H2, 2017; the date where several fall into one of these.
    key: str
    #: The unrolled date.
    day: date
    #: Its first day: of the month, week ... or the day after the date before, and never before `from`.
    opens: date
    #: Its last day, which a count from the end looks at.
    closes: date


def periods(every: Every, calendar: WorkCalendar) -> Iterator[Period]:
    """The dates of a settled `every`, in order, from the first on or after `from` up to and with `to`.

    A day that a month does not have is its last day; a fifth Friday that it does not have is passed over.
    Raises OutsideCalendarError where working days are counted beyond the calendar.
    """
    if every.from_ == "issued" or every.to is None:
        raise ValueError("a returning date is settled before its dates are listed")
    start, end = every.from_, every.to
    for name, first, last in _stretches(every, start, end):
        days = sorted(set(_days(every, first, last, calendar)))
        opens = max(first, start)
        for day in days:
            if start <= day <= end:
                yield Period(name if len(days) == 1 else _key(every, day), day, opens, last)
            opens = max(day + _ONE, start) if day < date.max else day


def opening(every: Every, day: date) -> date:
    """The first day of the week, month, quarter ... in which `day` lies."""
    if every.daily is not None:
        return day
    if (every.weekday is not None and every.nth is None) or every.of == "week":
        return day - timedelta(days=day.weekday())
    size = _MONTHS_IN[every.of or "month"]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def closing(every: Every, day: date, calendar: WorkCalendar) -> list[date]:
    """The days beyond `day` that finding it looked at: the stretch's end, where it was counted from there."""
    back = tuple(n for n in every.working_day or () if n < 0)
    stretches = _stretches(every, day, day) if back else ()
    return [last for _, first, last in stretches if day in _working(back, first, last, calendar)]


def again(every: Every, day: date, was: WorkCalendar, now: WorkCalendar) -> date:
    """The date in the place of `day` when the working days are no longer those of `was` but of `now`."""
    if every.working_day is None:
        return day
    for _, first, last in _stretches(every, day, day):
        before, after = (sorted(set(_days(every, first, last, by))) for by in (was, now))
        if day in before and len(before) == len(after):
            return after[before.index(day)]
    return day


def _key(every: Every, day: date) -> str:
    """Of several in a week, month or quarter: the date itself, in weeks the ISO week date (2017-W43-2)."""
    if every.weekday is not None and every.nth is None:
        year, week, weekday = day.isocalendar()
        return f"{year}-W{week:02}-{weekday}"
    return day.isoformat()


def _stretches(every: Every, start: date, end: date) -> Iterator[tuple[str, date, date]]:
    """Key, first and last day of each week, month, quarter ... that reaches into [start, end]."""
    if every.daily is not None:
        yield from _by_days(start, end)
    elif (every.weekday is not None and every.nth is None) or every.of == "week":
        yield from _by_weeks(start, end, every.weeks or 1)
    else:
        size = _MONTHS_IN[every.of or "month"]
        for name, first, last in _by_months(start, end, size):
            if every.months is None or first.month in every.months:
                yield name, first, last


def _by_days(start: date, end: date) -> Iterator[tuple[str, date, date]]:
    for ahead in range((end - start).days + 1):
        day = start + timedelta(days=ahead)
        yield day.isoformat(), day, day


def _by_weeks(start: date, end: date, step: int) -> Iterator[tuple[str, date, date]]:
    ordinal = start.toordinal() - start.weekday()
    while ordinal <= end.toordinal():
        monday = date.fromordinal(max(1, ordinal))
        year, week, _ = monday.isocalendar()
        yield (
            f"{year}-W{week:02}",
            monday,
            date.fromordinal(min(ordinal + _DAYS_IN_WEEK - 1, date.max.toordinal())),
        )
        ordinal += _DAYS_IN_WEEK * step


def _by_months(start: date, end: date, size: int) -> Iterator[tuple[str, date, date]]:
    """Months, quarters, half years or years, each from the first month of its own."""
    at = (start.year * MONTHS + start.month - 1) // size * size
    while at // MONTHS <= min(end.year, date.max.year):
        year, month = at // MONTHS, at % MONTHS + 1
        first, last = date(year, month, 1), clamped(year, month + size - 1, 31)
        if first > end:
            return
        yield _named(first, size), first, last
        at += size


def _named(first: date, size: int) -> str:
    if size == _MONTHS_IN["year"]:
        return str(first.year)
    if size == 1:
        return f"{first:%Y-%m}"
    mark = "Q" if size == _MONTHS_IN["quarter"] else "H"
    return f"{first.year}-{mark}{(first.month - 1) // size + 1}"


def _days(every: Every, first: date, last: date, calendar: WorkCalendar) -> Iterator[date]:
    """The dates that fall into the stretch from `first` to `last`."""
    if every.month_day is not None:
        yield from (clamped(first.year, first.month, day) for day in every.month_day)
    elif every.working_day is not None:
        yield from _working(every.working_day, first, last, calendar)
    elif every.weekday is not None:
        for name in every.weekday:
            same = list(_weekdays(first, last, _WEEKDAY[name]))
            yield from same if every.nth is None else _chosen(same, every.nth)
    elif every.daily == "day" or calendar.is_working(first):
        yield first


def _weekdays(first: date, last: date, weekday: int) -> Iterator[date]:
    ahead = (weekday - first.weekday()) % _DAYS_IN_WEEK
    for day in range(first.toordinal() + ahead, last.toordinal() + 1, _DAYS_IN_WEEK):
        yield date.fromordinal(day)


def _chosen(days: list[date], nth: tuple[int, ...]) -> Iterator[date]:
    for n in nth:
        at = n - 1 if n > 0 else n
        if -len(days) <= at < len(days):
            yield days[at]


def _working(nth: tuple[int, ...], first: date, last: date, calendar: WorkCalendar) -> Iterator[date]:
    """The `nth` working days within [first, last], from the front or from the end."""
    for n in nth:
        # From the end itself, which counts if it is a working day: beyond it the calendar may end.
        if n > 0:
            day = calendar.add(first, n - calendar.is_working(first))
        else:
            day = calendar.sub(last, -n - calendar.is_working(last))
        if first <= day <= last:
            yield day
