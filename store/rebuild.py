"""Rebuilding: the history folded into an empty database, compared with the rows cell by cell."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from campaigns.fold import KEYS, apply, seconds
from store.engine import Store
from store.history import at, bodies, links
from store.proof import HEADLESS, chain_faults
from store.tables import files, heads, history, letters, people, revisions
from store.writer import OWN, Batch, table_of

#: Events folded at a time.
CHUNK = 2000


def verify(connection: Connection) -> Iterator[str]:
    """Every fault in the chains, and every revision whose digest the history does not confirm."""
    columns = (heads.c.campaign, heads.c.sequence, heads.c.hash)
    known = connection.execute(select(*columns).order_by(heads.c.campaign)).all()
    for campaign, sequence, last in known:
        found = list(chain_faults(campaign, links(connection, campaign), (sequence, last)))
        yield from found
        if found:
            continue
        told, sent, calendar = set[str](), dict[str, str](), ""
        for body in bodies(connection, campaign):
            if body["kind"] == "launched":
                told.add(body["data"]["digest"])
                calendar = body["data"].get("calendar", "")
            elif body["kind"] == "amended":
                told.add(body["data"]["digest"])
            elif body["kind"] == "calendar_changed":
                calendar = body["data"]["digest"]
            elif body["kind"] == "notices_ended" and "letter" in body["data"]:
                sent[body["data"]["letter"]] = body["data"]["sha256"]
        kept = connection.execute(
            select(revisions.c.digest).where(revisions.c.campaign == campaign)
        ).scalars()
        yield from (
            f"{campaign}：申报版本{digest[:12]}不在办理记录里" for digest in kept if digest not in told
        )
        yield from _head_faults(connection, campaign, calendar)
        yield from _letter_faults(connection, campaign, sent)
    yield from _name_faults(connection)
    without = select(history.c.campaign).where(history.c.campaign.not_in([row.campaign for row in known]))
    yield from map(HEADLESS.format, connection.execute(without.distinct()).scalars())


def _head_faults(connection: Connection, campaign: str, calendar: str) -> Iterator[str]:
    """A head that says something else than the last event: it would let the next one be dated back."""
    head = connection.execute(select(heads).where(heads.c.campaign == campaign)).mappings().one()
    first, last = (at(connection, campaign, sequence) for sequence in (1, head["sequence"]))
    told = (first["data"]["title"], last["revision"], first["data"]["algorithm"], seconds(last["noticed"]))
    kept = (head["title"], head["revision"], head["algorithm"], head["noticed"])
    if (*told, calendar) != (*kept, head["calendar"]):
        yield f"{campaign}：登记的末条与办理记录不符"


def _letter_faults(connection: Connection, campaign: str, sent: dict[str, str]) -> Iterator[str]:
    """Letters that were sent, by the history, and are missing or have other bytes now."""
    found = connection.execute(select(letters.c.key, letters.c.data).execution_options(yield_per=500))
    kept = {row.key: hashlib.sha256(row.data).hexdigest() for row in found if row.key in sent}
    for key, digest in sent.items():
        if key not in kept:
            yield f"{campaign}：已发出的信件{key}缺失"
        elif kept[key] != digest:
            yield f"{campaign}：已发出的信件{key}被改动"


def _name_faults(connection: Connection) -> Iterator[str]:
    """Names that do not fit the commitment under which the history knows them; an erased one is no fault."""
    for row in connection.execute(select(people).order_by(people.c.commitment)):
        if hashlib.sha256(f"{row.salt}\n{row.name}".encode()).hexdigest() != row.commitment:
            yield f"姓名与办理记录里的承诺不符：{row.commitment[:16]}"


def events(connection: Connection) -> int:
    """How many events all histories hold."""
    return connection.execute(select(func.count()).select_from(history)).scalar_one()


def rebuild(source: Connection, target: Store) -> None:
    """Fold every history of `source` into the empty database `target`."""
    for campaign in source.execute(select(heads.c.campaign).order_by(heads.c.campaign)).scalars().all():
        for some in _chunks(bodies(source, campaign)):
            batch = Batch()
            for body in some:
                apply(body, batch)
            with target.write() as connection:
                batch.flush(connection)


def _chunks(found: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """`found` in lists of CHUNK."""
    chunk: list[dict[str, Any]] = []
    for one in found:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def differences(left: Connection, right: Connection) -> Iterator[str]:
    """Every cell in which the two databases differ, by table, key and column."""
    for name, keys in KEYS.items():
        table = table_of(name)
        columns = [column for column in table.columns if column.name not in OWN.get(name, ())]
        order = [table.c[key] for key in keys]
        here, there = (c.execute(select(*columns).order_by(*order)).mappings() for c in (left, right))
        # By key, not side by side: databases sort texts in their own ways, and one row more shifts the rest.
        given = {tuple(row[key] for key in keys): row for row in there}
        for one in here:
            yield from _cells(name, keys, one, given.pop(tuple(one[key] for key in keys), None))
        for other in given.values():
            yield from _cells(name, keys, None, other)


def _cells(table: str, keys: tuple[str, ...], one: Any, other: Any) -> Iterator[str]:
    shown = "/".join(str((one or other)[key]) for key in keys)
    if one is None or other is None:
        yield f"{table} {shown}：{'记录里有、表里没有' if one is None else '表里有、记录里没有'}"
        return
    for column in one:
        if one[column] != other[column]:
            yield f"{table} {shown} {column}：表里是{one[column]!r}，记录给出{other[column]!r}"


def head_hashes(connection: Connection) -> dict[str, str]:
    """The last hash of each campaign's history."""
    return {row.campaign: row.hash for row in connection.execute(select(heads.c.campaign, heads.c.hash))}


def bad_files(connection: Connection, folder: Path) -> Iterator[str]:
    """Hashes of handed-in files that are missing from `folder` or whose content has another hash."""
    for sha in connection.execute(select(files.c.sha256).distinct().order_by(files.c.sha256)).scalars():
        place = folder / sha[:2] / sha
        if not place.is_file():
            yield sha
            continue
        with place.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha:
                yield sha
