"""Who has not filed yet, in words to be pasted into OA or a group."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.unfiled import unfiled
from reports.unfiled import sentence
from web.coordinator import ROLE, framed
from web.rules import allowed, roles
from web.visit import Here

router = APIRouter()


@router.get("/coordinator/{campaign}/unfiled")
@allowed(roles(ROLE))
def texts(visit: Here, campaign: str) -> Response:
    """A text for each task and period that somebody still owes."""
    record, found = unfiled(visit.house, visit.actor, campaign)
    now = visit.house.now()
    # What is pasted is for units: Chinese, whatever the reader's language.
    told = [(one, sentence(one, now, record.zone)) for one in found]
    return framed(visit, "coordinator/unfiled.html", record, told=told)
