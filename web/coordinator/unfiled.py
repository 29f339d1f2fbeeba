"""Who has not filed yet, in words to be pasted into OA or a group; and urging all of them at once."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from actions import tell
from actions.foresee import foresee
from actions.seeing import campaign_seen
from actions.unfiled import unfiled
from campaigns.faults import RefusalError
from reports.terms import addressee, term
from reports.unfiled import sentence
from web.coordinator.home import ROLE, framed, names
from web.coordinator.sending import acted
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()


@router.get("/coordinator/{campaign}/unfiled")
@allowed(roles(ROLE))
def texts(visit: Here, campaign: str) -> Response:
    """A text for each task and period that somebody still owes."""
    return _texts(visit, campaign, {})


@router.post("/coordinator/{campaign}/unfiled")
@allowed(roles(ROLE))
def urge(
    visit: Here,
    campaign: str,
    id: Annotated[list[str] | None, Form()] = None,  # noqa: A002 - as in the other lists
    text: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Urge the units of one task and period: shown with the letters first, then done."""
    keys = [key for key in dict.fromkeys(id or []) if key.partition("/")[0] == campaign]
    if not keys:
        return _texts(visit, campaign, {"text-1": visit.say("没有要催办的事项")})
    try:
        if confirmed:
            tell.urge(visit.house, keys, visit.actor, text=text)
            return acted(visit, f"/coordinator/{campaign}/unfiled?urged={len(keys)}")
        seen = foresee(visit.house, keys, lambda house: tell.urge(house, keys, visit.actor, text=text))
    except RefusalError as error:
        return _texts(visit, campaign, {"text-1": error.said(visit.lang)})
    record = campaign_seen(visit.house, visit.actor, campaign)
    units = names(record)
    return framed(
        visit,
        "coordinator/urge.html",
        record,
        keys=keys,
        seen=seen,
        text=text,
        to=lambda recipient: addressee(visit.lang, recipient, units),
        term=term,
    )


def _texts(visit: Visit, campaign: str, errors: dict[str, str]) -> Response:
    record, found = unfiled(visit.house, visit.actor, campaign)
    now, status = visit.house.now(), 422 if errors else 200
    # What is pasted is for units: Chinese, whatever the reader's language.
    played = visit.house.simulated
    told = [(one, sentence(one, now, record.zone, simulated=played)) for one in found]
    urged = visit.request.query_params.get("urged", "")
    return framed(visit, "coordinator/unfiled.html", record, status, told=told, errors=errors, urged=urged)
