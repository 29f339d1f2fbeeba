"""A split declaration as a coordinator meets it: every verb reads it, and each fault shows its own file's line."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from tests.bad_declarations.parts import MAIN, including, laid_out
from tests.cast import KEY, REAL_FILE, small_yaml
from tests.split import split

if TYPE_CHECKING:
    from pathlib import Path

REAL = REAL_FILE.read_text(encoding="utf-8")
EXAMPLE = REAL_FILE.parent / "docs" / "examples" / "yunqi-2026"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(duban, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return laid_out(tmp_path, split(REAL, random.Random(0)))  # noqa: S311 - no secrets


def test_a_fault_in_a_part_is_shown_with_the_parts_line_and_a_caret(tmp_path: Path) -> None:
    part = "# 和平区\n单位:\n  hp: {名称: 和平区市场监管局, 类型: 区局}\n"
    file = laid_out(tmp_path, {MAIN: including("units/*.yaml"), "units/和平.yaml": part})
    done = run("check", file)
    assert done.exit_code == 1
    assert done.stderr == (
        "units/和平.yaml:3:3: 错误：缺少“类别”\n"
        "   3 |   hp: {名称: 和平区市场监管局, 类型: 区局}\n"
        "     |   ^^  请补上“类别: …”\n"
        "units/和平.yaml:3:30: 错误：不认识的字段“类型”\n"
        "   3 |   hp: {名称: 和平区市场监管局, 类型: 区局}\n"
        "     |                                ^^^^  是不是“类别”？\n"
        "✘ 2 处错误\n"
    ).replace("30", str(part.split("\n")[2].index("类型") + 1))
    told = json.loads(run("check", file, "--json").stdout)["faults"]
    assert [(one["file"], one["line"]) for one in told] == [("units/和平.yaml", 3)] * 2


def test_a_path_out_of_the_folder_is_shown_at_the_entry(tmp_path: Path) -> None:
    file = laid_out(tmp_path / "in", {MAIN: including("[../secret.yaml]")})
    (tmp_path / "secret.yaml").write_text("units: {secret: {name: 秘密局}}", encoding="utf-8")
    done = run("check", file, "--lang", "en")
    assert done.stderr == (
        "campaigns.yaml:2:11: error: “../secret.yaml” lies outside the folder of the declaration\n"
        "   2 | include: [../secret.yaml]\n"
        "     |           ^^^^^^^^^^^^^^  move it into that folder and write the path from here, e.g. units/*.yaml\n"
        "✘ 1 error(s)\n"
    )


def test_a_warning_in_a_part_shows_the_parts_line(file: Path) -> None:
    done = run("check", file)
    assert done.exit_code == 0
    heads = [line for line in done.stderr.split("\n") if ": 提醒：" in line]
    assert len(heads) == 105
    assert {line.partition(":")[0] for line in heads} >= {
        "campaigns/0-tianjin-2017.yaml",
        "campaigns/4-linyi-2022.yaml",
    }
    assert (
        "campaigns/0-tianjin-2017.yaml:2:3: 提醒：16家单位不在文件所列之内：和平区局、河东区局、河西区局…\n"
        "   2 |   tianjin-2017:\n"
        "     |   ^^^^^^^^^^^^  请核对名单\n"
    ) in done.stderr


@pytest.mark.parametrize("key", ["tianjin-2017", "hohhot-2023", "heping-2021"])
def test_the_plan_is_that_of_the_whole(key: str, file: Path) -> None:
    plans = [json.loads(run("plan", key, "--file", one, "--json").stdout) for one in (file, REAL_FILE)]
    for plan in plans:
        plan["warnings"] = sorted((one["code"], one["message"], one["hint"]) for one in plan["warnings"])
    assert plans[0] == plans[1]


def test_no_file_of_the_declaration_is_overwritten_by_its_plan(file: Path) -> None:
    for part in ("units.yaml", "campaigns/0-tianjin-2017.yaml", MAIN):
        before = (file.parent / part).read_bytes()
        done = run("plan", "--as", "svg", "--out", file.parent / part, "--force", "--file", file)
        assert done.exit_code == 2
        assert (file.parent / part).read_bytes() == before


def test_each_file_is_put_into_the_other_language_alone(file: Path) -> None:
    unit = file.parent / "units.yaml"
    assert run("fmt", unit, "--keys", "zh").output == "✔ units.yaml 已改写\n"
    assert unit.read_text(encoding="utf-8").startswith("单位:")
    assert run("fmt", file, "--keys", "zh").exit_code == 0
    assert "包含: [units.yaml" in file.read_text(encoding="utf-8")
    assert run("check", file).exit_code == 0
    assert run("fmt", file.parent / "more" / "rest.yaml", "--keys", "zh", "--check").exit_code == 1


def test_a_split_campaign_is_launched_amended_rehearsed_and_verified(tmp_path: Path) -> None:
    file = laid_out(tmp_path, split(small_yaml(), random.Random(0)))  # noqa: S311 - no secrets
    own: list[str | Path] = ["--file", file, "--data", tmp_path / "data"]
    assert run("launch", KEY, "--at", "2017-06-19T09:00", *own).exit_code == 0
    part = tmp_path / "campaigns" / f"0-{KEY}.yaml"
    part.write_text(part.read_text(encoding="utf-8").replace("2017-07-14}", "2017-07-21}"), encoding="utf-8")
    shown = run("plan", KEY, "--diff", *own)
    assert shown.exit_code == 0
    assert "总结材料" in shown.output
    assert "2017-07-21" in shown.output
    assert run("launch", KEY, *own).exit_code != 0
    assert run("launch", KEY, "--yes", *own).exit_code == 0
    assert run("verify", "--rebuild", "--data", tmp_path / "data").exit_code == 0
    assert run("rehearse", KEY, "--file", file, "--until", "2017-07-01", "--json").exit_code == 0


def test_the_split_example_is_sound_and_its_parts_are_what_it_says(tmp_path: Path) -> None:
    done = run("check", EXAMPLE / MAIN, "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert run("plan", "spring-2026", "--file", EXAMPLE / MAIN, "--data", tmp_path).exit_code == 0
    assert len(list(EXAMPLE.rglob("*.yaml"))) == 5
