"""Bring Prefect's deployments into line with what was compiled: write what differs, remove what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.schedules import CronSchedule

from flows import naming

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flows.compile import Deployment

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` found and did; names are deployment names."""

    #: Where each wanted deployment stands now, by name.
    identities: dict[str, UUID]
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def apply(wanted: Sequence[Deployment]) -> Applied:
    """Write each deployment whose version differs from Prefect's, and remove those of ours nobody wants.

    A new flow name makes a new deployment in Prefect; the old one of the same name is then removed, its
    schedule with it. An unchanged deployment costs nothing beyond the one listing.
    """
    client = get_client(sync_client=True)
    present = _ours(client)
    kept = {each.name: found for each in wanted for found in present if _same(each, found)}
    written = {each.name: _write(client, each) for each in wanted if each.name not in kept}
    identities = {name: found.id for name, found in kept.items()} | written
    leftover = [each for each in present if each.id not in identities.values()]
    for each in leftover:
        client.delete_deployment(each.id)
    return Applied(identities, tuple(written), tuple(kept), tuple(each.name for each in leftover))


def identities() -> dict[str, UUID]:
    """Return where each of our deployments stands, by name."""
    return {each.name: each.id for each in _ours(get_client(sync_client=True))}


def _ours(client: Any) -> list[Any]:
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[naming.OWN_TAG]))
    found: list[Any] = []
    while True:
        page = client.read_deployments(deployment_filter=ours, limit=_PAGE, offset=len(found))
        found.extend(page)
        if len(page) < _PAGE:
            return found


def _same(wanted: Deployment, found: Any) -> bool:
    return bool(found.name == wanted.name and found.version == wanted.version)


def _write(client: Any, wanted: Deployment) -> UUID:
    schedule = DeploymentScheduleCreate(
        schedule=CronSchedule(cron=wanted.cron, timezone=wanted.timezone), active=True, slug="regular"
    )
    identity: UUID = client.create_deployment(
        flow_id=client.create_flow_from_name(wanted.flow),
        name=wanted.name,
        version=wanted.version,
        description=wanted.description,
        tags=list(wanted.tags),
        entrypoint=wanted.entrypoint,
        schedules=[schedule],
        parameters=wanted.parameters,
        parameter_openapi_schema=_schema(wanted),
        enforce_parameter_schema=True,
    )
    return identity


def _schema(wanted: Deployment) -> dict[str, Any]:
    """Describe the parameters, so that Prefect's own page can ask for them and refuse others."""
    properties = {
        name: {"type": "string", "title": name, "position": place, "default": value}
        for place, (name, value) in enumerate(wanted.parameters.items())
    }
    return {"title": "Parameters", "type": "object", "properties": properties, "required": []}
