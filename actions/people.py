"""Who acts: the person's name is kept beside the history, which holds only a commitment to it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from actions.house import House
from campaigns.events import Actor
from store import people


def named(house: House, actor: Actor, name: str | None) -> Actor:
    """`actor` as the person called `name`; without a name, as it was."""
    if not name:
        return actor
    with house.store.write() as connection:
        return replace(actor, person=people.commit_to(connection, name))


def names_in(house: House, bodies: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names behind the commitments in these events, as far as they are still kept."""
    wanted = {body["actor"]["person"] for body in bodies if "person" in body["actor"]}
    with house.store.read() as connection:
        return people.names(connection, wanted)
