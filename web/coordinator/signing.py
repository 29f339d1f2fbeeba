"""待签发: what waits for a signature of the leading group's office, its text, signing or dropping it."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from actions import sign as signing
from actions import tell
from actions.office_rows import waiting_counts
from actions.seeing import campaign_seen
from actions.to_sign import Prepared, prepared
from campaigns.faults import RefusalError
from reports.terms import addressee, term
from web.coordinator.home import ROLE, framed, names, within
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
#: Texts on one page: each is composed for it.
A_PAGE = 10
SIGN, DROP = "sign", "drop"


@router.get("/coordinator/{campaign}/sign")
@allowed(roles(ROLE))
def to_sign(visit: Here, campaign: str, page: int = 1) -> Response:
    """What waits, the oldest first, each with its text."""
    return _page(visit, campaign, page)


@router.post("/coordinator/{campaign}/sign")
@allowed(roles(ROLE))
def sign(
    visit: Here,
    campaign: str,
    do: Annotated[str, Form()] = SIGN,
    id: Annotated[list[str] | None, Form()] = None,  # noqa: A002 - as the boxes are called
    reason: Annotated[str, Form()] = "",
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Show what was ticked once more, with its text; with `confirmed`, sign it or drop it."""
    keys = [key for key in dict.fromkeys(id or []) if key.partition("/")[0] == campaign]
    if not keys:
        return _page(visit, campaign, 1, {"id": visit.say("请勾选要签发的消息")})
    if do == DROP and confirmed and not reason.strip():
        return _confirm(visit, campaign, keys, do, {"reason": visit.say("请写明不予签发的理由")})
    if not confirmed:
        return _confirm(visit, campaign, keys, do, {})
    try:
        if do == DROP:
            done = tell.drop(visit.house, keys, visit.actor, reason=reason)
        else:
            done = signing.sign(visit.house, keys, visit.actor)
    except RefusalError as error:
        return _page(visit, campaign, 1, {"id": error.said(visit.lang)})
    # As on the command line they leave in the next letter, not by an extra one.
    return visit.go(f"/coordinator/{campaign}/sign?done={DROP if do == DROP else SIGN}&count={len(done)}")


def _confirm(visit: Visit, campaign: str, keys: list[str], do: str, errors: dict[str, str]) -> Response:
    chosen = frozenset(keys)
    found, _ = prepared(visit.house, visit.actor, campaign, of=max(1, len(chosen)), only=chosen)
    if not found:
        return _page(visit, campaign, 1, {"id": visit.say("所选的消息已不再待签发")})
    return _drawn(visit, "coordinator/sign_confirm.html", campaign, found, errors, do=do)


def _page(visit: Visit, campaign: str, page: int, errors: dict[str, str] | None = None) -> Response:
    count = waiting_counts(visit.house).get(campaign, {}).get("sign", 0)
    page, pages = within(page, count, A_PAGE)
    found, count = prepared(visit.house, visit.actor, campaign, page=page, of=A_PAGE)
    query = visit.request.query_params
    return _drawn(
        visit,
        "coordinator/sign.html",
        campaign,
        found,
        errors or {},
        page=page,
        pages=pages,
        count=count,
        done=query.get("done", ""),
        done_count=query.get("count", ""),
    )


def _drawn(
    visit: Visit, template: str, campaign: str, found: list[Prepared], errors: dict[str, str], **more: object
) -> Response:
    record = campaign_seen(visit.house, visit.actor, campaign)
    units = names(record)
    return framed(
        visit,
        template,
        record,
        422 if errors else 200,
        found=found,
        errors=errors,
        rung=lambda one: term(visit.lang, one.notice.rung),
        to=lambda one: addressee(visit.lang, one.notice.recipient, units),
        **more,
    )
