"""Gauges: where transactions end and how long their commits take, and how many statements were sent."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from benchmarks.invented import KEY
from store.engine import Store

_HEAD = "SELECT sequence FROM heads WHERE campaign = ?"
_LEASES = "SELECT name, holder, fence, until FROM leases"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a transaction that wrote something ended."""

    #: The history's last sequence then.
    sequence: int
    #: The rows of the leases then: name, holder, fence, until.
    leases: tuple[tuple[Any, ...], ...]


@dataclass(slots=True)
class Commits:
    """What was seen of the commits of one store."""

    boundaries: list[Boundary] = field(default_factory=list)
    #: Seconds spent in commits.
    seconds: float = 0.0
    #: Seconds that looking on took, which are nobody's.
    looking: float = 0.0
    _changes: int = 0

    def see(self, connection: Any, commit: Callable[[Any], None]) -> None:
        """Note where the transaction stands, and let it commit."""
        began = perf_counter()
        raw = connection.dbapi_connection
        if raw.total_changes != self._changes:
            self._changes = raw.total_changes
            head = raw.execute(_HEAD, (KEY,)).fetchone()
            leases = tuple(raw.execute(_LEASES))
            self.boundaries.append(Boundary(head[0] if head else 0, leases))
        ready = perf_counter()
        commit(connection)
        self.looking += ready - began
        self.seconds += perf_counter() - ready


def watch_commits(store: Store) -> Commits:
    """See every commit of `store` from now on; it must be SQLite and used by one thread."""
    seen, dialect = Commits(), store.engine.dialect
    commit: Callable[[Any], None] = dialect.do_commit

    def do_commit(dbapi_connection: Any) -> None:
        seen.see(dbapi_connection, commit)

    dialect.do_commit = do_commit  # type: ignore[method-assign]
    return seen


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Collect every statement sent to `store` with its parameters; a batch of rows is one statement."""
    found: list[tuple[str, Any]] = []
    dialect = store.engine.dialect
    names = ("do_execute", "do_executemany")
    usual = {name: getattr(dialect, name) for name in names}

    def noted(send: Callable[..., None]) -> Callable[..., None]:
        def sending(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
            found.append((statement, parameters))
            send(cursor, statement, parameters, context)

        return sending

    for name in names:
        setattr(dialect, name, noted(usual[name]))
    try:
        yield found
    finally:
        for name in names:
            setattr(dialect, name, usual[name])


def kinds(found: list[tuple[str, Any]]) -> dict[str, int]:
    """How many statements of each verb."""
    return dict(Counter(statement.split(maxsplit=1)[0] for statement, _ in found))
