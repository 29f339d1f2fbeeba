"""What happened and was recorded: an event that opens tasks, what it is called, and who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from campaigns.declaration import Task
from deadlines.resolve import Deadline


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that was recorded: its number, its day, and the instant where that is known."""

    number: str
    day: date
    at: datetime | None = None
    #: The last day that the item itself sets (整改时限), where it does.
    due: date | None = None

    @staticmethod
    def read(number: str, text: str, zone: tzinfo, due: date | None = None) -> "Happened":
        """The event whose day, or instant local to `zone`, is written as ISO `text`."""
        at = datetime.fromisoformat(text)
        if len(text) == len("2017-09-27"):
            return Happened(number, at.date(), None, due)
        local = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
        return Happened(number, local.date(), local, due)

    @property
    def text(self) -> str:
        """The day, or the local instant to the minute, as it is kept on record."""
        return self.day.isoformat() if self.at is None else f"{self.at:%Y-%m-%dT%H:%M}"


#: Deadlines of tasks that events open, by task, day, instant and due date of the event; each with the id of
#: the obligation that its certificate counts from, empty for none.
KnownDeadlines = dict[tuple[str, date, datetime | None, date | None], tuple[Deadline, str]]


def item_name(owner: str, unit: str, number: str) -> str:
    """What `owner` calls the item `number` of `unit`: numbers are a unit's own, others name the unit too."""
    return number if owner == unit else f"{unit}/{number}"


def owner_and_number(item: str, owner: str) -> tuple[str, str]:
    """Of what `owner` calls the `item`: the unit that it is of, and its number."""
    unit, _, number = item.rpartition("/")
    return unit or owner, number


def item_words(item: str, titles: Mapping[str, str]) -> str:
    """An `item_name` as people say it: of another unit's item, that unit by its title, then the number."""
    unit, _, number = item.rpartition("/")
    return f"{titles.get(unit, unit)} {number}" if unit else number


def events_of(task: Task) -> tuple[str, ...]:
    """The events that `task` waits for: the one that opens it, and the one that ends its window."""
    rule = task.deadline
    named = (task.for_each, rule.window_event, rule.same_day and rule.same_day.event)
    return tuple(dict.fromkeys(event for event in named if event and event != "issued"))
