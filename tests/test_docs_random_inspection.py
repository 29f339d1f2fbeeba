"""The page on random inspection is true: its example is played, its hashes are a hash tool's."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING

from click.testing import CliRunner

from campaigns.drawing import Rule, draw, rank
from campaigns.register_files import HEADS, read
from campaigns.registers import Register, unsealed
from cli.drawing import draw as verb
from cli.main import duban
from tests.documents import HOUSE, blocks, codes, matches, rows, section, shown
from tests.documents import read as document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = document("docs/random-inspection.md")
SHOPS, PEOPLE = blocks(PAGE, "csv")
SEED, RULE = "202308 061120", Rule(("风险",), (("高", "50%"), ("低", "20%")))


def targets() -> Register:
    (sealed,) = blocks(PAGE, "text")
    return unsealed(sealed)


def test_the_example_goes_as_the_page_tells_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shops.csv").write_text(SHOPS, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    runner = CliRunner(env={"DUBAN_LANG": "en", "DUBAN_FILE": str(HOUSE / "campaigns.yaml")})
    played = shown(PAGE)
    assert len(played) == 5
    for one in played:
        result = runner.invoke(duban, shlex.split(one.command)[1:], prog_name="duban")
        assert result.exit_code == 0, f"{one.command}\n{result.output}"
        missing = [line for line in one.lines if not matches(line, result.output)]
        assert missing == [], f"{one.command} printed\n{result.output}"


def test_the_register_that_is_shown_sealed_is_the_one_of_the_example() -> None:
    assert read(SHOPS.encode(), "shops.csv", "targets", "5f0c") == targets()


def test_a_hash_tool_gives_the_digest_and_the_rank_that_are_shown(tmp_path: Path) -> None:
    (tmp_path / "targets.txt").write_bytes(targets().sealed().encode())
    commands = [block.removeprefix("$ ").split("\n", 1) for block in blocks(PAGE, "sh")]
    assert len(commands) == 2
    for command, output in commands:
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout == output
    assert targets().digest in commands[0][1]
    assert rank(SEED, targets().digest, "高", "W02") in commands[1][1]


def test_the_ranks_that_are_shown_are_the_ones_that_decide() -> None:
    ranked = [row for row in rows(section(PAGE, "## How it is worked out")) if len(row) == 3]
    told = [(codes(row[0])[0], codes(row[1])[0], row[2]) for row in ranked]
    assert [own for _, own, _ in told] == sorted(rank(SEED, targets().digest, "高", key) for key, *_ in told)
    people = read(PEOPLE.encode(), "people.csv", "inspectors", "00")
    drawn = {one.target: str(one.place) for one in draw(RULE, people, targets(), SEED).choices}
    assert [place for *_, place in told] == [drawn.get(key, "") for key, *_ in told]


def test_every_column_and_every_option_is_explained() -> None:
    columns = [tuple(codes(row[0])) for row in rows(section(PAGE, "## Registers"))[:-1]]
    assert {name for names in columns for name in names} == {
        name for names in HEADS.values() for name in names
    }
    explained = set(re.findall(r"--[a-z-]+", PAGE))
    options = {name for param in verb.params for name in param.opts if name.startswith("--")}
    assert options - explained <= {"--data", "--as", "--lang", "--force"}
