"""Counting working days (工作日) from the State Council's holiday notices.

A day is working when the last notice published about it says so; where no notice speaks, Monday to Friday
work. The calendar answers from two arrays, so that adding n working days costs two look-ups.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from deadlines.notices import HolidayNotice, load

SATURDAY = 5
#: Years past the last notice that can still be computed, provisionally.
YEARS_AHEAD = 10
#: A year's last days may be turned by the next year's notice (2007-12-29, 2018-12-29).
LAST_SETTLED = (12, 28)
#: Statutory days on the same day every year (全国年节及纪念日放假办法); lunar ones wait for the notice.
FIXED_STATUTORY = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class OutsideCalendarError(ValueError):
    """The day lies before the first or after the last day that the calendar covers."""


@dataclass(frozen=True, slots=True)
class DayFact:
    """What the calendar knows of one day."""

    #: The day itself.
    day: date
    #: "working", "make-up", "weekend" or "holiday".
    kind: str
    #: The holiday's name where a notice turned the day, else None.
    name: str | None
    #: Key of the notice that turned the day, else None.
    notice: str | None

    @property
    def working(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind in {"working", "make-up"}


class WorkCalendar:
    """An immutable calendar of working days.

    Days are plain dates, without a zone. ``known_through`` is the last day that the published notices settle,
    without a gap: whatever needs a later day is provisional, never certain.
    """

    def __init__(self, notices: Iterable[HolidayNotice], *, region: str = "cn") -> None:
        """Fold `notices`, in the order in which they take effect, into one calendar of `region`."""
        self.region = region
        self.notices = {notice.key: notice for notice in notices}
        years = sorted(notice.year for notice in self.notices.values())
        if not years:
            raise OutsideCalendarError("a calendar needs at least one holiday notice")
        self.first = date(years[0], 1, 1)
        unknown = [year for year in range(years[0], years[-1] + YEARS_AHEAD + 1) if year not in years]
        self.known_through = date(unknown[0] - 1, *LAST_SETTLED)
        self.last = date(years[-1] + YEARS_AHEAD, 12, 31)
        self._turned = dict(_turned(self.notices.values(), unknown))
        self._base = self.first.toordinal()
        self._rank, self._days = self._count()

    @staticmethod
    @cache
    def national() -> "WorkCalendar":
        """The calendar of the People's Republic from the notices that come with the program."""
        return WorkCalendar(load("cn"))

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day; raises OutsideCalendarError beyond the calendar's span."""
        at = self._at(day)
        return self._rank[at] > (self._rank[at - 1] if at else 0)

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted; count >= 1."""
        return self._nth(self._rank[self._at(day)] + count, day)

    def sub(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`, which itself is not counted; count >= 1."""
        at = self._at(day)
        before = self._rank[at - 1] if at else 0
        return self._nth(before - count + 1, day)

    def following(self, day: date) -> date:
        """`day` if it is working, else the next working day."""
        return day if self.is_working(day) else self.add(day, 1)

    def preceding(self, day: date) -> date:
        """`day` if it is working, else the working day before it."""
        return day if self.is_working(day) else self.sub(day, 1)

    def between(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]; negative when `end` is before `start`."""
        return self._rank[self._at(end)] - self._rank[self._at(start)]

    def fact(self, day: date) -> DayFact:
        """What kind of day `day` is, and which notice says so."""
        self._at(day)
        turned = self._turned.get(day)
        if turned is not None:
            return turned
        return DayFact(day, "weekend" if day.weekday() >= SATURDAY else "working", None, None)

    def facts(self, start: date, end: date) -> Iterator[DayFact]:
        """The facts of every day in (start, end]."""
        day = start
        while day < end:
            day += timedelta(days=1)
            yield self.fact(day)

    def provisional(self, *days: date) -> bool:
        """Whether any of `days` lies beyond what the published notices know."""
        return any(day > self.known_through for day in days)

    def version(self, start: date, end: date) -> dict[str, object]:
        """Which evidence counted the days in [start, end]: the notices by year, and a digest of their days.

        A notice for another year leaves this value, and so a stored certificate, as it was.
        """
        used = [
            n for n in self.notices.values() if start.year <= n.year <= end.year or _touches(n, start, end)
        ]
        settled = date(end.year, *LAST_SETTLED)
        if end > settled:
            settled = date(end.year + 1, *LAST_SETTLED)
        digest = hashlib.sha256()
        for notice in used:
            digest.update(repr((notice.key, notice.holidays)).encode())
        return {
            "region": self.region,
            "notices": [_cited(n) for n in used],
            "digest": digest.hexdigest()[:16],
            "known_through": min(self.known_through, settled).isoformat(),
        }

    def _at(self, day: date) -> int:
        if not self.first <= day <= self.last:
            span = f"{self.first.isoformat()}..{self.last.isoformat()}"
            raise OutsideCalendarError(f"{day.isoformat()} lies outside the calendar {span}")
        return day.toordinal() - self._base

    def _nth(self, rank: int, start: date) -> date:
        if not 1 <= rank <= len(self._days):
            raise OutsideCalendarError(f"counting from {start.isoformat()} leaves the calendar")
        return date.fromordinal(self._days[rank - 1])

    def _count(self) -> "tuple[array[int], array[int]]":
        rank, days = array("i"), array("i")
        for ordinal in range(self._base, self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            turned = self._turned.get(day)
            if turned.working if turned else day.weekday() < SATURDAY:
                days.append(ordinal)
            rank.append(len(days))
        return rank, days


def _turned(notices: Iterable[HolidayNotice], unknown: Iterable[int]) -> Iterator[tuple[date, DayFact]]:
    """Every day that a notice, or in a year without one the law alone, takes out of the usual week."""
    for notice in notices:
        for holiday in notice.holidays:
            for day in holiday.days_off:
                yield day, DayFact(day, "holiday", holiday.name, notice.key)
            for day in holiday.make_up:
                kind = "make-up" if day.weekday() >= SATURDAY else "working"
                yield day, DayFact(day, kind, holiday.name, notice.key)
    for year in unknown:
        for month, number in FIXED_STATUTORY:
            day = date(year, month, number)
            yield day, DayFact(day, "holiday", None, None)


def _cited(notice: HolidayNotice) -> str:
    """The notice's number; with where its days come from, unless they were entered from its own text."""
    named = notice.number or notice.key
    return named if notice.source == "text" else f"{named}（{notice.source}）"


def _touches(notice: HolidayNotice, start: date, end: date) -> bool:
    return any(start <= day <= end for h in notice.holidays for day in (*h.days_off, *h.make_up))
