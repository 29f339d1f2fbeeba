"""Of a declaration with several campaigns, the lines of one: what it reaches, with its comments."""

from campaigns.declaration import Declaration
from campaigns.nodes import Node, Pairs, Scalar, parse


def excerpt(text: str, reached: Declaration) -> str:
    """Of a declaration's `text`, with English keys, the lines of what is `reached`, comments included."""
    lines = text.splitlines(keepends=True)
    root = parse(text, "")
    if not isinstance(root, Pairs):
        raise TypeError("a declaration is a mapping")
    kept = []
    for (key, value), (first, end) in zip(root.pairs, _lines(lines, root, len(lines)), strict=True):
        wanted = getattr(reached, key.value, None)
        if not isinstance(wanted, dict) or _on_one_line(key, value):
            kept += lines[first:end]
        elif wanted and isinstance(value, Pairs):
            kept += _section(lines, value, (first, end), set(wanted))
    # What stands above the first section is about the whole file.
    return "".join(kept).removeprefix("".join(lines[: root.pairs[0][0].mark.line - 1]))


def _on_one_line(key: Scalar, value: Node) -> bool:
    return not isinstance(value, Pairs) or value.pairs[0][0].mark.line == key.mark.line


def _section(lines: list[str], value: Pairs, around: tuple[int, int], wanted: set[str]) -> list[str]:
    """A section's own line, and the entries that are wanted."""
    first, end = around
    spans = _lines(lines, value, end)
    kept = lines[first : spans[0][0]]
    for (key, _), (start, stop) in zip(value.pairs, spans, strict=True):
        kept += lines[start:stop] if key.value in wanted else []
    return kept


def _lines(lines: list[str], node: Pairs, end: int) -> list[tuple[int, int]]:
    """Of each entry of `node`, with the comments above it, the first line and the line after, from 0."""
    starts = [_with_comments(lines, key.mark.line - 1) for key, _ in node.pairs]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _with_comments(lines: list[str], at: int) -> int:
    """The first of the comment lines that stand directly above line `at`."""
    while at > 0 and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at
