"""What happened to whatever the unit owes: sentences, with filters, and the same list as csv or xlsx."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from actions.owed import told
from actions.people import names_in
from actions.seeing import campaigns_seen
from actions.standing import titles
from campaigns.form_cells import read_date
from reports.decided import Names
from reports.listing import Listing
from reports.sentences import sentence
from reports.stamps import local
from web.language import words
from web.lists import taken_away
from web.mixed import mixed
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE = "unit"
router = APIRouter()
PLACES = (place("/unit/history", words("办理记录"), ROLE),)
#: Sentences on one page.
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty: everything."""

    campaign: str
    task: str
    first: str
    last: str

    def fits(self, body: dict[str, Any]) -> bool:
        """Whether an event is one of those."""
        day = datetime.fromisoformat(body["effective"]).date()
        first, last = _day(self.first), _day(self.last)
        in_task = self.task in {"", body["obligation"].split("/")[1]}
        return in_task and (first is None or day >= first) and (last is None or day <= last)

    @property
    def query(self) -> str:
        """It as an address has it."""
        said = {"campaign": self.campaign, "task": self.task, "from": self.first, "to": self.last}
        return urlencode({name: value for name, value in said.items() if value})


@router.get("/unit/history")
@allowed(roles(ROLE))
def history(visit: Here, campaign: str = "", task: str = "", page: int = 1) -> Response:
    """The unit's own history, the newest first."""
    query = visit.request.query_params
    wanted = Wanted(campaign, task, query.get("from", ""), query.get("to", ""))
    lines, campaigns, tasks = _lines(visit, wanted)
    if query.get("as") in {"csv", "xlsx"}:
        return taken_away(visit, _listing(visit, lines), query["as"])
    pages = max(1, -(-len(lines) // _PAGE))
    page = min(max(page, 1), pages)
    shown = lines[(page - 1) * _PAGE : page * _PAGE]
    return visit.page(
        "unit/history.html",
        wanted=wanted,
        campaigns=campaigns,
        tasks=tasks,
        lines=[(at, mixed(said, visit.lang)) for at, said in shown],
        total=len(lines),
        number=page,
        pages=pages,
        address="/unit/history?" + (wanted.query + "&" if wanted.query else ""),
    )


def _lines(visit: Visit, wanted: Wanted) -> tuple[list[tuple[str, str]], dict[str, str], dict[str, str]]:
    """When and what, the newest first; the campaigns and the tasks to choose from."""
    everywhere = campaigns_seen(visit.house, visit.actor)
    campaigns, tasks = {one.key: one.title for one in everywhere}, dict[str, str]()
    found: list[tuple[str, str]] = []
    for record in everywhere:
        units, own = titles(visit.house, record.key)
        tasks |= own if wanted.campaign in {"", record.key} else {}
        if wanted.campaign not in {"", record.key}:
            continue
        bodies = [body for body in told(visit.house, visit.actor, record) if wanted.fits(body)]
        # People are named only where they are the unit's own.
        people = names_in(visit.house, [body for body in bodies if body["actor"]["role"] == ROLE])
        names = Names(units, own, people)
        found += [(body["noticed"], sentence(body, names, visit.lang)) for body in reversed(bodies)]
    return sorted(found, key=lambda one: one[0], reverse=True), campaigns, tasks


def _listing(visit: Visit, lines: list[tuple[str, str]]) -> Listing:
    note = visit.say("本单位办理记录，截至%(when)s", when=local(visit.house.now()))
    columns = [visit.say("记录时间"), visit.say("办理记录")]
    return Listing(visit.say("办理记录"), note, columns, [(local(at), said) for at, said in lines])


def _day(said: str) -> date | None:
    value = read_date(said, date.max).value if said.strip() else None
    return date.fromisoformat(value) if value else None
