"""What waits for a leader's signature: extensions that two sign, and filings to be taken as none."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.approvals import for_leader
from campaigns.deciding.who import GRANTS
from reports.terms import term
from web.coordinator.acting import name_of
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here

router = APIRouter()
PLACES = (place("/approvals", words("待批"), "leader"),)
#: The acts by which a leader decides each kind of request.
ACTS = {"extension": ("extend", "refuse_extension"), "disregard": ("take_as_not_filed",)}


@router.get("/approvals")
@allowed(roles("leader"))
def approvals(visit: Here) -> Response:
    """The requests, the oldest first, each with what may be decided."""
    done = visit.request.query_params.get("done", "")
    return visit.page(
        "coordinator/approvals.html",
        found=for_leader(visit.house),
        acts={kind: [(act, name_of(visit, act)) for act in acts] for kind, acts in ACTS.items()},
        done=name_of(visit, done) if done in GRANTS else "",
        term=term,
    )
