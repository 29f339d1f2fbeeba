"""What a campaign's own page reads: every obligation in brief, and what it needs beside them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from campaigns.brief import COLUMNS, Brief, briefs
from campaigns.rewind import NEEDED
from store.tables import filings, heads, history, items, obligations, revisions
from store.writer import fetch

_MINE = obligations.c.campaign == bindparam("campaign")
_BRIEF, _PAST = (
    select(*(obligations.c[name] for name in names)).where(_MINE).order_by(obligations.c.number)
    for names in (COLUMNS, NEEDED)
)
_LAUNCHED = select(revisions.c.number, revisions.c.launched).where(
    revisions.c.campaign == bindparam("campaign")
)
_REGISTERED = (
    select(items.c.unit, items.c.own_number, func.max(items.c.registered))
    .where(items.c.campaign == bindparam("campaign"))
    .group_by(items.c.unit, items.c.own_number)
)
#: Of more obligations than this, the whole history is read: databases take no longer lists.
_MOST_NAMED = 5000
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


def in_brief(connection: Connection, campaign: str, zone: tzinfo) -> list[Brief]:
    """Every obligation of a campaign as it stands, in the order of their numbers."""
    return briefs(fetch(connection, _BRIEF, {"campaign": campaign}), zone)


def to_turn_back(
    connection: Connection, campaign: str
) -> tuple[list[tuple[Any, ...]], Mapping[int, int], Mapping[tuple[str, str], int]]:
    """The NEEDED columns of every obligation; when revisions were launched; when items were registered."""
    mine = {"campaign": campaign}
    registered = {(unit, number): at for unit, number, at in fetch(connection, _REGISTERED, mine)}
    return fetch(connection, _PAST, mine), dict(fetch(connection, _LAUNCHED, mine)), registered


def zero_reports(connection: Connection, campaign: str, at: datetime) -> frozenset[int]:
    """Numbers of the obligations whose newest filing, of those received by `at`, is a zero report."""
    values = {"campaign": campaign, "at": int(at.timestamp())}
    return frozenset(number for (number,) in fetch(connection, _ZERO, values))


def last_sequence(connection: Connection, campaign: str) -> int:
    """Of the last event in the history of a launched campaign."""
    found: int = fetch(connection, _SEQUENCE, {"campaign": campaign})[0][0]
    return found


def events_of(connection: Connection, campaign: str, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The bodies of the events about these obligations, in order."""
    wanted = set(numbers)
    mine = select(history.c.number, history.c.body).where(history.c.campaign == campaign)
    if len(wanted) <= _MOST_NAMED:
        mine = mine.where(history.c.number.in_(wanted))
    found = connection.execute(mine.order_by(history.c.sequence))
    return [json.loads(text) for number, text in found if number in wanted]
