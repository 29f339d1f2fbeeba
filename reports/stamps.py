"""Instants as people read them in the record: 2017-10-27 17:30; midnight is the 24:00 of the day it ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local(instant: datetime | str | None) -> str:
    """An instant as people read it: 2017-10-27 17:30."""
    if instant is None:
        return "—"
    read = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return f"{read.astimezone(ZONE):%Y-%m-%d %H:%M}"


def until(breach: datetime | None) -> str:
    """An exclusive bound as people read it: the midnight after the 28th is 24:00 of the 28th."""
    if breach is None:
        return "—"
    read = breach.astimezone(ZONE)
    if (read.hour, read.minute) != (0, 0):
        return local(read)
    return f"{read - timedelta(days=1):%Y-%m-%d} 24:00"
