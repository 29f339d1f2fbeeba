"""Windows end 时段结束: an event on record ends open windows, and a correction of it moves their ends."""

from dataclasses import dataclass
from datetime import datetime

from actions.catching_up import catch_up
from actions.house import OnRecord
from campaigns.events import SYSTEM
from campaigns.happened import Happened
from campaigns.redating import redated
from campaigns.window_ends import ENDED, Recorded, awaited, end_of, windows_of
from deadlines.recompute import facts_of, with_end
from deadlines.resolve import Deadline
from store import obligations
from store.engine import Connection
from store.history import Ledger


@dataclass(frozen=True, slots=True)
class Ended:
    """A window that ends otherwise than was on record; exclusive instants."""

    id: str
    was: datetime
    now: datetime
    certificate: str


def recorded_on(connection: Connection, on: OnRecord) -> Recorded:
    """What is on record that may end windows of the campaign, by its kind."""
    ends = {kind for task in on.planner.campaign.tasks.values() if (kind := task.deadline.window_event)}
    found: dict[str, list[tuple[str, Happened]]] = {}
    for item in obligations.items_of(connection, on.key, ends):
        event = Happened.read(item["own_number"], item["happened"], on.zone)
        found.setdefault(item["kind"], []).append((item["unit"], event))
    return found


def end_windows(
    connection: Connection, ledger: Ledger, on: OnRecord, kind: str, begins: datetime
) -> tuple[Ended, ...]:
    """Give the open windows that an event of `kind` ends, or opened, the end that all on record gives them.

    It takes effect from `begins`, the day or instant of what was recorded. What was filed or closed keeps its
    own. Level-triggered: a window that stands right is left alone, so that a correction comes the same way.
    """
    tasks = windows_of(on.planner.campaign, kind)
    ledger.flush()
    if not tasks:
        return ()
    moved = _moved(connection, on, tasks)
    catch_up(connection, ledger, on.pace, moved)
    notices = obligations.open_notices(connection, on.key, moved)
    done = []
    for row in obligations.by_numbers(connection, on.key, moved, on.zone):
        was, new = moved[row.number]
        unsent, now = notices.get(row.number, []), ledger.noticed
        since = min(now, max(begins, row.opens or begins))
        event = redated(row, new, on.pace, now, cause=ENDED, notices=unsent, since=since)
        ledger.append([event], SYSTEM)
        if was.closes is not None and new.closes is not None:
            done.append(Ended(row.id, was.closes, new.closes, new.certificate))
    ledger.flush()
    return tuple(done)


def _moved(
    connection: Connection, on: OnRecord, tasks: tuple[str, ...]
) -> dict[int, tuple[Deadline, Deadline]]:
    """The open windows of `tasks` that end otherwise by all on record: as they stand, and as they would."""
    open_ = [
        (row, text)
        for row, text in obligations.open_of(connection, on.key, tasks, on.zone)
        if awaited(on.planner.campaign, row.task, text) is not None
    ]
    recorded = recorded_on(connection, on) if open_ else {}
    calendars, found = on.planner.calendars, dict[int, tuple[Deadline, Deadline]]()
    for row, text in open_:
        end, was = end_of(on.planner, row.task, row.unit, text, row.opens, recorded), facts_of(text).trigger
        if end != was:
            found[row.number] = with_end(text, calendars, was), with_end(text, calendars, end)
    return found
