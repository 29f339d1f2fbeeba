"""Signing in by the office's identity provider, where the settings name one."""

import logging
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import Response

from actions.oidc import OidcError, Provider, StrangerError
from actions.oidc import welcome as account_of
from web.rules import PUBLIC, allowed
from web.signing_in import inside, welcome
from web.visit import Here, Visit

router = APIRouter()
#: Holds the state of a sign-in under way, so that it ends in the browser in which it was begun.
COOKIE = "duban-oidc"
HERE, BACK = "/sign-in/oidc", "/sign-in/oidc/back"
_MINUTES = 10 * 60


@router.get(HERE)
@allowed(PUBLIC)
def leave(visit: Here, next: str = "/") -> Response:  # noqa: A002 - as the address has it
    """Go to the provider's own pages. Nothing is kept but, in memory, that somebody is on the way."""
    provider = _provider(visit)
    try:
        address, state = provider.begin(_back(visit), inside(next), visit.house.real_now())
    except OidcError as error:
        return _refused(visit, error)
    answer = visit.go(address)
    visit.set_cookie(answer, COOKIE, state, _MINUTES)
    return answer


@router.get(BACK)
@allowed(PUBLIC)
def back(
    visit: Here, state: str = "", code: str = "", said: Annotated[str, Query(alias="error")] = ""
) -> Response:
    """Come back from the provider: signed in, or told why not.

    The one GET that opens a session: the provider's answer is a redirect, it bears a code that is good once.
    """
    del said  # whatever the provider's reason was, without a code nobody is signed in
    provider, now = _provider(visit), visit.house.real_now()
    try:
        given = {"code": code} if code else {}
        name, wanted = provider.finish(state, visit.cookie(COOKIE), given, now)
        answer = welcome(visit, account_of(visit.house, name), wanted)
    except OidcError as error:
        answer = _refused(visit, error)
    visit.drop_cookie(answer, COOKIE)
    return answer


def _provider(visit: Visit) -> Provider:
    found: Provider | None = visit.request.app.state.provider
    if found is None:
        raise HTTPException(404)
    return found


def _back(visit: Visit) -> str:
    """Our own address as people know it, which the provider must have been told of."""
    return (visit.site.door.url or f"http://{visit.request.headers['host']}") + BACK


def _refused(visit: Visit, error: OidcError) -> Response:
    # What the provider sent is not written down: it may hold anything.
    logging.getLogger(__name__).warning("sign-in by the identity provider: %s", type(error).__name__)
    status = 403 if isinstance(error, StrangerError) else 502
    return visit.page("oidc.html", status, said=error.said(visit.lang))
