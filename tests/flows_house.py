"""A small house for the flows to serve: the whole of `flows.port` in memory, its clock in the test's hand."""

# ruff: noqa: D101, D102 - `flows.port` says what each of these is

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.port import House, WakeWork


@dataclass(frozen=True, slots=True)
class FakeCampaign:
    key: str = "tianjin-2017"
    title: str = "2017网络市场监管专项行动"
    phases: tuple[str, ...] = ("prepare", "inspect")
    digest: str = "first"
    daily_at: time = time(8, 30)
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class FakeGroup:
    name: str
    units: tuple[str, ...]
    due: int = 1


@dataclass(frozen=True, slots=True)
class FakeRow:
    unit: str
    open: int = 0
    due_soon: int = 0
    overdue: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class FakeEscalation:
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class FakeStanding:
    rows: tuple[FakeRow, ...]
    progress: float
    escalations: tuple[FakeEscalation, ...]


@dataclass
class FakeWork:
    """Judges a group by writing down that it did; units in `broken` fail."""

    house: FakeHouse
    campaign: str
    at: datetime
    groups: tuple[FakeGroup, ...]

    def judge(self, index: int) -> Mapping[str, int]:
        name = self.groups[index].name
        if name in self.house.broken:
            raise ValueError(f"broken {name}")
        if self.house.on_judge:
            self.house.on_judge.pop()(name)
        self.house.judged.append((self.campaign, name, self.at))
        return {"became_overdue": 1, "remind": 2}


@dataclass
class FakeHouse:
    """Everything settable; `journal` tells the order in which the verbs were called."""

    simulated: bool = False
    clock: datetime | None = None
    campaigns: tuple[FakeCampaign, ...] = (FakeCampaign(),)
    units: tuple[str, ...] = ("新河区局", "东堤区局", "南塘区局")
    due: tuple[str, ...] = ()
    leased: bool = False
    upcoming: tuple[datetime, int] | None = None
    broken: set[str] = field(default_factory=set)
    on_judge: list = field(default_factory=list)
    judged: list[tuple[str, str, datetime]] = field(default_factory=list)
    delivered: list[datetime] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock or datetime.now(UTC)

    def running_campaigns(self) -> tuple[FakeCampaign, ...]:
        return self.campaigns

    def campaigns_due(self, at: datetime) -> tuple[str, ...]:
        assert at.tzinfo is not None
        return self.due

    def wake_work(self, campaign: str, at: datetime) -> FakeWork | None:
        if self.leased:
            return None
        self.leased = True
        self.journal.append("begin")
        groups = tuple(FakeGroup(unit, (unit,)) for unit in self.units)
        return FakeWork(self, campaign, at, groups)

    def finish_wake(self, work: WakeWork) -> None:
        assert isinstance(work, FakeWork)
        self.leased = False
        self.journal.append("finish")

    def deliver(self, at: datetime) -> Mapping[str, int]:
        if "deliver" in self.broken:
            raise ConnectionError("no mail server")
        self.journal.append("deliver")
        self.delivered.append(at)
        return {"sent": 3}

    def next_attention(self, campaign: str) -> tuple[datetime, int] | None:
        self.journal.append(f"next {campaign}")
        return self.upcoming

    def standing(self, campaign: str, at: datetime) -> FakeStanding:
        self.journal.append("standing")
        rows = tuple(FakeRow(unit, open=2, due_soon=1, overdue=1, closed=4) for unit in self.units)
        told = FakeEscalation(f"{campaign} 新河区局 10月份月报 督办", f"# 督办\n\n{at:%Y-%m-%d}")
        return FakeStanding(rows, 62.5, (told,))


def as_house(fake: FakeHouse) -> House:
    """The type checker agrees here that the fake has the shape of a house."""
    return fake


def in_days(days: int) -> datetime:
    """A whole second that many days from now."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
