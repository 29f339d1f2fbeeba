"""Launching a campaign, or the amendment of one that runs: shown, confirmed, and done as it was shown."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from actions.amend import Amendment, reasons
from actions.declared import Declared
from actions.impact import Impact, impact
from actions.launch import launch
from actions.marks import OtherwiseError
from actions.preview import letter_rows
from actions.proposed import pending
from reports import amended
from web.declaring.editor import ROLE
from web.declaring.form import Form
from web.declaring.plans import declaration, planner_of
from web.rules import allowed, roles
from web.visit import Here, Visit

router = APIRouter()
_ADDRESS = "/coordinator/{campaign}/declare/launch"
_LONGEST = 80
Said = Mapping[str, str]


@router.get(_ADDRESS)
@allowed(roles(ROLE))
def form(visit: Here, campaign: str) -> Response:
    """What it would do by the file as it is saved, and the question who approved it."""
    declared = declaration(visit)
    planner_of(visit, declared, campaign)
    said = {"approved_by": "", "approved_on": ""}
    return _drawn(visit, impact(visit.house, declared, campaign), said)


@router.post(_ADDRESS)
@allowed(roles(ROLE))
def take(visit: Here, campaign: str, typed: Form) -> Response:
    """Show what it does, letters and all; what was shown and is confirmed is launched."""
    declared = declaration(visit)
    planner_of(visit, declared, campaign)
    said = {name: " ".join(typed.get(name).split()) for name in ("approved_by", "approved_on")}
    found = impact(visit.house, declared, campaign, letters=True)
    errors = {} if found.state == "same" else _missing(visit, found, said)
    if errors:
        return _drawn(visit, found, said, errors, status=422)
    shown = typed.get("shown")
    if shown == found.shown:
        try:
            return _launched(visit, declared, campaign, found, said)
        except OtherwiseError as error:
            found = impact(visit.house, declared, campaign, letters=True)
            return _drawn(visit, found, said, {"shown": error.said(visit.lang)}, status=409, confirm=True)
    otherwise = {"shown": OtherwiseError().said(visit.lang)} if shown else {}
    return _drawn(visit, found, said, otherwise, status=409 if shown else 200, confirm=True)


def _launched(visit: Visit, declared: Declared, campaign: str, found: Impact, said: Said) -> Response:
    approved = None if found.state == "same" else f"{said['approved_by']} {said['approved_on']}"
    done = launch(
        visit.house, declared, campaign, visit.actor, confirmed=True, approved_by=approved, shown=found.mark
    )
    told = f"&told={quote(','.join(done.told))}" if done.told else ""
    kind = "launched" if done.changed else "contacts"
    return visit.go(f"/coordinator/{quote(campaign)}/declare?{kind}={done.revision}{told}")


def _missing(visit: Visit, found: Impact, said: Said) -> dict[str, str]:
    """Who approved it, and when: what is not said, or cannot be."""
    errors = {}
    if not said["approved_by"]:
        errors["approved_by"] = visit.say("请填写批准人")
    elif len(said["approved_by"]) > _LONGEST or not said["approved_by"].isprintable():
        errors["approved_by"] = visit.say("批准人请写姓名和职务，不超过80个字")
    try:
        day = date.fromisoformat(said["approved_on"])
    except ValueError:
        errors["approved_on"] = visit.say("请填写批准日期，如2017-06-16")
    else:
        if day > visit.house.now().astimezone(found.planner.office.zone).date():
            errors["approved_on"] = visit.say("批准日期不能晚于今天")
    return errors


def _drawn(
    visit: Visit,
    found: Impact,
    said: Said,
    errors: Said | None = None,
    *,
    status: int = 200,
    confirm: bool = False,
) -> Response:
    change = found.amendment
    return visit.page(
        "declaring/launch.html",
        status,
        found=found,
        campaign=found.planner.key,
        said=said,
        errors=errors or {},
        confirm=confirm,
        past=sum(1 for one in found.plan.obligations if one.past),
        changes=_changes(visit, change) if change is not None else None,
        proposed=pending(visit.house, found.planner.key) if change is not None else None,
        letters=_letters(found, change, visit.lang) if change is not None else [],
    )


def _changes(visit: Visit, change: Amendment) -> dict[str, object]:
    """The table of changes with their reasons, how many each unit has of each, and the counts in words."""
    found, lang = change.comparison, visit.lang
    why = {number: "\n".join(told) for number, told in reasons(visit.house, change, lang).items()}
    rows = amended.rows(found, change.record.planner, change.known.planner, lang)
    before, after = [""] * len((*found.added, *found.restored)), [""] * len(found.withdrawn)
    beside = [*before, *(why[row.number] for row, _ in found.moved), *after]
    kinds = list(dict.fromkeys(row[0] for row in rows))
    counted = Counter((row[1], row[0]) for row in rows)
    touched = {row[1] for row in rows}
    units = [unit for unit in dict.fromkeys(_registry(change)) if unit in touched]
    return {
        "heads": (*amended.columns(lang), visit.say("依据")),
        "rows": [(*row, told) for row, told in zip(rows, beside, strict=True)],
        "reworded": [
            (*amended.named(change.record.planner, one), why[row.number]) for row, one in found.reworded
        ],
        "kinds": kinds,
        "units": [(unit, *[counted[unit, kind] for kind in kinds]) for unit in units],
        "counts": amended.counts(found, lang),
    }


def _registry(change: Amendment) -> list[str]:
    """Short names in the registry's order, those that are left out now at the end."""
    both = (change.record.planner.declaration, change.known.planner.declaration)
    return [unit.short for one in both for unit in one.units.values()]


def _letters(found: Impact, change: Amendment, lang: str) -> list[tuple[tuple[str, str, str], str | None]]:
    letters = found.letters or ()
    return list(zip(letter_rows(letters, change, lang), [one.text for one in letters], strict=True))
