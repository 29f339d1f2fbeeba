"""Where the letters of a campaign's units go, and who has no mailbox: their notices reach nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from actions.addressing import address_book
from actions.house import House, OnRecord
from actions.liaison import LIAISON
from actions.seeing import campaign_seen, sees
from campaigns.absence import Absence, standing_in
from campaigns.events import Actor

#: Roles of a unit to which rungs may go.
ROLES = (LIAISON, "deputy", "head")


@dataclass(frozen=True, slots=True)
class Contacts:
    """One unit, and where its letters go."""

    unit: str
    title: str
    #: Whether something is asked of it in this campaign.
    owes: bool
    #: The mailbox of each of ROLES; None where nobody was named.
    addresses: Mapping[str, str | None]
    #: Who stands in for the liaison today; None while nobody does.
    away: Absence | None

    @property
    def unreachable(self) -> bool:
        """Whether it owes something and has no mailbox: the linter's finding."""
        return self.owes and self.addresses[LIAISON] is None


def contacts_of(house: House, actor: Actor, campaign: str) -> tuple[OnRecord, list[Contacts]]:
    """The units of `campaign` that owe something or have a mailbox, in the registry's order.

    Raises UnseenError for an unknown campaign.
    """
    record, now = campaign_seen(house, actor, campaign), house.now()
    planner = record.planner
    tasks = planner.campaign.tasks.values()
    owing = {unit for task in tasks for unit in planner.declaration.responsible(task, planner.campaign)}
    owing |= {unit for task in tasks for unit in dict(planner.declaration.helping(task, planner.campaign))}
    with house.store.read() as connection:
        book = address_book(connection, now)
    today, found = now.astimezone(record.zone).date(), []
    for key, unit in planner.declaration.units.items():
        addresses = {role: book.contacts.get((key, role), ("", None))[1] for role in ROLES}
        if sees(actor, key) and (key in owing or any(addresses.values())):
            away = standing_in(book.absences, key, LIAISON, today)
            found.append(Contacts(key, unit.name, key in owing, addresses, away))
    return record, found
