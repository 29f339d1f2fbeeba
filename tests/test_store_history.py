"""The history: append-only, chained, gapless; the database itself refuses to change what happened."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from actions.clock import FolderClock
from actions.deliver import deliver
from actions.house import build
from actions.proof import backup, verify
from actions.settings import Settings
from campaigns.events import FORMAT
from deadlines.certificate import canonical
from tests.cast import KEY, LAUNCH, declare, moment, small_yaml, stage

if TYPE_CHECKING:
    from tests.cast import Stage

REPORT = "report/north/2017-06"


def lived(folder: Path, database: str | None = None) -> Stage:
    """A campaign in July, with filings, letters and everything the tables hold."""
    made = stage(folder, database=database)
    made.tick("2017-06-23T09:00")
    made.submit(REPORT, "2017-06-26T09:00")
    for day in ("2017-06-28", "2017-06-29", "2017-07-03"):
        made.tick(f"{day}T09:00")
    return made


def test_the_chain_is_what_the_specification_says(tmp_path: Path) -> None:
    r"""Each hash is H("v1\n" + previous + "\n" + body), recomputed here with nothing of the program."""
    made = lived(tmp_path)
    previous = "0" * 64
    for expected, (sequence, number, body, before, own) in enumerate(made.history_rows(), 1):
        assert (sequence, before) == (expected, previous)
        assert own == hashlib.sha256(f"v1\n{previous}\n{body}".encode()).hexdigest()
        told = json.loads(body)
        assert (told["v"], told["campaign"], told["sequence"], told["number"]) == (
            FORMAT,
            KEY,
            sequence,
            number,
        )
        previous = own
    assert (made.head()["sequence"], made.head()["hash"]) == (expected, previous)


def test_noticed_never_goes_back_and_the_sequence_has_no_gap(tmp_path: Path) -> None:
    made = lived(tmp_path)
    bodies = made.bodies()
    assert [b["sequence"] for b in bodies] == list(range(1, len(bodies) + 1))
    noticed = [b["noticed"] for b in bodies]
    assert noticed == sorted(noticed)
    assert made.head()["noticed"] == int(moment("2017-07-03T09:00").timestamp())


def test_every_instant_is_written_with_its_offset(tmp_path: Path) -> None:
    made = lived(tmp_path)
    assert all(b[name].endswith("+08:00") for b in made.bodies() for name in ("effective", "noticed"))


def test_sm3_chains_where_it_is_configured(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", file=tmp_path / "campaigns.yaml", algorithm="sm3")
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    made = stage(tmp_path, declare(tmp_path, small_yaml()), launched=None)
    made.house = build(settings, FolderClock(settings.data, at=moment(LAUNCH)))
    made.launch()
    _, _, body, before, own = made.history_rows()[0]
    assert own == hashlib.new("sm3", f"v1\n{before}\n{body}".encode()).hexdigest()
    assert verify(made.house, rebuilding=True).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET body = body WHERE sequence = 3",
        "UPDATE history SET hash = 'x'",
        "DELETE FROM history WHERE sequence = 3",
        "DELETE FROM history",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_happened(tmp_path: Path, statement: str) -> None:
    made = lived(tmp_path)
    before = made.history_rows()
    with pytest.raises(DBAPIError, match="append-only"), made.house.store.write() as connection:
        connection.exec_driver_sql(statement)
    assert made.history_rows() == before


def test_a_sequence_is_given_once(tmp_path: Path) -> None:
    made = lived(tmp_path)
    again = "INSERT INTO history SELECT * FROM history WHERE sequence = 3"
    with pytest.raises(DBAPIError, match="UNIQUE"), made.house.store.write() as connection:
        connection.exec_driver_sql(again)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement",
    ["UPDATE history SET body = body", "DELETE FROM history WHERE sequence = 3", "TRUNCATE history"],
)
def test_postgresql_refuses_too(tmp_path: Path, postgresql_database: str, statement: str) -> None:
    made = stage(tmp_path, database=postgresql_database)
    before = made.history_rows()
    with pytest.raises(DBAPIError, match="append-only"), made.house.store.write() as connection:
        connection.exec_driver_sql(statement)
    assert made.history_rows() == before
    made.house.store.close()


def test_the_stored_bytes_are_canonical(tmp_path: Path) -> None:
    made = lived(tmp_path)
    assert all(canonical(json.loads(body)) == body for _, _, body, _, _ in made.history_rows())


def test_a_backup_verifies_and_goes_on_from_where_it_was_taken(tmp_path: Path) -> None:
    made = lived(tmp_path / "a")
    FolderClock(made.house.settings.data, at=moment("2017-07-03T09:00"))  # the folder keeps it
    kept = backup(made.house, tmp_path / "backup")
    made.tick("2017-07-28T09:00")
    restored = build(Settings(data=kept, file=Path("campaigns.yaml")))
    proof = verify(restored, rebuilding=True)
    assert proof.faults == ()
    assert proof.events < len(made.bodies())
    assert restored.simulated  # and so it will never mail
    made.house = restored
    made.tick("2017-07-28T09:00")
    assert verify(restored, rebuilding=True).faults == ()


def test_a_backup_holds_the_files_and_takes_the_database_from_where_it_is(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    made = lived(tmp_path / "a", f"sqlite:///{elsewhere / 'own.db'}")
    kept = backup(made.house, tmp_path / "backup")
    restored = build(Settings(data=kept, file=Path("campaigns.yaml")))
    assert verify(restored, rebuilding=True) == verify(made.house, rebuilding=True)
    assert not (made.house.settings.data / "duban.db").exists()


def test_a_restored_real_campaign_sends_nothing_twice(tmp_path: Path) -> None:
    made = lived(tmp_path / "a")
    made.deliver("2017-07-03T09:00")
    restored = build(Settings(data=backup(made.house, tmp_path / "b"), file=Path("campaigns.yaml")))
    assert deliver(restored, moment("2017-07-03T09:00")) == {}
