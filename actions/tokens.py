"""Tokens 接口令牌: programs act for an account by one, with its role and unit; a part of history."""

import secrets
from dataclasses import dataclass

from actions.accounts import ADMINISTRATOR, Account, as_named
from actions.acts import plain
from actions.house import ActionError, House
from actions.office_chain import office_ledger
from actions.signing_in import hash_of
from campaigns.deciding import accounts as events
from campaigns.events import SYSTEM, Actor
from store import accounts, tokens
from store.tokens import Token

__all__ = ["PREFIX", "Token", "everything", "make", "opened", "revoke"]

#: By which a token is known where it was left lying about.
PREFIX = "duban_"
#: Characters of the hash by which people name a token.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A new token: it is shown once and nowhere kept."""

    account: Account
    token: str
    #: By which it is listed and revoked.
    id: str


def make(house: House, name: str, actor: Actor, *, label: str = "") -> Made:
    """A new token of the account `name`; `label` says what it is for.

    Raises ActionError unless an administrator asks, and for an unknown or disabled account.
    """
    _refuse_unless_administrator(actor)
    label = plain(label, ("用途", "what it is for"), needed=False) or "—"
    token = PREFIX + secrets.token_urlsafe(32)
    with house.store.write() as connection:
        account = accounts.account(connection, as_named(name))
        if account is None or account.disabled:
            raise ActionError(f"没有可用的账号“{name}”", f"there is no account “{name}” in use")
        ledger = office_ledger(house, connection, actor)
        ledger.append([events.token_made(ledger.noticed, account.name, hash_of(token), label)], actor)
        ledger.flush()
    return Made(account, token, hash_of(token)[:SHORT])


def everything(house: House) -> list[Token]:
    """Every token, also revoked ones, by account and age."""
    with house.store.read() as connection:
        return tokens.everything(connection)


def revoke(house: House, wanted: str, actor: Actor) -> Token:
    """The token whose hash begins with `wanted`, as it is listed, opens nothing any more.

    Raises ActionError unless an administrator asks, and where none or several are meant.
    """
    _refuse_unless_administrator(actor)
    with house.store.write() as connection:
        found = [one for one in tokens.everything(connection) if one.token.startswith(wanted or "?")]
        if len(found) != 1:
            raise ActionError(
                f"没有编号为“{wanted}”的令牌：用 duban user tokens 查看",
                f"no token is called “{wanted}”: duban user tokens lists them",
            )
        [one] = found
        if not one.revoked:
            ledger = office_ledger(house, connection, actor)
            ledger.append([events.token_revoked(ledger.noticed, one.account, one.token, one.label)], actor)
            ledger.flush()
    return one


def opened(house: House, token: str) -> Account | None:
    """Whose token it is; None for one revoked, for none, and of a disabled account. Writes nothing."""
    if not token.startswith(PREFIX):
        return None
    with house.store.read() as connection:
        found = tokens.owner(connection, hash_of(token))
    return None if found is None or found.disabled else found


def _refuse_unless_administrator(actor: Actor) -> None:
    if actor.role not in {ADMINISTRATOR, SYSTEM.role}:
        raise ActionError("令牌由管理员办理", "tokens are for the administrator")
