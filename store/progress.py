"""What units answered when they were asked how it is going."""

import json
from typing import Any

from sqlalchemy import Connection, func, select

from store.tables import history


def last_responses(connection: Connection, campaign: str) -> dict[int, dict[str, Any]]:
    """The body of the newest `responded` of each obligation of a campaign, by number."""
    # In what somebody wrote, quotation marks stand behind a backslash: only the kind itself is found.
    said = history.c.body.contains('"kind":"responded"')
    mine = (history.c.campaign == campaign, history.c.number.is_not(None), said)
    newest = select(func.max(history.c.sequence)).where(*mine).group_by(history.c.number)
    statement = select(history.c.number, history.c.body).where(
        history.c.campaign == campaign, history.c.sequence.in_(newest)
    )
    return {number: json.loads(body) for number, body in connection.execute(statement)}
