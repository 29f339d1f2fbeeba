"""What becomes of an obligation by time alone; what people do is in `campaigns.deciding`.

Level-triggered: a wake asks what is due by now and not yet recorded, never whether today is the day, so that
days of downtime heal at the next wake. Each event carries the instant at which it took effect by the rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from campaigns.events import Event, instant_text
from campaigns.ladder import OPEN, OVERDUE, REVIEW, RUNG, Pace, Step

PENDING, OPENED, SUBMITTED, SUSPENDED, CLOSED, TAKEN_OUT = (
    "pending",
    "open",
    "submitted",
    "suspended",
    "closed",
    "withdrawn",
)
#: How a withdrawn obligation ended that another unit took over.
TRANSFERRED = "transferred"
NEW, WAITING, SENT, DEAD, WITHDRAWN = "new", "waiting", "sent", "dead", "withdrawn"
#: How the occasion begins of the notice that an item brought a new obligation 交办.
ASSIGNED = "assigned:"
#: And of the notice that tells the office what waits for its signature 待签发.
TO_SIGN = "to_sign:"
#: The event that each kind of step becomes.
KINDS = {OPEN: "opened", OVERDUE: "became_overdue", RUNG: "rung_reached", REVIEW: "review_came"}
#: Kinds of rung that only make sense before the breach.
BEFORE_BREACH = {"remind"}


@dataclass(frozen=True, slots=True)
class Tracked:
    """An obligation as it stands on record, with what judging it needs."""

    number: int
    id: str
    task: str
    unit: str
    period: str | None
    item: str | None
    #: pending, open, submitted, closed, suspended or withdrawn.
    status: str
    #: How it was closed (filed, zero, accepted, waived) or who took it out (office, transferred); None while
    #: it is neither, and where an amendment took it out.
    how: str | None
    #: Version of the deadline in force.
    version: int
    opens: datetime | None
    target: datetime | None
    breach: datetime | None
    last_day: date | None
    #: "issue" or "launch" where the deadline was past before anybody could act; None otherwise.
    past: str | None
    #: Effective instant of the last step recorded; None before the first.
    judged: datetime | None
    #: Received instant of the first filing, which decides lateness; None before it.
    first_received: datetime | None
    #: How many versions were filed.
    filings: int
    #: The day on which the thing was done, where that is what counts (公示日期).
    done_on: date | None = None
    closed_at: datetime | None = None
    #: responsible, lead, joint or cooperating.
    role: str = "responsible"
    #: The bound by which the first filing is judged, and its last day, since a later version of the deadline
    #: asks for it again (退回修改); None while the deadline in force judges it.
    due_breach: datetime | None = None
    due_day: date | None = None
    #: The bound and the last day before any extension or pause; None where there was none.
    original_breach: datetime | None = None
    original_day: date | None = None
    #: How often it was returned, and when the first filing since the last return was received.
    returned: int = 0
    reworked: datetime | None = None
    #: Rungs between these two instants wait for the second; without it, until an extension is decided.
    held_from: datetime | None = None
    held_until: datetime | None = None
    #: The obligation it was transferred from.
    origin: str | None = None
    #: Since which day the clock stands, and why.
    paused_on: date | None = None
    pause_cause: str | None = None
    #: When the unit last answered a review of a task without a date.
    responded: datetime | None = None
    #: Since when its time runs, by which shares of it are counted: its opening later by all days of a pause,
    #: of rework its return; None: its opening.
    runs_from: datetime | None = None

    @property
    def asks_extension(self) -> bool:
        """延期待批: an extension was asked for and is not decided: neither urged nor late meanwhile."""
        return self.held_from is not None and self.held_until is None

    @property
    def unanswered(self) -> bool:
        """未回应: the last review, of a task without a date, was not answered."""
        reviewed = self.judged is not None and self.opens is not None and self.judged > self.opens
        return (
            self.breach is None
            and reviewed
            and (self.responded is None or self.responded < (self.judged or self.responded))
        )


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that is neither sent nor withdrawn, nor yet in a letter."""

    version: int
    occasion: str
    recipient: str
    state: str

    @property
    def key(self) -> list[Any]:
        """Its key within its obligation."""
        return [self.version, self.occasion, self.recipient]


def timeline(tracked: Tracked, pace: Pace) -> tuple[Step, ...]:
    """The steps that time brings; none for what is filed, closed, or was past from the start."""
    if tracked.status not in {PENDING, OPENED} or tracked.past is not None:
        return ()
    dates = (tracked.target, tracked.breach, tracked.last_day)
    steps = pace.steps(tracked.opens, *dates, tracked.runs_from)
    if tracked.held_from is not None:
        steps = _held(steps, tracked.held_from, tracked.held_until)
    return (*steps, *pace.reviews(tracked.task, tracked.opens)) if tracked.breach is None else steps


def _held(steps: Sequence[Step], since: datetime, until: datetime | None) -> tuple[Step, ...]:
    """`steps` whose rungs after `since` wait for `until`; without it, nothing but its opening may come."""
    if until is None:
        return tuple(step for step in steps if step.kind == OPEN)
    moved = [
        replace(step, at=until) if step.kind == RUNG and since < step.at < until else step for step in steps
    ]
    return tuple(sorted(moved, key=lambda step: step.at))


