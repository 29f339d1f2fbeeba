"""How tasks without a date are going: the line that each unit answered last, and who did not answer."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.progress_lines import ProgressLine, progress_lines
from reports.listing import Listing
from reports.stamps import local
from web.coordinator.home import ROLE, framed, noted
from web.language import words
from web.lists import taken_away
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
COLUMNS = (words("单位"), words("事项"), words("进展"), words("回应时间"), words("上次询问"), words("状态"))


@router.get("/coordinator/{campaign}/progress")
@allowed(roles(ROLE))
def progress(visit: Here, campaign: str) -> Response:
    """The lines; with `unanswered=yes` only of those who did not answer."""
    record, found = progress_lines(visit.house, visit.actor, campaign)
    query = visit.request.query_params
    unanswered, kind = query.get("unanswered") == "yes", query.get("as")
    rows = [(one, _cells(visit, one)) for one in found if one.unanswered or not unanswered]
    heads = [visit.say(column) for column in COLUMNS]
    if kind in {"csv", "xlsx"}:
        title = visit.say("%(campaign)s进展", campaign=record.title)
        return taken_away(visit, Listing(title, noted(visit), heads, [cells for _, cells in rows]), kind)
    count = sum(one.unanswered for one in found)
    return framed(
        visit,
        "coordinator/progress.html",
        record,
        rows=rows,
        heads=heads,
        count=count,
        unanswered=unanswered,
    )


def _cells(visit: Visit, one: ProgressLine) -> list[str]:
    state = visit.say("■ 未回应") if one.unanswered else visit.say("✓ 已回应") if one.text else "—"
    return [one.row.unit_title, one.row.title, one.text or "—", local(one.at), local(one.asked), state]
