"""SQLite and PostgreSQL: the same campaign gives the same history, byte for byte, and the same rows."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from actions.acts import acting
from actions.proof import verify
from campaigns.deciding.filing import Filing, file
from campaigns.events import Actor
from campaigns.fold import KEYS
from store.rebuild import differences
from tests.campaign_script import play
from tests.cast import KEY, declare, measured_yaml, stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cast import Stage
    from tests.conftest import Cluster

pytestmark = pytest.mark.postgresql
#: What the script puts nothing into: files lie in the folder, and accounts belong to the pages.
OTHERS = {"files", "accounts", "tokens"}


def played(folder: Path, seed: int, database: str | None = None) -> Stage:
    """The script's campaign from beginning to end."""
    made = stage(folder, declare(folder, measured_yaml()), database=database, launched=None)
    for _ in play(made, seed):
        pass
    return made


def assert_equal(left: Stage, right: Stage) -> None:
    """Equal to the byte in the history, and to the cell in every table."""
    assert left.head() == right.head()
    assert left.history_rows() == right.history_rows()
    with left.house.store.read() as one, right.house.store.read() as other:
        assert list(differences(one, other)) == []
    for made in (left, right):
        assert verify(made.house, rebuilding=True).faults == ()


def assert_filled(made: Stage) -> None:
    """Something is in every table, so that equal means something; chance leaves one out in some seeds."""
    assert all(made.sql(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in set(KEYS) - OTHERS)  # noqa: S608


@pytest.mark.parametrize("seed", [1, 2])
def test_both_databases_hold_the_same_history(tmp_path: Path, postgresql_database: str, seed: int) -> None:
    left, right = played(tmp_path / "a", seed), played(tmp_path / "b", seed, postgresql_database)
    assert_equal(left, right)
    assert_filled(left)
    right.house.store.close()


@pytest.fixture
def icu_database(postgresql_cluster: Cluster) -> Iterator[str]:
    """A database that sorts texts as a Chinese reader expects, not by their bytes."""
    admin = postgresql_cluster.url("postgres").replace("+psycopg", "")
    locale = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh-CN'"
    with closing(psycopg.connect(admin, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE chinese {locale}")
        yield postgresql_cluster.url("chinese")
        connection.execute("DROP DATABASE chinese WITH (FORCE)")


def test_the_databases_own_order_of_texts_changes_nothing(tmp_path: Path, icu_database: str) -> None:
    left, right = played(tmp_path / "a", 3), played(tmp_path / "b", 3, icu_database)
    assert_equal(left, right)
    right.house.store.close()


def test_what_an_act_is_just_withdrawing_is_not_put_into_a_letter(
    tmp_path: Path, postgresql_database: str
) -> None:
    made = stage(tmp_path / "a", database=postgresql_database)
    other = stage(tmp_path / "b", database=postgresql_database, launched=None)
    at = made.move("2017-06-28T09:00")
    made.wake(at)
    received = Filing(at, at, "system", None, zero=True, files=(), fields={}, lacking=())
    with acting(made.house, f"{KEY}/report/north/2017-06", at) as act:
        thread = threading.Thread(target=other.deliver, args=(at,), daemon=True)
        thread.start()
        thread.join(0.5)  # long enough to read what waits, and then to wait for the campaign
        act.append(file(act.row, received, act.notices), Actor("unit", "north"))
    thread.join(30)
    rungs = [n for n in made.notices("report/north/2017-06") if n["occasion"].startswith("rung")]
    assert {(n["state"], n["letter"]) for n in rungs} == {("withdrawn", None)}
    recipients = {(one["recipient"], one["class"]) for one in made.letters()}
    assert recipients == {(f"{unit}/liaison", "digest") for unit in ("south", "east")} | {
        ("north/liaison", "receipt")
    }
    for one in (made, other):
        one.house.store.close()


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10, 30))
def test_both_databases_hold_the_same_history_for_twenty_seeds(
    tmp_path: Path, postgresql_database: str, seed: int
) -> None:
    left, right = played(tmp_path / "a", seed), played(tmp_path / "b", seed, postgresql_database)
    assert_equal(left, right)
    right.house.store.close()
