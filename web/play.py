"""On simulated data, and from this machine alone: one press per role, and one day forward."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from actions import accounts
from actions.forward import forward
from web.rules import PUBLIC, allowed, roles
from web.signing_in import inside, welcome
from web.visit import Here

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/play")
@allowed(PUBLIC)
def play(visit: Here, role: Text = "", unit: Text = "") -> Response:
    """Become one of the four, without a password."""
    if not visit.in_play:
        raise HTTPException(404)
    return welcome(visit, accounts.for_play(visit.house, role, unit or None), "/")


@router.post("/play/forward")
@allowed(roles())
def day_forward(visit: Here, next: Text = "/") -> Response:  # noqa: A002 - as the form has it
    """Let time go on by a day: what comes due is told, and the other units hand in what they would."""
    if not visit.in_play:
        raise HTTPException(404)
    forward(visit.house)
    return visit.go(inside(next))
