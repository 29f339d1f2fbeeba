"""Amend 补充通知: a launched campaign whose declaration changed; what changes is shown, and then recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from actions.catching_up import catch_up_all
from actions.declared import Declared
from actions.delays import delayed, keeping_delays
from actions.ending import recorded_on
from actions.house import ActionError, House, OnRecord, on_record
from actions.registering import launched_at, planned_for
from actions.revisions import as_read_today, digest, sources, written
from campaigns.amending import AMENDED, Comparison, as_planned, because, compare, withdrawn
from campaigns.events import SYSTEM, Actor, Event
from campaigns.happened import Happened, KnownDeadlines
from campaigns.lifecycle import OPENED, PENDING, Tracked, attention
from campaigns.plan import Planned
from campaigns.planned import planned_event
from campaigns.redating import caught_up, redated, rescheduled, restored
from campaigns.window_ends import with_ends
from store import obligations
from store.engine import Connection
from store.history import Ledger


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a changed declaration would do, or did."""

    campaign: str
    #: Revision on record, and the one that follows it.
    revision: int
    comparison: Comparison
    #: Whether the declaration differs at all from the one on record.
    changed: bool
    #: The campaign as it would be, and as it is on record.
    record: OnRecord
    known: OnRecord


def difference(house: House, declared: Declared, key: str) -> Amendment:
    """What the declaration of the launched campaign `key` would change; nothing is written.

    Raises ActionError for a campaign that was never launched.
    """
    with house.store.read() as connection:
        known = house.on_record(connection, key)
        return _difference(connection, house, declared, known, house.now().astimezone(known.zone))


def reasons(house: House, change: Amendment, lang: str = "zh") -> dict[int, list[str]]:
    """Why each obligation that is moved or reworded is so, by its number: the phrase that was changed."""
    with house.store.read() as connection:
        certificates = obligations.certificates_in_force(connection, change.campaign)
    found = change.comparison
    return {
        row.number: because(certificates[row.number], one.deadline.certificate, lang)
        for row, one in (*found.moved, *found.reworded)
    }


def amend(
    connection: Connection,
    house: House,
    declared: Declared,
    key: str,
    actor: Actor,
    *,
    now: datetime,
    approved_by: str | None,
) -> Amendment:
    """Record the amendment inside the caller's transaction.

    What time has brought about by the declaration of before is told first, as a wake just before would have.
    `approved_by` is the commitment to who approved.
    """
    ledger = house.ledger(connection, key, now)
    known = house.on_record(connection, key)
    catch_up_all(connection, ledger, known.pace, known.planner.declaration.units, ledger.noticed)
    found = _difference(connection, house, declared, known, ledger.noticed)
    ledger.head.revision = known.revision + 1
    told = {"campaign": key, "number": known.revision + 1, "digest": found.record.digest}
    told |= {"declaration": written(declared.planner(key).declaration), "source": sources(declared, key)}
    told |= {"approved_by": approved_by, "launched": int(ledger.noticed.timestamp())}
    obligations.add_revision(connection, told)
    ledger.append([_amended(found, known.digest, approved_by, ledger.noticed)], actor)
    for event in _events(connection, declared, found, ledger):
        ledger.append([event], actor if event.kind == "planned" else SYSTEM)
    ledger.flush()
    return found


def _difference(
    connection: Connection, house: House, declared: Declared, known: OnRecord, now: datetime
) -> Amendment:
    planner = declared.planner(known.key, house.calendars)
    found, key = digest(planner.declaration), known.key
    record = on_record(
        planner.declaration, key, known.revision + 1, found, house.calendars, earlier=known.pace.rungs
    )
    rows = list(obligations.everything(connection, key, known.zone))
    certificates = obligations.certificates_in_force(connection, key)
    granted = delayed(rows, certificates)
    was, will = (
        list(keeping_delays(planned_on_record(connection, one), granted, house.calendars))
        for one in (known, record)
    )
    before = {one.id: one.deadline.certificate for one in was}
    comparison = compare(rows, certificates, will, now, before=before)
    stored = obligations.revision(connection, key)
    same = {known.digest, stored and as_read_today(stored.declaration)}
    return Amendment(key, known.revision + 1, comparison, found not in same, record, known)


