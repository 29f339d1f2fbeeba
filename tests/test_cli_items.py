"""The commands about items: one or a table is recorded, and the register is listed, in both languages."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from tests.findings import FINDINGS, HEAD, LINHE, table

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A folder of simulated findings on 6 March 2024, and the command on it."""
    data = tmp_path / "data"

    def call(*words: str, lang: str = "zh") -> Result:
        asked = [*words, "--data", str(data)]
        return CliRunner(env={"DUBAN_LANG": lang}).invoke(duban, asked, prog_name="duban")

    launched = call("launch", LINHE, "--file", str(FINDINGS), "--at", "2024-03-06T10:00")
    assert launched.exit_code == 0, launched.output
    return call


def finding(*more: str, number: str = "1号") -> list[str]:
    said = ["record", "finding", "--campaign", LINHE, "--unit", "城东区局", "--number", number]
    fields = ["--field", "问题=亮照亮证不全", "--field", "整改要求=限期补齐"]
    return [*said, "--date", "2024-03-05", *fields, *more]


def test_a_finding_is_recorded_with_its_own_due_date_and_listed(run: Run) -> None:
    done = run(*finding("--due", "2024-03-29"))
    assert done.exit_code == 0, done.output
    assert "linhe-2024/recheck/audit/chengdong/1号" in done.output
    assert "时限由登记的事项写明：2024-03-29" in done.output
    shown = run("items", LINHE)
    assert shown.exit_code == 0
    assert "共1件：在办1件" in shown.output
    assert "复核销号" in shown.output
    assert "1 item(s): 1 open" in run("items", LINHE, "finding", "--lang", "en").output
    [item] = json.loads(run("items", LINHE, "--json").output)["items"]
    assert (item["due"], item["state"], item["next"]) == (
        "2024-03-29",
        "open",
        "linhe-2024/rectify/chengdong/1号",
    )
    assert [step["task"] for step in item["steps"]] == ["rectify", "recheck"]


def test_a_table_is_looked_at_then_recorded_then_known(run: Run, tmp_path: Path) -> None:
    file = str(table(tmp_path, {"发现日期": "2024/3/5"}, {}, encoding="gb18030"))
    asked = ["record", "finding", "--campaign", LINHE, "--import", file]
    assert "✔ 可登记 2 件，早已登记 0 件；承办事项 4 件" in run(*asked, "--dry-run").output
    assert "✔ 已登记 2 件，早已登记 0 件；承办事项 4 件" in run(*asked).output
    assert "✔ recorded: 0, on record already: 2; obligations: 0" in run(*asked, lang="en").output
    listed = tmp_path / "台账.csv"
    assert run("items", LINHE, "--csv", str(listed)).exit_code == 0
    with listed.open(encoding="utf-8-sig", newline="") as content:
        rows = list(csv.DictReader(content))
    assert [row["文号"] for row in rows] == ["督〔2024〕1号", "督〔2024〕2号"]
    assert rows[0]["整改"] == "● 正常 2024-03-29"
    assert run("items", LINHE, "--csv", str(listed)).exit_code == 1
    assert run("items", LINHE, "--unit", "城西区局", "--json").output.strip().endswith('"items": []\n}')


def test_a_faulty_table_says_so_cell_by_cell_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    file = str(table(tmp_path, {"责任单位": "城西区居"}, {"整改时限": "月底"}))
    done = run("record", "finding", "--campaign", LINHE, "--import", file)
    assert done.exit_code == 1
    assert "问题.csv:2：“责任单位”列写的是“城西区居”" in done.output
    assert "问题.csv:3：“整改时限”列写的是“月底”" in done.output
    assert "✘ 2处有误，没有登记任何一件" in done.output
    many = str(table(tmp_path, *[{"整改时限": ""}] * 250, head=HEAD))
    shown = run("record", "finding", "--campaign", LINHE, "--import", many).output
    assert "…… 另有50处" in shown
    assert "✘ 250处有误" in shown
    assert "共0件" in run("items", LINHE).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["record", "finding", "--campaign", LINHE, "--unit", "城东区局"], "--number、--date"),
        (["record", "finding", "--campaign", LINHE, "--import", "f.csv", "--unit", "城东区局"], "单件的选项"),
        (finding("--dry-run"), "--dry-run 与 --import"),
        (finding("--due", "月底"), "2017-09-27"),
        (finding("--field", "问题"), "名称=内容"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_write(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output


def test_a_file_that_is_not_there_and_an_unknown_kind_are_refusals(run: Run) -> None:
    gone = run("record", "finding", "--campaign", LINHE, "--import", "gone.csv")
    assert isinstance(gone.exception, OSError)
    assert "finding" in str(run("items", LINHE, "findings").exception)


def test_words_are_corrected_and_the_history_says_so(run: Run) -> None:
    run(*finding("--due", "2024-03-29"))
    asked = finding("--due", "2024-04-12", "--correct", "--reason", "时限写错")
    done = run(*asked)
    assert done.exit_code == 0, done.output
    assert "2024-03-29 24:00 → 2024-04-12 24:00" in done.output
    assert "更正 1号（时限写错）" in run("history", LINHE).output
    assert "城东区局 1号" in run("history", LINHE, "--task", "recheck").output
