"""The invented campaign played by Duban's own actions, in virtual time."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from actions.clock import FolderClock
from actions.house import House, build
from actions.launch import launch
from actions.settings import Settings
from actions.submit import Submission, submit
from actions.wake import wake
from benchmarks.gauge import Commits, watch_commits
from benchmarks.invented import ISSUED, KEY, LAST, TEXT, WEEK, Filing, declare, filings
from campaigns.events import Actor
from deadlines.calendars import Calendars
from store import obligations

OFFICE = Actor("coordinator", channel="bench")


class Played:
    """One campaign in one folder; `week` by `week`, so that the floor can take turns with it."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        """Declare `size` obligations in the new `folder` and build the house; nothing is measured yet."""
        folder.mkdir(parents=True)
        calendars = Calendars.packaged()
        self.declared = declare(folder, size, calendars)
        office = self.declared.declaration.defaults.office
        self.start = office.at(ISSUED, time(9))
        self.clock = FolderClock(folder, at=self.start)
        self.house: House = build(Settings(folder, folder / "campaigns.yaml"), self.clock, durable=True)
        self.commits: Commits = watch_commits(self.house.store)
        plan = self.declared.planner(KEY, calendars).plan()
        self._agenda = filings(plan, seed, calendars.national, office)
        self._filed = 0
        self._next: datetime | None = self.start
        #: Seconds that launch, wakes and filings took; commits included.
        self.seconds: dict[str, float] = {"launch": 0.0, "wakes": 0.0, "filings": 0.0}
        self.done: Counter[str] = Counter()

    def weeks(self) -> Iterator[datetime]:
        """Play a week at a time; yields the instant that was reached, the launch first."""
        self._timed("launch", self._launch)
        at = self.start
        yield at
        while at.date() <= LAST + 2 * WEEK:
            at += timedelta(days=7)
            self._until(at)
            yield at

    @property
    def share(self) -> float:
        """The share of the filings that are done, 0 to 1."""
        return self._filed / max(1, len(self._agenda))

    @property
    def total(self) -> float:
        """Seconds of everything."""
        return sum(self.seconds.values())

    def _launch(self) -> None:
        launch(self.house, self.declared, KEY, OFFICE, at=self.start)
        self._next = self._attention()

    def _until(self, end: datetime) -> None:
        """Wakes and filings up to `end`, in the order of their instants."""
        while True:
            filing = self._agenda[self._filed] if self._filed < len(self._agenda) else None
            nothing = end + WEEK
            waking, acting = self._next or nothing, filing.at if filing else nothing
            at = min(waking, acting)
            if at > end:
                return
            self.clock.move(at)
            if waking <= at:
                self._timed("wakes", partial(self._wake, at))
            elif filing is not None:
                self._timed("filings", partial(self._file, filing))
                self._filed += 1

    def _wake(self, at: datetime) -> None:
        """Wake, unless what was due then has been filed; then see when the next one is."""
        attention = self._attention()
        if attention is not None and attention <= at:
            self.done.update(wake(self.house, KEY, at))
            self.done["wakes"] += 1
            attention = self._attention()
        self._next = attention

    def _file(self, filing: Filing) -> None:
        handed = Submission(texts={TEXT: "本期工作已按要求完成，情况如下。"})
        submit(self.house, filing.id, handed, Actor("unit", filing.unit, "bench"))
        self.done["filed"] += 1

    def _attention(self) -> datetime | None:
        with self.house.store.read() as connection:
            seconds = obligations.next_attention(connection, KEY)
        return None if seconds is None else datetime.fromtimestamp(seconds, self.start.tzinfo)

    def _timed(self, what: str, act: Callable[[], None]) -> None:
        began, looking = perf_counter(), self.commits.looking
        act()
        self.seconds[what] += perf_counter() - began - (self.commits.looking - looking)
