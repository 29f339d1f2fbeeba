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

    def call(lights: str, *arguments: str) -> str:
        file = tmp_path / "campaigns.yaml"
        file.write_text(small_yaml().replace(USUAL, lights), encoding="utf-8")
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
    assert told == counts | {"reported": None, "behind": 14.0, "light": "yellow"}
