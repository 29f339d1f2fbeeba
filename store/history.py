r"""The history 办理记录: append-only, each event chained to the one before it.

hash = H("v1\n" + previous hash + "\n" + body). All meaning is inside the body; the stored bytes are what is
hashed and verified, and they are never written again in another form.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, bindparam, select

from campaigns.events import SYSTEM, Actor, Event, body
from campaigns.faults import RefusalError
from campaigns.fold import apply
from deadlines.certificate import canonical
from store.tables import heads, history, obligations
from store.writer import Batch, fetch, insert_many, update_many

GENESIS = "0" * 64
#: Steps of the clock backwards that are smoothed over, in seconds.
SMALL_STEP = 5


class ClockStepError(RefusalError):
    """The clock went back behind what is on record, by more than a few seconds."""

    def __init__(self, recorded: datetime, clock: datetime) -> None:
        """Name both instants, for whoever must set the clock right."""
        super().__init__(
            f"系统时钟{clock.isoformat()}早于最近一次记录{recorded.isoformat()}：请校准时钟后再试",
            f"the clock, {clock.isoformat()}, is behind the last record, {recorded.isoformat()}: set it",
        )
        self.recorded, self.clock = recorded, clock


@dataclass(slots=True)
class Head:
    """The end of a campaign's chain while it is locked."""

    campaign: str
    title: str
    revision: int
    algorithm: str
    sequence: int
    hash: str
    noticed: int
    #: Digest of the calendars by which its open deadlines were last looked at.
    calendar: str


#: What of a head changes as the chain grows.
_MOVES = ("revision", "sequence", "hash", "noticed", "calendar")
_LOCK = select(heads).where(heads.c.campaign == bindparam("campaign")).with_for_update()


class Ledger:
    """Appends to one campaign's history inside a transaction, and to the rows that follow from it."""

    def __init__(self, connection: Connection, head: Head, *, now: datetime, zone: tzinfo) -> None:
        """Take the locked `head`; `now` is the instant of noticing, never before the last one recorded."""
        if now.timestamp() < head.noticed - SMALL_STEP:
            raise ClockStepError(datetime.fromtimestamp(head.noticed, zone), now)
        self._connection, self._zone = connection, zone
        self.head = head
        head.noticed = max(head.noticed, int(now.timestamp()))
        self.noticed = datetime.fromtimestamp(head.noticed, zone)
        self._batch, self._rows = Batch(), list[dict[str, Any]]()

    def append(self, events: Iterable[Event], actor: Actor) -> None:
        """Chain `events` in the order given, done by `actor`; written when the ledger is flushed."""
        head, by, noticed = self.head, actor.as_json(), self.noticed.isoformat()
        for event in events:
            head.sequence += 1
            told = body(
                event,
                campaign=head.campaign,
                sequence=head.sequence,
                noticed=noticed,
                actor=by,
                revision=head.revision,
            )
            text = canonical(told)
            previous, head.hash = head.hash, chained(head.algorithm, head.hash, text)
            self._rows.append(
                {
                    "campaign": head.campaign,
                    "sequence": head.sequence,
                    "number": event.number,
                    "body": text,
                    "previous": previous,
                    "hash": head.hash,
                }
            )
            apply(told, self._batch)

    def flush(self) -> None:
        """Write rows, history and head; nothing when nothing was appended."""
        if not self._rows:
            return
        self._batch.flush(self._connection)
        insert_many(self._connection, "history", self._rows)
        head = self.head
        moved = (head.revision, head.sequence, head.hash, head.noticed, head.calendar, head.campaign)
        update_many(self._connection, "heads", _MOVES, [moved])
        self._rows = []


def chained(algorithm: str, previous: str, text: str) -> str:
    """The hash of `text` after `previous`, as hex."""
    return hashlib.new(algorithm, f"v1\n{previous}\n{text}".encode()).hexdigest()


def lock(connection: Connection, campaign: str) -> Head | None:
    """The campaign's head, locked until the transaction ends; None when it was never launched."""
    rows = fetch(connection, _LOCK, {"campaign": campaign})
    return Head(*rows[0]) if rows else None


def note_clock_step(
    connection: Connection, campaign: str, now: datetime, zone: tzinfo
) -> ClockStepError | None:
    """Put on record, once, that the clock went back too far for anything to be judged; None when it did not.

    The event takes the last recorded instant; nothing else can follow it until the clock is right again.
    """
    head = lock(connection, campaign)
    if head is None or now.timestamp() >= head.noticed - SMALL_STEP:
        return None
    recorded = datetime.fromtimestamp(head.noticed, zone)
    if at(connection, campaign, head.sequence)["kind"] != "clock_stepped":
        ledger = Ledger(connection, head, now=recorded, zone=zone)
        told = {"clock": now.astimezone(zone).isoformat()}
        ledger.append([Event("clock_stepped", recorded, data=told)], SYSTEM)
        ledger.flush()
    return ClockStepError(recorded, now.astimezone(zone))


