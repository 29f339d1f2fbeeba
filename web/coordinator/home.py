"""The first page of the coordinator: the campaigns, each in its sentence, and how much waits."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from actions.house import OnRecord
from actions.office_rows import waiting_counts
from actions.seeing import campaigns_seen
from actions.standing import standing_at
from reports.headline import headline
from reports.stamps import local
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE = "coordinator"
router = APIRouter()
PLACES = (place("/coordinator", words("专项行动"), ROLE),)
#: Campaigns on one page: the sentence of each is worked out from everything it asks for.
A_PAGE = 20
#: What waits, in the order in which it is told.
KINDS = {
    "review": words("待审核"),
    "extension": words("申请延期"),
    "transfer": words("申请改派"),
    "disregard": words("提请视为未报送"),
    "sign": words("待签发"),
}
#: The pages of one campaign; some of them are other parts', and may not be there.
PAGES = (
    ("", words("待办")),
    ("/obligations", words("全部事项")),
    ("/sign", words("待签发")),
    ("/unfiled", words("未报单位")),
    ("/progress", words("进展")),
    ("/contacts", words("联系人")),
    ("/register", words("登记")),
    ("/rollup", words("汇总")),
    ("/declare", words("申报与补充通知")),
)


@router.get("/coordinator")
@allowed(roles(ROLE))
def home(visit: Here, page: int = 1) -> Response:
    """The campaigns."""
    known, waits = campaigns_seen(visit.house, visit.actor), waiting_counts(visit.house)
    page, pages = within(page, len(known), A_PAGE)
    shown = [_campaign(visit, one, waits) for one in known[(page - 1) * A_PAGE : page * A_PAGE]]
    return visit.page("coordinator/home.html", campaigns=shown, page=page, pages=pages)


def _campaign(visit: Visit, record: OnRecord, waits: dict[str, dict[str, int]]) -> dict[str, object]:
    """A campaign with its sentence, and what waits in it by what it is called."""
    return {
        "key": record.key,
        "title": record.title,
        "sentence": headline(standing_at(visit.house, record.key), visit.lang),
        "waits": told(waits.get(record.key, {})),
    }


def within(page: int, count: int, of: int) -> tuple[int, int]:
    """The page that was asked for, within those that `count` things give, `of` on each; and how many."""
    pages = max(1, -(-count // of))
    return min(max(1, page), pages), pages


def told(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """What waits: its kind, what that is called (for the catalogue), and how much; none is left out."""
    return [(kind, name, counts[kind]) for kind, name in KINDS.items() if counts.get(kind)]


def framed(visit: Visit, template: str, record: OnRecord, status: int = 200, **more: Any) -> Response:
    """A page about the campaign on `record`, with the way to its other pages, as far as there are such."""
    links = [(path, title) for path, title in PAGES if there(visit, path)]
    return visit.page(template, status, record=record, links=links, **more)


def there(visit: Visit, path: str) -> bool:
    """Whether a campaign has a page at `path`: some are other parts'."""
    return any(route.path == f"/coordinator/{{campaign}}{path}" for route in visit.request.app.state.routes)


def noted(visit: Visit) -> str:
    """As of when a list is that somebody takes away, and whether its data is simulated."""
    said = visit.say("截至%(at)s", at=local(visit.house.now()))
    return f"{said} · {visit.say('演示数据，非真实情况')}" if visit.house.simulated else said


def names(record: OnRecord) -> dict[str, str]:
    """What people call the units, by key, in the registry's order."""
    return {key: unit.short for key, unit in record.planner.declaration.units.items()}
