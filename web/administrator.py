"""The administrator's pages: who has an account, and as what; a one-time password is shown once."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from actions import accounts
from actions.accounts import Account, Given
from actions.examine import examine
from actions.seeing import UnseenError, units_seen
from campaigns.deciding.who import UNIT
from campaigns.events import Actor
from campaigns.faults import RefusalError
from reports.findings import MARKS, PARTS, STATES
from reports.listing import Listing
from web.language import words
from web.lists import taken_away
from web.navigation import place
from web.rules import allowed, roles
from web.visit import Here, Visit

ROLE = "administrator"
router = APIRouter()
PLACES = (
    place("/administrator", words("账号"), ROLE),
    place("/administrator/doctor", words("系统检查"), ROLE),
)
Text = Annotated[str, Form()]

#: What roles are called.
CALLED = {
    "coordinator": words("督办员"),
    "unit": words("单位"),
    "leader": words("领导"),
    "auditor": words("审计"),
    "administrator": words("管理员"),
}
#: What can be done with an account: what it is called, and what follows from it.
ACTS = {
    "password": (
        words("重置密码"),
        words("原密码随即失效，正在使用的会自动退出。新的一次性密码只显示一次。"),
    ),
    "role": (words("更改角色或单位"), words("正在使用的会自动退出，按新的角色重新登录。")),
    "disable": (words("停用账号"), words("停用后不能登录，正在使用的会自动退出；办理记录保留。")),
    "enable": (words("恢复账号"), words("恢复后可用原密码登录。")),
}


@router.get("/administrator")
@allowed(roles(ROLE))
def home(
    visit: Here, role: str = "", name: str = "", taken: Annotated[str, Query(alias="as")] = ""
) -> Response:
    """Every account, of one role or with a part of a name; as a page, as CSV or as a workbook."""
    found = [one for one in accounts.everybody(visit.house) if role in {"", one.role}]
    wanted = accounts.as_named(name)
    found = [one for one in found if wanted in one.name or name.strip() in one.display]
    units = _units(visit)
    if taken in {"csv", "xlsx"}:
        heads = (words("账号"), words("姓名"), words("角色"), words("单位"), words("状态"))
        rows = [_row(visit, one, units) for one in found]
        title = visit.say("全部账号")
        return taken_away(visit, Listing(title, title, [visit.say(one) for one in heads], rows), taken)
    page = "administrator/accounts.html"
    query = {"role": role, "name": name}
    return visit.page(page, accounts=found, units=units, called=_called(visit), query=query, state=_state)


def _row(visit: Visit, one: Account, units: Mapping[str, str]) -> list[str]:
    role, unit = visit.say(CALLED[one.role]), units.get(one.unit or "", one.unit or "")
    return [one.name, one.display, role, unit, visit.say(_state(one))]


def _state(one: Account) -> str:
    if one.disabled:
        return words("已停用")
    return words("待修改一次性密码") if one.one_time else words("可用")


def _called(visit: Visit) -> dict[str, str]:
    return {role: visit.say(called) for role, called in CALLED.items()}


def _units(visit: Visit) -> dict[str, str]:
    """Key and name of every unit of the campaigns on record: an administrator sees names, and no more."""
    return units_seen(visit.house, Actor("administrator"))


# --- the installation ---------------------------------------------------------------------------------------


@router.get("/administrator/doctor")
@allowed(roles(ROLE))
def doctor_form(visit: Here) -> Response:
    """The button: a look reads the whole database and asks the mail server, which no GET does."""
    return visit.page("administrator/doctor.html", found=None)


@router.post("/administrator/doctor")
@allowed(roles(ROLE))
def doctor(visit: Here) -> Response:
    """What `duban doctor` says of this installation; nothing is changed."""
    english = visit.lang == "en"
    found = [
        {
            "mark": MARKS[one.state],
            "state": STATES[one.state][english],
            "kind": one.state,
            "part": PARTS[one.part][english],
            "said": one.said[english],
        }
        for one in examine(visit.house.settings)
    ]
    return visit.page("administrator/doctor.html", found=found)


# --- another one --------------------------------------------------------------------------------------------


@router.get("/administrator/add")
@allowed(roles(ROLE))
def add_form(visit: Here) -> Response:
    """The form for another account."""
    return _adding(visit, {})


@router.post("/administrator/add")
@allowed(roles(ROLE))
def add(visit: Here, name: Text = "", display: Text = "", role: Text = "", unit: Text = "") -> Response:
    """Make it, and show its password, once."""
    typed = {"name": name, "display": display, "role": role, "unit": unit}
    errors = _unfit(visit, role, unit)
    if not name.strip():
        errors = {"name": visit.say("请填写账号"), **errors}
    if errors:
        return _adding(visit, typed, errors)
    mine = unit if role == UNIT else None
    try:
        given = accounts.add(visit.house, name, role, visit.actor, display=display, unit=mine)
    except RefusalError as error:
        return _adding(visit, typed, {"name": error.said(visit.lang)})
    return _handed_out(visit, given, made=True)


def _adding(visit: Visit, typed: Mapping[str, str], errors: Mapping[str, str] | None = None) -> Response:
    return visit.page(
        "administrator/add.html",
        422 if errors else 200,
        typed={"name": "", "display": "", "role": "", "unit": "", **typed},
        called=_called(visit),
        units=_units(visit),
        errors=errors or {},
    )


def _unfit(visit: Visit, role: str, unit: str) -> dict[str, str]:
    """What is missing of a role, by field."""
    if role not in CALLED:
        return {"role": visit.say("请选择角色")}
    return {"unit": visit.say("请选择单位")} if role == UNIT and not unit else {}


def _handed_out(visit: Visit, given: Given, *, made: bool) -> Response:
    """The one page on which a one-time password ever stands: it is kept nowhere, no address leads here."""
    return visit.page("administrator/given.html", given=given, made=made)


# --- one ----------------------------------------------------------------------------------------------------


@router.get("/administrator/account/{name}")
@allowed(roles(ROLE))
def one(visit: Here, name: str, done: str = "") -> Response:
    """An account, and what can be done with it."""
    found = _known(visit, name)
    told = visit.say("已办理") if done in ACTS else ""
    moot = "disable" if found.disabled else "enable"
    return visit.page(
        "administrator/account.html",
        account=found,
        acts={key: visit.say(title) for key, (title, _) in ACTS.items() if key != moot},
        called=_called(visit),
        units=_units(visit),
        told=told,
        state=_state,
    )


@router.get("/administrator/account/{name}/{deed}")
@allowed(roles(ROLE))
def ask(visit: Here, name: str, deed: str) -> Response:
    """What follows from the act, before it is confirmed."""
    return _asking(visit, _known(visit, name), deed)


@router.post("/administrator/account/{name}/{deed}")
@allowed(roles(ROLE))
def do(visit: Here, name: str, deed: str, role: Text = "", unit: Text = "") -> Response:
    """Do it."""
    found, typed = _known(visit, name), {"role": role, "unit": unit}
    errors = _unfit(visit, role, unit) if deed == "role" else {}
    if errors or deed not in ACTS:
        return _asking(visit, found, deed, typed, errors)
    try:
        if deed == "password":
            return _handed_out(visit, accounts.set_password(visit.house, found.name, visit.actor), made=False)
        _change(visit, found, deed, role, unit if role == UNIT else None)
    except RefusalError as error:
        return _asking(visit, found, deed, typed, {"role": error.said(visit.lang)})
    return visit.go(f"/administrator/account/{found.name}?done={deed}")


def _change(visit: Visit, found: Account, act: str, role: str, unit: str | None) -> None:
    if act == "role":
        accounts.change_role(visit.house, found.name, role, visit.actor, unit=unit)
    else:
        (accounts.disable if act == "disable" else accounts.enable)(visit.house, found.name, visit.actor)


def _asking(
    visit: Visit,
    found: Account,
    act: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    if act not in ACTS:
        raise UnseenError
    title, follows = ACTS[act]
    return visit.page(
        "administrator/act.html",
        422 if errors else 200,
        account=found,
        act=act,
        title=visit.say(title),
        follows=visit.say(follows),
        typed=typed or {"role": found.role, "unit": found.unit or ""},
        called=_called(visit),
        units=_units(visit),
        errors=errors or {},
    )


def _known(visit: Visit, name: str) -> Account:
    found = next(
        (one for one in accounts.everybody(visit.house) if one.name == accounts.as_named(name)), None
    )
    if found is None:
        raise UnseenError
    return found
