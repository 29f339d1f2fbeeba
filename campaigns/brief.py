"""An obligation in brief: only what judging by its dates needs, for pages that look at very many at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from campaigns.lifecycle import Tracked


class Brief(NamedTuple):
    """What a light, a verdict, a rate or a count depends on; each is as in Tracked."""

    number: int
    id: str
    task: str
    unit: str
    role: str
    period: str | None
    item: str | None
    status: str
    how: str | None
    past: str | None
    returned: int
    opens: datetime | None
    target: datetime | None
    breach: datetime | None
    first_received: datetime | None
    closed_at: datetime | None
    due_breach: datetime | None
    original_breach: datetime | None
    reworked: datetime | None
    held_from: datetime | None
    held_until: datetime | None
    last_day: date | None
    done_on: date | None
    due_day: date | None
    original_day: date | None

    @property
    def asks_extension(self) -> bool:
        """延期待批: an extension was asked for and is not decided."""
        return self.held_from is not None and self.held_until is None


#: What can be judged.
Stands = Tracked | Brief
#: The columns of an obligation's row, in order.
COLUMNS = Brief._fields
#: Where instants begin among them, and days.
_PLAIN, _TIMED = COLUMNS.index("opens"), COLUMNS.index("last_day")


class _Instants(dict[int | None, datetime | None]):
    """Instants by their seconds: what is due together shares one."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__({None: None})
        self._zone = zone

    def __missing__(self, seconds: int | None) -> datetime | None:
        made = self[seconds] = None if seconds is None else datetime.fromtimestamp(seconds, self._zone)
        return made


class _Days(dict[str | None, date | None]):
    """Days by their ISO texts."""

    def __missing__(self, text: str | None) -> date | None:
        made = self[text] = None if text is None else date.fromisoformat(text)
        return made


def briefs(rows: Iterable[tuple[Any, ...]], zone: tzinfo) -> list[Brief]:
    """Each of `rows`, the COLUMNS as they are stored, with its instants in `zone`."""
    at, on = _Instants(zone).__getitem__, _Days().__getitem__
    return [
        Brief._make((*row[:_PLAIN], *map(at, row[_PLAIN:_TIMED]), *map(on, row[_TIMED:]))) for row in rows
    ]


def columns_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The COLUMNS of a whole row."""
    return tuple(row[name] for name in COLUMNS)
