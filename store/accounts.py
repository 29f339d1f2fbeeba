"""Accounts, their passwords, who is signed in, and who tried; every instant is an argument."""

from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, delete, select

from store.account_tables import accounts, passwords, sessions, tries
from store.tables import people


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    name: str
    #: coordinator, unit, leader, auditor or administrator.
    role: str
    #: Key of the unit that it acts for; None for every other role.
    unit: str | None
    #: Commitment under which the history knows the person.
    person: str
    #: What the person is called; the account's own name once that was erased.
    display: str
    disabled: bool
    #: The password was given out by somebody else and must be changed first.
    one_time: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A session that is kept: whose, and since when, in seconds."""

    account: Account
    opened: int
    seen: int


def _accounts() -> Select[tuple[str, str, str | None, str, str | None, bool, bool | None]]:
    mine = accounts.outerjoin(people, people.c.commitment == accounts.c.person)
    mine = mine.outerjoin(passwords, passwords.c.account == accounts.c.name)
    columns = (accounts.c.name, accounts.c.role, accounts.c.unit, accounts.c.person)
    more = (people.c.name.label("display"), accounts.c.disabled, passwords.c.one_time)
    return select(*columns, *more).select_from(mine).order_by(accounts.c.name)


def _account(row: Row[tuple[str, str, str | None, str, str | None, bool, bool | None]]) -> Account:
    name, role, unit, person, display, disabled, one_time = row
    return Account(name, role, unit, person, display or name, disabled, bool(one_time))


def everybody(connection: Connection) -> list[Account]:
    """Every account, by name."""
    return [_account(row) for row in connection.execute(_accounts())]


def account(connection: Connection, name: str) -> Account | None:
    """The account called `name`."""
    row = connection.execute(_accounts().where(accounts.c.name == name)).first()
    return None if row is None else _account(row)


# --- passwords ----------------------------------------------------------------------------------------------


def password_hash(connection: Connection, name: str) -> str | None:
    """The hash of the password of `name`; None where it has none."""
    return connection.execute(select(passwords.c.hash).where(passwords.c.account == name)).scalar()


def keep_password(connection: Connection, name: str, hashed: str, at: int, *, one_time: bool) -> None:
    """Put another password in the place of the former one."""
    connection.execute(delete(passwords).where(passwords.c.account == name))
    row = {"account": name, "hash": hashed, "one_time": one_time, "changed": at}
    connection.execute(passwords.insert(), row)


def drop_password(connection: Connection, name: str) -> None:
    """`name` has no password any more."""
    connection.execute(delete(passwords).where(passwords.c.account == name))


def rehash(connection: Connection, name: str, was: str, hashed: str) -> None:
    """The same password at another cost, unless it was changed in between."""
    mine = passwords.update().where(passwords.c.account == name, passwords.c.hash == was)
    connection.execute(mine.values(hash=hashed))


# --- sessions -----------------------------------------------------------------------------------------------


def open_session(connection: Connection, token: str, name: str, at: int) -> None:
    """`name` is signed in by the token with this hash."""
    connection.execute(sessions.insert(), {"token": token, "account": name, "opened": at, "seen": at})


def session(connection: Connection, token: str) -> Open | None:
    """The session of the token with this hash, however old."""
    kept = connection.execute(select(sessions).where(sessions.c.token == token)).first()
    found = None if kept is None else account(connection, kept.account)
    return None if kept is None or found is None else Open(found, kept.opened, kept.seen)


def touch(connection: Connection, token: str, at: int) -> None:
    """Something was done in the session."""
    connection.execute(sessions.update().where(sessions.c.token == token).values(seen=at))


def close_session(connection: Connection, token: str) -> None:
    """The session is over."""
    connection.execute(delete(sessions).where(sessions.c.token == token))


def close_sessions(connection: Connection, name: str) -> None:
    """Every session of `name` is over."""
    connection.execute(delete(sessions).where(sessions.c.account == name))


def forget_sessions(connection: Connection, opened_before: int) -> None:
    """Let go of sessions that are long over."""
    connection.execute(delete(sessions).where(sessions.c.opened < opened_before))


# --- tries --------------------------------------------------------------------------------------------------


def failures(connection: Connection, key: str) -> tuple[int, int] | None:
    """How many tries under `key` have failed, and when the last one was; None where there was none."""
    row = connection.execute(select(tries.c.failures, tries.c.last).where(tries.c.key == key)).first()
    return None if row is None else (row.failures, row.last)


def count_failure(connection: Connection, key: str, failed: int, at: int) -> None:
    """Under `key` so many tries have failed now."""
    forget_failures(connection, key)
    connection.execute(tries.insert(), {"key": key, "failures": failed, "last": at})


def forget_failures(connection: Connection, key: str) -> None:
    """Somebody signed in: what failed before no longer counts."""
    connection.execute(delete(tries).where(tries.c.key == key))


def forget_old_failures(connection: Connection, before: int) -> None:
    """Let go of tries that were last made before that instant."""
    connection.execute(delete(tries).where(tries.c.last < before))
