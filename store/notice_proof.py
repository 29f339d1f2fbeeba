"""Notices with the letters in which they travelled: what can be proved of each."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from store.tables import letters, notices, obligations

_OF = notices.join(
    obligations,
    and_(obligations.c.campaign == notices.c.campaign, obligations.c.number == notices.c.number),
).outerjoin(letters, letters.c.key == notices.c.letter)
_OWN = ("number", "version", "occasion", "recipient", "state", "reason", "effective", "noticed", "ended")


def found(
    connection: Connection,
    campaign: str,
    *,
    unit: str | None = None,
    state: str | None = None,
    number: int | None = None,
    skip: int = 0,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The notices of a campaign, the newest first, each with its obligation's id and its letter's fate."""
    own = [notices.c[name] for name in _OWN]
    travelled = [letters.c.detail.label("detail"), letters.c.tries.label("tries")]
    order = (notices.c.noticed.desc(), notices.c.number, notices.c.occasion, notices.c.recipient)
    wanted: Select[Any] = select(*own, obligations.c.id, obligations.c.unit, obligations.c.task, *travelled)
    wanted = wanted.select_from(_OF).where(*_where(campaign, unit, state, number)).order_by(*order)
    return [dict(row) for row in connection.execute(wanted.offset(skip).limit(limit)).mappings()]


def how_many(
    connection: Connection, campaign: str, *, unit: str | None = None, state: str | None = None
) -> int:
    """How many there are."""
    mine = select(func.count()).select_from(_OF).where(*_where(campaign, unit, state, None))
    return connection.execute(mine).scalar_one()


def _where(
    campaign: str, unit: str | None, state: str | None, number: int | None
) -> list[ColumnElement[bool]]:
    wanted = ((obligations.c.unit, unit), (notices.c.state, state), (notices.c.number, number))
    return [
        notices.c.campaign == campaign,
        *(column == value for column, value in wanted if value is not None),
    ]
