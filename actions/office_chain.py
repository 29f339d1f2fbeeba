"""The office's own chain: what belongs to no campaign, such as calendars and who is a unit's liaison."""

from actions.house import HOUSE_ZONE, House
from campaigns.events import OFFICE_CHAIN, Actor, Event
from store import leases
from store.engine import Connection
from store.history import Ledger, lock, new_head

#: Title of the chain.
TITLE = "办公室"


def office_ledger(house: House, connection: Connection, actor: Actor) -> Ledger:
    """The office's chain, locked for appending; it is opened by whoever first has something to put there."""
    leases.in_turn(connection, OFFICE_CHAIN)
    head = lock(connection, OFFICE_CHAIN)
    fresh = head is None
    head = head or new_head(connection, OFFICE_CHAIN, TITLE, house.settings.algorithm)
    ledger = Ledger(connection, head, now=house.now(), zone=HOUSE_ZONE)
    if fresh:
        opened = {"title": TITLE, "algorithm": head.algorithm, "simulated": house.simulated}
        ledger.append([Event("chain_opened", ledger.noticed, data=opened)], actor)
    return ledger
