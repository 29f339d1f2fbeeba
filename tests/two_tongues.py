"""A declaration with its keys in Chinese, or in a mixture, by the table alone: no code of `fmt` is used."""

from __future__ import annotations

import random

from campaigns.declaration import Declaration
from campaigns.nodes import parse
from campaigns.tongues import Token, translate


def tokens(text: str) -> list[Token]:
    """Every word of `text` that has a twin."""
    return list(translate(parse(text, "f"), Declaration, "f").tokens)


def in_chinese_keys(text: str) -> str:
    """`text` with every key and fixed word in Chinese, every other character as it is."""
    return _replaced(text, {one: one.chinese for one in tokens(text)})


def with_keys(text: str, seed: int) -> str:
    """`text` with each key and fixed word in one of the two languages, by chance."""
    rng = random.Random(seed)  # noqa: S311 - chance, no secrets
    return _replaced(text, {one: rng.choice((one.english, one.chinese)) for one in tokens(text)})


def _replaced(text: str, words: dict[Token, str]) -> str:
    lines = text.split("\n")
    for token in sorted(words, key=lambda one: (one.mark.line, -one.mark.column)):
        line, at = lines[token.mark.line - 1], token.mark.column - 1
        quoted = line[at] in "\"'"
        lines[token.mark.line - 1] = (
            line[: at + quoted] + words[token] + line[at + quoted + len(token.written) :]
        )
    return "\n".join(lines)
