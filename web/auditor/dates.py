"""Why a date is that date: obligations, and of each every certificate in words with its strip of days."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from actions.deadline_versions import Version, versions
from actions.notice_proof import proofs_of
from actions.seeing import obligation_seen, obligations_searched
from campaigns.happened import item_words
from campaigns.lifecycle import Tracked
from campaigns.lights import drawn, light, verdict
from deadlines.because import because
from deadlines.strip import strip
from reports.causes import cause
from reports.listing import Listing
from reports.sentences import sentence
from reports.stamps import local, until
from reports.terms import term
from web.auditor import auditing
from web.auditor.auditing import PER_PAGE, ROLE, Place
from web.auditor.notices import as_rows
from web.language import words
from web.lists import taken_away
from web.mixed import mixed
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()


class Filters(BaseModel):
    """What the form asks for, as it was typed."""

    campaign: str = ""
    unit: str = ""
    task: str = ""
    status: str = ""
    page: int = Field(1, ge=1, le=10**6)


@router.get("/auditor/obligations")
@allowed(roles(ROLE))
def obligations(visit: Here, filters: Annotated[Filters, Query()]) -> Response:
    """Obligations with their dates; each leads to its certificate."""
    where = auditing.place(visit, filters.campaign, office=False)
    if where is None or where.record is None:
        return visit.page("auditor/nothing.html")
    sought = {name: getattr(filters, name) or None for name in ("unit", "task", "status")}
    found = obligations_searched(visit.house, visit.actor, where.record.key, **sought)
    kind = visit.request.query_params.get("as", "")
    if kind in {"csv", "xlsx"}:
        return taken_away(visit, _listing(visit, where, found), kind)
    shown = found[(filters.page - 1) * PER_PAGE :][:PER_PAGE]
    return visit.page(
        "auditor/obligations.html",
        where=where,
        filters=filters,
        count=len(found),
        rows=[(row, _cells(visit, where, row)) for row in shown],
        heads=_heads(visit),
        pages=auditing.pages(len(found)),
        units=auditing.units_of(where.record),
        tasks=auditing.tasks_of(where.record),
        statuses={one: term(visit.lang, one) for one in _STATUSES},
        address=auditing.link(
            "/auditor/obligations",
            **filters.model_dump(exclude={"page", "campaign"}),
            campaign=where.chain.campaign,
        ),
    )


_STATUSES = ("pending", "open", "submitted", "closed", "suspended", "withdrawn")


@router.get("/auditor/obligations/{key:path}")
@allowed(roles(ROLE))
def obligation(visit: Here, key: str) -> Response:
    """One obligation: every version of its deadline and why, its notices in four facts, its history."""
    record, row = obligation_seen(visit.house, visit.actor, key)
    found = versions(visit.house, record, row)
    named = auditing.names(visit, record, list(found.events))
    scheme = record.planner.declaration.lights[record.planner.campaign.lights]
    proofs = proofs_of(visit.house, record.key, row.number)
    events = [
        (body["sequence"], mixed(sentence(body, named, visit.lang), visit.lang)) for body in found.events
    ]
    return visit.page(
        "auditor/obligation.html",
        row=row,
        record=record,
        title=record.planner.campaign.tasks[row.task].title,
        unit=record.planner.declaration.units[row.unit].name,
        shown=drawn(scheme)[light(row, scheme, record.pace, visit.house.now())],
        verdict=term(visit.lang, verdict(row)),
        state=term(visit.lang, row.status),
        versions=[_why(visit, one, found.called) for one in found.versions],
        notices=as_rows(visit, record, proofs),
        events=events,
    )


def _why(visit: Visit, one: Version, called: object) -> dict[str, object]:
    """A version's certificate in words, and its days."""
    told = because(one.certificate, visit.lang, called)  # type: ignore[arg-type]
    told += [line for above in one.above for line in above.reasons(visit.lang)]
    return {
        "number": one.number,
        "cause": cause(one.cause, visit.lang),
        "target": local(one.target),
        "breach": until(one.breach),
        "provisional": one.provisional,
        "because": [mixed(line, visit.lang) for line in told],
        "strip": "\n".join(strip(one.certificate, visit.lang)),
    }


def _heads(visit: Visit) -> list[str]:
    heads = (
        words("承办事项"),
        words("单位"),
        words("任务"),
        words("时段或事项"),
        words("状态"),
        words("请报"),
        words("截止"),
    )
    return [visit.say(head) for head in heads]


def _cells(visit: Visit, where: Place, row: Tracked) -> list[str]:
    units, tasks = auditing.units_of(where.record), auditing.tasks_of(where.record)
    about = item_words("/".join(row.id.split("/")[3:]), units) if row.id.count("/") > 2 else ""  # noqa: PLR2004
    own = [row.id, units.get(row.unit, row.unit), tasks.get(row.task, row.task), about]
    return [*own, term(visit.lang, row.status), local(row.target), until(row.breach)]


def _listing(visit: Visit, where: Place, rows: list[Tracked]) -> Listing:
    title = f"{where.chain.title} {visit.say(words('承办事项'))}"
    return Listing(
        title, auditing.note(visit, where), _heads(visit), [_cells(visit, where, row) for row in rows]
    )