def planned_on_record(connection: Connection, record: OnRecord) -> Iterator[Planned]:
    """All that `record` asks for: by its plan, and for every recorded event of a unit that it still has."""
    yield from with_ends(_opened(connection, record), record.planner, recorded_on(connection, record))


def _opened(connection: Connection, record: OnRecord) -> Iterator[Planned]:
    """The same, its windows as if nothing had ended them."""
    planner, launched = record.planner, launched_at(connection, record)
    yield from planner.plan(launched).obligations
    known: KnownDeadlines = {}
    for item in obligations.items_of(connection, record.key):
        if item["unit"] in planner.declaration.units:
            due = date.fromisoformat(item["due"]) if item["due"] else None
            event = Happened.read(item["own_number"], item["happened"], record.zone, due)
            yield from planned_for(record, item["kind"], item["unit"], event, launched, known)


def _amended(found: Amendment, was: str, approved_by: str | None, now: datetime) -> Event:
    parts = ("added", "moved", "reworded", "restored", "withdrawn", "kept")
    counts = {name: len(getattr(found.comparison, name)) for name in parts}
    told: dict[str, Any] = {"digest": found.record.digest, "was": was, "revision": found.revision}
    return Event("amended", now, data={**told, "approved_by": approved_by, "counts": counts})


def _events(connection: Connection, declared: Declared, found: Amendment, ledger: Ledger) -> Iterator[Event]:
    """What becomes of each obligation, the withdrawn first, then the moved, then the new."""
    now, pace, key = ledger.noticed, found.record.pace, found.campaign
    comparison = found.comparison
    redating = (*comparison.moved, *comparison.reworded)
    touched = [*comparison.withdrawn, *(row for row, _ in (*redating, *comparison.restored))]
    notices = obligations.open_notices(connection, key, [row.number for row in touched])
    told = obligations.told_of(connection, key)
    for row in comparison.withdrawn:
        yield withdrawn(row, now, notices.get(row.number, []), told=row.number in told)
    for row, one in redating:
        unsent = notices.get(row.number, [])
        event = redated(as_planned(row, one), one.deadline, pace, now, cause=AMENDED, notices=unsent)
        part = {"role": one.role} if one.role != row.role else {}
        yield replace(event, data={**event.data, **part})
    for row, one in comparison.restored:
        again, known = replace(row, past=one.past, role=one.role), row.number in told
        unsent = notices.get(row.number, [])
        yield restored(again, one.deadline, pace, now, cause=AMENDED, notices=unsent, told=known)
    yield from _rescheduled(connection, found, now)
    first = obligations.last_number(connection, key) + 1
    for offset, one in enumerate(comparison.added):
        place = declared.source.place(("campaigns", key, "tasks", one.task))
        yield planned_event(one, first + offset, pace, now, place)


def _rescheduled(connection: Connection, found: Amendment, now: datetime) -> Iterator[Event]:
    """Obligations with the same deadline and another ladder."""
    kept = [row for row in found.comparison.kept if row.status in {PENDING, OPENED}]
    rows: list[Tracked] = sorted((*found.comparison.same, *kept), key=lambda row: row.number)
    if not rows:
        return
    pace = found.record.pace
    reached = obligations.reached(connection, found.campaign, (rows[0].number, rows[-1].number))
    stored = obligations.attentions(connection, found.campaign)
    for row in rows:
        after = caught_up(row, pace, reached.get(row.number, set()))
        next_ = attention(after, pace)
        if (int(next_.timestamp()) if next_ is not None else None) != stored[row.number] or after is not row:
            yield rescheduled(after, pace, now, cause=AMENDED)


def refuse_unconfirmed(key: str) -> ActionError:
    """The refusal of a changed declaration that nobody confirmed."""
    return ActionError(
        f"“{key}”已启动，申报内容已改动：以上为补充通知的影响，确认后请加 --yes",
        f"“{key}” runs and its declaration differs: the above is what the amendment does, confirm with --yes",
    )
