"""The acts on one obligation: the form, what the act would bring about, and the act itself once confirmed."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from actions import standing
from actions.foresee import Foreseen, foresee
from actions.open_acts import OpenActs, open_acts
from actions.people import names_in
from actions.review import Decided
from campaigns.deciding.who import GRANTS
from campaigns.faults import RefusalError
from reports.decided import Names
from reports.sentences import sentence
from reports.terms import addressee, term
from web.coordinator.act_forms import FORMS, ActForm, Asked, UnreadError, read
from web.coordinator.home import framed, names
from web.coordinator.sending import acted
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
PATH = "/coordinator/{campaign}/act/{act}/{path:path}"
ROLES = ("coordinator", "leader")


async def given(request: Request) -> dict[str, str]:
    """What was typed, by field; files are left out."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.get(PATH)
@allowed(roles(*ROLES))
def form(visit: Here, campaign: str, act: str, path: str) -> Response:
    """The form of an act that is open now, of any other the reason why not."""
    found = open_acts(visit.house, visit.actor, campaign, path)
    _refuse_unless_known(act)
    if act not in found.acts:
        return visit.go(_back(visit, found))
    return _form(visit, act, found, _suggested(act, found), {})


@router.post(PATH)
@allowed(roles(*ROLES))
def act(
    visit: Here, campaign: str, act: str, path: str, typed: Annotated[dict[str, str], Depends(given)]
) -> Response:
    """Show what the act would bring about; with `confirmed`, do it."""
    found = open_acts(visit.house, visit.actor, campaign, path)
    _refuse_unless_known(act)
    values, errors = _read(visit, FORMS[act], found, typed)
    if errors or typed.get("change"):
        return _form(visit, act, found, typed, errors)
    try:
        if typed.get("confirmed") and typed.get("state", _state(found)) == _state(found):
            done = _do(visit, act, found, values)(visit.house)
            return acted(visit, _after(visit, act, found, done))
        seen = foresee(visit.house, [found.row.row.id], _do(visit, act, found, values))
    except RefusalError as error:
        first = next((one.name for one in FORMS[act].fields(found)), "act")
        return _form(visit, act, found, typed, {first: error.said(visit.lang)})
    return _confirm(visit, act, found, typed, seen)


def _do(visit: Visit, act: str, found: OpenActs, values: Mapping[str, Any]) -> Any:
    """The act, as a function of the house in which it is done."""
    return lambda house: FORMS[act].do(house, found.row.row.id, visit.actor, values)


def _state(found: OpenActs) -> str:
    """What an act that was looked at was looked at for: what changes it is to be looked at again."""
    row = found.row.row
    return f"{row.status}-{row.version}-{row.filings}-{row.returned}"


def _read(
    visit: Visit, form: ActForm, found: OpenActs, typed: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields, and what is wrong with those that cannot be read."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in form.fields(found):
        try:
            values[field.name] = read(field, typed.get(field.name, ""), found)
        except UnreadError as error:
            label = visit.say(field.label)
            errors[field.name] = visit.say(str(error.args[0])) % {"label": label, "most": field.most}
    return values, errors


def _form(
    visit: Visit, act: str, found: OpenActs, typed: Mapping[str, str], errors: Mapping[str, str]
) -> Response:
    fields = FORMS[act].fields(found)
    return framed(
        visit,
        "coordinator/act.html",
        found.record,
        422 if errors else 200,
        **_shared(visit, act, found),
        fields=fields,
        options={one.name: _options(one, found) for one in fields},
        typed=typed,
        errors=dict(errors),
    )


def _confirm(visit: Visit, act: str, found: OpenActs, typed: Mapping[str, str], seen: Foreseen) -> Response:
    """Everything that will happen, and the question whether it shall."""
    titles = standing.titles(visit.house, found.record.key)
    told = Names(*titles, names_in(visit.house, seen.events))
    return framed(
        visit,
        "coordinator/act_confirm.html",
        found.record,
        **_shared(visit, act, found),
        typed={one.name: typed.get(one.name, "") for one in FORMS[act].fields(found)},
        said=[sentence(body, told, visit.lang) for body in seen.events],
        seen=seen,
        state=_state(found),
        stale=bool(typed.get("confirmed")),
        to=lambda recipient: addressee(visit.lang, recipient, names(found.record)),
        term=term,
    )


def _shared(visit: Visit, act: str, found: OpenActs) -> dict[str, Any]:
    return {
        "act": act,
        "form": FORMS[act],
        "title": name_of(visit, act),
        "one": found.row,
        "asked": found.requests,
        "limit": found.limit,
        "rework": found.rework,
        "back": _back(visit, found),
    }


def name_of(visit: Visit, act: str) -> str:
    """What an act is called."""
    grant = GRANTS[act]
    return grant.en[:1].upper() + grant.en[1:] if visit.lang == "en" else grant.zh


def _suggested(act: str, found: OpenActs) -> dict[str, str]:
    """What stands in the form before anybody typed: what the unit asked for."""
    if act == "extend" and found.limit is None and "extension" in found.requests:
        return {"until": found.requests["extension"].wanted or ""}
    if act == "transfer" and "transfer" in found.requests:
        return {"to": found.requests["transfer"].wanted or ""}
    return {}


def _options(field: Asked, found: OpenActs) -> dict[str, str]:
    """What there is to choose from."""
    if field.kind == "cause":
        return {cause: cause for cause in found.causes}
    if field.kind == "unit":
        units, left = found.record.planner.declaration.units, found.record.left
        outside = {key for key, one in units.items() if one.outside or key in left}
        return {k: n for k, n in names(found.record).items() if k not in {found.row.row.unit, *outside}}
    return {}


def _refuse_unless_known(act: str) -> None:
    if act not in FORMS:
        raise HTTPException(404)


def _back(visit: Visit, found: OpenActs) -> str:
    if visit.actor.role == "leader":
        return "/approvals"
    return page_of(found.record.key, found.row.path)


def page_of(campaign: str, path: str) -> str:
    """The address of an obligation's page."""
    return f"/coordinator/{quote(campaign)}/obligation/{quote(path)}"


def _after(visit: Visit, act: str, found: OpenActs, done: object) -> str:
    """Where it goes on: the obligation's page; of one that was transferred, the new one's."""
    if visit.actor.role == "leader":
        return f"/approvals?done={act}"
    key = done.id if isinstance(done, Decided) else found.row.row.id
    return f"{page_of(found.record.key, key.partition('/')[2])}?done={act}"
