"""The escalation ladder 督办层级: at which instants an obligation wants attention, if nothing is filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from campaigns.declaration import Edge, Rung
from deadlines.language import Rule
from deadlines.office import Office
from deadlines.resolve import reviews
from deadlines.workdays import WorkCalendar

OPEN, RUNG, OVERDUE, REVIEW = "open", "rung", "overdue", "review"
#: At one instant a thing first opens, then is overdue, then is urged.
_ORDER = {OPEN: 0, OVERDUE: 1, RUNG: 2}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that time alone brings about."""

    at: datetime
    #: OPEN, OVERDUE, RUNG or REVIEW.
    kind: str
    #: Index of the rung in the ladder; -1 when it is none.
    rung: int = -1


# Compared by identity: the steps below are remembered for each pace, and its rungs are slow to hash.
@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """What turns a deadline into steps: the campaign's ladder, calendar and office hours."""

    rungs: tuple[Rung, ...]
    calendar: WorkCalendar
    office: Office
    #: Recipients that belong to the campaign: pairs of role and recipient, e.g. ("office", "netreg/office").
    bodies: tuple[tuple[str, str], ...] = ()
    #: Indices of the rungs that are climbed, in order; None for all. Those of earlier revisions only keep
    #: their index, by which what they told is known.
    climbed: tuple[int, ...] | None = None
    #: Tasks that are looked at again at a cadence, each with its rule, and the last day on which they are.
    cadences: tuple[tuple[str, Rule], ...] = ()
    until: date = date.min

    @property
    def ladder(self) -> tuple[tuple[int, Rung], ...]:
        """The rungs that are climbed, in order, each with its index."""
        order = range(len(self.rungs)) if self.climbed is None else self.climbed
        return tuple((index, self.rungs[index]) for index in order)

    def recipients(self, rung: Rung, unit: str) -> list[str]:
        """Whom `rung` reaches for an obligation of `unit`, as unit/role."""
        bodies = dict(self.bodies)
        return [bodies.get(role, f"{unit}/{role}") for role in rung.to]

    def steps(
        self, opens: datetime | None, target: datetime | None, breach: datetime | None, last_day: date | None
    ) -> tuple[Step, ...]:
        """The steps of an obligation in order of time; neither rung nor overdue without a breach."""
        return _steps(self, opens, target, breach, last_day)

    def reviews(self, task: str, opens: datetime | None) -> tuple[Step, ...]:
        """When a task without a date, open since `opens`, is looked at again: opening of a working day."""
        return _reviews(self, task, opens) if opens is not None and task in dict(self.cadences) else ()

    def leaving(self, rung: Rung, at: datetime) -> datetime:
        """When `rung` leaves that falls on `at`: never on a day off, unless it is urgent.

        Before the date it leaves on the working day before, after it on the one after, at the opening.
        """
        day = at.astimezone(self.office.zone).date()
        if rung.urgent or self.calendar.is_working(day):
            return at
        calendar = self.calendar
        return self.office.opening(calendar.following(day) if rung.after else calendar.preceding(day))

    def edge(self, edge: Edge, target: datetime, breach: datetime, last_day: date) -> datetime:
        """The instant of a rung or of a light's edge.

        Working days are counted from the last permitted day, or from the target's day, that day excluded,
        and the instant is the opening of business; with no working days, `after: breach` is the breach.
        A target that became the breach, the midnight after the last day, belongs to the last day.
        """
        which = edge.before or edge.after or edge.on
        day = min(target.astimezone(self.office.zone).date(), last_day) if which == "target" else last_day
        if edge.working_days and edge.before:
            return self.office.opening(self.calendar.sub(day, edge.working_days))
        if edge.working_days and edge.after:
            return self.office.opening(self.calendar.add(day, edge.working_days))
        if edge.after:
            return target if which == "target" else breach
        return self.office.opening(day)


@lru_cache(maxsize=4096)
def _steps(
    pace: Pace,
    opens: datetime | None,
    target: datetime | None,
    breach: datetime | None,
    last_day: date | None,
) -> tuple[Step, ...]:
    # Remembered by instant, so written in one zone, whoever asked first.
    zone = pace.office.zone
    opens, target, breach = (at and at.astimezone(zone) for at in (opens, target, breach))
    steps = [Step(opens, OPEN)] if opens is not None else []
    if target is not None and breach is not None and last_day is not None:
        steps.append(Step(breach, OVERDUE))
        for index, rung in pace.ladder:
            at = pace.leaving(rung, pace.edge(rung, target, breach, last_day))
            if opens is None or at >= opens:
                steps.append(Step(at, RUNG, index))
    # Sorting keeps the order of the ladder where rungs come together.
    return tuple(sorted(steps, key=lambda step: (step.at, _ORDER[step.kind])))


@lru_cache(maxsize=1024)
def _reviews(pace: Pace, task: str, opens: datetime) -> tuple[Step, ...]:
    days = reviews(
        dict(pace.cadences)[task], opens.astimezone(pace.office.zone).date(), pace.until, pace.calendar
    )
    # Two reviews that fall on one day off come together on the next working day.
    openings = {pace.office.opening(pace.calendar.following(day)): None for day in days}
    return tuple(Step(at, REVIEW) for at in openings)


def with_earlier(earlier: Sequence[Rung], newest: Sequence[Rung]) -> tuple[tuple[Rung, ...], tuple[int, ...]]:
    """Every rung of the `earlier` ladders and of the `newest`, and the indices of the newest, in its order.

    A rung keeps its index for as long as a campaign runs, whatever an amendment puts before it.
    """
    known, climbed = list(earlier), list[int]()
    for rung in newest:
        index = next((i for i, one in enumerate(known) if one == rung and i not in climbed), len(known))
        known += [rung] if index == len(known) else []
        climbed.append(index)
    return tuple(known), tuple(climbed)


def rungs_rise(pace: Pace, steps: Sequence[Step]) -> bool:
    """Whether the rungs come in the order in which they are declared."""
    reached = [step.rung for step in steps if step.kind == RUNG]
    return all(low < high for low, high in pairwise(reached)) and len(reached) <= len(pace.rungs)
