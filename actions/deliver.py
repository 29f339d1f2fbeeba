"""Delivery: notices that are still valid become letters, one a day for each recipient; letters are sent.

A letter is composed once and keeps its bytes; after a drop or a crash the same bytes go again. What arises
after the day's digest waits for the next working day, unless it is urgent.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from actions.addressing import AddressBook, address_book
from actions.composing import composed
from actions.house import HOUSE_ZONE, House
from actions.proposed import stands
from actions.redate import bind_announced
from campaigns.amending import AMENDED
from campaigns.deciding.filing import ASKING
from campaigns.events import SYSTEM, Event
from campaigns.lifecycle import DEAD, OPENED, PENDING, SENT, SUSPENDED, TAKEN_OUT, WAITING, WITHDRAWN
from campaigns.redating import RESTORED
from notifications.backoff import next_try
from notifications.letters import Recipient
from notifications.transports import Delivery, Outcome, Parcel
from store import leases, obligations, outbox
from store.engine import Connection
from store.outbox import Notice, NoticeKey, Waiting

#: How long one round of sending may hold its letters, in seconds.
LEASE = 1800
#: Letters in one round; a slow server may take a minute for each step of one letter.
ROUND = 10
#: How long the whole queue rests when the server refuses us as such.
PAUSE = timedelta(minutes=15)
#: Why a letter need not leave any more; of several reasons the first is told.
_MOOT = (AMENDED, RESTORED, "filed", "paused", "undecided", "redated", "settled", "stale")
#: Composing and leasing are done by one at a time.
TURN = "deliver"


def deliver(house: House, at: datetime, *, only: str | None = None) -> dict[str, int]:
    """Compose what may be told at `at` and send what waits; how many letters were sent, put off, dead.

    With `only` ("receipt"), an act sends what it has just brought about and leaves the rest to the wakes.
    """
    with house.store.write() as connection:
        leases.in_turn(connection, TURN)
        # Locked before it is read what waits: an act may just be withdrawing it. What another campaign
        # brings about in the meantime is not locked, and is left to the next delivery.
        locked = outbox.campaigns_unsent(connection)
        for campaign in locked:
            house.ledger(connection, campaign, house.present(at))
        _withdraw_moot(house, connection, at, locked)
        waiting = [n for n in _without_stale(house, connection, at, locked) if only in {None, n.letter_class}]
        _compose(house, connection, waiting, at)
    done: Counter[str] = Counter()
    while not done["paused"]:
        # Sending takes its time: each round is leased, and its ends recorded, from the present on.
        now = house.present(at)
        with house.store.write() as connection:
            leases.in_turn(connection, TURN)
            round_ = outbox.lease_letters(connection, int(now.timestamp()), LEASE, ROUND, only)
        if not round_:
            break
        done += _send(house, round_, now)
    return dict(done)


def next_delivery(house: House, at: datetime) -> datetime | None:
    """When delivery has something to do: `at`, a letter's next try, the next digest; None when never."""
    with house.store.read() as connection:
        letter = outbox.next_letter(connection)
        instants = [datetime.fromtimestamp(letter, HOUSE_ZONE)] if letter is not None else []
        waiting = {_letter_of(n): n for n in outbox.unsent(connection, HOUSE_ZONE)}.values()
        instants += [leaves(house, connection, notice, at) for notice in waiting]
    return min(instants, default=None)


def leaves(house: House, connection: Connection, notice: Notice, at: datetime) -> datetime:
    """When a letter with `notice` may leave: `at`, or the opening after it."""
    if _may_leave(house, connection, notice, at):
        return at
    planner = house.on_record(connection, notice.campaign).planner
    return planner.office.next_opening(at + timedelta(seconds=1), planner.calendar)


def _withdraw_moot(house: House, connection: Connection, at: datetime, locked: Collection[str]) -> None:
    """Letters that could not leave yet, and of which nothing holds any more, are not sent."""
    for letter, told in outbox.untold(connection, HOUSE_ZONE).items():
        reasons = {_moot(house, connection, notice, at) for notice in told}
        if None in reasons or not {notice.campaign for notice in told} <= set(locked):
            continue
        reason = next(one for one in _MOOT if one in reasons)
        if outbox.end_letter(connection, letter, state=WITHDRAWN, now=int(at.timestamp()), detail=reason):
            _end(house, connection, [n.key for n in told], WITHDRAWN, reason, at)


