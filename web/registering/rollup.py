"""The roll-up of a form over its units, and rosters against their quota: as pages, CSV and workbooks."""

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from actions.rollup import rollup
from actions.roster import team
from actions.seeing import UnseenError
from campaigns.roster import quota_of
from reports.listing import Listing
from reports.rolled import RolledUp, headline, notes, summed
from reports.rosters import MISSING, heads_of, named, people, standing_of
from reports.stamps import local
from web.lists import taken_away
from web.registering.desk import Desk, day_typed, desk_of
from web.rules import allowed, roles
from web.visit import Here

ROLE = "coordinator"
router = APIRouter()
_LAST = time(23, 59, 59)


@router.get("/coordinator/{campaign}/rollup")
@allowed(roles(ROLE))
def home(visit: Here, campaign: str) -> Response:
    """The forms that can be rolled up, and the tasks that ask for rosters."""
    desk = desk_of(visit, campaign)
    return visit.page("registering/rollups.html", desk=desk, forms=forms_of(desk), rosters=rosters_of(desk))


def forms_of(desk: Desk) -> dict[str, str]:
    """Title of each form that a task of the campaign asks for, by key."""
    tasks = desk.record.planner.campaign.tasks.values()
    asked = [item.forms for task in tasks for role in _ROLES for item in task.asked_of(role).deliverables]
    wanted = {form for forms in asked for form in forms}
    return {key: one.title for key, one in desk.record.planner.declaration.forms.items() if key in wanted}


def rosters_of(desk: Desk) -> dict[str, str]:
    """Title of each task that asks for a roster, by key."""
    tasks = desk.record.planner.campaign.tasks
    return {
        key: task.title
        for key, task in tasks.items()
        if any(quota_of(task.asked_of(role).deliverables) for role in _ROLES)
    }


#: Who answers and who helps are asked for different things.
_ROLES = ("responsible", "cooperating")


@router.get("/coordinator/{campaign}/rollup/{form}")
@allowed(roles(ROLE))
def rolled(
    visit: Here,
    campaign: str,
    form: str,
    task: str = "",
    period: str = "",
    until: str = "",
    taken: Annotated[str, Query(alias="as")] = "",
) -> Response:
    """A form over its units, for a period and up to it; who is missing, by name."""
    desk = desk_of(visit, campaign)
    if form not in forms_of(desk):
        raise UnseenError
    day = day_typed(until)
    at = datetime.combine(day, _LAST, desk.record.zone) if day is not None else None
    found = rollup(visit.house, campaign, form, task=task or None, period=period or None, at=at)
    if taken in {"csv", "xlsx"}:
        return taken_away(visit, _listing(found, visit.lang), taken)
    tasks = desk.record.planner.campaign.tasks
    query = {"task": found.task, "period": found.found.period or "", "until": until if day else ""}
    heads, rows = summed(found, visit.lang)
    kind = f"{found.task}|{found.found.period or ''}"
    return visit.page(
        "registering/rollup.html",
        desk=desk,
        found=found,
        tasks={key: tasks[key].title for key in (found.task, *found.other_tasks)},
        query=query,
        said=headline(found, visit.lang).splitlines(),
        # Who is missing stands first in the notes, and on the page by itself.
        notes=list(notes(found, visit.lang))[bool(found.found.missing) :],
        heads=heads,
        rows=rows,
        missing=[found.units[unit] for unit in found.found.missing],
        address=f"{desk.path('rollup', form)}?{urlencode(query)}&as=",
        register=f"{desk.path('register')}?{urlencode({'what': kind})}",
    )


def _listing(found: RolledUp, lang: str) -> Listing:
    """The sums as a list that ends in what a reader of them has to know, such as who is missing."""
    heads, rows = summed(found, lang)
    first, *rest = headline(found, lang).splitlines()
    blank = [""] * (len(heads) - 1)
    below = [["", *blank], *([line, *blank] for line in (first, *rest, *notes(found, lang)))]
    return Listing(found.form.title, first, heads, [*(list(_cells(row)) for row in rows), *below])


def _cells(row: list[object]) -> Iterator[str | int]:
    for cell in row:
        whole = isinstance(cell, Decimal) and cell == cell.to_integral_value()
        yield int(cell) if isinstance(cell, int) or (isinstance(cell, Decimal) and whole) else str(cell)


@router.get("/coordinator/{campaign}/rollup/roster/{task}")
@allowed(roles(ROLE))
def roster(visit: Here, campaign: str, task: str, taken: Annotated[str, Query(alias="as")] = "") -> Response:
    """Who handed in a roster, how many against the quota, who is missing, and the team that they make."""
    desk = desk_of(visit, campaign)
    if task not in rosters_of(desk):
        raise UnseenError
    found = team(visit.house, campaign, task)
    if taken in {"csv", "xlsx"}:
        title = found.title + visit.say("合并名册")
        return taken_away(
            visit, Listing(title, desk.title, heads_of(found, visit.lang), people(found)), taken
        )
    return visit.page(
        "registering/roster.html",
        desk=desk,
        found=found,
        rows=[
            (found.names[one.unit], local(one.received), named(one), standing_of(one, visit.lang))
            for one in found.units
        ],
        missing=[found.names[one.unit] for one in found.units if one.state == MISSING],
        heads=heads_of(found, visit.lang),
        people=people(found),
        address=f"{desk.path('rollup', 'roster', task)}?as=",
    )
