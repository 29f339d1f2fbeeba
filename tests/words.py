"""What the pages say: every phrase of templates and code that is marked for the catalogue, and where it stands."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = Path(__file__).resolve().parent.parent / "web"
#: What marks a phrase: in templates `_`, in code `words` and `visit.say`.
MARKS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "words": None}
_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}}


def phrases() -> dict[str, str]:
    """Each marked phrase, and the first place where it stands."""
    found: dict[str, str] = {}
    for name, line, message, *_ in extract_from_dir(WEB, _METHODS, _OPTIONS, keywords=MARKS, comment_tags=()):
        for text in message if isinstance(message, tuple) else (message,):
            found.setdefault(text, f"{name}:{line}")
    return found


def is_chinese(text: str) -> bool:
    """Whether a Chinese character stands in `text`."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def unmarked_in_code() -> Iterator[str]:
    """Chinese in the code that nothing marks: no docstring, and not one half of a refusal in two languages."""
    for path in sorted(WEB.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        fine = {id(node) for node in _docstrings(tree)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            said_twice = len(call.args) > 1 and name.endswith("Error")
            # What is printed on the terminal is in both languages at once.
            if name in {*MARKS} or said_twice or (name == "say" and isinstance(call.func, ast.Name)):
                fine |= {id(inner) for one in call.args for inner in ast.walk(one)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and is_chinese(text) and id(node) not in fine:
                yield f"{path.relative_to(WEB)}:{getattr(node, 'lineno', 0)} {text}"


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
