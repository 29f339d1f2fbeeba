"""Figures of measures, as recorded."""

from typing import Any

from sqlalchemy import Connection, select

from store.tables import measurements


def of(connection: Connection, campaign: str) -> list[dict[str, Any]]:
    """Every row of the campaign, in the order of measure, unit and day."""
    keys = (measurements.c.measure, measurements.c.unit, measurements.c.as_of)
    mine = select(measurements).where(measurements.c.campaign == campaign).order_by(*keys)
    return [dict(row) for row in connection.execute(mine).mappings()]
