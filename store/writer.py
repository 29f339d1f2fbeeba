"""Rows on their way into the database: gathered in a transaction, written one statement per shape.

Statements that every act and wake needs go straight to the driver: compiled once for each dialect, without
what SQLAlchemy does around each execution, which costs more than SQLite itself.
"""

from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Select, Table, bindparam
from sqlalchemy.exc import DBAPIError

from campaigns.fold import KEYS, Row
from store.account_tables import accounts

#: Columns that travel outside the history; the fold never writes them.
OWN = {"notices": {"letter"}}


class Batch:
    """Collects inserts and updates; an update of a row that is new in the same batch changes it there."""

    def __init__(self) -> None:
        """Start with nothing to write."""
        self._new: dict[str, dict[tuple[Any, ...], Row]] = {}
        self._changed: dict[str, dict[tuple[Any, ...], Row]] = {}

    def insert(self, table: str, row: Row) -> None:
        """A new row of a folded table."""
        self._new.setdefault(table, {})[tuple([row[column] for column in KEYS[table]])] = row

    def update(self, table: str, key: tuple[Any, ...], changes: Row) -> None:
        """Change the row with `key`."""
        fresh = self._new.get(table)
        if fresh is not None and key in fresh:
            fresh[key].update(changes)
            return
        changed = self._changed.setdefault(table, {})
        if key in changed:
            changed[key].update(changes)
        else:
            changed[key] = dict(changes)

    def flush(self, connection: Connection) -> None:
        """Write everything, one executemany for each table and set of changed columns."""
        for table, rows in self._new.items():
            insert_many(connection, table, list(rows.values()))
        for table, changes in self._changed.items():
            shapes: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
            for key, change in changes.items():
                shapes.setdefault(tuple(change), []).append((*change.values(), *key))
            for shape, values in shapes.items():
                update_many(connection, table, shape, values)
        self._new.clear()
        self._changed.clear()


def insert_many(connection: Connection, table: str, rows: list[Row]) -> None:
    """Insert `rows`, each with every column of `table` that the history knows."""
    sql, pick = _insert(connection.dialect, table)
    _send(connection, sql, [pick(row) for row in rows], many=True)


def update_many(
    connection: Connection, table: str, shape: tuple[str, ...], values: list[tuple[Any, ...]]
) -> None:
    """Set the columns of `shape`; each of `values` holds them, then the row's primary key."""
    _send(connection, _update(connection.dialect, table, shape), values, many=True)


def fetch(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
    """The rows of `statement`, plain tuples, with `values` by the names of its parameters.

    `statement` must be one of few, kept by its module, and only of texts and integers: it is compiled once,
    and what the driver gives is not converted.
    """
    sql, names, usual = _asking(connection.dialect, statement)
    found = {**usual, **values}
    rows: list[Any] = _send(connection, sql, [found[name] for name in names]).fetchall()
    return rows


@cache
def _asking(dialect: Dialect, statement: Select[Any]) -> tuple[str, list[str], dict[str, Any]]:
    """The text of `statement`, its parameters in order, and the values that are its own."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), list(compiled.positiontup or ()), dict(compiled.params)


def _send(connection: Connection, sql: str, values: list[Any], *, many: bool = False) -> Any:
    """The cursor after `sql`; the driver's errors come out as SQLAlchemy's."""
    dialect = connection.dialect
    cursor = connection.connection.cursor()
    try:
        if many:
            dialect.do_executemany(cursor, sql, values)
        else:
            dialect.do_execute(cursor, sql, values)
    except dialect.loaded_dbapi.Error as error:
        kind = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(sql, values, error, kind, dialect=dialect) from error
    return cursor


@cache
def _insert(dialect: Dialect, table: str) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    columns = [c.name for c in table_of(table).columns if c.name not in OWN.get(table, ())]
    statement = table_of(table).insert().values({name: bindparam(name) for name in columns})
    return str(statement.compile(dialect=dialect)), itemgetter(*columns)


@cache
def _update(dialect: Dialect, table: str, shape: tuple[str, ...]) -> str:
    """UPDATE ... SET shape WHERE primary key, its parameters in that order."""
    target = table_of(table)
    keys = [column.name for column in target.primary_key]
    where = [target.c[name] == bindparam(f"key_{name}") for name in keys]
    statement = (
        target.update().where(*where).ordered_values(*[(name, bindparam(f"set_{name}")) for name in shape])
    )
    compiled = statement.compile(dialect=dialect)
    order = [*(f"set_{name}" for name in shape), *(f"key_{name}" for name in keys)]
    if compiled.positiontup is not None and compiled.positiontup != order:
        raise RuntimeError(f"parameters of {table} would be written in the wrong order")
    return str(compiled)


def table_of(name: str) -> Table:
    """The table called `name`."""
    return accounts.metadata.tables[name]
