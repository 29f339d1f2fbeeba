"""Values as YAML that reads back as the same text, and comments that stay on their line."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

#: Texts that need no quotes, also within { } and [ ].
_BARE = re.compile(r"[\w“《（][\w“”《》〔〕（）()、，。；：％…·/.+\-—]*")
_NULLS = {"null", "~", "Null", "NULL"}
#: What would be read as an encoded word in a letter's subject.
_ENCODED = re.compile(r"=\?")
#: So much of a sentence is quoted above a proposal.
QUOTED = 240


def scalar(value: str) -> str:
    """`value` plain where that is safe, else in double quotes."""
    text = _ENCODED.sub("＝?", " ".join(value.split()))
    if _BARE.fullmatch(text) and text not in _NULLS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow(value: Any) -> str:
    """Any of dict, list, text, number and truth on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _clock(str(value))


def _clock(text: str) -> str:
    """17:00 in quotes, as the deadline language shows it; instants and all else as they are."""
    if re.fullmatch(r"\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2})?|/[a-z-]+)?", text):
        return text
    return scalar(text)


def comment(text: str, indent: int = 0) -> str:
    """`text` as a comment on one line."""
    return f"{' ' * indent}# {' '.join(text.split())}"


def clipped(text: str, around: str = "", most: int = QUOTED) -> str:
    """`text` on one line, cut to `most` characters so that `around` stays in it."""
    flat, kept = " ".join(text.split()), " ".join(around.split())
    if len(flat) <= most:
        return flat
    at = max(0, flat.find(kept)) if kept else 0
    first = max(0, min(at - most // 2, len(flat) - most))
    return ("…" if first else "") + flat[first : first + most] + ("…" if first + most < len(flat) else "")


def ranges(numbers: Iterable[int]) -> str:
    """1、3-5 for 1, 3, 4, 5."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return "、".join(str(a) if a == b else f"{a}-{b}" for a, b in found)
