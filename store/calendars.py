"""Holiday notices on record."""

from sqlalchemy import Connection, select

from store.tables import calendars


def loaded(connection: Connection) -> list[tuple[str, str, str]]:
    """Region, key and text of every notice that was loaded, in the order of loading."""
    columns = (calendars.c.region, calendars.c.key, calendars.c.text)
    found = connection.execute(select(*columns).order_by(calendars.c.loaded, calendars.c.key))
    return [(region, key, text) for region, key, text in found]
