"""Rosters: people are counted against the quota when they are named, and their names stay in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from actions.house import ActionError
from actions.proof import verify
from actions.review import return_
from actions.roster import team
from actions.submit import Handed, Submission
from campaigns.evidence import lack_text
from campaigns.roster import read_roster
from cli.main import duban
from tests.cast import COORDINATOR, KEY, declare, papers, small_yaml, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.submit import Submitted
    from tests.cast import Stage

WATCH = """      watch:
        title: 晚间值班表
        responsible: bureaus
        deadline: {text: 6月30日前, source: 六, on: 2017-06-30}
        deliverables: [{kind: roster, title: 值班表, quota: {领导: 1, 干部: 2}}]
"""
HEAD = "姓名,职务,移动电话\n"
THREE = HEAD + "王建,局长,13900000001\n李明,科长,13900000002\n赵强,科员,13900000003\n"
BY_KIND = "序号,姓名,类别\n1,王建,领导\n2,李明,干部\n3,赵强,领导\n"


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    return stage(tmp_path, declare(tmp_path, small_yaml() + WATCH))


def hand_in(made: Stage, content: str | bytes, unit: str = "north", name: str = "值班表__csv") -> Submitted:
    """Hand in a roster with this content for `unit`."""
    [paper] = papers(made.house.settings.data / "in", **{name: content})
    submission = Submission(files=(Handed(paper, "roster"),))
    return made.submit(f"watch/{unit}", "2017-06-27T10:00", submission)


def said(done: Submitted) -> tuple[list[str], list[str]]:
    """What it lacks, and what is doubted."""
    return [lack_text(one) for one in done.lacking], [lack_text(one) for one in done.doubts]


@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        (THREE, []),
        (THREE.encode("gb18030"), []),
        ("﻿" + THREE, []),
        (HEAD + "王建,局长,1\n李明,科长,2\n", ["值班表应为3人，收到2人；请核对后补报或附情况说明"]),
        (THREE + "钱进,科员,13900000004\n", ["值班表应为3人，收到4人；请核对后补报或附情况说明"]),
        (HEAD, ["值班表应为3人，收到0人；请核对后补报或附情况说明"]),
        # A title above, empty lines, the same row again, and who filled it in below are nobody.
        ("值班表\n" + THREE + "\n赵强,科员,13900000003\n,,\n填报人：孙某,联系电话：1,\n", []),
        (
            BY_KIND,
            [
                "值班表 领导应为1人，收到2人；请核对后补报或附情况说明",
                "值班表 干部应为2人，收到1人；请核对后补报或附情况说明",
            ],
        ),
        (BY_KIND.replace("3,赵强,领导", "3,赵强,干部"), []),
        # A column that holds other words is none of the quota: only the sum is compared.
        (BY_KIND.replace("3,赵强,领导", "3,赵强,司机"), []),
    ],
)
def test_people_are_counted_against_the_quota_and_both_numbers_are_told(
    made: Stage, content: str | bytes, lacks: list[str]
) -> None:
    done = hand_in(made, content)
    assert said(done) == (lacks, [])
    row = made.row("watch/north")
    assert (row.status, row.first_received) == ("submitted", done.received)


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", "王建,局长\n李明,科长\n", b"\xff\xfe\xfd", " "])
def test_what_cannot_be_read_is_a_doubt_and_lacks_nothing(made: Stage, content: str | bytes) -> None:
    lacks, doubted = said(hand_in(made, content))
    assert lacks == []
    [doubt] = doubted
    assert doubt.startswith("值班表的人数读不出：请另存为CSV")
    assert "cannot be read" in lack_text({"code": "unread", "kind": "roster", "title": None}, "en")


def test_the_receipt_and_the_history_say_numbers_and_no_name(made: Stage) -> None:
    hand_in(made, HEAD + "王建,局长,13900000001\n")
    made.deliver("2017-06-27T10:00")
    team(made.house, KEY, "watch")
    whole = "".join(body["body"] for body in made.sql("SELECT body FROM history"))
    tables = ("filings", "files", "form_values")
    whole += "".join(str(made.sql(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608
    assert "王建" not in whole
    assert "13900000001" not in whole
    lacks = made.bodies("watch/north", "filed")[0]["data"]["lacking"]
    assert [(one["code"], one["asked"], one["got"]) for one in lacks] == [("quota", 3, 1)]
    [letter] = [one for one in made.letters() if one["class"] == "receipt"]
    assert "王建".encode() not in letter["data"]
    assert verify(made.house, rebuilding=True).faults == ()


def test_the_team_is_everybody_on_the_rosters_in_force(made: Stage) -> None:
    hand_in(made, HEAD + "被替换,局长,1\n")
    hand_in(made, THREE)  # the second version replaces the first
    hand_in(made, "姓名,单位电话\n孙丽,88880000\n", "south")
    found = team(made.house, KEY, "晚间值班表")
    assert [(one.unit, one.state, one.named) for one in found.units] == [
        ("north", "whole", 3),
        ("south", "other", 1),
        ("east", "missing", None),
    ]
    assert found.columns == ("姓名", "职务", "移动电话", "单位电话")
    assert found.team == (
        ("north", ("王建", "局长", "13900000001", "")),
        ("north", ("李明", "科长", "13900000002", "")),
        ("north", ("赵强", "科员", "13900000003", "")),
        ("south", ("孙丽", "", "", "88880000")),
    )
    return_(made.house, f"{KEY}/watch/north", COORDINATOR, reason="请补移动电话")
    again = team(made.house, KEY, "watch")
    assert [one.state for one in again.units] == ["missing", "other", "missing"]
    assert [cells[0] for _, cells in again.team] == ["孙丽"]


def test_a_file_that_was_altered_or_lost_names_nobody(made: Stage) -> None:
    [kept] = hand_in(made, THREE).files
    kept.path.write_text(THREE.replace("王建", "李鬼"), encoding="utf-8")
    found = team(made.house, KEY, "watch")
    assert (found.units[0].state, found.team) == ("unread", ())
    kept.path.unlink()
    assert team(made.house, KEY, "watch").units[0].state == "unread"


def test_a_task_that_asks_for_no_roster_is_refused_with_those_that_do(made: Stage) -> None:
    with pytest.raises(ActionError, match="有：watch"):
        team(made.house, KEY, "report")
    with pytest.raises(ActionError, match="是不是“watch”"):
        team(made.house, KEY, "wacth")


def run(made: Stage, *arguments: str) -> Result:
    return CliRunner().invoke(duban, ["roster", KEY, *arguments, "--data", str(made.house.settings.data)])


def test_it_is_shown_as_tables_as_json_and_as_csv(made: Stage, tmp_path: Path) -> None:
    hand_in(made, THREE.replace("王建", "=1+1"))
    shown = run(made, "watch").output
    assert "晚间值班表（名额：领导1、干部2）" in shown
    assert "快速处置组，共3人" in shown
    assert "未报" in shown
    assert "rapid-response team, 3 people" in run(made, "watch", "--lang", "en").output
    told = json.loads(run(made, "watch", "--json").output)
    assert (told["missing"], told["quota"]) == (["south", "east"], {"领导": 1, "干部": 2})
    assert told["team"][1] == {
        "unit": "north",
        "姓名": "李明",
        "职务": "科长",
        "移动电话": "13900000002",
    }
    out = tmp_path / "team.csv"
    assert run(made, "watch", "--csv", str(out)).exit_code == 0
    table = out.read_text(encoding="utf-8-sig").splitlines()
    assert table[:2] == ["单位,姓名,职务,移动电话", "北山区局,'=1+1,局长,13900000001"]
    assert "演示数据" in table[-1]
    assert "已" in str(run(made, "watch", "--csv", str(out)).exception)


def test_cells_are_one_plain_line_each() -> None:
    found = read_roster('姓名,职务\n王\u202e建,"局\n长"\n'.encode())
    assert found is not None
    assert found.people == (("王\ufffd建", "局 长"),)
