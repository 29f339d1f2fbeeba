"""Who sees what: the one filter by unit. To a unit, whatever is another one's does not exist."""

from actions.acts import find
from actions.house import ActionError, House, OnRecord
from campaigns.deciding.who import UNIT
from campaigns.events import Actor
from campaigns.lifecycle import Tracked
from store import obligations, searching


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
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, key.partition("/")[0])
            row = find(connection, record, key, guess=False)
        except ActionError:
            raise UnseenError from None
    if not sees(actor, row.unit):
        raise UnseenError
    return record, row


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
        return [
            row for row in obligations.everything(connection, campaign, record.zone) if sees(actor, row.unit)
        ]


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


def units_seen(house: House, actor: Actor) -> dict[str, str]:
    """Key and name of every unit that `actor` sees, in the registry's order."""
    found: dict[str, str] = {}
    for record in campaigns_seen(house, actor):
        units = record.planner.declaration.units
        found |= {key: unit.name for key, unit in units.items() if key not in found and sees(actor, key)}
    return found
