"""Rehearse 推演: a whole campaign played in virtual time, by the same actions that a wake and the units run.

Deterministic: the same declaration, profile and seed give the same history, byte for byte.
"""

import heapq
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from actions.clock import FolderClock
from actions.declared import Declared
from actions.deliver import deliver, next_delivery
from actions.house import ActionError, House, build
from actions.launch import launch
from actions.materials import submission_for
from actions.proof import verify
from actions.record import record_item
from actions.review import accept
from actions.settings import Settings
from actions.sign import sign, waiting
from actions.standing import told
from actions.submit import submit
from actions.wake import wake
from campaigns.events import Actor
from campaigns.items import Item
from campaigns.ladder_doubts import pace_of
from campaigns.plan import Planned, Planner
from store import obligations

OFFICE = Actor("coordinator", channel="rehearsal")
#: How many decisions each unit makes in a rehearsed campaign.
DECISIONS = 2
#: Working days after which an item is due that sets its own day.
DAYS_SET = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """How units behave, in percent of what they owe; together 100."""

    on_time: int = 80
    late: int = 15
    silent: int = 5

    @classmethod
    def parse(cls, text: str) -> "Profile":
        """Read `on_time=80,late=15,silent=5`; raises ActionError for anything else."""
        try:
            parts = {k.strip(): int(v) for k, v in (part.split("=") for part in text.split(","))}
            profile = cls(**parts)
        except (ValueError, TypeError):
            raise ActionError(
                f"--profile 应写成 on_time=80,late=15,silent=5，写的是“{text}”",
                f"write --profile as on_time=80,late=15,silent=5, got “{text}”",
            ) from None
        if profile.on_time + profile.late + profile.silent != 100 or min(parts.values()) < 0:  # noqa: PLR2004 - percent
            raise ActionError(
                f"--profile 三项之和应为100，写的是“{text}”", f"the parts of --profile make 100, got “{text}”"
            )
        return profile


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal came to."""

    campaign: str
    until: datetime
    transitions: dict[str, int]
    letters: dict[str, int]
    by_unit: dict[str, dict[str, int]]
    events: int
    #: Hash of the last event of the history.
    head: str
    faults: tuple[str, ...]


def filing_at(
    one: Planned, profile: Profile, seed: int, planner: Planner, start: datetime
) -> datetime | None:
    """When this unit files what it owes, from `seed` and id alone, not before `start`; None: never."""
    office, calendar = planner.office, planner.calendar
    chance = random.Random(f"{seed}:{one.id}")  # noqa: S311 - a game, not a secret
    roll, clock = chance.randrange(100), time(chance.randrange(9, 17), chance.randrange(60))
    target, last, opens = one.deadline.target, one.deadline.last_day, one.deadline.opens
    if target is None or last is None:
        if opens is None or roll >= profile.on_time:
            return None
        return office.at(calendar.add(opens.date(), chance.randrange(5, 30)), clock)
    if roll < profile.on_time:
        back = chance.randrange(4)
        day = calendar.sub(target.date(), back) if back else target.date()
    elif roll < profile.on_time + profile.late:
        day = calendar.add(last, chance.randrange(1, 6))
    else:
        return None
    return max(office.at(day, clock), (opens or start) + timedelta(hours=10))


@dataclass(order=True, slots=True)
class _Appointment:
    """Something somebody does at an instant."""

    at: datetime
    order: int
    act: Callable[[], None] = field(compare=False)


class Rehearsal:
    """One campaign in one folder with a clock of its own."""

    def __init__(
        self, settings: Settings, declared: Declared, key: str, *, profile: Profile, seed: int
    ) -> None:
        """Prepare to play campaign `key` of `declared` in the folder that `settings` name."""
        self._declared, self._key, self._profile, self._seed = declared, key, profile, seed
        campaign = declared.declaration.campaigns[key]
        office = declared.declaration.defaults.office_of(campaign.office_hours)
        self._start = office.at(campaign.begins, time(9))
        self._clock = FolderClock(settings.data, at=self._start)
        self.house: House = build(settings, self._clock)
        self._planner: Planner = declared.planner(key, self.house.calendars)
        self._end = office.at(self._planner.period.last, time(23, 59))
        self._end = max(self._end, self._ladders_end())
        self._agenda: list[_Appointment] = []
        self._done: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()
        self._materials = settings.data / "materials"

    def play(
        self, until: datetime | None = None, progress: Callable[[datetime], None] | None = None
    ) -> Rehearsed:
        """Play from the document's date to `until` (default: the end of the campaign's period)."""
        last = min(until or self._end, self._end)
        launched = launch(self.house, self._declared, self._key, OFFICE, at=self._start)
        for one in launched.plan.obligations:
            self._expect(one)
        self._expect_decisions()
        while (at := self._next()) is not None and at <= last:
            self._step(at)
            if progress is not None:
                progress(at)
        self._clock.set(last)
        return self._told(last)

    def _ladders_end(self) -> datetime:
        """When the last rung of the last deadline has been reached, if nothing is filed."""
        pace = pace_of(self._planner)
        deadlines = [one.deadline for one in self._planner.plan().obligations]
        longest = max((rung.working_days for rung in pace.rungs), default=0) + 1
        last = max((d.last_day for d in deadlines if d.last_day), default=self._start.date())
        end = self._planner.office.at(self.house.calendar.add(last, longest), time(23, 59))
        # A share of the time over 100% may come later still.
        steps = [pace.steps(d.opens, d.target, d.breach, d.last_day) for d in deadlines]
        return max([end, *(mine[-1].at for mine in steps if mine)])

    def _step(self, at: datetime) -> None:
        """One instant: what time brings, then what people do, then what must be told."""
        self._clock.move(at)
        brought = wake(self.house, self._key, at)
        self._done.update(brought)
        self._letters.update(deliver(self.house, at))
        if brought.get("supervise"):
            self._book(self._working(at, 1, time(10)), self._sign)
        while self._agenda and self._agenda[0].at <= at:
            heapq.heappop(self._agenda).act()
        self._letters.update(deliver(self.house, at))

    def _next(self) -> datetime | None:
        with self.house.store.read() as connection:
            seconds = obligations.next_attention(connection, self._key)
        zone = self._planner.office.zone
        found = [datetime.fromtimestamp(seconds, zone)] if seconds is not None else []
        found += [self._agenda[0].at] if self._agenda else []
        letter = next_delivery(self.house, self._clock.now())
        found += [letter.astimezone(zone)] if letter is not None else []
        return max(min(found), self._clock.now()) if found else None

    def _book(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, _Appointment(at, len(self._agenda) + self._done.total(), act))

    def _expect(self, one: Planned) -> None:
        at = filing_at(one, self._profile, self._seed, self._planner, self._start)
        if at is not None:
            self._book(at, lambda: self._file(one))

    def _expect_decisions(self) -> None:
        """A few decisions of each unit that owes reports, registered on the day or some days later."""
        for kind in self._planner.declaration.events:
            for unit in {one.unit: None for one in self._planner.plan().obligations if one.period}:
                self._expect_decisions_of(kind, unit)

    def _expect_decisions_of(self, kind: str, unit: str) -> None:
        chance = random.Random(f"{self._seed}:{kind}:{unit}")  # noqa: S311 - a game, not a secret
        days = (self._end - self._start).days - 60
        for number in range(1, DECISIONS + 1):
            happened = self.house.calendar.following(
                self._start.date() + timedelta(days=chance.randrange(days))
            )
            late = chance.choice((0, 0, 0, 1, 9))
            at = self._working(self._planner.office.at(happened), late, time(16, chance.randrange(60)))
            self._book(at, self._deciding(kind, unit, f"演示〔{happened.year}〕{number}号", happened))

    def _deciding(self, kind: str, unit: str, number: str, happened: date) -> Callable[[], None]:
        def act() -> None:
            actor = Actor("unit", unit, "rehearsal")
            item = self._item(kind, unit, number, happened)
            found = record_item(self.house, self._key, kind, item, actor=actor)
            self._done["recorded"] += 1
            for one in found.opened:
                self._expect(one)

        return act

    def _item(self, kind: str, unit: str, number: str, happened: date) -> Item:
        """The item with what its kind asks to be written down, and a due date where it sets its own."""
        tasks = self._planner.campaign.tasks.values()
        own = any(task.for_each == kind and task.deadline.item_due for task in tasks)
        due = self.house.calendar.add(happened, DAYS_SET) if own else None
        fields = dict.fromkeys(self._planner.declaration.events[kind].fields or (), "演示")
        return Item(unit, number, happened, due=due, fields=fields)

    def _file(self, one: Planned) -> None:
        task = self._planner.campaign.tasks[one.task].asked_of(one.role)
        day = self._clock.now().date()
        handed = submission_for(self._planner.declaration, task, one, day, self._materials, self._seed)
        actor = Actor("unit", one.unit, "rehearsal")
        receipt = submit(self.house, one.id, handed, actor)
        self._done["filed"] += 1
        self._done["incomplete"] += bool(receipt.lacking)
        if receipt.lacking:
            again = self._working(self._clock.now(), 2, time(11))
            self._book(again, lambda: self._complete(one))
        elif not receipt.closed:
            self._expect_review(one)

    def _complete(self, one: Planned) -> None:
        """Hand in again what was incomplete, this time whole."""
        task = self._planner.campaign.tasks[one.task].asked_of(one.role)
        day = self._clock.now().date()
        handed = submission_for(self._planner.declaration, task, one, day, self._materials, None)
        receipt = submit(self.house, one.id, handed, Actor("unit", one.unit, "rehearsal"))
        self._done["filed"] += 1
        if not receipt.closed:
            self._expect_review(one)

    def _expect_review(self, one: Planned) -> None:
        """The office accepts what is whole on the next working day, in the afternoon."""

        def act() -> None:
            self._done["accepted"] += len(accept(self.house, [one.id], OFFICE))

        self._book(self._working(self._clock.now(), 1, time(15)), act)

    def _sign(self) -> None:
        ids = [one.id for one in waiting(self.house, self._key)]
        if ids:
            self._done["signed"] += len(sign(self.house, ids, OFFICE))

    def _working(self, after: datetime, days: int, clock: time) -> datetime:
        """`clock` on the `days`-th working day after that instant's day; never before the instant itself."""
        day = after.astimezone(self._planner.office.zone).date()
        day = self.house.calendar.add(day, days) if days else self.house.calendar.following(day)
        return max(self._planner.office.at(day, clock), after)

    def _told(self, until: datetime) -> Rehearsed:
        proof = verify(self.house, rebuilding=True)
        return Rehearsed(
            campaign=self._key,
            until=until,
            transitions=dict(sorted(self._transitions().items())),
            letters=dict(sorted(self._letters.items())),
            by_unit=dict(self._by_unit()),
            events=proof.events,
            head=proof.heads[self._key],
            faults=proof.faults,
        )

    def _transitions(self) -> Counter[str]:
        """By kind, as the history holds them: acts bring their obligation up to date as a wake does."""
        kept: Counter[str] = Counter(
            body["data"].get("rung", body["kind"])
            for body in told(self.house, self._key)
            if body["kind"] not in {"launched", "planned", "notices_ended"}
        )
        return kept + Counter(incomplete=self._done["incomplete"])

    def _by_unit(self) -> Iterator[tuple[str, dict[str, int]]]:
        zone = self._planner.office.zone
        with self.house.store.read() as connection:
            rows = list(obligations.everything(connection, self._key, zone))
        for unit in self._planner.declaration.units:
            mine = [row for row in rows if row.unit == unit]
            if mine:
                yield unit, dict(sorted(Counter(row.how or row.status for row in mine).items()))


def rehearse(
    declared: Declared,
    key: str,
    *,
    profile: Profile,
    seed: int,
    folder: Path | None = None,
    until: datetime | None = None,
    progress: Callable[[datetime], None] | None = None,
) -> Rehearsed:
    """Play campaign `key` in `folder`, which must be empty, or in a temporary one; nothing is ever mailed."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(data=folder or Path(temporary), file=Path(declared.source.file))
        rehearsal = Rehearsal(settings, declared, key, profile=profile, seed=seed)
        try:
            return rehearsal.play(until, progress)
        finally:
            rehearsal.house.store.close()
