"""Office hours (办公时间): where a date becomes an instant."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deadlines.workdays import WorkCalendar

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Office:
    """When an office opens and closes, and in which zone; aware instants come out of it."""

    #: IANA name of the zone, e.g. Asia/Shanghai.
    timezone: str
    #: Opening of business, local time; rungs of a ladder fire at it.
    opens: time
    #: Close of business 下班, local time.
    closes: time

    @property
    def zone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.timezone)

    def at(self, day: date, clock: time = MIDNIGHT) -> datetime:
        """The instant of `clock` on `day`; midnight that begins the day unless told."""
        return datetime.combine(day, clock, self.zone)

    def opening(self, day: date) -> datetime:
        """The opening of business on `day`."""
        return self.at(day, self.opens)

    def closing(self, day: date) -> datetime:
        """The close of business on `day`."""
        return self.at(day, self.closes)

    def end(self, day: date) -> datetime:
        """The end of `day`: the next midnight, an exclusive bound."""
        return self.at(day + timedelta(days=1))

    def in_hours(self, at: datetime, calendar: WorkCalendar) -> datetime:
        """The first instant at or after `at` that lies in office hours of a working day, ends included."""
        local = at.astimezone(self.zone)
        day = local.date()
        if calendar.is_working(day) and self.opening(day) <= local <= self.closing(day):
            return local
        return self.next_opening(at, calendar)

    def next_opening(self, after: datetime, calendar: WorkCalendar) -> datetime:
        """The first opening of business on a working day that is at or after the instant `after`."""
        local = after.astimezone(self.zone)
        day = calendar.following(local.date())
        opening = self.opening(day)
        return opening if opening >= after else self.opening(calendar.add(day, 1))
