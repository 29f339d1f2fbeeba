"""The pages of the leader."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.seeing import campaigns_seen
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here

ROLE = "leader"
router = APIRouter()
PLACES = (place("/leader", words("办理情况"), ROLE),)


@router.get("/leader")
@allowed(roles(ROLE))
def home(visit: Here) -> Response:
    """The campaigns in which there is something to see."""
    return visit.page("home.html", campaigns=campaigns_seen(visit.house, visit.actor))
