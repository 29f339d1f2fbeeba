"""A visit: one request, who makes it, in which language; the route's rule is seen to before anything else."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from actions import links, signing_in, signing_keys, tokens
from actions.accounts import Account
from actions.house import House
from actions.links import OneTask
from campaigns.events import Actor
from web.door import Door
from web.language import LANGUAGES, chosen, translations, understood
from web.rendering import Templates
from web.rules import Rule, rule_of

SESSION, LANGUAGE, DEVICE = "duban", "duban-lang", "duban-device"
SIGN_IN, PASSWORD = "/sign-in", "/password"
#: What a page sends that asks by itself whether anything changed: no sign of life of whoever left it open.
BY_ITSELF = "have"
#: What programs are answered at.
API = "/api/"
#: Methods that change nothing.
SAFE = {"GET", "HEAD"}


class TokenError(HTTPException):
    """A program came without a token that opens anything."""

    def __init__(self) -> None:
        """Say by which scheme one is given (RFC 6750)."""
        super().__init__(401, headers={"WWW-Authenticate": 'Bearer realm="duban"'})


class ElsewhereError(Exception):
    """The visitor is to go to another page first."""

    def __init__(self, path: str) -> None:
        """Name it."""
        super().__init__(path)
        self.path = path


@dataclass(slots=True)
class Seen:
    """The last sign of life of each session: reading a page is one, and writes nothing to the store."""

    _at: dict[str, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def last(self, token: str) -> datetime | None:
        """The last one of this session."""
        return self._at.get(signing_in.hash_of(token))

    def note(self, token: str, at: datetime) -> None:
        """It lives; those that must be over are let go of."""
        with self._lock:
            self._at[signing_in.hash_of(token)] = at
            over = at - timedelta(seconds=signing_in.ABSOLUTE)
            if len(self._at) % 256 == 0:
                self._at = {key: last for key, last in self._at.items() if last > over}


@dataclass(frozen=True, slots=True)
class Site:
    """What every visit shares."""

    house: House
    door: Door
    templates: Templates
    seen: Seen


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that its route's rule allows."""

    request: Request
    site: Site
    lang: str
    account: Account | None = None
    #: What a one-task link opened.
    task: OneTask | None = None
    #: What a token says, on a route for tokens.
    told: str = ""
    #: The account is that of a program's token, and nobody's session.
    program: bool = False

    @property
    def house(self) -> House:
        """The house."""
        return self.site.house

    @property
    def actor(self) -> Actor:
        """Who acts: the account that is signed in, or the unit whose link was opened."""
        if self.account is not None:
            found = signing_in.actor_of(self.account)
            return replace(found, channel="api") if self.program else found
        if self.task is not None:
            return Actor("unit", self.task.unit, "link")
        raise HTTPException(403)

    @property
    def in_play(self) -> bool:
        """Whether one press signs in and time goes on by a press: simulated, and nobody but this machine."""
        return self.house.simulated and self.site.door.loopback

    def say(self, text: str, **values: object) -> str:
        """`text`, which stands in the catalogue, in the visitor's language."""
        said = translations(self.lang).gettext(text)
        return said % values if values else said

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The page drawn from `template`, which always knows `visit` and what `Templates` gives it."""
        drawn = self.site.templates.draw(template, self.lang, {"visit": self, **context})
        return self._remembering(HTMLResponse(drawn, status))

    def go(self, path: str) -> Response:
        """After a form was taken in: the page that shows what became of it."""
        return RedirectResponse(path, 303)

    def switch(self, lang: str) -> str:
        """This page's address in another language."""
        return str(self.request.url.include_query_params(lang=lang).replace(scheme="", netloc=""))

    def set_cookie(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Give the browser a cookie that no script reads and no other site sends."""
        door = self.site.door
        response.set_cookie(
            door.cookie(name), value, seconds, path="/", secure=door.secure, httponly=True, samesite="lax"
        )

    def drop_cookie(self, response: Response, name: str) -> None:
        """Take it back."""
        door = self.site.door
        response.delete_cookie(door.cookie(name), path="/", secure=door.secure, httponly=True, samesite="lax")

    def cookie(self, name: str) -> str | None:
        """What the browser was given under this name."""
        return self.request.cookies.get(self.site.door.cookie(name))

    def _remembering(self, response: HTMLResponse) -> HTMLResponse:
        if self.request.query_params.get("lang") in LANGUAGES:
            self.set_cookie(response, LANGUAGE, self.lang, 365 * 24 * 3600)
        return response


def stranger(request: Request) -> Visit:
    """The visit of nobody in particular: what an error page is drawn for."""
    site: Site = request.app.state.site
    known = request.cookies.get(site.door.cookie(LANGUAGE))
    spoken = understood(request.headers.get("accept-language", "")) if is_api(request) else None
    return Visit(request, site, chosen(request.query_params.get("lang"), spoken, known))


def is_api(request: Request) -> bool:
    """Whether a program asks: it is answered in JSON, in the language that it accepts."""
    return request.url.path.startswith(API)


def visiting(request: Request) -> Visit:
    """The visit that this request is; every route depends on it, whether it asks for it or not."""
    rule = rule_of(request.scope.get("endpoint"))
    if rule is None:
        raise HTTPException(403)
    visit = stranger(request)
    if rule.kind == "bearer":
        return Visit(request, visit.site, visit.lang, _by_token(rule, visit), program=True)
    account = _signed_in(visit)
    if rule.kind == "roles":
        _refuse_unless_allowed(rule, request, account)
    task, told = _opened(rule, visit)
    return Visit(request, visit.site, visit.lang, account, task, told)


def _by_token(rule: Rule, visit: Visit) -> Account:
    """Whose token came with the request; raises HTTPException 401 without one, 403 for another role."""
    scheme, _, given = visit.request.headers.get("authorization", "").partition(" ")
    account = tokens.opened(visit.house, given.strip()) if scheme.lower() == "bearer" else None
    if account is None:
        raise TokenError
    if account.role not in rule.roles:
        raise HTTPException(403)
    return account


def _signed_in(visit: Visit) -> Account | None:
    token = visit.cookie(SESSION)
    if not token:
        return None
    site, at = visit.site, visit.house.real_now()
    account = signing_in.signed_in(visit.house, token, at, site.seen.last(token))
    if account is None:
        return None
    if BY_ITSELF not in visit.request.query_params:
        site.seen.note(token, at)
    if visit.request.method not in SAFE:
        signing_in.keep_alive(visit.house, token, at)
    return account


def _refuse_unless_allowed(rule: Rule, request: Request, account: Account | None) -> None:
    if account is None:
        whole = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise ElsewhereError(f"{SIGN_IN}?next={quote(whole if request.method == 'GET' else '/')}")
    if account.role not in rule.roles:
        raise HTTPException(403)
    if account.one_time and not rule.early:
        raise ElsewhereError(PASSWORD)


def _opened(rule: Rule, visit: Visit) -> tuple[OneTask | None, str]:
    """What the path's token opens; raises LinkError, or HTTPException 404."""
    given = visit.request.path_params.get("token", "")
    if rule.kind == "link":
        return links.opened(visit.house, given), ""
    if rule.kind == "token":
        told = signing_keys.verified(visit.house, rule.purpose, given)
        if told is None:
            raise HTTPException(404)
        return None, told
    return None, ""


#: What a route takes to know its visit: `def page(visit: Here) -> Response`.
Here = Annotated[Visit, Depends(visiting)]
