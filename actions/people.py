"""Who acts: the person's name is kept beside the history, which holds only a commitment to it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from actions.house import House
from campaigns.events import Actor
from store import people
from store.engine import Connection


def named(house: House, actor: Actor, name: str | None) -> Actor:
    """`actor` as the person called `name`; without a name, as it was."""
    if not name:
        return actor
    with house.store.write() as connection:
        return replace(actor, person=people.commit_to(connection, name))


def committed(connection: Connection, approved_by: str | None) -> str | None:
    """The commitment under which history and revisions know who approved; None where nobody was named."""
    return people.commit_to(connection, approved_by) if approved_by else None


def names_in(house: House, bodies: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names behind the commitments in these events, as far as they are still kept."""
    held = [(body["actor"].get("person"), body["data"].get("approved_by")) for body in bodies]
    wanted = {commitment for pair in held for commitment in pair if commitment is not None}
    with house.store.read() as connection:
        return people.names(connection, wanted)
