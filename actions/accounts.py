"""Accounts 账号: who may sign in to the pages, made and changed by the administrator."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from actions.acts import plain
from actions.house import ActionError, House
from actions.office_chain import office_ledger
from actions.passwords import hashed, one_time_password, refuse_weak
from actions.units import unit_anywhere
from campaigns.deciding import accounts as events
from campaigns.deciding.who import LEADER, OFFICE, UNIT
from campaigns.events import SYSTEM, Actor
from store import accounts, people
from store.accounts import Account
from store.engine import Connection
from store.history import Ledger

__all__ = [
    "ROLES",
    "Account",
    "add",
    "change_role",
    "disable",
    "enable",
    "everybody",
    "first",
    "set_password",
]

AUDITOR, ADMINISTRATOR = "auditor", "administrator"
#: Every role that an account can have, in the order in which people meet them.
ROLES = (OFFICE, UNIT, LEADER, AUDITOR, ADMINISTRATOR)
#: The account that a real house begins with.
FIRST = "admin"
_NAME = re.compile(r"\w[\w.@-]{1,39}")


@dataclass(frozen=True, slots=True)
class Given:
    """An account, and the password to hand to its owner: it is nowhere kept, and must be changed at once."""

    account: Account
    password: str


def everybody(house: House) -> list[Account]:
    """Every account, by name."""
    with house.store.read() as connection:
        return accounts.everybody(connection)


def as_named(name: str) -> str:
    """The name of an account as it is kept, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def add(
    house: House, name: str, role: str, actor: Actor, *, display: str = "", unit: str | None = None
) -> Given:
    """Make an account; `display` is the person's name, `unit` (key, name or alias) that of a unit's account.

    Raises ActionError for a name that is taken or none, and for a unit where none belongs or none is known.
    """
    _refuse_unless_administrator(actor)
    name = as_named(name)
    if not _NAME.fullmatch(name):
        raise ActionError(
            "账号名应为2至40个字：文字、数字、“.”“-”“_”“@”",
            "an account's name has 2 to 40 letters, digits, . - _ @",
        )
    display = plain(display, ("姓名", "the name"), needed=False) or name
    password, kept = _one_time()
    with _changing(house, actor) as (connection, ledger):
        if accounts.account(connection, name) is not None:
            raise ActionError(
                f"账号“{name}”已有：请换一个名", f"the account “{name}” exists: choose another name"
            )
        key = _unit_for(house, connection, role, unit)
        person = people.commit_to(connection, display)
        ledger.append([events.account_created(ledger.noticed, name, role, key, person)], actor)
        ledger.flush()
        accounts.keep_password(connection, name, kept, _real(house), one_time=True)
        return Given(_known(connection, name), password)


def set_password(house: House, name: str, actor: Actor) -> Given:
    """Give the account a new one-time password; whoever is signed in to it is signed out."""
    _refuse_unless_administrator(actor)
    password, kept = _one_time()
    with _changing(house, actor) as (connection, ledger):
        account = _known(connection, as_named(name))
        ledger.append([events.password_set(ledger.noticed, account.name)], actor)
        accounts.keep_password(connection, account.name, kept, _real(house), one_time=True)
        accounts.close_sessions(connection, account.name)
        return Given(_known(connection, account.name), password)


def own_password(house: House, account: Account, password: str, actor: Actor) -> None:
    """The password that the account's owner chose; every session but the caller's next one ends.

    Raises ActionError for a weak one. That the owner knows the old one is for the caller to see.
    """
    refuse_weak(password, account.name)
    kept = hashed(password)
    with _changing(house, actor) as (connection, ledger):
        ledger.append([events.password_set(ledger.noticed, account.name)], actor)
        accounts.keep_password(connection, account.name, kept, _real(house), one_time=False)
        accounts.close_sessions(connection, account.name)


def disable(house: House, name: str, actor: Actor) -> Account:
    """The account can no longer sign in, and whoever is signed in to it is signed out.

    Raises ActionError for the last administrator.
    """
    _refuse_unless_administrator(actor)
    with _changing(house, actor) as (connection, ledger):
        account = _known(connection, as_named(name))
        if not account.disabled:
            _refuse_last(connection, account)
            ledger.append([events.account_disabled(ledger.noticed, account.name)], actor)
        accounts.close_sessions(connection, account.name)
        ledger.flush()
        return _known(connection, account.name)


