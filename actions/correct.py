"""Correct 更正: the date of a recorded event was wrong; a later record stands in its place.

Nothing is changed in what was recorded: the correction is appended, and open deadlines follow it. What was
filed or closed keeps its verdict.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from actions.acts import unit_of
from actions.catching_up import catch_up
from actions.delays import by_office, delayed, keeping_delays
from actions.ending import Ended, end_windows, recorded_on
from actions.house import ActionError, House, OnRecord
from actions.refusals import Entry
from actions.registering import Registrar, day_of, launched_at, since
from campaigns.events import SYSTEM, Actor, Event
from campaigns.happened import Happened
from campaigns.items import Item
from campaigns.lifecycle import OPENED, PENDING, SUSPENDED, TAKEN_OUT, TRANSFERRED, Tracked, due_steps
from campaigns.plain import is_plain
from campaigns.plan import Planned
from campaigns.redating import CORRECTED, Dates, by_plan, in_force, redated
from campaigns.window_ends import with_ends
from store import history, obligations
from store.engine import Connection
from store.history import Ledger


@dataclass(frozen=True, slots=True)
class Followed:
    """What the correction made of one obligation."""

    id: str
    was: Dates
    now: Dates
    #: Why it keeps its deadline: `closed` (or filed: also its verdict), `withdrawn`, `paused` (until it is
    #: resumed) or `office` (who took it over has a day of the office's own); None where it follows.
    keeps: str | None
    certificate: str

    @property
    def follows(self) -> bool:
        """Whether its deadline follows."""
        return self.keeps is None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected event, and what depends on it."""

    own_number: str
    unit_title: str
    was: str
    happened: str
    dependants: tuple[Followed, ...]
    #: What people call the events and tasks of the campaign, by key.
    called: Mapping[str, str]
    #: The windows that end otherwise by it.
    ended: tuple[Ended, ...] = ()


def correct(
    house: House,
    campaign: str,
    kind: str,
    *,
    unit: str,
    number: str,
    happened: date | datetime,
    actor: Actor,
    reason: str,
) -> Corrected:
    """Record that the event `number` of `unit` happened on `happened`; all else that was said of it stays."""
    return correct_item(house, campaign, kind, Item(unit, number, happened), actor=actor, reason=reason)


def correct_item(
    house: House, campaign: str, kind: str, item: Item, *, actor: Actor, reason: str
) -> Corrected:
    """Record that `item` happened on another day, or is otherwise, than was said of its number; and why.

    Where it says nothing of its due date, its kind or its fields, these stay as they are on record. Open
    deadlines that count from it move: a later date at once, an earlier one when it was announced, or at once
    where the unit itself had registered the wrong day, which is judged as a late registration. Raises
    ActionError for an event that is not on record, the same facts again, no reason, and for a unit that would
    give itself another due date.
    """
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, house.now())
        on = house.on_record(connection, campaign)
        unit, number = unit_of(on, item.unit), item.number
        launched = launched_at(connection, on)
        registrar = Registrar(on, kind, actor, ledger.noticed, launched, correcting=True)
        known = _known(connection, on, kind, unit, number)
        stays = {name: known[name] for name in ("due", "what") if getattr(item, name) is None}
        entry = registrar.entry(replace(item, **stays, fields={**known["fields"], **item.fields}))
        for _, error in registrar.refusals(entry):
            raise error
        changes = _changes(entry, known, reason, actor)
        was, event = known["happened"], entry.event
        # First what time has brought about by the wrong date.
        wrong = obligations.opened_by(connection, campaign, unit, number, on.zone)
        catch_up(connection, ledger, on.pace, [row.number for row in wrong])
        own_error = _registered_by(connection, campaign, kind, number, unit)
        data = {"kind": kind, "unit": unit, "own_number": number, "happened": event.text, "was": was}
        ledger.append([Event("corrected", ledger.noticed, data={**data, **changes, "reason": reason})], actor)
        ledger.flush()
        moves = changes.keys() & {"due"} or event.text != was
        rows = obligations.opened_by(connection, campaign, unit, number, on.zone)
        planned = _planned_again(house, connection, registrar, entry, rows) if moves else {}
        begins = min(since(on, one) for one in (event, Happened.read(number, was, on.zone)))
        follow = _Follow(connection, ledger, on, begins, erred=unit if own_error else None)
        found = [follow(row, planned[row.number]) for row in rows if row.number in planned]
        ended = end_windows(connection, ledger, on, kind, begins)
    title, called = on.planner.declaration.units[unit].short, on.planner.called
    return Corrected(number, title, was, event.text, tuple(found), called, ended)


def on_record(house: House, campaign: str, kind: str, unit: str, number: str) -> Item | None:
    """The item `number` of `unit` as it stands on record; None where there is none."""
    with house.store.read() as connection:
        on = house.on_record(connection, campaign)
        try:
            key = unit_of(on, unit)
            known = _known(connection, on, kind, key, number)
        except ActionError:
            return None
    return Item(key, number, day_of(known["happened"]), known["what"], known["due"], known["fields"])


