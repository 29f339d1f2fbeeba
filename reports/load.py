"""The load: how many things each unit is asked for in each week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from campaigns.plan import Planned, Planner
from reports.dates import short
from reports.wording import term

_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What one unit is asked for, week by week."""

    unit: str
    title: str
    #: The name that people use.
    short: str
    #: As many as the load has weeks.
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Weeks in which anything is due, units in the registry's order."""

    #: Mondays.
    weeks: tuple[date, ...]
    units: tuple[UnitLoad, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """How much is due in each week, all units together."""
        return tuple(sum(one.counts[at] for one in self.units) for at in range(len(self.weeks)))

    def as_json(self) -> list[dict[str, Any]]:
        """One object for each unit and week in which something is due."""
        return [
            {
                "unit": one.unit,
                "unit_title": one.title,
                "week": iso_week(monday),
                "from": f"{monday}",
                "due": n,
            }
            for one in self.units
            for monday, n in zip(self.weeks, one.counts, strict=True)
            if n
        ]

    def columns(self, lang: str) -> tuple[str, ...]:
        """The heads of the table: unit, each week with its days, total."""
        weeks = [f"{iso_week(monday)} {short(monday)}-{short(monday + _SUNDAY)}" for monday in self.weeks]
        return (term(lang, "column weeks"), *weeks, term(lang, "total"))

    def rows(self, lang: str) -> list[tuple[str | int, ...]]:
        """The table's rows, the last one with the totals."""
        rows: list[tuple[str | int, ...]] = [(one.short, *one.counts, sum(one.counts)) for one in self.units]
        return [*rows, (term(lang, "total"), *self.totals, sum(self.totals))]


def load(planner: Planner, planned: tuple[Planned, ...]) -> Load:
    """The load of what is `planned`, by the week of its target; what was past at issue weighs nothing."""
    zone = planner.office.zone
    due = Counter[tuple[str, date]]()
    for one in planned:
        if one.deadline.target is not None and one.past is None:
            day = one.deadline.target.astimezone(zone).date()
            due[one.unit, day - timedelta(days=day.weekday())] += 1
    weeks = tuple(sorted({monday for _, monday in due}))
    busy = {unit for unit, _ in due}
    units = (
        UnitLoad(key, unit.name, unit.short, tuple(due[key, monday] for monday in weeks))
        for key, unit in planner.declaration.units.items()
        if key in busy
    )
    return Load(weeks, tuple(units))


def iso_week(day: date) -> str:
    """`2017-W43`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
