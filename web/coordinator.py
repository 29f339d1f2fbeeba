"""The pages of the coordinator."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.seeing import campaigns_seen
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here

ROLE = "coordinator"
router = APIRouter()
PLACES = (place("/coordinator", words("督办"), ROLE),)


@router.get("/coordinator")
@allowed(roles(ROLE))
def home(visit: Here) -> Response:
    """The campaigns in which there is something to see."""
    return visit.page("home.html", campaigns=campaigns_seen(visit.house, visit.actor))
