"""The chains' status, verification on request, and the revisions of the declaration."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from actions.house import HOUSE_ZONE, ActionError
from actions.proof import Proof, verify
from actions.record_search import Chain, chains
from actions.revision_texts import Written, changed, everything
from reports.listing import Listing
from reports.stamps import local
from web.auditor import auditing
from web.auditor.auditing import ROLE, Place
from web.language import words
from web.lists import taken_away
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
_VERIFYING = threading.Lock()
#: Faults that a page shows at most.
MOST = 200


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found, and when; kept until the pages end, for it is about one moment."""

    at: datetime
    proof: Proof


@router.get("/auditor/chains")
@allowed(roles(ROLE))
def status(visit: Here) -> Response:
    """Where each chain ends, and what the last verification found."""
    found = chains(visit.house)
    kind = visit.request.query_params.get("as", "")
    if kind in {"csv", "xlsx"}:
        return taken_away(visit, _listing(visit, found), kind)
    last: Verified | None = getattr(visit.request.app.state, "verified", None)
    rows = [_cells(one) for one in found]
    faults = last.proof.faults[:MOST] if last else ()
    return visit.page(
        "auditor/chains.html", rows=rows, heads=_heads(visit), last=last, faults=faults, most=MOST
    )


@router.post("/auditor/chains")
@allowed(roles(ROLE))
def verify_now(visit: Here, rebuilding: Annotated[str, Form()] = "") -> Response:
    """Verify every chain and file; with `rebuilding` also rebuild the rows; one at a time."""
    if not _VERIFYING.acquire(blocking=False):
        raise ActionError("正在核验，请稍候再看", "a verification is under way: look again in a moment")
    try:
        proof = verify(visit.house, rebuilding=bool(rebuilding))
        visit.request.app.state.verified = Verified(visit.house.real_now().astimezone(HOUSE_ZONE), proof)
    finally:
        _VERIFYING.release()
    return visit.go("/auditor/chains")


@router.get("/auditor/revisions")
@allowed(roles(ROLE))
def revisions(visit: Here, campaign: str = "") -> Response:
    """Every revision of a campaign's declaration."""
    where = auditing.place(visit, campaign, office=False)
    if where is None or where.record is None:
        return visit.page("auditor/nothing.html")
    found = everything(visit.house, where.record.key)
    kind = visit.request.query_params.get("as", "")
    if kind in {"csv", "xlsx"}:
        return taken_away(visit, _revisions(visit, where, found), kind)
    return visit.page("auditor/revisions.html", where=where, rows=[_revision(one) for one in found])


@router.get("/auditor/revisions/{campaign}/{number}")
@allowed(roles(ROLE))
def revision(visit: Here, campaign: str, number: int) -> Response:
    """One revision: what it changed, line by line."""
    record = auditing.record_of(visit, campaign)
    found = changed(visit.house, campaign, number) if record and 0 < number < 1 << 31 else None
    if record is None or found is None:
        raise HTTPException(404)
    lines = [(_sign(line), line) for line in found.lines if not line.startswith(("--- ", "+++ "))]
    return visit.page(
        "auditor/revision.html", record=record, found=found, row=_revision(found.revision), lines=lines
    )


def _sign(line: str) -> str:
    """The class of a line of a unified diff; its sign stands in the line itself."""
    return {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "")


def _heads(visit: Visit) -> list[str]:
    heads = (
        words("链"),
        words("名称"),
        words("申报版本"),
        words("条数"),
        words("最近记录"),
        words("算法"),
        words("末条哈希"),
    )
    return [visit.say(head) for head in heads]


def _cells(one: Chain) -> list[str | int]:
    last = local(datetime.fromtimestamp(one.noticed, HOUSE_ZONE))
    return [one.campaign, one.title, one.revision, one.sequence, last, one.algorithm, one.hash]


def _listing(visit: Visit, found: list[Chain]) -> Listing:
    simulated = visit.say(words("演示数据，非真实情况")) if visit.house.simulated else ""
    return Listing(visit.say(words("办理记录的链")), simulated, _heads(visit), [_cells(one) for one in found])


def _revision(one: Written) -> list[str | int]:
    launched = local(datetime.fromtimestamp(one.launched, HOUSE_ZONE))
    return [one.number, launched, one.approved_by or "—", one.digest]


def _revisions(visit: Visit, where: Place, found: list[Written]) -> Listing:
    heads = (words("申报版本"), words("启动时间"), words("批准人"), words("摘要"))
    title = f"{where.chain.title} {visit.say(words('申报版本'))}"
    rows = [_revision(one) for one in found]
    return Listing(title, auditing.note(visit, where), [visit.say(head) for head in heads], rows)
