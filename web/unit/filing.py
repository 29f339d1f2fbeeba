"""Filing 报送 on the page: what it lacks is said first and refuses nothing; what was typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from fastapi.responses import Response
from starlette.datastructures import FormData

from actions.owed import Dossier, before
from actions.submit import judged, submit
from campaigns.evidence import lack_text
from campaigns.faults import RefusalError
from campaigns.form_values import Cell, Earlier, kind_of_signature, read_signature
from web.language import words
from web.mixed import mixed
from web.unit.contract import Asked, Place, asked, forms, further, signed_with
from web.unit.desk import Desk, sending
from web.unit.handed import Keep, Sent, counts_of, of_version, read
from web.unit.task_page import context, may_file
from web.unit.typed_tables import SEMICOLON, Table, completed, days_of, faults, table

#: Told, but nobody's to put right before filing.
_ONLY_TOLD = {"unanswered"}
#: Told beside each cell.
_OF_CELLS = {"cell", "blank", "total", "at_most", "cumulative", "dropped", "no_row", "no_column"}
_BLANK = words("请填写“%(cell)s”；没有发生请填 0")
_WHOLE_BLANK = words("统计表还没有填写；本期没有发生的，请用零报告")
_CAME = words("在您填写期间已收到第%(number)s版，见本页下方；确需替换的，请再次按“报送”")
_SAY = words("请填写情况说明，或附材料")


@dataclass(frozen=True, slots=True)
class Desktop:
    """One obligation, what it asks for, and what is known of it, for one request."""

    desk: Desk
    found: Dossier
    things: tuple[Asked, ...]
    #: Closing fields and signatures, by the name of their field.
    names: Mapping[str, str]
    #: The files of the version before.
    old: Mapping[str, Keep]
    #: What was said in earlier periods, by table.
    before: Mapping[str, list[Earlier]]

    @property
    def today(self) -> date:
        """Today, where the campaign is."""
        return self.desk.house.now().astimezone(self.found.record.zone).date()


def show(desk: Desk) -> Response:
    """The page with its form as it is begun: what was filed before stands in it."""
    top = _desktop(desk, {})
    return _page(top, _begun(top), {}, 200)


def take(desk: Desk, form: FormData) -> Response:
    """Take the form in: the receipt, or the page again with what is to be put right beside each field."""
    top = _desktop(desk, counts_of(form))
    sent = read(desk, top.found, form, top.things, top.names, top.old)
    sent.tables = {
        key: completed(_form(top, key), cells, top.before[key], top.today)
        for key, cells in sent.tables.items()
    }
    errors = dict(sent.errors)
    anyway = form.get("anyway") == "yes" and not errors
    if "more" in form:
        return _page(top, sent, errors, 422 if errors else 200)
    errors |= _overtaken(top, form)
    try:
        errors |= _lacks(top, sent) if not anyway else {}
        if errors or "check" in form:
            return _page(top, sent, errors, 422 if errors else 200, checked=not errors)
        done = submit(desk.house, desk.key, sent.submission(), desk.actor)
    except RefusalError as error:
        return _page(top, sent, {_named(top, error): error.said(desk.visit.lang)}, 422)
    return sending(desk.visit, desk.visit.go(desk.receipt(done.version)), "receipt")


def _desktop(desk: Desk, counts: Mapping[str, int]) -> Desktop:
    found = desk.dossier()
    declaration, task = found.record.planner.declaration, found.task
    names = {f"x{number}": name for number, name in enumerate(task.closes_with)}
    names |= {f"s{number}": name for number, name in enumerate(signed_with(declaration, task))}
    return Desktop(
        desk,
        found,
        asked(declaration, task, counts, desk.visit.lang),
        names,
        of_version(desk, found.filings[0] if found.filings else None),
        {key: before(desk.house, found.record, found.row, key) for key in forms(task)},
    )


def _begun(top: Desktop) -> Sent:
    """What stands in the form before anybody typed: the version before, and who filed last."""
    filed = top.found.filings[0] if top.found.filings else None
    known, fields = top.found.known, filed["fields"] if filed is not None else {}
    sent = Sent(kept=list(top.old.values()), note="")
    for key in forms(top.found.task):
        _, values = top.found.found.figures.get(key, (None, ()))
        typed = {one.cell: one.typed for one in values}
        sent.tables[key] = completed(_form(top, key), typed, top.before[key], top.today)
    sent.texts = {one.title: fields.get(one.title, "") for one in top.things if one.how == "text"}
    sent.fields = {name: fields.get(name, "") for id_, name in top.names.items() if id_[0] == "x"}
    for id_, name in top.names.items():
        if id_[0] == "s":
            sent.fields[name] = (
                top.today.isoformat() if kind_of_signature(name) == "date" else known.get(name, "")
            )
    return sent


def _page(
    top: Desktop, sent: Sent, errors: Mapping[str, str], status: int, *, checked: bool = False
) -> Response:
    desk, visit = top.desk, top.desk.visit
    drawn = [_table(top, key, cells, errors) for key, cells in sent.tables.items()]
    return visit.page(
        "unit/filing.html",
        status,
        **context(desk, top.found),
        open_for_filing=may_file(top.found),
        things=top.things,
        tables={one.key: one for one in drawn},
        names=top.names,
        kind_of=kind_of_signature,
        sent=sent,
        kept_of=lambda thing: [one for one in sent.kept if _belongs(one, thing)],
        kept_else=[one for one in sent.kept if not any(_belongs(one, thing) for thing in top.things)],
        free=lambda thing: _by_piece(thing, sent),
        further=further(),
        errors=_anchored(errors, visit.lang),
        checked=checked,
    )


def _anchored(errors: Mapping[str, str], lang: str) -> dict[str, str]:
    """What is said at the head of the page and beside each field."""
    return {name: mixed(said, lang) for name, said in errors.items() if said}


def _belongs(one: Keep, thing: Asked) -> bool:
    return thing.how == "files" and any(one.own[:2] == place.own[:2] for place in thing.places)


def _filled(place: Place, sent: Sent) -> bool:
    """Whether a place for one of several already has its file."""
    return not place.several and place.case is not None and any(one.own == place.own for one in sent.kept)


def _by_piece(thing: Asked, sent: Sent) -> list[list[Place]]:
    """The places that are still empty, those of one case together."""
    places = (place for place in thing.places if not _filled(place, sent))
    return [list(some) for _, some in groupby(places, key=lambda place: place.case)]


def _form(top: Desktop, key: str) -> Any:
    return top.found.record.planner.declaration.forms[key]


def _table(top: Desktop, key: str, cells: Mapping[Cell, str], errors: Mapping[str, str]) -> Table:
    form, row, zone = _form(top, key), top.found.row, top.found.record.zone

    def day(at: datetime | None) -> date | None:
        return at.astimezone(zone).date() if at is not None else None

    issued = top.found.record.planner.campaign.begins
    covers = days_of(form, day(row.opens), day(row.target), row.last_day, issued)
    return table(key, form, cells, top.before[key], errors, covers)


# --- what is to be put right ----------------------------------------------------------------------------


def _lacks(top: Desktop, sent: Sent) -> dict[str, str]:
    """What is missing or doubtful, by the field where it is put right."""
    desk, say, lang = top.desk, top.desk.visit.say, top.desk.visit.lang
    submission = sent.submission()
    errors = _unsigned(top, sent)

    def blank(cell: str) -> str:
        return say(_BLANK, cell=cell)

    for key, cells in sent.tables.items():
        if any(said.strip() for said in cells.values()):
            errors |= faults(key, _form(top, key), cells, top.before[key], top.today, lang, blank)
    bare = not top.found.task.deliverables and not top.found.task.closes_with
    if bare and not submission.files and not submission.note:
        errors["note"] = say(_SAY)
    filing = judged(desk.house, desk.key, submission, desk.actor)
    for lack in (*filing.lacking, *filing.doubts):
        if lack["code"] in _OF_CELLS | _ONLY_TOLD:
            continue
        field, said = _where(top, lack), lack_text(lack, lang)
        if lack["code"] == "missing" and lack.get("kind") == "form":
            said = say(_WHOLE_BLANK)
        if said not in errors.get(field, ""):
            errors[field] = SEMICOLON.join(part for part in (errors.get(field), said) if part)
    return errors


def _named(top: Desktop, error: RefusalError) -> str:
    """The field that a refusal names; the remark, where it names none."""
    said = error.said("zh")
    return next((id_ for id_, name in top.names.items() if f"“{name}”" in said), "note")


def _overtaken(top: Desktop, form: FormData) -> dict[str, str]:
    """Where a version came after the page was opened, by OA or by pressing twice."""
    known, came = form.get("known"), top.found.row.filings
    if not isinstance(known, str) or not known.isdecimal() or int(known[:6]) >= came:
        return {}
    return {"note": top.desk.visit.say(_CAME, number=came)}


def _unsigned(top: Desktop, sent: Sent) -> dict[str, str]:
    """Names and numbers under the filing that are missing, or cannot be read."""
    found = {}
    for id_, name in top.names.items():
        error = signature_error(top.desk, name, sent.fields.get(name, ""), top.today) if id_[0] == "s" else ""
        if error:
            found[id_] = error
    return found


def signature_error(desk: Desk, name: str, said: str, today: date) -> str:
    """What is wrong with 填报人, 审核人, 联系电话 or 填报日期; empty when nothing is."""
    lang = desk.visit.lang
    if not said.strip():
        return desk.visit.say("请填写%(name)s", name=desk.visit.say(name))
    reading = read_signature(name, said, today)
    if not reading.why:
        return ""
    told = {"code": "cell", "where": name, "typed": said, "why": reading.why, "today": today.isoformat()}
    return lack_text(told, lang)


def _where(top: Desktop, lack: Mapping[str, Any]) -> str:
    """The field where a lack is put right; the remark, where there is none."""
    by_name = {name: id_ for id_, name in top.names.items()}
    if lack["code"] == "field" and lack["title"] in by_name:
        return by_name[lack["title"]]
    kinds = lack.get("kinds") or [lack.get("kind")]
    for thing in top.things:
        fits = thing.item.kind in kinds or (lack.get("title") and lack.get("title") == thing.item.title)
        if fits or lack.get("title") in thing.item.sections:
            return _field(top, thing)
    return "note"


def _field(top: Desktop, thing: Asked) -> str:
    """The first field of a thing that is asked for."""
    if thing.how == "table":
        form = _form(top, thing.item.form or "")
        return f"f-{thing.item.form}-0-0" if form.rows else "note"
    return thing.id if thing.how == "text" else thing.places[0].id
