"""What a unit does beside filing, each act on a page of its own: 零报告, 申请延期, 申请改派 and so on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import HTTPException
from fastapi.responses import Response
from starlette.datastructures import FormData

from actions import extend, hand_over, tell
from actions.owed import Dossier
from actions.submit import Submission, submit
from campaigns.faults import RefusalError
from campaigns.form_cells import read_date
from campaigns.form_values import kind_of_signature
from web.language import words
from web.unit.contract import signed_with
from web.unit.desk import Desk, sending
from web.unit.filing import signature_error
from web.unit.task_page import ACTS, acts_open


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act."""

    name: str
    label: str
    #: text, date, tel, textarea or select.
    type: str = "text"
    hint: str = ""
    needed: bool = True
    #: Of a select: what may be chosen.
    options: Mapping[str, str] | None = None
    #: Whether the label is Chinese in either language.
    own: bool = False


_INTRO = {
    "zero": words("确认本期没有发生，按零报告报送。零报告由填报人、审核人署名，与报送有同等效力。"),
    "extension": words(
        "截止时间之前可以申请。批准之前显示“延期待批”，不催办、不计逾期；未获批准的，原期限不变。"
    ),
    "transfer": words("认为不属于本单位职责的，可以申请改派，由办公室决定。决定之前，期限照常计算。"),
    "progress": words("这项任务没有固定期限：请用一句话说明进展。"),
    "acknowledge": words("确认已收到督办单或批示。"),
    "urge": words("向下列尚未反馈的配合单位发出催办，立即发送并记入办理记录。"),
}
_DONE = {
    "zero": words("确认零报告"),
    "extension": words("提交延期申请"),
    "transfer": words("提交改派申请"),
    "progress": words("提交进展"),
    "acknowledge": words("确认签收"),
    "urge": words("立即催办"),
}
_NEEDED = words("请填写%(name)s")


def show(desk: Desk, name: str) -> Response:
    """The page of the act `name`; raises HTTPException 404 for one that is not open now."""
    found = _open(desk, name)
    typed = {one.name: "" for one in _fields(desk, found, name)}
    if name == "zero":
        for one in _fields(desk, found, name):
            today = desk.house.now().astimezone(found.record.zone).date().isoformat()
            typed[one.name] = today if one.type == "date" else found.known.get(one.label, "")
    return _page(desk, found, name, typed, {}, 200)


def take(desk: Desk, name: str, form: FormData) -> Response:
    """Do it, and go to what became of it; or the page again, with what is to be put right."""
    found = _open(desk, name)
    fields = _fields(desk, found, name)
    typed = {one.name: said if isinstance(said := form.get(one.name), str) else "" for one in fields}
    errors = _errors(desk, found, name, fields, typed)
    if not errors:
        try:
            path, only = _VERBS[name](desk, found, typed)
        except RefusalError as error:
            errors = {(fields[0].name if fields else "act"): error.said(desk.visit.lang)}
        else:
            return sending(desk.visit, desk.visit.go(path), only)
    return _page(desk, found, name, typed, errors, 422)


def _open(desk: Desk, name: str) -> Dossier:
    found = desk.dossier()
    if name not in acts_open(found, desk):
        raise HTTPException(404 if name not in ACTS else 409)
    return found


def _page(
    desk: Desk, found: Dossier, name: str, typed: Mapping[str, str], errors: Mapping[str, str], status: int
) -> Response:
    visit = desk.visit
    return visit.page(
        "unit/act.html",
        status,
        desk=desk,
        one=found.owed,
        act=name,
        heading=visit.say(ACTS[name]),
        intro=visit.say(_INTRO[name]),
        button=visit.say(_DONE[name]),
        fields=_fields(desk, found, name),
        typed=typed,
        errors=errors,
        units=list(found.unanswered.values()) if name == "urge" else [],
    )


