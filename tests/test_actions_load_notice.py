"""Loading a holiday notice: once, by whoever comes first, with the same bytes; and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.launch import launch
from actions.load_notice import load
from actions.proof import verify
from actions.wake import finish_wake, wake_work
from campaigns.events import Actor
from store.rebuild import differences
from tests.cast import COORDINATOR, moment, notice_of_2099, statements
from tests.winter import (
    AFTER,
    BEFORE,
    GUANGXI,
    LOADED,
    NORTHS,
    NOTICE,
    WINTER,
    Winter,
    assert_sound,
    causes,
    dates,
    late_notice,
    play,
    winter,
    winter_declared,
    winter_yaml,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["late_notice"]
pytestmark = pytest.mark.usefixtures("late_notice")


# --- the same again, and what is refused --------------------------------------------------------------------


def test_the_same_notice_twice_changes_nothing(tmp_path: Path) -> None:
    made = winter(tmp_path)
    assert made.load(LOADED).changed
    before = made.everything()
    done = made.load("2016-12-06T10:00")
    assert (done.changed, done.moved) == (False, {WINTER: ()})
    assert made.everything() == before


def test_a_notice_that_the_program_brings_itself_changes_nothing(tmp_path: Path) -> None:
    made = winter(tmp_path, "list")
    before = made.everything()
    assert not made.load(LOADED, NOTICE.with_name("2016.toml")).changed
    assert made.everything() == before


def test_a_dry_run_shows_the_same_moves_and_writes_nothing(tmp_path: Path) -> None:
    made = winter(tmp_path)
    before = made.everything()
    with statements(made) as heard:
        shown = made.load(LOADED, rehearse=True)
    assert not [one for one in heard if one.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert made.everything() == before
    assert made.load(LOADED) == shown
    assert made.everything() != before


OTHER_DAYS = 'year = 2017\ntitle = "另一份"\nsource = "text"\n[[holidays]]\nname = "元旦"\noff = [2017-01-01, 2017-01-01]\n'
UNREADABLE = {
    "known key, other days": ("2017.toml", OTHER_DAYS, "2017.*2017-2.toml"),
    "no TOML": ("2018.toml", "year = = 2018", "expected TOML"),
    "endless brackets": ("2018.toml", "a = " + "[" * 100_000, "expected TOML"),
    "another year": ("2018.toml", OTHER_DAYS, "named after its year, 2017.toml"),
    "a whole month off": (
        "2018.toml",
        'year = 2018\ntitle = "x"\nsource = "text"\n[[holidays]]\nname = "x"\noff = [2018-01-01, 2018-02-01]\n',
        "at most 15 days",
    ),
    "an amendment of nothing": (
        "2018-2.toml",
        OTHER_DAYS.replace("2017", "2018").replace("[[", 'amends = "国办发明电〔1999〕1号"\n[['),
        "amends",
    ),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_is_no_usable_notice_is_refused_with_nothing_written(tmp_path: Path, case: str) -> None:
    made = winter(tmp_path, "list")
    made.load(LOADED)
    name, text, said = UNREADABLE[case]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    before = made.everything()
    with pytest.raises(ActionError, match=said):
        made.load("2016-12-06T10:00", file)
    assert made.everything() == before


def test_a_file_that_is_not_there_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    made = winter(tmp_path, "list")
    file = tmp_path / "2018.toml"
    before = made.everything()
    with pytest.raises(ActionError, match=r"读不到“2018\.toml”"):
        made.load(LOADED, file)
    file.write_bytes("节假日".encode("gb18030"))
    with pytest.raises(ActionError, match="UTF-8"):
        made.load(LOADED, file)
    assert made.everything() == before


def test_a_notice_saved_by_notepad_with_its_mark_and_line_ends_is_read(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    file = tmp_path / "2017.toml"
    file.write_bytes(b"\xef\xbb\xbf" + NOTICE.read_bytes().replace(b"\n", b"\r\n"))
    assert made.load(LOADED, file).changed
    assert made.row(NORTHS).target == AFTER[0]
    assert not made.load(LOADED).changed
    assert_sound(made)


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "system"])
def test_nobody_but_coordinator_and_administrator_loads_notices(tmp_path: Path, role: str) -> None:
    made = winter(tmp_path, "list")
    before = made.everything()
    for rehearse in (False, True):
        with pytest.raises(ActionError, match="督办员"):
            load(made.house, NOTICE, Actor(role, "north"), rehearse=rehearse)
    assert made.everything() == before
    assert load(made.house, NOTICE, Actor("administrator")).changed


@pytest.mark.parametrize("region", ["cn-gz", "", "CN", "../cn"])
def test_an_unknown_region_is_refused_with_those_that_are_known(tmp_path: Path, region: str) -> None:
    made = winter(tmp_path, "list")
    before = made.everything()
    with pytest.raises(ActionError, match="cn、cn-gx"):
        made.load(LOADED, region=region)
    assert made.everything() == before


def test_a_regions_own_notice_moves_only_the_campaigns_that_count_by_it(tmp_path: Path) -> None:
    made = winter(tmp_path, "spring")
    south = winter_declared(tmp_path / "gx", winter_yaml("spring", key="gx-winter", calendar="cn-gx"))
    launch(made.house, south, "gx-winter", COORDINATOR)
    other = Winter(made.house, south, "gx-winter")
    made.load(LOADED)
    assert {stage.row("spring/north").target for stage in (made, other)} == {moment("2017-04-01T17:30")}
    before = made.rows()
    done = made.load("2017-02-13T10:00", GUANGXI, region="cn-gx")
    assert done.moved[WINTER] == ()
    assert {one.id.split("/")[1] for one in done.moved["gx-winter"] if one.moved} == {"spring"}
    assert made.rows() == before
    assert other.row("spring/north").target == moment("2017-03-29T17:30")  # 30 March to 1 April are off
    for stage in (made, other):
        assert_sound(stage)


# --- level-triggered ----------------------------------------------------------------------------------------


def stop_before_adopting(made: Winter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the notice in a process that dies when it is on record and no campaign has adopted it."""
    with monkeypatch.context() as patch:
        patch.setattr("actions.load_notice._move", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError, match="killed"):
            made.load(LOADED)


