"""The benchmark itself, small: both sides do the same work, and what is counted does not grow."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from actions.submit import Submission, submit
from benchmarks import __main__ as command
from benchmarks.beside import Beside, beside
from benchmarks.flat import DUE, ROUNDS, UNITS, Crowd
from benchmarks.gauge import kinds, statements
from benchmarks.invented import DAYS_LATE, IN_TIME, KEY, LATE, TEXT, filings, shape
from benchmarks.played import Played
from benchmarks.post import post
from benchmarks.registered import registered
from campaigns.events import Actor

if TYPE_CHECKING:
    from pathlib import Path

SIZE, SEED = 260, 7
#: What is sent for one filing: begin; the head, twice the revision's number, the obligation and its notices;
#: the filing, its notice, what it withdraws, the obligation, the history, the head.
ACT = {"BEGIN": 1, "SELECT": 5, "INSERT": 3, "UPDATE": 3}
#: One that was reminded, by a notice that is not sent yet.
REMINDED = """SELECT id, unit FROM obligations WHERE status = 'open' AND number IN
(SELECT number FROM notices WHERE state = 'new' AND occasion LIKE 'rung:%') ORDER BY number LIMIT 1"""
#: For one batch of a wake: begin; the lease, the head, the revision's number, the obligations, their notices;
#: the notices, the history; the obligations, the head.
BATCH = {"BEGIN": 1, "SELECT": 5, "INSERT": 2, "UPDATE": 2}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Beside:
    """Half a year of a few hundred obligations, by Duban and by the floor."""
    shares: list[float] = []
    return beside(tmp_path_factory.mktemp("beside") / "data", SIZE, SEED, shares.append)


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crowd, Crowd]:
    """Few open obligations, and many times as many."""
    folder = tmp_path_factory.mktemp("crowds")
    return Crowd(folder / "few", ROUNDS * DUE), Crowd(folder / "many", 20 * ROUNDS * DUE)


# --- the same work ------------------------------------------------------------------------------------------


def test_duban_and_the_floor_write_the_same_rows_and_end_with_the_same_hash(played: Beside) -> None:
    assert played.hashes[0] == played.hashes[1]
    assert {name: ours for name, (ours, _) in played.rows.items()} == {
        name: theirs for name, (_, theirs) in played.rows.items()
    }
    assert played.differing == 0
    assert played.same


def test_every_obligation_is_opened_and_reminded_and_what_is_not_filed_goes_overdue(played: Beside) -> None:
    assert played.rows["obligations"] == (SIZE, SIZE)
    assert played.done["opened"] == SIZE
    assert SIZE <= played.done["remind"] <= 2 * SIZE
    never = SIZE - played.done["filed"]
    assert played.done["became_overdue"] > never == played.done["supervise"] > 0
    assert played.rows["filings"] == (played.done["filed"],) * 2


def test_each_filing_has_a_transaction_of_its_own(played: Beside) -> None:
    launch, leases = 1, 2 * played.done["wakes"]
    batches = played.transactions - played.done["filed"] - launch - leases
    assert played.done["wakes"] <= batches <= played.done["wakes"] * shape(SIZE)[0]


@pytest.mark.parametrize("found", [{"differing": 1}, {"hashes": ("a", "b")}, {"rows": {"history": (2, 1)}}])
def test_a_floor_that_did_other_work_is_told_from_one_that_did_the_same(
    played: Beside, found: dict[str, Any]
) -> None:
    assert not dataclasses.replace(played, **found).same


def test_the_size_asked_for_is_the_size_that_is_played() -> None:
    assert shape(100_000) == (200, 500)
    assert all(units * tasks == size for size in (26, 997, 5200) for units, tasks in [shape(size)])


def test_who_files_when_follows_from_the_seed_in_the_shares_that_are_told(tmp_path: Path) -> None:
    played = Played(tmp_path / "data", 2600, SEED)
    planner = played.declared.planner(KEY, played.house.calendars)
    plan, office = planner.plan(), planner.office
    found = filings(plan, SEED, played.house.calendar, office)
    assert found == filings(plan, SEED, played.house.calendar, office)
    assert found != filings(plan, SEED + 1, played.house.calendar, office)
    last = {one.id: one.deadline.last_day for one in plan.obligations}
    late = [one for one in found if one.at.date() > (last[one.id] or one.at.date())]
    days = {(last[one.id], one.at.date()) for one in late}
    assert {played.house.calendar.between(day, at) for day, at in days if day} == {DAYS_LATE}
    assert len(late) / 26 == pytest.approx(LATE, abs=2)
    assert (len(found) - len(late)) / 26 == pytest.approx(IN_TIME, abs=2)
    played.house.store.close()


# --- what is counted does not grow --------------------------------------------------------------------------


def test_an_act_sends_a_fixed_number_of_statements(tmp_path: Path) -> None:
    played = Played(tmp_path / "data", SIZE, SEED)
    weeks = played.weeks()
    while played.done["remind"] < 100:
        next(weeks)
    with played.house.store.read() as connection:
        row = connection.exec_driver_sql(REMINDED).one()
    handed = Submission(texts={TEXT: "已按要求完成"})
    with statements(played.house.store) as sent:
        submit(played.house, row.id, handed, Actor("unit", row.unit, "bench"))
    played.house.store.close()
    assert kinds(sent) == ACT


def test_a_batch_of_a_wake_sends_the_same_statements_however_many_are_due_or_open(
    crowds: tuple[Crowd, Crowd],
) -> None:
    counted = []
    for crowd in crowds:
        with statements(crowd.house.store) as sent:
            crowd.wake(0)
        assert crowd.recorded == DUE
        counted.append(kinds(sent))
    assert counted[0] == counted[1]
    around = {verb: counted[0][verb] - UNITS * number for verb, number in BATCH.items()}
    # The wake's own: clock, calendars and revisions looked at, lease taken and given back.
    assert all(0 <= number <= 9 for number in around.values()), around


def test_a_wake_looks_at_nothing_that_is_not_due(crowds: tuple[Crowd, Crowd]) -> None:
    crowd = crowds[1]
    with statements(crowd.house.store) as sent:
        crowd.wake(1)
    connection = sqlite3.connect(crowd.house.settings.data / "duban.db")
    asked = [(s, p) for s, p in sent if s.startswith("SELECT") and "FROM obligations" in s]
    plans = [connection.execute(f"EXPLAIN QUERY PLAN {s}", p).fetchall() for s, p in asked]
    connection.close()
    told = [" ".join(row[3] for row in plan) for plan in plans]
    assert sum("ix_attention" in one for one in told) == 1
    assert [one for one in told if re.search(r"\bSCAN\b|TEMP B-TREE", one)] == []
    first = next(one for one in told if "ix_attention" in one)
    assert re.search(r"ix_attention \(campaign=\? AND attention<\?\)", first)


def test_a_table_of_items_is_the_same_rows_and_hash_by_both(tmp_path: Path) -> None:
    shares: list[float] = []
    found = registered(tmp_path / "data", 60, SEED, shares.append)
    assert found.same
    assert (found.rows["items"], found.rows["obligations"]) == ((60, 60), (120, 120))
    assert (found.transactions, shares[-1]) == (1, 1.0)


# --- letters, and the command -------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_letter_counted_is_a_file_in_the_outbox(tmp_path: Path) -> None:
    shares: list[float] = []
    found = post(tmp_path / "data", SIZE, 20, SEED, shares.append)
    assert shares[-1] == 1
    assert 0 < found.letters <= found.notices
    assert len(list((tmp_path / "data" / "outbox").glob("*.eml"))) == found.letters


@pytest.mark.slow
def test_the_command_keeps_a_dated_line_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = tmp_path / "docs" / "measured.md"
    measured.parent.mkdir()
    monkeypatch.setattr(command, "MEASURED", measured)
    asked = ["--folder", str(tmp_path), "--size", "52", "--only", "acts"]
    assert command.main(asked) == 0
    assert not measured.exists()
    assert command.main([*asked, "--record"]) == 0
    assert re.match(r"- \d{4}-\d\d-\d\d · acts · seed 1 · 52 obligations · ", measured.read_text("utf-8"))
    assert "ratio" in capsys.readouterr().out
