"""What holds for every campaign unless it says otherwise: zone, calendar, office hours, modifiers."""

from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from deadlines.office import Office
from deadlines.written import Clock, Declared, refuse


def _hours(value: Any) -> Any:
    """`08:30-17:30` as its two ends."""
    if isinstance(value, str) and value.count("-") == 1:
        opens, closes = value.split("-")
        return {"opens": opens.strip(), "closes": closes.strip()}
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("unknown_zone", "{name}", {"name": name}) from None
    return name


#: IANA name of a time zone.
Zone = Annotated[str, AfterValidator(_zone)]


class Hours(Declared):
    """Office hours of a working day, local time."""

    opens: Clock = time(8, 30)
    closes: Clock = time(17, 30)

    @model_validator(mode="after")
    def _ordered(self) -> "Hours":
        if self.closes <= self.opens:
            raise refuse("end_before_start", first=f"{self.opens:%H:%M}", last=f"{self.closes:%H:%M}")
        return self


#: Office hours as people write them: `08:30-17:30`, or both ends by name.
OfficeHours = Annotated[Hours, BeforeValidator(_hours)]


class Defaults(Declared):
    """What holds for every campaign unless it says otherwise."""

    timezone: Zone = "Asia/Shanghai"
    #: Region whose working days count: cn, or one with days of its own such as cn-gx.
    calendar: str = "cn"
    office_hours: OfficeHours = Hours()
    #: Modifiers of every deadline that does not say otherwise.
    start_day: Literal["excluded", "included"] | None = None
    bound: Literal["inclusive", "exclusive"] | None = None
    roll: Literal["none", "following", "preceding"] | None = None

    @property
    def office(self) -> Office:
        """The office hours in their zone."""
        return self.office_of(None)

    def office_of(self, hours: Hours | None) -> Office:
        """The same for a campaign with office hours of its own; None: with the usual ones."""
        kept = hours or self.office_hours
        return Office(self.timezone, kept.opens, kept.closes)
