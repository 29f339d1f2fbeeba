"""The clock, part of the composition root: the real one, or a data folder's own."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pendulum

from campaigns.faults import RefusalError

NAME = "clock.json"


class ClockError(RefusalError):
    """The data folder's own clock cannot be read."""


class Clock(Protocol):
    """Gives the instant that everything is judged by; whole seconds."""

    simulated: bool

    def now(self) -> datetime:
        """The present instant, aware."""


class RealClock:
    """The machine's clock."""

    simulated = False

    def now(self) -> datetime:
        """The present instant in UTC, whole seconds; a plain datetime: no library type goes on record."""
        return datetime.fromtimestamp(pendulum.now("UTC").int_timestamp, UTC)


class FolderClock:
    """A data folder's own clock: it stands still until it is set, and marks the folder as simulated."""

    simulated = True

    def __init__(self, folder: Path, *, at: datetime | None = None) -> None:
        """Read the folder's clock; with `at`, set it first."""
        self._path = folder / NAME
        if at is not None:
            self.set(at)
        self._now = self._read()

    def _read(self) -> datetime:
        try:
            told = datetime.fromisoformat(json.loads(self._path.read_text(encoding="utf-8"))["now"])
        except (OSError, ValueError, TypeError, KeyError):
            said = f"演示时钟 {NAME} 已损坏：请重新 duban demo，或换一个 --data"
            raise ClockError(said, f"the demo's clock {NAME} is damaged: run duban demo anew") from None
        return told

    def now(self) -> datetime:
        """The instant the folder stands at."""
        return self._now

    def move(self, instant: datetime) -> None:
        """Go to `instant` in memory only; `set` keeps it."""
        self._now = instant

    def set(self, instant: datetime) -> None:
        """Go to `instant` and keep it."""
        self._now = instant
        self._path.parent.mkdir(parents=True, exist_ok=True)
        told = {"now": instant.isoformat(), "simulated": True, "notice": "演示数据，非真实情况"}
        fresh = self._path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self._path)  # noqa: PTH105 - Path.replace is the same call


def clock_of(folder: Path) -> Clock:
    """The folder's own clock where it has one, else the machine's."""
    return FolderClock(folder) if (folder / NAME).exists() else RealClock()
