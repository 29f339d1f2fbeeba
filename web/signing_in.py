"""Signing in and out, the own password, and the first page; one press per role on simulated data."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from actions import accounts, devices, signing_in
from actions.accounts import Account
from actions.passwords import BusyError
from actions.seeing import units_by_urgency
from actions.signing_in import From, SignInError, ThrottledError
from campaigns.events import Actor
from campaigns.faults import RefusalError
from web.rules import PUBLIC, allowed, roles
from web.visit import DEVICE, PASSWORD, SESSION, SIGN_IN, Here, Visit

router = APIRouter()
Text = Annotated[str, Form()]
_YEAR = 365 * 24 * 3600


@router.get("/")
@allowed(PUBLIC)
def first(visit: Here) -> Response:
    """The role's own page; for nobody in particular the form, or the four roles of simulated data."""
    if visit.account is not None:
        return visit.go(PASSWORD if visit.account.one_time else f"/{visit.account.role}")
    if not visit.in_play:
        return visit.go(SIGN_IN)
    return visit.page("play.html", units=units_by_urgency(visit.house, Actor("auditor")))


@router.get(SIGN_IN)
@allowed(PUBLIC)
def form(visit: Here, next: str = "/") -> Response:  # noqa: A002 - as the address has it
    """The form."""
    return visit.page("sign_in.html", name="", next=inside(next), errors={})


@router.post(SIGN_IN)
@allowed(PUBLIC)
def sign_in(visit: Here, name: Text = "", password: Text = "", next: Text = "/") -> Response:  # noqa: A002 - as above
    """Take the form in: go where the visitor wanted to, or say what does not fit."""
    house, at = visit.house, visit.house.real_now()
    errors = _empty(visit, name=name, password=password)
    status = 422
    if not errors:
        try:
            account = signing_in.check(house, name, password, _where(visit, name), at)
        except (SignInError, ThrottledError, BusyError) as error:
            errors = {"name": error.said(visit.lang)}
            status = 422 if isinstance(error, SignInError) else 429
        else:
            return welcome(visit, account, inside(next))
    return visit.page("sign_in.html", status, name=name, next=inside(next), errors=errors)


@router.post("/sign-out")
@allowed(roles(early=True))
def sign_out(visit: Here) -> Response:
    """End the session."""
    signing_in.sign_out(visit.house, visit.cookie(SESSION) or "")
    answer = visit.go("/")
    visit.drop_cookie(answer, SESSION)
    return answer


@router.get(PASSWORD)
@allowed(roles(early=True))
def password_form(visit: Here) -> Response:
    """The form for another password."""
    return visit.page("password.html", errors={})


@router.post(PASSWORD)
@allowed(roles(early=True))
def password(visit: Here, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """Take another password in; every other session of the account ends."""
    account, house, at = _mine(visit), visit.house, visit.house.real_now()
    errors = _empty(visit, old=old, new=new)
    if not errors and new != again:
        errors = {"again": visit.say("两次输入的新密码不一样")}
    if not errors and new == old:
        errors = {"new": visit.say("新密码应与原密码不同")}
    field = "old"
    if not errors:
        try:
            signing_in.check(house, account.name, old, _where(visit, account.name), at)
            field = "new"
            accounts.own_password(house, account, new, visit.actor)
        except RefusalError as error:
            errors = {field: error.said(visit.lang)}
        else:
            return welcome(visit, account, "/")
    return visit.page("password.html", 422, errors=errors)


def welcome(visit: Visit, account: Account, path: str) -> Response:
    """Open a session, always a new one, and remember that this browser belongs to the account."""
    house, former = visit.house, visit.cookie(SESSION)
    if former:
        signing_in.sign_out(house, former)
    answer = visit.go(path)
    visit.set_cookie(answer, SESSION, signing_in.open_session(house, account, house.real_now()))
    known = visit.cookie(DEVICE)
    visit.set_cookie(answer, DEVICE, devices.mark(house, account.name, known), _YEAR)
    return answer


def _where(visit: Visit, name: str) -> From:
    client = visit.request.client
    device = devices.of(visit.house, visit.cookie(DEVICE), accounts.as_named(name))
    return From(client.host if client else "", device)


def _mine(visit: Visit) -> Account:
    if visit.account is None:
        raise HTTPException(403)
    return visit.account


def _empty(visit: Visit, **fields: str) -> dict[str, str]:
    """What was left out, by field."""
    asked = {
        "name": visit.say("请填写账号"),
        "password": visit.say("请填写密码"),
        "old": visit.say("请填写原密码"),
        "new": visit.say("请填写新密码"),
    }
    return {name: asked[name] for name, value in fields.items() if not value.strip()}


def inside(path: str) -> str:
    """`path`, if it leads to one of our own pages."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"
