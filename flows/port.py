"""What this room asks of the house it serves: values to read, and one object with a few verbs.

Everything here is structural. The object the composition root builds satisfies `House` by its shape, so no
room below has to know this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, time


class RunningCampaign(Protocol):
    """One campaign that has been launched and not ended, as far as its flow and deployment need it."""

    @property
    def key(self) -> str:
        """The campaign's key in the declaration."""

    @property
    def title(self) -> str:
        """Its full title, as people know it."""

    @property
    def phases(self) -> Sequence[str]:
        """Keys of its phases, in their order."""

    @property
    def digest(self) -> str:
        """Digest of the plan on record; another revision has another digest."""

    @property
    def daily_at(self) -> time:
        """When the office opens, wall clock in the campaign's zone."""

    @property
    def timezone(self) -> str:
        """IANA name of the campaign's zone."""


class UnitGroup(Protocol):
    """The units one task run looks after: usually one, several when a wake would exceed 200 task runs."""

    @property
    def name(self) -> str:
        """The unit's title, or a phrase for several of them; it becomes the task run's name."""

    @property
    def units(self) -> Sequence[str]:
        """Keys of the units."""

    @property
    def due(self) -> int:
        """How many obligations somebody must look at."""


class WakeWork(Protocol):
    """What one wake has before it, under a lease that `House.finish_wake` gives back."""

    @property
    def at(self) -> datetime:
        """The instant the wake judges at."""

    @property
    def groups(self) -> Sequence[UnitGroup]:
        """At most 200 groups, in the order they are to be judged."""

    def judge(self, index: int) -> Mapping[str, int]:
        """Judge group `index` in one transaction; how many transitions were recorded of each kind.

        Kinds are those of the history (`opened`, `became_overdue` …); a rung reached counts under its own
        name (`remind`, `urge`, `supervise` …).
        """


class StandingRow(Protocol):
    """One unit's line of the standing."""

    @property
    def unit(self) -> str:
        """The unit's title."""

    @property
    def open(self) -> int:
        """Obligations open and in time, those due soon included."""

    @property
    def due_soon(self) -> int:
        """Of those, how many are due soon."""

    @property
    def overdue(self) -> int:
        """Obligations past their breach with nothing filed."""

    @property
    def closed(self) -> int:
        """Obligations closed."""


class Escalation(Protocol):
    """A rung of the ladder that was reached."""

    @property
    def title(self) -> str:
        """One line that names campaign, unit, obligation and rung; it identifies the escalation."""

    @property
    def markdown(self) -> str:
        """The whole text."""


class StandingTable(Protocol):
    """How a campaign stands at an instant."""

    @property
    def rows(self) -> Sequence[StandingRow]:
        """One row per unit, in the registry's order."""

    @property
    def progress(self) -> float:
        """Share of the campaign's days that is gone, 0 to 100."""

    @property
    def escalations(self) -> Sequence[Escalation]:
        """The rungs above 催办 that were reached since the standing was last asked for."""


class House(Protocol):
    """The composition root, as flows see it."""

    @property
    def simulated(self) -> bool:
        """True for a folder with a clock of its own: it judges by that clock, and books nothing."""

    def now(self) -> datetime:
        """The present instant by the house's clock, zone-aware."""

    def running_campaigns(self) -> Sequence[RunningCampaign]:
        """Every campaign that runs now."""

    def campaigns_due(self, at: datetime) -> Sequence[str]:
        """Keys of the running campaigns whose attention instant is not after `at`."""

    def wake_work(self, campaign: str, at: datetime) -> WakeWork | None:
        """Take the campaign's lease and list what is due at `at`; None when somebody else holds the lease."""

    def finish_wake(self, work: WakeWork) -> None:
        """Give the lease back, whether or not every group was judged."""

    def deliver(self, at: datetime) -> Mapping[str, int]:
        """Send what may be sent; how many letters were sent, wait, or are dead."""

    def next_attention(self, campaign: str) -> tuple[datetime, int] | None:
        """The next instant somebody must look at it, and its history's sequence; None when there is none.

        Mail has no say in it: digests leave with the daily wake, what is tried again with the watch.
        """

    def standing(self, campaign: str, at: datetime) -> StandingTable:
        """The campaign's standing at `at`."""