def _moot(house: House, connection: Connection, notice: Notice, at: datetime) -> str | None:
    """Why `notice` need not be told any more; None while it must."""
    row, kind = notice.obligation, notice.occasion.partition(":")[0]
    if kind == "withdrawn" and row.status != TAKEN_OUT:
        return RESTORED
    if notice.occasion.startswith(ASKING):
        if row.status not in {PENDING, OPENED}:
            return {TAKEN_OUT: AMENDED, SUSPENDED: "paused"}.get(row.status, "filed")
        if row.asks_extension and kind in {"rung", "to_sign"}:
            return "undecided"
        if kind not in {RESTORED, "assigned"} and _is_of_other_dates(connection, notice):
            return "redated"
    if _is_settled(house, connection, notice, at):
        return "settled"
    return "stale" if _is_stale(house, connection, notice, at) else None


def _is_of_other_dates(connection: Connection, notice: Notice) -> bool:
    """Whether the deadline has moved since `notice` was brought about."""
    campaign, number, version, *_ = notice.key
    if version == notice.obligation.version:
        return False
    known = obligations.versions(connection, campaign, number)
    then, now = known[version - 1], known[notice.obligation.version - 1]
    return any(then[name] != now[name] for name in ("target", "breach"))


def _without_stale(
    house: House, connection: Connection, at: datetime, locked: Collection[str]
) -> list[Notice]:
    """What waits to be told; late reminders, and proposals that were taken, are withdrawn and not sent."""
    waiting = [n for n in outbox.unsent(connection, HOUSE_ZONE) if n.campaign in locked]
    for reason, holds in (("stale", _is_stale), ("settled", _is_settled)):
        gone = {n.key for n in waiting if holds(house, connection, n, at)}
        _end(house, connection, gone, WITHDRAWN, reason, at)
        waiting = [notice for notice in waiting if notice.key not in gone]
    return waiting


def _is_settled(house: House, connection: Connection, notice: Notice, at: datetime) -> bool:
    """Whether it tells of a proposal that no longer stands, or of what was signed or dropped."""
    what, _, index = notice.occasion.partition(":")
    if what == "to_sign":
        own = outbox.notices_of(connection, notice.campaign, notice.obligation.number)
        return all(n["state"] != WAITING for n in own if n["occasion"] == f"rung:{index}")
    if what != "proposed":
        return False
    return not stands(house, connection, notice.campaign, notice.occasion, at)


def _is_stale(house: House, connection: Connection, notice: Notice, at: datetime) -> bool:
    kind, _, index = notice.occasion.partition(":")
    if kind != "rung" or notice.obligation.breach is None or at < notice.obligation.breach:
        return False
    return house.on_record(connection, notice.campaign).pace.rungs[int(index)].rung == "remind"


def _compose(house: House, connection: Connection, waiting: list[Notice], at: datetime) -> None:
    """Every letter that may leave at `at`, each with the notices it tells."""
    book = address_book(connection, at) if waiting else AddressBook({}, ())
    for (recipient, cls), group in groupby(sorted(waiting, key=_letter_of), key=_letter_of):
        notices = list(group)
        if not _may_leave(house, connection, notices[0], at):
            continue
        zone = house.on_record(connection, notices[0].campaign).zone
        to = book.recipient(recipient, at.astimezone(zone).date())
        if to is None:
            _end(house, connection, [n.key for n in notices], DEAD, "no contact", at)
            continue
        _put(house, connection, to, notices, cls, at)


def _letter_of(notice: Notice) -> tuple[str, str]:
    return notice.recipient, notice.letter_class


