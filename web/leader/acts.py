"""What a leader does in place: urge 催办 and instruct 批示; each asks first, and shows what was recorded."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response
from starlette.background import BackgroundTask

from actions import said, standing
from actions.deliver import deliver
from actions.house import HOUSE_ZONE
from actions.people import names_in
from actions.tell import instruct, urge
from campaigns.faults import RefusalError
from campaigns.happened import item_words
from campaigns.lifecycle import Tracked
from reports.decided import Names
from reports.sentences import sentence
from web.leader.home import OFFICE, ROLE
from web.mixed import mixed
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
Ids = Annotated[list[str], Query(alias="id", max_length=said.MOST, default_factory=list)]
Chosen = Annotated[list[str], Form(alias="id", max_length=said.MOST, default_factory=list)]


@router.get("/leader/{campaign}/urge")
@allowed(roles(OFFICE, ROLE))
def ask_urge(visit: Here, campaign: str, ids: Ids) -> Response:
    """Which are urged, and what is said with it."""
    return _form(visit, "leader/urge.html", campaign, ids)


@router.post("/leader/{campaign}/urge")
@allowed(roles(OFFICE, ROLE))
def urged(visit: Here, campaign: str, ids: Chosen, text: Annotated[str, Form()] = "") -> Response:
    """催办: recorded, and the letters leave."""
    rows = said.chosen(visit.house, visit.actor, campaign, ids)
    try:
        urge(visit.house, [row.id for row in rows], visit.actor, text=text)
    except RefusalError as error:
        return _form(visit, "leader/urge.html", campaign, ids, text, error)
    return _done(visit, campaign, "urged", rows)


@router.get("/leader/{campaign}/instruct")
@allowed(roles(ROLE))
def ask_instruct(visit: Here, campaign: str, ids: Ids) -> Response:
    """What is instructed."""
    return _form(visit, "leader/instruct.html", campaign, ids[:1])


@router.post("/leader/{campaign}/instruct")
@allowed(roles(ROLE))
def instructed(visit: Here, campaign: str, ids: Chosen, text: Annotated[str, Form()] = "") -> Response:
    """批示: recorded, and sent to the office, which passes it on to the unit."""
    rows = said.chosen(visit.house, visit.actor, campaign, ids[:1])
    try:
        instruct(visit.house, rows[0].id, visit.actor, text=text)
    except RefusalError as error:
        return _form(visit, "leader/instruct.html", campaign, ids[:1], text, error)
    return _done(visit, campaign, "instructed", rows)


@router.get("/leader/{campaign}/done/{verb}")
@allowed(roles(OFFICE, ROLE))
def done(visit: Here, campaign: str, verb: str, ids: Ids) -> Response:
    """What was recorded, in the words of the history."""
    rows = said.chosen(visit.house, visit.actor, campaign, ids)
    bodies = said.last_said(visit.house, rows, verb) if verb in {"urged", "instructed"} else []
    units, tasks = standing.titles(visit.house, campaign)
    names = Names(units, tasks, names_in(visit.house, bodies))
    told = [
        (body["obligation"].partition("/")[2], mixed(sentence(body, names, visit.lang), visit.lang))
        for body in bodies
    ]
    return visit.page("leader/done.html", 200 if told else 404, campaign=campaign, kind=verb, told=told)


def _form(
    visit: Visit,
    template: str,
    campaign: str,
    ids: list[str],
    text: str = "",
    error: RefusalError | None = None,
) -> Response:
    rows = said.chosen(visit.house, visit.actor, campaign, ids)
    units, tasks = standing.titles(visit.house, campaign)
    errors = {} if error is None else {"text": error.said(visit.lang)}
    listed = [(row, units[row.unit], _title(row, units, tasks)) for row in rows]
    return visit.page(
        template,
        422 if errors else 200,
        campaign=campaign,
        listed=listed,
        text=text,
        errors=errors,
        zone=HOUSE_ZONE,
    )


def _title(row: Tracked, units: dict[str, str], tasks: dict[str, str]) -> str:
    rest = "/".join(row.id.split("/")[3:])
    return f"{tasks[row.task]}（{item_words(rest, units)}）" if rest else tasks[row.task]


def _done(visit: Visit, campaign: str, kind: str, rows: list[Tracked]) -> Response:
    """To the page that shows what was recorded; urgent letters leave at once, as after `duban urge`."""
    answer = visit.go(f"/leader/{campaign}/done/{kind}?{urlencode([('id', row.id) for row in rows])}")
    answer.background = BackgroundTask(deliver, visit.house, visit.house.now(), only="urgent")
    return answer
