"""A database that the first version of the program wrote, as it was: on SQLite, and copied to PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, select, text

from actions.clock import FolderClock
from store import migrate
from store.engine import Store, sqlite_url
from tests.cast import moment

if TYPE_CHECKING:
    from typing import Any

#: Columns that the first schema did not have.
LATER = {("heads", "calendar"), ("items", "due"), ("items", "fields")}
DUMP = Path(__file__).with_name("schema_0001.sql")


def old_folder(data: Path, at: str = "2017-07-04T10:00") -> Path:
    """The data folder of that version; what it recorded was simulated, so it has a clock."""
    data.mkdir(parents=True)
    with closing(sqlite3.connect(data / "duban.db")) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode=WAL")
    FolderClock(data, at=moment(at))
    return data


def old_postgresql(url: str, folder: Path) -> Store:
    """The same rows in a PostgreSQL database, whose schema is made by the first migration."""
    source, target = Store(sqlite_url(old_folder(folder))), Store(url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).with_name("migrations")))
    with target.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with source.read() as here, target.write() as there:
        kept = MetaData()
        kept.reflect(here)
        for table in kept.sorted_tables:
            rows = [dict(row) for row in here.execute(select(table)).mappings()]
            if rows and table.name != "alembic_version":
                there.execute(table.insert(), rows)
    source.close()
    return target


def cells(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by the columns of the first schema."""
    names = {
        line.split('"')[1]
        for line in DUMP.read_text(encoding="utf-8").splitlines()
        if line.startswith("INSERT INTO")
    }
    with store.read() as connection:
        found = {}
        for name in sorted(names - {"alembic_version"}):
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()  # noqa: S608
            plain = [{key: value for key, value in row.items() if (name, key) not in LATER} for row in rows]
            found[name] = sorted(plain, key=repr)
        return found
