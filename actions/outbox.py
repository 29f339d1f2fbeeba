"""The outbox for reading."""

from dataclasses import dataclass
from typing import Any

from actions.house import HOUSE_ZONE, House
from actions.preview import text_of
from actions.seeing import UnseenError
from store import outbox

#: The states of letters.
STATES = ("new", "sent", "dead", "withdrawn")


@dataclass(frozen=True, slots=True)
class AsSent:
    """A letter as it was sent, or will be."""

    #: recipient, day, subject, state, tries, detail, composed, ended, message_id, sha256 ...
    row: dict[str, Any]
    text: str


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


def in_states(house: House, states: tuple[str, ...], limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """`limit` letters in one of these states after the first `offset`, newest first, without their bytes."""
    with house.store.read() as connection:
        return outbox.letters_in(connection, states, limit, offset)


def as_sent(house: House, key: str) -> AsSent:
    """The letter `key`, its text read back from its bytes; raises UnseenError for an unknown one."""
    with house.store.read() as connection:
        found = outbox.letter(connection, key)
    if found is None:
        raise UnseenError
    return AsSent({name: cell for name, cell in found.items() if name != "data"}, text_of(found["data"]))
