"""Reading what is tracked: obligations, their unsent notices, what is due, and who runs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, or_, select, tuple_

from campaigns.events import OFFICE_CHAIN
from campaigns.fold import tracked
from campaigns.happened import item_name
from campaigns.lifecycle import NEW, OPENED, PENDING, SENT, WAITING, OpenNotice, Tracked
from store.tables import deadlines, heads, items, notices, obligations, revisions
from store.writer import fetch

_DUE = (
    select(obligations.c.number, obligations.c.unit)
    .where(obligations.c.campaign == bindparam("campaign"), obligations.c.attention <= bindparam("at"))
    .order_by(obligations.c.attention, obligations.c.number)
)
_BY_ID = select(obligations).where(
    obligations.c.campaign == bindparam("campaign"), obligations.c.id == bindparam("id")
)
_NEXT = select(func.min(obligations.c.attention)).where(
    obligations.c.campaign == bindparam("campaign"), obligations.c.attention.is_not(None)
)
_NEWEST = (
    select(revisions.c.number, revisions.c.digest)
    .where(revisions.c.campaign == bindparam("campaign"))
    .order_by(revisions.c.number.desc())
    .limit(1)
)
_COLUMNS = tuple(column.name for column in obligations.columns)


@dataclass(frozen=True, slots=True)
class Revision:
    """A launched campaign as it is on record."""

    campaign: str
    number: int
    digest: str
    #: The resolved declaration as JSON.
    declaration: str
    launched: int
    approved_by: str | None


def due(connection: Connection, campaign: str, at: datetime) -> list[tuple[int, str]]:
    """Number and unit of everything whose attention has come by `at`, by (attention, number)."""
    values = {"campaign": campaign, "at": int(at.timestamp())}
    return fetch(connection, _DUE, values)


def by_numbers(connection: Connection, campaign: str, numbers: Iterable[int], zone: tzinfo) -> list[Tracked]:
    """The obligations with these numbers, in the order of their numbers."""
    statement, values = _asked(_by_numbers, numbers)
    rows = fetch(connection, statement, {"campaign": campaign, **values})
    found = [tracked(dict(zip(_COLUMNS, row, strict=True)), zone) for row in rows]
    return sorted(found, key=lambda one: one.number)


@cache
def _by_numbers(count: int) -> Select[Any]:
    mine = (obligations.c.campaign == bindparam("campaign"), obligations.c.number.in_(_marks(count)))
    return select(obligations).where(*mine)


@cache
def _open_notices(count: int) -> Select[Any]:
    columns = (
        notices.c.number,
        notices.c.version,
        notices.c.occasion,
        notices.c.recipient,
        notices.c.state,
    )
    return select(*columns).where(
        notices.c.campaign == bindparam("campaign"),
        notices.c.number.in_(_marks(count)),
        notices.c.state.in_([bindparam("new", NEW), bindparam("waiting", WAITING)]),
        notices.c.letter.is_(None),
    )


def _marks(count: int) -> list[BindParameter[int]]:
    return [bindparam(f"n{index}") for index in range(count)]


def _asked(
    statement: Callable[[int], Select[Any]], numbers: Iterable[int]
) -> tuple[Select[Any], dict[str, int]]:
    """`statement` for these numbers, and its values.

    The list is filled up to a power of two with its last number: so there are few different statements, and
    each is compiled once and stays prepared.
    """
    wanted = list(numbers) or [0]
    count = 1 << (len(wanted) - 1).bit_length()
    wanted += wanted[-1:] * (count - len(wanted))
    return statement(count), {f"n{index}": number for index, number in enumerate(wanted)}


def by_id(connection: Connection, campaign: str, key: str, zone: tzinfo) -> Tracked | None:
    """The obligation with the natural key `key`."""
    rows = fetch(connection, _BY_ID, {"campaign": campaign, "id": key})
    return tracked(dict(zip(_COLUMNS, rows[0], strict=True)), zone) if rows else None


def everything(connection: Connection, campaign: str, zone: tzinfo) -> Iterator[Tracked]:
    """Every obligation of a campaign, in the order of their numbers."""
    statement = select(obligations).where(obligations.c.campaign == campaign).order_by(obligations.c.number)
    for row in connection.execute(statement).mappings():
        yield tracked(dict(row), zone)


def open_notices(
    connection: Connection, campaign: str, numbers: Iterable[int]
) -> dict[int, list[OpenNotice]]:
    """Notices by obligation that could still be withdrawn: neither ended nor in a letter."""
    found: dict[int, list[OpenNotice]] = {}
    statement, values = _asked(_open_notices, numbers)
    for number, *rest in fetch(connection, statement, {"campaign": campaign, **values}):
        found.setdefault(number, []).append(OpenNotice(*rest))
    return {number: sorted(some, key=lambda n: tuple(map(str, n.key))) for number, some in found.items()}


def told_of(connection: Connection, campaign: str) -> set[int]:
    """Numbers of the obligations of which somebody was told: by a letter sent, or on its way."""
    left = or_(notices.c.state == SENT, and_(notices.c.state == NEW, notices.c.letter.is_not(None)))
    statement = select(notices.c.number).where(notices.c.campaign == campaign, left).distinct()
    return set(connection.execute(statement).scalars())


def not_answered(
    connection: Connection, campaign: str, task: str, period: str | None, roles: Iterable[str]
) -> list[str]:
    """The units that owe a part of the task in one of `roles` for that period and have handed in nothing."""
    return [unit for _, unit in helping(connection, campaign, task, period, roles)]


def helping(
    connection: Connection, campaign: str, task: str, period: str | None, roles: Iterable[str]
) -> list[tuple[str, str]]:
    """Id and unit of each obligation of `not_answered`, in the order of their numbers."""
    mine = and_(
        obligations.c.campaign == campaign,
        obligations.c.task == task,
        obligations.c.period.is_(None) if period is None else obligations.c.period == period,
        obligations.c.role.in_(list(roles)),
        obligations.c.status.in_([PENDING, OPENED]),
    )
    statement = select(obligations.c.id, obligations.c.unit).where(mine).order_by(obligations.c.number)
    return [(key, unit) for key, unit in connection.execute(statement)]


def next_attention(connection: Connection, campaign: str) -> int | None:
    """The next instant at which somebody must look at this campaign, in seconds, or None."""
    found: int | None = fetch(connection, _NEXT, {"campaign": campaign})[0][0]
    return found


def last_number(connection: Connection, campaign: str) -> int:
    """The highest number given so far, 0 before the first."""
    found = connection.execute(
        select(func.max(obligations.c.number)).where(obligations.c.campaign == campaign)
    ).scalar()
    return found or 0


def certificate(connection: Connection, campaign: str, number: int, version: int) -> str:
    """The stored certificate of a deadline version."""
    mine = and_(
        deadlines.c.campaign == campaign, deadlines.c.number == number, deadlines.c.version == version
    )
    found: str = connection.execute(select(deadlines.c.certificate).where(mine)).scalar_one()
    return found


def open_deadlines(
    connection: Connection, campaign: str, after: int, limit: int, zone: tzinfo
) -> list[tuple[Tracked, str, int | None]]:
    """Open obligations above number `after`, at most `limit`: each with its certificate and attention."""
    mine = and_(
        deadlines.c.campaign == obligations.c.campaign,
        deadlines.c.number == obligations.c.number,
        deadlines.c.version == obligations.c.version,
    )
    statement = (
        select(obligations, deadlines.c.certificate)
        .join(deadlines, mine)
        .where(
            obligations.c.campaign == campaign,
            obligations.c.number > after,
            obligations.c.status.in_([PENDING, OPENED]),
            obligations.c.past.is_(None),
        )
        .order_by(obligations.c.number)
        .limit(limit)
    )
    found = connection.execute(statement).mappings()
    return [(tracked(dict(row), zone), row["certificate"], row["attention"]) for row in found]


def open_of(
    connection: Connection, campaign: str, tasks: Sequence[str], zone: tzinfo
) -> list[tuple[Tracked, str]]:
    """The open obligations of `tasks`, each with its certificate, in the order of their numbers."""
    mine = and_(
        deadlines.c.campaign == obligations.c.campaign,
        deadlines.c.number == obligations.c.number,
        deadlines.c.version == obligations.c.version,
    )
    asked = (
        obligations.c.campaign == campaign,
        obligations.c.task.in_(tasks),
        obligations.c.status.in_([PENDING, OPENED]),
    )
    statement = select(obligations, deadlines.c.certificate).join(deadlines, mine).where(*asked)
    found = connection.execute(statement.order_by(obligations.c.number)).mappings()
    return [(tracked(dict(row), zone), row["certificate"]) for row in found]


def reached(connection: Connection, campaign: str, numbers: tuple[int, int]) -> dict[int, set[int]]:
    """The rungs reached under the dates in force, by obligation, from the first to the last number."""
    own, of = notices.c, deadlines.c
    row = and_(obligations.c.campaign == own.campaign, obligations.c.number == own.number)
    then = and_(of.campaign == own.campaign, of.number == own.number, of.version == own.version)
    same = and_(of.target == obligations.c.target, of.breach == obligations.c.breach)
    mine = and_(own.campaign == campaign, own.number.between(*numbers), own.occasion.like("rung:%"))
    statement = select(own.number, own.occasion).join(obligations, row).join(deadlines, then)
    found: dict[int, set[int]] = {}
    for number, occasion in connection.execute(statement.where(mine, same).distinct()):
        found.setdefault(number, set()).add(int(occasion.partition(":")[2]))
    return found


def versions(connection: Connection, campaign: str, number: int) -> list[dict[str, Any]]:
    """Every version of a deadline, the first one first."""
    mine = and_(deadlines.c.campaign == campaign, deadlines.c.number == number)
    rows = connection.execute(select(deadlines).where(mine).order_by(deadlines.c.version)).mappings()
    return [dict(row) for row in rows]


def opened_by(
    connection: Connection, campaign: str, unit: str, own_number: str, zone: tzinfo
) -> list[Tracked]:
    """The obligations that the item of `unit` with this number opened, in the order of their numbers.

    Also what became of them by a transfer 转办, whoever owes it now.
    """
    own = and_(obligations.c.unit == unit, obligations.c.item == own_number)
    others = obligations.c.item == item_name("", unit, own_number)
    found: dict[str, Tracked] = {}
    asked: Any = and_(obligations.c.origin.is_(None), or_(own, others))
    while True:
        mine = and_(obligations.c.campaign == campaign, asked)
        rows = connection.execute(select(obligations).where(mine)).mappings().all()
        if not rows:
            return sorted(found.values(), key=lambda row: row.number)
        found |= {row["id"]: tracked(dict(row), zone) for row in rows}
        asked = obligations.c.origin.in_([row["id"] for row in rows])


def certificates(connection: Connection) -> Iterator[tuple[str, int, int, str]]:
    """Campaign, number, version and certificate of every deadline."""
    columns = (deadlines.c.campaign, deadlines.c.number, deadlines.c.version, deadlines.c.certificate)
    found = connection.execute(select(*columns).execution_options(yield_per=2000))
    yield from ((campaign, number, version, text) for campaign, number, version, text in found)


def first_launch(connection: Connection, campaign: str, zone: tzinfo) -> datetime:
    """When the campaign was launched first: what was past by then bothers nobody."""
    mine = and_(revisions.c.campaign == campaign, revisions.c.number == 1)
    found = connection.execute(select(revisions.c.launched).where(mine)).scalar_one()
    return datetime.fromtimestamp(found, zone)


def certificates_in_force(connection: Connection, campaign: str) -> dict[int, str]:
    """The certificate of each obligation's deadline in force, by number."""
    mine = and_(
        deadlines.c.campaign == obligations.c.campaign,
        deadlines.c.number == obligations.c.number,
        deadlines.c.version == obligations.c.version,
    )
    statement = (
        select(obligations.c.number, deadlines.c.certificate)
        .join(deadlines, mine)
        .where(obligations.c.campaign == campaign)
    )
    return {number: text for number, text in connection.execute(statement)}  # noqa: C416 - rows are no pairs


