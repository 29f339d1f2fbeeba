"""`duban plan` in every form: to the screen, into a file that is never overwritten by accident, and refusals."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from campaigns.faults import RefusalError
from cli.main import duban

DECLARATION = Path(__file__).resolve().parent.parent / "campaigns.yaml"
TEXTS = ("table", "words", "json", "mermaid", "svg", "csv")


def run(*arguments: object, code: int = 0) -> str:
    """What the command prints, once it ended with `code`; a refusal's words where it was refused."""
    line = ["plan", "tianjin-2017", "--file", DECLARATION, *arguments]
    done = CliRunner().invoke(duban, [str(one) for one in line])
    if isinstance(done.exception, RefusalError):
        assert code == 1
        return str(done.exception)
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("form", TEXTS)
def test_a_form_is_the_same_on_the_screen_and_in_a_file(form: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    assert "已写入" in run("--as", form, "--out", file)
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    written = file.read_bytes().decode(encoding).replace("\r\n", "\n")
    assert written == run("--as", form).replace("\r\n", "\n")
    assert "专项行动月报" in written


def test_without_a_form_it_is_the_table_as_ever() -> None:
    assert run() == run("--as", "table")
    assert "若无人报送，将产生 516 条提醒、催办、督办" in run()


def test_svg_is_well_formed_and_takes_today(tmp_path: Path) -> None:
    run("--as", "svg", "--out", tmp_path / "a.svg", "--today", "2017-10-26")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ET.fromstring(text).tag.endswith("svg")  # noqa: S314 - our own text
    assert "今天 10.26" in text
    assert "今天" not in run("--as", "svg")


def test_xlsx_opens_and_csv_has_a_row_for_each_task_and_duty(tmp_path: Path) -> None:
    run("--as", "xlsx", "--out", tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["任务分解表", "提醒计划", "每周负荷"]
    table = list(csv.reader(io.StringIO(run("--as", "csv"), newline="")))
    assert table[0][:3] == ["序号", "工作任务", "牵头单位"]
    assert len(table) == 1 + 8 + 19


def test_notices_and_load_are_listed_where_they_are_asked_for() -> None:
    said = run("--notices", "--load")
    assert said.count("2017-10-27 08:30") == 16
    assert "2017-W43" in said
    assert "2017-10-27 08:30" not in run()
    notices = list(csv.reader(io.StringIO(run("--as", "csv", "--notices"), newline="")))
    assert len(notices) == 1 + 516
    load = list(csv.reader(io.StringIO(run("--as", "csv", "--load"), newline="")))
    assert load[-1][0] == "合计"
    assert load[-1][-1] == "129"


def test_json_has_the_load_by_unit_and_week() -> None:
    load = json.loads(run("--json"))["load"]
    assert {
        "unit": "heping",
        "unit_title": "和平区市场监管局",
        "week": "2017-W43",
        "from": "2017-10-23",
        "due": 1,
    } in load
    assert sum(one["due"] for one in load) == 129
    assert run("--json") == run("--as", "json")


def test_a_file_that_is_there_is_only_overwritten_by_force(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("mine", encoding="utf-8")
    assert "--force" in run("--as", "csv", "--out", file, code=1)
    assert file.read_text(encoding="utf-8") == "mine"
    run("--as", "csv", "--out", file, "--force")
    assert "专项行动月报" in file.read_text(encoding="utf-8-sig")
    assert [one.name for one in tmp_path.iterdir()] == ["plan.csv"]


def test_neither_the_declaration_nor_a_folder_becomes_the_output(tmp_path: Path) -> None:
    before = DECLARATION.read_bytes()
    run("--as", "csv", "--out", DECLARATION, "--force", code=2)
    assert DECLARATION.read_bytes() == before
    assert "文件夹" in run("--as", "csv", "--out", tmp_path, "--force", code=1)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--as", "xlsx"),
        ("--as", "table", "--today", "2017-10-26"),
        ("--as", "svg", "--notices"),
        ("--as", "mermaid", "--load"),
        ("--as", "csv", "--why"),
        ("--as", "csv", "--notices", "--load"),
        ("--json", "--as", "svg"),
        ("--force",),
        ("--as", "pdf"),
        ("--as", "svg", "--today", "tomorrow"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(wrong: tuple[str, ...]) -> None:
    run(*wrong, code=2)


@pytest.mark.slow
@pytest.mark.parametrize("form", [*TEXTS, "xlsx"])
def test_every_form_is_made_for_every_campaign_in_both_languages(form: str, tmp_path: Path) -> None:
    for key in ("binhai-2023", "hohhot-2023", "heping-2021", "linyi-2022"):
        for lang in ("zh", "en"):
            file = tmp_path / f"{key}.{lang}"
            line = ["plan", key, "--file", DECLARATION, "--as", form, "--lang", lang, "--out", file]
            done = CliRunner().invoke(duban, [str(one) for one in line])
            assert done.exit_code == 0, done.output
            assert file.stat().st_size > 50
