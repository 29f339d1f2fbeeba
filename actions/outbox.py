"""The outbox for reading."""

from typing import Any

from actions.house import House
from store import outbox


def letters(house: House, limit: int) -> list[dict[str, Any]]:
    """The newest `limit` letters, newest first, without their bytes."""
    with house.store.read() as connection:
        return outbox.list_letters(connection, limit)


def counts(house: House) -> dict[str, int]:
    """Letters by state."""
    with house.store.read() as connection:
        return outbox.counts(connection)
