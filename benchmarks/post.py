"""Letters: how many are composed, and how many leave, in a second; apart from what acts and wakes cost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from actions.deliver import deliver
from actions.launch import launch
from actions.wake import wake
from benchmarks.invented import KEY
from benchmarks.played import OFFICE, Played
from notifications.transports import Delivery, Parcel, Transport


@dataclass(frozen=True, slots=True)
class Post:
    """What letters took."""

    letters: int
    notices: int
    #: Seconds of choosing and composing, and of writing `.eml` files and recording their end.
    composing: float
    delivering: float

    @property
    def composed(self) -> float:
        """Letters composed in a second."""
        return self.letters / self.composing

    @property
    def delivered(self) -> float:
        """Letters delivered in a second."""
        return self.letters / self.delivering


class Watched:
    """A transport that notes when sending first began."""

    name = "watched"

    def __init__(self, transport: Transport) -> None:
        """Send by `transport`."""
        self._transport = transport
        self.began: float | None = None

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Send `parcels`."""
        self.began = self.began or perf_counter()
        yield from self._transport.send(parcels)


def post(folder: Path, size: int, days: int, seed: int, progress: Callable[[float], None]) -> Post:
    """Let `days` pass among `size` obligations of which none is filed, and deliver each day's letters."""
    played = Played(folder, size, seed)
    launch(played.house, played.declared, KEY, OFFICE, at=played.start)
    office = played.declared.declaration.defaults.office
    letters, notices, composing, delivering = 0, 0, 0.0, 0.0
    for day in range(days):
        at = office.opening(played.start.date() + timedelta(days=day + 1))
        played.clock.move(at)
        notices += _reminded(wake(played.house, KEY, at))
        sent, compose_seconds, send_seconds = _day(played, at)
        letters += sent
        if sent:
            composing, delivering = composing + compose_seconds, delivering + send_seconds
        progress((day + 1) / days)
    played.house.store.close()
    return Post(letters, notices, composing, delivering)


def _reminded(done: dict[str, int]) -> int:
    return done.get("remind", 0) + done.get("urge", 0)


def _day(played: Played, at: datetime) -> tuple[int, float, float]:
    """Letters sent at `at`, and the seconds before and after sending began."""
    usual = played.house.transport
    watched = Watched(usual)
    played.house.transport = watched
    began = perf_counter()
    sent = deliver(played.house, at).get("sent", 0)
    ended = perf_counter()
    played.house.transport = usual
    first = watched.began or ended
    return sent, first - began, ended - first
