"""The sabotage harness stays usable: every patch still applies and names a test that exists."""

from __future__ import annotations

import ast
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.sabotage.run import HERE, LEFT_OUT, ROOT, TABLE, apply, main

if TYPE_CHECKING:
    from pathlib import Path


def test_every_patch_has_its_test_and_every_test_its_patch() -> None:
    assert sorted(TABLE) == sorted(patch.stem for patch in HERE.glob("*.patch"))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_patch_applies_and_its_test_exists(name: str) -> None:
    assert apply(ROOT, name, "--check")
    file, _, function = TABLE[name].partition("::")
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_patch_that_does_not_fit_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "actions", tmp_path / "actions", ignore=LEFT_OUT)
    (tmp_path / "actions" / "house.py").write_text("", encoding="utf-8")
    assert not apply(tmp_path, "demonstrations-send-mail", "--check")


@pytest.mark.slow
def test_one_sabotage_is_noticed_by_its_test(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reminders-after-filing"]) == 0
    assert "1 of 1 sabotages noticed" in capsys.readouterr().out
