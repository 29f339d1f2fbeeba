"""The unit's liaison 联络员: whose mailbox gets its letters, and whose while the liaison is away."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from actions.liaison import Away, liaison, name_liaison
from campaigns.faults import RefusalError
from campaigns.form_cells import read_date
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE, PATH = "unit", "/unit/liaison"
router = APIRouter()
PLACES = (place(PATH, words("联络员"), ROLE),)
Text = Annotated[str, Form()]


@router.get(PATH)
@allowed(roles(ROLE))
def show(visit: Here) -> Response:
    """Whose mailbox it is, and who stands in when."""
    return _page(visit, {}, {}, 200)


@router.post(PATH)
@allowed(roles(ROLE))
def name(visit: Here, contact: Text = "") -> Response:
    """Name the liaison's mailbox."""
    if not contact.strip():
        return _page(visit, {"contact": ""}, {"contact": visit.say("请填写工作邮箱")}, 422)
    try:
        name_liaison(visit.house, visit.actor.unit or "", visit.actor, contact=contact.strip())
    except RefusalError as error:
        return _page(visit, {"contact": contact}, {"contact": error.said(visit.lang)}, 422)
    return visit.go(PATH)


@router.post(f"{PATH}/away")
@allowed(roles(ROLE))
def away(visit: Here, first: Text = "", last: Text = "", substitute: Text = "") -> Response:
    """Name who stands in on some days."""
    typed = {"first": first, "last": last, "substitute": substitute}
    days = {field: _day(typed[field]) for field in ("first", "last")}
    errors = {field: visit.say("请写成 2017-10-28 这样的日期") for field, day in days.items() if day is None}
    if not substitute.strip():
        errors["substitute"] = visit.say("请填写工作邮箱")
    if not errors and days["first"] is not None and days["last"] is not None:
        try:
            span = Away(days["first"], days["last"], substitute.strip())
            name_liaison(visit.house, visit.actor.unit or "", visit.actor, away=span)
        except RefusalError as error:
            said = error.said(visit.lang)
            errors = {"substitute" if substitute.strip() in said else "first": said}
        else:
            return visit.go(PATH)
    return _page(visit, typed, errors, 422)


def _page(visit: Visit, typed: dict[str, str], errors: dict[str, str], status: int) -> Response:
    known = liaison(visit.house, visit.actor.unit or "", visit.actor)
    begun = {"contact": known.address or "", "first": "", "last": "", "substitute": ""}
    return visit.page("unit/liaison.html", status, known=known, typed={**begun, **typed}, errors=errors)


def _day(said: str) -> date | None:
    value = read_date(said, date.max).value if said.strip() else None
    return date.fromisoformat(value) if value else None
