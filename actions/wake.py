"""A wake 定时核查: what has come due by an instant is decided and recorded, in batches of units.

A wake asks what is due and not yet recorded, never whether today is the day; it costs what is due, not what
exists; and judging twice records nothing new.
"""

import os
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from actions.house import House, OnRecord
from campaigns.events import SYSTEM, Event
from campaigns.ladder import Pace
from campaigns.lifecycle import come_due
from deadlines.calendars import Calendars
from store import history, leases, obligations
from store.engine import Connection

#: Task runs of one wake, at most.
MOST_GROUPS = 200
#: Obligations judged in one transaction, at most.
BATCH = 1000
#: How long a wake may hold its lease, in seconds.
LEASE = 600


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units judged together: usually one, several where a wake would have more than MOST_GROUPS."""

    name: str
    units: tuple[str, ...]
    #: Numbers of their obligations that are due, by unit, then by (attention, number).
    numbers: tuple[tuple[int, ...], ...]

    @property
    def due(self) -> int:
        """How many obligations are due."""
        return sum(len(some) for some in self.numbers)


@dataclass(frozen=True, slots=True)
class WakeWork:
    """What one wake has before it, under a lease."""

    house: House
    record: OnRecord
    at: datetime
    fence: int
    groups: tuple[UnitGroup, ...]
    #: The calendars by which `record` was unfolded.
    calendars: Calendars

    def judge(self, index: int) -> dict[str, int]:
        """Judge group `index`; how many transitions of each kind were recorded.

        One transaction for each batch. Raises LeaseLostError when somebody else took over meanwhile.
        """
        done: Counter[str] = Counter()
        for pieces in _batches(self.groups[index]):
            done += self._batch(pieces)
        return dict(done)

    def _batch(self, pieces: list[tuple[int, ...]]) -> Counter[str]:
        key = self.record.key
        with self.house.store.write() as connection:
            leases.check(connection, _lease(key), self.fence)
            ledger = self.house.ledger(connection, key, self.house.present(self.at))
            record = self.record
            if self.house.calendars is not self.calendars or ledger.head.revision != record.revision:
                # Somebody loaded a notice, or amended the campaign, since this wake began.
                record = self.house.on_record(connection, key)
            events = self._judged(connection, pieces, record.pace)
            ledger.append(events, SYSTEM)
            ledger.flush()
        return Counter(_named(event) for event in events)

    def _judged(self, connection: Connection, pieces: list[tuple[int, ...]], pace: Pace) -> list[Event]:
        """What the obligations of each piece come to, by (effective, number), one piece after another."""
        numbers = [number for piece in pieces for number in piece]
        found = obligations.by_numbers(connection, self.record.key, numbers, self.record.zone)
        rows = {row.number: row for row in found}
        notices = obligations.open_notices(connection, self.record.key, numbers)
        events: list[Event] = []
        for piece in pieces:
            mine = [rows[number] for number in sorted(piece) if number in rows]
            events += come_due(mine, notices, pace, self.at)
        return events


def wake_work(house: House, campaign: str, at: datetime) -> WakeWork | None:
    """Take the campaign's lease and list what is due at `at`; None while somebody else holds it.

    Raises ClockStepError when `at` lies behind what is on record: that is recorded, and nothing is judged.
    """
    holder = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    with house.store.write() as connection:
        record = house.on_record(connection, campaign)
        stepped = history.note_clock_step(connection, campaign, at, record.zone)
        if stepped is None:
            known = house.calendars
            house.ledger(connection, campaign, at)
            if house.calendars is not known:
                record = house.on_record(connection, campaign)
            known = house.calendars
            fence = leases.take(connection, _lease(campaign), holder, now=_seconds(house), seconds=LEASE)
            due = obligations.due(connection, campaign, at)
    if stepped is not None:
        raise stepped
    if fence is None:
        return None
    return WakeWork(house, record, at, fence, tuple(_groups(record, due)), known)


def finish_wake(work: WakeWork) -> None:
    """Give the lease back."""
    with work.house.store.write() as connection:
        leases.give_back(connection, _lease(work.record.key), work.fence)


def wake(house: House, campaign: str, at: datetime) -> dict[str, int]:
    """Judge everything that is due at `at`, without Prefect: the same batches, the same history."""
    work = wake_work(house, campaign, at)
    if work is None:
        return {}
    done: Counter[str] = Counter()
    try:
        for index in range(len(work.groups)):
            done.update(work.judge(index))
    finally:
        finish_wake(work)
    return dict(done)


def _groups(record: OnRecord, due: list[tuple[int, str]]) -> Iterator[UnitGroup]:
    by_unit: dict[str, list[int]] = {}
    for number, unit in due:
        by_unit.setdefault(unit, []).append(number)
    size = -(-len(by_unit) // MOST_GROUPS) or 1
    units = iter([unit for unit in record.planner.declaration.units if unit in by_unit])
    while some := tuple(islice(units, size)):
        titles = [record.planner.declaration.units[unit].short for unit in some]
        name = titles[0] if len(titles) == 1 else f"{titles[0]}等{len(titles)}家"
        yield UnitGroup(name, some, tuple(tuple(by_unit[unit]) for unit in some))


def _batches(group: UnitGroup) -> Iterator[list[tuple[int, ...]]]:
    """Whole pieces of units, each at most BATCH long, packed into transactions of about BATCH.

    Pieces are cut from a unit's start and units come in the registry's order, so that a wake broken off
    between two transactions goes on with the same pieces: the history's bytes do not depend on where.
    """
    batch: list[tuple[int, ...]] = []
    for numbers in group.numbers:
        for start in range(0, len(numbers), BATCH):
            piece = numbers[start : start + BATCH]
            if batch and sum(map(len, batch)) + len(piece) > BATCH:
                yield batch
                batch = []
            batch.append(piece)
    if batch:
        yield batch


def _named(event: Event) -> str:
    return event.data["rung"] if event.kind == "rung_reached" else event.kind


def _lease(campaign: str) -> str:
    return f"wake:{campaign}"


def _seconds(house: House) -> int:
    return int(house.real_now().timestamp())
