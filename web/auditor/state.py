"""As known then beside as known today: one instant, drawn twice, and the later facts."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from actions.compared import Compared, compared
from actions.house import HOUSE_ZONE
from campaigns.lights import Shown
from reports.headline import headline
from reports.listing import Listing
from reports.sentences import sentence
from web.auditor import auditing
from web.auditor.auditing import ROLE, Place
from web.language import words
from web.lists import taken_away
from web.mixed import mixed
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()


class Filters(BaseModel):
    """What the form asks for, as it was typed."""

    campaign: str = ""
    at: str = ""
    known_at: str = ""


@router.get("/auditor/state")
@allowed(roles(ROLE))
def state(visit: Here, filters: Annotated[Filters, Query()]) -> Response:
    """How a campaign stood at an instant, by what was known at one and by what is known today."""
    where = auditing.place(visit, filters.campaign, office=False)
    if where is None or where.record is None:
        return visit.page("auditor/nothing.html")
    times, errors = _times(visit, filters)
    found = None
    if not errors:
        found = compared(visit.house, where.record.key, *times)
    kind = visit.request.query_params.get("as", "")
    if kind in {"csv", "xlsx"} and found is not None:
        return taken_away(visit, _listing(visit, where, found), kind)
    return visit.page(
        "auditor/state.html",
        422 if errors else 200,
        where=where,
        filters=filters,
        errors=errors,
        found=found,
        times=times,
        lines=_lines(found) if found else [],
        differs=_differs(visit, where, found) if found else [],
        later=_later(visit, where, found) if found else [],
        address=auditing.link(
            "/auditor/state", **filters.model_dump(exclude={"campaign"}), campaign=where.chain.campaign
        ),
    )


def _times(visit: Visit, filters: Filters) -> tuple[tuple[datetime, datetime], dict[str, str]]:
    """The instant, and by when things had to be recorded: the same one unless told; what is wrong of them."""
    now = visit.house.now().astimezone(HOUSE_ZONE)
    errors: dict[str, str] = {}
    read: dict[str, datetime] = {}
    for name in ("at", "known_at"):
        text = getattr(filters, name)
        try:
            if text:
                read[name] = auditing.read_instant(text, end=True)
        except (ValueError, OverflowError):
            errors[name] = visit.say(auditing.WRONG)
    at = read.get("at", read.get("known_at", now))
    return (at, read.get("known_at", at)), errors


def _called(shown: Shown | None, lang: str) -> str:
    return "—" if shown is None else f"{shown.mark} {shown.en if lang == 'en' else shown.zh}"


def _lines(found: Compared) -> list[tuple[Shown, int, int]]:
    """Each light with its count then and today."""
    return [
        (shown, found.then.total.count(name), found.today.total.count(name))
        for name, shown in found.today.shown.items()
    ]


def _differs(visit: Visit, where: Place, found: Compared) -> list[list[str]]:
    """Obligations whose light is another one: id, unit, task, then, today."""
    units, tasks = auditing.units_of(where.record), auditing.tasks_of(where.record)
    rows = []
    for one in found.differs:
        _, task, unit, *_ = one.id.split("/")
        then, today = (found.today.shown.get(name or "") for name in (one.then, one.today))
        own = [one.id, units.get(unit, unit), tasks.get(task, task)]
        rows.append([*own, _called(then, visit.lang), _called(today, visit.lang)])
    return rows


def _later(visit: Visit, where: Place, found: Compared) -> list[tuple[int, object]]:
    """What was recorded afterwards, as sentences."""
    named = auditing.names(visit, where.record, list(found.later))
    return [(body["sequence"], mixed(sentence(body, named, visit.lang), visit.lang)) for body in found.later]


def _listing(visit: Visit, where: Place, found: Compared) -> Listing:
    """The differences, for taking away."""
    heads = (words("承办事项"), words("单位"), words("任务"), words("当时"), words("现在"))
    title = f"{where.chain.title} {visit.say(words('当时与现在'))}"
    note = f"{auditing.note(visit, where)} · {headline(found.then, visit.lang)}"
    return Listing(title, note, [visit.say(head) for head in heads], _differs(visit, where, found))
