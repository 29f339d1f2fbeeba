"""What a rule is applied to: an event, a date of its own, pauses and extensions."""

from dataclasses import dataclass
from datetime import date, datetime

from deadlines.counting import Extension, Pause


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a period counts from: an event's name, and its day."""

    #: The event's key (decision, issued), or the key of the task whose deadline it is, here or above.
    event: str
    #: The day of the event, local to the campaign; of a deadline, its last permitted day.
    day: date
    #: The instant of the event, where it is known to the minute.
    at: datetime | None = None
    #: The id of the obligation whose deadline it is, None for an event.
    of: str | None = None
    #: Whether that deadline rests on a year whose holiday notice is not published yet.
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule is applied to; together with rule, office and calendar they give the deadline."""

    #: The instant before which nothing can be asked.
    opens: datetime | None = None
    #: The unrolled date of an `every` rule; for `by: item_due`, the day that the item sets.
    day: date | None = None
    #: The event of an `after` or `same_day` rule, the deadline before or after which something is due.
    trigger: Trigger | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
