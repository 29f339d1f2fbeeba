"""Searching the record: pages of a chain, one event, and where each chain ends."""

from dataclasses import dataclass

from actions.house import House
from store import searching
from store.searching import Chain, Link, Sought

__all__ = ["Chain", "Link", "Page", "Sought", "chains", "event", "events_after", "page"]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the events that were sought, the newest first, and how many there are."""

    links: tuple[Link, ...]
    count: int


def chains(house: House) -> list[Chain]:
    """Every chain's end, by key; the office's own among them."""
    with house.store.read() as connection:
        return searching.chains(connection)


def page(house: House, campaign: str, sought: Sought, *, skip: int = 0, limit: int | None = None) -> Page:
    """The sought events without the newest `skip`, at most `limit`; without one, all of them."""
    with house.store.read() as connection:
        found = searching.events(connection, campaign, sought, skip=skip, limit=limit)
        return Page(tuple(found), searching.how_many(connection, campaign, sought))


def events_after(house: House, campaign: str, sought: Sought, after: int, limit: int) -> list[Link]:
    """The sought events above sequence `after`, the oldest first, at most `limit`."""
    with house.store.read() as connection:
        return searching.events_after(connection, campaign, sought, after, limit)


def event(house: House, campaign: str, sequence: int) -> Link | None:
    """One event; None where there is none."""
    with house.store.read() as connection:
        return searching.event(connection, campaign, sequence)
