"""Takes the runs that are due from Prefect and runs them here, one after another, in this process."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from prefect import settings
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.context import SyncClientContext
from prefect.exceptions import PrefectSignal
from prefect.flow_engine import run_flow
from prefect.states import Cancelled, Crashed

from flows import booking, deploy, naming, tenant
from flows.compile import compile_house

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from flows.compile import Deployment
    from flows.port import House

#: Every how many looks the running campaigns are compared with what is deployed.
LOOKS_PER_COMPARISON = 10
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended."""

    #: Prefect's id of the run, as it stands in the address of its page.
    run: str
    #: Name of the run.
    name: str
    #: `Completed`, `Failed`, `Busy` …
    state: str
    #: What it says about itself.
    message: str

    @property
    def good(self) -> bool:
        """False when somebody should look."""
        return self.state not in {"Failed", "Crashed"}


class Runner:
    """Runs what is due for one house. All its methods belong inside `at_work`."""

    def __init__(self, house: House, say: Callable[[str], None]) -> None:
        """Serve `house`; `say` is given one line per run."""
        self._house = house
        self._say = say
        self._places: dict[UUID, Deployment] = {}
        #: Instant and history sequence of the wake booked last, by campaign.
        self._booked: dict[str, tuple[datetime, int]] = {}

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Hold one client and the house for the current thread."""
        with SyncClientContext.get_or_create(), tenant.serving(self._house):
            yield

    def compare(self) -> deploy.Applied:
        """Deploy what differs from what runs in the house, and book the next wake of what was written."""
        campaigns = self._house.running_campaigns()
        compiled = compile_house(campaigns, simulated=self._house.simulated)
        applied = deploy.apply(compiled)
        self._places = {applied.identities[each.name]: each for each in compiled}
        for campaign in campaigns:
            place = naming.slug(campaign.key)
            if place in applied.written:
                booking.book_next(self._house, campaign, applied.identities[place], after=self._house.now())
        return applied

    def run_due(self, stop: threading.Event | None = None) -> tuple[Report, ...]:
        """Run what is due; of several runs of one deployment the latest, which does the work of all."""
        reports = []
        for latest, covered in self._due():
            if stop is not None and stop.is_set():
                break
            for each in covered:
                _set(each.id, Cancelled(name="Covered", message=f"covered by the later run {latest.name}"))
            reports.append(self.run(latest.id))
        return tuple(reports)

    def run(self, run_id: UUID) -> Report:
        """Run one flow run here, and say how it ended."""
        run = get_client(sync_client=True).read_flow_run(run_id)
        module, _, name = self._places[run.deployment_id].entrypoint.rpartition(".")
        made = getattr(import_module(module), name)
        # The heartbeat's thread costs a second per run, and nobody here would listen to it.
        with settings.temporary_settings({settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            state, message = _engine(made, run)
        # Its body gave the run its name.
        report = Report(str(run_id), get_client(sync_client=True).read_flow_run(run_id).name, state, message)
        self._say(f"{'✔' if report.good else '✘'} {report.name}  {report.message}")
        return report

    def wake(self, campaign: str) -> Report:
        """Wake one campaign now, on demand, as a run of its deployment; KeyError if it is not deployed."""
        places = {each.campaign: place for place, each in self._places.items()}
        return self.run(booking.claim(places[campaign]))

    def look(self, count: int, stop: threading.Event) -> None:
        """Take one look: now and then compare and catch up, then run what is due."""
        if count % LOOKS_PER_COMPARISON == 0:
            self.compare()
            self.catch_up()
        self.run_due(stop)

    def catch_up(self) -> None:
        """Book the wake of every campaign whose next instant is another than the one booked last.

        So a campaign launched, or an act done, while this process runs is attended to in time, and what
        had passed while nobody ran is attended to at once. A wake that fails is not booked twice: it is the
        safety net's.
        """
        if self._house.simulated:
            return
        for campaign in self._house.running_campaigns():
            upcoming = self._house.next_attention(campaign.key)
            place = self._identity(campaign.key)
            if upcoming is not None and place is not None and self._booked.get(campaign.key) != upcoming:
                self._booked[campaign.key] = upcoming
                booking.book(place, campaign, *upcoming)

    def _identity(self, campaign: str) -> UUID | None:
        """Where the campaign is deployed, or None while it is not."""
        return next((place for place, each in self._places.items() if each.campaign == campaign), None)

    def _due(self) -> list[tuple[Any, list[Any]]]:
        """List what is due: per deployment the latest run and the ones it covers; longest waiting first."""
        # Prefect's scheduler keeps real time, also for a house with a clock of its own.
        now = datetime.now(UTC)  # noqa: TID251
        found = get_client(sync_client=True).get_scheduled_flow_runs_for_deployments(
            list(self._places), scheduled_before=now, limit=_PAGE
        )
        by_place: dict[UUID, list[Any]] = {}
        for each in found:
            by_place.setdefault(each.deployment_id, []).append(each)
        return [(runs[-1], runs[:-1]) for runs in by_place.values()]


def crash_stale() -> int:
    """Mark as crashed every run of ours that a process left behind when it died; return how many there were.

    Prefect would show such a run as running for ever. To be called before this process runs anything.
    """
    client = get_client(sync_client=True)
    unfinished = FlowRunFilterState(
        type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    )
    ours = FlowRunFilter(tags=FlowRunFilterTags(all_=[naming.OWN_TAG]), state=unfinished)
    stale = client.read_flow_runs(flow_run_filter=ours, limit=_PAGE)
    for each in stale:
        _set(each.id, Crashed(message="the process that ran it is gone; the next wake does its work"))
    return len(stale) + (crash_stale() if len(stale) == _PAGE else 0)


def _engine(made: Any, run: Any) -> tuple[str, str]:
    """Hand the run to Prefect's engine: its final state and message. Nothing that happens in it escapes."""
    try:
        state = run_flow(made, flow_run=run, return_type="state")
    except (Exception, PrefectSignal) as error:  # noqa: BLE001 - a signal says that somebody cancelled it
        return "Crashed", f"{type(error).__name__}: {error}"
    return state.name, state.message or ""


def _set(run: UUID, state: Any) -> None:
    get_client(sync_client=True).set_flow_run_state(run, state, force=True)
