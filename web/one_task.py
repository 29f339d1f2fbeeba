"""What a unit opens by the link in its letter: one task, without a password, and nothing beside it."""

from fastapi import APIRouter
from fastapi.responses import Response

from web.rules import LINK, allowed
from web.visit import Here

router = APIRouter()


@router.get("/u/{token}")
@allowed(LINK)
def one_task(visit: Here) -> Response:
    """The task: what, until when, and in which words of the document."""
    return visit.page("one_task.html", task=visit.task)
