"""Standing: how a campaign stands at an instant, by unit and by phase."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from campaigns.declaration import Campaign
from campaigns.ladder import Pace
from campaigns.lifecycle import TAKEN_OUT, Tracked
from campaigns.lights import DONE, DUE_SOON, NORMAL, OVERDUE, light, verdict
from campaigns.plan import Planner


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the standing: a unit or a phase, and how many obligations show which light."""

    key: str
    title: str
    lights: dict[str, int]
    #: Filed after the breach.
    late: int

    def count(self, *lights: str) -> int:
        """How many show one of `lights`."""
        return sum(self.lights.get(name, 0) for name in lights)

    @property
    def open(self) -> int:
        """Everything that is open: normal, due soon or overdue."""
        return self.count(NORMAL, DUE_SOON, OVERDUE)

    @property
    def closed(self) -> int:
        """Everything closed."""
        return self.count(DONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign at one instant."""

    campaign: str
    title: str
    at: datetime
    units: tuple[Line, ...]
    #: Every phase, and at the end, without key or title, what belongs to none.
    phases: tuple[Line, ...]
    #: Everything that counts: not what was past at issue or at launch, which is in no rate.
    total: Line
    #: Titles of the phases in which the instant lies.
    phases_now: tuple[str, ...]
    #: Days gone, and days in all, of the campaign's period.
    days_gone: int
    days: int
    #: Units with something overdue, in the registry's order, and with something due soon.
    overdue_units: tuple[str, ...]
    due_soon_units: tuple[str, ...]
    #: Lights by obligation id, for whoever draws single things.
    by_id: dict[str, str]

    @property
    def percent(self) -> int:
        """Days gone as a share of the period, 0 to 100."""
        return max(0, min(100, round(100 * self.days_gone / self.days)))


def standing(planner: Planner, pace: Pace, rows: Iterable[Tracked], at: datetime) -> Standing:
    """Judge every obligation of `rows` at the instant `at` and count."""
    campaign, declaration = planner.campaign, planner.declaration
    scheme = declaration.lights[campaign.lights]
    # What an amendment took out of the plan is in no count.
    counted = [row for row in rows if row.status != TAKEN_OUT]
    judged = [(row, light(row, scheme, pace, at), verdict(row) == "late") for row in counted]
    by_unit = _lines(judged, {key: unit.name for key, unit in declaration.units.items()}, "unit", campaign)
    by_phase = _lines(
        judged, {key: p.title for key, p in campaign.phases.items()} | {"": ""}, "phase", campaign
    )
    today = at.astimezone(planner.office.zone).date()
    first, last = planner.period.first, planner.period.last
    return Standing(
        campaign=planner.key,
        title=campaign.title,
        at=at,
        units=by_unit,
        phases=by_phase,
        total=_line("", campaign.title, [one for one in judged if one[0].past is None]),
        phases_now=tuple(p.title for key, p in campaign.phases.items() if _within(planner, key, at)),
        days_gone=max(0, min((last - first).days + 1, (today - first).days + 1)),
        days=(last - first).days + 1,
        overdue_units=tuple(line.title for line in by_unit if line.count(OVERDUE)),
        due_soon_units=tuple(line.title for line in by_unit if line.count(DUE_SOON)),
        by_id={row.id: name for row, name, _ in judged},
    )


_Judged = list[tuple[Tracked, str, bool]]


def _lines(judged: _Judged, titles: dict[str, str], by: str, campaign: Campaign) -> tuple[Line, ...]:
    groups: dict[str, _Judged] = {}
    for one in judged:
        key = one[0].unit if by == "unit" else campaign.tasks[one[0].task].phase or ""
        groups.setdefault(key, []).append(one)
    shown = [key for key in titles if key in groups or by == "phase"]
    return tuple(_line(key, titles[key], groups.get(key, [])) for key in shown)


def _line(key: str, title: str, judged: _Judged) -> Line:
    return Line(key, title, dict(Counter(name for _, name, _ in judged)), sum(late for _, _, late in judged))


def _within(planner: Planner, phase: str, at: datetime) -> bool:
    span = planner.phase_span(phase)
    return span.first <= at.astimezone(planner.office.zone).date() <= span.last
