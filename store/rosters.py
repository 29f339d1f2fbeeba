"""The rosters of a task's newest filings: which files they are, never who stands in them."""

from typing import Any

from sqlalchemy import Connection, and_, select

from store.tables import files, filings, obligations


def newest(connection: Connection, campaign: str, task: str) -> list[dict[str, Any]]:
    """Number, name and sha256 of each roster in the newest filing of each of the task's obligations."""
    own = obligations.c
    of = and_(files.c.campaign == own.campaign, files.c.number == own.number, files.c.version == own.filings)
    mine = (own.campaign == campaign, own.task == task, files.c.kind == "roster")
    columns = (files.c.number, files.c.name, files.c.sha256)
    statement = select(*columns).join(obligations, of).where(*mine)
    found = connection.execute(statement.order_by(files.c.number, files.c.position))
    return [dict(row) for row in found.mappings()]


def received(connection: Connection, campaign: str, task: str) -> dict[int, int]:
    """When the newest filing of each of the task's obligations was received, in seconds, by number."""
    own = obligations.c
    of = and_(
        filings.c.campaign == own.campaign, filings.c.number == own.number, filings.c.version == own.filings
    )
    statement = select(own.number, filings.c.received).join(filings, of)
    mine = (own.campaign == campaign, own.task == task)
    return {row.number: row.received for row in connection.execute(statement.where(*mine))}
