"""The safety net: starts the campaigns whose attention instant has passed, and touches no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.states import Completed

from flows import deploy, naming, tenant
from flows.wake import judged_at

if TYPE_CHECKING:
    from uuid import UUID


def _watch() -> Any:
    """Start a wake of each campaign that is due; the message names them."""
    house = tenant.current()
    run = FlowRunContext.get().flow_run
    due = house.campaigns_due(judged_at(house, run.expected_start_time))
    places = deploy.identities() if due else {}
    started = [key for key in due if _start(key, places.get(naming.slug(key)), run.id)]
    return Completed(message=f"started {', '.join(started)}" if started else "nothing due")


def _start(campaign: str, deployment: UUID | None, watch_run: UUID) -> bool:
    """Ask for a wake at once; a campaign launched a moment ago may not be deployed yet, and waits."""
    if deployment is None:
        return False
    get_client(sync_client=True).create_flow_run_from_deployment(
        deployment, idempotency_key=f"watch:{watch_run}:{campaign}"
    )
    return True


#: The flow of the deployment `duban/watch`.
watch: Any = flow(_watch, name="duban", validate_parameters=False, persist_result=False)
