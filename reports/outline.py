"""A plan as charts and sentences need it: phases, key periods, and for each task its dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.declaration import HELPING, Phase, Task
from campaigns.milestones import Reached, milestones
from campaigns.plan import Plan, Planned, Planner
from deadlines.spans import Span
from reports.heading import Heading, heading

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase or a key period; both days are inclusive."""

    key: str
    title: str
    #: The document's phrase.
    text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Mark:
    """One date of a task, for however many units."""

    period: str | None
    opens: datetime | None
    #: 请报时间, and 截止时间 (exclusive); None for a window.
    target: datetime | None
    breach: datetime | None
    #: Where a window ends, exclusive.
    closes: datetime | None
    provisional: bool
    #: Due before the document's own date.
    past: bool

    @property
    def ends(self) -> datetime | None:
        """The exclusive instant at which it is over."""
        return self.breach or self.closes


@dataclass(frozen=True, slots=True)
class Line:
    """A task, or what those who help owe its lead, with all its dates."""

    key: str
    title: str
    #: The document's phrase, and where it stands.
    text: str
    source: str | None
    #: Kind of the deadline: on, by, every, window, undated ..., or item_due where each item sets its own.
    kind: str
    #: "" for the task itself, "contribution" for what those who help hand to the lead.
    role: str
    #: Short names of the units.
    who: tuple[str, ...]
    #: Title of the event that opens it, None where none does.
    event: str | None
    #: Whether its date is the office's, not the document's.
    by_office: bool
    #: In order of time; empty where nothing is dated.
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan, ready to be drawn or told."""

    head: Heading
    zone: ZoneInfo
    phases: tuple[Stretch, ...]
    key_periods: tuple[Stretch, ...]
    lines: tuple[Line, ...]
    #: In the order in which they are to be reached.
    milestones: tuple[Reached, ...]
    #: How many duties there are, which have no date.
    duties: int
    #: Every day that is named, both ends inclusive.
    span: Span


def outline(planner: Planner, plan: Plan) -> Outline:
    """The outline of `plan`, made by `planner`; tasks in the order in which they are declared."""
    campaign, zone = planner.campaign, planner.office.zone
    phases = tuple(_stretches(planner, campaign.phases.items()))
    periods = tuple(_stretches(planner, campaign.key_periods.items()))
    lines = tuple(line for key in campaign.tasks for line in _lines(planner, plan, key))
    days = [campaign.begins, planner.period.first, planner.period.last]
    days += [day for one in (*phases, *periods) for day in (one.first, one.last)]
    days += [day for line in lines for mark in line.marks for day in _days(mark, zone)]
    stops = milestones(campaign)
    days += [stop.last for stop in stops]
    span = Span(min(days), max(days))
    return Outline(heading(planner), zone, phases, periods, lines, stops, len(campaign.duties), span)


def _stretches(planner: Planner, named: Iterable[tuple[str, Phase]]) -> Iterator[Stretch]:
    for key, phase in named:
        span = planner.span(phase)
        yield Stretch(key, phase.title, phase.text, span.first, span.last)


def _lines(planner: Planner, plan: Plan, key: str) -> Iterator[Line]:
    task = planner.campaign.tasks[key]
    own = [one for one in plan.obligations if one.task == key]
    helping = [one for one in own if one.role in HELPING]
    yield _line(planner, key, task, [one for one in own if one.role not in HELPING], "")
    if helping:
        yield _line(planner, key, task.asked_of(helping[0].role), helping, "contribution")


def _line(planner: Planner, key: str, task: Task, owed: list[Planned], role: str) -> Line:
    declaration, rule = planner.declaration, task.deadline
    units = dict.fromkeys(one.unit for one in owed)
    # The registry's order, whoever is due first.
    who = tuple(unit.short for name, unit in declaration.units.items() if name in units)
    event = declaration.events[task.for_each].title if task.for_each else None
    marks = dict.fromkeys(_mark(one) for one in owed if one.deadline.breach or one.deadline.closes)
    by_office = rule.undated is not None and rule.undated.by_office is not None
    kind = "item_due" if rule.item_due else rule.kind
    return Line(key, task.title, rule.text, rule.source, kind, role, who, event, by_office, tuple(marks))


def _mark(one: Planned) -> Mark:
    d = one.deadline
    return Mark(one.period, d.opens, d.target, d.breach, d.closes, d.provisional, one.past == "issue")


def _days(mark: Mark, zone: ZoneInfo) -> Iterator[date]:
    """The first and the last day that a mark needs on a chart."""
    starts = mark.opens if mark.breach is None else mark.target
    if starts is not None:
        yield starts.astimezone(zone).date()
    if mark.ends is not None:
        yield (mark.ends - _MOMENT).astimezone(zone).date()
