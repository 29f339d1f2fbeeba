"""Upgrade: a database that an older version wrote is brought to this one; a copy of it is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

from actions.house import ActionError
from actions.settings import Settings
from store.engine import Store, sqlite_url
from store.migrate import SCHEMA, upgrade


def upgrade_folder(settings: Settings) -> tuple[str, str, Path | None]:
    """Upgrade the database of `settings`: the versions before and after, and where the copy lies.

    On PostgreSQL no copy is made: pg_dump makes it. Raises ActionError when there is no database, StoreError
    when a newer program wrote it.
    """
    file = settings.data / "duban.db"
    if settings.database is None and not file.exists():
        raise ActionError(
            f"“{settings.data.name}”里还没有数据库：不需要升级",
            f"{settings.data.name} holds no database: nothing to upgrade",
        )
    store = Store(settings.database or sqlite_url(settings.data))
    try:
        copy = None
        if settings.database is None and (store.schema() or SCHEMA) < SCHEMA:
            copy = _copied(file, file.with_name(f"duban-{store.schema()}.db"))
        before, after = upgrade(store)
    finally:
        store.close()
    return before, after, copy


def _copied(file: Path, copy: Path) -> Path:
    """Copy the database; raises ActionError where that fails, and nothing is upgraded then."""
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise ActionError(
            f"留不下副本“{copy.name}”（{error}）：请检查磁盘和目录，数据库没有改动",
            f"no copy could be kept as {copy.name} ({error}): check disk and folder; nothing was changed",
        ) from None
    return copy
