"""An act tried out: done, looked at, and taken back; or done, with what it put on record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Generic, TypeVar

from actions.house import House
from actions.people import names_in
from reports.decided import Names
from reports.sentences import sentence
from store import history
from store.engine import Connection, Trial

_T = TypeVar("_T")
#: Lines of the history that are told of one act, at most.
MOST_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Done(Generic[_T]):
    """What an act gave, and what it put on record."""

    found: _T
    #: The history's last sequence before the act, and after it.
    before: int
    after: int
    #: Bodies of the history rows in between, MOST_TOLD at most.
    bodies: tuple[dict[str, Any], ...]

    def only(self, *kinds: str) -> tuple[dict[str, Any], ...]:
        """The bodies of these kinds."""
        return tuple(body for body in self.bodies if body["kind"] in kinds)


def tried(house: House, campaign: str, act: Callable[[House], _T]) -> Done[_T]:
    """What `act` would give and put on record in `campaign`, if it were done now; all of it is taken back.

    Like every act it waits for the one that is under way. Raises what the act raises.
    """
    with house.store.trial() as connection:
        return performed(on_trial(house, connection), campaign, act)


def on_trial(house: House, connection: Connection) -> House:
    """`house`, all of whose transactions are part of the trial that `connection` holds."""
    # What is worked out here was never put on record: the house must not remember it.
    return replace(house, store=Trial(house.store, connection), _cache={}, _proposed={})


def performed(house: House, campaign: str, act: Callable[[House], _T]) -> Done[_T]:
    """What `act` gave and put on record in `campaign`, and what came between by others in that moment."""
    with house.store.read() as connection:
        before = history.last(connection, campaign)
    found = act(house)
    with house.store.read() as connection:
        after = history.last(connection, campaign)
    return Done(found, before, after, recorded_between(house, campaign, before, after))


def recorded_between(house: House, campaign: str, before: int, after: int) -> tuple[dict[str, Any], ...]:
    """The bodies of the history of `campaign` after sequence `before`, up to `after`; MOST_TOLD at most."""
    with house.store.read() as connection:
        found = history.bodies(connection, campaign, after=before)
        return tuple(islice(found, max(0, min(after - before, MOST_TOLD))))


def told(house: House, campaign: str, bodies: tuple[dict[str, Any], ...], lang: str) -> list[str]:
    """`bodies` as the sentences of the record."""
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
    units = {key: unit.short for key, unit in record.planner.declaration.units.items()}
    tasks = {key: task.title for key, task in record.planner.campaign.tasks.items()}
    names = Names(units, tasks, names_in(house, bodies))
    return [sentence(body, names, lang) for body in bodies]
