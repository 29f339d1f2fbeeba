"""What the flows ask of the house: one object with the verbs of `flows.port.House`."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from actions import deliver, standing, wake
from actions.house import HOUSE_ZONE, ActionError, House, OnRecord
from store import obligations


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A launched campaign, as its flow and deployment need it."""

    key: str
    title: str
    phases: tuple[str, ...]
    digest: str
    daily_at: time
    timezone: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One unit's line of the table artifact."""

    unit: str
    open: int
    due_soon: int
    overdue: int
    closed: int


@dataclass(frozen=True, slots=True)
class StandingTable:
    """How a campaign stands, as artifacts show it."""

    rows: tuple[StandingRow, ...]
    progress: float
    escalations: tuple[standing.Escalation, ...]


class Clockwork:
    """The house as the flows see it."""

    def __init__(self, house: House) -> None:
        """Serve `house`."""
        self._house = house
        self._told: dict[str, int] = {}

    @property
    def simulated(self) -> bool:
        """A folder with a clock of its own: nothing is booked."""
        return self._house.simulated

    def now(self) -> datetime:
        """The present instant by the house's clock."""
        return self._house.now().astimezone(HOUSE_ZONE)

    def running_campaigns(self) -> tuple[RunningCampaign, ...]:
        """Every launched campaign."""
        with self._house.store.read() as connection:
            keys = [key for key, *_ in obligations.running(connection)]
            return tuple(_running(self._house.on_record(connection, key)) for key in keys)

    def campaigns_due(self, at: datetime) -> tuple[str, ...]:
        """Campaigns whose attention instant has come, and those with letters that may leave."""
        with self._house.store.read() as connection:
            keys = [key for key, *_ in obligations.running(connection)]
            nexts = {key: obligations.next_attention(connection, key) for key in keys}
        waiting = deliver.next_delivery(self._house, at)
        due = [key for key, instant in nexts.items() if instant is not None and instant <= at.timestamp()]
        return tuple(due or (keys[:1] if waiting is not None and waiting <= at else ()))

    def wake_work(self, campaign: str, at: datetime) -> wake.WakeWork | None:
        """Take the campaign's lease and list what is due."""
        self._told.setdefault(campaign, self._sequence(campaign))
        return wake.wake_work(self._house, campaign, at)

    def finish_wake(self, work: object) -> None:
        """Give the lease of `work` back; it must be what `wake_work` gave."""
        if not isinstance(work, wake.WakeWork):
            raise TypeError(f"expected what wake_work gave, got {work!r}")
        wake.finish_wake(work)

    def deliver(self, at: datetime) -> dict[str, int]:
        """Compose and send; raises ActionError, so that somebody sees it, when the mail server refuses us."""
        done = deliver.deliver(self._house, at)
        if done.get("paused"):
            raise ActionError(
                "邮件服务器拒绝登录或不支持加密，发信暂停15分钟：请检查 DUBAN_SMTP",
                "the mail server refuses our login or encryption; sending rests 15 minutes: check DUBAN_SMTP",
            )
        return done

    def next_attention(self, campaign: str) -> tuple[datetime, int] | None:
        """The next instant somebody must look at the campaign, and its history's sequence.

        Delivery has no say here: a digest leaves with the daily wake at the office's opening, and a letter
        that is tried again leaves with the watch.
        """
        with self._house.store.read() as connection:
            instant = obligations.next_attention(connection, campaign)
        if instant is None:
            return None
        return datetime.fromtimestamp(instant, HOUSE_ZONE), self._sequence(campaign)

    def standing(self, campaign: str, at: datetime) -> StandingTable:
        """The campaign's standing now, and the rungs above 催办 that were reached since it was told last."""
        del at  # what is shown is the present, judged from the rows, not a past instant folded from history
        found = standing.standing_at(self._house, campaign)
        rows = tuple(StandingRow(u.title, u.open, u.soon, u.overdue, u.closed) for u in found.units)
        told, self._told[campaign] = self._told.get(campaign, 0), self._sequence(campaign)
        return StandingTable(rows, float(found.percent), standing.escalations(self._house, campaign, told))

    def _sequence(self, campaign: str) -> int:
        """The last sequence of the campaign's history."""
        with self._house.store.read() as connection:
            return {key: sequence for key, _, _, sequence in obligations.running(connection)}.get(campaign, 0)


def _running(record: OnRecord) -> RunningCampaign:
    campaign, office = record.planner.campaign, record.planner.office
    zone = ZoneInfo(office.timezone).key
    return RunningCampaign(
        record.key, record.title, tuple(campaign.phases), record.digest, office.opens, zone
    )
