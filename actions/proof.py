"""Verify and back up: the record's proof, and its copy."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.clock import NAME as CLOCK
from actions.house import ActionError, House
from actions.redraw import unfounded as undrawn
from actions.revisions import digest_of
from actions.signing_keys import NAME as KEYS
from deadlines.calendars import Calendars
from deadlines.recompute import readable, recomputed
from store import obligations, rebuild
from store.engine import Connection, Store, sqlite_url
from store.migrate import prepare


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying found."""

    events: int
    heads: dict[str, str]
    #: One line for each thing that does not hold; empty when all does.
    faults: tuple[str, ...]
    #: Whether the rows were rebuilt from the history and compared.
    rebuilt: bool


def verify(house: House, *, rebuilding: bool = False) -> Proof:
    """Verify every chain and kept file; with `rebuilding`, also what follows from the history.

    Then the rows are rebuilt and compared, every deadline is worked out again from its certificate, and every
    draw from its sealed registers.
    """
    with house.store.read() as connection:
        faults = list(rebuild.verify(connection))
        faults += [f"文件缺失或被改动：{sha}" for sha in rebuild.bad_files(connection, house.files)]
        faults += _altered(connection)
        if rebuilding and not faults:
            faults += _rebuilt(connection)
            faults += _unfounded(connection, house.calendars)
            faults += undrawn(house, connection)
        count, heads = rebuild.events(connection), rebuild.head_hashes(connection)
    return Proof(count, heads, tuple(faults), rebuilding)


def _altered(connection: Connection) -> Iterator[str]:
    """Stored declarations that are not what their digest, which the history knows, was made of."""
    for campaign, found, declaration in obligations.declarations(connection):
        try:
            whole = digest_of(declaration) == found
        except (ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if not whole:
            yield f"{campaign}：存档的申报内容与摘要不符，内容被改动"


def _unfounded(connection: Connection, calendars: Calendars) -> Iterator[str]:
    """Deadlines whose certificate, worked out again from what it says of itself, comes out otherwise."""
    again: dict[str, bool] = {}
    for campaign, number, version, certificate in obligations.certificates(connection):
        if certificate not in again:
            again[certificate] = _recomputes(certificate, calendars)
        if not again[certificate]:
            yield f"deadlines {campaign}/{number}/{version}：按期限证明重新计算，结果不同"


def _recomputes(certificate: str, calendars: Calendars) -> bool:
    try:
        return not readable(certificate) or recomputed(certificate, calendars) == certificate
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def _rebuilt(connection: Connection) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Store(sqlite_url(Path(folder)), durable=False)
        prepare(fresh)
        rebuild.rebuild(connection, fresh)
        with fresh.read() as other:
            found = list(rebuild.differences(connection, other))
        fresh.close()
    return found


def backup(house: House, target: Path) -> Path:
    """A consistent copy of the database and every handed-in file in the new folder `target`.

    Raises ActionError when the folder exists, or when the database is PostgreSQL (use pg_dump).
    """
    if house.store.postgresql:
        raise ActionError(
            "PostgreSQL 请用 pg_dump 备份数据库，另拷贝 files 目录",
            "on PostgreSQL use pg_dump for the database, and copy the files folder",
        )
    if target.exists():
        raise ActionError(f"“{target}”已存在：请另选一个新目录", f"{target} exists: name a new folder")
    aside = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _copied(house, aside)
        aside.replace(target)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise ActionError(
            f"备份没有完成（{error}）：请检查磁盘和目录，未留下半份备份",
            f"the backup did not finish ({error}): check disk and folder; nothing half is left",
        ) from None
    return target


def _copied(house: House, folder: Path) -> None:
    """Everything that the record needs: database, files, and a demo's own clock."""
    source, copy = sqlite3.connect(house.store.file), sqlite3.connect(folder / "duban.db")
    try:
        with copy:
            source.backup(copy)
    finally:
        source.close()
        copy.close()
    if house.files.exists():
        shutil.copytree(house.files, folder / "files")
    # What is simulated stays so, and links that are on their way to units stay good.
    for name in (CLOCK, KEYS):
        if (house.settings.data / name).exists():
            shutil.copy2(house.settings.data / name, folder / name)
