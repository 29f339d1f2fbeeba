"""The coordinator registers what came another way: filings by OA, paper, fax or telephone, and calls made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from actions import submit as submitting
from actions import tell
from actions.house import House
from actions.on_trial import Done, performed, tried
from actions.seeing import campaigns_seen, obligations_seen
from actions.submit import Submission, Submitted
from campaigns.evidence import lack_text, zero_allowed
from campaigns.faults import RefusalError
from campaigns.forms import Form
from campaigns.lifecycle import OPENED, PENDING, SUBMITTED, Tracked
from campaigns.lights import verdict
from web.language import words
from web.navigation import place
from web.registering.desk import Desk, Line, desk_of
from web.registering.typed import Sent, Typed
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE = "coordinator"
router = APIRouter()
PLACES = (place("/registering", words("登记与汇总"), ROLE),)

#: How something came, as it goes on record in either language.
CHANNELS = (words("OA"), words("纸质"), words("传真"), words("电话"), words("电子邮件"))
OTHER = "other"
#: Obligations that are shown at once to choose from.
MOST_SHOWN = 200


@router.get("/registering")
@allowed(roles(ROLE))
def campaigns(visit: Here) -> Response:
    """The campaigns in which something can be registered; the only one at once."""
    found = campaigns_seen(visit.house, visit.actor)
    if len(found) == 1:
        return visit.go(f"/coordinator/{found[0].key}/register")
    return visit.page("registering/campaigns.html", campaigns=found)


@router.get("/coordinator/{campaign}/register")
@allowed(roles(ROLE))
def choose(visit: Here, campaign: str, what: str = "", unit: str = "", filed: str = "") -> Response:
    """What is open, to choose from: `what` is a task and a period, `filed` also what was filed already."""
    desk = desk_of(visit, campaign)
    return _chooser(desk, {"what": what, "unit": unit, "filed": filed}, "")


def _chooser(desk: Desk, wanted: Mapping[str, str], error: str) -> Response:
    states = {PENDING, OPENED} | ({SUBMITTED} if wanted["filed"] else set())
    rows = [row for row in desk.rows() if row.status in states]
    kinds = {_kind(row): desk.task(row).title + (f"（{row.period}）" if row.period else "") for row in rows}
    mine = [row for row in rows if wanted["what"] in {"", _kind(row)} and wanted["unit"] in {"", row.unit}]
    units = {row.unit for row in rows}
    return desk.visit.page(
        "registering/choose.html",
        422 if error else 200,
        desk=desk,
        wanted=wanted,
        kinds=kinds,
        units={key: name for key, name in desk.units.items() if key in units},
        lines=desk.lines(mine[:MOST_SHOWN]),
        more=max(0, len(mine) - MOST_SHOWN),
        events=desk.record.planner.declaration.events,
        errors={"choice": error} if error else {},
    )


def _kind(row: Tracked) -> str:
    return f"{row.task}|{row.period or ''}"


# --- what came another way ----------------------------------------------------------------------------------


@router.get("/coordinator/{campaign}/register/filing")
@allowed(roles(ROLE))
def filing_form(visit: Here, campaign: str, id: str = "") -> Response:  # noqa: A002 - as the address has it
    """The form for one obligation, as other pages lead to it."""
    return _filing(desk_of(visit, campaign), Typed((("id", id),)))


@router.post("/coordinator/{campaign}/register/filing")
@allowed(roles(ROLE))
def filing(visit: Here, campaign: str, typed: Sent) -> Response:
    """Chosen: the form. Looked at: what would be put on record. Confirmed: it is."""
    desk = desk_of(visit, campaign)
    step = typed.get("step")
    if step not in {"look", "confirm"}:
        return _filing(desk, typed)
    ids, errors = [line.row.id for line in desk.chosen(typed.all("id"))], _unfit(desk, typed)
    if errors or not ids:
        return _filing(desk, typed, errors)
    submission = _submission(desk, typed)

    def act(house: House) -> tuple[Mapping[str, Submitted], Mapping[str, Tracked]]:
        done = submitting.register(house, ids, submission, visit.actor)
        rows = obligations_seen(house, visit.actor, desk.key)
        return {one.id: one for one in done}, {row.id: row for row in rows}

    try:
        done = (performed if step == "confirm" else tried)(visit.house, desk.key, act)
    except RefusalError as error:
        return _filing(desk, typed, {"received": error.said(visit.lang)})
    return visit.go(finished_at(desk, done)) if step == "confirm" else _foreseen(desk, typed, done)


def _filing(desk: Desk, typed: Typed, errors: Mapping[str, str] | None = None) -> Response:
    """The form for the chosen obligations; the list again where none was chosen."""
    lines = desk.chosen(typed.all("id"))
    if not lines:
        wanted = {name: typed.get(name) for name in ("what", "unit", "filed")}
        return _chooser(desk, wanted, desk.visit.say("请至少选择一件"))
    tasks = [desk.task(line.row) for line in lines]
    same = {task.closes_with for task in tasks}
    forms = forms_of(desk, lines[0]) if len(lines) == 1 else {}
    signed = [name for form in forms.values() for name in form.signed_with or ()]
    return desk.visit.page(
        "registering/filing.html",
        422 if errors else 200,
        desk=desk,
        lines=lines,
        typed=typed,
        channels=CHANNELS,
        fields=list(dict.fromkeys([*(tasks[0].closes_with if len(same) == 1 else ()), *signed])),
        forms=forms,
        zero=all(zero_allowed(task) for task in tasks),
        errors=errors or {},
    )


def forms_of(desk: Desk, line: Line) -> dict[str, Form]:
    """The statistics tables that are asked of whoever owes `line`, by key."""
    known, task = desk.record.planner.declaration.forms, desk.task(line.row)
    asked = {key for item in task.deliverables for key in item.forms}
    return {key: form for key, form in known.items() if key in asked}


def _figures(typed: Typed) -> dict[str, dict[tuple[str, str], str]]:
    """What was typed into statistics tables, by form and cell; a table that is wholly blank was not typed."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for key, said in typed.under("cell.").items():
        form, _, cell = key.partition("|")
        row, _, column = cell.partition("|")
        found.setdefault(form, {})[row, column] = said
    return {form: cells for form, cells in found.items() if any(cells.values())}


