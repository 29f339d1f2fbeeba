"""Searching: a page of obligations, or of the history, by what somebody looks for."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from campaigns.fold import tracked
from campaigns.lifecycle import Tracked
from store.history import at as at_
from store.tables import heads, history, obligations

#: Characters of an event's body within which its actor ends.
_LONGEST_ACTOR = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events of a chain; what is None is not asked for."""

    unit: str | None = None
    task: str | None = None
    kind: str | None = None
    #: Role of who acted.
    role: str | None = None
    #: Recorded from then on, and before then (exclusive).
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One event of a chain as it is stored, to the byte."""

    sequence: int
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The end of a chain."""

    campaign: str
    title: str
    revision: int
    algorithm: str
    sequence: int
    hash: str
    #: When the last event was recorded, in seconds.
    noticed: int


def obligations_page(
    connection: Connection,
    campaign: str,
    zone: tzinfo,
    *,
    after: int,
    limit: int,
    unit: str | None = None,
    task: str | None = None,
    status: str | None = None,
) -> list[Tracked]:
    """At most `limit` obligations above number `after`, in the order of their numbers."""
    columns = (obligations.c.unit, obligations.c.task, obligations.c.status)
    mine = [column == value for column, value in zip(columns, (unit, task, status), strict=True) if value]
    own = (obligations.c.campaign == campaign, obligations.c.number > after)
    found = select(obligations).where(*own, *mine).order_by(obligations.c.number).limit(limit)
    return [tracked(dict(row), zone) for row in connection.execute(found).mappings()]


def chains(connection: Connection) -> list[Chain]:
    """Every chain's end, by key."""
    columns = [heads.c[name] for name in Chain.__slots__]
    return [Chain(*row) for row in connection.execute(select(*columns).order_by(heads.c.campaign))]


def how_many(connection: Connection, campaign: str, sought: Sought) -> int:
    """How many events of the chain are sought."""
    mine = select(func.count()).select_from(history).where(*_where(connection, campaign, sought))
    return connection.execute(mine).scalar_one()


def events(
    connection: Connection, campaign: str, sought: Sought, *, skip: int = 0, limit: int | None = None
) -> list[Link]:
    """Those events, the newest first, without the first `skip`, and at most `limit`."""
    found = _links().where(*_where(connection, campaign, sought)).order_by(history.c.sequence.desc())
    return [Link(*row) for row in connection.execute(found.offset(skip).limit(limit))]


def events_after(connection: Connection, campaign: str, sought: Sought, after: int, limit: int) -> list[Link]:
    """Those events above sequence `after`, the oldest first, at most `limit`."""
    mine = (*_where(connection, campaign, sought), history.c.sequence > after)
    return [
        Link(*row)
        for row in connection.execute(_links().where(*mine).order_by(history.c.sequence).limit(limit))
    ]


def event(connection: Connection, campaign: str, sequence: int) -> Link | None:
    """One event."""
    mine = (history.c.campaign == campaign, history.c.sequence == sequence)
    row = connection.execute(_links().where(*mine)).first()
    return None if row is None else Link(*row)


def _links() -> Select[Any]:
    return select(*[history.c[name] for name in Link.__slots__])


def _where(connection: Connection, campaign: str, sought: Sought) -> list[ColumnElement[bool]]:
    """What the sought events have in common. Stored bodies are canonical: keys sorted, no spaces."""
    found: list[ColumnElement[bool]] = [history.c.campaign == campaign]
    if sought.unit is not None or sought.task is not None:
        found.append(_concerns(campaign, sought))
    if sought.kind is not None:
        found.append(_says(f',"kind":"{sought.kind}","noticed":"'))
    if sought.role is not None:
        found.append(_by(sought.role))
    # What is recorded never goes back along a chain: two instants are two places on it.
    if sought.since is not None:
        found.append(history.c.sequence >= _first_at(connection, campaign, sought.since))
    if sought.before is not None:
        found.append(history.c.sequence < _first_at(connection, campaign, sought.before))
    return found


def _concerns(campaign: str, sought: Sought) -> ColumnElement[bool]:
    """Of an obligation of the unit and the task; of the unit also what is about no obligation."""
    columns = ((obligations.c.unit, sought.unit), (obligations.c.task, sought.task))
    mine = [column == value for column, value in columns if value is not None]
    own = and_(obligations.c.campaign == campaign, obligations.c.number == history.c.number, *mine)
    owed: ColumnElement[bool] = exists().where(own)
    if sought.task is not None:
        return owed
    return or_(owed, and_(history.c.number.is_(None), _says(f'"unit":"{sought.unit}"')))


def _says(text: str) -> ColumnElement[bool]:
    return history.c.body.contains(text, autoescape=True)


def _by(role: str) -> ColumnElement[bool]:
    """Done by this role: each body begins with the actor, and the campaign comes next."""
    actor, end = func.substr(history.c.body, 1, _LONGEST_ACTOR), '},"campaign":"'
    alone = actor.contains(f'"role":"{role}"{end}', autoescape=True)
    return or_(alone, actor.like(f'%"role":"{role}","unit":"%"{end}%'))


def _first_at(connection: Connection, campaign: str, at: datetime) -> int:
    """The sequence of the first event recorded at `at` or later; one past the last where there is none."""
    last = connection.execute(select(heads.c.sequence).where(heads.c.campaign == campaign)).scalar()
    low, high = 1, 1 + (last or 0)
    while low < high:
        middle = (low + high) // 2
        if datetime.fromisoformat(at_(connection, campaign, middle)["noticed"]) < at:
            low = middle + 1
        else:
            high = middle
    return low
