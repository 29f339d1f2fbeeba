"""The escalation ladder 督办层级: at which instants an obligation wants attention, if nothing is filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from campaigns.declaration import Edge, Rung
from deadlines.language import Rule
from deadlines.office import Office
from deadlines.resolve import reviews
from deadlines.workdays import WorkCalendar

OPEN, RUNG, OVERDUE, REVIEW = "open", "rung", "overdue", "review"
#: At one instant a thing first opens, then is overdue, then is urged.
_ORDER = {OPEN: 0, OVERDUE: 1, RUNG: 2}


class Dated(NamedTuple):
    """The dates of an obligation by which its ladder is climbed; instants are aware."""

    opens: datetime | None
    target: datetime
    breach: datetime
    last_day: date
    #: Since when its time runs, where that is not its opening: after a pause, or for rework.
    runs_from: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """Since when its time runs; None where it has no opening."""
        return self.runs_from or self.opens


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
        self,
        opens: datetime | None,
        target: datetime | None,
        breach: datetime | None,
        last_day: date | None,
        runs_from: datetime | None = None,
    ) -> tuple[Step, ...]:
        """The steps of an obligation in order of time; neither rung nor overdue without a breach.

        Its time runs from `runs_from`, or from its opening.
        """
        return _steps(self, opens, target, breach, last_day, runs_from)

    def instants(self, dated: Dated) -> list[tuple[int, datetime]]:
        """The rungs that are climbed, in order, each with its index and the instant of its own.

        Those before the opening are left out, and those by a share of the time where nothing says since when
        it runs.
        """
        own = [(index, self._instant(rung, dated)) for index, rung in self.ladder]
        opens = dated.opens
        return [(i, at) for i, at in own if at is not None and (opens is None or at >= opens)]

    def _instant(self, rung: Rung, dated: Dated) -> datetime | None:
        if rung.gone is None:
            return self.leaving(rung, self.edge(rung, dated.target, dated.breach, dated.last_day))
        if dated.since is None:
            return None
        at = share_gone(rung.gone, dated.since, dated.target).astimezone(self.office.zone)
        return at if rung.urgent else self.office.in_hours(at, self.calendar)

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
    runs_from: datetime | None,
) -> tuple[Step, ...]:
    # Remembered by instant, so written in one zone, whoever asked first.
    zone = pace.office.zone
    opens, target, breach = (at and at.astimezone(zone) for at in (opens, target, breach))
    steps = [Step(opens, OPEN)] if opens is not None else []
    if target is not None and breach is not None and last_day is not None:
        steps.append(Step(breach, OVERDUE))
        own = pace.instants(Dated(opens, target, breach, last_day, runs_from))
        steps += [Step(at, RUNG, index) for index, at in rising(own)]
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


def share_gone(percent: int, since: datetime, target: datetime) -> datetime:
    """The first whole second at which `percent` of the time from `since` to `target` is gone; UTC, exact.

    Over 100 the time goes on after the target. Where there is no time at all, it is gone at once.
    """
    first, last = int(since.timestamp()), int(target.timestamp())
    gone = -(-max(0, last - first) * percent // 100)
    return datetime.fromtimestamp(first + gone, UTC)


def rising(own: Sequence[tuple[int, datetime]]) -> list[tuple[int, datetime]]:
    """The rungs with `own` instants as they are climbed: what would come after a higher one comes with it.

    So for every obligation the ladder only rises, whatever its dates: nobody is told a lower rung after a
    higher one, and none is left out.
    """
    climbed: list[tuple[int, datetime]] = []
    for index, at in reversed(own):
        climbed.append((index, min(at, climbed[-1][1]) if climbed else at))
    return climbed[::-1]


def falling(own: Sequence[tuple[int, datetime]]) -> tuple[int, int] | None:
    """The first two rungs next to each other, by index, of which the lower one would come later; or None."""
    return next(((low, high) for (low, at), (high, next_) in pairwise(own) if at > next_), None)
