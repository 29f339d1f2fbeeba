"""Opening the house for a verb, and reading who acts."""

import os
import pwd
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from actions.acts import unit_of
from actions.clock import NAME, FolderClock
from actions.house import ActionError, House, build
from actions.people import named
from actions.settings import from_environment
from campaigns.events import Actor

ROLES = ("coordinator", "unit", "leader", "auditor", "administrator")


def open_house(
    data: Path | None, file: Path | None = None, *, at: datetime | None = None, existing: bool = False
) -> House:
    """The house of the data folder; `at` sets the clock of a demo folder, and is refused on a real one."""
    settings = from_environment(data, file)
    if existing and settings.database is None and not (settings.data / "duban.db").exists():
        raise ActionError(
            f"“{settings.data.name}”里还没有记录：请先运行 duban launch，或用 --data 指明数据目录",
            f"{settings.data.name} holds no record: run duban launch, or name the folder with --data",
        )
    if at is None:
        return build(settings)
    if (settings.data / "duban.db").exists() and not (settings.data / NAME).exists():
        raise ActionError(
            "--at 只用于演示：这个数据目录里是真实记录，请换一个 --data",
            "--at is for demos: this folder holds real records, name another --data",
        )
    if settings.database is not None:
        raise ActionError(
            "--at 只用于演示：请不要同时设置 DUBAN_DATABASE", "--at is for demos: unset DUBAN_DATABASE"
        )
    stands = FolderClock(settings.data).now() if (settings.data / NAME).exists() else at
    if at < stands:
        raise ActionError(
            f"演示时钟已走到{stands.isoformat()}，不能倒退：请给更晚的 --at",
            f"the demo's clock stands at {stands.isoformat()} and cannot go back: give a later --at",
        )
    return build(settings, FolderClock(settings.data, at=at))


def role_of(text: str) -> str:
    """The role in `ROLE[:UNIT][:NAME]`; wrong usage for anything else."""
    role, _, rest = text.partition(":")
    if role not in ROLES or (role == "unit" and not rest.partition(":")[0]):
        raise click.BadParameter(
            f"“{text}”应写成 coordinator[:姓名]、leader[:姓名] 或 unit:单位[:姓名]", param_hint="--as"
        )
    return role


def actor_of(house: House, text: str) -> Actor:
    """`coordinator[:NAME]` or `unit:UNIT[:NAME]`; the machine's account is noted beside the claimed role."""
    role, *rest = role_of(text), *text.split(":")[1:]
    unit = rest.pop(0) if role == "unit" else ""
    person = ":".join(rest)
    return named(house, Actor(role, unit or None, "cli", account=_account()), person)


def acting_as(house: House, key: str, text: str) -> Actor:
    """Who acts on the obligation or campaign `key`, the unit by its key, whatever name was used."""
    actor = actor_of(house, text)
    if actor.unit is None:
        return actor
    with house.store.read() as connection:
        record = house.on_record(connection, key.partition("/")[0])
    return replace(actor, unit=unit_of(record, actor.unit))


def _account() -> str | None:
    """The account this process runs under, as the system knows it: no variable can claim another."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
