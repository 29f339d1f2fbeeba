"""Launch: the whole plan goes on record at once or not at all, and what was past bothers nobody."""

from __future__ import annotations

import errno
import threading
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.launch import launch
from actions.standing import standing_at
from tests.cast import (
    COORDINATOR,
    KEY,
    LAUNCH,
    TIANJIN,
    declare,
    kinds,
    listening,
    moment,
    small_yaml,
    stage,
    tianjin,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage

TABLES = ("revisions", "obligations", "deadlines", "history", "heads", "notices", "contacts")


def counts(made: Stage) -> dict[str, int]:
    """How many rows each table has."""
    return {name: made.sql(f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in TABLES}  # noqa: S608


def test_a_launch_puts_every_obligation_on_record_with_its_first_event(tmp_path: Path) -> None:
    made = stage(tmp_path)
    bodies = made.bodies()
    assert [b["kind"] for b in bodies] == ["launched"] + ["planned"] * 18  # 3 bureaus x (3 months + 3 tasks)
    assert [b["obligation"] for b in bodies[1:]] == [row.id for row in made.rows()]
    assert bodies[0]["actor"] == {"role": "coordinator", "channel": "cli"}
    assert {b["noticed"] for b in bodies} == {"2017-06-19T09:00:00+08:00"}


def test_the_real_action_launches_with_its_129_dated_obligations(tmp_path: Path) -> None:
    made = stage(tmp_path, tianjin(), key=TIANJIN)
    rows = made.rows()
    assert sum(row.breach is not None for row in rows) == 129
    breaches = [row.breach for row in rows if row.breach is not None]
    assert breaches == sorted(breaches)  # what is due together lies together
    october = made.row("monthly-report/heping/2017-10")
    assert october.target == moment("2017-10-27T17:30")
    assert october.breach == moment("2017-10-29T00:00")


@pytest.mark.parametrize("broken", ["obligations", "deadlines", "history", "heads"])
def test_a_launch_that_fails_in_the_middle_leaves_nothing(tmp_path: Path, broken: str) -> None:
    made = stage(tmp_path, launched=None)

    def disk_full(statement: str) -> None:
        if statement.startswith((f"INSERT INTO {broken}", f"UPDATE {broken}")):
            raise OSError(errno.ENOSPC, "No space left on device")

    with listening(made, disk_full), pytest.raises(OSError, match="No space"):
        made.launch()
    assert set(counts(made).values()) == {0}
    assert made.launch().changed


def test_launching_twice_changes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before, rows = counts(made), made.history_rows()
    again = made.launch("2017-06-20T09:00")
    assert (again.changed, again.contacts, again.revision) == (False, 0, 1)
    assert counts(made) == before
    assert made.history_rows() == rows


def test_what_was_due_before_the_documents_own_date_is_past_at_issue_and_bothers_nobody(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path)
    made.run("2017-08-01T00:00")
    roster = made.row("roster/north")
    assert (roster.past, roster.status) == ("issue", "open")
    assert kinds(made.bodies("roster/north")) == [("planned", LAUNCH)]
    assert made.notices("roster/north") == []


def test_what_was_due_before_the_launch_is_past_at_launch_and_bothers_nobody(tmp_path: Path) -> None:
    made = stage(tmp_path, launched="2017-07-01T09:00")
    made.run("2017-08-01T00:00")
    for unit in ("north", "south", "east"):
        assert made.row(f"report/{unit}/2017-06").past == "launch"
        assert made.notices(f"report/{unit}/2017-06") == []
        assert made.row(f"report/{unit}/2017-07").past is None
    assert all(not b["obligation"].endswith("2017-06") for b in made.bodies(kind="became_overdue"))
    light = standing_at(made.house, KEY, moment("2017-07-20T09:00"))
    assert light.by_id[f"{KEY}/report/north/2017-06"] == "none"
    assert light.overdue_units == ("北山区局", "南塘区局", "东堤区局")  # for the package of 14 July only
    assert light.total.count("overdue") == 3


def test_a_breach_at_the_very_instant_of_the_launch_is_past(tmp_path: Path) -> None:
    made = stage(tmp_path, launched="2017-06-29T00:00")
    assert made.row("report/north/2017-06").past == "launch"
    other = stage(tmp_path / "other", launched="2017-06-28T23:59")
    assert other.row("report/north/2017-06").past is None


def test_filing_what_was_past_is_possible_and_gives_no_verdict(tmp_path: Path) -> None:
    made = stage(tmp_path, launched="2017-07-01T09:00")
    assert made.submit("report/north/2017-06", "2017-07-02T09:00").closed
    assert standing_at(made.house, KEY).total.late == 0


def test_a_changed_plan_is_refused_with_nothing_written(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before, rows = counts(made), made.history_rows()
    moved = small_yaml().replace("month_day: 28", "month_day: 25").replace("group@", "new-group@")
    made.declared = declare(tmp_path / "changed", moved)
    with pytest.raises(ActionError, match="补充通知"):
        made.launch("2017-06-20T09:00")
    assert counts(made) == before  # not even the changed contact
    assert made.history_rows() == rows


def test_contacts_alone_are_refreshed_without_a_word_in_the_history(tmp_path: Path) -> None:
    made = stage(tmp_path)
    rows = made.history_rows()
    yaml = small_yaml().replace("north@", "north-new@").replace("group@", "new-group@")
    made.declared = declare(tmp_path / "changed", yaml)
    again = made.launch("2017-06-20T09:00")
    assert (again.changed, again.contacts) == (False, 2)
    assert made.history_rows() == rows
    made.submit("report/north/2017-06", "2017-06-20T10:00")
    made.deliver("2017-06-20T10:00")
    assert [letter["address"] for letter in made.letters()] == ["north-new@haicheng.example"]


def test_editing_another_campaign_changes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    other = "  other-2018:" + small_yaml().split("  haicheng-2017:")[1].replace("2017-", "2018-")
    made.declared = declare(tmp_path / "changed", small_yaml() + other)
    assert made.launch("2017-06-20T09:00").changed is False


def test_two_campaigns_live_in_one_house_with_a_chain_each(tmp_path: Path) -> None:
    first = stage(tmp_path)
    other = "  other-2018:" + small_yaml().split("  haicheng-2017:")[1].replace("2017-", "2018-")
    source = declare(tmp_path / "both", small_yaml() + other)
    second = replace(first, declared=source, key="other-2018")
    rows = first.bodies()
    assert second.launch("2018-06-19T09:00").changed
    assert first.bodies() == rows
    assert [b["sequence"] for b in second.bodies()] == list(range(1, len(second.bodies()) + 1))


def launch_at_once(made: Stage, house_of: list[Stage]) -> list[bool | str]:
    """Launch from a thread for each stage, all at the same moment; whether each changed something."""
    barrier, told = threading.Barrier(len(house_of)), list[bool | str]()

    def run(one: Stage) -> None:
        barrier.wait()
        try:
            done = launch(one.house, made.declared, KEY, COORDINATOR, at=moment(LAUNCH))
            told.append(done.changed)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            told.append(repr(error))

    threads = [threading.Thread(target=run, args=(one,)) for one in house_of]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_two_launches_at_once_make_one(tmp_path: Path) -> None:
    first = stage(tmp_path, launched=None)
    second = stage(tmp_path, launched=None)
    assert sorted(map(str, launch_at_once(first, [first, second]))) == ["False", "True"]
    assert len(first.bodies(kind="launched")) == 1
    assert counts(first)["obligations"] == 18


@pytest.mark.postgresql
def test_four_launches_at_once_make_one_on_postgresql(tmp_path: Path, postgresql_database: str) -> None:
    made = [stage(tmp_path / str(n), database=postgresql_database, launched=None) for n in range(4)]
    told = launch_at_once(made[0], made)
    assert sorted(map(str, told)) == ["False", "False", "False", "True"]
    assert len(made[0].bodies(kind="launched")) == 1
    for one in made:
        one.house.store.close()


def test_the_launch_instant_is_an_argument_and_nothing_is_judged_by_the_machines_clock(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path)
    instants = {datetime.fromisoformat(b[name]) for b in made.bodies() for name in ("effective", "noticed")}
    assert instants == {moment(LAUNCH)}
