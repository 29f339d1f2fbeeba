"""Items 事项: what was recorded and opened steps of its own; open until each step is closed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from campaigns.declaration import Lights, Task
from campaigns.happened import item_name
from campaigns.ladder import Pace
from campaigns.lifecycle import CLOSED, TAKEN_OUT, Tracked
from campaigns.lights import OVERDUE as OVERDUE_LIGHT
from campaigns.lights import light, verdict

OPEN, OVERDUE, DONE, DROPPED = "open", "overdue", "closed", "withdrawn"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to put on record, as a person or a table says it."""

    #: Key, full name or alias of the unit that it is about.
    unit: str
    #: Its own number 文号, of which a unit has one each.
    number: str
    #: Its day; where hours count, the instant, aware or local to the campaign.
    happened: date | datetime
    #: Which of the kinds that the event declares, e.g. 行政处罚.
    what: str | None = None
    #: The last day that it sets itself, e.g. 整改时限.
    due: date | None = None
    #: What its kind declares to be written down, by name.
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """An item as it is on record."""

    kind: str
    unit: str
    number: str
    #: The day, or the local instant, as it is kept.
    happened: str
    registered: datetime
    what: str | None
    due: date | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StepState:
    """One obligation that an item opened, at an instant."""

    row: Tracked
    light: str
    #: in_time or late once it was filed, else None.
    verdict: str | None
    #: Whether something is still to be done.
    open: bool
    #: By how many working days the item was registered after this step's last day; 0 where it was not.
    registered_late: int


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item at an instant: what is done, what comes next, and whether it is over."""

    item: Known
    #: In the order in which the campaign declares the tasks.
    steps: tuple[StepState, ...]
    #: OPEN, OVERDUE (an open step is), DONE (every step is closed), or DROPPED (nothing is asked any more).
    state: str
    #: The open step that breaches first, or any open one where none has a date; None when it is over.
    next: StepState | None
    #: When the last step was closed; None while one is open.
    closed_at: datetime | None

    @property
    def registered_late(self) -> int:
        """By how many working days it was registered after a last day; 0 if none had passed by then."""
        return max((step.registered_late for step in self.steps), default=0)

    @property
    def verdict(self) -> str | None:
        """`late` when a step was or is overdue; `in_time` once it is over and every step was; else None."""
        found = {step.verdict for step in self.steps} - {None}
        if "late" in found or self.state == OVERDUE:
            return "late"
        return "in_time" if found and self.next is None else None


def registered_late(
    breach: datetime | None, last_day: date | None, past: str | None, registered: datetime, pace: Pace
) -> int:
    """Working days from the last permitted day to that of registering, once the breach had passed by then.

    0 for what was past from the start, and for what has no date. It judges nothing: what was done in time is
    in time however late it was registered.
    """
    if breach is None or last_day is None or past is not None or registered < breach:
        return 0
    return max(0, pace.calendar.between(last_day, registered.astimezone(pace.office.zone).date()))


def item_states(
    items: Iterable[Known],
    rows: Iterable[Tracked],
    tasks: Mapping[str, Task],
    scheme: Lights,
    pace: Pace,
    at: datetime,
) -> Iterator[ItemState]:
    """Each of `items` at the instant `at`, with those of `rows`, the campaign's obligations, that it opened.

    `tasks` are the campaign's, in the order declared; what is asked of items of one kind is asked by tasks
    that are `for_each` that kind.
    """
    place = {key: number for number, key in enumerate(tasks)}
    opened: dict[tuple[str, str], list[Tracked]] = {}
    for row in rows:
        kind = tasks[row.task].for_each if row.task in tasks else None
        if row.item is not None and kind is not None:
            whole = row.item if "/" in row.item else item_name("", row.unit, row.item)
            opened.setdefault((kind, whole), []).append(row)
    for item in items:
        mine = opened.get((item.kind, item_name("", item.unit, item.number)), [])
        mine.sort(key=lambda row: (place[row.task], row.number))
        yield _state(item, [_step(row, item, scheme, pace, at) for row in mine])


def _step(row: Tracked, item: Known, scheme: Lights, pace: Pace, at: datetime) -> StepState:
    late = registered_late(row.breach, row.last_day, row.past, item.registered, pace)
    closed = row.status == CLOSED and row.closed_at is not None and row.closed_at <= at
    shown = light(row, scheme, pace, at)
    return StepState(row, shown, verdict(row), not closed and row.status != TAKEN_OUT, late)


def _state(item: Known, steps: Sequence[StepState]) -> ItemState:
    waiting = [step for step in steps if step.open]
    following = min(waiting, key=_breach, default=None)
    asked = [step for step in steps if step.row.status != TAKEN_OUT]
    if waiting:
        state = OVERDUE if any(step.light == OVERDUE_LIGHT for step in waiting) else OPEN
    else:
        state = DONE if asked else DROPPED
    ends = [step.row.closed_at for step in asked if step.row.closed_at is not None]
    return ItemState(item, tuple(steps), state, following, max(ends) if state == DONE and ends else None)


def _breach(step: StepState) -> tuple[bool, float]:
    """By which of several open steps is due first; those without a date come last."""
    breach = step.row.breach
    return breach is None, breach.timestamp() if breach is not None else 0.0


def counted(states: Iterable[ItemState]) -> dict[str, int]:
    """How many items are in each state."""
    return dict(Counter(one.state for one in states))
