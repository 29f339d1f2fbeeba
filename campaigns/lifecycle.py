"""What becomes of an obligation: by time alone (`due_steps`), and by what a unit or the office does.

Level-triggered: a wake asks what is due by now and not yet recorded, never whether today is the day, so that
days of downtime heal at the next wake. Each event carries the instant at which it took effect by the rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaigns.events import Event, instant_text
from campaigns.ladder import OPEN, OVERDUE, RUNG, Pace, Step

PENDING, OPENED, SUBMITTED, CLOSED, TAKEN_OUT = "pending", "open", "submitted", "closed", "withdrawn"
NEW, WAITING, SENT, DEAD, WITHDRAWN = "new", "waiting", "sent", "dead", "withdrawn"
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
    #: How it was closed: filed, zero; None while it is not.
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
    return pace.steps(tracked.opens, tracked.target, tracked.breach, tracked.last_day)


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
            data |= _notify(tracked, pace, step.rung, reached, now)
            if step.rung == reached[-1]:
                data["withdrawn"] = _superseded(tracked, pace, reached, notices)
        kind = {OPEN: "opened", OVERDUE: "became_overdue", RUNG: "rung_reached"}[step.kind]
        events.append(Event(kind, step.at, tracked.number, tracked.id, data))
    return events


def _notify(tracked: Tracked, pace: Pace, index: int, reached: list[int], now: datetime) -> dict[str, Any]:
    """The notices of rung `index`: to go out, to wait for a signature, or withdrawn from the start."""
    rung = pace.rungs[index]
    stale = rung.rung in BEFORE_BREACH and tracked.breach is not None and now >= tracked.breach
    above = {
        who
        for i in reached[reached.index(index) + 1 :]
        if pace.rungs[i].confirm is None
        for who in pace.recipients(pace.rungs[i], tracked.unit)
    }
    notices = []
    for who in pace.recipients(rung, tracked.unit):
        state, reason = (WAITING, None) if rung.confirm else (NEW, None)
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
    return {"notices": notices}


def _superseded(
    tracked: Tracked, pace: Pace, reached: list[int], notices: Sequence[OpenNotice]
) -> list[list[Any]]:
    """Earlier notices, still unsent, whose recipient now gets a higher one."""
    autos = [pace.rungs[i] for i in reached if pace.rungs[i].confirm is None]
    higher = {who for rung in autos for who in pace.recipients(rung, tracked.unit)}
    lower = [n for n in notices if n.occasion.startswith("rung:") and n.recipient in higher]
    return [[*notice.key, "superseded"] for notice in lower]


@dataclass(frozen=True, slots=True)
class Filing:
    """What was handed in, and how it came."""

    #: When it reached the office; this decides lateness.
    received: datetime
    #: When it was entered here.
    registered: datetime
    #: system, OA, paper, fax, telephone ...
    channel: str
    #: Who entered it for the unit: "office", or None when the unit did.
    registrar: str | None
    #: "本期无", confirmed and named.
    zero: bool
    #: Files as stored: kind, title, case, name, size, sha256, caption.
    files: tuple[dict[str, Any], ...]
    #: Declared closing fields, e.g. 公示日期.
    fields: dict[str, str]
    #: What the evidence contract misses; empty when complete.
    lacking: tuple[dict[str, Any], ...]
    #: What seems missing but refuses nothing, e.g. a section of a summary.
    doubts: tuple[dict[str, Any], ...] = ()
    note: str | None = None
    #: The day on which the thing was done, where that is what counts.
    done_on: date | None = None


def file(tracked: Tracked, filing: Filing, notices: Sequence[OpenNotice]) -> list[Event]:
    """A filing: received whatever it lacks; what is complete is closed. Unsent notices are withdrawn."""
    version = tracked.filings + 1
    unsent = [[*n.key, "filed"] for n in notices if n.occasion.startswith(("rung:", "moved:", "restored:"))]
    receipt = {
        "version": tracked.version,
        "occasion": f"receipt:{version}",
        "recipient": f"{tracked.unit}/liaison",
    }
    first = tracked.first_received or filing.received
    data: dict[str, Any] = {
        "version": version,
        "received": filing.received.isoformat(),
        "registered": filing.registered.isoformat(),
        "channel": filing.channel,
        "registrar": filing.registrar,
        "zero": filing.zero,
        "files": list(filing.files),
        "fields": filing.fields,
        "lacking": list(filing.lacking),
        "doubts": list(filing.doubts),
        "note": filing.note,
        "done_on": filing.done_on.isoformat() if filing.done_on else None,
        "first_received": min(first, filing.received).isoformat(),
        "notices": [{**receipt, "class": "receipt", "state": NEW}],
        "withdrawn": unsent,
    }
    events = [Event("filed", filing.received, tracked.number, tracked.id, data)]
    if not filing.lacking:
        how = {"how": "zero" if filing.zero else "filed"}
        events.append(Event("closed", filing.received, tracked.number, tracked.id, how))
    return events
