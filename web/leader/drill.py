"""What lies behind a light: one unit's obligations, and one obligation with why its dates are those."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from markupsafe import Markup

from actions import standing
from actions.explain import Explained, explain
from actions.house import HOUSE_ZONE, ActionError
from actions.overview import Overview, overview
from actions.people import names_in
from actions.seeing import UnseenError, obligation_seen
from campaigns.brief import Brief
from campaigns.deciding.who import GRANTS
from campaigns.happened import item_words
from campaigns.lights import Shown, verdict
from deadlines.because import because
from deadlines.strip import strip
from reports.decided import Names
from reports.explained import occasion
from reports.sentences import sentence
from reports.stamps import local
from reports.terms import addressee, term
from web.leader import lists
from web.leader.home import OFFICE, ROLE, Asked
from web.leader.past import as_of
from web.lists import taken_away
from web.mixed import mixed
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shows:
    """One obligation in a list."""

    row: Brief
    #: Its task, with its period or number.
    title: str
    shown: Shown
    #: in_time, late or empty.
    verdict: str
    #: Whether it may be urged, now.
    urged: bool


def title_of(found: Overview, row: Brief) -> str:
    """The task's title, with the period or the item's number: `月报（2017-06）`."""
    titles = {key: one.short for key, one in found.record.planner.declaration.units.items()}
    rest = "/".join(row.id.split("/")[3:])
    title = found.record.planner.campaign.tasks[row.task].title
    return f"{title}（{item_words(rest, titles)}）" if rest else title


def shows(found: Overview, row: Brief, *, present: bool) -> Shows:
    """`row` as a list shows it."""
    light = found.standing.shown[found.standing.by_id.get(row.id, "none")]
    may = present and row.status in GRANTS["urge"].statuses
    return Shows(row, title_of(found, row), light, verdict(row) or "", may)


@router.get("/leader/{campaign}/units/{unit}")
@allowed(roles(OFFICE, ROLE))
def unit(
    visit: Here, campaign: str, unit: str, at: Asked = "", to: Annotated[str, Query(alias="as")] = ""
) -> Response:
    """What one unit owes, the gravest first; `as`: csv or xlsx."""
    when = as_of(visit, at)
    found = overview(visit.house, campaign, when.at)
    named = found.record.planner.declaration.units.get(unit)
    if named is None:
        raise UnseenError
    order = {name: place for place, name in enumerate(found.standing.shown)}
    mine = [row for row in found.rows if row.unit == unit and row.id in found.standing.by_id]
    mine.sort(key=lambda row: (order[found.standing.by_id[row.id]], row.number))
    listed = [shows(found, row, present=when.at is None) for row in mine]
    if to in {"csv", "xlsx"}:
        return taken_away(
            visit,
            lists.owed(visit, found, named.name, [(one.title, one.row, one.shown) for one in listed]),
            to,
        )
    errors = {"at": visit.say(when.wrong)} if when.wrong else {}
    return visit.page(
        "leader/unit.html",
        422 if errors else 200,
        found=found,
        when=when,
        errors=errors,
        unit=named,
        key=unit,
        listed=listed,
        lists=lists,
        line=next((one for one in found.standing.units if one.key == unit), None),
    )


@router.get("/leader/{campaign}/obligations/{path:path}")
@allowed(roles(OFFICE, ROLE))
def obligation(visit: Here, campaign: str, path: str, at: Asked = "") -> Response:
    """One obligation: its light, why its dates are those, what happened, who was told."""
    when, key = as_of(visit, at), f"{campaign}/{path}"
    record, _ = obligation_seen(visit.house, visit.actor, key)
    try:
        told = explain(visit.house, key, when.at)
    except ActionError:
        # There was none yet.
        raise UnseenError from None
    units, tasks = standing.titles(visit.house, campaign)
    names = Names(units, tasks, names_in(visit.house, list(told.events)))
    period = item_words("/".join(key.split("/")[3:]), units)
    context = {"record": record, "when": when, "told": told, "key": key, "period": period}
    return visit.page("leader/obligation.html", **{**context, **_told(told, names, visit)})


def _told(told: Explained, names: Names, visit: Visit) -> dict[str, Any]:
    """What the page says of it, in the visitor's language."""
    lang, role, row = visit.lang, visit.actor.role, told.row
    return {
        "reasons": _reasons(told, visit),
        "strip": "\n".join(strip(told.certificate, lang)),
        "events": [mixed(sentence(body, names, lang), lang) for body in told.events],
        "notices": _notices(told, names, visit),
        "stands": term(lang, row.status),
        "verdict": term(lang, told.verdict),
        "may": [act for act, one in GRANTS.items() if role in one.roles and row.status in one.statuses],
    }


def _reasons(told: Explained, visit: Visit) -> list[Markup]:
    above = [line for one in told.above for line in one.reasons(visit.lang)]
    lines = [*because(told.certificate, visit.lang, told.called), *above]
    return [mixed(line, visit.lang) for line in lines]


def _notices(told: Explained, names: Names, visit: Visit) -> list[list[Markup]]:
    """Whom, about what, what became of it and why, and when."""
    found = []
    for one in told.notices:
        ended = local(datetime.fromtimestamp(one["ended"], HOUSE_ZONE)) if one["ended"] else ""
        cells = [
            addressee(visit.lang, one["recipient"], names.units),
            occasion(one["occasion"], told.rungs, visit.lang),
        ]
        cells += [term(visit.lang, one["state"]), term(visit.lang, one["reason"]), ended]
        found.append([mixed(cell, visit.lang) for cell in cells])
    return found
