"""Statistics tables by the command line: a CSV file in, the receipt, the explanation, the roll-up, the proof."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cli.main import duban
from tests.cast import KEY, small_yaml
from tests.test_actions_figures import FORM, ONE_LINE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

SIGNED = ("--field", "填报人=李某", "--field", "联系电话=0012345678", "--field", "填报日期=2017-06-20")
WHOLE = "项目,计量单位,本月,累计\n检查网店,个,１２,\n问题网店,个,3,\n罚没款,万元,1.5,\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command on a folder in which the small action was launched, woken on 20 June 2017."""

    def call(*arguments: object) -> Result:
        words = [*map(str, arguments), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(duban, words)

    declared = tmp_path / "campaigns.yaml"
    declared.write_text(small_yaml().replace(ONE_LINE, FORM), encoding="utf-8")
    launched = call("launch", KEY, "--at", "2017-06-19T09:00", "--file", declared)
    assert launched.exit_code == 0, launched.output
    assert call("wake", "--at", "2017-06-20T09:00").exit_code == 0
    return call


def submit(
    run: Run, folder: Path, unit: str, text: str = WHOLE, *more: str, encoding: str = "utf-8"
) -> Result:
    file = folder / f"{unit}.csv"
    file.write_text(text, encoding=encoding)
    words = ("--as", f"unit:{unit}", "--form", f"table={file}", "--text", "开展情况=已检查")
    done = run("submit", f"{KEY}/report/{unit}/2017-06", *words, *SIGNED, *more)
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_the_receipt_shows_what_was_read(run: Run, tmp_path: Path, encoding: str) -> None:
    said = submit(run, tmp_path, "north", encoding=encoding).output
    assert "材料齐全，已办结" in said
    [line] = [line for line in said.splitlines() if "检查网店" in line]
    assert line.replace(" ", "") == "│检查网店│个│12│—│"


def test_the_receipt_as_json_has_the_cells_and_the_doubts(run: Run, tmp_path: Path) -> None:
    told = json.loads(submit(run, tmp_path, "north", WHOLE.replace("3", "30"), "--json").output)
    assert told["doubts"] == ["“问题网店（本月）”填30，大于12（检查网店）"]
    assert told["values"]["统计表"][0] == {"row": "shops", "column": "本月", "typed": "１２", "value": "12"}


def test_a_cell_that_cannot_be_read_is_marked_and_told_in_both_languages(run: Run, tmp_path: Path) -> None:
    said = submit(run, tmp_path, "north", WHOLE.replace("１２", "3场")).output
    assert "材料不齐，已收下，收到时间有效" in said
    assert "3场 ✘" in said
    assert "“检查网店（本月）”填的是“3场”：只写数字，不写计量单位和其他文字；请写 3" in said
    again = submit(run, tmp_path, "north", WHOLE.replace("１２", "3场"), "--lang", "en").output
    assert "“检查网店（本月）”: “3场” write the figure alone, without unit or words; write 3" in again


def test_the_explanation_shows_the_table_of_the_newest_filing(run: Run, tmp_path: Path) -> None:
    submit(run, tmp_path, "north")
    key = f"{KEY}/report/north/2017-06"
    assert "罚没款" in run("explain", key).output
    forms = json.loads(run("explain", key, "--json").output)["forms"]
    assert [cell["value"] for cell in forms["table"]] == ["12", "3", "1.5"]
    assert json.loads(run("explain", f"{KEY}/report/south/2017-06", "--json").output)["forms"] == {}


def rolled(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("rollup", KEY, "table", "--json", *more).output)
    return found


def test_the_roll_up_as_table_json_and_csv(run: Run, tmp_path: Path) -> None:
    submit(run, tmp_path, "north")
    submit(run, tmp_path, "south", WHOLE.replace("１２", "8").replace("1.5", ""))
    out = tmp_path / "汇总.csv"
    done = run("rollup", KEY, "table", "--csv", out)
    assert done.exit_code == 0, done.output
    for part in (
        "统计表 · 2017-06 · 2017-06-16 – 2017-06-28（月报）",
        "应报3家，已报2家",
        "未报送（1家）：东堤区局",
        "“罚没款（本月）”未填或读不出（1家）：南塘区局",
        "已计入但尚未办结（1家）：南塘区局",
    ):
        assert part in done.output
    told = rolled(run)
    assert (told["missing"], told["open"], told["simulated"]) == (["east"], ["south"], True)
    assert told["cells"][0]["now"] == {"total": "20", "gave": 2}
    assert told["cells"][2]["now"] == {"total": "1.5", "gave": 1}
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert table[:2] == [
        ["项目", "计量单位", "本月", "填报家数", "累计"],
        ["检查网店", "个", "20", "2", "20"],
    ]
    assert ["未报送（1家）：东堤区局"] in table
    again = run("rollup", KEY, "table", "--csv", out)
    assert "已经存在" in str(again.exception)
    assert out.read_bytes() == content


def test_the_roll_up_of_a_past_instant(run: Run, tmp_path: Path) -> None:
    submit(run, tmp_path, "north")
    assert rolled(run, "--at", "2017-06-19T12:00")["missing"] == ["north", "south", "east"]
    assert rolled(run, "--at", "2017-06-20")["missing"] == ["south", "east"]
    english = run("rollup", KEY, "table", "--lang", "en").output
    assert "1 of 3 units filed" in english
    assert "not filed (2): 南塘区局, 东堤区局" in english


def test_from_the_file_to_the_proof(run: Run, tmp_path: Path) -> None:
    submit(run, tmp_path, "north")
    done = run("verify", "--rebuild")
    assert (done.exit_code, "重建后逐格一致" in done.output) == (0, True)


def test_a_form_option_without_a_file_is_wrong_usage(run: Run) -> None:
    done = run("submit", f"{KEY}/report/north/2017-06", "--as", "unit:north", "--form", "table.csv")
    assert done.exit_code == 2
    assert "应写成 名称=内容" in done.output
