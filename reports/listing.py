"""A list that somebody takes away: CSV that Excel opens rightly, or a workbook ready to be printed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.cells import as_csv
from reports.workbook import Table, workbook

#: A column is as wide as its longest cell, within these bounds, in characters.
_NARROW, _WIDE = 6.0, 60.0
#: What Excel takes in the name of a sheet: no more characters than these, and none of those.
_LONGEST, _NEVER = 31, re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: what it is called, its columns and rows, and a line that says of what and as of when it is."""

    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]

    def as_csv(self) -> bytes:
        """UTF-8 with a byte-order mark, by which Excel knows it; lines end in CR LF (RFC 4180)."""
        return as_csv(self.columns, self.rows).encode("utf-8-sig")

    def as_xlsx(self, lang: str) -> bytes:
        """A workbook of one sheet; the same bytes for the same list."""
        name = _NEVER.sub(" ", self.title)[:_LONGEST]
        return workbook(_Head(self.note), [Table(name, self.columns, self.rows, self._widths())], lang)

    def _widths(self) -> list[float]:
        across = zip(self.columns, *self.rows, strict=True)
        return [min(_WIDE, max(_NARROW, 2 + max(map(_width, column)))) for column in across]


@dataclass(frozen=True, slots=True)
class _Head:
    note: str
    #: The sheet's own name is title enough.
    title: str = ""
    issued: date | None = None

    def line(self, _lang: str) -> str:
        return self.note


def _width(cell: str | int) -> float:
    """Of a cell's longest line, a Chinese character as wide as two others."""
    lines = str(cell).splitlines()
    return max(
        (sum(1 + (unicodedata.east_asian_width(c) in {"W", "F"}) for c in x) for x in lines), default=0
    )
