"""Ad-hoc deadlines: one question with its certificate, or a table of them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.declaration import Defaults
from campaigns.faults import RefusalError
from deadlines.language import After, Rule
from deadlines.resolve import Deadline, Trigger, resolve
from deadlines.workdays import OutsideCalendarError, WorkCalendar

#: Columns that a table must have.
COLUMNS = ("start", "working_days")
#: Working days one row may ask for.
MOST = 1000


class QuestionError(RefusalError):
    """The question cannot be answered; the message says what to write."""


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


def due(
    start: date, *, working_days: int | None = None, days: int | None = None, **modifiers: Any
) -> Deadline:
    """The deadline of a period that begins with `start`, counted by the national calendar.

    Exactly one of `working_days` (1 to 1000) and `days`; `modifiers` are those of the deadline language.
    Raises QuestionError for what the calendar does not reach.
    """
    calendar = WorkCalendar.national()
    length = f"{working_days}个工作日" if working_days else f"{days}日"
    after = After(event="start", working_days=working_days, days=days)
    rule = Rule(text=f"自{start.isoformat()}起{length}内", after=after, **modifiers)
    office = Defaults().office
    try:
        opens, trigger = office.at(start), Trigger("start", start)
        return resolve(rule, calendar=calendar, office=office, opens=opens, trigger=trigger)
    except OutsideCalendarError as error:
        raise QuestionError(f"超出日历范围：{error}", f"beyond the calendar: {error}") from None


def due_of_table(lines: Iterable[str]) -> Iterator[Row]:
    """Answer a CSV table with the columns `start` and `working_days`, one row at a time.

    Raises QuestionError when a column is missing; a row that cannot be answered carries its reason.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        shown = ", ".join(missing)
        told = f"column {shown} is missing: the first line is start,working_days"
        raise QuestionError(f"缺少列 {shown}：首行应为 start,working_days", told)
    calendar = WorkCalendar.national()
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
        return Row(line, cells, None, (f"超出日历范围：{error}", f"beyond the calendar: {error}"))
    return Row(line, cells, last, None, calendar.provisional(last))
