"""A proposal from above as a coordinator meets it on the command line, in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from cli.main import duban
from tests.cascade_scenes import CITY, CLOSING, NORTH, cascade

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, verb: str, *arguments: str, declares: bool = True) -> Result:
    file = ["--file", str(folder / "campaigns.yaml")] if declares else []
    return CliRunner().invoke(duban, [verb, *arguments, "--data", str(folder / "data"), *file])


def amended(folder: Path) -> Result:
    """Both launched in July, the city amended in August."""
    (folder / "campaigns.yaml").write_text(cascade(), encoding="utf-8")
    for key, at in ((CITY, "2017-07-10T09:00"), (NORTH, "2017-07-11T09:00")):
        assert run(folder, "launch", key, "--at", at).exit_code == 0
    (folder / "campaigns.yaml").write_text(cascade(CLOSING), encoding="utf-8")
    return run(folder, "launch", CITY, "--at", "2017-08-02T09:00", "--yes")


def test_who_amends_above_is_told_whom_it_concerns_below(tmp_path: Path) -> None:
    assert f"◇ 下级 {NORTH} 有期限随之变动，已提请其采纳；采纳之前不变" in amended(tmp_path).output


def test_status_diff_and_history_show_it_until_it_is_taken(tmp_path: Path) -> None:
    amended(tmp_path)
    line = "◇ 上级“海城市网络市场行动”第2版改动2件事项的期限，尚未采纳"
    assert line in run(tmp_path, "status", NORTH, declares=False).output
    assert "would move 2 deadline(s)" in run(tmp_path, "status", "--lang", "en", declares=False).output
    assert line not in run(tmp_path, "status", NORTH, "--at", "2017-08-01", declares=False).output
    diff = run(tmp_path, "plan", NORTH, "--diff").output
    assert line in diff
    assert "2017-12-08 24:00" in diff
    history = run(tmp_path, "history", NORTH, declares=False).output
    assert "上级“海城市网络市场行动”第2版提议：2件事项的期限变动，待采纳 · 系统" in history
    english = run(tmp_path, "history", NORTH, "--lang", "en", declares=False).output
    assert "revision 2 of 海城市网络市场行动 above would move 2 deadline(s) here" in english
    assert run(tmp_path, "launch", NORTH, "--at", "2017-08-03T09:00").exit_code == 1
    assert run(tmp_path, "launch", NORTH, "--at", "2017-08-03T09:00", "--yes").exit_code == 0
    assert "◇" not in run(tmp_path, "status", NORTH, declares=False).output
    assert "◇" not in run(tmp_path, "plan", NORTH, "--diff").output


def test_programs_get_it_as_data(tmp_path: Path) -> None:
    amended(tmp_path)
    (found,) = json.loads(run(tmp_path, "status", NORTH, "--json", declares=False).stdout)
    assert (found["proposed"]["parent"], found["proposed"]["revision"]) == (CITY, 2)
    assert [one["id"] for one in found["proposed"]["changes"]] == [
        f"{NORTH}/summary/bridge",
        f"{NORTH}/summary/hill",
    ]
    assert (
        json.loads(run(tmp_path, "plan", NORTH, "--diff", "--json").stdout)["proposed"] == found["proposed"]
    )
    (city,) = json.loads(run(tmp_path, "status", CITY, "--json", declares=False).stdout)
    assert city["proposed"] is None


def test_explain_tells_the_chain_and_the_notice(tmp_path: Path) -> None:
    amended(tmp_path)
    shown = run(tmp_path, "explain", f"{NORTH}/summary/bridge", declares=False).output
    assert "上级期限2017-12-08：海城市网络市场行动·总结" in shown
    assert "↑ 海城市网络市场行动·总结" in shown
    assert "→ 北山区局 办公室 上级改动 待发出" in shown
    told = json.loads(run(tmp_path, "explain", f"{NORTH}/summary/bridge", "--json", declares=False).stdout)
    assert [one["id"] for one in told["above"]] == [f"{CITY}/summary/north"]


def test_a_launch_ahead_of_the_campaign_above_is_refused_in_both_languages(tmp_path: Path) -> None:
    amended(tmp_path)
    (tmp_path / "campaigns.yaml").write_text(cascade(), encoding="utf-8")
    refused = run(tmp_path, "launch", NORTH, "--yes")
    assert (refused.exit_code, f"请先运行 duban launch {CITY}" in str(refused.exception)) == (1, True)