@pytest.mark.parametrize("who", ["wake", "act", "delivery", "loading"])
def test_what_a_killed_process_left_is_taken_up_by_whoever_comes_next_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    made = winter(tmp_path, "report")
    made.run(LOADED)
    stop_before_adopting(made, monkeypatch)
    assert len(made.office_chain()) == 2
    assert dates(made, NORTHS) == BEFORE
    next_ = made.opened_again()
    if who == "wake":
        next_.wake("2016-12-05T11:00")  # nothing is due: the new calendars are what is to be done
    elif who == "act":
        next_.submit("report/south/2016-12", "2016-12-05T11:00")
    elif who == "delivery":
        next_.deliver("2016-12-05T11:00")
    else:
        done = next_.load("2016-12-05T11:00")
        assert not done.changed
        assert len([one for one in done.moved[WINTER] if one.moved]) == 3
    assert next_.row(NORTHS).target == AFTER[0]
    for _ in range(2):
        next_.tick("2016-12-05T12:00")
    made.tick("2016-12-05T13:00")  # the process that died, had it lived
    assert len(made.bodies(kind="calendar_changed")) == 1
    assert causes(made, NORTHS) == ["calendar", "announced"]
    assert len([n for n in made.notices(NORTHS) if n["occasion"] == "moved:2"]) == 1
    assert_sound(next_)


@pytest.mark.parametrize("who", ["wake", "act", "record"])
def test_a_house_opened_before_another_loaded_the_notice_judges_by_the_new_calendars(
    tmp_path: Path, who: str
) -> None:
    made = winter(tmp_path, "list", "disclosure", "review")
    made.run("2016-12-29T08:30")
    other = made.opened_again()
    other.load("2016-12-30T10:00")
    if who == "wake":
        assert made.wake("2017-01-02T09:00") == {}  # off, as the other process knows
        assert made.wake("2017-01-03T08:30") == {"supervise": 3}
    elif who == "act":
        made.submit("list/north", "2017-01-02T09:00")
        rungs = [b["data"]["rung"] for b in made.bodies("list/north", "rung_reached")]
        assert rungs == ["remind", "urge"]  # not supervised: the 2nd is off
    else:
        [disclosure, review] = made.record("2017-01-13T16:00", "2017-01-13").opened
        assert disclosure.deadline.last_day == date(2017, 1, 23)
        assert not review.deadline.provisional
    assert made.house.calendars.digest == other.house.calendars.digest
    assert len(made.bodies(kind="calendar_changed")) == 1
    assert_sound(made)


def test_a_notice_loaded_while_a_wake_is_under_way_is_what_it_goes_on_by(tmp_path: Path) -> None:
    made = winter(tmp_path, "list", "report")
    made.run("2016-12-29T08:30")
    at = made.move("2017-01-02T09:00")
    work = wake_work(made.house, WINTER, at)
    assert work is not None
    assert sum(group.due for group in work.groups) > 0  # by the week alone, supervision is due today
    made.opened_again().load("2017-01-02T09:00")
    done = [work.judge(index) for index in range(len(work.groups))]
    finish_wake(work)
    assert not any("supervise" in one for one in done)
    assert made.bodies("list/north", "rung_reached")[-1]["data"]["rung"] == "urge"
    assert_sound(made)


