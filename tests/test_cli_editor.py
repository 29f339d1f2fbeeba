"""The schema in a real editor's language server: completion, meaning and mistakes, in both languages of the keys."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from campaigns.meanings import meaning
from tests.cast import small_yaml
from tests.language_server import LanguageServer
from tests.test_cli_init import FIRST_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = "yaml-language-server@1.23.0"
SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "campaigns.schema.json"
TASK = "      package:\n        title: 总结材料\n"
pytestmark = [pytest.mark.soak, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """The language server, from npm into a folder of its own, over a folder with the published schema."""
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm, "make soak needs npm: the schema is tried in yaml-language-server"
    assert node, "make soak needs node: the schema is tried in yaml-language-server"
    home, folder = tmp_path_factory.mktemp("npm"), tmp_path_factory.mktemp("declarations")
    install = [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "--ignore-scripts", SERVER]
    subprocess.run(install, check=True, capture_output=True, cwd=home)
    shutil.copy(SCHEMA, folder / SCHEMA.name)
    program = home / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    with LanguageServer([node, str(program), "--stdio"], folder) as server:
        yield server


def opened(editor: LanguageServer, name: str, text: str, at: str) -> tuple[dict[str, Any], int]:
    """The file, and the line that ends with what stands `at`, from 0."""
    whole = FIRST_LINE + text
    return editor.open(name, whole), whole[: whole.index(at) + len(at)].count("\n")


def means(key: str) -> str:
    """What a key of a task means, as the published schema says it."""
    found = meaning(("Task",), key)
    assert found is not None
    return found[0]


def test_a_task_offers_its_keys_with_their_meaning(editor: LanguageServer) -> None:
    new = "      survey:\n        title: 摸底\n"
    document, line = opened(editor, "task.yaml", f"{small_yaml()}{new}        \n", new)
    offered = editor.completions(document, line, 8)
    assert {"deadline", "lead", "cooperating", "via", "to", "phase"} <= set(offered)
    assert {"期限", "牵头", "报送材料"} <= set(offered)
    assert "title" not in offered
    for key in ("deadline", "lead"):
        assert means(key) in str(offered[key].get("documentation"))


def test_a_task_in_chinese_offers_chinese_keys(editor: LanguageServer) -> None:
    text = "督办: 1\n专项行动:\n  qinghe:\n    任务:\n      月报:\n        标题: 月报\n        \n"
    document, line = opened(editor, "zh.yaml", text, "标题: 月报\n")
    offered = editor.completions(document, line, 8)
    assert {"期限", "牵头", "责任单位", "报送材料"} <= set(offered)
    assert means("deadline") in str(offered["期限"].get("documentation"))


@pytest.mark.parametrize(("wrong", "right"), [("dedline", "deadline"), ("期线", "deadline")])
def test_a_key_that_is_not_known_is_marked_where_it_stands(
    editor: LanguageServer, wrong: str, right: str
) -> None:
    text = small_yaml().replace(
        f"{TASK}        responsible: bureaus\n        {right}",
        f"{TASK}        responsible: bureaus\n        {wrong}",
    )
    document, line = opened(editor, f"{wrong}.yaml", text, f"        {wrong}")
    found = editor.diagnostics(document)
    assert [
        one
        for one in found
        if one["range"]["start"] == {"line": line, "character": 8} and wrong in one["message"]
    ], found


def test_a_sound_declaration_has_no_marks(editor: LanguageServer) -> None:
    document, _ = opened(editor, "sound.yaml", small_yaml(), "duban")
    assert editor.diagnostics(document) == []


def test_the_meaning_of_a_key_is_shown_where_the_mouse_rests(editor: LanguageServer) -> None:
    document, line = opened(
        editor, "hover.yaml", small_yaml(), "responsible: bureaus\n        deadline: {text: 7月14日前"
    )
    assert means("deadline") in editor.hover(document, line, 10)
