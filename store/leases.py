"""Leases: who is waking or delivering what. They pass on by themselves when their holder dies."""

from sqlalchemy import Connection, bindparam, or_, select, text

from campaigns.faults import RefusalError
from store.tables import leases

_TAKE = (
    leases.update()
    .where(
        leases.c.name == bindparam("lease"),
        or_(
            leases.c.until <= bindparam("now"), leases.c.holder.is_(None), leases.c.holder == bindparam("who")
        ),
    )
    .values(holder=bindparam("who"), fence=leases.c.fence + 1, until=bindparam("later"))
)
_MAKE = text(
    "INSERT INTO leases (name, holder, fence, until) VALUES (:lease, NULL, 0, 0)"
    " ON CONFLICT (name) DO NOTHING"
)
_FENCE = select(leases.c.fence, leases.c.holder).where(leases.c.name == bindparam("lease"))


class LeaseLostError(RefusalError):
    """Somebody else took the lease over in the meantime; what is begun is not written."""


def take(connection: Connection, name: str, holder: str, *, now: int, seconds: int) -> int | None:
    """Take the lease `name` for `holder` until `now + seconds`; its fence, or None while another holds it."""
    _make(connection, name)
    values = {"lease": name, "who": holder, "now": now, "later": now + seconds}
    if connection.execute(_TAKE, values).rowcount == 0:
        return None
    fence: int = connection.execute(_FENCE, {"lease": name}).scalar_one()
    return fence


def in_turn(connection: Connection, name: str) -> None:
    """Wait until nobody else is in a transaction that took the same turn, then hold it until ours ends."""
    _make(connection, name)
    connection.execute(_FENCE.with_for_update(), {"lease": name})


def _make(connection: Connection, name: str) -> None:
    """The lease's row, for the first who asks; two who ask at once find one row."""
    if connection.execute(_FENCE, {"lease": name}).first() is None:
        connection.execute(_MAKE, {"lease": name})


def check(connection: Connection, name: str, fence: int) -> None:
    """Raise LeaseLostError unless `fence` is still the lease's number."""
    found = connection.execute(_FENCE, {"lease": name}).first()
    if found is None or found[0] != fence:
        raise LeaseLostError(
            f"{name} 已由另一进程接手：本次未写入", f"{name} was taken over: nothing written"
        )


def give_back(connection: Connection, name: str, fence: int) -> None:
    """Let the lease go, if it is still ours."""
    mine = leases.update().where(leases.c.name == name, leases.c.fence == fence)
    connection.execute(mine, {"holder": None, "until": 0})
