"""Counting a period: forwards from its first day or backwards from its last, with pauses and extensions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from deadlines.spans import months_after
from deadlines.workdays import OutsideCalendarError, WorkCalendar

_ONE = timedelta(days=1)


class HasLength(Protocol):
    """Anything that is so many working days, calendar days or months long; exactly one of them."""

    @property
    def working_days(self) -> int | None:
        """Working days."""

    @property
    def days(self) -> int | None:
        """Calendar days."""

    @property
    def months(self) -> int | None:
        """Months."""


@dataclass(frozen=True, slots=True)
class Pause:
    """暂停计时: days that do not count, from `first` up to but without `resumes`; equal ends are no pause."""

    #: Why the clock stood: one of the causes that the deadline or the law allows.
    cause: str
    first: date
    resumes: date


@dataclass(frozen=True, slots=True)
class Extension:
    """延期 as granted: so much longer than the last day, or up to and with the day `until`.

    Exactly one of the four, and at least 1; anything else raises ValueError.
    """

    working_days: int | None = None
    days: int | None = None
    months: int | None = None
    until: date | None = None
    #: Who granted it, in the words of the rule.
    approver: str | None = None

    def __post_init__(self) -> None:
        """Refuse one that says twice how long it is, or that would be none."""
        lengths = [length for length in (self.working_days, self.days, self.months) if length is not None]
        if len(lengths) + (self.until is not None) != 1 or any(length < 1 for length in lengths):
            raise ValueError(f"an extension is so long or until a day, got {self}")


def merged(pauses: Iterable[Pause]) -> tuple[tuple[date, date], ...]:
    """The days of `pauses` as stretches [first, resumes) that neither touch nor overlap, in order."""
    found: list[tuple[date, date]] = []
    for first, resumes in sorted((p.first, p.resumes) for p in pauses if p.first < p.resumes):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], resumes))
        else:
            found.append((first, resumes))
    return tuple(found)


def forward(
    before: date,
    length: HasLength,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    *,
    included: bool = False,
) -> date:
    """The last day of a period of `length` that begins with the day after `before`.

    With `included` it is named from that first day: a month, 1 March counted, ends on 31 March. Days of
    `pauses` do not count; they are measured as the period is, in working or in calendar days. Raises
    OutsideCalendarError where working days are counted beyond the calendar, or where there is no such day.
    """
    standing = merged(pauses)
    if length.working_days is not None:
        count = length.working_days
        return _least(
            lambda more: calendar.add(before, count + more),
            lambda last: _paused(standing, before, last, calendar.between),
        )
    whole = included and length.months is not None and (before + _ONE).day == 1
    ends = _moved(before + _ONE if whole else before, length, 1, calendar)
    usual = ends - _ONE if whole else ends
    try:
        return _least(
            lambda more: usual + more * _ONE, lambda last: _paused(standing, before, last, _days_between)
        )
    except OverflowError:
        raise OutsideCalendarError(before, calendar.first, calendar.last) from None


def backward(day: date, length: HasLength, calendar: WorkCalendar) -> date:
    """The day so long before `day`, which itself is not counted (提前3个工作日).

    Raises OutsideCalendarError where there is no such day, or none of the calendar's.
    """
    if length.working_days is not None:
        return calendar.sub(day, length.working_days)
    return _moved(day, length, -1, calendar)


def _moved(day: date, length: HasLength, sign: int, calendar: WorkCalendar) -> date:
    """The day so many calendar days or months later, or with `sign` -1 earlier."""
    try:
        if length.months is not None:
            return months_after(day, sign * length.months)
        return day + sign * (length.days or 0) * _ONE
    except OverflowError:
        raise OutsideCalendarError(day, calendar.first, calendar.last) from None


def extended(last: date, extension: Extension, calendar: WorkCalendar) -> date:
    """The last day after `extension`, counted on from the day `last`; never an earlier one."""
    if extension.until is not None:
        return max(last, extension.until)
    return forward(last, extension, calendar)


def _least(end: Callable[[int], date], paused: Callable[[date], int]) -> date:
    """The first end that leaves enough days outside the pauses; begins without them, and can only grow."""
    more = 0
    while True:
        last = end(more)
        found = paused(last)
        if found == more:
            return last
        more = found


def _paused(
    pauses: Iterable[tuple[date, date]], before: date, last: date, between: Callable[[date, date], int]
) -> int:
    """How many of the days in (before, last] stand still."""
    inside = ((max(first - _ONE, before), min(resumes - _ONE, last)) for first, resumes in pauses)
    return sum(between(start, end) for start, end in inside if start < end)


def _days_between(start: date, end: date) -> int:
    return (end - start).days
