"""What a unit opens by the link in its letter: one task, without a password, and nothing beside it."""

from fastapi import APIRouter
from fastapi.responses import Response

from web.rules import LINK, allowed
from web.unit import acts, filing
from web.unit.desk import of_link
from web.unit.handed import Form
from web.unit.pictures import given_back
from web.visit import Here

router = APIRouter()


@router.get("/u/{token}")
@allowed(LINK)
def one_task(visit: Here, token: str) -> Response:
    """The task: what, until when, in which words of the document; and the form by which it is filed."""
    return filing.show(of_link(visit, token))


@router.post("/u/{token}")
@allowed(LINK)
def file(visit: Here, token: str, sent: Form) -> Response:
    """File for it."""
    return filing.take(of_link(visit, token), sent)


@router.get("/u/{token}/act/{act}")
@allowed(LINK)
def act_form(visit: Here, token: str, act: str) -> Response:
    """The page of an act."""
    return acts.show(of_link(visit, token), act)


@router.post("/u/{token}/act/{act}")
@allowed(LINK)
def act(visit: Here, token: str, act: str, sent: Form) -> Response:
    """Do it."""
    return acts.take(of_link(visit, token), act, sent)


@router.get("/u/{token}/file/{version}/{position}")
@allowed(LINK)
def handed_file(visit: Here, token: str, version: int, position: int) -> Response:
    """A file that was handed in."""
    return given_back(of_link(visit, token), version, position)
