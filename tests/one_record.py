"""October's report of one district on record, its deadline moved: what the tests of `campaigns.redating` share."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from campaigns.declaration import Rung
from campaigns.events import Event, body
from campaigns.fold import Memory, apply, tracked
from campaigns.ladder import Pace
from campaigns.lifecycle import OpenNotice, Tracked, due_steps
from campaigns.redating import CALENDAR, redated
from deadlines.resolve import Deadline
from store.tables import obligations
from tests.instants import NATIONAL, OFFICE, resolved
from tests.october import CHINA, REPORT, at

USUAL = (
    Rung(rung="remind", before="target", working_days=3, to=("liaison",)),
    Rung(rung="remind", on="target", to=("liaison",)),
    Rung(rung="urge", after="breach", working_days=1, to=("liaison",)),
    Rung(rung="supervise", after="breach", working_days=3, to=("deputy",), confirm="office"),
)
PACE = Pace(USUAL, NATIONAL, OFFICE)
NOON = at("2017-10-16T12:00")


def due(day: str) -> Deadline:
    """The deadline `on` that day of October or November 2017; it opens on 1 October."""
    return resolved(on=f"2017-{day}", opens="2017-10-01")


def row(day: str = "10-20", **changes: Any) -> Tracked:
    """The report, open since 1 October, with the deadline of that day."""
    usual = {"status": "open", "judged": at("2017-10-01"), **changes}
    found = due(day)
    dates = {"target": found.target, "breach": found.breach, "last_day": found.last_day}
    return replace(REPORT, **{**dates, "opens": at("2017-10-01"), **usual})


def moved(tracked: Tracked, day: str, now: datetime = NOON, *notices: OpenNotice, **more: Any) -> Event:
    """The event by which the deadline of that day takes the place of the one in force."""
    return redated(tracked, due(day), PACE, now, **{"cause": CALENDAR, "notices": notices, **more})


def told(events: list[Event]) -> list[tuple[str, str]]:
    """Kind and instant of each event, to the minute, without the year."""
    return [(event.kind, f"{event.effective:%m-%d %H:%M}") for event in events]


def shown(event: Event) -> tuple[str, str, str]:
    """Target, breach and last day of the event's data, to the minute, without the year."""
    return event.data["target"][5:16], event.data["breach"][5:16], event.data["last_day"][5:]


def recipients(event: Event) -> list[tuple[str, str, str, str]]:
    """Occasion, recipient, class and state of each notice that the event brings."""
    return [(n["occasion"], n["recipient"], n["class"], n["state"]) for n in event.data["notices"]]


class Record:
    """One obligation on record: events are folded into it as the store does."""

    def __init__(self, tracked_row: Tracked) -> None:
        """Put `tracked_row` on record."""
        seconds = {n: getattr(tracked_row, n) for n in ("opens", "target", "breach", "judged")}
        instants = {name: None if at is None else int(at.timestamp()) for name, at in seconds.items()}
        plain = {
            n: getattr(tracked_row, n) for n in ("number", "id", "task", "unit", "role", "period", "item")
        }
        more = {n: getattr(tracked_row, n) for n in ("status", "how", "version", "past", "filings")}
        empty = {**dict.fromkeys(column.name for column in obligations.columns), "returned": 0}
        last = tracked_row.last_day.isoformat() if tracked_row.last_day else None
        self.memory = Memory()
        self.memory.insert(
            "obligations", {**empty, "campaign": "c", **plain, **more, **instants, "last_day": last}
        )
        self.events: list[tuple[int, Event]] = []
        self.sequence = 0

    @property
    def row(self) -> Tracked:
        """The obligation as it stands."""
        (found,) = self.memory.tables["obligations"].values()
        return tracked(found, CHINA)

    @property
    def unsent(self) -> list[OpenNotice]:
        """Its notices that could still go out."""
        rows = self.memory.tables["notices"].values()
        found = [n for n in rows if n["state"] in {"new", "waiting"}]
        return [OpenNotice(n["version"], n["occasion"], n["recipient"], n["state"]) for n in found]

    def append(self, *events: Event) -> None:
        """Fold `events` in; no notice may come twice."""
        for event in events:
            for notice in event.data.get("notices", []):
                key = ("c", event.number, notice["version"], notice["occasion"], notice["recipient"])
                assert key not in self.memory.tables["notices"], f"{key} is told twice"
            self.sequence += 1
            version = self.row.version
            noticed = event.effective.isoformat()
            whole = body(event, campaign="c", sequence=self.sequence, noticed=noticed, actor={}, revision=1)
            apply(whole, self.memory)
            self.events.append((self.row.version if event.kind == "redated" else version, event))

    def wake(self, now: datetime) -> list[Event]:
        """Look at `now`: what time has brought about is put on record."""
        events = due_steps(self.row, PACE, now, self.unsent)
        self.append(*events)
        return events

    def overdue(self) -> list[tuple[int, datetime]]:
        """Version and instant of every became_overdue."""
        return [
            (version, event.effective) for version, event in self.events if event.kind == "became_overdue"
        ]
