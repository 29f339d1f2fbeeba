"""One-off runs: the next wake at the next instant somebody must look, and wakes asked for at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.states import Pending, Scheduled

from flows import naming

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flows.port import House, RunningCampaign


def book_next(house: House, campaign: RunningCampaign, deployment: UUID | None, *, after: datetime) -> None:
    """Book the campaign's next wake, if its instant is a real one later than both `after` and now.

    A house with a clock of its own books nothing, because Prefect's scheduler keeps real time. What has
    passed already is the safety net's to start. Without a deployment (a run made outside of one) nothing can
    be booked.
    """
    upcoming = None if house.simulated or deployment is None else house.next_attention(campaign.key)
    if deployment is None or upcoming is None:
        return
    instant, sequence = upcoming
    if instant > max(after, house.now()):
        book(deployment, campaign, instant, sequence)


def book(deployment: UUID, campaign: RunningCampaign, instant: datetime, sequence: int) -> UUID:
    """Book a run at `instant`; the same instant at the same history sequence again is the same run."""
    run = get_client(sync_client=True).create_flow_run_from_deployment(
        deployment,
        state=Scheduled(scheduled_time=instant),
        name=naming.run_name(campaign.key, instant, campaign.timezone),
        idempotency_key=naming.booking_key(campaign.key, instant, sequence),
    )
    identity: UUID = run.id
    return identity


def claim(deployment: UUID) -> UUID:
    """Make a run that belongs to the caller: pending from the start, so that no poll takes it."""
    run = get_client(sync_client=True).create_flow_run_from_deployment(deployment, state=Pending())
    identity: UUID = run.id
    return identity
