"""Verifying: whatever is changed behind the program's back is found, and the row is named."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import store.proof
from actions import accounts, tokens
from actions.clock import FolderClock
from actions.extend import ask, grant
from actions.house import build
from actions.load_notice import load
from actions.measure import Measurement, measure
from actions.proof import verify
from actions.settings import Settings
from actions.submit import Handed, Submission
from actions.tell import acknowledge
from campaigns.events import SYSTEM, Actor
from campaigns.fold import KEYS
from store.proof import file_faults, main
from tests.cast import COORDINATOR, KEY, declare, measured_yaml, moment, notice_of_2099, papers, stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Stage

    Tampering = Callable[[sqlite3.Connection, random.Random, int], int | None]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A campaign with something in every table."""
    folder = tmp_path_factory.mktemp("record")
    made = stage(folder, declare(folder, measured_yaml()))
    made.tick("2017-06-23T09:00")
    measure(
        made.house,
        KEY,
        "returns",
        Measurement(value="30", baseline="20", source="统计"),
        COORDINATOR,
        unit="north",
    )
    measure(made.house, KEY, "mediation", Measurement("38", "40"), COORDINATOR)
    assert acknowledge(made.house, KEY, Actor("unit", "north"))
    key, day = f"{KEY}/report/east/2017-06", date(2017, 7, 5)
    ask(made.house, key, Actor("unit", "east"), until=day, reason="数据核实", progress="八成")
    grant(made.house, key, COORDINATOR)
    [paper] = papers(folder / "in", scheme__txt="方案")
    made.submit("scheme/north", "2017-06-26T09:00", Submission(files=(Handed(paper, "document", "方案"),)))
    made.submit("report/south/2017-06", "2017-06-27T09:00")
    typed = Submission(forms={"table": {("shops", ""): "１２"}}, texts={"开展情况": "已检查"})
    made.submit("report/east/2017-06", "2017-06-27T09:05", typed)
    for when in ("2017-06-28", "2017-06-29", "2017-07-03", "2017-07-28"):
        made.tick(f"{when}T09:00")
    made.house.store.close()
    return made


