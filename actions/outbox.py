"""The outbox for reading."""

from typing import Any

from actions.house import HOUSE_ZONE, House
from store import outbox


def letters(house: House, limit: int) -> list[dict[str, Any]]:
    """The newest `limit` letters, newest first, without their bytes."""
    with house.store.read() as connection:
        return outbox.list_letters(connection, limit)


def undeliverable(house: House) -> list[tuple[str, str, str]]:
    """Recipient, obligation and reason of every notice that ended without a letter."""
    with house.store.read() as connection:
        found = outbox.undeliverable(connection, HOUSE_ZONE)
        return [(n.recipient, n.obligation.id, n.reason or "") for n in found]


def counts(house: House) -> dict[str, int]:
    """Letters by state."""
    with house.store.read() as connection:
        return outbox.counts(connection)
