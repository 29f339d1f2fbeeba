"""What the floor knows in advance: each transaction of a played campaign, as rows and as events to chain.

Reading and folding this is not measured. What is left to the floor is what nobody could save: the bodies'
canonical JSON, their hashes, the SQL and the commits.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.gauge import Boundary
from benchmarks.invented import KEY
from campaigns.fold import KEYS, Row, apply

#: Written once, by the launch, and not by folding the history.
LAUNCH_TABLES = ("revisions", "contacts")
_BODIES = "SELECT body FROM history WHERE campaign = ? AND sequence > ? AND sequence <= ? ORDER BY sequence"
Body = dict[str, Any]
#: A statement and the rows it is executed for.
Write = tuple[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction."""

    writes: tuple[Write, ...]
    #: Bodies without their sequence, which is the floor's to count.
    bodies: tuple[Body, ...]
    #: Revision and instant of noticing for the head's row; None where the chain did not grow.
    head: tuple[int, int] | None


class Collected:
    """The rows of one transaction as the fewest statements: a fold's `Rows`."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._new: dict[str, dict[tuple[Any, ...], Row]] = {}
        self._changed: dict[tuple[str, tuple[Any, ...]], Row] = {}

    def insert(self, table: str, row: Row) -> None:
        """A new row."""
        self._new.setdefault(table, {})[tuple([row[column] for column in KEYS[table]])] = row

    def update(self, table: str, key: tuple[Any, ...], changes: Row) -> None:
        """Changes to one row, gathered."""
        fresh = self._new.get(table, {}).get(key)
        target = fresh if fresh is not None else self._changed.setdefault((table, key), {})
        target.update(changes)

    def writes(self) -> Iterator[Write]:
        """One statement for each table's new rows and for each shape of change."""
        for table, rows in self._new.items():
            columns = list(next(iter(rows.values())))
            yield inserting(table, columns), [tuple([row[c] for c in columns]) for row in rows.values()]
        shapes: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        for (table, key), row in self._changed.items():
            shapes.setdefault((table, tuple(row)), []).append((*row.values(), *key))
        for (table, names), values in shapes.items():
            sets, wheres = (",".join(f'"{n}"=?' for n in names), " AND ".join(f"{n}=?" for n in KEYS[table]))
            yield f"UPDATE {table} SET {sets} WHERE {wheres}", values  # noqa: S608 - our own names


class Decisions:
    """Reads what Duban decided, transaction by transaction, from the database it wrote."""

    def __init__(self, database: Path) -> None:
        """Open `database` beside its writer."""
        self._connection = sqlite3.connect(database)
        self._leases: dict[str, tuple[Any, ...]] = {}
        self._sequence = 0

    def schema(self) -> list[str]:
        """The statements that make the same empty database."""
        found = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'table' DESC, rowid"
        return [sql for (sql,) in self._connection.execute(found)]

    def title(self) -> tuple[str, str, str]:
        """The head's title, algorithm and calendars."""
        asked = "SELECT title, algorithm, calendar FROM heads"
        row: tuple[str, str, str] = self._connection.execute(asked).fetchone()
        return row

    def after(self, boundaries: Sequence[Boundary]) -> Iterator[Transaction]:
        """The transactions that ended at `boundaries`, those next to the ones told so far."""
        for boundary in boundaries:
            leased = tuple(self._leased(boundary.leases))
            if boundary.sequence > self._sequence:
                yield self._grown(boundary.sequence, leased)
            elif leased:
                yield Transaction(leased, (), None)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _grown(self, sequence: int, leased: tuple[Write, ...]) -> Transaction:
        """The transaction that made the chain as long as `sequence`."""
        found = self._connection.execute(_BODIES, (KEY, self._sequence, sequence))
        bodies = [json.loads(text) for (text,) in found]
        collected = Collected()
        for body in bodies:
            apply(body, collected)
            del body["sequence"]
        first = self._sequence == 0
        self._sequence = sequence
        writes = (*leased, *(self._launch() if first else ()), *collected.writes())
        last = bodies[-1]
        noticed = int(datetime.fromisoformat(last["noticed"]).timestamp())
        return Transaction(writes, tuple(bodies), (last["revision"], noticed))

    def _leased(self, leases: Sequence[tuple[Any, ...]]) -> Iterator[Write]:
        """What changed of the leases."""
        for lease in leases:
            known, self._leases[lease[0]] = self._leases.get(lease[0]), lease
            if known is None:
                yield inserting("leases", ("name", "holder", "fence", "until")), [lease]
            elif known != lease:
                yield "UPDATE leases SET holder=?, fence=?, until=? WHERE name=?", [(*lease[1:], lease[0])]

    def _launch(self) -> Iterator[Write]:
        for table in LAUNCH_TABLES:
            rows = self._connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name from above
            yield inserting(table, [column[0] for column in rows.description]), rows.fetchall()


def inserting(table: str, columns: Sequence[str]) -> str:
    """INSERT of these columns."""
    names, marks = ",".join(f'"{c}"' for c in columns), ",".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
