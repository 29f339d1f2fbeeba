"""user: who may sign in to the pages."""

from pathlib import Path

import click

from actions import accounts, tokens
from actions.accounts import ROLES, Account, Given
from cli.houses import actor_of, open_house
from cli.output import choose, mark_simulated, options, print_json, print_table
from cli.wording import say

#: What the roles are called, as people read them.
_CALLED = {
    "coordinator": "督办员",
    "unit": "单位",
    "leader": "领导",
    "auditor": "审计",
    "administrator": "管理员",
}
#: Whoever runs this command can open the database anyway.
_BY = "administrator"
_role = click.option("--role", type=click.Choice(ROLES), required=True, help="角色 · role")
_unit = click.option("--unit", metavar="UNIT", help="单位账号所属单位 · the unit of a unit's account")


@click.group()
def user() -> None:
    """页面的账号 · who may sign in to the pages."""


@user.command("add")
@click.argument("name")
@_role
@_unit
@click.option("--display", default="", metavar="姓名", help="姓名，只在库里、可删除 · the person's name")
@options("data", "lang")
def add(name: str, role: str, unit: str | None, display: str, data: Path | None, lang: str) -> None:
    """开设账号，给出一次性密码 · make an account, with a one-time password."""
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    _show_given(accounts.add(house, name, role, actor_of(house, _BY), display=display, unit=unit), lang)


@user.command("list")
@options("data", "lang", "json")
def show(data: Path | None, lang: str, *, as_json: bool) -> None:
    """列出账号 · every account."""
    house = open_house(data, existing=True)
    found = accounts.everybody(house)
    if as_json:
        names = ("name", "display", "role", "unit", "disabled", "one_time")
        print_json([{name: getattr(one, name) for name in names} for one in found])
        return
    mark_simulated(simulated=house.simulated)
    heads = ("账号", "姓名", "角色", "单位", "状态")
    heads = heads if lang == "zh" else ("account", "name", "role", "unit", "state")
    print_table("", heads, [_row(one, lang) for one in found])


@user.command("passwd")
@click.argument("name")
@options("data", "lang")
def passwd(name: str, data: Path | None, lang: str) -> None:
    """重置密码，给出一次性密码 · give a new one-time password."""
    house = open_house(data, existing=True)
    _show_given(accounts.set_password(house, name, actor_of(house, _BY)), lang)


@user.command("role")
@click.argument("name")
@_role
@_unit
@options("data", "lang")
def role(name: str, role: str, unit: str | None, data: Path | None, lang: str) -> None:
    """改角色或所属单位 · give another role or unit."""
    house = open_house(data, existing=True)
    changed = accounts.change_role(house, name, role, actor_of(house, _BY), unit=unit)
    click.echo("✔ " + "  ".join(_row(changed, lang)))


@user.command("disable")
@click.argument("name")
@options("data", "lang")
def disable(name: str, data: Path | None, lang: str) -> None:
    """停用账号，并使其退出 · disable an account, and sign it out."""
    house = open_house(data, existing=True)
    click.echo("✔ " + "  ".join(_row(accounts.disable(house, name, actor_of(house, _BY)), lang)))


@user.command("enable")
@click.argument("name")
@options("data", "lang")
def enable(name: str, data: Path | None, lang: str) -> None:
    """恢复账号 · let a disabled account sign in again."""
    house = open_house(data, existing=True)
    click.echo("✔ " + "  ".join(_row(accounts.enable(house, name, actor_of(house, _BY)), lang)))


@user.command("token")
@click.argument("name")
@click.option("--label", default="", metavar="用途", help="用途，会记入办理记录 · what it is for")
@options("data", "lang")
def token(name: str, label: str, data: Path | None, lang: str) -> None:
    """开设接口令牌，只显示一次 · make a token for programs; it is shown once."""
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    made = tokens.make(house, name, actor_of(house, _BY), label=label)
    click.echo(say(lang, "token given", name=made.account.name, token=made.token, id=made.id))


@user.command("tokens")
@options("data", "lang", "json")
def show_tokens(data: Path | None, lang: str, *, as_json: bool) -> None:
    """列出接口令牌（不含令牌本身） · every token, without what it says."""
    house = open_house(data, existing=True)
    found = tokens.everything(house)
    if as_json:
        told = [{"id": one.token[: tokens.SHORT], "account": one.account} for one in found]
        more = [{"label": one.label, "revoked": one.revoked} for one in found]
        print_json([{**some, **rest} for some, rest in zip(told, more, strict=True)])
        return
    mark_simulated(simulated=house.simulated)
    heads = ("编号", "账号", "用途", "状态") if lang == "zh" else ("id", "account", "label", "state")
    states = (choose(lang, "可用", "in use"), choose(lang, "已吊销", "revoked"))
    rows = [(one.token[: tokens.SHORT], one.account, one.label, states[one.revoked]) for one in found]
    print_table("", heads, rows)


@user.command("revoke")
@click.argument("wanted", metavar="ID")
@options("data", "lang")
def revoke(wanted: str, data: Path | None, lang: str) -> None:
    """吊销接口令牌 · revoke a token."""
    house = open_house(data, existing=True)
    gone = tokens.revoke(house, wanted, actor_of(house, _BY))
    click.echo(choose(lang, f"✔ 已吊销 {gone.account} 的令牌（{gone.label}）", f"✔ revoked ({gone.label})"))


def _row(one: Account, lang: str) -> tuple[str, ...]:
    state = choose(lang, "已停用", "disabled") if one.disabled else choose(lang, "可用", "in use")
    if one.one_time and not one.disabled:
        state = choose(lang, "待修改一次性密码", "one-time password not changed yet")
    return (one.name, one.display, choose(lang, _CALLED[one.role], one.role), one.unit or "—", state)


def _show_given(given: Given, lang: str) -> None:
    click.echo(say(lang, "password given", name=given.account.name, password=given.password))
