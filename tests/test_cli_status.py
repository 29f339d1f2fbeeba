"""status as a leader reads it: the bureau's own lights, and progress against time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli.main import duban
from tests.cast import KEY, small_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USUAL = "{yellow: {before: target, working_days: 3}, red: {after: breach}}"
THREE = (
    "{blue: {after: breach}, orange: {after: breach, working_days: 2}, "
    "red: {after: breach, working_days: 4, title: 红牌督办, mark: star}, progress: {yellow: 10, red: 60}}"
)


@pytest.fixture
def status(tmp_path: Path) -> Callable[..., str]:
    """What status prints of the small action, launched in June under these lights."""
    data = ["--data", str(tmp_path / "data")]

    def call(lights: str, *arguments: str, body: str = "    lights: usual\n") -> str:
        file = tmp_path / "campaigns.yaml"
        file.write_text(
            small_yaml().replace(USUAL, lights).replace("    lights: usual\n", body), encoding="utf-8"
        )
        if not (tmp_path / "data").exists():
            launched = ["launch", KEY, "--at", "2017-06-19T09:00", "--file", str(file), *data]
            assert CliRunner().invoke(duban, launched).exit_code == 0
        found = CliRunner().invoke(duban, ["status", *arguments, *data])
        assert found.exit_code == 0, found.output
        return found.output

    return call


def test_the_lights_of_the_house_are_shown_as_ever(status: Callable[..., str]) -> None:
    found = status(USUAL, "--at", "2017-06-30")
    for head in ("■ 逾期", "▲ 即将到期", "● 正常", "○ 未开始", "✓ 已办结"):
        assert head in found
    assert "序时进度" not in found
    assert "逾期3件（北山区局、南塘区局、东堤区局）" in found


@pytest.mark.parametrize(
    ("day", "light", "mark"),
    [
        ("2017-06-29", "overdue_blue", "◇"),
        ("2017-06-30", "overdue_orange", "◆"),
        ("2017-07-04", "overdue", "★"),
    ],
)
def test_colours_after_the_breach_follow_each_other_and_all_are_overdue(
    status: Callable[..., str], day: str, light: str, mark: str
) -> None:
    told = json.loads(status(THREE, "--json", "--at", day))[0]
    assert told["total"]["lights"][light] == 3
    found = status(THREE, "--at", day)
    assert "逾期3件（北山区局、南塘区局、东堤区局）" in found
    assert f"{mark} " in found


ASSESSED = (
    "    lights: usual\n"
    "    milestones: {launch: {title: 启动会, text: 6月26日, on: 2017-06-26}, close: {title: 收官, text: 7月下旬, on: 2017-07/late}}\n"
    "    ranking: {}\n"
    "    scoring:\n"
    "      base: 100\n"
    "      items: [{text: 未报一次扣2分, source: 六, when: not_filed, deduct: 2}]\n"
)


def test_rates_places_and_scores_are_shown_where_they_are_declared(status: Callable[..., str]) -> None:
    """On 30 June the June report is due and nobody filed: too few for a place, two points each."""
    found = status(USUAL, "--at", "2017-06-30", body=ASSESSED)
    assert "0/1（0%）" in found
    assert "98" in found
    assert "◆ 里程碑 启动会：2017年6月26日（已过4天）" in found
    assert "◆ 里程碑 收官：2017年7月31日（还有31天）" in found
    assert "考核得分" not in found
    english = status(USUAL, "--at", "2017-06-26", "--lang", "en")
    assert "◆ milestone 启动会: 2017-06-26 (today)" in english
    told = json.loads(status(USUAL, "--json", "--at", "2017-06-30"))[0]
    assert [one["on"] for one in told["milestones"]] == ["2017-06-26", "2017-07-31"]
    north = told["assessed"]["north"]
    assert north["on_time"] == north["on_time_original"] == {"in_time": 0, "due": 1}
    assert north["place"] is None
    lost = {"item": 0, "text": "未报一次扣2分", "source": "六", "points": "2", "measure": None}
    trail = [lost | {"obligation": f"{KEY}/report/north/2017-06"}]
    assert north["score"] == {"total": "98", "lost": trail, "unknown": []}


def test_nobody_is_ranked_or_scored_until_it_is_declared(status: Callable[..., str]) -> None:
    told = json.loads(status(USUAL, "--json", "--at", "2017-06-30"))[0]
    assert {"assessed", "milestones"} & set(told) == set()
    assert "按时率" not in status(USUAL, "--at", "2017-06-30")


def test_progress_against_time_stands_with_its_counts_in_both_languages(status: Callable[..., str]) -> None:
    """On 30 June 30 of 214 days are gone, and of three reports due none is filed."""
    found = status(THREE, "--at", "2017-06-30")
    assert "▲ 完成0/3（0%），时间已过14%，落后14个百分点（黄灯）" in found
    assert "★ 红牌督办" in found
    assert "◇ 逾期·蓝灯" in found
    english = status(THREE, "--at", "2017-06-30", "--lang", "en")
    assert "▲ 0 of 3 done (0%), 14% of the time gone, 14 points behind (yellow)" in english
    assert "◆ overdue," in english
    early = status(THREE, "--at", "2017-06-20")
    assert "— 尚无到期事项，时间已过9%" in early
    told = json.loads(status(THREE, "--json", "--at", "2017-06-30"))[0]["total"]["progress"]
    counts = {"done": 0, "of": 3, "days_gone": 30, "days": 214}
    assert told == counts | {"behind": 14.0, "light": "yellow"}
