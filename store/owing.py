"""What one unit owes."""

from datetime import tzinfo

from sqlalchemy import Connection, select

from campaigns.fold import tracked
from campaigns.lifecycle import Tracked
from store.tables import obligations


def of_unit(connection: Connection, campaign: str, unit: str, zone: tzinfo) -> list[Tracked]:
    """Every obligation of one unit in a campaign, in the order of their numbers."""
    mine = (obligations.c.campaign == campaign, obligations.c.unit == unit)
    rows = connection.execute(select(obligations).where(*mine).order_by(obligations.c.number)).mappings()
    return [tracked(dict(row), zone) for row in rows]
