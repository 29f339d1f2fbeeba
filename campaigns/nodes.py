"""YAML as nodes that know their line and column; every scalar stays the text that was written.

Ordinary loaders turn 17:00 into 1020, a phone number into an integer, and let a duplicate key win silently.
The nodes are built from the parser's events, so that depth and aliases are bounded before anything recurses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from campaigns.faults import Fault, FaultsError

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 150_000
#: More faults than these nobody reads at once, and looking for suggestions takes time.
MOST_FAULTS = 200
QUOTES = ("'", '"')
#: What a fault's line takes of a value.
_SHOWN = 40
#: What YAML does not allow, and the line ends that only the parser would count as lines.
_BAD = re.compile(
    "[^\\t\\n\\r -~\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count characters from 1."""

    file: str
    line: int
    column: int
    #: How many characters the thing at this place takes, for the caret.
    length: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `plain` when it stood without quotes."""

    mark: Mark
    value: str
    plain: bool
    #: What stands in the file, where `value` is its English twin.
    written: str | None = None

    @property
    def said(self) -> str:
        """The text as the person wrote it."""
        return self.value if self.written is None else self.written


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    mark: Mark
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order written."""

    mark: Mark
    pairs: tuple[tuple[Scalar, "Node"], ...]

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        return next((value for name, value in self.pairs if name.value == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key's own node, or None."""
        return next((name for name, _ in self.pairs if name.value == key), None)


Node = Scalar | Items | Pairs


@dataclass(slots=True)
class Count:
    """How many nodes were built so far, of one file or of several that make one declaration."""

    nodes: int = 0


def parse(text: str, file: str, count: Count | None = None) -> Node:
    """The document's root node; raises FaultsError with every place that is no YAML, or too much of it.

    What it takes is added to `count`, and nothing is built beyond MAX_NODES.
    """
    if len(text.encode()) > MAX_BYTES:
        raise FaultsError([too_large(file)])
    characters = list(islice(_characters(text, file), MOST_FAULTS))
    if characters:
        raise FaultsError(characters)
    builder = _Builder(file, count or Count())
    try:
        root = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise FaultsError([_syntax(error, text, file)]) from None
    if builder.faults:
        raise FaultsError(builder.faults)
    return root


def too_large(file: str) -> Fault:
    """The fault of a file that is not read whole."""
    return Fault(file, 1, 1, "too_large", {"limit": MAX_BYTES})


def plain(node: Node) -> Any:
    """`node` as plain values; what stands empty or as null without quotes is None."""
    if isinstance(node, Scalar):
        return None if node.plain and node.value in {"", "null", "~"} else node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.pairs}


def shown(value: Any) -> str:
    """A plain value as a fault shows it."""
    if isinstance(value, str):
        return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    if value is None:
        return "（空）"
    return "[…]" if isinstance(value, list | tuple) else "{…}"


class _Builder:
    """Turns parser events into nodes and collects what cannot stand."""

    def __init__(self, file: str, count: Count) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.count = count

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    self.fault(self.mark(event), "second_document")
                    break
                root = self.node(event, events, 0)
        if root is None:
            raise FaultsError([Fault(self.file, 1, 1, "empty_file", {})])
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        mark = self.mark(event)
        self.count.nodes += 1
        if depth > MAX_DEPTH or self.count.nodes > MAX_NODES:
            code = "too_deep" if depth > MAX_DEPTH else "too_many"
            raise FaultsError([Fault(self.file, mark.line, mark.column, code, {"limit": MAX_DEPTH})])
        if isinstance(event, yaml.AliasEvent):
            raise FaultsError([Fault(self.file, mark.line, mark.column, "alias", {})])
        self.decorations(event, mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(mark, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(mark, tuple(self.sequence(events, depth)))
        if not isinstance(event, yaml.ScalarEvent):
            raise TypeError(f"unexpected event {event!r}")
        # The C parser says '' where the Python one says None.
        return Scalar(mark, event.value, not event.style)

    def decorations(self, event: yaml.Event, mark: Mark) -> None:
        """What stands before a value and would silently be dropped: &anchor and !tag."""
        if getattr(event, "anchor", None) is not None:
            self.fault(mark, "alias")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.fault(mark, "tag", tag=str(tag))

    def sequence(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, events, depth + 1)

    def mapping(self, mark: Mark, events: Iterator[yaml.Event], depth: int) -> Pairs:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.fault(key.mark, "key_not_text")
                continue
            if "\u3000" in key.value:
                self.fault(key.mark, "wide_space", key=key.value)
            if key.value in seen:
                self.fault(key.mark, "duplicate_key", key=key.value, first=seen[key.value])
                continue
            seen[key.value] = key.mark.line
            pairs.append((key, value))
        return Pairs(mark, tuple(pairs))

    def fault(self, mark: Mark, code: str, **values: str | int) -> None:
        self.faults.append(Fault(self.file, mark.line, mark.column, code, dict(values), length=mark.length))
        if len(self.faults) == MOST_FAULTS:
            raise FaultsError(self.faults)

    def mark(self, event: yaml.Event) -> Mark:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            raise TypeError("the parser gives every event its place")
        length = end.column - start.column if end.line == start.line else 1
        return Mark(self.file, start.line + 1, start.column + 1, max(1, length))


def _characters(text: str, file: str) -> Iterator[Fault]:
    """Characters that nobody sees and YAML does not allow; the first of each line."""
    if _BAD.search(text) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        found = _BAD.search(line)
        if found:
            code = f"U+{ord(found[0]):04X}"
            yield Fault(file, number, found.start() + 1, "bad_character", {"code": code})


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Fault:
    """The usual slips of the pen, each by its own name; otherwise what the parser says."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    rows = text.split("\n")
    for row in (line, line - 1, line + 1):
        slip = _slip(rows[row]) if 0 <= row < len(rows) else None
        if slip:
            return Fault(file, row + 1, slip[1] + 1, slip[0], {})
    context = error.context_mark
    if context and error.context and "flow" in error.context:
        row = min(context.line, len(rows) - 1)
        return Fault(file, row + 1, min(context.column, len(rows[row])) + 1, "unclosed_bracket", {})
    problem = (error.problem or error.context or "").splitlines()
    row = min(line, max(0, len(rows) - 1))
    return Fault(file, row + 1, column + 1, "not_yaml", {"problem": problem[0] if problem else ""})


def _slip(row: str) -> tuple[str, int] | None:
    """A slip that Chinese keyboards and editors make, with its column from 0."""
    indent = len(row) - len(row.lstrip())
    body = row.strip()
    if "\t" in row[:indent]:
        return "tab", row.index("\t")
    head, colon, rest = body.partition(": ")
    value = rest if colon else body.removeprefix("- ")
    if value.startswith(QUOTES) and value.count(value[0]) > 1 and not value.endswith(value[0]):
        after = value.index(value[0], 1) + 1
        if value[after:].strip() and not value[after:].lstrip().startswith(("#", ",", "}", "]", ":")):
            return "text_after_quote", indent + body.index(value) + after
    if "：" in head and (not colon or head.endswith("：")):
        return "wide_colon", indent + head.index("：")
    return None