def _unfit(desk: Desk, typed: Typed) -> dict[str, str]:
    """What is missing or cannot be read, by field."""
    say, errors = desk.visit.say, dict[str, str]()
    if desk.instant(typed.get("received")) is None:
        errors["received"] = say("请填写收到时间，如 2017-10-27 16:40")
    if not typed.get("via"):
        errors["via"] = say("请选择渠道")
    elif typed.get("via") == OTHER and not typed.get("other"):
        errors["other"] = say("请写明是什么渠道")
    if not typed.get("note"):
        errors["note"] = say("请写明为何由办公室登记")
    return errors


def _submission(desk: Desk, typed: Typed) -> Submission:
    via = typed.get("via")
    return Submission(
        fields={name: text for name, text in typed.under("field.").items() if text},
        forms=_figures(typed),
        zero=bool(typed.get("zero")),
        note=typed.get("note"),
        by_office=True,
        via=typed.get("other") if via == OTHER else via,
        received=desk.instant(typed.get("received")),
        lacks=tuple(line.strip() for line in typed.get("lacks").splitlines() if line.strip()),
    )


def _foreseen(
    desk: Desk, typed: Typed, done: Done[tuple[Mapping[str, Submitted], Mapping[str, Tracked]]]
) -> Response:
    """The page that shows what would be put on record, before anybody confirms it."""
    receipts, rows = done.found
    lines = desk.chosen(receipts)
    late = sum(verdict(rows[line.row.id]) == "late" for line in lines)
    found = [
        (line, verdict(rows[line.row.id]), _becomes(desk.visit, receipts[line.row.id])) for line in lines
    ]
    said = next(iter(receipts.values()))
    return desk.visit.page(
        "registering/filing_look.html",
        desk=desk,
        typed=typed,
        found=found,
        late=late,
        received=said.received,
        registered=said.registered,
        submission=_submission(desk, typed),
        figures=said.figures,
    )


