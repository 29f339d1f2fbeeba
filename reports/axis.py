"""The axis of a chart: days to scale, and ticks that leave room for their words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from deadlines.spans import Span, clamped, months_after
from reports.dates import MONTHS, short
from reports.drawing import width_of

_DAY = timedelta(days=1)
#: From so many days on the axis begins and ends with whole months.
_LONG = 62
_TICK = 11.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last`, both inclusive, over `width` units from `left` on."""

    first: date
    last: date
    left: float
    width: float
    zone: ZoneInfo

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return self.left + self.width

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def begins(self, day: date) -> float:
        """Where `day` begins; it ends where the next one begins."""
        return self.left + (day - self.first).days * self.width / self.days

    def ends(self, day: date) -> float:
        """Where `day` ends."""
        return self.begins(day + _DAY)

    def at(self, instant: datetime) -> float:
        """Where the instant lies within its day, by the clock of the axis' zone."""
        local = instant.astimezone(self.zone)
        begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
        part = (local.replace(tzinfo=None) - begins.replace(tzinfo=None)) / _DAY
        return self.begins(local.date()) + part * self.width / self.days

    def holds(self, day: date) -> bool:
        """Whether `day` is on the axis."""
        return self.first <= day <= self.last

    def ticks(self, lang: str) -> list[tuple[date, str]]:
        """Days that get a line and a word, as many as have room: days, weeks, months, quarters or years."""
        for step in _STEPS:
            found = [(day, _word(step, day, lang)) for day in step(self.first, self.last)]
            if found and self._room(found):
                return found
        return [(self.first, str(self.first.year))]

    def _room(self, found: list[tuple[date, str]]) -> bool:
        begun = [(self.begins(day), width_of(word, _TICK)) for day, word in found]
        return all(one + wide + _GAP <= other for (one, wide), (other, _) in pairwise(begun))


def axis(span: Span, left: float, width: float, zone: ZoneInfo) -> Axis:
    """The axis over `span`; a long one is widened to whole months."""
    first, last = span.first, span.last
    if (last - first).days >= _LONG:
        first, last = first.replace(day=1), clamped(last.year, last.month, 31)
    return Axis(first, last, left, width, zone)


def _every_day(first: date, last: date) -> Iterator[date]:
    yield from (first + _DAY * count for count in range((last - first).days + 1))


def _mondays(first: date, last: date) -> Iterator[date]:
    yield from (day for day in _every_day(first, last) if day.weekday() == 0)


def _months(first: date, last: date) -> Iterator[date]:
    yield from _firsts(first, last)


def _quarters(first: date, last: date) -> Iterator[date]:
    yield from (day for day in _firsts(first, last) if day.month in {1, 4, 7, 10})


def _years(first: date, last: date) -> Iterator[date]:
    yield from (day for day in _firsts(first, last) if day.month == 1)


def _five_years(first: date, last: date) -> Iterator[date]:
    yield from (day for day in _years(first, last) if day.year % 5 == 0)


def _firsts(first: date, last: date) -> Iterator[date]:
    """The first day of every month between the two, both inclusive."""
    day = first if first.day == 1 else months_after(first.replace(day=1), 1)
    while day <= last:
        yield day
        day = months_after(day, 1)


_Step = Callable[[date, date], Iterator[date]]
_STEPS: tuple[_Step, ...] = (_every_day, _mondays, _months, _quarters, _years, _five_years)


def _word(step: _Step, day: date, lang: str) -> str:
    if step in {_every_day, _mondays}:
        return short(day)
    if step in {_years, _five_years}:
        return str(day.year)
    return MONTHS[day.month - 1] if lang == "en" else f"{day.month}月"
