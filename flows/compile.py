"""From a running campaign to the description of its Prefect flow and deployment. Pure: no Prefect in here."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from flows import naming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.port import RunningCampaign

#: Names of the safety net's flow and deployment: `duban/watch`.
WATCH_FLOW, WATCH_NAME = "duban", "watch"
#: The safety net looks every ten minutes.
WATCH_CRON = "*/10 * * * *"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A flow and its deployment, as they shall stand in Prefect."""

    #: Name of the flow; for a campaign its title.
    flow: str
    #: Name of the deployment; for a campaign its key as a slug. No two deployments share it.
    name: str
    #: What a person reads on the deployment's page.
    description: str
    #: Tags, which every run inherits.
    tags: tuple[str, ...]
    #: Module path of the flow.
    entrypoint: str
    #: Five-field cron expression, read in `timezone`.
    cron: str
    #: IANA name of the zone the cron expression is read in.
    timezone: str
    #: The campaign every run is for; empty for the house's own deployment.
    campaign: str = ""
    #: Digest of the plan on record, so that a new revision is deployed anew.
    digest: str = ""

    @property
    def version(self) -> str:
        """Twelve hex digits that change when anything in here does."""
        return naming.fingerprint(asdict(self))

    @property
    def parameters(self) -> dict[str, str]:
        """What each of its runs is given."""
        return {"campaign": self.campaign} if self.campaign else {}


def compile_house(campaigns: Sequence[RunningCampaign], *, simulated: bool) -> tuple[Deployment, ...]:
    """Describe everything that shall stand in Prefect: one deployment per campaign, and the safety net first.

    `simulated` marks all of it as demonstration data. Campaigns that share a title get their key into the
    flow's name, because each has a flow of its own.
    """
    names = Counter(naming.flow_name(each.title, each.key) for each in campaigns)
    compiled = [compile_watch(simulated=simulated)]
    for each in campaigns:
        name = naming.flow_name(each.title, each.key)
        flow = name if names[name] == 1 else f"{name} · {naming.slug(each.key)}"
        compiled.append(compile_campaign(each, flow=flow, simulated=simulated))
    return tuple(compiled)


def compile_campaign(campaign: RunningCampaign, *, flow: str, simulated: bool) -> Deployment:
    """Describe the deployment of one campaign: a daily run as its office opens, besides the one-off runs."""
    opening = campaign.daily_at
    clock = f"{opening:%H:%M} {campaign.timezone}"
    description = (
        f"{campaign.title}：每日{clock}核查一次，另在下一个到期时刻核查；只做到期该做的，重复核查不重复记录。\n\n"
        f"Looks once a day at {clock}, and at each instant something falls due. "
        "Running it again records nothing new."
    )
    phases = tuple(naming.phase_tag(each) for each in campaign.phases)
    return Deployment(
        flow=flow,
        name=naming.slug(campaign.key),
        description=_marked(description, simulated=simulated),
        tags=(naming.OWN_TAG, naming.campaign_tag(campaign.key), *phases, *_marks(simulated=simulated)),
        entrypoint=naming.entrypoint(campaign.key),
        cron=f"{opening.minute} {opening.hour} * * *",
        timezone=campaign.timezone,
        campaign=campaign.key,
        digest=campaign.digest,
    )


def compile_watch(*, simulated: bool) -> Deployment:
    """Describe the safety net: it starts only campaigns whose attention instant has passed unseen."""
    description = (
        "每十分钟查一次：只启动到点而尚未核查的专项行动。\n\n"
        "Every ten minutes: starts only the campaigns whose instant has passed without a wake."
    )
    return Deployment(
        flow=WATCH_FLOW,
        name=WATCH_NAME,
        description=_marked(description, simulated=simulated),
        tags=(naming.OWN_TAG, *_marks(simulated=simulated)),
        entrypoint="flows.watch.watch",
        cron=WATCH_CRON,
        timezone="UTC",
    )


def _marks(*, simulated: bool) -> tuple[str, ...]:
    return (naming.SIMULATED_TAG,) if simulated else ()


def _marked(text: str, *, simulated: bool) -> str:
    return f"**{naming.SIMULATED_TAG}**\n\n{text}" if simulated else text
