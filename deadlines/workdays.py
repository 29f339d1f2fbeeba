"""Counting working days (工作日) from the State Council's holiday notices.

A day is working when the last notice published about it says so; where no notice speaks, Monday to Friday
work. The calendar answers from two arrays, so that adding n working days costs two look-ups.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from deadlines.lunar import LAST_YEAR, statutory_days
from deadlines.notices import HolidayNotice, load
from deadlines.spans import Span

SATURDAY = 5
#: Years past the last notice that can still be computed, provisionally, while all days off in law are known.
YEARS_AHEAD = 10
#: A year's last days may be turned by the next year's notice (2007-12-29, 2018-12-29).
LAST_SETTLED = (12, 28)


class OutsideCalendarError(ValueError):
    """The day, or the count that begins with it, leaves the days that the calendar covers."""

    def __init__(self, day: date, first: date, last: date) -> None:
        """Name the `day`, and the `first` and `last` day that can be answered, both inclusive."""
        super().__init__(f"{day.isoformat()} → {first.isoformat()}..{last.isoformat()}")
        self.day, self.first, self.last = day, first, last


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

    def __init__(
        self,
        notices: Iterable[HolidayNotice],
        *,
        region: str = "cn",
        overlay: Iterable[HolidayNotice] = (),
    ) -> None:
        """Fold national `notices`, in the order in which they take effect, then a region's own `overlay`.

        Only national notices settle a year: an overlay turns days of its own and no more.
        """
        self.region = region
        national = {notice.key: notice for notice in notices}
        years = sorted(notice.year for notice in national.values())
        if not years:
            raise ValueError("a calendar needs at least one holiday notice")
        self.notices = national | {f"{region}/{notice.key}": notice for notice in overlay}
        self.first = date(years[0], 1, 1)
        last = max(years[-1], min(years[-1] + YEARS_AHEAD, LAST_YEAR))
        unknown = [year for year in range(years[0], last + 1) if year not in years]
        self.known_through = date(min(unknown, default=last + 1) - 1, *LAST_SETTLED)
        self.last = date(last, 12, 31)
        self._turned = dict(_turned(self.notices, unknown))
        self._base = self.first.toordinal()
        self._rank, self._days = self._count()
        self._used = _by_year(self.notices)
        self._versions: dict[tuple[str, ...], dict[str, object]] = {}

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

    def holiday(self, name: str, year: int) -> Span | None:
        """The days off that the notices about `year` give the holiday called `name`, neighbours joined.

        None where no notice about that year names it. Days are inclusive.
        """
        own = {key for key, notice in self.notices.items() if notice.year == year}
        named = [f for f in self._turned.values() if f.notice in own and f.name and name in f.name]
        off = sorted(fact.day for fact in named if fact.kind == "holiday")
        return Span(off[0], off[-1]) if off else None

    def version(self, start: date, end: date) -> dict[str, object]:
        """Which evidence counted the days in [start, end]: the notices by key, and a digest of their days.

        A notice for another year leaves this value, and so a stored certificate, as it was.
        """
        keys = [key for year in range(start.year, end.year + 1) for key in self._used.get(year, ())]
        settled = date(end.year, *LAST_SETTLED)
        if end > settled:
            # These last days are settled by the next year's notice.
            settled = date(end.year + 1, *LAST_SETTLED)
            keys += self._used.get(end.year + 1, ())
        found = self._versions.get(tuple(keys))
        if found is None:
            found = self._versions[tuple(keys)] = self._version(keys)
        return {**found, "known_through": min(self.known_through, settled).isoformat()}

    def _version(self, keys: list[str]) -> dict[str, object]:
        digest = hashlib.sha256()
        for key in keys:
            digest.update(repr((key, self.notices[key].holidays)).encode())
        cited = [_cited(self.notices[key]) for key in keys]
        return {"region": self.region, "keys": keys, "notices": cited, "digest": digest.hexdigest()[:16]}

    def _at(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendarError(day, self.first, self.last)
        return day.toordinal() - self._base

    def _nth(self, rank: int, start: date) -> date:
        if not 1 <= rank <= len(self._days):
            raise OutsideCalendarError(start, self.first, self.last)
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


def _turned(notices: Mapping[str, HolidayNotice], unknown: Iterable[int]) -> Iterator[tuple[date, DayFact]]:
    """Every day that a notice, or in a year without one the law alone, takes out of the usual week."""
    for year in unknown:
        for day in statutory_days(year):
            yield day, DayFact(day, "holiday", None, None)
    for key, notice in notices.items():
        for holiday in notice.holidays:
            for day in holiday.days_off:
                yield day, DayFact(day, "holiday", holiday.name, key)
            for day in holiday.make_up:
                kind = "make-up" if day.weekday() >= SATURDAY else "working"
                yield day, DayFact(day, kind, holiday.name, key)


def _by_year(notices: Mapping[str, HolidayNotice]) -> dict[int, list[str]]:
    """The keys of the notices about each year, in the order in which they take effect."""
    found: dict[int, list[str]] = {}
    for key, notice in notices.items():
        found.setdefault(notice.year, []).append(key)
    return found


def _cited(notice: HolidayNotice) -> str:
    """The notice's number; with where its days come from, unless they were entered from its own text."""
    named = notice.number or notice.title
    return named if notice.source == "text" else f"{named}（{notice.source}）"
