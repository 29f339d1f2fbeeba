"""What a wake leaves for people to see in Prefect: artifacts and events. Never read back by the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact
from prefect.events import emit_event

from flows import naming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.port import RunningCampaign, StandingTable, UnitGroup


def publish(campaign: RunningCampaign, standing: StandingTable, *, simulated: bool) -> None:
    """Publish the standing as a table, progress against time, and one page per new escalation."""
    mark = f"{naming.SIMULATED_TAG} · " if simulated else ""
    create_table_artifact(
        key=naming.standing_key(campaign.key),
        table=[
            {
                "单位 unit": row.unit,
                "在办 open": row.open,
                "即将到期 due soon": row.due_soon,
                "逾期 overdue": row.overdue,
                "办结 closed": row.closed,
            }
            for row in standing.rows
        ],
        description=f"{mark}{campaign.title}：各单位办理情况 standing by unit",
    )
    create_progress_artifact(
        key=naming.progress_key(campaign.key),
        progress=max(0.0, min(100.0, standing.progress)),
        description=f"{mark}{campaign.title}：序时进度 progress against time",
    )
    for each in standing.escalations:
        create_markdown_artifact(
            key=naming.escalation_key(campaign.key, each.title),
            markdown=f"{naming.SIMULATED_TAG}\n\n{each.markdown}" if simulated else each.markdown,
            description=f"{mark}{each.title}",
        )


def tell(campaign: RunningCampaign, group: UnitGroup, counts: Mapping[str, int]) -> None:
    """Emit one event per newsworthy kind that `counts` holds for `group`."""
    for kind, event in naming.NEWSWORTHY.items():
        if counts.get(kind):
            emit_event(
                event=event,
                resource={
                    "prefect.resource.id": f"duban.campaign.{naming.slug(campaign.key)}",
                    "prefect.resource.name": campaign.title,
                },
                payload={"group": group.name, "units": list(group.units), "count": counts[kind]},
            )
