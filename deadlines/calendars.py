"""The calendars of all regions: the national one, and those with a region's own days on top of it."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property

from deadlines.notices import HolidayNotice, NoticeError, in_order, load, regions
from deadlines.workdays import WorkCalendar

NATIONAL = "cn"


class Calendars:
    """Holiday notices by region, and the working calendars they give; immutable."""

    def __init__(self, notices: Mapping[str, tuple[HolidayNotice, ...]]) -> None:
        """Take the notices of each region, which must hold the national ones (`cn`), in order."""
        self._notices = dict(notices)
        self._folded: dict[str, WorkCalendar] = {}
        self._seen: dict[tuple[str, ...], WorkCalendar] = {}

    @staticmethod
    @cache
    def packaged() -> "Calendars":
        """The notices that come with the program."""
        return Calendars({region: load(region) for region in regions()})

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region with notices, the national calendar first."""
        return tuple(sorted(self._notices, key=lambda region: (region != NATIONAL, region)))

    @property
    def national(self) -> WorkCalendar:
        """The calendar of the People's Republic."""
        return self.of(NATIONAL)

    def notices(self, region: str) -> tuple[HolidayNotice, ...]:
        """The notices of `region` itself, in the order in which they take effect."""
        return self._notices[region]

    def of(self, region: str) -> WorkCalendar:
        """The working calendar of `region`; KeyError for one without notices."""
        if region not in self._folded:
            overlay = self._notices[region] if region != NATIONAL else ()
            self._folded[region] = WorkCalendar(self._notices[NATIONAL], region=region, overlay=overlay)
        return self._folded[region]

    def adding(self, region: str, notice: HolidayNotice) -> "Calendars":
        """These calendars with one notice more; raises NoticeError where its key stands for other days."""
        known = self._notices.get(region, ())
        other = next((one for one in known if one.key == notice.key), None)
        if other is not None and other.holidays != notice.holidays:
            later = f"{notice.year}-{1 + sum(one.year == notice.year for one in known)}.toml"
            complaint = (
                f"expected a new notice, got {notice.key}, which is {other.number or other.title}; "
                f"one that changes it is named {later} and has `amends`"
            )
            raise NoticeError(f"{notice.key}.toml", complaint)
        if other is not None:
            return self
        return Calendars({**self._notices, region: in_order([*known, notice])})

    def replacing(self, region: str, notice: HolidayNotice) -> "Calendars":
        """These calendars with `notice` in the place of the one that has its key."""
        kept = [one for one in self._notices.get(region, ()) if one.key != notice.key]
        return Calendars({**self._notices, region: in_order([*kept, notice])})

    def having(
        self, region: str, keys: list[str], first_year: int, known_through: date = date.max
    ) -> WorkCalendar:
        """The calendar of `region` as a certificate saw it, which names the notices from `first_year` on.

        What was not published then is not in it: of the years before, those up to `known_through`. Raises
        KeyError for a notice that is not there.
        """
        before = min(first_year, known_through.year + 1)
        seen = (region, str(before), *keys)
        if seen not in self._seen:
            known = {notice.key: notice for notice in self._notices[NATIONAL]}
            own = {f"{region}/{n.key}": n for n in self._notices.get(region, ()) if region != NATIONAL}
            earlier = [notice for notice in known.values() if notice.year < before]
            national = [known[key] for key in keys if key not in own]
            overlay = [own[key] for key in keys if key in own]
            self._seen[seen] = WorkCalendar([*earlier, *national], region=region, overlay=overlay)
        return self._seen[seen]

    @cached_property
    def digest(self) -> str:
        """A digest of all days of all regions: another one means that open deadlines are to be looked at."""
        text = repr([(region, n.key, n.holidays) for region in self.regions for n in self._notices[region]])
        return hashlib.sha256(text.encode()).hexdigest()[:16]
