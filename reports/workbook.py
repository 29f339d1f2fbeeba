"""The plan as an Excel workbook: 任务分解表, 提醒计划, 每周负荷, each ready to be printed on A4 landscape."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.cells import begins_formula, visible
from reports.wording import term

#: Title, head line, column heads.
HEAD_ROWS = 3
_A4 = 9
#: Excel takes no longer text in one cell.
_LONGEST = 32_767
_THIN = Side(style="thin", color="8A9199")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="E9EDF0")
#: When the file says it was written: never, so that the same plan gives the same bytes.
_STAMP, _NO_DAY = (1980, 1, 1, 0, 0, 0), "1980-01-01"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Head(Protocol):
    """What stands above every sheet, such as a `reports.heading.Heading`."""

    @property
    def title(self) -> str:
        """Whose tables they are."""

    @property
    def issued(self) -> date | None:
        """The day that the file says it was written on; None: no day."""

    def line(self, lang: str) -> str:
        """The line under the title."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, column heads, rows, and the widths of the columns in characters."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    widths: Sequence[float]
    #: A line under the table, such as who signs it.
    foot: str = ""


def workbook(head: Head, tables: Iterable[Table], lang: str = "zh") -> bytes:
    """An .xlsx file with a sheet for each table; the same bytes for the same tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _sheet(book.create_sheet(visible(table.name)), head, table, lang)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), f"{head.issued or _NO_DAY}T00:00:00Z")


def _sheet(sheet: Worksheet, head: Head, table: Table, lang: str) -> None:
    last = len(table.columns)
    _across(
        sheet,
        1,
        last,
        f"{head.title}{'' if lang == 'zh' else ' '}{table.name}".strip(),
        Font(bold=True, size=16),
    )
    _across(sheet, 2, last, head.line(lang), Font(size=10))
    for at, name in enumerate(table.columns, 1):
        cell = _write(sheet.cell(HEAD_ROWS, at), name)
        cell.font, cell.fill, cell.border = Font(bold=True), _SHADE, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, row in enumerate(table.rows, HEAD_ROWS + 1):
        for at, value in enumerate(row, 1):
            cell = _write(sheet.cell(number, at), value)
            middle = "center" if isinstance(value, int) else "left"
            cell.alignment = Alignment(horizontal=middle, vertical="top", wrap_text=True)
            cell.border = _GRID
    if table.foot:
        _across(sheet, HEAD_ROWS + len(table.rows) + 2, last, table.foot, Font(size=11))
    for at, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _printed(sheet, lang)


def _across(sheet: Worksheet, row: int, last: int, text: str, font: Font) -> None:
    """A line that runs over all columns."""
    cell = _write(sheet.cell(row, 1), text)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    # Merged cells do not grow with their text.
    sheet.row_dimensions[row].height = 30.0 if row == 1 else 32.0


def _write(cell: object, value: str | int) -> Cell:
    """A number as a number, everything else as text, never as a formula."""
    if not isinstance(cell, Cell):
        raise TypeError("a cell of its own, not one that was merged into another")
    if isinstance(value, int):
        cell.value = value
        return cell
    text = visible(value)[:_LONGEST]
    cell.value = text
    cell.data_type = "s"
    # So that it stays text when somebody edits it.
    cell.quotePrefix = begins_formula(text)
    return cell


def _printed(sheet: Worksheet, lang: str) -> None:
    """A4 landscape, as wide as the page, with the head on every page and on the screen."""
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=term(lang, "page")))


def _settled(made: bytes, instant: str) -> bytes:
    """The same file without the instant at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _MODIFIED.sub(rb"\g<1>" + instant.encode(), body)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()
