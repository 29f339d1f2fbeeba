"""What the interface's routes share: how an act is done and answered, and values as they are told."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from actions.deliver import deliver
from actions.house import HOUSE_ZONE, House, OnRecord
from actions.people import names_in
from actions.seeing import obligation_seen
from campaigns.lifecycle import Tracked
from campaigns.lights import light, verdict
from reports.decided import Names
from reports.sentences import sentence
from web.api import told
from web.api.idempotency import done
from web.visit import Visit

V1 = "/api/v1"
#: Roles that see the whole of a campaign.
WATCHING = ("coordinator", "leader", "auditor")
EVERYONE = ("coordinator", "unit", "leader", "auditor")
_PROBLEM: dict[str, Any] = {"model": told.ProblemDetails, "content": {"application/problem+json": {}}}
#: What every route may answer besides.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {**_PROBLEM} for status in (400, 401, 403, 404, 409, 413, 422, 500)
}


def router() -> APIRouter:
    """A router of the interface."""
    return APIRouter(responses=PROBLEMS, tags=["v1"])


def acted(
    visit: Visit, act: Callable[[], BaseModel], *asked: BaseModel | bytes, tells: str = "urgent"
) -> Response:
    """Do `act`, once for each idempotency key, and answer; letters of the class `tells` leave at once."""
    parts = [one if isinstance(one, bytes) else one.model_dump_json().encode() for one in asked]
    answer = done(visit, act, *parts)
    deliver(visit.house, visit.house.now(), only=tells)
    return answer


def seen(visit: Visit, keys: Iterable[str]) -> None:
    """Raise UnseenError (404) where one of `keys` is no obligation that the account sees."""
    for key in keys:
        obligation_seen(visit.house, visit.actor, key)


def as_told(house: House, record: OnRecord, row: Tracked) -> told.Obligation:
    """An obligation as it stands now."""
    campaign, declaration = record.planner.campaign, record.planner.declaration
    plain = ("id", "task", "unit", "role", "period", "item", "how", "opens", "target", "breach", "filings")
    return told.Obligation(
        title=campaign.tasks[row.task].title,
        unit_title=declaration.units[row.unit].name,
        status=row.status,  # type: ignore[arg-type]
        light=light(row, declaration.lights[campaign.lights], record.pace, house.now()),
        verdict=verdict(row),
        returned=bool(row.returned),
        asks_extension=row.asks_extension,
        **{name: getattr(row, name) for name in plain},
    )


def sentences(house: House, record: OnRecord, bodies: list[dict[str, Any]], lang: str) -> list[told.Told]:
    """Events of a campaign as sentences."""
    names = names_of(house, record, bodies)
    plain = ("sequence", "kind", "effective", "noticed", "revision")
    return [
        told.Told(**{name: body[name] for name in plain}, sentence=sentence(body, names, lang))
        for body in bodies
    ]


def names_of(house: House, record: OnRecord, bodies: list[dict[str, Any]]) -> Names:
    """What the keys in `bodies` are called."""
    units = {key: unit.short for key, unit in record.planner.declaration.units.items()}
    tasks = {key: task.title for key, task in record.planner.campaign.tasks.items()}
    return Names(units, tasks, names_in(house, bodies))


def instant(seconds: int | None) -> datetime | None:
    """Of an instant in seconds."""
    return None if seconds is None else datetime.fromtimestamp(seconds, HOUSE_ZONE)


def parsed(text: str) -> dict[str, Any]:
    """JSON on record."""
    found: dict[str, Any] = json.loads(text)
    return found
