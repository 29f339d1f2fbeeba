"""Where a letter goes: the newest mailbox of a unit's role, or the one that stands in on that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.absence import Absence, standing_in
from notifications.letters import Recipient
from store import contacts
from store.contacts import Role
from store.engine import Connection

#: Said in the address of a letter to a substitute, behind the unit's name.
STANDS_IN = "（代理联络员）"


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Mailboxes by unit and role, and who stands in when."""

    contacts: Mapping[Role, tuple[str, str | None]]
    #: In the order in which they were named.
    absences: Sequence[Absence]

    def recipient(self, key: str, day: date) -> Recipient | None:
        """Whom a letter for `key` (unit/role) reaches on `day` of its campaign's zone; None without address.

        The key stays that of the role: whoever stands in gets the role's letters, and the role none of them.
        """
        unit, _, role = key.rpartition("/")
        away = standing_in(self.absences, unit, role, day)
        if away is not None:
            return Recipient(key, f"{away.name}{STANDS_IN}", away.address, role)
        name, address = self.contacts.get((unit, role), (key, None))
        return Recipient(key, name, address, role) if address is not None else None


def address_book(connection: Connection, at: datetime) -> AddressBook:
    """The book as it stands, with whoever is away at `at`, wherever a campaign is, or later."""
    since = at.date() - timedelta(days=1)
    return AddressBook(contacts.newest_contacts(connection), contacts.absences_since(connection, since))
