"""The administrator's page: who has an account. Accounts are made on the command line, `duban user`."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.accounts import everybody
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here

ROLE = "administrator"
router = APIRouter()
PLACES = (place("/administrator", words("账号"), ROLE),)


@router.get("/administrator")
@allowed(roles(ROLE))
def home(visit: Here) -> Response:
    """Every account."""
    return visit.page("accounts.html", accounts=everybody(visit.house))
