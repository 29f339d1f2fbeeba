"""The floor: the same rows and hashes by sqlite3 alone, with nothing to find out and nothing to decide."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.decisions import Transaction, inserting
from benchmarks.invented import KEY
from store.engine import PRAGMAS
from store.history import GENESIS

HISTORY = ("campaign", "sequence", "number", "body", "previous", "hash")
HEAD = ("campaign", "title", "revision", "algorithm", "sequence", "hash", "noticed", "calendar")
_HEAD = "UPDATE heads SET revision=?, sequence=?, hash=?, noticed=?, calendar=? WHERE campaign=?"
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Floor:
    """One campaign's database, written by plain SQL."""

    def __init__(self, file: Path, schema: Sequence[str], title: tuple[str, str, str]) -> None:
        """Make the empty database `file` with the same `schema` and pragmas; not measured."""
        self._connection = sqlite3.connect(file, isolation_level=None)
        for statement in (*PRAGMAS, *schema):
            self._connection.execute(statement)
        head = (KEY, title[0], 0, title[1], 0, GENESIS, 0, title[2])
        self._connection.execute(inserting("heads", HEAD), head)
        self._calendar = title[2]
        self._history = inserting("history", HISTORY)
        self._sequence, self.hash = 0, GENESIS
        #: Seconds in all, and in commits.
        self.seconds = self.commits = 0.0

    def write(self, transactions: Iterable[Transaction]) -> None:
        """Write `transactions`, each with its own commit."""
        began = perf_counter()
        for transaction in transactions:
            self._one(transaction)
        self.seconds += perf_counter() - began

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _one(self, transaction: Transaction) -> None:
        send, many = self._connection.execute, self._connection.executemany
        send("BEGIN IMMEDIATE")
        for statement, rows in transaction.writes:
            many(statement, rows)
        if transaction.head is not None:
            rows, previous, sequence = [], self.hash, self._sequence
            for body in transaction.bodies:
                sequence += 1
                body["sequence"] = sequence
                text = _canonical(body)
                own = hashlib.sha256(f"v1\n{previous}\n{text}".encode()).hexdigest()
                rows.append((KEY, sequence, body["number"], text, previous, own))
                previous = own
            many(self._history, rows)
            revision, noticed = transaction.head
            send(_HEAD, (revision, sequence, previous, noticed, self._calendar, KEY))
            self.hash, self._sequence = previous, sequence
        ready = perf_counter()
        send("COMMIT")
        self.commits += perf_counter() - ready
