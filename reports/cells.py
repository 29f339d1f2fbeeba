"""Texts that are safe in a file: nothing invisible in XML, nothing in a table that would be executed."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

#: What begins a formula in a spreadsheet, full-width forms included (some programs read them alike).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_KEPT = {"\n", "\t"}
#: Control characters, lone surrogates, and what is no character: XML has no way to write most of them.
_NONE = {"Cc", "Cs", "Cn"}


def visible(text: str) -> str:
    """`text` with whatever no XML file may hold shown as the replacement character U+FFFD."""
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in _NONE else "\ufffd" for char in text
    )


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would take `text` for a formula, blanks before it or not."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


def guarded(value: object) -> object:
    """A cell of a CSV file: text that would be a formula stands behind an apostrophe; numbers stay."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if begins_formula(text) else text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV table with its head, lines ending in CR LF (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()
