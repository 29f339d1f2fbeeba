"""Duban beside the floor: the same half year played by both, week by week in turn."""

import gc
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.decisions import Decisions
from benchmarks.floor import Floor
from benchmarks.played import Played

#: Alembic's own note, which is no row of ours.
NOT_COMPARED = ("alembic_version",)


@dataclass(frozen=True, slots=True)
class Beside:
    """What both took, and whether they did the same."""

    size: int
    seed: int
    #: Seconds in all, and those of them in commits: Duban's, the floor's.
    duban: float
    duban_commits: float
    floor: float
    floor_commits: float
    #: Duban's seconds by launch, wakes and filings.
    parts: dict[str, float]
    done: dict[str, int]
    transactions: int
    #: Rows by table: Duban's and the floor's.
    rows: dict[str, tuple[int, int]]
    #: The last hash of each chain.
    hashes: tuple[str, str]
    #: Rows, over all tables, that one database holds and the other does not.
    differing: int

    @property
    def ratio(self) -> float:
        """How many times as long Duban takes as the floor."""
        return self.duban / self.floor

    @property
    def ratio_without_commits(self) -> float:
        """The same, the time in commits taken off both: the disk cannot hide what Duban adds."""
        return (self.duban - self.duban_commits) / (self.floor - self.floor_commits)

    @property
    def same(self) -> bool:
        """Whether both wrote the same."""
        equal = all(ours == theirs for ours, theirs in self.rows.values())
        return equal and self.hashes[0] == self.hashes[1] and self.differing == 0


def beside(folder: Path, size: int, seed: int, progress: Callable[[float], None]) -> Beside:
    """Play `size` obligations in the new `folder` by both; `progress` is told the share that is done."""
    played = Played(folder, size, seed)
    ours, theirs = folder / "duban.db", folder / "floor.db"
    decisions = Decisions(ours)
    floor: Floor | None = None
    told = transactions = 0
    gc.collect()
    gc.freeze()  # what was invented for the measure is nobody's garbage
    for _ in played.weeks():
        floor = floor or Floor(theirs, decisions.schema(), decisions.title())
        some = list(decisions.after(played.commits.boundaries[told:]))
        told, transactions = len(played.commits.boundaries), transactions + len(some)
        floor.write(some)
        progress(played.share)
    if floor is None:
        raise RuntimeError("nothing was played")
    decisions.close()
    played.house.store.close()
    floor.close()
    gc.unfreeze()
    rows, differing = compared(ours, theirs)
    return Beside(
        size=size,
        seed=seed,
        duban=played.total,
        duban_commits=played.commits.seconds,
        floor=floor.seconds,
        floor_commits=floor.commits,
        parts=dict(played.seconds),
        done=dict(played.done),
        transactions=transactions,
        rows=rows,
        hashes=(head(ours), floor.hash),
        differing=differing,
    )


def compared(ours: Path, theirs: Path) -> tuple[dict[str, tuple[int, int]], int]:
    """Rows of each table in both, and how many rows are in one only."""
    with sqlite3.connect(ours) as connection:
        connection.execute("ATTACH ? AS floor", (str(theirs),))
        names = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in names if name not in NOT_COMPARED]
        rows, differing = {}, 0
        for name in tables:
            sides = (f"main.{name}", f"floor.{name}")
            rows[name] = (_count(connection, sides[0]), _count(connection, sides[1]))
            for one, other in (sides, sides[::-1]):
                only = f"(SELECT * FROM {one} EXCEPT SELECT * FROM {other})"  # noqa: S608 - our own tables
                differing += _count(connection, only)
    connection.close()
    return rows, differing


def _count(connection: sqlite3.Connection, source: str) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]  # noqa: S608 - our own tables
    return found


def head(file: Path) -> str:
    """The last hash of the chain in `file`."""
    connection = sqlite3.connect(file)
    (found,) = connection.execute("SELECT hash FROM heads").fetchone()
    connection.close()
    return str(found)
