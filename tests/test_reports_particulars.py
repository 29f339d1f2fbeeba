"""What a plan has beside its tasks, in every form of it: milestones, teams, members, scoring, ranking."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli.main import duban
from tests.cast import KEY, small_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GROUPS = """groups:
  bureaus: {members: [north, south, {unit: east, to: 2017-07-31}]}
  team: {name: 督查组, lead: netoffice, members: [netoffice, north], posts: [分管副局长], from: 2017-07-01, to: 2017-09-30}
"""
BESIDE = """    lights: usual
    phases:
      summer:
        title: 夏季
        text: 7月至8月
        window: {from: 2017-07, to: 2017-08}
        milestones: {half: {title: 中期推进会, text: 7月中旬, source: 三, on: 2017-07/mid}}
    milestones: {close: {title: 收官, text: 12月20日, on: 2017-12-20}}
    measures: {handled: {title: 办结率, text: 办结率达到95%, unit: "%", numerator: 办结, denominator: 受理}}
    ranking: {shown_to: office, least_due: 6}
    scoring:
      base: 100
      floor: 60
      items:
        - {text: 迟报一次扣0.5分, source: 六, when: late, deduct: 0.5, most: 5}
        - {text: 有未报的扣2分, when: not_filed, deduct: 2, per: unit}
        - {text: 办结率占20分, measure: handled, weight: 20}
    tasks:
      check:
        title: 督查
        responsible: team
        phase: summer
        deadline: {text: 8月底前, on: 2017-08-31}
"""
ZH = [
    "里程碑",
    "中期推进会：2017年7月11日至7月20日（文件：7月中旬）",
    "收官：2017年12月20日（文件：12月20日）",
    "专班",
    "督查组：由网络监管处牵头并代表承办，成员：北山区局、分管副局长（2017年7月1日至9月30日）",
    "成员变动（以开始办理之日是否在列为准）",
    "东堤区局：至2017年7月31日（bureaus）",
    "考核评分和排名（按文件规定）",
    "基础分100分，最低60分",
    "迟报每件扣0.5分，最多扣5分（文件：迟报一次扣0.5分）（六）",
    "有未报的扣2分，只扣一次（文件：有未报的扣2分）",
    "办结率占20分（文件：办结率占20分）",
    "按时率排名：办公室可见，到期不足6件的不排名",
]
EN = [
    "milestones",
    "中期推进会: 11 Jul 2017 – 20 Jul (document: 7月中旬)",
    "督查组: led by 网络监管处, which answers for it, with 北山区局, 分管副局长 (1 Jul 2017 – 30 Sep)",
    "东堤区局: until 31 Jul 2017 (bureaus)",
    "from a base of 100, never below 60",
    "0.5 for each late filing, 5 at most (document: 迟报一次扣0.5分) (六)",
    "2 once for any missing filing (document: 有未报的扣2分)",
    "办结率 weighs 20 (document: 办结率占20分)",
    "ranked by the on-time rate: seen by office; none with fewer than 6 due",
]


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., str]:
    """What plan prints of the small action with all of it, or as it was."""

    def call(*arguments: str, plain: bool = False) -> str:
        text = small_yaml()
        if not plain:
            text = text.replace("groups: {bureaus: {kind: district, parent: city}}\n", GROUPS)
            text = text.replace("    lights: usual\n    tasks:\n", BESIDE)
        file = tmp_path / "campaigns.yaml"
        file.write_text(text, encoding="utf-8")
        found = CliRunner().invoke(duban, ["plan", KEY, "--file", str(file), *arguments])
        assert found.exit_code == 0, found.output
        return found.output

    return call


@pytest.mark.parametrize(("lang", "lines"), [("zh", ZH), ("en", EN)])
@pytest.mark.parametrize("form", ["words", "table"])
def test_words_and_table_say_all_of_it(
    plan: Callable[..., str], form: str, lang: str, lines: list[str]
) -> None:
    told = [line.strip() for line in plan("--as", form, "--lang", lang).split("\n")]
    assert [line for line in lines if line not in told] == []


def test_json_holds_what_is_declared_and_nothing_else(plan: Callable[..., str]) -> None:
    told = json.loads(plan("--json"))
    assert [(one["key"], one["phase"], one["first"], one["on"]) for one in told["milestones"]] == [
        ("half", "summer", "2017-07-11", "2017-07-20"),
        ("close", None, "2017-12-20", "2017-12-20"),
    ]
    (team,) = told["teams"]
    assert (team["key"], team["lead"], team["members"], team["from"]) == (
        "team",
        "netoffice",
        ["netoffice", "north"],
        "2017-07-01",
    )
    assert told["ranking"] == {"shown_to": "office", "least_due": 6}
    assert told["scoring"]["items"][0]["deduct"] == "0.5"
    assert {"milestones", "teams", "scoring", "ranking"} & set(
        json.loads(plan("--json", plain=True))
    ) == set()


def test_the_team_owes_its_task_through_its_lead_and_members_owe_while_they_are_members(
    plan: Callable[..., str],
) -> None:
    owed = json.loads(plan("--json"))["obligations"]
    assert [one["unit"] for one in owed if one["task"] == "check"] == ["netoffice"]
    periods = {(one["period"], one["unit"]) for one in owed if one["task"] == "report"}
    assert ("2017-07", "east") in periods
    assert ("2017-08", "east") not in periods
    assert ("2017-08", "south") in periods


def test_charts_draw_milestones_as_diamonds_on_their_day_and_the_breakdown_has_none(
    plan: Callable[..., str],
) -> None:
    chart = plan("--as", "mermaid")
    assert "    section 里程碑\n        中期推进会 :milestone, 2017-07-20, 0d\n" in chart
    drawn = plan("--as", "svg")
    # Once in the wide drawing and once in the narrow one, and its shape is explained.
    assert re.findall(r'data-kind="milestone" data-key="(\w+)"', drawn) == ["half", "close"] * 2
    assert drawn.count("里程碑（不产生逾期）") == 2
    assert "里程碑" not in plan("--as", "svg", plain=True)
    table = plan("--as", "csv")
    assert "收官" not in table
    # Who owes the report changes, and who owes the inspection does not.
    assert "北山区局、南塘区局、东堤区局（以开始办理之日在列的为准）" in table
    assert table.count("以开始办理之日在列的为准") == 4
