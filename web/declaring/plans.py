"""The plan of a campaign as it is declared: who owes what by when, what goes out when, and its files."""

from collections.abc import Callable, Iterable

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from actions import planning
from actions.declared import Declared, load
from actions.impact import Impact, impact
from actions.seeing import campaigns_seen
from campaigns.faults import FaultsError, RefusalError
from campaigns.plan import Plan, Planner
from reports import breakdown, checked, notices
from reports.gantt import gantt
from reports.heading import heading
from reports.listing import Listing
from reports.load import load as load_of
from reports.outline import outline
from reports.plan_workbook import plan_workbook
from reports.timeline import refuse_ages, timeline
from reports.wording import term
from web.declaring.editor import EDITOR, ROLE
from web.lists import file, taken_away
from web.rules import allowed, roles
from web.visit import ElsewhereError, Here, Visit

router = APIRouter()
#: What the plan is taken away as: kind of file -> its content.
_FILES: dict[str, Callable[[Planner, Plan, str], bytes]] = {
    "svg": lambda planner, plan, lang: timeline(outline(planner, plan), None, lang).encode(),
    "mmd": lambda planner, plan, lang: gantt(outline(planner, plan), None, lang).encode(),
    "xlsx": lambda planner, plan, lang: plan_workbook(
        planner, plan, planning.notices(planner, plan.obligations), lang
    ),
}
_LISTS = ("breakdown", "notices", "load")
#: So many rows of a table stand on the page; its file has them all.
LISTED = 300


@router.get("/coordinator/{campaign}/declare")
@allowed(roles(ROLE))
def plan(visit: Here, campaign: str, launched: int = 0, contacts: int = 0, told: str = "") -> Response:
    """The plan by the file as it is saved, and how that differs from what is on record."""
    declared = declaration(visit)
    planner = planner_of(visit, declared, campaign)
    made = planner.plan()
    asked = visit.request.query_params
    if "as" in asked:
        return _taken_away(visit, planner, made, asked["as"], asked.get("list", "breakdown"))
    state, refused = _state(visit, declared, campaign)
    return visit.page(
        "declaring/plan.html",
        campaign=campaign,
        title=made.title,
        lists=[_list(planner, made, name, visit.lang) for name in _LISTS],
        listed=LISTED,
        summary=checked.summary(planner, declared.source.file, len(declared.warnings), visit.lang),
        drawable=_drawable(planner, made),
        state=state,
        refused=refused,
        launched=launched if state is not None and 0 < launched == state.known else 0,
        contacts=bool(contacts),
        told=_known(visit, told.split(",")),
    )


def declaration(visit: Visit) -> Declared:
    """The declaration as it is saved; with errors, its editor is where the visitor is sent."""
    try:
        return load(visit.house.settings.file, visit.house.calendars)
    except FaultsError:
        raise ElsewhereError(EDITOR) from None


def planner_of(visit: Visit, declared: Declared, campaign: str) -> Planner:
    """The planner of a campaign that is declared; HTTPException 404 for any other."""
    if campaign not in declared.declaration.campaigns:
        raise HTTPException(404)
    return declared.planner(campaign, visit.house.calendars)


def _state(visit: Visit, declared: Declared, campaign: str) -> tuple[Impact | None, str]:
    """How it stands against the record; or why that cannot be launched."""
    try:
        return impact(visit.house, declared, campaign), ""
    except RefusalError as error:
        return None, error.said(visit.lang)


def _known(visit: Visit, keys: Iterable[str]) -> list[str]:
    """Titles of the launched campaigns among these."""
    wanted = set(keys)
    return (
        [one.title for one in campaigns_seen(visit.house, visit.actor) if one.key in wanted] if wanted else []
    )


def _list(planner: Planner, made: Plan, name: str, lang: str) -> Listing:
    """One of the three tables."""
    title, note = f"{made.title} {term(lang, name)}", heading(planner).line(lang)
    if name == "notices":
        told = planning.notices(planner, made.obligations)
        return Listing(title, note, notices.columns(lang), notices.rows(told, planner.office.zone, lang))
    if name == "load":
        due = load_of(planner, made.obligations)
        return Listing(title, note, due.columns(lang), due.rows(lang))
    rows = [row.cells for row in breakdown.breakdown(planner, made, lang)]
    return Listing(title, note, breakdown.columns(lang), rows)


def _taken_away(visit: Visit, planner: Planner, made: Plan, kind: str, name: str) -> Response:
    """A table as csv; the whole plan as xlsx, svg or Mermaid's mmd."""
    if kind == "csv" and name in _LISTS:
        return taken_away(visit, _list(planner, made, name, visit.lang), kind)
    if kind not in _FILES:
        raise HTTPException(404)
    title = term(visit.lang, "chart", title=made.title)
    if kind == "xlsx":
        title = f"{made.title} {term(visit.lang, 'breakdown')}"
    return file(_FILES[kind](planner, made, visit.lang), title, kind)


def _drawable(planner: Planner, made: Plan) -> bool:
    try:
        refuse_ages(outline(planner, made))
    except RefusalError:
        return False
    return True
