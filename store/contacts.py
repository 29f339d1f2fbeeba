"""Role mailboxes 联系邮箱, and who stands in while a liaison is away; the newest of each counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from campaigns.absence import Absence
from store.tables import absences, contacts

Role = tuple[str, str]


def load_contacts(connection: Connection, rows: Iterable[dict[str, Any]], loaded: int) -> int:
    """Put contacts on record that were declared otherwise before; how many were.

    What a unit named itself stands until the declaration says something new.
    """
    known = _newest(connection, named=False)
    latest = {(r["unit"], r["role"]): r for r in rows}
    new = [row for key, row in latest.items() if known.get(key) != (row["name"], row["address"])]
    _add(connection, new, loaded, named=False)
    return len(new)


def name_contact(connection: Connection, unit: str, role: str, name: str, address: str, loaded: int) -> bool:
    """Put the mailbox on record that a unit named for its `role`; False where it is the one in use."""
    if newest_contacts(connection).get((unit, role)) == (name, address):
        return False
    row = {"unit": unit, "role": role, "name": name, "address": address}
    _add(connection, [row], loaded, named=True)
    return True


def _add(connection: Connection, rows: list[dict[str, Any]], loaded: int, *, named: bool) -> None:
    """Add `rows`, each later than what its role has, also while the clock stands still."""
    if not rows:
        return
    found = select(contacts.c.unit, contacts.c.role, func.max(contacts.c.loaded))
    last = {(u, r): at for u, r, at in connection.execute(found.group_by(contacts.c.unit, contacts.c.role))}
    times = [max(loaded, last.get((row["unit"], row["role"]), 0) + 1) for row in rows]
    told = [{**row, "loaded": at, "named": named} for row, at in zip(rows, times, strict=True)]
    connection.execute(contacts.insert(), told)


def newest_contacts(connection: Connection) -> dict[Role, tuple[str, str | None]]:
    """Name and address by unit and role, the newest of each."""
    return _newest(connection)


def _newest(connection: Connection, *, named: bool | None = None) -> dict[Role, tuple[str, str | None]]:
    statement = select(contacts).order_by(contacts.c.loaded)
    if named is not None:
        statement = statement.where(contacts.c.named.is_(named))
    found = connection.execute(statement).mappings()
    return {(r["unit"], r["role"]): (r["name"], r["address"]) for r in found}


def add_absence(connection: Connection, absence: Absence, loaded: int) -> None:
    """Put on record who stands in on which days; the caller holds what keeps others from doing so too."""
    mine = (absences.c.unit == absence.unit, absences.c.role == absence.role)
    last = connection.execute(select(func.max(absences.c.number)).where(*mine)).scalar() or 0
    days = {"first_day": absence.first.isoformat(), "last_day": absence.last.isoformat()}
    row = {"unit": absence.unit, "role": absence.role, "number": last + 1, **days, "loaded": loaded}
    connection.execute(absences.insert(), {**row, "name": absence.name, "address": absence.address})


def absences_since(connection: Connection, day: date) -> list[Absence]:
    """Every absence that lasts until `day` or longer, in the order in which they were named."""
    statement = select(absences).where(absences.c.last_day >= day.isoformat())
    found = connection.execute(
        statement.order_by(absences.c.unit, absences.c.role, absences.c.number)
    ).mappings()
    return [
        Absence(
            *(row["unit"], row["role"]),
            *(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])),
            *(row["name"], row["address"]),
        )
        for row in found
    ]
