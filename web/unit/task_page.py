"""The page of one obligation as its unit reads it: what is asked, why that date, what was filed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi.responses import Response

from actions.owed import Dossier
from actions.people import names_in
from actions.standing import titles
from campaigns.deciding.who import GRANTS
from campaigns.declaration import Task
from campaigns.evidence import lack_text
from campaigns.form_values import Value
from campaigns.forms import Form, FormRow
from deadlines.because import because
from deadlines.strip import strip
from reports.decided import Names
from reports.materials import closing, item
from reports.sentences import sentence
from web.language import words
from web.mixed import mixed
from web.unit.desk import Desk
from web.unit.pictures import is_picture

#: What each act is called where a unit may choose it.
ACTS = {
    "zero": words("零报告（本期无）"),
    "extension": words("申请延期"),
    "transfer": words("申请改派"),
    "progress": words("回应进展"),
    "acknowledge": words("签收督办单或批示"),
    "urge": words("催办配合单位"),
}


def show(desk: Desk, status: int = 200, **more: Any) -> Response:
    """The page; `more` is what the form has in it."""
    found = desk.dossier()
    return desk.visit.page("unit/task.html", status, **context(desk, found), **more)


def context(desk: Desk, found: Dossier) -> dict[str, Any]:
    """What the page shows beside the form."""
    lang = desk.visit.lang
    return {
        "desk": desk,
        "one": found.owed,
        "found": found,
        "now": desk.house.now(),
        "reasons": [mixed(line, lang) for line in _reasons(found, lang)],
        "days_of": "\n".join(strip(found.found.certificate, lang)),
        "contract": _contract(found, lang),
        "figures": [_figures(form, values) for form, values in found.found.figures.values()],
        "lacking": [mixed(lack_text(lack, lang), lang) for lack in found.owed.lacking],
        "events": [mixed(line, lang) for line in _events(desk, found)],
        "acts": {name: desk.visit.say(ACTS[name]) for name in acts_open(found, desk)},
        "lack_text": lambda lack: mixed(lack_text(lack, lang), lang),
        "is_picture": is_picture,
        "from_seconds": datetime.fromtimestamp,
        "mixed": lambda text: mixed(text, lang),
    }


def acts_open(found: Dossier, desk: Desk) -> list[str]:
    """What the unit may do beside filing, as things stand."""
    row, asked = found.row, {one.kind for one in found.asked}
    now = desk.house.now()
    dated = row.breach is not None and row.past is None
    may = {
        "zero": takes_zero(found.task) and _may("submit", found),
        "extension": dated
        and now < (row.breach or now)
        and not row.asks_extension
        and _may("ask_extension", found),
        "transfer": "transfer" not in asked and _may("ask_transfer", found),
        "progress": row.breach is None and _may("respond", found),
        "acknowledge": found.to_acknowledge,
        "urge": bool(found.unanswered),
    }
    return [name for name, is_open in may.items() if is_open]


def takes_zero(task: Task) -> bool:
    """Whether 零报告 is an answer."""
    return any(one.zero_report for one in task.deliverables)


def may_file(found: Dossier) -> bool:
    """Whether something may be filed now."""
    return _may("submit", found)


def _may(act: str, found: Dossier) -> bool:
    return found.row.status in GRANTS[act].statuses


def _reasons(found: Dossier, lang: str) -> list[str]:
    """Why the date is that date, in sentences; what it counts from above comes last."""
    certificate = found.found.certificate
    above = [line for one in found.found.above for line in one.reasons(lang)]
    return [*because(certificate, lang, found.found.called), *above]


def _contract(found: Dossier, lang: str) -> list[Any]:
    declaration = found.record.planner.declaration
    asked = [item(declaration, one, lang) for one in found.task.deliverables]
    last = closing(found.task, lang)
    return [mixed(line, lang) for line in [*asked, *([last] if last else [])]]


def _figures(form: Form, values: Sequence[Value]) -> tuple[Form, list[tuple[FormRow, list[str | None]]]]:
    """A table as it was filed, row by row; None for a blank cell."""
    said = {one.cell: one.typed if one.value is None else one.value for one in values}
    return form, [(row, [said.get((row.key, column)) for column in form.places]) for row in form.rows]


def _events(desk: Desk, found: Dossier) -> list[str]:
    """Its own history; people's names only where they are the unit's own."""
    bodies = list(found.events)
    units, tasks = titles(desk.house, found.record.key)
    own = [body for body in bodies if body["actor"]["role"] == "unit"]
    names = Names(units, tasks, names_in(desk.house, own))
    return [sentence(body, names, desk.visit.lang) for body in bodies]
