"""What waits for the office in one campaign: the queue 待审核, and what units asked for."""

from dataclasses import dataclass, fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import Response

from actions import office_queue, review
from actions.foresee import foresee
from actions.office_queue import Waits
from actions.office_rows import Filed, called, for_review, waiting_counts
from actions.standing import standing_at
from campaigns.evidence import lack_text
from campaigns.faults import RefusalError
from reports.headline import headline
from reports.terms import term
from web.coordinator.home import ROLE, framed, names, told
from web.coordinator.sending import acted
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the queue; empty means everything."""

    #: review, extension, transfer or disregard.
    kind: str = ""
    unit: str = ""
    task: str = ""
    #: whole or short.
    state: str = ""
    #: in_time or late.
    verdict: str = ""

    def filed(self, one: Filed) -> bool:
        """Whether a filing is looked for."""
        row = one.row.row
        state = "short" if one.lacking else "whole"
        pairs = [("review", self.kind), (row.unit, self.unit), (row.task, self.task)]
        pairs += ((state, self.state), (one.row.verdict or "", self.verdict))
        return all(wish in {"", what} for what, wish in pairs)

    def asked(self, one: Waits) -> bool:
        """Whether a request is looked for; it has neither state nor verdict."""
        pairs = [(one.kind, self.kind), (one.unit, self.unit), (one.id.split("/")[1], self.task)]
        pairs += (("", self.state), ("", self.verdict))
        return one.kind != "review" and all(wish in {"", what} for what, wish in pairs)


def _wanted(visit: Visit) -> Wanted:
    query = visit.request.query_params
    return Wanted(**{one.name: query.get(one.name, "") for one in fields(Wanted)})


@router.get("/coordinator/{campaign}")
@allowed(roles(ROLE))
def waiting(visit: Here, campaign: str) -> Response:
    """The queue, by kind, unit, task, state and verdict."""
    return _queue(visit, campaign)


@router.post("/coordinator/{campaign}/accept")
@allowed(roles(ROLE))
def accept(
    visit: Here,
    campaign: str,
    id: Annotated[list[str] | None, Form()] = None,  # noqa: A002 - as the boxes are called
    version: Annotated[list[str] | None, Form()] = None,
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Accept what was ticked: shown first, then done; all of it or nothing, and only what was looked at."""
    record, filed = for_review(visit.house, visit.actor, campaign)
    keys = [key for key in dict.fromkeys(id or []) if key.partition("/")[0] == campaign]
    if not keys:
        return _queue(visit, campaign, {"id": visit.say("请勾选要审核通过的事项")})
    stale = set(version or ()) - {_version(one) for one in filed}
    if stale:
        return _queue(visit, campaign, {"id": visit.say("您核对时又有新的报送，请重新核对后勾选")})
    try:
        if confirmed:
            review.accept(visit.house, keys, visit.actor)
            return acted(visit, f"/coordinator/{campaign}?accepted={len(keys)}")
        foresee(visit.house, keys, lambda house: review.accept(house, keys, visit.actor))
    except RefusalError as error:
        return _queue(visit, campaign, {"id": error.said(visit.lang)})
    chosen = [(one, _version(one)) for one in filed if one.row.row.id in keys]
    return framed(visit, "coordinator/accept.html", record, chosen=chosen)


def _version(one: Filed) -> str:
    """What was looked at: a filing may come between looking and confirming."""
    return f"{one.row.row.id}#{one.version}"


def _queue(visit: Visit, campaign: str, errors: dict[str, str] | None = None) -> Response:
    """The page; with `errors` as the answer to a form that was not taken in."""
    wanted = _wanted(visit)
    record, filed = for_review(visit.house, visit.actor, campaign)
    asked = [one for one in office_queue.queue(visit.house, campaign) if wanted.asked(one)]
    counts = waiting_counts(visit.house).get(campaign, {})
    return framed(
        visit,
        "coordinator/waiting.html",
        record,
        422 if errors else 200,
        sentence=headline(standing_at(visit.house, campaign), visit.lang),
        counts=told(counts),
        filed=[one for one in filed if wanted.filed(one)],
        asked=[(one, called(record, one.id)) for one in asked],
        wanted=wanted,
        units=names(record),
        tasks={key: task.title for key, task in record.planner.campaign.tasks.items()},
        query=urlencode(
            {key: value for key, value in visit.request.query_params.items() if key != "accepted"}
        ),
        ticked="all" in visit.request.query_params,
        accepted=visit.request.query_params.get("accepted", ""),
        errors=errors or {},
        term=term,
        lacks=lambda one: [lack_text(lack, visit.lang) for lack in one.lacking],
    )
