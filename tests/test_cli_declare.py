"""check, plan and launch as a coordinator meets them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import duban

ROOT = Path(__file__).parent.parent
DECLARATION = ROOT / "campaigns.yaml"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(duban, [str(argument) for argument in arguments], catch_exceptions=True)


def program(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person starts it, in a process of its own."""
    line = [sys.executable, "-m", "cli", *map(str, arguments)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"}
    return subprocess.run(line, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    text = DECLARATION.read_text(encoding="utf-8")
    text = text.replace("to: netreg\n        via: OA", "to: 网监出\n        via: OA")
    text = text.replace("on: 2017-12-01", "on: 2017-11-31")
    text = text.replace("        title: 专项行动月报\n", "        title: 专项行动月报\n        titel: 月报\n")
    path = tmp_path / "campaigns.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_declaration_that_comes_with_the_program_has_no_fault() -> None:
    done = run("check", DECLARATION)
    assert done.exit_code == 0, done.output
    assert "4个阶段 · 35家单位 · 147件承办事项（129件有期限）" in done.output


def test_strict_counts_warnings_as_problems() -> None:
    done = program("check", DECLARATION, "--strict", cwd=ROOT)
    assert done.returncode == 1
    assert "文件称3个阶段，列出的是4个" in done.stderr


def test_every_fault_comes_at_once_with_place_caret_and_suggestion_and_no_traceback(broken: Path) -> None:
    done = program("check", broken, cwd=broken.parent)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "错误：不认识的字段“titel”" in done.stderr
    assert "是不是“title”？" in done.stderr
    assert "错误：2017年11月只有30天，没有31日" in done.stderr
    line = next(
        n for n, text in enumerate(broken.read_text(encoding="utf-8").split("\n"), 1) if "titel" in text
    )
    assert f"campaigns.yaml:{line}:9:" in done.stderr


def test_check_as_json_names_file_line_column_severity_code_message_and_hint(broken: Path) -> None:
    done = program("check", broken, "--json", cwd=broken.parent)
    faults = json.loads(done.stdout)["faults"]
    assert done.returncode == 1
    assert {"file", "line", "column", "severity", "code", "message", "hint"} == set(faults[0])
    assert {fault["code"] for fault in faults} == {"unknown_key", "no_such_day"}


def test_names_are_checked_once_the_shape_is_right(tmp_path: Path) -> None:
    path = tmp_path / "campaigns.yaml"
    path.write_text(
        DECLARATION.read_text(encoding="utf-8").replace("to: netreg", "to: 网监出", 1), encoding="utf-8"
    )
    done = program("check", path, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert "unit “网监出” is not in the registry" in done.stderr
    assert "did you mean" in done.stderr


@pytest.mark.parametrize("verb", ["check", "plan"])
def test_check_and_plan_never_import_prefect_or_sql(verb: str) -> None:
    code = (
        f"import sys; sys.argv = ['duban', {verb!r}, '--file', {str(DECLARATION)!r}]\n"
        "from cli.main import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    heavy = {'prefect', 'sqlalchemy', 'alembic', 'fastapi', 'aiosmtplib', 'jinja2', 'pendulum'}\n"
        "    heavy |= {'openpyxl', 'asyncio', 'numpy', 'httpx'}\n"
        "    assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def planned() -> Any:
    done = run("plan", "tianjin-2017", "--file", DECLARATION, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_plan_as_json_has_the_published_shape() -> None:
    plan = planned()
    expected = {
        "campaign",
        "title",
        "revision",
        "phases",
        "key_periods",
        "obligations",
        "duties",
        "on_event",
        "notices",
        "load",
        "warnings",
    }
    assert set(plan) == expected
    one = plan["obligations"][0]
    own = {
        "id",
        "task",
        "title",
        "phase",
        "unit",
        "unit_title",
        "role",
        "period",
        "opens",
        "target",
        "breach",
    }
    assert own | {"text", "source", "kind", "provisional", "deliverables"} <= set(one)
    assert {"at", "kind", "unit", "obligation"} == set(plan["notices"][0])
    assert {"file", "line", "column", "code", "message", "hint"} <= set(plan["warnings"][0])
    assert len(plan["duties"]) == 19


def test_phases_open_and_close_on_inclusive_dates() -> None:
    plan = planned()
    assert [phase["opens"] for phase in plan["phases"]] == [
        "2017-06-11",
        "2017-06-21",
        "2017-07-01",
        "2017-11-11",
    ]
    assert [phase["closes"] for phase in plan["phases"]] == [
        "2017-06-20",
        "2017-11-20",
        "2017-10-31",
        "2017-11-30",
    ]


def test_plan_gives_october_and_july_their_two_instants() -> None:
    by_id = {one["id"]: one for one in planned()["obligations"]}
    october = by_id["tianjin-2017/monthly-report/heping/2017-10"]
    assert (october["target"], october["breach"]) == (
        "2017-10-27T17:30:00+08:00",
        "2017-10-29T00:00:00+08:00",
    )
    july = by_id["tianjin-2017/monthly-report/heping/2017-07"]
    assert july["target"] == "2017-07-28T17:30:00+08:00"
    plan = by_id["tianjin-2017/implementation-plan/heping"]
    assert (plan["kind"], plan["target"], plan["breach"]) == ("undated", None, None)


def test_an_unknown_campaign_is_refused_with_a_suggestion() -> None:
    done = program("plan", "tianjin-2016", "--file", DECLARATION, cwd=ROOT)
    assert done.returncode == 1
    assert "是不是“tianjin-2017”？" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert program("plan", "--no-such-option", cwd=tmp_path).returncode == 2
    assert program("no-such-verb", cwd=tmp_path).returncode == 2


def test_a_missing_file_is_a_fault_in_words(tmp_path: Path) -> None:
    done = program("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "找不到文件" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_faulty_declaration_launches_nothing(broken: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = program("launch", "tianjin-2017", "--data", data, "--file", broken, cwd=tmp_path)
    assert done.returncode == 1
    assert not data.exists()
