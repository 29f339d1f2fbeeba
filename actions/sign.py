"""Sign 签发: what waits as 待签发 leaves only when a person signs it for the leading group's office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.catching_up import catch_up
from actions.house import HOUSE_ZONE, ActionError, House
from campaigns.declaration import Rung
from campaigns.events import Actor, Event
from store import outbox
from store.engine import Connection
from store.history import Ledger
from store.outbox import Notice


@dataclass(frozen=True, slots=True)
class ToSign:
    """One notice that waits for a signature."""

    #: Handle for signing: obligation, occasion and recipient.
    id: str
    obligation: str
    #: supervise, circular, interview ...; or `instructed`, an instruction on its way to the unit.
    rung: str
    recipient: str
    since: datetime


def waiting(house: House, campaign: str | None = None) -> tuple[ToSign, ...]:
    """Everything 待签发, of one campaign or of all."""
    with house.store.read() as connection:
        found = outbox.waiting_for_signature(connection, HOUSE_ZONE)
        rungs = {n.campaign: house.on_record(connection, n.campaign).pace.rungs for n in found}
    return tuple(as_shown(n, rungs[n.campaign]) for n in found if campaign in {None, n.campaign})


def sign(house: House, ids: list[str], actor: Actor) -> tuple[ToSign, ...]:
    """Release the notices with these handles, or all of an obligation's; they leave at the next delivery.

    Raises ActionError unless the actor is the coordinator, and for a handle that waits for nothing.
    """
    if actor.role != "coordinator":
        raise ActionError(
            "签发只能由领导小组办公室（督办员）办理：请用 --as coordinator",
            "only the leading group's office signs: --as coordinator",
        )
    open_ = waiting(house)
    chosen = [one for one in open_ if one.id in ids or one.obligation in ids]
    unknown = [i for i in ids if all(i not in {one.id, one.obligation} for one in chosen)]
    if unknown:
        raise ActionError(
            f"没有待签发的“{unknown[0]}”：用 duban sign 查看待签发清单",
            f"“{unknown[0]}” waits for no signature: duban sign lists what does",
        )
    wanted = {one.id for one in chosen}
    with house.store.write() as connection:
        for campaign in sorted({one.obligation.partition("/")[0] for one in chosen}):
            ledger = house.ledger(connection, campaign, house.now())
            mine = _brought_up(house, connection, ledger, wanted)
            ledger.append([_signed(n, ledger.noticed) for n in mine], actor)
            ledger.flush()
            wanted -= {_id(n) for n in mine}
        if wanted:
            raise ActionError(
                f"“{min(wanted)}”已不再待签发：用 duban sign 查看待签发清单",
                f"“{min(wanted)}” no longer waits for a signature: duban sign lists what does",
            )
    return tuple(chosen)


def _brought_up(house: House, connection: Connection, ledger: Ledger, wanted: set[str]) -> list[Notice]:
    """The `wanted` notices of the locked campaign that still wait, their obligations brought up to now."""
    campaign = ledger.head.campaign
    mine = _waiting(connection, campaign, wanted)
    pace = house.on_record(connection, campaign).pace
    numbers = {n.obligation.number: None for n in mine}
    return _waiting(connection, campaign, wanted) if catch_up(connection, ledger, pace, numbers) else mine


def _waiting(connection: Connection, campaign: str, wanted: set[str]) -> list[Notice]:
    found = outbox.waiting_for_signature(connection, HOUSE_ZONE)
    return [n for n in found if n.campaign == campaign and _id(n) in wanted]


def _signed(notice: Notice, now: datetime) -> Event:
    _, number, version, occasion, recipient = notice.key
    return Event("signed", now, number, notice.obligation.id, {"notice": [version, occasion, recipient]})


def _id(notice: Notice) -> str:
    return f"{notice.obligation.id}#{notice.occasion.partition(':')[2]}@{notice.recipient}"


def as_shown(notice: Notice, rungs: Sequence[Rung]) -> ToSign:
    """`notice` as whoever signs sees it; `rungs` are those of its campaign."""
    what, _, index = notice.occasion.partition(":")
    rung = rungs[int(index)].rung if what == "rung" else what
    since = datetime.fromtimestamp(notice.effective, HOUSE_ZONE)
    return ToSign(_id(notice), notice.obligation.id, rung, notice.recipient, since)
