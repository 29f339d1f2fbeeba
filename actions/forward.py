"""Time goes on in a simulated folder: wakes, letters, and what the other units of the play hand in."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from actions.clock import FolderClock
from actions.deliver import deliver, next_delivery
from actions.house import HOUSE_ZONE, ActionError, House, OnRecord
from actions.materials import submission_for
from actions.rehearse import Profile, filing_at
from actions.submit import submit
from actions.wake import wake
from campaigns.events import Actor
from campaigns.faults import RefusalError
from campaigns.lifecycle import OPENED
from campaigns.plan import Planned
from store import obligations

#: By which the play's units decide when they file; the demo was played with it too.
SEED = 7
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """How time went on: the instant reached, what it brought, and letters by their outcome."""

    now: datetime
    brought: dict[str, int]
    letters: dict[str, int]


def forward(house: House, by: timedelta = DAY) -> Forwarded:
    """Let the folder's clock go on `by` so much, stopping wherever somebody must look or a unit files.

    Raises ActionError on a house that is not simulated: real time is nobody's to move.
    """
    clock = house.clock
    if not isinstance(clock, FolderClock):
        raise ActionError("只有演示数据才能快进", "time goes on by a press on simulated data only")
    end, brought, sent = house.now() + by, Counter[str](), Counter[str]()
    filings = sorted(_filings(house, end), key=lambda found: (found[0], found[2].id))
    while True:
        for record in _running(house):
            brought.update(wake(house, record.key, clock.now()))
        while filings and filings[0][0] <= clock.now():
            brought["filed"] += _file(house, *filings.pop(0)[1:])
        sent.update(deliver(house, clock.now()))
        if clock.now() >= end:
            return Forwarded(end, dict(brought), dict(sent))
        # Only what lies ahead: a look that somebody else has in hand is not waited for.
        ahead = [at for at in _looks(house) if at > clock.now()]
        clock.set(min([end, *ahead, *(at for at, *_ in filings[:1])]))


def _running(house: House) -> list[OnRecord]:
    with house.store.read() as connection:
        return [house.on_record(connection, key) for key, *_ in obligations.running(connection)]


def _looks(house: House) -> Iterator[datetime]:
    """Every instant at which somebody must look, or a letter may leave."""
    for record in _running(house):
        with house.store.read() as connection:
            seconds = obligations.next_attention(connection, record.key)
        if seconds is not None:
            yield datetime.fromtimestamp(seconds, HOUSE_ZONE)
    letter = next_delivery(house, house.now())
    if letter is not None:
        yield letter


def _filings(house: House, end: datetime) -> Iterator[tuple[datetime, OnRecord, Planned]]:
    """What units hand in from now until `end`, as the play has it; what a visitor did first is left alone."""
    now = house.now()
    for record in _running(house):
        with house.store.read() as connection:
            rows = obligations.everything(connection, record.key, record.zone)
            here = {row.id for row in rows if row.filings == 0}
        planner = record.planner
        start = planner.office.at(planner.campaign.begins)
        for one in planner.plan().obligations:
            at = filing_at(one, Profile(), SEED, planner, start) if one.id in here else None
            if at is not None and now < at <= end:
                yield at, record, one


def _file(house: House, record: OnRecord, one: Planned) -> int:
    """Hand in what `one` asks for; 0 where it is not asked for any more."""
    with house.store.read() as connection:
        row = obligations.by_id(connection, record.key, one.id, record.zone)
    if row is None or row.status != OPENED:
        return 0
    task = record.planner.campaign.tasks[one.task].asked_of(one.role)
    with tempfile.TemporaryDirectory(prefix="duban-play-") as folder:
        day = house.now().astimezone(record.zone).date()
        handed = submission_for(record.planner.declaration, task, one, day, Path(folder), None)
        try:
            submit(house, one.id, handed, Actor("unit", one.unit, "rehearsal"))
        except RefusalError:
            return 0  # a visitor asked for more time, or the office took it back, in the meantime
    return 1