def test_two_processes_that_load_the_same_notice_record_it_once(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    other = made.opened_again()
    assert other.load(LOADED).changed
    assert not made.load(LOADED).changed
    assert len(made.office_chain()) == 2
    assert causes(made, NORTHS) == ["calendar"]


def test_two_processes_that_load_different_notices_count_by_both(tmp_path: Path) -> None:
    made = winter(tmp_path, "report", "spring", calendar="cn-gx")
    other = made.opened_again()
    other.load(LOADED)
    made.load("2017-02-13T10:00", GUANGXI, region="cn-gx")
    assert made.row(NORTHS).version >= 2
    assert made.row("spring/north").target == moment("2017-03-29T17:30")
    other.wake("2017-02-13T11:00")
    assert other.house.calendars.digest == made.house.calendars.digest
    assert len(made.bodies(kind="calendar_changed")) == 2
    assert_sound(other)


@pytest.mark.parametrize("wakes", [True, False])
def test_what_had_come_due_before_the_notice_is_told_whether_or_not_a_wake_came_between(
    tmp_path: Path, *, wakes: bool
) -> None:
    made = winter(tmp_path, "report")
    if wakes:
        made.wake("2017-02-01T00:30")
    made.load("2017-02-01T01:00")
    kinds = [b["kind"] for b in made.bodies(NORTHS)]
    assert kinds == ["planned", "opened", "rung_reached", "became_overdue", "redated"]
    assert made.bodies(NORTHS, "became_overdue")[0]["effective"] == "2017-02-01T00:00:00+08:00"
    assert_sound(made)


def test_a_notice_of_a_year_that_touches_nothing_is_adopted_with_one_event(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.wake(LOADED)
    before = made.head()["sequence"]
    done = made.load(LOADED, notice_of_2099(tmp_path))
    assert done.moved == {WINTER: ()}
    assert [b["kind"] for b in made.bodies()[before:]] == ["calendar_changed"]
    assert_sound(made)


# --- the same bytes everywhere ------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_history_is_the_same_to_the_byte_whatever_the_zone_of_the_process(tmp_path: Path) -> None:
    found = set()
    for number, zone in enumerate(("America/New_York", "Asia/Shanghai", "Pacific/Kiritimati")):
        command = [sys.executable, "-m", "tests.winter", str(tmp_path / str(number))]
        surroundings = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number)}
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    [heads] = found
    assert [line.split()[0] for line in heads.splitlines()] == [WINTER, "office"]


@pytest.mark.postgresql
def test_both_databases_hold_the_same_history_of_a_notice_and_corrections(
    tmp_path: Path, postgresql_database: str
) -> None:
    left = winter(tmp_path / "a", launched=None)
    right = winter(tmp_path / "b", launched=None, database=postgresql_database)
    assert play(left) == play(right)
    assert left.history_rows() == right.history_rows()
    with left.house.store.read() as one, right.house.store.read() as other:
        assert list(differences(one, other)) == []
    for made in (left, right):
        assert_sound(made)
        assert {b["data"]["cause"] for b in made.bodies(kind="redated")} == {
            "calendar",
            "announced",
            "corrected",
        }
        assert made.bodies(kind="rescheduled")
    right.house.store.close()


# --- the office's own chain ---------------------------------------------------------------------------------


def test_the_office_keeps_a_chain_of_its_own_with_the_notices_whole_text(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    made.load("2017-02-13T10:00", GUANGXI, region="cn-gx")
    opened, nation, region = made.office_chain()
    assert [b["sequence"] for b in (opened, nation, region)] == [1, 2, 3]
    assert (opened["kind"], opened["data"]["simulated"]) == ("chain_opened", True)
    assert nation["data"]["text"] == NOTICE.read_text(encoding="utf-8")
    told = {name: nation["data"][name] for name in ("region", "key", "number", "signed", "published")}
    dated = {"signed": "2016-12-01", "published": "2016-12-01"}
    assert told == {"region": "cn", "key": "2017", "number": "国办发明电〔2016〕17号", **dated}
    assert (region["data"]["region"], region["data"]["number"]) == ("cn-gx", None)
    assert nation["actor"]["role"] == "coordinator"
    assert verify(made.house, rebuilding=True).heads.keys() == {"office", WINTER}


def test_a_changed_text_of_a_loaded_notice_is_found(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE calendars SET text = replace(text, '2017-01-22', '2017-01-21')")
    [fault] = verify(made.house, rebuilding=True).faults
    assert "calendars cn/2017 text" in fault


def test_a_broken_link_of_the_offices_chain_is_found(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_UPDATE")
        connection.exec_driver_sql(
            "UPDATE history SET body = replace(body, '2017-01-22', '2017-01-21') WHERE campaign = 'office'"
        )
    assert any("office" in fault for fault in verify(made.house).faults)


def test_a_notice_on_record_that_can_no_longer_be_read_is_told_and_nothing_is_guessed(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE calendars SET text = 'year = '")
    with pytest.raises(ActionError, match="节假日安排已损坏"):
        made.opened_again()
