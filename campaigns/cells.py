"""Cells of a table as people and Excel write them: texts, and days in all their shapes."""

import re
import unicodedata
from datetime import date, datetime

from campaigns.faults import RefusalError

_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年\s*(\d{1,2})月\s*(\d{1,2})日?)")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.0+)?)?|[时点](?:(\d{1,2})分?)?)")
#: What Excel stores for a day when its cell is not shown as a date: 1985 to 2063.
_SERIAL = re.compile(r"[3-5]\d{4}(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d).*")


class CellError(RefusalError):
    """A cell cannot be read; the message says what was expected."""


def tidy(text: str) -> str:
    """`text` without the spaces, also wide ones, and the marks that programs leave around it."""
    return text.strip(" \t\r\n\u3000\u00a0\ufeff\u200b")


def plain_width(text: str) -> str:
    """`text`, tidied, with full-width digits, letters and signs as their usual ones: １２ is 12."""
    return tidy(unicodedata.normalize("NFKC", tidy(text)))


def day_or_instant(text: str, *, hours: bool = False) -> date | datetime:
    """The day in `text`, or its local instant: 2017-09-27, 2017/9/27 20:30, 2017年9月27日20时.

    Midnight is what Excel adds to a bare day: without `hours` it is left out. Raises CellError.
    """
    said = plain_width(text)
    match = _DAY.match(said)
    if match is None:
        raise CellError(*_no_day(said, hours=hours))
    year, month, day = (int(match[n]) for n in (1, *((3, 4) if match[2] else (5, 6))))
    clock = said[match.end() :].removeprefix("T").strip()
    try:
        found = date(year, month, day)
    except ValueError:
        raise CellError(
            f"{year}年{month}月没有{day}日，请核对", f"there is no such day in {year}-{month:02d}: check it"
        ) from None
    return found if not clock else _at(found, clock, said, hours=hours)


def day(text: str) -> date:
    """The day in `text`; raises CellError, also for one with a time of day."""
    found = day_or_instant(text)
    if isinstance(found, datetime):
        raise CellError("只写日期，不写时刻，如 2017-09-27", "a day without a time, e.g. 2017-09-27")
    return found


def _at(day: date, clock: str, said: str, *, hours: bool) -> date | datetime:
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise CellError(*_no_day(said, hours=True))
    try:
        found = datetime(  # noqa: DTZ001 - local to the campaign, which the cell does not know
            day.year, day.month, day.day, int(match[1]), int(match[2] or match[4] or 0), int(match[3] or 0)
        )
    except ValueError:
        raise CellError(*_no_day(said, hours=True)) from None
    midnight = (found.hour, found.minute, found.second) == (0, 0, 0)
    return day if midnight and not hours else found


def _no_day(said: str, *, hours: bool) -> tuple[str, str]:
    shape = "2017-09-27 20:30" if hours else "2017-09-27"
    if not said:
        return f"要填写日期，如 {shape}", f"a date is wanted, e.g. {shape}"
    if _SERIAL.fullmatch(said):
        return (
            f"像是Excel的日期序号：请把这一列设为日期格式再保存，如 {shape}",
            f"it looks like Excel's number of a date: format the column as dates, e.g. {shape}",
        )
    if _SHORT_YEAR.fullmatch(said):
        return f"年份要写四位，如 {shape}", f"the year has four digits and comes first, e.g. {shape}"
    return f"不是日期，应写成 {shape}", f"it is no date: write {shape}"
