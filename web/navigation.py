"""Where the navigation leads, by role; each part of the pages names its own places."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.accounts import Account


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    path: str
    #: What it is called: marked by `words(...)`.
    title: str
    roles: frozenset[str]


class Places:
    """Every entry, in the order in which the parts were put together."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Keep them."""
        self._places = tuple(places)

    def of(self, account: Account | None) -> tuple[Place, ...]:
        """Those of the account's role; nobody signed in has none."""
        role = None if account is None else account.role
        return tuple(one for one in self._places if role in one.roles)


def place(path: str, title: str, *roles: str) -> Place:
    """An entry for these roles."""
    return Place(path, title, frozenset(roles))
