"""A declaration's keys and fixed words in the other language: these words are replaced, and nothing else."""

import re
from itertools import accumulate

from campaigns.declaration import Declaration
from campaigns.faults import FaultsError
from campaigns.nodes import QUOTES, parse
from campaigns.tongues import Token, translate

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def converted(text: str, file: str, tongue: str) -> str:
    """`text` with keys and fixed words in `tongue`, zh or en; comments, quotes, order and spacing stay.

    Names that people chose, and words that stand in no table, stay too.
    Raises FaultsError for what is no YAML, and for a field that stands twice.
    """
    translated = translate(parse(text, file), Declaration, file)
    if translated.faults:
        raise FaultsError(translated.faults)
    starts = list(accumulate((len(line) for line in _LINE.findall(text)), initial=0))
    done, last = [], 0
    for token in sorted(translated.tokens, key=lambda one: (one.mark.line, one.mark.column)):
        start = starts[token.mark.line - 1] + token.mark.column - 1
        end = start + token.mark.length
        done += [text[last:start], _in(tongue, token, text[start:end])]
        last = end
    return "".join([*done, text[last:]])


def _in(tongue: str, token: Token, raw: str) -> str:
    """The word in `tongue`, in the quotes of `raw`; what is written with escapes stays as it is."""
    quote = raw[0] if raw.startswith(QUOTES) else ""
    if raw != f"{quote}{token.written}{quote}":
        return raw
    return f"{quote}{token.chinese if tongue == 'zh' else token.english}{quote}"
