"""Who gets the letters of each unit, who has no mailbox, and naming a liaison or a substitute for a unit."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from actions.contact_list import ROLES, Contacts, contacts_of
from actions.house import OnRecord
from actions.liaison import Away, Liaison, liaison, name_liaison
from campaigns.faults import RefusalError
from reports.listing import Listing
from web.coordinator.home import ROLE, framed, noted
from web.language import words
from web.lists import taken_away
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
Text = Annotated[str, Form()]
COLUMNS = (
    *(words("单位"), words("联络员邮箱"), words("分管领导邮箱"), words("主要领导邮箱")),
    words("代理联络员"),
)


@router.get("/coordinator/{campaign}/contacts")
@allowed(roles(ROLE))
def contacts(visit: Here, campaign: str) -> Response:
    """Every unit with its mailboxes; those that have none and owe something first."""
    record, found = contacts_of(visit.house, visit.actor, campaign)
    kind = visit.request.query_params.get("as")
    rows = [(one, _cells(visit, one)) for one in found]
    if kind in {"csv", "xlsx"}:
        title = visit.say("%(campaign)s联系人", campaign=record.title)
        heads = [visit.say(column) for column in COLUMNS]
        return taken_away(visit, Listing(title, noted(visit), heads, [cells for _, cells in rows]), kind)
    return framed(
        visit,
        "coordinator/contacts.html",
        record,
        rows=rows,
        columns=COLUMNS,
        unreachable=[one for one in found if one.unreachable],
        done=visit.request.query_params.get("done", ""),
    )


@router.get("/coordinator/{campaign}/contacts/{unit}")
@allowed(roles(ROLE))
def contact_form(visit: Here, campaign: str, unit: str) -> Response:
    """The form for one unit."""
    record, one = _unit(visit, campaign, unit)
    return _form(visit, record, one, {}, {})


@router.post("/coordinator/{campaign}/contacts/{unit}")
@allowed(roles(ROLE))
def contact(
    visit: Here,
    campaign: str,
    unit: str,
    address: Text = "",
    first: Text = "",
    last: Text = "",
    substitute: Text = "",
) -> Response:
    """Put the mailbox on record, or who stands in on which days."""
    record, one = _unit(visit, campaign, unit)
    typed = {"address": address.strip(), "first": first, "last": last, "substitute": substitute.strip()}
    errors, days = _read(visit, typed)
    if not errors:
        away = Away(*days, typed["substitute"]) if days else None
        try:
            name_liaison(visit.house, unit, visit.actor, contact=typed["address"] or None, away=away)
        except RefusalError as error:
            field = "first" if days and typed["address"] in {"", one.address} else "address"
            errors = {field: error.said(visit.lang)}
        else:
            return visit.go(f"/coordinator/{campaign}/contacts?done=yes")
    return _form(visit, record, one, typed, errors)


def _unit(visit: Visit, campaign: str, unit: str) -> tuple[OnRecord, Liaison]:
    record, found = contacts_of(visit.house, visit.actor, campaign)
    if unit not in {one.unit for one in found}:
        raise HTTPException(404)
    return record, liaison(visit.house, unit, visit.actor)


def _read(visit: Visit, typed: dict[str, str]) -> tuple[dict[str, str], tuple[date, date] | None]:
    """What is wrong with what was typed, and the days of absence, if any were."""
    names = ("first", "last", "substitute")
    if not any(typed[name] for name in names):
        return ({} if typed["address"] else {"address": visit.say("请填写邮箱")}), None
    errors, days = {}, []
    for name in names[:2]:
        try:
            days.append(date.fromisoformat(typed[name]))
        except ValueError:
            errors[name] = visit.say("请按 2017-11-03 的写法填写日期")
    if not typed["substitute"]:
        errors["substitute"] = visit.say("请填写代理联络员的邮箱")
    return errors, None if errors else (days[0], days[1])


def _form(
    visit: Visit, record: OnRecord, one: Liaison, typed: dict[str, str], errors: dict[str, str]
) -> Response:
    status = 422 if errors else 200
    shown = {"address": one.address or "", "first": "", "last": "", "substitute": "", **typed}
    return framed(visit, "coordinator/contact.html", record, status, one=one, typed=shown, errors=errors)


def _cells(visit: Visit, one: Contacts) -> list[str]:
    """A unit in the columns of the list."""
    none = visit.say("没有联系邮箱")
    addresses = [one.addresses[role] or (none if role == ROLES[0] and one.owes else "—") for role in ROLES]
    away = "—"
    if one.away is not None:
        away = f"{one.away.first}—{one.away.last} {one.away.address}"
    return [one.title, *addresses, away]
