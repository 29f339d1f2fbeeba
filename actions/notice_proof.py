"""Proof of notice 送达证明 in four facts: sent, delivered, opened, acknowledged; unknown is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.house import HOUSE_ZONE, House
from campaigns.lifecycle import SENT
from store import acknowledgements, notice_proof

YES, NO, UNKNOWN, NOT_ASKED = "yes", "no", "unknown", "not asked"
#: Rungs whose notices nobody acknowledges; an official one is, and so is an instruction.
_PLAIN = {"remind", "urge"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the four: whether, since when, and what else is known."""

    is_so: str
    at: datetime | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """A notice, and what can be proved of it."""

    obligation: str
    unit: str
    task: str
    occasion: str
    recipient: str
    state: str
    #: When it was due by the rule, and when that was recorded.
    effective: datetime
    noticed: datetime
    #: Given over to the mail server.
    sent: Fact
    #: Arrived in the mailbox: no server says so reliably.
    delivered: Fact
    #: The link was fetched. Opening one writes nothing, so nobody knows.
    opened: Fact
    acknowledged: Fact


@dataclass(frozen=True, slots=True)
class Proofs:
    """Some notices, the newest first, and how many there are."""

    notices: tuple[Proved, ...]
    count: int


def proofs(
    house: House,
    campaign: str,
    *,
    unit: str | None = None,
    state: str | None = None,
    skip: int = 0,
    limit: int | None = None,
) -> Proofs:
    """What is proved of the notices of a launched campaign; without `limit`, of all."""
    with house.store.read() as connection:
        rungs = [rung.rung for rung in house.on_record(connection, campaign).pace.rungs]
        known = acknowledgements.of(connection, campaign)
        rows = notice_proof.found(connection, campaign, unit=unit, state=state, skip=skip, limit=limit)
        count = notice_proof.how_many(connection, campaign, unit=unit, state=state)
    return Proofs(tuple(_proved(row, rungs, known) for row in rows), count)


def proofs_of(house: House, campaign: str, number: int) -> tuple[Proved, ...]:
    """What is proved of the notices about one obligation."""
    with house.store.read() as connection:
        rungs = [rung.rung for rung in house.on_record(connection, campaign).pace.rungs]
        known = acknowledgements.of(connection, campaign)
        rows = notice_proof.found(connection, campaign, number=number)
    return tuple(_proved(row, rungs, known) for row in rows)


def _proved(row: dict[str, object], rungs: Sequence[str], known: dict[tuple[str, str], int]) -> Proved:
    ended, gone = row["ended"], row["state"] == SENT
    why = None if gone else str(row["reason"] or row["detail"] or "") or None
    after = Fact(UNKNOWN if gone else NO)
    return Proved(
        obligation=str(row["id"]),
        unit=str(row["unit"]),
        task=str(row["task"]),
        occasion=str(row["occasion"]),
        recipient=str(row["recipient"]),
        state=str(row["state"]),
        effective=_instant(row["effective"]),
        noticed=_instant(row["noticed"]),
        sent=Fact(YES if gone else NO, _instant(ended) if ended is not None else None, why),
        delivered=after,
        opened=after,
        acknowledged=_acknowledged(row, rungs, known) if gone else Fact(NO),
    )


def _acknowledged(row: dict[str, object], rungs: Sequence[str], known: dict[tuple[str, str], int]) -> Fact:
    what, _, index = str(row["occasion"]).partition(":")
    asked = what == "instructed" or (what == "rung" and rungs[int(index)] not in _PLAIN)
    # The office's own copy is acknowledged by nobody.
    if not asked or not str(row["recipient"]).startswith(f"{row['unit']}/"):
        return Fact(NOT_ASKED)
    at = known.get((str(row["unit"]), f"notice:{row['number']}:{row['version']}:{row['occasion']}"))
    return Fact(NO) if at is None else Fact(YES, _instant(at))


def _instant(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), HOUSE_ZONE)
