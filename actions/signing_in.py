"""Signing in and out of the pages. Sessions live on the server, run out, and are no history."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from actions.accounts import Account, as_named
from actions.house import ActionError, House
from actions.passwords import fits, hashed, is_dated
from actions.throttle import WINDOW, Counter, counters, failed, wait
from campaigns.events import Actor
from store import accounts
from store.engine import Connection

#: Seconds without a sign of life, and in all, after which a session is over.
IDLE, ABSOLUTE = 60 * 60, 12 * 60 * 60


class SignInError(ActionError):
    """Name or password do not fit; which of them is not said."""


class ThrottledError(ActionError):
    """Too many passwords did not fit; another try is taken after so many seconds."""

    def __init__(self, seconds: int) -> None:
        """Say how long to wait."""
        super().__init__(
            f"密码错误次数过多：请在{seconds}秒后再试，账号没有被锁定",
            f"too many wrong passwords: try again in {seconds} seconds; the account is not locked",
        )
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class From:
    """Where a try to sign in comes from."""

    #: The network address.
    address: str
    #: The mark of a browser that has signed in to this account before, if it is one.
    device: str | None = None


def sign_in(house: House, name: str, password: str, where: From, at: datetime) -> tuple[Account, str]:
    """The account of that name and password, and the token of its new session.

    Raises SignInError where they do not fit, ThrottledError where too many did not, and BusyError.
    """
    account = check(house, name, password, where, at)
    return account, open_session(house, account, at)


def check(house: House, name: str, password: str, where: From, at: datetime) -> Account:
    """The account of that name, if that is its password; raises as `sign_in`.

    A try is counted before it is judged, so that many at once are many; one that succeeds is forgotten.
    """
    now, name = int(at.timestamp()), as_named(name)
    counted = counters(name, where.address, where.device)
    with house.store.write() as connection:
        seconds = max(wait(one, accounts.failures(connection, _key(one)), now) for one in counted)
        if seconds == 0:
            _count(connection, counted, now)
            accounts.forget_old_failures(connection, now - WINDOW)
        account, kept = accounts.account(connection, name), accounts.password_hash(connection, name)
    if seconds:
        raise ThrottledError(seconds)
    if not fits(kept, password) or account is None or kept is None or account.disabled:
        raise SignInError("账号或密码不对", "name or password is wrong")
    again = hashed(password) if is_dated(kept) else None
    with house.store.write() as connection:
        _forgive(connection, counted)
        if again is not None:
            accounts.rehash(connection, name, kept, again)
    return account


def open_session(house: House, account: Account, at: datetime) -> str:
    """A new session of `account`, whose password was seen to fit; its token."""
    token, now = secrets.token_urlsafe(32), int(at.timestamp())
    with house.store.write() as connection:
        accounts.forget_sessions(connection, now - ABSOLUTE)
        accounts.open_session(connection, hash_of(token), account.name, now)
    return token


def signed_in(house: House, token: str, at: datetime, seen: datetime | None = None) -> Account | None:
    """Whose session the token opens at that instant; None where it is over, or never was. Writes nothing.

    `seen`: a sign of life later than the one on record, as the process that serves the pages remembers it.
    """
    with house.store.read() as connection:
        found = accounts.session(connection, hash_of(token))
    if found is None or found.account.disabled:
        return None
    last = max(found.seen, int(seen.timestamp()) if seen else 0)
    now = at.timestamp()
    return found.account if now < min(found.opened + ABSOLUTE, last + IDLE) else None


def keep_alive(house: House, token: str, at: datetime) -> None:
    """Something was done in the session: put that on record."""
    with house.store.write() as connection:
        accounts.touch(connection, hash_of(token), int(at.timestamp()))


def sign_out(house: House, token: str) -> None:
    """End the session."""
    with house.store.write() as connection:
        accounts.close_session(connection, hash_of(token))


def actor_of(account: Account) -> Actor:
    """Who acts when `account` does something on a page."""
    return Actor(account.role, account.unit, "web", account.person, account.name)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _key(counter: Counter) -> str:
    """What was typed as a name may be a password: only its hash is kept."""
    return hash_of(counter.key)


def _count(connection: Connection, counted: tuple[Counter, ...], now: int) -> None:
    for one in counted:
        before = failed(accounts.failures(connection, _key(one)), now)
        accounts.count_failure(connection, _key(one), before + 1, now)


def _forgive(connection: Connection, counted: tuple[Counter, ...]) -> None:
    """Take back that this try was counted. An own account does not open the others behind one address."""
    for one in counted:
        kept = accounts.failures(connection, _key(one))
        accounts.forget_failures(connection, _key(one))
        if kept is not None and kept[0] > 1 and not one.forgives:
            accounts.count_failure(connection, _key(one), kept[0] - 1, kept[1])
