"""Proof of notice: sent, delivered, opened and acknowledged, each a fact of its own."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from actions.house import OnRecord
from actions.notice_proof import Fact, Proved, proofs
from reports.explained import occasion
from reports.listing import Listing
from reports.notice_facts import fact
from reports.stamps import local
from reports.terms import addressee, term
from web.auditor import auditing
from web.auditor.auditing import PER_PAGE, ROLE
from web.language import words
from web.lists import taken_away
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
_STATES = ("new", "waiting", "sent", "withdrawn", "dead")


class Filters(BaseModel):
    """What the form asks for, as it was typed."""

    campaign: str = ""
    unit: str = ""
    state: str = ""
    page: int = Field(1, ge=1, le=10**6)


@router.get("/auditor/notices")
@allowed(roles(ROLE))
def notices(visit: Here, filters: Annotated[Filters, Query()]) -> Response:
    """The notices of a campaign, the newest first."""
    where = auditing.place(visit, filters.campaign, office=False)
    if where is None or where.record is None:
        return visit.page("auditor/nothing.html")
    unit, state = filters.unit or None, filters.state or None
    kind = visit.request.query_params.get("as", "")
    if kind in {"csv", "xlsx"}:
        found = proofs(visit.house, where.record.key, unit=unit, state=state)
        title = f"{where.chain.title} {visit.say(words('送达证明'))}"
        rows = as_rows(visit, where.record, found.notices)
        return taken_away(visit, Listing(title, auditing.note(visit, where), heads(visit), rows), kind)
    skip = (filters.page - 1) * PER_PAGE
    found = proofs(visit.house, where.record.key, unit=unit, state=state, skip=skip, limit=PER_PAGE)
    return visit.page(
        "auditor/notices.html",
        where=where,
        filters=filters,
        count=found.count,
        rows=as_rows(visit, where.record, found.notices),
        pages=auditing.pages(found.count),
        units=auditing.units_of(where.record),
        states={one: term(visit.lang, one) for one in _STATES},
        address=auditing.link("/auditor/notices", campaign=where.chain.campaign, unit=unit, state=state),
    )


def heads(visit: Visit) -> list[str]:
    """The columns of a list of notices."""
    own = (words("承办事项"), words("消息"), words("发给"), words("按规则的时间"))
    facts = (words("发出"), words("送达"), words("打开"), words("已签收"))
    return [visit.say(head) for head in (*own, *facts)]


def as_rows(visit: Visit, record: OnRecord, found: Iterable[Proved]) -> list[list[str]]:
    """Each notice with its four facts in words."""
    units = {key: unit.short for key, unit in record.planner.declaration.units.items()}
    return [
        [
            one.obligation,
            occasion(one.occasion, record.pace.rungs, visit.lang),
            addressee(visit.lang, one.recipient, units),
            local(one.effective),
            *(_said(visit, each) for each in (one.sent, one.delivered, one.opened, one.acknowledged)),
        ]
        for one in found
    ]


def _said(visit: Visit, one: Fact) -> str:
    return fact(one.is_so, one.at, one.about, visit.lang)
