"""The declaration in an editor: its faults beside it, what it would cause below it, and saving it."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from actions import editing, planning
from actions.editing import ChangedError, Looked, Opened
from campaigns.faults import Fault, FaultsError, RefusalError, pointed
from campaigns.wording import SEVERITY
from reports import checked, notices
from reports.outline import outline
from reports.timeline import timeline
from web.declaring.form import Form, Typed
from web.language import words
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE = "coordinator"
EDITOR = "/coordinator/declare"
router = APIRouter()
PLACES = (place(EDITOR, words("申报"), ROLE),)
#: So many notices are listed for a text that is being typed; so many lines are compared.
_LISTED, _COMPARED = 300, 3_000


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as the page shows it."""

    fault: Fault
    severity: str
    message: str
    hint: str
    #: Before its place, the place, after it; None where there is no line.
    line: tuple[str, str, str] | None
    #: Whether it stands in the file that is in the editor.
    here: bool


@router.get(EDITOR)
@allowed(roles(ROLE))
def editor(visit: Here, file: str = "", saved: str = "") -> Response:
    """The main file, or one that it includes."""
    try:
        found = editing.opened(visit.house, file)
    except FaultsError as error:
        return _drawn(visit, None, Looked.unread(visit.house, error.faults), Typed({}))
    except LookupError:
        raise HTTPException(404) from None
    looked = editing.look(visit.house, {found.name: found.text})
    return _drawn(visit, found, looked, Typed({}), saved=bool(saved))


@router.post(f"{EDITOR}/check")
@allowed(roles(ROLE))
def check(visit: Here, typed: Form) -> Response:
    """The same page for what is typed, or only what is beside it for a script; nothing is saved."""
    found = _typed(visit, typed)
    looked = editing.look(visit.house, {found.name: found.text})
    template = "findings" if "hx-request" in visit.request.headers else "editor"
    return _drawn(visit, found, looked, typed, template=template)


@router.post(f"{EDITOR}/save")
@allowed(roles(ROLE))
def save(visit: Here, typed: Form) -> Response:
    """Write the file, unless it has errors or is another one by now."""
    found = _typed(visit, typed)
    try:
        editing.save(visit.house, found.name, found.text, found.digest)
    except FaultsError:
        return _refused(visit, found, typed, visit.say("还有错误，没有保存；请按所列各处更正"))
    except ChangedError as error:
        mine = Opened(found.name, found.text, error.now.digest)
        looked = editing.look(visit.house, {found.name: found.text})
        return _drawn(visit, mine, looked, typed, status=409, theirs=error.now, wrong=error.said(visit.lang))
    except RefusalError as error:
        return _refused(visit, found, typed, error.said(visit.lang))
    return visit.go(f"{EDITOR}?file={quote(found.name)}&saved=1")


def _typed(visit: Visit, typed: Typed) -> Opened:
    """The file as the form has it; a form that is not ours is refused, so that nothing is ever emptied."""
    if typed.text is None:
        raise HTTPException(400)
    name = typed.get("file") or visit.house.settings.file.name
    if name != visit.house.settings.file.name and name not in editing.look(visit.house).files:
        raise HTTPException(404)
    return Opened(name, typed.text, typed.get("digest"))


def _refused(visit: Visit, found: Opened, typed: Typed, wrong: str) -> Response:
    looked = editing.look(visit.house, {found.name: found.text})
    return _drawn(visit, found, looked, typed, status=422, wrong=wrong)


def _drawn(
    visit: Visit,
    found: Opened | None,
    looked: Looked,
    typed: Typed,
    *,
    template: str = "editor",
    status: int = 200,
    theirs: Opened | None = None,
    **more: object,
) -> Response:
    name, text = (found.name, found.text) if found is not None else (looked.files[0], "")
    told = [_told(fault, looked, name, visit.lang) for fault in looked.faults]
    campaigns = {} if looked.declared is None else looked.declared.declaration.campaigns
    wanted = typed.get("campaign")
    key = wanted if wanted in campaigns else next(iter(campaigns), "")
    return visit.page(
        f"declaring/{template}.html",
        status,
        found=found,
        looked=looked,
        name=name,
        told=told,
        errors=sum(1 for one in told if one.fault.severity == "error"),
        numbers=_numbers(text, {one.fault.line for one in told if one.here}),
        size=_size(text),
        campaigns={one: campaign.title for one, campaign in campaigns.items()},
        key=key,
        ahead=_ahead(visit, looked, key) if key else None,
        theirs=theirs,
        against=_against(theirs, text) if theirs is not None else [],
        **{"wrong": "", "saved": False, **more},
    )


def _told(fault: Fault, looked: Looked, name: str, lang: str) -> Told:
    severity = SEVERITY[fault.severity][lang == "en"]
    line = pointed(fault, looked.lines_of(fault.file))
    return Told(fault, severity, fault.message(lang), fault.hint(lang), line, fault.file == name)


def _numbers(text: str, faulty: set[int]) -> list[tuple[str, int]]:
    """Line numbers beside the text: those before a faulty line, and that line (0: there is none any more)."""
    last = text.count("\n") + 1
    found, first = [], 1
    for line in [*sorted(line for line in faulty if line <= last), 0]:
        end = line or last + 1
        found.append(("".join(f"{number}\n" for number in range(first, end)), line))
        first = end + 1
    return found


def _size(text: str) -> tuple[int, int]:
    """Rows and columns that show the whole text."""
    lines = text.split("\n")
    return len(lines) + 1, min(
        400, max(60, 2 + max(len(line) + sum(c > "⺀" for c in line) for line in lines))
    )


def _ahead(visit: Visit, looked: Looked, key: str) -> dict[str, Any] | None:
    """What the campaign would bring about: a line of counts, the time line, the notices."""
    if looked.declared is None:
        return None
    lang, planner = visit.lang, looked.declared.planner(key)
    plan = planner.plan()
    told = planning.notices(planner, plan.obligations)
    image, undrawn = "", ""
    try:
        drawn = timeline(outline(planner, plan), None, lang)
        image = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
    except RefusalError as error:
        undrawn = error.said(lang)
    return {
        "summary": checked.summary(planner, looked.files[0], len(looked.faults), lang),
        "image": image,
        "undrawn": undrawn,
        "title": plan.title,
        "heads": notices.columns(lang),
        "rows": notices.rows(told[:_LISTED], planner.office.zone, lang),
        "count": len(told),
        "listed": _LISTED,
    }


def _against(theirs: Opened, mine: str) -> list[str]:
    """What somebody else wrote beside what is typed, as `diff -u` has it; nothing for too long texts."""
    return list(_diff(theirs.text.split("\n"), mine.split("\n")))


def _diff(theirs: list[str], mine: list[str]) -> Iterator[str]:
    if max(len(theirs), len(mine)) <= _COMPARED:
        yield from list(unified_diff(theirs, mine, lineterm="", n=2))[2:]
