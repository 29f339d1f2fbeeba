"""What was handed in for one obligation: its versions, each with its files."""

import json
from typing import Any

from sqlalchemy import Connection, select

from store.tables import files, filings


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
