"""Searching the record: pages of a chain, one event, and where each chain ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.house import House
from store import history, searching
from store.searching import Chain, Link, Sought

__all__ = ["Chain", "Link", "Page", "Sought", "chains", "event", "events_after", "page", "place_of"]


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


def place_of(house: House, body: Mapping[str, Any]) -> tuple[str, int] | None:
    """File and line of the declaration on which the obligation of an event rests, as planned or amended last.

    The file is empty where it is the main one. None where it concerns no obligation, or nobody said.
    """
    if body["number"] is None:
        return None
    with house.store.read() as connection:
        told = list(history.bodies(connection, body["campaign"], body["number"]))
    known = [one["data"] for one in told if one["sequence"] <= body["sequence"] and one["data"].get("line")]
    return (known[-1].get("file", ""), known[-1]["line"]) if known else None


def event(house: House, campaign: str, sequence: int) -> Link | None:
    """One event; None where there is none."""
    with house.store.read() as connection:
        return searching.event(connection, campaign, sequence)
