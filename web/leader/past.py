"""As of when a page is drawn: `?at=2017-10-26` is that day as a whole, and nothing is the present."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from actions.house import HOUSE_ZONE
from web.language import words
from web.visit import Visit

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_A_DATE = len("2017-10-26")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The instant that was asked for."""

    #: None: the present.
    at: datetime | None
    today: date
    #: As it was typed, and what is wrong with it, marked for the catalogue; empty where nothing is.
    typed: str = ""
    wrong: str = ""

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self.today if self.at is None else self.at.astimezone(HOUSE_ZONE).date()

    @property
    def value(self) -> str:
        """What `?at=` says; empty for the present."""
        return "" if self.at is None else self.typed

    def query(self, **more: str) -> str:
        """What stands behind an address of the same instant: `?at=2017-10-26`, or nothing."""
        told = {key: value for key, value in {"at": self.value, **more}.items() if value}
        return f"?{urlencode(told)}" if told else ""


def as_of(visit: Visit, asked: str) -> AsOf:
    """Read `asked`, a day or an instant, in the house's zone; the present day is the present itself.

    A day means its last second, as in `duban status --at`. What cannot be read, and what is still to come,
    is the present, with what is wrong.
    """
    now, asked = visit.house.now().astimezone(HOUSE_ZONE), asked.strip()
    if not asked:
        return AsOf(None, now.date())
    try:
        read = datetime.fromisoformat(asked)
        if len(asked) == _A_DATE:
            read += _DAY - _SECOND
        read = read if read.tzinfo else read.replace(tzinfo=HOUSE_ZONE)
        local = read.astimezone(HOUSE_ZONE)
    except (ValueError, OverflowError):
        return AsOf(None, now.date(), asked, words("请按 2017-10-26 的样子填写日期"))
    if local.date() > now.date() or (local > now and len(asked) != _A_DATE):
        return AsOf(None, now.date(), asked, words("请选择今天或以前的日期"))
    return AsOf(None, now.date()) if local > now else AsOf(read, now.date(), asked)
