"""The README in both languages: complete, alike, and true; its first campaign is played as it stands there."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli.main import VERBS, duban
from tests.documents import HOUSE, READMES, Shown, blocks, codes, matches, prose, read, rows, section, shown

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {"README.md": "## Commands", "README.zh-CN.md": "## 命令"}
LANGUAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
#: They need minutes or Ctrl+C, and have tests of their own.
NOT_PLAYED = ("make ", "duban up")
A_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
A_TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)


def invoke(command: str, lang: str) -> str:
    """Run a `duban` command in this process; its output, once it ended well."""
    words = shlex.split(command)[1:]
    result = CliRunner(env={"DUBAN_LANG": lang}).invoke(duban, words, prog_name="duban")
    assert result.exit_code == 0, f"{command}\n{result.output}"
    return result.output


def assert_shown(one: Shown, lang: str) -> None:
    output = invoke(one.command, lang)
    missing = [line for line in one.lines if not matches(line, output)]
    assert missing == [], f"{one.command} printed\n{output}"


# --- alike --------------------------------------------------------------------------------------------------


def test_both_readmes_have_the_same_headings() -> None:
    english, chinese = ([len(marks) for marks in A_HEADING.findall(prose(read(name)))] for name in READMES)
    assert english == chinese


def test_both_readmes_declare_and_play_the_same_campaign() -> None:
    english, chinese = (read(name) for name in READMES)
    assert blocks(english, "yaml") == blocks(chinese, "yaml")
    assert [one.command for one in shown(english)] == [one.command for one in shown(chinese)]


def test_both_readmes_lead_to_each_other() -> None:
    english, chinese = READMES
    assert f"]({chinese})" in read(english)
    assert f"]({english})" in read(chinese)


# --- complete -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES)
def test_every_verb_has_its_row_in_the_order_in_which_help_lists_them(readme: str) -> None:
    table = rows(section(read(readme), COMMANDS[readme]))
    assert [codes(row[0])[0] for row in table] == list(VERBS)
    assert all(row[1] for row in table)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    result = CliRunner().invoke(duban, [verb, "--help"], prog_name="duban")
    assert result.exit_code == 0, result.output
    assert f"duban {verb}" in result.output


@pytest.mark.parametrize("readme", READMES)
def test_no_verb_is_named_as_missing_that_is_there(readme: str) -> None:
    missing = {word for line in read(readme).splitlines() if "`export`" in line for word in codes(line)}
    assert "export" in missing
    assert missing & set(VERBS) == set()


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_is_explained(readme: str) -> None:
    targets = set(A_TARGET.findall(read("Makefile")))
    explained = {row[0] for row in rows(read(readme)) if row[0].startswith("`make ")}
    assert explained == {f"`make {target}`" for target in targets}


@pytest.mark.parametrize("readme", READMES)
def test_every_page_of_docs_is_named(readme: str) -> None:
    pages = {page.relative_to(HOUSE).as_posix() for page in HOUSE.glob("docs/*.md")}
    assert pages
    assert {page for page in pages if f"]({page})" not in read(readme)} == set()


# --- true ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES)
def test_the_reasons_that_are_shown_are_the_ones_that_plan_gives(
    readme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HOUSE)
    one = next(one for one in shown(read(readme)) if "tianjin-2017" in one.command)
    assert len(one.lines) > 1
    assert_shown(one, LANGUAGES[readme])


@pytest.mark.parametrize("readme", READMES)
def test_the_first_campaign_goes_as_the_readme_tells_it(
    readme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = read(readme)
    (declaration,) = blocks(text, "yaml")
    (tmp_path / "campaigns.yaml").write_text(declaration, encoding="utf-8")
    played = [
        one
        for one in shown(text)
        if "tianjin-2017" not in one.command and not one.command.startswith(NOT_PLAYED)
    ]
    assert {one.command.split()[1] for one in played} >= {"check", "plan", "launch", "submit", "verify"}
    for one in played:
        assert_shown(one, LANGUAGES[readme])


@pytest.mark.parametrize("readme", READMES)
def test_the_fault_that_is_shown_is_the_one_that_check_finds(
    readme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = read(readme)
    (declaration,), (fault,) = blocks(text, "yaml"), blocks(text, "text")
    broken = declaration.replace(
        "        responsible: districts           #", "        responsable: districts           #"
    )
    assert broken != declaration
    (tmp_path / "campaigns.yaml").write_text(broken, encoding="utf-8")
    result = CliRunner(env={"DUBAN_LANG": LANGUAGES[readme]}).invoke(duban, ["check"])
    assert result.exit_code == 1
    assert fault.strip() in result.output


def test_check_and_plan_never_pay_for_prefect_or_sql() -> None:
    program = "import cli.declare, sys; print(sorted({'prefect', 'sqlalchemy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert ast.literal_eval(done.stdout) == []