def enable(house: House, name: str, actor: Actor) -> Account:
    """The account can sign in again."""
    _refuse_unless_administrator(actor)
    with _changing(house, actor) as (connection, ledger):
        account = _known(connection, as_named(name))
        if account.disabled:
            ledger.append([events.account_enabled(ledger.noticed, account.name)], actor)
        ledger.flush()
        return _known(connection, account.name)


def change_role(house: House, name: str, role: str, actor: Actor, *, unit: str | None = None) -> Account:
    """The account has another role, or acts for another unit; whoever is signed in to it is signed out.

    Raises ActionError for the last administrator.
    """
    _refuse_unless_administrator(actor)
    with _changing(house, actor) as (connection, ledger):
        account = _known(connection, as_named(name))
        key = _unit_for(house, connection, role, unit)
        if (account.role, account.unit) != (role, key):
            if role != ADMINISTRATOR:
                _refuse_last(connection, account)
            ledger.append([events.account_changed(ledger.noticed, account.name, role, key)], actor)
            accounts.close_sessions(connection, account.name)
        ledger.flush()
        return _known(connection, account.name)


def first(house: House) -> Given | None:
    """The administrator that a real house begins with; None where there is an account already."""
    with house.store.read() as connection:
        if house.simulated or accounts.everybody(connection):
            return None
    return add(house, FIRST, ADMINISTRATOR, SYSTEM)


def for_play(house: House, role: str, unit: str | None = None) -> Account:
    """The account behind one press on a simulated house; raises ActionError on a real one."""
    if not house.simulated:
        raise ActionError("只有演示数据才能一键进入", "one press signs in on simulated data only")
    with _changing(house, SYSTEM) as (connection, ledger):
        key = _unit_for(house, connection, role, unit)
        name = f"demo-{key or role}"
        if accounts.account(connection, name) is None:
            person = people.commit_to(connection, name)
            ledger.append([events.account_created(ledger.noticed, name, role, key, person)], SYSTEM)
            ledger.flush()
        return _known(connection, name)


@contextmanager
def _changing(house: House, actor: Actor) -> Iterator[tuple[Connection, Ledger]]:
    """One transaction on the office's chain."""
    with house.store.write() as connection:
        ledger = office_ledger(house, connection, actor)
        yield connection, ledger
        ledger.flush()


def _unit_for(house: House, connection: Connection, role: str, unit: str | None) -> str | None:
    """The key of the unit that an account with this role acts for."""
    if role not in ROLES:
        raise ActionError(f"角色应为 {'、'.join(ROLES)}", f"a role is one of {', '.join(ROLES)}")
    if (role == UNIT) != (unit is not None):
        raise ActionError(
            "单位账号要写明单位，其他角色不写", "a unit's account names its unit, no other does"
        )
    return None if unit is None else unit_anywhere(house, connection, unit)[0]


def _known(connection: Connection, name: str) -> Account:
    found = accounts.account(connection, name)
    if found is None:
        raise ActionError(f"没有账号“{name}”", f"there is no account “{name}”")
    return found


def _refuse_last(connection: Connection, account: Account) -> None:
    """Raise ActionError for the only administrator who can sign in: nobody could bring another one back."""
    others = (one for one in accounts.everybody(connection) if one.name != account.name and not one.disabled)
    if account.role == ADMINISTRATOR and not any(one.role == ADMINISTRATOR for one in others):
        raise ActionError(
            "这是唯一可用的管理员账号：请先开设另一个管理员账号",
            "this is the only administrator who can sign in: make another one first",
        )


def _refuse_unless_administrator(actor: Actor) -> None:
    if actor.role not in {ADMINISTRATOR, SYSTEM.role}:
        raise ActionError("账号由管理员办理", "accounts are for the administrator")


def _one_time() -> tuple[str, str]:
    """A one-time password and its hash, made before anything is locked."""
    password = one_time_password()
    return password, hashed(password)


def _real(house: House) -> int:
    """The machine's own instant: a password is as old as it really is, also in play."""
    return int(house.real_now().timestamp())