def _may_leave(house: House, connection: Connection, notice: Notice, at: datetime) -> bool:
    """Receipts and urgent notices leave at once; a digest once a working day, from its opening."""
    if notice.letter_class != "digest":
        return True
    planner = house.on_record(connection, notice.campaign).planner
    office, day = planner.office, at.astimezone(planner.office.zone).date()
    if not planner.calendar.is_working(day) or at < office.opening(day):
        return False
    return outbox.letters_of_day(connection, notice.recipient, day.isoformat(), "digest") == 0


def _put(
    house: House, connection: Connection, recipient: Recipient, notices: list[Notice], cls: str, at: datetime
) -> None:
    record = house.on_record(connection, notices[0].campaign)
    local = at.astimezone(record.zone)
    day = local.date().isoformat()
    nth = outbox.letters_of_day(connection, recipient.key, day, cls) + 1
    key = f"{day}-{recipient.key.replace('/', '-')}-{cls}-{nth}"
    found = composed(house, connection, recipient, notices, key, cls, local)
    for failed, reason in found.failed.items():
        _end(house, connection, [failed], DEAD, reason, at)
    if (letter := found.letter) is None:
        return
    row: dict[str, Any] = {
        "key": key,
        "recipient": recipient.key,
        "day": day,
        "class": cls,
        "address": recipient.address,
    }
    row |= {
        "subject": letter.subject,
        "message_id": letter.message_id,
        "sha256": letter.sha256,
        "data": letter.data,
    }
    now = int(at.timestamp())
    outbox.add_letter(connection, {**row, "next_try": now, "composed": now}, found.told)


def _send(house: House, letters: list[Waiting], at: datetime) -> Counter[str]:
    """Send a round; each letter's end is recorded as soon as it is known."""
    parcels = [Parcel(one.key, house.sender.address, one.address, one.data) for one in letters]
    by_key = {one.key: one for one in letters}
    done: Counter[str] = Counter()
    for delivery in house.transport.send(parcels):
        done[_record(house, by_key[delivery.key], delivery, at)] += 1
    return done


def _record(house: House, letter: Waiting, delivery: Delivery, since: datetime) -> str:
    at = house.present(since)
    tries = letter.tries + (delivery.outcome is not Outcome.PAUSED)
    wait = PAUSE if delivery.outcome is Outcome.PAUSED else next_try(max(1, tries), letter.key)
    ended = {Outcome.SENT: SENT, Outcome.DEAD: DEAD}.get(delivery.outcome) or (None if wait else DEAD)
    with house.store.write() as connection:
        if ended is None and wait is not None:
            until = int((at + wait).timestamp())
            outbox.put_off(connection, letter.key, until=until, tries=tries, detail=delivery.detail)
            if delivery.outcome is not Outcome.PAUSED:
                return "put off"
            # The server refuses us as such: no letter is tried until then, by nobody.
            outbox.rest_until(connection, until)
            return "paused"
        state = ended or DEAD
        now = int(at.timestamp())
        if not outbox.end_letter(connection, letter.key, state=state, now=now, detail=delivery.detail):
            return "ended already"
        reason = delivery.detail if state == DEAD else None
        told = outbox.told_in(connection, letter.key)
        _end(house, connection, told, state, reason, at, letter=letter)
    return state


def _end(
    house: House,
    connection: Connection,
    keys: Iterable[NoticeKey],
    state: str,
    reason: str | None,
    at: datetime,
    letter: Waiting | None = None,
) -> None:
    """Record the end of notices, one event for each campaign they belong to."""
    for campaign, group in groupby(sorted(keys), key=lambda key: key[0]):
        told = list(group)
        data = {"state": state, "reason": reason, "notices": [list(key[1:]) for key in told]}
        if letter is not None:
            data |= {"sha256": letter.sha256, "letter": letter.key}
        ledger = house.ledger(connection, campaign, house.present(at))
        ledger.append([Event("notices_ended", ledger.noticed, data=data)], SYSTEM)
        ledger.flush()
        moved = [(number, version) for _, number, version, what, _ in told if what.startswith("moved:")]
        if state == SENT and moved:
            pace = house.on_record(connection, campaign).pace
            bind_announced(connection, ledger, pace, moved, ledger.noticed)
            ledger.flush()
