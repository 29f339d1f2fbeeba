"""Every obligation of a campaign as a list: by unit, task, status and light, to be read or taken away."""

from dataclasses import asdict, dataclass, fields
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from actions.house import OnRecord
from actions.office_rows import Row, rows_seen
from campaigns.lights import drawn
from reports.listing import Listing
from reports.stamps import until
from reports.terms import term
from web.coordinator.home import ROLE, framed, names, noted, within
from web.language import words
from web.lists import taken_away
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
A_PAGE = 50
STATUSES = ("pending", "open", "submitted", "suspended", "closed", "withdrawn")
COLUMNS = (
    *(words("单位"), words("事项"), words("状态"), words("亮灯"), words("请报时间"), words("截止时间")),
    *(words("时效"), words("编号")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means everything."""

    unit: str = ""
    task: str = ""
    status: str = ""
    light: str = ""
    #: yes: only what is overdue.
    overdue: str = ""

    def found(self, one: Row) -> bool:
        """Whether it is looked for."""
        row = one.row
        pairs = [(row.unit, self.unit), (row.task, self.task), (row.status, self.status)]
        pairs.append((one.light, self.light))
        return all(wish in {"", what} for what, wish in pairs) and (not self.overdue or one.overdue)


@router.get("/coordinator/{campaign}/obligations")
@allowed(roles(ROLE))
def obligations(visit: Here, campaign: str, page: int = 1) -> Response:
    """The list; with `as=csv` or `as=xlsx` all of it as a file."""
    query = visit.request.query_params
    wanted = Wanted(**{one.name: query.get(one.name, "") for one in fields(Wanted)})
    record, rows = rows_seen(visit.house, visit.actor, campaign)
    found = [one for one in rows if wanted.found(one)]
    kind = query.get("as")
    if kind in {"csv", "xlsx"}:
        return taken_away(visit, _listing(visit, record, found), kind)
    page, pages = within(page, len(found), A_PAGE)
    lights = drawn(record.planner.declaration.lights[record.planner.campaign.lights])
    return framed(
        visit,
        "coordinator/obligations.html",
        record,
        rows=found[(page - 1) * A_PAGE : page * A_PAGE],
        count=len(found),
        page=page,
        pages=pages,
        wanted=wanted,
        query=urlencode({name: value for name, value in asdict(wanted).items() if value}),
        units=names(record),
        tasks={key: task.title for key, task in record.planner.campaign.tasks.items()},
        statuses={name: _status(name, visit.lang) for name in STATUSES},
        lights={name: shown.en if visit.lang == "en" else shown.zh for name, shown in lights.items()},
        columns=COLUMNS,
        state_of=lambda one: _status(one.row.status, visit.lang),
        verdict_of=lambda one: term(visit.lang, one.verdict) or "—",
    )


def _status(name: str, lang: str) -> str:
    # The state of a notice has the same name.
    return term(lang, "taken_back" if name == "withdrawn" else name)


def _listing(visit: Visit, record: OnRecord, rows: list[Row]) -> Listing:
    lang = visit.lang
    title = visit.say("%(campaign)s承办事项", campaign=record.title)
    cells = [
        [
            *(one.unit_title, one.title, _status(one.row.status, lang)),
            f"{one.shown.mark} {one.shown.en if lang == 'en' else one.shown.zh}",
            *(until(one.row.target), until(one.row.breach), term(lang, one.verdict), one.row.id),
        ]
        for one in rows
    ]
    return Listing(title, noted(visit), [visit.say(column) for column in COLUMNS], cells)