def _becomes(visit: Visit, one: Submitted) -> list[str]:
    """What the filing would be taken as, and what it lacks."""
    if one.lacking:
        state = visit.say("材料不齐，先收下，收到时间有效")
    else:
        state = visit.say("办结") if one.closed else visit.say("待审核")
    return [state, *(lack_text(lack, visit.lang) for lack in (*one.lacking, *one.doubts))]


def finished_at(desk: Desk, done: Done[Any]) -> str:
    """The address of the page that tells what was put on record."""
    place_in_history = urlencode({"after": done.before, "to": done.after})
    return f"{desk.path('register', 'done')}?{place_in_history}"


@router.get("/coordinator/{campaign}/register/done")
@allowed(roles(ROLE))
def finished(visit: Here, campaign: str, after: int = 0, to: int = 0) -> Response:
    """What this account put on record between these two places of the history."""
    desk = desk_of(visit, campaign)
    told = desk.told(after, to) if after else []
    return visit.page("registering/done.html", desk=desk, told=told[:MOST_SHOWN], count=len(told))


# --- calls --------------------------------------------------------------------------------------------------


@router.get("/coordinator/{campaign}/register/call")
@allowed(roles(ROLE))
def call_form(visit: Here, campaign: str, id: str = "") -> Response:  # noqa: A002 - as the address has it
    """The form for a call about one obligation, as other pages lead to it."""
    return _call(desk_of(visit, campaign), Typed((("id", id),)))


@router.post("/coordinator/{campaign}/register/call")
@allowed(roles(ROLE))
def call(visit: Here, campaign: str, typed: Sent) -> Response:
    """Chosen: the form. Confirmed: the call is on record."""
    desk = desk_of(visit, campaign)
    ids = [line.row.id for line in desk.chosen(typed.all("id"))]
    if typed.get("step") != "confirm" or not ids:
        return _call(desk, typed)
    at, errors = desk.instant(typed.get("at")), dict[str, str]()
    if at is None:
        errors["at"] = visit.say("请填写通话时间，如 2017-10-27 16:40")
    if not typed.get("whom"):
        errors["whom"] = visit.say("请填写接听人的职务")
    if not typed.get("reply"):
        errors["reply"] = visit.say("请填写对方的答复")
    if errors:
        return _call(desk, typed, errors)
    try:
        done = performed(visit.house, desk.key, lambda house: _telephoned(house, visit, ids, typed, at))
    except RefusalError as error:
        return _call(desk, typed, {"at": error.said(visit.lang)})
    return visit.go(finished_at(desk, done))


def _telephoned(house: House, visit: Visit, ids: list[str], typed: Typed, at: datetime | None) -> int:
    whom, reply = typed.get("whom"), typed.get("reply")
    return tell.telephone(house, ids, visit.actor, at=at, whom=whom, reply=reply)


def _call(desk: Desk, typed: Typed, errors: Mapping[str, str] | None = None) -> Response:
    lines: list[Line] = desk.chosen(typed.all("id"))
    if not lines:
        wanted = {name: typed.get(name) for name in ("what", "unit", "filed")}
        return _chooser(desk, wanted, desk.visit.say("请至少选择一件"))
    now = desk.visit.house.now().astimezone(desk.record.zone)
    return desk.visit.page(
        "registering/call.html",
        422 if errors else 200,
        desk=desk,
        lines=lines,
        typed=typed,
        now=f"{now:%Y-%m-%dT%H:%M}",
        errors=errors or {},
    )
