"""A statistics table as a CSV file: the row's key or title first, then a column for each that is declared."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from campaigns.form_cells import half_width
from campaigns.form_values import Cell
from campaigns.forms import Form, FormRow
from campaigns.plain import text_in

#: More than any statistics table; a larger file is none.
MOST_BYTES = 1_000_000
#: Columns that a printed table has beside its figures, by their usual headings.
_BESIDE = {"单位", "计量单位", "栏目", "序号", "备注", "unit", "section"}
_HEADINGS = {"表行", "行", "项目", "指标", "指标名称", "内容", "代号", "row", "key", "item"}


def decoded(content: bytes) -> str | None:
    """The text of a CSV file in UTF-8, with or without its mark, or in GB18030 as Excel does; else None."""
    found = text_in(content) if len(content) <= MOST_BYTES and b"\0" not in content else None
    return found[0] if found is not None else None


def cells(form: Form, text: str) -> tuple[dict[Cell, str], list[dict[str, Any]]] | None:
    """What the CSV `text` says for each cell of `form`, and rows that are filled in twice or not told apart.

    Rows and columns that the form does not have keep the names they were given. Lines before the heading
    and lines without a figure are passed over. None where there is no table.
    """
    lines = table_lines(text)
    columns, first = _heading(form, lines)
    if columns is None:
        return None
    found: dict[Cell, str] = {}
    lacking: list[dict[str, Any]] = []
    seen: set[str] = set()
    for line in lines[first:]:
        given = {name: line[at] for at, name in columns.items() if at < len(line) and line[at].strip()}
        name = line[0].strip()
        rows = _called(form, name)
        code = "which_row" if len(rows) > 1 else "two_rows" if rows and rows[0].key in seen else None
        if code and given:
            lacking.append({"code": code, "title": form.title, "typed": name[:40]})
        elif given:
            key = rows[0].key if rows else name
            seen.add(key)
            found |= {(key, column): said for column, said in given.items()}
    return found, lacking


def table_lines(text: str) -> list[list[str]]:
    """The lines that are not empty, each as its cells; separated by commas or, as from a copy, by tabs."""
    delimiter = "\t" if "\t" in text and "," not in text else ","
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
    return [line for line in read if any(cell.strip() for cell in line)]


def _called(form: Form, name: str) -> list[FormRow]:
    """The rows called `name`, by key before title, whatever the width of its characters."""
    by_key = [row for row in form.rows if row.key == name]
    return by_key or [row for row in form.rows if half_width(row.title) == half_width(name)]


def _heading(form: Form, lines: list[list[str]]) -> tuple[dict[int, str] | None, int]:
    """Which place of a line is which column, and where the rows begin."""
    for number, line in enumerate(lines):
        names = [cell.strip() for cell in line]
        if _called(form, names[0]):
            return _unheaded(form, lines[number:]), number
        if set(names[1:]) & set(form.columns or ()) or names[0].lower() in _HEADINGS:
            return dict(_headed(form, names)), number + 1
    return None, 0


def _headed(form: Form, names: list[str]) -> Iterator[tuple[int, str]]:
    """The columns of a heading; a form without columns takes the first that is none of the usual others."""
    others = [(at, name) for at, name in enumerate(names) if at and name and name.lower() not in _BESIDE]
    if form.columns:
        yield from others
    else:
        yield from ((at, "") for at, _ in others[:1])


def _unheaded(form: Form, lines: list[list[str]]) -> dict[int, str]:
    """Without a heading: the declared columns in order, after the units of measure where these stand."""
    units = {row.unit for row in form.rows}
    beside = all(
        len(line) > 1 and line[1].strip() in units for line in lines if _called(form, line[0].strip())
    )
    return {at + (2 if beside else 1): column for at, column in enumerate(form.places)}