def _fields(desk: Desk, found: Dossier, name: str) -> tuple[Field, ...]:
    say = desk.visit.say
    if name == "zero":
        named = enumerate(_under(found))
        return tuple(Field(f"s{number}", one, kind_of_signature(one), own=True) for number, one in named)
    return {
        "extension": (
            Field("until", say("申请延至哪一天"), "date"),
            Field("reason", say("理由"), "textarea"),
            Field("progress", say("目前进展"), "textarea"),
        ),
        "transfer": (
            Field("reason", say("理由"), "textarea"),
            Field("to", say("建议改派给哪个单位"), "select", needed=False, options=_others(desk, found)),
        ),
        "progress": (Field("text", say("进展"), "textarea"),),
        "acknowledge": (),
        "urge": (Field("text", say("附带的话"), needed=False),),
    }[name]


def _under(found: Dossier) -> tuple[str, ...]:
    """What stands under a zero report: what closes the task, and who signs."""
    return (*found.task.closes_with, *signed_with(found.record.planner.declaration, found.task))


def _others(desk: Desk, found: Dossier) -> dict[str, str]:
    """The other units of the campaign, in the registry's order."""
    units = found.record.planner.declaration.units.items()
    own = {key: unit.short for key, unit in units if key != found.row.unit and not unit.outside}
    return {"": desk.visit.say("由办公室确定"), **own}


def _errors(
    desk: Desk, found: Dossier, name: str, fields: tuple[Field, ...], typed: Mapping[str, str]
) -> dict[str, str]:
    today = desk.house.now().astimezone(found.record.zone).date()
    errors: dict[str, str] = {}
    for one in fields:
        said = typed[one.name].strip()
        if name == "zero":
            error = signature_error(desk, one.label, said, today)
        else:
            error = desk.visit.say(_NEEDED, name=one.label) if one.needed and not said else ""
            if said and one.type == "date" and _day(said) is None:
                error = desk.visit.say("请写成 2017-10-28 这样的日期")
        if error:
            errors[one.name] = error
    return errors


def _day(said: str) -> date | None:
    value = read_date(said, date.max).value
    return date.fromisoformat(value) if value else None


# --- the acts themselves: each gives where to go, and which letters leave now ------------------------------


def _zero(desk: Desk, found: Dossier, typed: Mapping[str, str]) -> tuple[str, str]:
    fields = {one: typed[f"s{number}"].strip() for number, one in enumerate(_under(found))}
    done = submit(desk.house, desk.key, Submission(zero=True, fields=fields), desk.actor)
    return desk.receipt(done.version), "receipt"


def _extension(desk: Desk, _found: Dossier, typed: Mapping[str, str]) -> tuple[str, str]:
    until = _day(typed["until"]) or date.max
    extend.ask(
        desk.house, desk.key, desk.actor, until=until, reason=typed["reason"], progress=typed["progress"]
    )
    return desk.home, "urgent"


def _transfer(desk: Desk, _found: Dossier, typed: Mapping[str, str]) -> tuple[str, str]:
    hand_over.ask(desk.house, desk.key, desk.actor, reason=typed["reason"], to=typed["to"] or None)
    return desk.home, "urgent"


def _progress(desk: Desk, _found: Dossier, typed: Mapping[str, str]) -> tuple[str, str]:
    tell.respond(desk.house, desk.key, desk.actor, text=typed["text"])
    return desk.home, "urgent"


def _acknowledge(desk: Desk, _found: Dossier, _typed: Mapping[str, str]) -> tuple[str, str]:
    tell.acknowledge(desk.house, desk.key, desk.actor)
    return desk.home, "urgent"


def _urge(desk: Desk, found: Dossier, typed: Mapping[str, str]) -> tuple[str, str]:
    tell.urge(desk.house, list(found.unanswered), desk.actor, text=typed["text"])
    return desk.home, "urgent"


_Verb = Callable[[Desk, Dossier, Mapping[str, str]], tuple[str, str]]
_VERBS: Mapping[str, _Verb] = {
    "zero": _zero,
    "extension": _extension,
    "transfer": _transfer,
    "progress": _progress,
    "acknowledge": _acknowledge,
    "urge": _urge,
}
