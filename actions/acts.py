"""What every act shares: find the obligation, bring it up to the act's instant, act; one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from actions.house import ActionError, House, OnRecord
from campaigns.events import SYSTEM, Actor, Event
from campaigns.lifecycle import OpenNotice, Tracked, due_steps
from campaigns.nearest import suggestion
from store import obligations
from store.engine import Connection
from store.history import Ledger


@dataclass(slots=True)
class Act:
    """An act under way on one obligation, inside its transaction."""

    house: House
    connection: Connection
    record: OnRecord
    ledger: Ledger
    row: Tracked
    notices: list[OpenNotice]

    def append(self, events: list[Event], actor: Actor) -> None:
        """Record `events`."""
        self.ledger.append(events, actor)


@contextmanager
def acting(house: House, key: str, now: datetime, *, guess: bool = True) -> Iterator[Act]:
    """Lock the campaign, bring the obligation `key` up to `now` as a wake would, and let the caller act.

    Everything is written together when the block ends, or nothing. Raises ActionError for an unknown key.
    """
    campaign = key.partition("/")[0]
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, now)
        record = house.on_record(connection, campaign)
        row = find(connection, record, key, guess=guess)
        notices = obligations.open_notices(connection, campaign, [row.number]).get(row.number, [])
        due = due_steps(row, record.pace, ledger.noticed, notices)
        if due:
            ledger.append(due, SYSTEM)
            ledger.flush()
            row = find(connection, record, key)
            notices = obligations.open_notices(connection, campaign, [row.number]).get(row.number, [])
        yield Act(house, connection, record, ledger, row, notices)
        ledger.flush()


def unit_of(record: OnRecord, name: str) -> str:
    """The key of the unit called `name` (key, full name or alias); raises ActionError with a suggestion."""
    units = record.planner.declaration.units
    names = {n: key for key, unit in units.items() for n in (key, unit.name, *unit.aliases)}
    if name not in names:
        near = suggestion(name, names)
        raise ActionError(
            f"单位“{name}”不在单位库里" + (f"，是不是“{near}”？" if near else ""),
            f"unit “{name}” is not in the registry" + (f", did you mean “{near}”?" if near else ""),
        )
    return names[name]


def find(connection: Connection, record: OnRecord, key: str, *, guess: bool = True) -> Tracked:
    """The obligation `key`; raises ActionError for an unknown one, suggesting another if it may `guess`."""
    row = obligations.by_id(connection, record.key, key, record.zone)
    if row is None:
        known = (one.id for one in obligations.everything(connection, record.key, record.zone))
        near = suggestion(key, known) if guess else ""
        raise ActionError(
            f"没有承办事项“{key}”" + (f"，是不是“{near}”？" if near else ""),
            f"there is no obligation “{key}”" + (f", did you mean “{near}”?" if near else ""),
        )
    return row
