"""The calendars of a data folder: the notices that come with the program, and those that were loaded."""

from deadlines.calendars import Calendars
from deadlines.notices import parse
from store.calendars import loaded
from store.engine import Connection


def with_loaded(connection: Connection) -> Calendars:
    """Every notice that counts; one on record goes on counting where the program brings another reading."""
    calendars = Calendars.packaged()
    for region, key, text in loaded(connection):
        calendars = calendars.replacing(region, parse(text, f"{key}.toml"))
    return calendars
