"""Reading the documents: which there are, their tables, their fenced blocks, and the commands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")


def documents() -> list[Path]:
    """Every document of the house: those at its top, and all under docs."""
    return sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")])


def read(name: str) -> str:
    """The text of the document `name`."""
    return (HOUSE / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """`text` without its fenced blocks."""
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under `heading`, until the next heading of the same or a higher level."""
    level = heading.partition(" ")[0]
    _, found, rest = prose(text).partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every table in `text`, without the rows that begin a table."""
    lines = [line for line in prose(text).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = [number for number, row in enumerate(cells) if set("".join(row)) == {"-"}]
    heads = {number - 1 for number in rules} | set(rules)
    return [row for number, row in enumerate(cells) if number not in heads]


def codes(cell: str) -> list[str]:
    """What stands between backticks."""
    return _CODE.findall(cell)


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks in `language`."""
    return [body for found, body in _FENCE.findall(text) if found == language]


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a console block, and the lines of its output that are shown."""

    command: str
    lines: tuple[str, ...]


def shown(text: str) -> list[Shown]:
    """Every command of the console blocks, in order."""
    found: list[Shown] = []
    for block in blocks(text, "console"):
        for part in block.split("$ ")[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append(Shown(command, tuple(lines)))
    return found


def matches(line: str, output: str) -> bool:
    """Whether `line` stands in `output`; `…` in it stands for anything within a line."""
    pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
    return re.search(rf"^\s*{pattern}\s*$", output, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Example:
    """A rule of the deadline language as it is written, and what it gives."""

    written: str
    #: For each thing it is applied to: the facts, and what comes out of them.
    cases: tuple[tuple[str, str], ...]


def examples(text: str) -> list[Example]:
    """The rules in the yaml blocks, each with the comments below it: `# facts → result`."""
    found: list[Example] = []
    for block in blocks(text, "yaml"):
        for part in re.split(r"^(?=\{)", block, flags=re.MULTILINE)[1:]:
            # A comment that begins further in goes on with the one above it.
            written, *comments = re.sub(r"\n# {2,}", " ", part).strip().split("\n")
            cases = [comment.removeprefix("#").partition("→")[::2] for comment in comments]
            found.append(Example(written, tuple((facts.strip(), result.strip()) for facts, result in cases)))
    return found
