"""Who sees what: the one filter by unit. To a unit, whatever is another one's does not exist."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from actions.acts import find, lead_of, unit_of
from actions.house import ActionError, House, OnRecord
from campaigns.deciding.who import GRANTS, UNIT
from campaigns.events import Actor
from campaigns.lifecycle import OPENED, WAITING, Tracked
from store import obligations, owing, searching

#: After every breach.
_NEVER = datetime.max.replace(tzinfo=UTC)


class UnseenError(ActionError):
    """There is no such thing, or it is another unit's: nobody can tell which."""

    def __init__(self) -> None:
        """Say the same of both."""
        super().__init__("没有这一项", "there is no such thing")


def unit_seen(actor: Actor) -> str | None:
    """The only unit whose things `actor` sees; None: every unit's."""
    if actor.role != UNIT:
        return None
    if actor.unit is None:
        raise UnseenError
    return actor.unit


def sees(actor: Actor, unit: str) -> bool:
    """Whether `actor` sees what belongs to `unit`."""
    return unit_seen(actor) in {None, unit}


def campaigns_seen(house: House, actor: Actor) -> list[OnRecord]:
    """Every launched campaign in which `actor` has something to see, in the order of launching."""
    mine = unit_seen(actor)
    with house.store.read() as connection:
        records = [house.on_record(connection, key) for key, *_ in obligations.running(connection)]
    return [one for one in records if mine is None or mine in one.planner.declaration.units]


def obligation_seen(house: House, actor: Actor, key: str) -> tuple[OnRecord, Tracked]:
    """The obligation `key` and its campaign; raises UnseenError for an unknown one and for another unit's."""
    record, row = _found(house, key)
    if not sees(actor, row.unit):
        raise UnseenError
    return record, row


def urgeable_seen(house: House, actor: Actor, key: str) -> None:
    """As `obligation_seen`; to a unit also what it may urge: what those owe who help with a task it leads."""
    record, row = _found(house, key)
    led = unit_seen(actor) == lead_of(record, row) and row.status in GRANTS["urge"].statuses
    if not led and not sees(actor, row.unit):
        raise UnseenError


def keys_seen(house: House, actor: Actor, keys: Iterable[str]) -> set[str]:
    """Those of the `keys` of obligations that `actor` sees."""
    return {key for key in keys if sees(actor, _found(house, key)[1].unit)}


def _found(house: House, key: str) -> tuple[OnRecord, Tracked]:
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, key.partition("/")[0])
            return record, find(connection, record, key, guess=False)
        except ActionError:
            raise UnseenError from None


def campaign_seen(house: House, actor: Actor, campaign: str) -> OnRecord:
    """The launched campaign; raises UnseenError for an unknown one, and where `actor` has no part in it."""
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, campaign)
        except ActionError:
            raise UnseenError from None
    if unit_seen(actor) not in {None, *record.planner.declaration.units}:
        raise UnseenError
    return record


def obligations_seen(house: House, actor: Actor, campaign: str) -> list[Tracked]:
    """What `actor` sees of the obligations of `campaign`; raises UnseenError for an unknown campaign."""
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, campaign)
        except ActionError:
            raise UnseenError from None
        mine = unit_seen(actor)
        if mine is not None:
            return owing.of_unit(connection, campaign, mine, record.zone)
        return list(obligations.everything(connection, campaign, record.zone))


def obligations_page_seen(
    house: House, actor: Actor, campaign: str, *, after: int, limit: int, **sought: str | None
) -> tuple[OnRecord, list[Tracked]]:
    """At most `limit` of them above number `after`; `sought`: unit, task or status. Raises as above."""
    mine = unit_seen(actor)
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, campaign)
        except ActionError:
            raise UnseenError from None
        if mine is not None and sought.get("unit") not in {None, mine}:
            return record, []
        wanted = {**sought, "unit": mine or sought.get("unit")}
        found = searching.obligations_page(
            connection, campaign, record.zone, after=after, limit=limit, **wanted
        )
        return record, found


def obligations_searched(house: House, actor: Actor, campaign: str, **sought: str | None) -> list[Tracked]:
    """All of `campaign` that `actor` sees and that fit what is `sought`: unit, task or status."""
    found = obligations_seen(house, actor, campaign)
    wanted = [(name, value) for name, value in sought.items() if value is not None]
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted)]


def refuse_unseen_unit(record: OnRecord, actor: Actor, name: str) -> None:
    """Raise UnseenError where `actor` is a unit and `name` is not what that unit is called."""
    if unit_seen(actor) is None:
        return
    try:
        known = unit_of(record, name)
    except ActionError:
        raise UnseenError from None
    if not sees(actor, known):
        raise UnseenError


def units_seen(house: House, actor: Actor) -> dict[str, str]:
    """Key and name of every unit that `actor` sees, in the registry's order."""
    found: dict[str, str] = {}
    for record in campaigns_seen(house, actor):
        units = record.planner.declaration.units
        found |= {key: unit.name for key, unit in units.items() if key not in found and sees(actor, key)}
    return found


def units_by_urgency(house: House, actor: Actor) -> dict[str, str]:
    """The same units, those first whose open obligations breach first; who owes nothing at the end."""
    nearest: dict[str, datetime] = {}
    for record in campaigns_seen(house, actor):
        for row in obligations_seen(house, actor, record.key):
            if row.status == OPENED and row.breach is not None and row.past is None:
                nearest[row.unit] = min(row.breach, nearest.get(row.unit, row.breach))
    found = units_seen(house, actor)
    return {key: found[key] for key in sorted(found, key=lambda key: nearest.get(key, _NEVER))}


def events_seen(actor: Actor, bodies: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the history of obligations that `actor` sees, what it is told.

    To a unit, what waits for a signature 待签发 is not there before it was signed and sent on to it, be it an
    instruction, a 督办 or a 通报; nor is what the office only proposes to its leaders, or drops.
    """
    told = list(bodies)
    mine = unit_seen(actor)
    if mine is None:
        return told
    signed = {(b["obligation"], *b["data"]["notice"]) for b in told if b["kind"] == "signed"}
    return [body for body in told if not _internal(body, mine, signed)]


def _internal(body: dict[str, Any], unit: str, signed: set[tuple[Any, ...]]) -> bool:
    """Whether an event is the office's own business, as far as the unit knows."""
    data, kind = body["data"], body["kind"]
    if kind == "signed":
        return not str(data["notice"][2]).startswith(f"{unit}/")
    if kind == "dropped" or (kind == "asked" and data["kind"] == "disregard"):
        return True
    waiting = [one for one in data.get("notices", ()) if isinstance(one, dict) and one["state"] == WAITING]
    keys = {(body["obligation"], one["version"], one["occasion"], one["recipient"]) for one in waiting}
    own = {key for key in keys if str(key[3]).startswith(f"{unit}/")}
    return bool(waiting) and not own & signed
