"""The house the flows of this process work for. Set once by whoever serves; read by every flow."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.port import House

_house: ContextVar[House | None] = ContextVar("house", default=None)


class NoHouseError(RuntimeError):
    """A Duban flow was run in a process that serves no house; run it through `duban up`."""

    def __init__(self) -> None:
        """Carry the class's own sentence as the message."""
        super().__init__(self.__doc__)


@contextmanager
def serving(house: House) -> Iterator[None]:
    """Make `house` the one the flows of this context work for."""
    token = _house.set(house)
    try:
        yield
    finally:
        _house.reset(token)


def current() -> House:
    """Return the house of this context; raises `NoHouseError` where nobody serves one."""
    house = _house.get()
    if house is None:
        raise NoHouseError
    return house
