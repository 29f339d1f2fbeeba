"""Who has confirmed to have received what."""

from sqlalchemy import Connection, select

from store.tables import acknowledgements


def known(connection: Connection, campaign: str, unit: str, what: str) -> bool:
    """Whether `unit` acknowledged `what`."""
    mine = (
        acknowledgements.c.campaign == campaign,
        acknowledgements.c.unit == unit,
        acknowledgements.c.what == what,
    )
    return connection.execute(select(acknowledgements.c.at).where(*mine)).first() is not None


def of(connection: Connection, campaign: str) -> dict[tuple[str, str], int]:
    """When each was acknowledged, in seconds, by unit and what."""
    mine = acknowledgements.c.campaign == campaign
    found = connection.execute(select(acknowledgements).where(mine)).mappings()
    return {(row["unit"], row["what"]): row["at"] for row in found}