def new_head(connection: Connection, campaign: str, title: str, algorithm: str, calendar: str = "") -> Head:
    """Begin a chain of its own for `campaign`, under the calendars with the digest `calendar`."""
    head = Head(campaign, title, 0, algorithm, 0, GENESIS, 0, calendar)
    values = {name: getattr(head, name) for name in Head.__slots__}
    connection.execute(heads.insert(), values)
    return head


def bodies(
    connection: Connection, campaign: str, number: int | None = None, *, after: int = 0
) -> Iterator[dict[str, Any]]:
    """The bodies of a campaign's history after sequence `after`; with `number`, of one obligation."""
    mine = (history.c.campaign == campaign, history.c.sequence > after)
    statement = select(history.c.body).where(*mine).order_by(history.c.sequence)
    if number is not None:
        statement = statement.where(history.c.number == number)
    for (text,) in connection.execute(statement.execution_options(yield_per=2000)):
        yield json.loads(text)


def of_obligations(
    connection: Connection, campaign: str, numbers: Sequence[int], kind: str
) -> Iterator[dict[str, Any]]:
    """The bodies of one kind about these obligations, in order."""
    mine = (history.c.campaign == campaign, history.c.number.in_(numbers))
    told = history.c.body.contains(f'"kind":"{kind}"', autoescape=True)
    found = select(history.c.body).where(*mine, told).order_by(history.c.sequence)
    for (text,) in connection.execute(found) if numbers else ():
        body = json.loads(text)
        if body["kind"] == kind:
            yield body


def hash_of_filing(connection: Connection, campaign: str, number: int, version: int) -> str:
    """The end of the chain after the act by which this version was filed; empty where there is none."""
    mine = (history.c.campaign == campaign, history.c.number == number)
    statement = select(history.c.sequence, history.c.body, history.c.hash).where(*mine)
    found, last = "", 0
    for sequence, text, sealed in connection.execute(statement.order_by(history.c.sequence)):
        body = json.loads(text)
        is_it = body["kind"] == "filed" and body["data"]["version"] == version
        # What is whole is closed by the same act.
        if is_it or (found and body["kind"] == "closed" and sequence == last + 1):
            found, last = str(sealed), sequence
    return found


def of_unit(connection: Connection, campaign: str, unit: str) -> Iterator[dict[str, Any]]:
    """The bodies about what one unit owes, in order."""
    own = select(obligations.c.number).where(obligations.c.campaign == campaign, obligations.c.unit == unit)
    mine = (history.c.campaign == campaign, history.c.number.in_(own))
    for (text,) in connection.execute(select(history.c.body).where(*mine).order_by(history.c.sequence)):
        yield json.loads(text)


def of_no_obligation(connection: Connection, campaign: str) -> Iterator[dict[str, Any]]:
    """The bodies that concern the campaign as a whole, such as recorded events, in order."""
    mine = (history.c.campaign == campaign, history.c.number.is_(None))
    for (text,) in connection.execute(select(history.c.body).where(*mine).order_by(history.c.sequence)):
        yield json.loads(text)


def at(connection: Connection, campaign: str, sequence: int) -> dict[str, Any]:
    """The body of one event, which must be there."""
    mine = (history.c.campaign == campaign, history.c.sequence == sequence)
    found: dict[str, Any] = json.loads(connection.execute(select(history.c.body).where(*mine)).scalar_one())
    return found


def last(connection: Connection, campaign: str) -> int:
    """The last sequence of the campaign's chain; 0 where there is none."""
    mine = select(heads.c.sequence).where(heads.c.campaign == campaign)
    return connection.execute(mine).scalar() or 0


def launched_in_play(connection: Connection, campaign: str) -> bool:
    """Whether the campaign was launched on a folder with a clock of its own."""
    first = at(connection, campaign, 1)
    return bool(first["data"].get("simulated"))


def links(connection: Connection, campaign: str) -> Iterator[Sequence[Any]]:
    """Sequence, number of the obligation, body, previous hash and hash, in order."""
    columns = (history.c.sequence, history.c.number, history.c.body, history.c.previous, history.c.hash)
    statement = select(*columns).where(history.c.campaign == campaign).order_by(history.c.sequence)
    yield from connection.execute(statement.execution_options(yield_per=5000))
