"""The leader's pages: every campaign in a sentence; one campaign on one page, now or on any past day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from actions.overview import Overview, overview, running
from actions.seeing import campaign_seen
from deadlines.spans import Span
from reports.dates import stretch
from reports.headline import against_time, headline
from reports.outline import outline
from reports.timeline import timeline
from web.language import words
from web.leader import lists
from web.leader.past import AsOf, as_of
from web.lists import taken_away
from web.mixed import mixed
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE, OFFICE = "leader", "coordinator"
router = APIRouter()
PLACES = (place("/leader", words("办理情况"), ROLE),)
#: Campaigns on one page of their list.
MANY = 10
Asked = Annotated[str, Query(max_length=40)]


@router.get("/leader")
@allowed(roles(OFFICE, ROLE))
def home(visit: Here, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> Response:
    """The campaigns, each with its sentence."""
    many, found = running(visit.house, (page - 1) * MANY, MANY)
    told = [(key, title, overview(visit.house, key)) for key, title in found]
    shown = [
        (key, title, mixed(headline(one.standing, visit.lang), visit.lang), one) for key, title, one in told
    ]
    return visit.page("leader/campaigns.html", found=shown, page=page, pages=-(-many // MANY))


@router.get("/leader/{campaign}")
@allowed(roles(OFFICE, ROLE))
def campaign(visit: Here, campaign: str, at: Asked = "", day: Asked = "", have: Asked = "") -> Response:
    """One campaign: the sentence, phases, time line, units, periods.

    `day` is the slider's: days since the campaign's first. `have` is the state that a page has already, which
    is answered by nothing where it is still so.
    """
    when = as_of(visit, at)
    found = overview(visit.house, campaign, when.at)
    if day.isdecimal():
        return visit.go(f"/leader/{campaign}{_slid(visit, found, int(day)).query()}")
    if have == found.mark and visit.request.headers.get("hx-request"):
        return Response(status_code=204)
    return _drawn(visit, "leader/campaign.html", found, when)


def _slid(visit: Visit, found: Overview, days: int) -> AsOf:
    """The day that the slider stands on; what is still to come is the present."""
    first = found.record.planner.period.first
    today = as_of(visit, "").today
    return as_of(visit, str(min(today, first + timedelta(days=min(days, (today - first).days)))))


def _drawn(visit: Visit, template: str, found: Overview, when: AsOf) -> Response:
    standing = found.standing
    told = mixed(headline(standing, visit.lang), visit.lang)
    errors = {"at": visit.say(when.wrong)} if when.wrong else {}
    context = {"found": found, "when": when, "told": told, "pace": _pace(visit, found), "errors": errors}
    return visit.page(template, 422 if errors else 200, lists=lists, stretch=_stretch(visit), **context)


def _pace(visit: Visit, found: Overview) -> str:
    """The gap to the time line: as the bureau measures it, else what is filed beside the time gone."""
    time, measured, done = found.standing.percent, found.standing.total.progress, found.percent_filed
    if measured is not None:
        return against_time(measured, found.standing, visit.lang)
    if done is None:
        return visit.say("尚无计数的事项，时间已过%(time)s%%", time=time)
    told, gap = visit.say("时间已过%(time)s%%，已报送%(done)s%%", time=time, done=done), time - done
    if gap > 0:
        return visit.say("%(told)s，落后%(gap)s个百分点", told=told, gap=gap)
    return visit.say("%(told)s，不落后", told=told)


def _stretch(visit: Visit) -> Callable[[Span], str]:
    return lambda span: stretch(span.first, span.last, visit.lang)


@router.get("/leader/{campaign}/timeline.svg")
@allowed(roles(OFFICE, ROLE))
def drawing(visit: Here, campaign: str, at: Asked = "") -> Response:
    """The time line as a picture, with the line of the day."""
    when = as_of(visit, at)
    planner = campaign_seen(visit.house, visit.actor, campaign).planner
    drawn = timeline(outline(planner, planner.plan()), when.day, visit.lang)
    return Response(drawn, media_type="image/svg+xml", headers=_ITS_OWN_STYLE)


#: The picture carries its own style sheet, and nothing else that could act.
_ITS_OWN_STYLE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
}


@router.get("/leader/{campaign}/units")
@allowed(roles(OFFICE, ROLE))
def units(visit: Here, campaign: str, at: Asked = "", to: Annotated[str, Query(alias="as")] = "") -> Response:
    """The wall as a table: lights and rates by unit; `as`: csv or xlsx."""
    when = as_of(visit, at)
    found = overview(visit.house, campaign, when.at)
    if to in {"csv", "xlsx"}:
        return taken_away(visit, lists.wall(visit, found), to)
    return _drawn(visit, "leader/units.html", found, when)


@router.get("/leader/{campaign}/matrix")
@allowed(roles(OFFICE, ROLE))
def matrix(
    visit: Here, campaign: str, at: Asked = "", to: Annotated[str, Query(alias="as")] = ""
) -> Response:
    """Units by periods; `as`: csv or xlsx."""
    when = as_of(visit, at)
    found = overview(visit.house, campaign, when.at)
    if to in {"csv", "xlsx"}:
        return taken_away(visit, lists.table(visit, found), to)
    return _drawn(visit, "leader/matrix.html", found, when)
