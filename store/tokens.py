"""Tokens of accounts, and the answers that are kept for idempotency keys; every instant is an argument."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from store.account_tables import answers, tokens
from store.accounts import Account, account


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: not what it says, only its hash."""

    token: str
    account: str
    #: What it is for, in the words of whoever asked for it.
    label: str
    revoked: bool
    #: In seconds.
    created: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request."""

    #: SHA-256 of the request.
    request: str
    status: int
    body: str


def everything(connection: Connection) -> list[Token]:
    """Every token, also revoked ones, by account and age."""
    found = select(tokens).order_by(tokens.c.account, tokens.c.created, tokens.c.token)
    return [Token(**row) for row in connection.execute(found).mappings()]


def owner(connection: Connection, hashed: str) -> Account | None:
    """Whose token has this hash; None for a revoked one, and for none at all."""
    mine = select(tokens.c.account).where(tokens.c.token == hashed, tokens.c.revoked.is_(False))
    name = connection.execute(mine).scalar()
    return None if name is None else account(connection, name)


def answer(connection: Connection, name: str, key: str) -> Answer | None:
    """What the account `name` was answered under the key with this hash."""
    mine = (answers.c.account == name, answers.c.key == key)
    columns = (answers.c.request, answers.c.status, answers.c.body)
    row = connection.execute(select(*columns).where(*mine)).first()
    return None if row is None else Answer(*row)


def keep_answer(connection: Connection, name: str, key: str, given: Answer, at: int) -> None:
    """Remember it."""
    told = {"request": given.request, "status": given.status, "body": given.body}
    connection.execute(answers.insert(), {"account": name, "key": key, "at": at, **told})


def forget_answers(connection: Connection, before: int) -> None:
    """Let go of what was answered before that instant."""
    connection.execute(delete(answers).where(answers.c.at < before))
