"""Catch up: what time has brought about is told first, as a wake just before would have."""

from collections.abc import Iterable
from datetime import datetime

from campaigns.events import SYSTEM, Event
from campaigns.ladder import Pace
from campaigns.lifecycle import come_due
from store import obligations
from store.engine import Connection
from store.history import Ledger


def catch_up(connection: Connection, ledger: Ledger, pace: Pace, numbers: Iterable[int]) -> bool:
    """Record what the obligations with these numbers came to by now; whether anything was recorded."""
    due = come_due_of(connection, ledger.head.campaign, pace, list(numbers), ledger.noticed)
    ledger.append(due, SYSTEM)
    ledger.flush()
    return bool(due)


def catch_up_all(
    connection: Connection, ledger: Ledger, pace: Pace, units: Iterable[str], until: datetime
) -> None:
    """Record what had come due in the whole campaign by `until`, unit by unit in the order of `units`."""
    campaign, by_unit = ledger.head.campaign, dict[str, list[int]]()
    for number, unit in obligations.due(connection, campaign, until):
        by_unit.setdefault(unit, []).append(number)
    for unit in [unit for unit in units if unit in by_unit]:
        ledger.append(come_due_of(connection, campaign, pace, by_unit[unit], until), SYSTEM)
    ledger.flush()


def come_due_of(
    connection: Connection, campaign: str, pace: Pace, numbers: list[int], at: datetime
) -> list[Event]:
    """What the obligations with these numbers come to by `at`, by (effective, number)."""
    rows = obligations.by_numbers(connection, campaign, numbers, pace.office.zone)
    return come_due(rows, obligations.open_notices(connection, campaign, numbers), pace, at)