def attention(tracked: Tracked, pace: Pace) -> datetime | None:
    """The next instant at which somebody must look, or None."""
    return next((step.at for step in _ahead(tracked, pace)), None)


def _ahead(tracked: Tracked, pace: Pace) -> Iterator[Step]:
    steps = timeline(tracked, pace)
    judged = tracked.judged
    return iter(steps) if judged is None else (step for step in steps if step.at > judged)


def due_steps(tracked: Tracked, pace: Pace, now: datetime, notices: Sequence[OpenNotice] = ()) -> list[Event]:
    """Everything that time has brought about by `now` and that is not yet on record.

    Each recipient gets the highest rung meant for them; lower ones, and reminders once the breach has passed,
    are recorded as withdrawn. `notices` are those of this obligation that could still go out.
    """
    ahead = list(_ahead(tracked, pace))
    due = [step for step in ahead if step.at <= now]
    if not due:
        return []
    later = [
        *[step.at for step in ahead[1 : len(due)]],
        ahead[len(due)].at if len(ahead) > len(due) else None,
    ]
    reached = [step.rung for step in due if step.kind == RUNG]
    events = []
    for step, following in zip(due, later, strict=True):
        data: dict[str, Any] = {"attention": instant_text(following)}
        if step.kind == RUNG:
            rung = pace.rungs[step.rung]
            data |= {"rung": rung.rung, "step": step.rung}
            data |= {"gone": rung.gone} if rung.gone is not None else {}
            data |= _notify(tracked, pace, step.rung, reached, now)
            if step.rung == reached[-1]:
                data["withdrawn"] = _superseded(tracked, pace, reached, notices)
        if step.kind == OVERDUE and tracked.returned:
            data["rework"] = True
        if step.kind == REVIEW:
            # Of reviews that passed together, only the last still asks.
            data["notices"] = _asked(tracked, step) if step is due[-1] else []
        events.append(Event(KINDS[step.kind], step.at, tracked.number, tracked.id, data))
    return events


def _asked(tracked: Tracked, step: Step) -> list[dict[str, Any]]:
    """The question of a review, to whoever owes the task: one line of progress."""
    key = {"version": tracked.version, "occasion": f"review:{step.at.date().isoformat()}"}
    return [{**key, "recipient": f"{tracked.unit}/liaison", "class": "digest", "state": NEW}]


def come_due(
    rows: Iterable[Tracked], notices: Mapping[int, Sequence[OpenNotice]], pace: Pace, now: datetime
) -> list[Event]:
    """What `due_steps` brings for all of `rows`, by (effective, number); `notices` by their numbers."""
    steps = [step for row in rows for step in due_steps(row, pace, now, notices.get(row.number, ()))]
    return sorted(steps, key=lambda event: (event.effective, event.number))


def _notify(tracked: Tracked, pace: Pace, index: int, reached: list[int], now: datetime) -> dict[str, Any]:
    """The notices of rung `index`: to go out, to wait for a signature, or withdrawn from the start."""
    rung = pace.rungs[index]
    stale = rung.rung in BEFORE_BREACH and tracked.breach is not None and now >= tracked.breach
    above = {
        who
        for i in reached[reached.index(index) + 1 :]
        if not pace.rungs[i].needs_signature
        for who in pace.recipients(pace.rungs[i], tracked.unit)
    }
    notices = []
    for who in pace.recipients(rung, tracked.unit):
        state, reason = (WAITING, None) if rung.needs_signature else (NEW, None)
        if stale or who in above:
            state, reason = WITHDRAWN, "stale" if stale else "superseded"
        cls = "urgent" if rung.urgent else "digest"
        one = {
            "version": tracked.version,
            "occasion": f"rung:{index}",
            "recipient": who,
            "class": cls,
            "state": state,
        }
        notices.append(one if reason is None else {**one, "reason": reason})
    if any(one["state"] == WAITING for one in notices):
        notices += _for_signing(tracked, pace, index)
    return {"notices": notices}


def _for_signing(tracked: Tracked, pace: Pace, index: int) -> list[dict[str, Any]]:
    """Whoever signs hears that rung `index` waits: what nobody knows of would wait for ever."""
    office, cls = dict(pace.bodies).get("office"), "urgent" if pace.rungs[index].urgent else "digest"
    if office is None:
        return []
    key = {"version": tracked.version, "occasion": f"{TO_SIGN}{index}", "recipient": office}
    return [{**key, "class": cls, "state": NEW}]


def _superseded(
    tracked: Tracked, pace: Pace, reached: list[int], notices: Sequence[OpenNotice]
) -> list[list[Any]]:
    """Earlier notices, still unsent, whose recipient now gets a higher one."""
    autos = [pace.rungs[i] for i in reached if not pace.rungs[i].needs_signature]
    higher = {who for rung in autos for who in pace.recipients(rung, tracked.unit)}
    lower = [n for n in notices if n.occasion.startswith(("rung:", ASSIGNED)) and n.recipient in higher]
    return [[*notice.key, "superseded"] for notice in lower]