def attentions(connection: Connection, campaign: str) -> dict[int, int | None]:
    """When each obligation wants to be looked at, in seconds, by number."""
    columns = (obligations.c.number, obligations.c.attention)
    found = connection.execute(select(*columns).where(obligations.c.campaign == campaign))
    return {number: seconds for number, seconds in found}  # noqa: C416 - rows are no pairs


def items_of(
    connection: Connection, campaign: str, kinds: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The recorded events of a campaign, all or of `kinds`, in the order of their kind, unit and number."""
    if kinds is not None and not kinds:
        return []
    statement = select(items).where(items.c.campaign == campaign)
    if kinds is not None:
        statement = statement.where(items.c.kind.in_(list(kinds)))
    rows = connection.execute(statement.order_by(items.c.kind, items.c.unit, items.c.own_number)).mappings()
    return [dict(row) for row in rows]


def items_numbered(
    connection: Connection, campaign: str, kind: str, numbers: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Those of the items `numbers`, pairs of unit and own number, that are on record; a thousand at most."""
    if not numbers:
        return {}
    pair = tuple_(items.c.unit, items.c.own_number)
    mine = and_(items.c.campaign == campaign, items.c.kind == kind, pair.in_(numbers))
    rows = connection.execute(select(items).where(mine)).mappings()
    return {(row["unit"], row["own_number"]): dict(row) for row in rows}


def running(connection: Connection) -> list[tuple[str, str, int, int]]:
    """Key, title, revision and sequence of every launched campaign, in the order of their keys."""
    columns = (heads.c.campaign, heads.c.title, heads.c.revision, heads.c.sequence)
    statement = select(*columns).where(heads.c.campaign != OFFICE_CHAIN).order_by(heads.c.campaign)
    return [(k, t, r, s) for k, t, r, s in connection.execute(statement)]


def last_noticed(connection: Connection) -> int | None:
    """When anything was last put on record, in seconds of the epoch; None: nothing ever was."""
    found: int | None = connection.execute(select(func.max(heads.c.noticed))).scalar()
    return found


def revision(connection: Connection, campaign: str) -> Revision | None:
    """The newest revision of a campaign, or None."""
    newest = fetch(connection, _NEWEST, {"campaign": campaign})
    if not newest:
        return None
    # What a revision says never changes; each connection reads its declaration, which is long, only once.
    key = ("revision", campaign, *newest[0])
    if key not in connection.info:
        mine = and_(revisions.c.campaign == campaign, revisions.c.number == newest[0][0])
        columns = [revisions.c[name] for name in Revision.__slots__]
        connection.info[key] = Revision(*connection.execute(select(*columns).where(mine)).one())
    found: Revision = connection.info[key]
    return found


def declaring(connection: Connection, text: str) -> list[str]:
    """The campaigns whose newest revision holds `text` in its declaration, in the order of their keys."""
    newest = and_(heads.c.campaign == revisions.c.campaign, heads.c.revision == revisions.c.number)
    statement = select(heads.c.campaign).join(revisions, newest).order_by(heads.c.campaign)
    mine = revisions.c.declaration.contains(text, autoescape=True)
    return list(connection.execute(statement.where(mine)).scalars())


def earlier_declarations(connection: Connection, campaign: str, number: int) -> list[str]:
    """The resolved declarations of the revisions before `number`, the newest of them first."""
    mine = and_(revisions.c.campaign == campaign, revisions.c.number < number)
    found = select(revisions.c.declaration).where(mine).order_by(revisions.c.number.desc())
    return list(connection.execute(found).scalars())


def declarations(connection: Connection) -> list[tuple[str, str, str]]:
    """Campaign, digest and resolved declaration of every revision, in order."""
    columns = (revisions.c.campaign, revisions.c.digest, revisions.c.declaration)
    found = connection.execute(select(*columns).order_by(revisions.c.campaign, revisions.c.number))
    return [(campaign, digest, declaration) for campaign, digest, declaration in found]


def add_revision(connection: Connection, values: dict[str, Any]) -> None:
    """Put a revision on record."""
    connection.execute(revisions.insert(), values)


def item(
    connection: Connection, campaign: str, kind: str, unit: str, own_number: str
) -> dict[str, Any] | None:
    """A recorded item by its own number, or None."""
    mine = and_(
        items.c.campaign == campaign,
        items.c.kind == kind,
        items.c.unit == unit,
        items.c.own_number == own_number,
    )
    row = connection.execute(select(items).where(mine)).mappings().first()
    return None if row is None else dict(row)