def copied(record: Stage, folder: Path) -> Path:
    """A copy of the database in `folder`, without its guards."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(record.house.settings.data / "duban.db")) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = folder / "duban.db"
    shutil.copy(record.house.settings.data / "duban.db", file)
    shutil.copy(record.house.settings.data / "clock.json", file.with_name("clock.json"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for what in ("update", "delete"):
            connection.execute(f"DROP TRIGGER history_{what}")
    return file


def flip(text: str, chance: random.Random) -> str:
    """`text` with one character changed."""
    at = chance.randrange(len(text))
    other = chance.choice([c for c in '0123456789abcdef"{:' if c != text[at]])
    return text[:at] + other + text[at + 1 :]


def change(column: str) -> Tampering:
    def tamper(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
        sequence = chance.randint(1, size)
        query = f"SELECT {column} FROM history WHERE sequence = ?"  # noqa: S608
        [old] = connection.execute(query, (sequence,)).fetchone()
        changed = flip(old, chance)
        connection.execute(f"UPDATE history SET {column} = ? WHERE sequence = ?", (changed, sequence))  # noqa: S608
        return sequence

    return tamper


def whiten(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    """The same JSON, written another way: the stored bytes are what counts."""
    sequence = chance.randint(1, size)
    [old] = connection.execute("SELECT body FROM history WHERE sequence = ?", (sequence,)).fetchone()
    again = json.dumps(json.loads(old), ensure_ascii=False, indent=1)
    connection.execute("UPDATE history SET body = ? WHERE sequence = ?", (again, sequence))
    return sequence


def nonsense(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    sequence = chance.randint(1, size)
    body = chance.choice(["[]", "null", "3", "", "{}", '{"data": 3}', "[" * 100_000, b"\xff"])
    connection.execute("UPDATE history SET body = ? WHERE sequence = ?", (body, sequence))
    return sequence


def renumber(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    """An event is hidden from its obligation, or shown under another."""
    sequence = chance.randint(2, size)
    other = "CASE WHEN number IS NULL THEN 7 ELSE nullif(number + :by, number) END"
    by = {"by": chance.choice([None, 7]), "sequence": sequence}
    connection.execute(f"UPDATE history SET number = {other} WHERE sequence = :sequence", by)  # noqa: S608
    return sequence


def swap(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    """Two neighbours change places."""
    first = chance.randint(1, size - 1)
    for old, new in ((first, -1), (first + 1, first), (-1, first + 1)):
        connection.execute("UPDATE history SET sequence = ? WHERE sequence = ?", (new, old))
    return first


def remove(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    sequence = chance.randint(1, size - 1)
    connection.execute("DELETE FROM history WHERE sequence = ?", (sequence,))
    return sequence + 1


def truncate(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    sequence = size - chance.randint(1, 5)
    connection.execute("DELETE FROM history WHERE sequence > ?", (sequence,))
    return sequence


def insert(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    """A forged event after the last, its hash well made."""
    columns = "sequence, number, body, previous, hash"
    query = f"SELECT {columns} FROM history WHERE sequence = ?"  # noqa: S608
    row = list(connection.execute(query, (chance.randint(1, size),)).fetchone())
    row[0] = size + 1
    connection.execute(f"INSERT INTO history (campaign, {columns}) VALUES (?, ?, ?, ?, ?, ?)", (KEY, *row))  # noqa: S608
    return size + 1


def behead(connection: sqlite3.Connection, _chance: random.Random, _size: int) -> None:
    connection.execute("DELETE FROM heads")


def misled(connection: sqlite3.Connection, chance: random.Random, size: int) -> int:
    """The head names another end."""
    connection.execute("UPDATE heads SET sequence = sequence - ?", (chance.randint(1, 5),))
    return size


TAMPERINGS: list[Tampering] = [
    change("body"),
    change("hash"),
    change("previous"),
    whiten,
    nonsense,
    renumber,
    swap,
    remove,
    truncate,
    insert,
    behead,
    misled,
]


def tampered(record: Stage, folder: Path, number: int) -> None:
    """Tamper once, as `number` says, and see it found and named, alone and by the program."""
    chance = random.Random(number)  # noqa: S311 - picks a tampering
    file = copied(record, folder)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        [size] = connection.execute("SELECT count(*) FROM history").fetchone()
        row = TAMPERINGS[number % len(TAMPERINGS)](connection, chance, size)
    faults = list(file_faults(file))
    assert faults, number
    named = f"第{row}条" if row is not None else KEY
    assert any(named in fault for fault in faults), (number, faults[:3])
    if number < 2 * len(TAMPERINGS):
        house = build(Settings(data=folder, file=Path("campaigns.yaml")))
        assert any(named in fault for fault in verify(house).faults)
        house.store.close()


@pytest.mark.slow
def test_the_record_is_whole_before_anybody_touches_it(record: Stage, tmp_path: Path) -> None:
    assert list(file_faults(copied(record, tmp_path))) == []
    assert verify(record.house, rebuilding=True).faults == ()


def test_two_hundred_tamperings_are_found_and_named(record: Stage, tmp_path: Path) -> None:
    for number in range(200):
        tampered(record, tmp_path, number)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_thousand_tamperings_are_found_and_named(record: Stage, tmp_path: Path) -> None:
    for number in range(200, 1200):
        tampered(record, tmp_path, number)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE heads SET noticed = noticed - 86400",
        "UPDATE heads SET title = 'x'",
        "UPDATE heads SET revision = 2",
        "UPDATE heads SET algorithm = 'sm3'",
        "UPDATE revisions SET declaration = replace(declaration, '月报', '周报')",
        "UPDATE revisions SET declaration = '{'",
        "UPDATE revisions SET digest = 'x'",
    ],
)
def test_a_head_or_a_stored_declaration_that_was_changed_is_found(
    record: Stage, tmp_path: Path, statement: str
) -> None:
    file = copied(record, tmp_path)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)
    house = build(Settings(data=tmp_path, file=Path("campaigns.yaml")))
    found = verify(house).faults
    assert [fault for fault in found if fault.startswith(KEY)], found
    house.store.close()


@pytest.mark.slow
def cells(file: Path) -> list[tuple[str, str]]:
    """Every column of every folded table, but for what travels outside the history."""
    with closing(sqlite3.connect(file)) as connection:
        return [
            (table, row[1])
            for table in KEYS
            for row in connection.execute(f"PRAGMA table_info({table})")
            if row[1] != "letter"
        ]


@pytest.mark.slow
def test_one_changed_cell_in_any_column_of_any_table_is_found(record: Stage, tmp_path: Path) -> None:
    """In one row of each table, drawn anew for each column."""
    chance = random.Random(7)  # noqa: S311 - picks rows
    file = copied(record, tmp_path)
    house = build(Settings(data=tmp_path, file=Path("campaigns.yaml")))
    shutil.copytree(record.house.files, tmp_path / "files")
    assert isinstance(house.clock, FolderClock)
    house.clock.move(moment("2017-07-28T10:00"))
    load(house, notice_of_2099(tmp_path), COORDINATOR)
    tokens.make(house, accounts.for_play(house, "auditor").name, SYSTEM)
    seen = set()
    for table, column in cells(file):
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            if not rows:
                continue
            seen.add(table)
            key = dict(zip(columns_of(connection, table), chance.choice(rows), strict=True))
            where = " AND ".join(f"{name} = :{name}" for name in KEYS[table])
            statement = f'UPDATE {table} SET "{column}" = :new WHERE {where}'  # noqa: S608
            connection.execute(statement, {**key, "new": other(key[column])})
            faults = verify(house, rebuilding=True).faults
            assert any(table in fault for fault in faults) or column == "sha256", (table, column, faults)
            assert faults
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
            marks = ", ".join("?" for _ in rows[0])
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    assert seen == set(KEYS) - {"items"}
    assert verify(house, rebuilding=True).faults == ()
    house.store.close()


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def other(value: Any) -> Any:
    """Something else of the same kind; where nothing stood, something."""
    if value in (0, 1):
        return 1 - value
    return value + 1000 if isinstance(value, int) else f"{value}x"


@pytest.mark.parametrize("table", ["obligations", "notices", "filings"])
def test_a_row_too_few_or_too_many_is_named_and_nothing_else(
    record: Stage, tmp_path: Path, table: str
) -> None:
    file = copied(record, tmp_path)
    house = build(Settings(data=tmp_path, file=Path("campaigns.yaml")))
    shutil.copytree(record.house.files, tmp_path / "files")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        keys = ", ".join(KEYS[table])
        first = connection.execute(f"SELECT {keys} FROM {table} ORDER BY {keys}").fetchone()  # noqa: S608
        where = " AND ".join(f"{name} = ?" for name in KEYS[table])
        connection.execute(f"DELETE FROM {table} WHERE {where}", first)  # noqa: S608
    [fault] = verify(house, rebuilding=True).faults
    assert "/".join(map(str, first)) in fault
    house.store.close()


def test_the_verifier_stands_alone_with_nothing_but_python(record: Stage, tmp_path: Path) -> None:
    whole, broken = copied(record, tmp_path / "whole"), copied(record, tmp_path / "broken")
    with closing(sqlite3.connect(broken, isolation_level=None)) as connection:
        connection.execute("UPDATE history SET body = replace(body, '2017-06-28', '2017-06-27')")
    alone = tmp_path / "alone" / "proof.py"
    alone.parent.mkdir()
    shutil.copy(store.proof.__file__, alone)
    python = [sys.executable, "-S", "-I", "-X", "utf8", str(alone)]
    said = {
        file.parent.name: subprocess.run([*python, file], capture_output=True, text=True, check=False)
        for file in (whole, broken)
    }
    assert (said["whole"].returncode, said["whole"].stderr) == (0, "")
    assert said["broken"].returncode == 1
    assert KEY in said["broken"].stdout
    assert subprocess.run(python, capture_output=True, check=False).returncode == 2


def test_verifying_changes_nothing_in_the_file(record: Stage, tmp_path: Path) -> None:
    file = copied(record, tmp_path)
    before = file.read_bytes()
    assert main([str(file)]) == 0
    assert file.read_bytes() == before
