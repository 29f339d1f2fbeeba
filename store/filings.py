"""What was handed in for one obligation: its versions, each with its files."""

import json
from typing import Any

from sqlalchemy import Connection, and_, select

from store.tables import files, filings, obligations


def versions(connection: Connection, campaign: str, number: int) -> list[dict[str, Any]]:
    """Every version, the first one first, each with its `files` in order; JSON columns are read."""
    mine = (filings.c.campaign == campaign, filings.c.number == number)
    rows = connection.execute(select(filings).where(*mine).order_by(filings.c.version)).mappings()
    theirs = (files.c.campaign == campaign, files.c.number == number)
    order = (files.c.version, files.c.position)
    kept = [dict(one) for one in connection.execute(select(files).where(*theirs).order_by(*order)).mappings()]
    found = []
    for row in rows:
        read = {name: json.loads(row[name]) for name in ("fields", "lacking", "doubts")}
        found.append({**row, **read, "files": [one for one in kept if one["version"] == row["version"]]})
    return found


def newest_lacking(connection: Connection, campaign: str, unit: str) -> dict[int, list[dict[str, Any]]]:
    """What the newest filing lacks of each obligation of a unit that something was filed for, by number."""
    newest = and_(
        filings.c.campaign == obligations.c.campaign,
        filings.c.number == obligations.c.number,
        filings.c.version == obligations.c.filings,
    )
    mine = (obligations.c.campaign == campaign, obligations.c.unit == unit)
    statement = select(filings.c.number, filings.c.lacking).join(obligations, newest).where(*mine)
    return {number: json.loads(lacking) for number, lacking in connection.execute(statement)}


def last_fields(connection: Connection, campaign: str, unit: str) -> dict[str, str]:
    """The fields of what a unit itself filed last in a campaign; empty before that."""
    own = and_(obligations.c.campaign == filings.c.campaign, obligations.c.number == filings.c.number)
    mine = (filings.c.campaign == campaign, obligations.c.unit == unit, filings.c.registrar.is_(None))
    order = (filings.c.registered.desc(), filings.c.number.desc(), filings.c.version.desc())
    statement = select(filings.c.fields).join(obligations, own).where(*mine).order_by(*order).limit(1)
    found = connection.execute(statement).scalar()
    return json.loads(found) if found else {}