def _planned_again(
    house: House, connection: Connection, registrar: Registrar, entry: Entry, rows: list[Tracked]
) -> dict[int, Planned]:
    """What the corrected item opens, by the number of whose it is now; pauses and extensions of `rows` stay.

    What was transferred 转办 is its own case no more: who took it over owes it.
    """
    on, found = registrar.on, dict[int, Planned]()
    opened = {one.id: one for one in registrar.planned(entry)}
    recorded, by_id = recorded_on(connection, on), {row.id: row for row in rows}
    for row in rows:
        first = row
        while first.origin is not None:
            first = by_id[first.origin]
        if first.id not in opened or row.how == TRANSFERRED:
            continue
        stored = {row.number: obligations.certificate(connection, on.key, row.number, row.version)}
        mine = replace(opened[first.id], id=row.id, unit=row.unit)
        granted = delayed([row], stored)
        (found[row.number],) = keeping_delays(
            with_ends([mine], on.planner, recorded), granted, house.calendars
        )
    return found


def _known(connection: Connection, on: OnRecord, kind: str, unit: str, number: str) -> dict[str, Any]:
    """The item on record, its own due date and fields as values."""
    found = obligations.item(connection, on.key, kind, unit, number)
    if found is None:
        raise ActionError(
            f"“{number}”没有登记过，无从更正：请去掉 --correct",
            f"“{number}” is not on record: there is nothing to correct",
        )
    due, fields = found["due"], found["fields"]
    values = {"due": date.fromisoformat(due) if due else None, "fields": json.loads(fields) if fields else {}}
    return {**found, **values}


def _changes(entry: Entry, known: Mapping[str, Any], reason: str, actor: Actor) -> dict[str, Any]:
    """What, beside the date, is said otherwise than on record."""
    number, event, told = entry.event.number, entry.event, dict[str, Any]()
    told |= {"due": event.due.isoformat()} if event.due is not None and event.due != known["due"] else {}
    told |= {"what": entry.what} if entry.what != known["what"] else {}
    told |= {"fields": dict(entry.fields)} if entry.fields != known["fields"] else {}
    if event.text == known["happened"] and not told:
        raise ActionError(
            f"“{number}”登记的日期就是{event.text}：没有要更正的",
            f"“{number}” is on record with {event.text}: nothing to correct",
        )
    if "due" in told and actor.role != "coordinator":
        raise ActionError(
            "时限由督办员更正：请用 --as coordinator", "the coordinator corrects a due date: --as coordinator"
        )
    if not reason.strip() or not is_plain(reason):
        raise ActionError("更正要写明理由：--reason", "a correction says why: --reason")
    return told


def _registered_by(connection: Connection, campaign: str, kind: str, number: str, unit: str) -> bool:
    """Whether `unit` itself said, last, when the event was: then the error is its own."""
    said = [
        body
        for body in history.of_no_obligation(connection, campaign)
        if body["kind"] in {"recorded", "corrected"}
        and (body["data"]["kind"], body["data"]["own_number"], body["data"]["unit"]) == (kind, number, unit)
    ]
    return bool(said) and said[-1]["actor"].get("unit") == unit


@dataclass(frozen=True, slots=True)
class _Follow:
    """Lets deadlines follow a correction, and tells what time has brought about since."""

    connection: Connection
    ledger: Ledger
    on: OnRecord
    #: From when the corrected date holds, by all that is known now.
    begins: datetime
    #: The unit whose own error it was, for which also an earlier date binds at once; or None.
    erred: str | None

    def __call__(self, row: Tracked, one: Planned) -> Followed:
        """What becomes of `row`, whose deadline by the corrected date is that of `one`."""
        new, now = one.deadline, self.ledger.noticed
        dates = Dates(new.target, new.breach, new.last_day)
        key, zone = self.on.key, self.on.zone
        stored = obligations.certificate(self.connection, key, row.number, row.version)
        if (keeps := _keeps(row, stored)) is not None:
            return Followed(row.id, in_force(row), dates, keeps, new.certificate)
        # Whether anybody is chased depends on the corrected day, not on the wrong one.
        row = replace(row, past=one.past)
        notices = obligations.open_notices(self.connection, key, [row.number]).get(row.number, [])
        event = redated(
            row,
            new,
            self.on.pace,
            now,
            cause=CORRECTED,
            notices=notices,
            at_once=row.unit == self.erred,
            since=self.begins,
        )
        self.ledger.append([event], SYSTEM)
        self.ledger.flush()
        (after,) = obligations.by_numbers(self.connection, key, [row.number], zone)
        self.ledger.append(due_steps(after, self.on.pace, now), SYSTEM)
        return Followed(row.id, in_force(row), dates, None, new.certificate)


def _keeps(row: Tracked, certificate: str) -> str | None:
    """Why `row` with its `certificate` in force keeps its deadline; None where that follows a correction."""
    if row.status == TAKEN_OUT:
        return "withdrawn"
    if row.status == SUSPENDED:
        return "paused"
    if row.status not in {PENDING, OPENED} or not by_plan(row):
        return "closed"
    # Who took it over may have been given a day that counts from nothing.
    return "office" if row.origin is not None and by_office(certificate) else None
