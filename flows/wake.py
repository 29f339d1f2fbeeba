"""One wake of one campaign: judge what is due, group by group, deliver, publish, book the next. Never waits.

States a run ends in: Completed; Completed as `Busy` when another wake holds the lease or as `Ended` when the
campaign no longer runs; Failed when a group or a later step failed, after everything else was still done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from prefect import flow, task
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed

from flows import booking, naming, tenant, witness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from flows.port import House, RunningCampaign, WakeWork


@dataclass(slots=True)
class Outcome:
    """What a wake has done so far, and what failed on the way."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def attempt(self, what: str, step: Callable[[], Mapping[str, int] | None]) -> None:
        """Run `step` and add up its counts; a failure is noted, and the wake goes on."""
        try:
            self.counts.update(step() or {})
        except Exception as error:  # noqa: BLE001 - one broken group must not stop the others
            self.failures.append(f"{what}: {type(error).__name__}: {error}")

    def summary(self) -> str:
        """One line: the counts, or that nothing was due."""
        return " · ".join(f"{kind} {count}" for kind, count in self.counts.items() if count) or "nothing due"


def judged_at(house: House, scheduled: datetime | None) -> datetime:
    """Return the instant a run judges at: never before its scheduled start, never before the house's clock.

    So neither an early start nor a missed run replayed later misjudges. A house with a clock of its own
    judges by that clock alone.
    """
    now = house.now()
    return now if house.simulated or scheduled is None else max(scheduled, now)


def _wake(campaign: str) -> Any:
    """Wake `campaign`; see the module."""
    house = tenant.current()
    running = next((each for each in house.running_campaigns() if each.key == campaign), None)
    if running is None:
        return Completed(name="Ended", message=f"{campaign} no longer runs")
    run = FlowRunContext.get().flow_run
    at = judged_at(house, run.expected_start_time)
    _rename(run, naming.run_name(campaign, at, running.timezone))
    work = house.wake_work(campaign, at)
    if work is None:
        return Completed(name="Busy", message=f"another wake of {campaign} holds the lease")
    outcome = Outcome()
    try:
        _judge_groups(running, work, outcome)
    finally:
        house.finish_wake(work)
    outcome.attempt("deliver", lambda: _deliver(house, at))
    outcome.attempt(
        "publish", lambda: witness.publish(running, house.standing(campaign, at), simulated=house.simulated)
    )
    outcome.attempt("book", lambda: booking.book_next(house, running, run.deployment_id, after=at))
    return _ending(outcome)


def _judge_groups(campaign: RunningCampaign, work: WakeWork, outcome: Outcome) -> None:
    """Judge each group in a task run of its own, in order; what became overdue goes to the event log."""

    def judge(index: int) -> Mapping[str, int]:
        counts = work.judge(index)
        witness.tell(campaign, work.groups[index], counts)
        return counts

    for index, group in enumerate(work.groups):
        outcome.attempt(group.name, partial(_task(judge, "judge", group.name), index))


def _deliver(house: House, at: datetime) -> Mapping[str, int]:
    """Deliver in a task run of its own, so that a failing mail server shows where it failed."""
    counts: Mapping[str, int] = _task(lambda: house.deliver(at), "deliver", "送达 deliver")()
    return counts


def _task(
    body: Callable[..., Mapping[str, int]], name: str, run_name: str
) -> Callable[..., Mapping[str, int]]:
    """Wrap `body` as a task; a function names its run, because a string would be taken for a template."""
    made: Callable[..., Mapping[str, int]] = task(
        body, name=name, task_run_name=lambda: run_name, persist_result=False, tags=[naming.OWN_TAG]
    )
    return made


def _rename(run: Any, name: str) -> None:
    if run.name != name:
        get_client(sync_client=True).set_flow_run_name(run.id, name)


def _ending(outcome: Outcome) -> Any:
    if not outcome.failures:
        return Completed(message=outcome.summary())
    reasons = "; ".join(outcome.failures)
    return Failed(
        message=f"{len(outcome.failures)} failed, the next wake tries again: {reasons}. "
        f"Done: {outcome.summary()}"
    )


#: The body of every campaign's flow; `flows.campaign` names it. No retries: the next wake is the retry.
wake: Any = flow(_wake, name="wake", validate_parameters=False, persist_result=False)
