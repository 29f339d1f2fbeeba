"""init and schema as a coordinator meets them: a file to begin with, sound, and completed by editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from actions.beginning import packaged
from actions.declared import Declared, load
from campaigns.schema import schema
from cli.main import duban
from tests.cast import calendars
from tests.two_tongues import tokens

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = load(packaged(), calendars())
KEYS = list(PACKAGED.declaration.campaigns)
FIRST_LINE = "# yaml-language-server: $schema=./campaigns.schema.json\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(duban, [str(argument) for argument in arguments])


def written(folder: Path, *arguments: str) -> tuple[str, Declared]:
    file = folder / "campaigns.yaml"
    done = run("init", file, *arguments)
    assert done.exit_code == 0, done.output
    return file.read_text(encoding="utf-8"), load(file, calendars())


@pytest.mark.parametrize("keys", ["zh", "en"])
def test_the_first_file_is_sound_and_names_its_schema_in_its_first_line(keys: str, tmp_path: Path) -> None:
    text, declared = written(tmp_path, "--keys", keys)
    assert text.startswith(FIRST_LINE)
    assert (tmp_path / "campaigns.schema.json").read_text(encoding="utf-8") == as_published()
    assert [fault.severity for fault in declared.warnings] == ["warning"] * len(declared.warnings)
    assert text.count("#") > 8
    assert {
        token.written == (token.chinese if keys == "zh" else token.english) for token in tokens(text)
    } == {True}


def as_published() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def test_keys_are_in_the_language_of_the_command_unless_told(tmp_path: Path) -> None:
    assert "    tasks:" in written(tmp_path / "en", "--lang", "en")[0]
    assert "    任务:" in written(tmp_path / "zh")[0]


@pytest.mark.parametrize("key", KEYS)
def test_a_campaign_of_the_program_comes_with_all_it_reaches_and_the_same_plan(
    key: str, tmp_path: Path
) -> None:
    text, declared = written(tmp_path, "--like", key, "--keys", "zh")
    assert text.startswith(FIRST_LINE)
    assert list(declared.declaration.campaigns) == [key]
    assert declared.planner(key).plan() == PACKAGED.planner(key).plan()
    assert len(declared.declaration.units) == len(PACKAGED.planner(key).declaration.units)


def test_comments_come_along(tmp_path: Path) -> None:
    text, _ = written(tmp_path, "--like", "tianjin-2017", "--keys", "en")
    assert "# always shown in this order" in text
    assert "# The document says 各区市场监管局 without a list" in text
    assert "heping-2021" not in text


def test_an_unknown_campaign_is_told_with_the_nearest_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("init", tmp_path / "campaigns.yaml", "--like", "tianjin-2018")
    assert done.exit_code == 1
    assert "没有名为“tianjin-2018”的专项行动" in done.output
    assert "是不是“tianjin-2017”？" in done.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    mine, beside = tmp_path / "campaigns.yaml", tmp_path / "campaigns.schema.json"
    mine.write_text("duban: 1\n", encoding="utf-8")
    done = run("init", mine)
    assert done.exit_code == 1
    assert (mine.read_text(encoding="utf-8"), beside.exists()) == ("duban: 1\n", False)
    beside.write_text("{}", encoding="utf-8")
    assert run("init", tmp_path / "other.yaml").exit_code == 0
    assert beside.read_text(encoding="utf-8") == "{}"


def test_the_schema_is_printed_as_it_is_published() -> None:
    assert run("schema").stdout == as_published()
