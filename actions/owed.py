"""What a unit owes, as it reads it itself: everything by urgency, and all that is known of one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.acts import find
from actions.explain import Explained, explain
from actions.figures import earlier
from actions.house import House, OnRecord
from actions.periods import period_title
from actions.seeing import campaigns_seen, events_seen, obligation_seen, unit_seen
from actions.tell import to_acknowledge
from campaigns.declaration import HELPING, Task
from campaigns.events import Actor
from campaigns.form_values import Earlier
from campaigns.happened import item_words
from campaigns.lifecycle import CLOSED, SUBMITTED, SUSPENDED, TAKEN_OUT, Tracked
from campaigns.lights import LATE, NOT_STARTED, Shown, drawn, light, rework_verdict
from deadlines.workdays import OutsideCalendarError
from notifications.wording import last_day_before
from store import acknowledgements, filings, history, obligations, owing, requests
from store.requests import Request

#: The parts of a unit's list, in the order in which they are read.
PARTS = ("returned", "late", "now", "review", "later", "done", "gone")


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation in a unit's list."""

    record: OnRecord
    row: Tracked
    title: str
    #: As people call the period, or the item that opened it; None where there is but one.
    period: str | None
    #: The document's own words for the deadline.
    text: str
    shown: Shown
    #: Which of PARTS it belongs to.
    part: str
    #: Working days until it is asked for, or, what is past that, since the last permitted day (negative).
    days: int | None
    #: Why it was returned, while that is still to be put right.
    reason: str | None
    #: What the newest filing lacks.
    lacking: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a unit is told of one of its obligations."""

    found: Explained
    #: Its own history, as far as the unit is told.
    events: tuple[dict[str, Any], ...]
    owed: Owed
    #: The task as it is asked of this unit.
    task: Task
    unit_title: str
    #: The filings, the newest first, each with its files.
    filings: tuple[dict[str, Any], ...]
    #: What the unit filled in last about who filed, to begin with.
    known: dict[str, str]
    #: What was asked for and nobody has decided.
    asked: tuple[Request, ...]
    #: Whether an official notice or an instruction waits to be acknowledged.
    to_acknowledge: bool
    #: Of a lead: those who help and have not answered, by id, as people call them.
    unanswered: dict[str, str]
    #: Whether rework came too late, or is late by now.
    rework: str | None

    @property
    def row(self) -> Tracked:
        """The obligation as it stands."""
        return self.owed.row

    @property
    def record(self) -> OnRecord:
        """Its campaign."""
        return self.owed.record


def owed(house: House, actor: Actor) -> tuple[Owed, ...]:
    """Everything that the unit of `actor` owes, most urgent first within each of PARTS."""
    found: list[Owed] = []
    for record in campaigns_seen(house, actor):
        found += _in_campaign(house, record, unit_seen(actor) or "")
    return tuple(sorted(found, key=_urgency))


def unacknowledged(house: House, actor: Actor) -> tuple[OnRecord, ...]:
    """The campaigns whose newest revision the unit of `actor` owes something by and has not acknowledged."""
    mine, found = unit_seen(actor) or "", []
    for record in campaigns_seen(house, actor):
        with house.store.read() as connection:
            known = acknowledgements.known(connection, record.key, mine, f"revision:{record.revision}")
            rows = owing.of_unit(connection, record.key, mine, record.zone)
        if not known and rows and mine not in record.left:
            found.append(record)
    return tuple(found)


def told(house: House, actor: Actor, record: OnRecord) -> list[dict[str, Any]]:
    """The history of what the unit of `actor` owes in a campaign, in order."""
    with house.store.read() as connection:
        return events_seen(actor, history.of_unit(connection, record.key, unit_seen(actor) or ""))


def dossier(house: House, actor: Actor, key: str) -> Dossier:
    """Everything about the obligation `key`; raises UnseenError where `actor` does not see it."""
    record, row = obligation_seen(house, actor, key)
    found = explain(house, key)
    whole = record.planner.campaign.tasks[row.task]
    with house.store.read() as connection:
        versions = filings.versions(connection, record.key, row.number)
        waiting = [
            requests.undecided(connection, record.key, row.number, k) for k in ("extension", "transfer")
        ]
        reasons = _reasons(house, record, [row])
        lacking = {row.number: versions[-1]["lacking"]} if versions else {}
        helpers = _unanswered(
            record, obligations.helping(connection, record.key, row.task, row.period, HELPING)
        )
        return Dossier(
            found=found,
            events=tuple(events_seen(actor, found.events)),
            owed=_owed(record, row, house.now(), reasons, lacking),
            task=whole.asked_of(row.role),
            unit_title=found.unit_title,
            filings=tuple(reversed(versions)),
            known=filings.last_fields(connection, record.key, row.unit),
            asked=tuple(one for one in waiting if one is not None),
            to_acknowledge=to_acknowledge(connection, record, row) is not None,
            unanswered=helpers if row.role == "lead" else {},
            rework=rework_verdict(row, house.now()),
        )


def _unanswered(record: OnRecord, helping: list[tuple[str, str]]) -> dict[str, str]:
    units = record.planner.declaration.units
    return {key: units[unit].short for key, unit in helping}


def filed(house: House, key: str, version: int) -> tuple[OnRecord, Tracked, dict[str, Any], str] | None:
    """The filing `version` of the obligation `key`, and the chain's end after it; None where there is none.

    Whoever calls has seen to it that the asker may know.
    """
    with house.store.read() as connection:
        record = house.on_record(connection, key.partition("/")[0])
        row = find(connection, record, key, guess=False)
        found = [
            one for one in filings.versions(connection, record.key, row.number) if one["version"] == version
        ]
        if not found:
            return None
        return record, row, found[0], history.hash_of_filing(connection, record.key, row.number, version)


def before(house: House, record: OnRecord, row: Tracked, form: str) -> list[Earlier]:
    """What the unit said in the table `form` in the periods before that of `row`, the oldest first."""
    with house.store.read() as connection:
        return earlier(connection, record.key, row, form)


def _in_campaign(house: House, record: OnRecord, unit: str) -> Iterator[Owed]:
    with house.store.read() as connection:
        rows = owing.of_unit(connection, record.key, unit, record.zone)
        lacking = filings.newest_lacking(connection, record.key, unit)
    reasons = _reasons(house, record, rows)
    for row in rows:
        yield _owed(record, row, house.now(), reasons, lacking)


def _reasons(house: House, record: OnRecord, rows: list[Tracked]) -> dict[int, str]:
    """Why each of `rows` was returned last, by number."""
    returned = [row.number for row in rows if row.returned]
    with house.store.read() as connection:
        told = history.of_obligations(connection, record.key, returned, "returned")
        numbers = {row.id: row.number for row in rows}
        return {numbers[body["obligation"]]: body["data"]["reason"] for body in told}


def _owed(
    record: OnRecord,
    row: Tracked,
    now: datetime,
    reasons: dict[int, str],
    lacking: dict[int, list[dict[str, Any]]],
) -> Owed:
    planner = record.planner
    scheme = planner.declaration.lights[planner.campaign.lights]
    name = light(row, scheme, record.pace, now)
    task, back = planner.campaign.tasks[row.task], row.returned and row.reworked is None
    return Owed(
        record=record,
        row=row,
        title=task.title,
        period=named_period(record, row),
        text=task.asked_of(row.role).deadline.text,
        shown=drawn(scheme)[name],
        part=_part(row, name, back=bool(back)),
        days=_days(record, row, now.astimezone(record.zone).date()),
        reason=reasons.get(row.number) if back else None,
        lacking=tuple(lacking.get(row.number, ())),
    )


def named_period(record: OnRecord, row: Tracked) -> str | None:
    """The period as people call it, or the item that opened it; None where there is but one."""
    if row.item is None:
        return period_title(row.period)
    return item_words(row.item, {key: unit.short for key, unit in record.planner.declaration.units.items()})


def _part(row: Tracked, light_name: str, *, back: bool) -> str:
    if row.status in {TAKEN_OUT, SUSPENDED}:
        return "gone"
    if row.status == CLOSED:
        return "done"
    if row.status == SUBMITTED:
        return "review"
    if back:
        return "returned"
    if light_name in LATE:
        return "late"
    return "later" if light_name == NOT_STARTED or row.past is not None else "now"


def _days(record: OnRecord, row: Tracked, today: date) -> int | None:
    """None for what has no date, is past from the start, or leaves the calendar."""
    if row.target is None or row.last_day is None or row.past is not None:
        return None
    calendar = record.planner.calendar
    try:
        if today > row.last_day:
            return -max(0, calendar.between(row.last_day, today))
        return max(0, calendar.between(today, last_day_before(row.target)))
    except OutsideCalendarError:
        return None


def _urgency(one: Owed) -> tuple[int, float, str, int]:
    dated = one.row.target or one.row.breach
    ahead = dated.timestamp() if dated is not None else float("inf")
    if one.part in {"done", "gone"}:
        closed = one.row.closed_at or one.row.first_received
        ahead = -closed.timestamp() if closed is not None else 0
    return PARTS.index(one.part), ahead, one.record.key, one.row.number
