"""fmt as a coordinator meets it: one file, in place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from tests.cast import REAL_FILE
from tests.two_tongues import in_chinese_keys, with_keys

if TYPE_CHECKING:
    from pathlib import Path

REAL = REAL_FILE.read_text(encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(duban, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "campaigns.yaml"
    path.write_text(REAL, encoding="utf-8")
    return path


def test_a_file_is_put_into_chinese_keys_and_back(file: Path) -> None:
    done = run("fmt", file, "--keys", "zh")
    assert (done.exit_code, done.output) == (0, "✔ campaigns.yaml 已改写\n")
    assert file.read_text(encoding="utf-8") == in_chinese_keys(REAL)
    assert run("check", file).exit_code == 0
    done = run("fmt", "--keys", "en", "--file", file, "--lang", "en")
    assert (done.exit_code, done.output) == (0, "✔ campaigns.yaml rewritten\n")
    assert file.read_bytes() == REAL.encode()


def test_check_says_nothing_and_ends_with_one_where_it_would_change_something(file: Path) -> None:
    assert [
        (r.exit_code, r.output) for r in (run("fmt", file, "--keys", k, "--check") for k in ("zh", "en"))
    ] == [
        (1, ""),
        (0, ""),
    ]
    assert file.read_bytes() == REAL.encode()


def test_the_plan_is_the_same_in_either_language(file: Path) -> None:
    plans = []
    for text in (REAL, in_chinese_keys(REAL), with_keys(REAL, 1)):
        file.write_text(text, encoding="utf-8")
        plan = json.loads(run("plan", "tianjin-2017", "--file", file, "--json").stdout)
        # A hint names keys as the file writes them.
        plans.append(
            plan | {"warnings": [(one["line"], one["column"], one["code"]) for one in plan["warnings"]]}
        )
    assert plans[0] == plans[1] == plans[2]
    assert len(plans[0]["obligations"]) > 100


def test_a_byte_order_mark_and_line_ends_stay(file: Path) -> None:
    content = b"\xef\xbb\xbf" + REAL.replace("\n", "\r\n").encode()
    file.write_bytes(content)
    assert run("fmt", file, "--keys", "zh").exit_code == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + in_chinese_keys(REAL).replace("\n", "\r\n").encode()
    assert run("fmt", file, "--keys", "en").exit_code == 0
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", [b"a: [", b"\xff", None])
def test_what_cannot_be_read_is_told_and_left_alone(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    if content is not None:
        file.write_bytes(content)
    done = run("fmt", file, "--keys", "zh")
    assert done.exit_code == 1
    assert "campaigns.yaml:1:" in done.output
    assert "Traceback" not in done.output
    assert (file.read_bytes() if file.exists() else None) == content


def test_no_language_is_guessed(file: Path) -> None:
    assert run("fmt", file).exit_code == 2
    assert file.read_bytes() == REAL.encode()
