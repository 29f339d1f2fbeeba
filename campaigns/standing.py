"""Standing: how a campaign stands at an instant, by unit and by phase."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from campaigns.brief import Stands
from campaigns.declaration import Campaign, Declaration
from campaigns.ladder import Pace
from campaigns.lifecycle import TAKEN_OUT
from campaigns.lights import DONE, LATE, NONE, NORMAL, SOON, Shown, drawn, light, marks, verdict
from campaigns.measures import Figures, Measured, measured, reached
from campaigns.milestones import Reached, milestones
from campaigns.plan import Planner
from campaigns.progress import Progress, progress
from campaigns.rates import OnTime, on_time, places
from campaigns.schemes import Gap
from campaigns.scoring import Score, scores
from deadlines.spans import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the standing: a unit or a phase, and how many obligations show which light."""

    key: str
    title: str
    lights: dict[str, int]
    #: Filed after the breach.
    late: int
    #: Against the time gone; None where the scheme measures none.
    progress: Progress | None = None

    def count(self, *lights: str) -> int:
        """How many show one of `lights`."""
        return sum(self.lights.get(name, 0) for name in lights)

    @property
    def counted(self) -> int:
        """All but what is waived, has no date, or was past at the start."""
        return sum(self.lights.values()) - self.count(NONE)

    @property
    def open(self) -> int:
        """Everything that is open: normal, due soon or overdue."""
        return self.count(NORMAL) + self.soon + self.overdue

    @property
    def soon(self) -> int:
        """Everything that a light asks for before it is late."""
        return self.count(*SOON)

    @property
    def overdue(self) -> int:
        """Everything that a light calls late, in whatever colour."""
        return self.count(*LATE)

    @property
    def closed(self) -> int:
        """Everything closed."""
        return self.count(DONE)


@dataclass(frozen=True, slots=True)
class Assessed:
    """Rates, places and scores by unit, always in the registry's order."""

    rates: Mapping[str, OnTime]
    #: Empty where no ranking is declared; None for a unit with too few due.
    places: Mapping[str, int | None]
    #: Empty where no scoring is declared.
    scores: Mapping[str, Score]


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
    #: The lights of the campaign's scheme as the bureau draws them, the gravest first.
    shown: Mapping[str, Shown]
    #: The shapes of progress against time, by its lights.
    progress_marks: Mapping[str, str]
    #: Rates, places and scores; None where the campaign declares neither ranking nor scoring.
    assessed: Assessed | None
    #: Days to be reached, in order; nothing is late by them.
    milestones: tuple[Reached, ...]
    #: The declared measures as far as figures are recorded, of the whole and of units.
    measures: tuple[Measured, ...]

    @property
    def percent(self) -> int:
        """Days gone as a share of the period, 0 to 100."""
        return max(0, min(100, round(100 * self.days_gone / self.days)))


def standing(
    planner: Planner,
    pace: Pace,
    rows: Iterable[Stands],
    at: datetime,
    figures: Iterable[Figures] = (),
) -> Standing:
    """Judge every obligation of `rows` at the instant `at` and count; `figures` are the measures' by then."""
    campaign, declaration = planner.campaign, planner.declaration
    scheme = declaration.lights[campaign.lights]
    # What an amendment took out of the plan is in no count.
    counted = [row for row in rows if row.status != TAKEN_OUT]
    judged = [(row, light(row, scheme, pace, at), verdict(row) == "late") for row in counted]
    today = at.astimezone(planner.office.zone).date()
    pacing, told = _Pacing(scheme.progress, at, today), measured(campaign, declaration.units, figures)
    units = {key: (unit.name, planner.period) for key, unit in declaration.units.items()}
    phases = {key: (phase.title, planner.phase_span(key)) for key, phase in campaign.phases.items()}
    by_unit = _lines(judged, units, "unit", campaign, pacing)
    by_phase = _lines(judged, phases | {"": ("", planner.period)}, "phase", campaign, pacing)
    first, last = planner.period.first, planner.period.last
    counting = [one for one in judged if one[0].past is None]
    return Standing(
        campaign=planner.key,
        title=campaign.title,
        at=at,
        units=by_unit,
        phases=by_phase,
        total=_line("", campaign.title, counting, pacing.of(counting, planner.period)),
        phases_now=tuple(p.title for key, p in campaign.phases.items() if _within(planner, key, at)),
        days_gone=max(0, min((last - first).days + 1, (today - first).days + 1)),
        days=(last - first).days + 1,
        overdue_units=tuple(line.title for line in by_unit if line.overdue),
        due_soon_units=tuple(line.title for line in by_unit if line.soon),
        by_id={row.id: name for row, name, _ in judged},
        shown=drawn(scheme),
        progress_marks=marks(scheme),
        milestones=milestones(campaign),
        measures=told,
        assessed=_assessed(declaration, campaign, counted, at, told),
    )


def _assessed(
    declaration: Declaration,
    campaign: Campaign,
    rows: list[Stands],
    at: datetime,
    told: tuple[Measured, ...],
) -> Assessed | None:
    if campaign.scoring is None and campaign.ranking is None:
        return None
    order = {unit: place for place, unit in enumerate(declaration.units)}
    rows = sorted(rows, key=lambda row: order[row.unit])
    rates = on_time(rows, at)
    ranking, ranked = campaign.ranking, {unit: rate.in_force for unit, rate in rates.items()}
    return Assessed(
        rates,
        places(ranked, ranking.least_due) if ranking is not None else {},
        scores(campaign.scoring, rows, at, reached=reached(told)) if campaign.scoring is not None else {},
    )


_Judged = list[tuple[Stands, str, bool]]
#: Its light, and whether it was filed late.
_NAME, _LATE = itemgetter(1), itemgetter(2)


@dataclass(frozen=True, slots=True)
class _Pacing:
    """Progress against time, where the scheme measures it."""

    gap: Gap | None
    at: datetime
    today: date

    def of(self, judged: _Judged, span: Span) -> Progress | None:
        """That of the line `judged` over its own days."""
        if self.gap is None:
            return None
        rows = [row for row, _, _ in judged]
        return progress(rows, self.gap, span, self.at, today=self.today)


def _lines(
    judged: _Judged, named: dict[str, tuple[str, Span]], by: str, campaign: Campaign, pacing: _Pacing
) -> tuple[Line, ...]:
    groups: dict[str, _Judged] = {}
    for one in judged:
        key = one[0].unit if by == "unit" else campaign.tasks[one[0].task].phase or ""
        groups.setdefault(key, []).append(one)
    found = []
    for key, (title, span) in named.items():
        if key in groups or by == "phase":
            mine = groups.get(key, [])
            found.append(_line(key, title, mine, pacing.of(mine, span)))
    return tuple(found)


def _line(key: str, title: str, judged: _Judged, against: Progress | None) -> Line:
    lights = Counter(map(_NAME, judged))
    return Line(key, title, dict(lights), sum(map(_LATE, judged)), against)


def _within(planner: Planner, phase: str, at: datetime) -> bool:
    span = planner.phase_span(phase)
    return span.first <= at.astimezone(planner.office.zone).date() <= span.last
