"""A table of questions: each row's last day, or why there is none."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from actions.ask import MOST, QuestionError, beyond
from deadlines.workdays import OutsideCalendarError, WorkCalendar

#: Columns that a table must have.
COLUMNS = ("start", "working_days")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, answered or not."""

    #: Line in the file, from 1; the heading is line 1.
    line: int
    cells: dict[str, str]
    #: The last day, or None.
    due: date | None
    #: Why there is no answer, in Chinese and English, else None.
    reason: tuple[str, str] | None
    #: Rests on a year whose holiday notice is not published.
    provisional: bool = False


def due_of_table(lines: Iterable[str], calendar: WorkCalendar) -> Iterator[Row]:
    """Answer a CSV table with the columns `start` and `working_days` by `calendar`, one row at a time.

    Raises QuestionError when a column is missing; a row that cannot be answered carries its reason.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        shown = ", ".join(missing)
        told = f"column {shown} is missing: the first line is start,working_days"
        raise QuestionError(f"缺少列 {shown}：首行应为 start,working_days", told)
    for cells in reader:
        yield _answered(calendar, reader.line_num, cells)


def _answered(calendar: WorkCalendar, line: int, cells: dict[str, str]) -> Row:
    start, count = cells["start"] or "", cells["working_days"] or ""
    try:
        first = date.fromisoformat(start.strip())
    except ValueError:
        return Row(line, cells, None, (f"“{start}”不是日期，应写成 2017-09-27", f"“{start}” is no date"))
    if not count.strip().isascii() or not count.strip().isdecimal() or not 1 <= int(count) <= MOST:
        said = (f"“{count}”不是1至{MOST}的整数", f"“{count}” is no whole number from 1 to {MOST}")
        return Row(line, cells, None, said)
    try:
        last = calendar.add(first, int(count))
    except OutsideCalendarError as error:
        return Row(line, cells, None, beyond(error))
    return Row(line, cells, last, None, calendar.provisional(last))
