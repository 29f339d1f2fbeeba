"""One wake with a hundred due among few or very many open obligations: what is not due must cost nothing."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter

from actions.clock import FolderClock
from actions.house import House, OnRecord, build, on_record
from actions.settings import Settings
from actions.wake import wake
from benchmarks.gauge import watch_commits
from benchmarks.invented import FEWEST_TASKS, ISSUED, KEY, LAST, declare
from campaigns.fold import Memory, Row, apply
from campaigns.plan import Planned
from campaigns.planned import planned_event
from deadlines.calendars import Calendars
from deadlines.resolve import resolve
from store import obligations
from store.history import new_head
from store.writer import Batch

DUE = 100
UNITS = 20
#: Wakes of each size; the first one warms up and is not counted.
ROUNDS = 8
#: Rows written at a time.
CHUNK = 20_000
#: When the first reminder of the due ones leaves, and how far apart the wakes are.
FIRST_DUE = ISSUED + timedelta(days=20)
APART = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Flat:
    """What wakes took among `size` open obligations."""

    size: int
    #: Median milliseconds of one wake, and of it without its commits.
    wake: float
    without_commits: float
    #: Events that each wake recorded.
    recorded: int


class Crowd:
    """A campaign with `size` open obligations, ROUNDS times DUE of which come due, minute by minute."""

    def __init__(self, folder: Path, size: int) -> None:
        """Fill a new `folder` through the store's own batches; nothing is measured yet."""
        folder.mkdir(parents=True)
        calendars = Calendars.packaged()
        declared = declare(folder, UNITS * FEWEST_TASKS, calendars)
        self.size, self.seconds = size, list[tuple[float, float]]()
        self.recorded = 0
        self._office = declared.declaration.defaults.office
        self._clock = FolderClock(folder, at=self._office.at(ISSUED, time(9)))
        self.house: House = build(Settings(folder, folder / "campaigns.yaml"), self._clock, durable=True)
        planner = declared.planner(KEY, calendars)
        self._record: OnRecord = on_record(planner.declaration, KEY, 1, "0" * 64, calendars)
        self._fill()
        self._commits = watch_commits(self.house.store)

    def wake(self, nth: int) -> None:
        """The `nth` wake, measured."""
        at = self._first() + nth * APART
        self._clock.move(at)
        began, commits, looking = perf_counter(), self._commits.seconds, self._commits.looking
        done = wake(self.house, KEY, at)
        seconds = perf_counter() - began - (self._commits.looking - looking)
        self.recorded = sum(done.values())
        self.seconds.append((seconds, seconds - (self._commits.seconds - commits)))

    def result(self) -> Flat:
        """The medians over the wakes, but for the first."""
        whole, bare = (statistics.median(some) * 1000 for some in zip(*self.seconds[1:], strict=True))
        return Flat(self.size, whole, bare, self.recorded)

    def _first(self) -> datetime:
        """When the reminder of the due ones leaves by the rule."""
        return self._office.opening(FIRST_DUE)

    def _fill(self) -> None:
        day = self._record.planner.calendar.add(FIRST_DUE, 3)
        far = self._kind(self._record.planner.calendar.preceding(LAST))
        near = self._kind(day)
        with self.house.store.write() as connection:
            declaration = self._record.planner.declaration
            told = {"campaign": KEY, "number": 1, "digest": self._record.digest, "approved_by": None}
            told |= {"declaration": declaration.model_dump_json(by_alias=True, exclude_none=True)}
            obligations.add_revision(connection, {**told, "source": "", "launched": 0})
            new_head(connection, KEY, self._record.title, "sha256", self.house.calendars.digest)
            connection.exec_driver_sql("UPDATE heads SET revision = 1")
        rows = self._rows(near, far)
        while some := list(islice(rows, CHUNK)):
            batch = Batch()
            for obligation, deadline in some:
                batch.insert("obligations", obligation)
                batch.insert("deadlines", deadline)
            with self.house.store.write() as connection:
                batch.flush(connection)

    def _rows(self, near: tuple[Row, Row], far: tuple[Row, Row]) -> Iterator[tuple[Row, Row]]:
        """Every row: the due ones are neighbours in the middle, those of one wake beside each other."""
        start = (self.size - ROUNDS * DUE) // 2
        for number in range(1, self.size + 1):
            nth = (number - 1 - start) // DUE
            due = 0 <= nth < ROUNDS
            obligation, deadline = near if due else far
            unit = f"u{number % UNITS:03d}"
            own = {"number": number, "id": f"{KEY}/task000/{unit}/{number}", "unit": unit}
            if due:
                own["attention"] = obligation["attention"] + nth * int(APART.total_seconds())
            yield {**obligation, **own}, {**deadline, "number": number}

    def _kind(self, day: object) -> tuple[Row, Row]:
        """The rows of an open obligation whose last day is `day`."""
        planner, pace = self._record.planner, self._record.pace
        opens = self._office.at(ISSUED)
        rule = planner.campaign.tasks["task000"].deadline.model_copy(update={"on": day})
        deadline = resolve(rule, calendar=planner.calendar, office=self._office, opens=opens)
        one = Planned(f"{KEY}/task000", "task000", "u000", "responsible", None, None, deadline, None)
        event = planned_event(one, 0, pace, opens)
        steps = pace.steps(deadline.opens, deadline.target, deadline.breach, deadline.last_day)
        told = {"campaign": KEY, "number": 0, "obligation": one.id, "revision": 1}
        memory = Memory()
        apply({**told, "kind": "planned", "data": event.data}, memory)
        following = {"attention": steps[1].at.isoformat()}
        apply({**told, "kind": "opened", "effective": opens.isoformat(), "data": following}, memory)
        rows = (next(iter(memory.tables[name].values())) for name in ("obligations", "deadlines"))
        return next(rows), next(rows)


def flat(folder: Path, sizes: list[int], progress: Callable[[str], None]) -> list[Flat]:
    """Wakes among each of `sizes`, all sizes in turn; `progress` is told what goes on."""
    crowds = []
    for size in sizes:
        progress(f"filling {size:,}")
        crowds.append(Crowd(folder / str(size), size))
    for nth in range(ROUNDS):
        progress(f"wake {nth + 1} of {ROUNDS}")
        for crowd in crowds:
            crowd.wake(nth)
    for crowd in crowds:
        crowd.house.store.close()
    return [crowd.result() for crowd in crowds]
