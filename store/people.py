"""Names behind the history: the chain holds salted commitments, the names lie beside it and may be erased."""

import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select

from store.tables import people


def commit_to(connection: Connection, name: str) -> str:
    """The commitment to `name`, made with a fresh salt the first time; hex."""
    known: str | None = connection.execute(select(people.c.commitment).where(people.c.name == name)).scalar()
    if known is not None:
        return known
    salt = secrets.token_hex(16)
    commitment = hashlib.sha256(f"{salt}\n{name}".encode()).hexdigest()
    connection.execute(people.insert(), {"commitment": commitment, "name": name, "salt": salt})
    return commitment


def names(connection: Connection, commitments: Iterable[str]) -> dict[str, str]:
    """The names behind `commitments`, as far as they have not been erased."""
    wanted = set(commitments)
    found = connection.execute(
        select(people.c.commitment, people.c.name).where(people.c.commitment.in_(wanted))
    )
    return {row.commitment: row.name for row in found}
