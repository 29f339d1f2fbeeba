"""From a notice's text to a proposed declaration, each proposal under its sentence, for the editor."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions import editing
from campaigns.drafting.draft import Draft, draft
from campaigns.faults import FaultsError, RefusalError
from web.declaring.editor import EDITOR, ROLE
from web.declaring.form import Form
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
_ADDRESS = f"{EDITOR}/draft"


@router.get(_ADDRESS)
@allowed(roles(ROLE))
def form(visit: Here) -> Response:
    """Where a notice is pasted."""
    return _drawn(visit, "", None)


@router.post(_ADDRESS)
@allowed(roles(ROLE))
def propose(visit: Here, typed: Form) -> Response:
    """What is read in it, by fixed rules; nothing is written."""
    notice = typed.get("notice")
    if not notice:
        return _drawn(visit, notice, None, visit.say("请粘贴通知原文"), 422)
    try:
        made = draft(notice.encode(), visit.say("粘贴的通知"), visit.lang)
    except RefusalError as error:
        return _drawn(visit, notice, None, error.said(visit.lang), 422)
    return _drawn(visit, notice, made)


def _drawn(visit: Visit, notice: str, made: Draft | None, wrong: str = "", status: int = 200) -> Response:
    try:
        digest: str | None = editing.opened(visit.house).digest
    except FaultsError:
        # What cannot be opened is not replaced either.
        digest = None
    return visit.page(
        "declaring/draft.html",
        status,
        notice=notice,
        made=made,
        summary=made.summary(visit.say("粘贴的通知"), visit.lang) if made is not None else "",
        digest=digest,
        errors={"notice": wrong} if wrong else {},
    )
