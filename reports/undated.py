"""The tasks without a date: a list under the time line, since they have no place on it."""

from functools import partial

from reports.breakdown import dateless
from reports.drawing import GREY, element, ring, titled, wrapped, writing
from reports.lanes import named
from reports.outline import Line
from reports.sheet import Sheet
from reports.wording import term

_TITLE, _NOTE, _LEADING = 14.0, 12.0, 18.0
_INDENT, _GUTTER = 20.0, 16.0


def undated(sheet: Sheet, lines: list[Line]) -> None:
    """Each with its phrase, who owes it and why it has no date; three in a row where there is room."""
    sheet.headline(term(sheet.lang, "undated tasks"), skip=not lines)
    columns = 3 if sheet.wide else 1
    width = (sheet.axis.right - sheet.left) / columns
    for first in range(0, len(lines), columns):
        row = lines[first : first + columns]
        sheet.whole(partial(_row, row=row, width=width))


def _row(sheet: Sheet, row: list[Line], width: float) -> None:
    sheet.y += max(
        _entry(sheet, line, sheet.left + at * width, width - _GUTTER) for at, line in enumerate(row)
    )


def _entry(sheet: Sheet, line: Line, x: float, width: float) -> float:
    """One task at (x, the sheet's y); gives its height."""
    title, note = named(line, sheet.lang)
    y, room = sheet.y, width - _INDENT
    inside = [titled(f"{title}（{line.text}）"), ring(x + 7, y + 13, data_kind="undated")]
    for row in wrapped(title, _TITLE, room, 3):
        y += _LEADING
        inside.append(writing(row, x + _INDENT, y, _TITLE))
    for row in wrapped(f"{note} · {dateless(line, sheet.lang)}", _NOTE, room, 4):
        y += _LEADING
        inside.append(writing(row, x + _INDENT, y, _NOTE, fill=GREY))
    sheet.parts.append(element("g", *inside, data_kind="task", data_key=line.key))
    return y - sheet.y + 10
