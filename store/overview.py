"""What a campaign's own page reads beside its obligations."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, select

from store.tables import filings, heads, history
from store.writer import fetch

_OWN, _LATER = filings.alias("own"), filings.alias("later")
_REPLACED = exists().where(
    _LATER.c.campaign == _OWN.c.campaign,
    _LATER.c.number == _OWN.c.number,
    _LATER.c.version > _OWN.c.version,
    _LATER.c.received <= bindparam("at"),
)
_ZERO = select(_OWN.c.number).where(
    and_(
        _OWN.c.campaign == bindparam("campaign"), _OWN.c.zero, _OWN.c.received <= bindparam("at"), ~_REPLACED
    )
)
_SEQUENCE = select(heads.c.sequence).where(heads.c.campaign == bindparam("campaign"))


def zero_reports(connection: Connection, campaign: str, at: datetime) -> frozenset[int]:
    """Numbers of the obligations whose newest filing, of those received by `at`, is a zero report."""
    values = {"campaign": campaign, "at": int(at.timestamp())}
    return frozenset(number for (number,) in fetch(connection, _ZERO, values))


def last_sequence(connection: Connection, campaign: str) -> int:
    """Of the last event in the history of a launched campaign."""
    found: int = fetch(connection, _SEQUENCE, {"campaign": campaign})[0][0]
    return found


def events_of(connection: Connection, campaign: str, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The bodies of the events about these obligations, in order; a few hundred numbers at most."""
    mine = (history.c.campaign == campaign, history.c.number.in_(list(numbers)))
    found = connection.execute(select(history.c.body).where(*mine).order_by(history.c.sequence))
    return [json.loads(text) for (text,) in found]
