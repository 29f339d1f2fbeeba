"""The page of keys, docs/keys.md, as the table of the program makes it: python -m tests.keys_page writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from campaigns.declaration import Declaration
from campaigns.keys import CHOICES, fields, twin
from campaigns.meanings import meaning
from campaigns.tongues import Place, places

if TYPE_CHECKING:
    from pydantic import BaseModel

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
_HEAD = """\
# Keys of a declaration · 申报文件的字段

Every key may be written in English or in Chinese, and both may stand in one file; written twice, in two languages, it is a fault.
Names that people choose (of units, groups, tasks, campaigns …) are never translated. `duban fmt --keys zh` and `--keys en` put a
whole file into one language and leave comments, quotes, order and spacing as they are. A fault names a key as it is written, and
proposes one in the language of the file. Editors complete the keys by [campaigns.schema.json](campaigns.schema.json).

字段可用英文或中文书写，同一份文件里可以混用；同一字段用两种文字各写一次算重复。单位、分组、任务、专项行动等由人取的名称从不翻译。
`duban fmt --keys zh` 把整份文件改成中文字段，`--keys en` 改成英文，注释、引号、顺序和空格都不动。
例子：[全部用中文字段的申报文件](examples/qinghe-2024.yaml)。

What stands with an asterisk must be written · 带星号的必须写。
This page is made from the program's own table and compared with it by a test.
"""


def models() -> list[type[BaseModel]]:
    """Every model of a declaration, in the order in which a reader meets them."""
    found: list[type[BaseModel]] = []
    waiting = [Place((Declaration,))]
    while waiting:
        at = waiting.pop(0)
        waiting = ([at.below] if at.below else []) + waiting
        for model in at.models:
            if model not in found:
                found.append(model)
                waiting = [*places(model).values(), *waiting]
    return found


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for model in models():
        rows = [_row(model, name) for name in fields(model)]
        parts.append(_table(f"## {model.__name__}", ("English", "中文", "meaning", "含义"), rows))
    words = [f"| `{english}` | `{chinese}` |" for english, chinese in CHOICES.items()]
    parts.append(_table("## Fixed words that are values · 固定取值", ("English", "中文"), words))
    return "\n".join(parts)


def _row(model: type[BaseModel], name: str) -> str:
    said = meaning(tuple(one.__name__ for one in model.__mro__), name) or ("", "")
    needed = "" if not _required(model, name) else " *"
    return f"| `{name}`{needed} | `{twin(model.__name__, name)}` | {said[1]} | {said[0]} |"


def _required(model: type[BaseModel], name: str) -> bool:
    declared = zip(fields(model), model.model_fields.values(), strict=True)
    return any(key == name and field.is_required() for key, field in declared)


def _table(title: str, heads: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([title, "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
