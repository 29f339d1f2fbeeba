"""Opening the database: SQLite by default, PostgreSQL by its URL; one transaction is one act."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from campaigns.faults import RefusalError

__all__ = ["Connection", "DBAPIError", "Store", "StoreError", "Trial", "sqlite_url"]

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
)
#: For what may be thrown away, such as a rehearsal: safe when the process dies, not when the power fails.
PASSING = "PRAGMA synchronous=OFF"


class StoreError(RefusalError):
    """The database cannot be used; the message says what to do."""


class Store:
    """The database of one data folder, or of one PostgreSQL URL."""

    def __init__(self, url: str | URL, *, durable: bool = True) -> None:
        """Connect lazily to `url`, e.g. sqlite:///data/duban.db or postgresql+psycopg://...

        Without `durable`, SQLite leaves syncing to the system. Raises StoreError for an URL it cannot use.
        """
        self.url = url
        try:
            self.engine = _engine(url, durable=durable)
        except (ArgumentError, ImportError) as error:
            raise StoreError(
                f"DUBAN_DATABASE 不能使用（{error}）：请写成 postgresql+psycopg://…",
                f"DUBAN_DATABASE cannot be used ({error}): write postgresql+psycopg://…",
            ) from None
        #: Whether statements take part in SQLite's or PostgreSQL's ways of locking.
        self.postgresql = self.engine.dialect.name == "postgresql"
        #: The transaction of `together` that this thread is in.
        self._whole = threading.local()

    @property
    def file(self) -> str:
        """The path of the SQLite file."""
        return make_url(self.url).database or ""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: it holds SQLite's write lock from its first moment."""
        whole = self._joined()
        if whole is not None:
            yield whole
            return
        with self._ready(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[Connection]:
        """One transaction around several: whatever this thread reads and writes meanwhile is part of it."""
        with self.write() as connection:
            self._whole.connection = connection
            try:
                yield connection
            finally:
                self._whole.connection = None

    def _joined(self) -> Connection | None:
        found: Connection | None = getattr(self._whole, "connection", None)
        return found

    @contextmanager
    def trial(self) -> Iterator[Connection]:
        """A transaction that may write and sees what it wrote; at its end all of it is taken back."""
        with self._ready(), self.engine.connect() as connection, connection.begin() as transaction:
            yield connection
            transaction.rollback()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, sees one moment, and never waits for a writer."""
        whole = self._joined()
        if whole is not None:
            yield whole
            return
        one_moment = {"isolation_level": "REPEATABLE READ"} if self.postgresql else {}
        with self._ready(), self.engine.connect() as connection:
            reading = connection.execution_options(duban_reads=True, **one_moment)
            with reading.begin():
                yield reading

    def schema(self) -> str | None:
        """The schema version on record, or None for an empty database."""
        with self._ready(), self.engine.connect().execution_options(duban_reads=True) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _ready(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if "locked" in str(error.orig):
                raise StoreError(
                    "数据库正忙：请稍后再试", "the database is busy: try again in a moment"
                ) from error
            if error.connection_invalidated or type(error) in {OperationalError, DatabaseError}:
                said = f"无法打开数据库或写入（{error.orig}）：请检查 --data、DUBAN_DATABASE 和磁盘"
                told = f"cannot open or write the database ({error.orig}): check --data, DUBAN_DATABASE, disk"
                raise StoreError(said, told) from error
            raise


class Trial(Store):
    """A store whose transactions are all parts of one that is taken back: what an act would bring about."""

    def __init__(self, store: Store, connection: Connection) -> None:
        """Read and write through `connection`, which stands in a trial of `store`."""
        self.url, self.engine, self.postgresql = store.url, store.engine, store.postgresql
        self._connection = connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Write, and leave the transaction open."""
        yield self._connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read what was written, too."""
        yield self._connection


def sqlite_url(folder: Path) -> URL:
    """The URL of the SQLite file in a data folder, whatever characters its path has."""
    return URL.create("sqlite", database=str(folder / "duban.db"))


def _engine(url: str | URL, *, durable: bool) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True, paramstyle="format")
    engine = create_engine(url, connect_args={"check_same_thread": False})

    def on_connect(connection: Any, _record: Any) -> None:
        """SQLite's own driver must not open transactions behind our back."""
        connection.isolation_level = None
        for pragma in (*PRAGMAS, *(() if durable else (PASSING,))):
            connection.execute(pragma)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("duban_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
