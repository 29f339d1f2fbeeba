"""The outbox for reading."""

from typing import Any

from actions.house import HOUSE_ZONE, House
from store import outbox


def letters(house: House, limit: int) -> list[dict[str, Any]]:
    """The newest `limit` letters, newest first, without their bytes."""
    with house.store.read() as connection:
        return outbox.list_letters(connection, limit)


def undeliverable(house: House) -> list[tuple[str, str]]:
    """Recipient and obligation of every notice that could not be told for want of an address."""
    with house.store.read() as connection:
        return [(n.recipient, n.obligation.id) for n in outbox.undeliverable(connection, HOUSE_ZONE)]


def counts(house: House) -> dict[str, int]:
    """Letters by state."""
    with house.store.read() as connection:
        return outbox.counts(connection)
