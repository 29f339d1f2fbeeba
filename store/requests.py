"""Requests: what was asked for and waits for a decision."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from campaigns.fold import tracked
from campaigns.lifecycle import SUBMITTED, WAITING, Tracked
from store.tables import filings, notices, obligations, requests

_UNDECIDED = ("open", "endorsed")


class Request(NamedTuple):
    """One request, as it stands."""

    campaign: str
    #: Of the event that asked.
    sequence: int
    number: int
    #: extension, transfer or disregard.
    kind: str
    #: open, endorsed, granted, refused or superseded.
    state: str
    reason: str
    wanted: str | None
    progress: str | None
    #: In seconds.
    asked: int
    decided: int | None
    answer: str | None


_COLUMNS = [requests.c[name] for name in Request._fields]


def undecided(connection: Connection, campaign: str, number: int, kind: str) -> Request | None:
    """The request of this kind about one obligation that nobody has decided yet."""
    mine = (requests.c.campaign == campaign, requests.c.number == number, requests.c.kind == kind)
    found = connection.execute(select(*_COLUMNS).where(*mine, requests.c.state.in_(_UNDECIDED))).first()
    return Request(*found) if found is not None else None


def queue(connection: Connection, campaign: str | None = None) -> Iterator[tuple[Request, str]]:
    """Every undecided request, with the obligation's id, the oldest first; of one campaign, or of all."""
    joined = requests.join(
        obligations,
        (obligations.c.campaign == requests.c.campaign) & (obligations.c.number == requests.c.number),
    )
    statement = select(*_COLUMNS, obligations.c.id).select_from(joined)
    statement = statement.where(requests.c.state.in_(_UNDECIDED))
    if campaign is not None:
        statement = statement.where(requests.c.campaign == campaign)
    order = (requests.c.asked, requests.c.campaign, requests.c.sequence)
    for *row, key in connection.execute(statement.order_by(*order)):
        yield Request(*row), key


def for_review(connection: Connection, campaign: str | None = None) -> Iterator[tuple[str, int, bool]]:
    """What was filed and waits for review: the id, when it was received, and whether something is lacking."""
    newest = (
        (filings.c.campaign == obligations.c.campaign)
        & (filings.c.number == obligations.c.number)
        & (filings.c.version == obligations.c.filings)
    )
    columns = (obligations.c.id, filings.c.received, filings.c.lacking != "[]")
    statement = select(*columns).join(filings, newest).where(obligations.c.status == SUBMITTED)
    if campaign is not None:
        statement = statement.where(obligations.c.campaign == campaign)
    for key, received, short in connection.execute(statement.order_by(filings.c.received, obligations.c.id)):
        yield key, received, bool(short)


def submitted(connection: Connection, campaign: str, zone: tzinfo) -> list[tuple[Tracked, dict[str, Any]]]:
    """Every obligation that waits for review with its newest filing's cells, the first received first."""
    newest = (
        (filings.c.campaign == obligations.c.campaign)
        & (filings.c.number == obligations.c.number)
        & (filings.c.version == obligations.c.filings)
    )
    cells = [filings.c[name].label(f"f_{name}") for name in _FILED]
    statement = select(obligations, *cells).join(filings, newest)
    mine = (obligations.c.campaign == campaign, obligations.c.status == SUBMITTED)
    found = connection.execute(statement.where(*mine).order_by(filings.c.received, obligations.c.number))
    return [
        (tracked(dict(row), zone), {name: row[f"f_{name}"] for name in _FILED}) for row in found.mappings()
    ]


_FILED = ("version", "received", "registered", "channel", "registrar", "zero", "fields", "lacking", "note")


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """By campaign how much waits: `review`, each kind of request, and `sign` 待签发."""
    o, r, n = obligations.c, requests.c, notices.c
    review = select(o.campaign, func.count()).where(o.status == SUBMITTED).group_by(o.campaign)
    asked = select(r.campaign, r.kind, func.count()).where(r.state.in_(_UNDECIDED))
    sign = select(n.campaign, func.count()).where(n.state == WAITING, n.letter.is_(None))
    found: dict[str, dict[str, int]] = {}
    for campaign, count in connection.execute(review):
        found.setdefault(campaign, {})["review"] = count
    for campaign, kind, count in connection.execute(asked.group_by(r.campaign, r.kind)):
        found.setdefault(campaign, {})[kind] = count
    for campaign, count in connection.execute(sign.group_by(n.campaign)):
        found.setdefault(campaign, {})["sign"] = count
    return found
