"""Migrations, by alembic: an empty database is brought to the newest schema, any other is refused."""

from pathlib import Path

from store.engine import Store, StoreError

#: The schema this program speaks; the name of the newest migration.
SCHEMA = "0010"


def prepare(store: Store) -> None:
    """Make the schema in an empty database; raises StoreError for one of another version."""
    found = store.schema()
    if found is None:
        _upgrade(store)
    elif found < SCHEMA:
        raise StoreError(
            f"数据库版本为{found}，本程序需要{SCHEMA}：请运行 duban upgrade（会先留一份副本）",
            f"the database has schema {found}, this program needs {SCHEMA}: run duban upgrade (keeps a copy)",
        )
    elif found != SCHEMA:
        raise StoreError(
            f"数据库版本为{found}，本程序需要{SCHEMA}：请换用写入该库的程序版本",
            f"the database has schema {found}, this program needs {SCHEMA}: use the version that wrote it",
        )


def upgrade(store: Store) -> tuple[str, str]:
    """Bring an older database to this program's schema; the versions before and after.

    Raises StoreError for an empty database, and for one that a newer program wrote.
    """
    found = store.schema()
    if found is None:
        raise StoreError("这里还没有数据库：不需要升级", "there is no database here: nothing to upgrade")
    if found < SCHEMA:
        _upgrade(store)
    prepare(store)
    return found, SCHEMA


def _upgrade(store: Store) -> None:
    """Run every migration that `store` has not seen, in one transaction."""
    from alembic import command  # noqa: PLC0415 - 0.15 s that only a new database pays
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
