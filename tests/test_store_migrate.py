"""The schema: made by the migrations, equal to the metadata; a database of another version is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from store.account_tables import accounts
from store.engine import Store, StoreError, sqlite_url
from store.migrate import SCHEMA, prepare, upgrade
from tests.old_schema import cells, old_folder, old_postgresql

if TYPE_CHECKING:
    from pathlib import Path


def differences(store: Store) -> list[object]:
    """What alembic would still have to change."""
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, accounts.metadata))


def assert_prepared(store: Store) -> None:
    assert store.schema() is None
    prepare(store)
    assert store.schema() == SCHEMA
    assert differences(store) == []
    prepare(store)  # a second time is nothing
    assert store.schema() == SCHEMA


def test_the_migrations_end_where_the_metadata_begins(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    assert_prepared(store)
    store.close()


@pytest.mark.postgresql
def test_the_migrations_end_where_the_metadata_begins_on_postgresql(postgresql_database: str) -> None:
    store = Store(postgresql_database)
    assert_prepared(store)
    store.close()


def test_a_column_that_no_migration_made_would_be_noticed(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    prepare(store)
    with store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE items DROP COLUMN organ")
    assert len(differences(store)) == 1
    store.close()


def test_a_database_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    prepare(store)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="9999"):
        prepare(store)
    store.close()


def assert_upgraded(store: Store) -> None:
    """Bring a database of the first version up to this one: the schema is the metadata's, every cell is kept."""
    before = cells(store)
    assert len(before) == 10
    with pytest.raises(StoreError, match="duban upgrade"):
        prepare(store)
    assert cells(store) == before
    assert store.schema() == "0001"
    assert upgrade(store) == ("0001", SCHEMA)
    assert store.schema() == SCHEMA
    assert differences(store) == []
    assert cells(store) == before
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT calendar FROM heads").scalars().all() == [""]
        assert connection.exec_driver_sql("SELECT count(*) FROM calendars").scalar() == 0
    assert upgrade(store) == (SCHEMA, SCHEMA)
    prepare(store)
    with pytest.raises(Exception, match="append-only"), store.write() as connection:
        connection.exec_driver_sql("DELETE FROM history")


def test_a_database_of_the_first_version_is_upgraded_with_every_row_in_it(tmp_path: Path) -> None:
    store = Store(sqlite_url(old_folder(tmp_path / "data")))
    assert_upgraded(store)
    store.close()


@pytest.mark.postgresql
def test_a_database_of_the_first_version_is_upgraded_on_postgresql(
    tmp_path: Path, postgresql_database: str
) -> None:
    store = old_postgresql(postgresql_database, tmp_path / "data")
    assert_upgraded(store)
    store.close()


def test_an_upgrade_that_breaks_off_leaves_the_old_schema(tmp_path: Path) -> None:
    store = Store(sqlite_url(old_folder(tmp_path / "data")))
    with store.write() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE calendars (something TEXT)"
        )  # the migration stumbles over it
    with pytest.raises(StoreError, match="calendars"):
        upgrade(store)
    assert store.schema() == "0001"
    with store.read() as connection:
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(heads)")]
    assert "calendar" not in columns
    store.close()


def test_nothing_can_be_upgraded_where_nothing_is_nor_what_a_newer_program_wrote(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    with pytest.raises(StoreError, match="还没有数据库"):
        upgrade(store)
    prepare(store)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="9999"):
        upgrade(store)
    assert store.schema() == "9999"
    store.close()


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "nowhere"))
    with pytest.raises(StoreError, match="无法打开数据库"):
        prepare(store)
    store.close()


def test_sqlite_is_opened_as_trust_asks(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with store.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
        assert found == asked
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() >= 5000
    store.close()


def test_a_writer_holds_the_lock_from_its_first_moment_and_a_reader_never_waits(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path))
    prepare(store)
    with store.write(), store.read() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM history").scalar() == 0
        other = Store(sqlite_url(tmp_path))
        with other.engine.connect() as raw:
            raw.connection.dbapi_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
            with pytest.raises(Exception, match="locked"):
                raw.exec_driver_sql("SELECT 1")
        other.close()
    store.close()
