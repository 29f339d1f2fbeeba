"""Mistakes of people are data: collected, each with file, line and column, and what to write instead."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from campaigns.keys import worded_for
from campaigns.wording import SEVERITY, WORDING


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, or doubtful, in a declaration."""

    #: The file as the person named it.
    file: str
    #: Line and column, characters counted from 1.
    line: int
    column: int
    #: The key of the wording in `campaigns.wording`.
    code: str
    #: What the wording needs; a pair is said in Chinese by its first and in English by its second part.
    values: dict[str, Any] = field(default_factory=dict)
    #: "error" or "warning".
    severity: str = "error"
    #: Width of the caret, in characters.
    length: int = 1
    #: The language of the declaration's own keys, zh or en.
    tongue: str = "en"

    def message(self, lang: str = "zh") -> str:
        """What is wrong, in Chinese (`zh`) or English (`en`)."""
        return self._worded(lang, 0)

    def hint(self, lang: str = "zh") -> str:
        """What to write instead; empty when nothing can be said."""
        return self._worded(lang, 1)

    def _worded(self, lang: str, which: int) -> str:
        pair = WORDING[self.code][1 if lang == "en" else 0]
        values = {name: _in(lang, value) for name, value in {"suggestion": "", **self.values}.items()}
        if which and not values["suggestion"] and "{suggestion}" in pair[1]:
            return ""
        return worded_for(self.tongue, lang, pair[which]).format(**values)

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The fault as `check --json` prints it."""
        places = {"file": self.file, "line": self.line, "column": self.column}
        said = {"code": self.code, "message": self.message(lang), "hint": self.hint(lang)}
        return {**places, "severity": self.severity, **said}


def _in(lang: str, value: Any) -> Any:
    return value[lang == "en"] if isinstance(value, tuple) else value


class FaultsError(Exception):
    """The declaration has faults; `faults` holds all of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Carry `faults` to whoever shows them."""
        super().__init__(f"{len(faults)} fault(s)")
        self.faults = tuple(faults)


#: What a terminal shows of a long line.
_SHOWN = 160


class RefusalError(Exception):
    """Something is refused, and nothing was written: why, and what to do, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        """Say it in Chinese and in English; as a plain text it is Chinese."""
        super().__init__(zh)
        self._en = en

    def said(self, lang: str = "zh") -> str:
        """The refusal in Chinese (`zh`) or English (`en`)."""
        return self._en if lang == "en" else str(self)


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def render(fault: Fault, lines: Sequence[str], lang: str = "zh") -> str:
    """`file:line:col: message`, the line itself, and a caret under the place, with the hint beside it."""
    severity = SEVERITY[fault.severity][1 if lang == "en" else 0]
    colon = ": " if lang == "en" else "："
    head = f"{fault.file}:{fault.line}:{fault.column}: {severity}{colon}{fault.message(lang)}"
    hint = fault.hint(lang)
    found = pointed(fault, lines)
    if found is None:
        return f"{head}\n  {hint}" if hint else head
    before, place, _ = found
    margin = f"{fault.line:>4} | "
    caret = f"{'| ':>{len(margin)}}{' ' * width(before)}{'^' * (width(place) or 1)}"
    return f"{head}\n{margin}{''.join(found)}\n{caret}{f'  {hint}' if hint else ''}"


def pointed(fault: Fault, lines: Sequence[str]) -> tuple[str, str, str] | None:
    """The fault's line in three parts: before its place, the place, after it; None where there is none."""
    if not 1 <= fault.line <= len(lines):
        return None
    line, at = _clipped(lines[fault.line - 1].rstrip("\r\n").replace("\t", " "), fault.column - 1)
    end = at + fault.length
    return line[:at], line[at:end], line[end:]


def _clipped(line: str, at: int) -> tuple[str, int]:
    """What is shown of a line, and where in it the place `at` comes to lie."""
    if len(line) <= _SHOWN:
        return line, at
    first = max(0, min(at - _SHOWN // 2, len(line) - _SHOWN))
    shown = line[first : first + _SHOWN]
    before, after = "…" if first else "", "…" if first + _SHOWN < len(line) else ""
    return f"{before}{shown}{after}", at - first + len(before)


def in_order(faults: Iterable[Fault], files: Iterable[str] = ()) -> list[Fault]:
    """Faults as a reader goes through the `files`: by line, errors before warnings on the same place."""
    place = {file: number for number, file in enumerate(files)}
    return sorted(faults, key=lambda f: (place.get(f.file, 0), f.file, f.line, f.column, f.severity, f.code))
