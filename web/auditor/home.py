"""The auditor's history: each event as a sentence, found by filters; and one event as it is recorded."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from actions.accounts import ROLES
from actions.record_search import Link, Page, Sought, event, page, place_of
from campaigns.happened import item_words
from reports.decided import Names
from reports.kinds import KINDS, kinds
from reports.listing import Listing
from reports.sentences import sentence
from reports.stamps import local
from web.auditor import auditing
from web.auditor.auditing import PER_PAGE, ROLE, Place
from web.language import words
from web.lists import taken_away
from web.mixed import mixed
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

if TYPE_CHECKING:
    from collections.abc import Collection

router = APIRouter()
PLACES = (
    place("/auditor", words("办理记录"), ROLE),
    place("/auditor/obligations", words("期限证明"), ROLE),
    place("/auditor/notices", words("送达证明"), ROLE),
    place("/auditor/state", words("当时与现在"), ROLE),
    place("/auditor/chains", words("核验"), ROLE),
    place("/auditor/revisions", words("申报版本"), ROLE),
)
#: Rows that are taken away at most.
MOST = 100_000
_ACTORS = (*ROLES, "system")


class Filters(BaseModel):
    """What the form asks for, as it was typed."""

    campaign: str = ""
    unit: str = ""
    task: str = ""
    kind: str = ""
    role: str = ""
    since: str = ""
    until: str = ""
    page: int = Field(1, ge=1, le=10**9)


@router.get("/auditor")
@allowed(roles(ROLE))
def home(visit: Here, filters: Annotated[Filters, Query()]) -> Response:
    """The history of one chain, the newest first; `?as=csv` or `?as=xlsx` takes all that is found away."""
    where = auditing.place(visit, filters.campaign)
    if where is None:
        return visit.page("auditor/nothing.html")
    sought, errors = _sought(visit, where, filters)
    kind_of_file = visit.request.query_params.get("as", "")
    if kind_of_file in {"csv", "xlsx"} and not errors:
        return taken_away(visit, _listing(visit, where, sought), kind_of_file)
    found = Page((), 0) if errors else _found(visit, where, sought, filters.page)
    rows = _rows(visit, where, found.links)
    return visit.page(
        "auditor/history.html",
        422 if errors else 200,
        where=where,
        filters=filters,
        errors=errors,
        found=found,
        rows=rows,
        page=filters.page,
        pages=auditing.pages(found.count),
        units=auditing.units_of(where.record),
        tasks=auditing.tasks_of(where.record),
        kinds=kinds(visit.lang),
        actors=_ACTORS,
        address=auditing.link(
            "/auditor", **filters.model_dump(exclude={"page", "campaign"}), campaign=where.chain.campaign
        ),
    )


@router.get("/auditor/events/{campaign}/{sequence}")
@allowed(roles(ROLE))
def one_event(visit: Here, campaign: str, sequence: int) -> Response:
    """One event: its body to the byte, its hash and the one before, the revision and line it rests on."""
    found = event(visit.house, campaign, sequence) if 0 < sequence < 1 << 62 else None
    if found is None:
        raise HTTPException(404)
    record = auditing.record_of(visit, campaign)
    body = json.loads(found.body)
    named = auditing.names(visit, record, [body])
    return visit.page(
        "auditor/event.html",
        campaign=campaign,
        title=record.title if record else "",
        link=found,
        body=body,
        sentence=mixed(sentence(body, named, visit.lang), visit.lang),
        line=place_of(visit.house, body),
        shown=json.dumps(body, ensure_ascii=False, indent=2),
        next=event(visit.house, campaign, sequence + 1) is not None,
        kind=kinds(visit.lang)[body["kind"]],
    )


def _sought(visit: Visit, where: Place, filters: Filters) -> tuple[Sought, dict[str, str]]:
    """What the filters mean, and what of them is wrong."""
    errors: dict[str, str] = {}
    times: dict[str, datetime | None] = {"since": None, "until": None}
    for name in times:
        text = getattr(filters, name)
        try:
            times[name] = auditing.read_instant(text, end=name == "until") if text else None
        except (ValueError, OverflowError):
            errors[name] = visit.say(auditing.WRONG)
    known: dict[str, Collection[str]] = {
        "unit": auditing.units_of(where.record),
        "task": auditing.tasks_of(where.record),
        "kind": KINDS,
        "role": _ACTORS,
    }
    for name, options in known.items():
        if getattr(filters, name) and getattr(filters, name) not in options:
            errors[name] = visit.say(words("请从列表中选择"))
    chosen = {name: getattr(filters, name) or None for name in known}
    before = times["until"] + timedelta(seconds=1) if times["until"] else None
    return Sought(**chosen, since=times["since"], before=before), errors


def _found(visit: Visit, where: Place, sought: Sought, number: int) -> Page:
    return page(visit.house, where.chain.campaign, sought, skip=(number - 1) * PER_PAGE, limit=PER_PAGE)


def _rows(visit: Visit, where: Place, links: tuple[Link, ...]) -> list[dict[str, Any]]:
    """Each event as a sentence, with its address."""
    bodies = [json.loads(link.body) for link in links]
    named = auditing.names(visit, where.record, bodies)
    return [
        {
            "sequence": link.sequence,
            "href": f"/auditor/events/{where.chain.campaign}/{link.sequence}",
            "sentence": mixed(sentence(body, named, visit.lang), visit.lang),
        }
        for link, body in zip(links, bodies, strict=True)
    ]


def _listing(visit: Visit, where: Place, sought: Sought) -> Listing:
    """All that is found, for taking away."""
    found = page(visit.house, where.chain.campaign, sought, limit=MOST)
    bodies = [json.loads(link.body) for link in found.links]
    named = auditing.names(visit, where.record, bodies)
    heads = (
        *(visit.say(words("序号")), visit.say(words("生效时间")), visit.say(words("记录于"))),
        *(visit.say(words("单位")), visit.say(words("任务")), visit.say(words("时段或事项"))),
        *(visit.say(words("事件")), visit.say(words("角色")), visit.say(words("办理记录"))),
        *(visit.say(words("申报版本")), visit.say(words("哈希")), visit.say(words("前一条哈希"))),
    )
    rows = [_cells(visit, named, *pair) for pair in zip(found.links, bodies, strict=True)]
    title = f"{where.chain.title} {visit.say(words('办理记录'))}"
    return Listing(title, auditing.note(visit, where), heads, rows)


def _cells(visit: Visit, named: Names, link: Link, body: dict[str, Any]) -> list[str | int]:
    _, task, unit, *rest = (body["obligation"] or f"//{body['data'].get('unit') or ''}").split("/")
    about = item_words("/".join(rest), named.units) if rest else ""
    return [
        *(link.sequence, local(body["effective"]), local(body["noticed"])),
        *(named.units.get(unit, unit), named.tasks.get(task, task), about),
        *(kinds(visit.lang)[body["kind"]], body["actor"]["role"], sentence(body, named, visit.lang)),
        *(body["revision"], link.hash, link.previous),
    ]
