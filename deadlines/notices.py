"""Reads the State Council's holiday notices (节假日安排通知): which days each takes off, which it has worked.

One TOML file holds one notice, in ``holiday_notices/<region>/<key>.toml``. The key is the year the notice is
about, with ``-2``, ``-3`` ... for those that change it later and state only the days they turn. Nothing
here decides what a day is: `deadlines.workdays` folds the notices into a calendar, the later one winning.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

SATURDAY = 5
#: No holiday has ever been longer than ten days: a longer one is a slip of the pen in a month.
LONGEST_HOLIDAY = 15
_FOLDER = Path(__file__).with_name("holiday_notices")
_KEY = re.compile(r"(\d{4})(?:-([2-9]))?")
_REGION = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NOTICE_KEYS = frozenset(
    {"number", "title", "signed", "published", "year", "amends", "source", "from", "holidays"},
)
_HOLIDAY_KEYS = frozenset({"name", "off", "make_up", "statutory"})


class NoticeError(ValueError):
    """A notice's file does not hold what it must; the message names file, expectation and finding."""

    def __init__(self, file: str, complaint: str) -> None:
        """Keep the `file` beside the `complaint`."""
        super().__init__(f"{file}: {complaint}")
        #: The file's name, without its folder.
        self.file = file


@dataclass(frozen=True, slots=True)
class Holiday:
    """The days that one item of a notice turns."""

    #: The festival, as the law names it; two that are joined are joined by 、.
    name: str
    #: First day off; None in an amendment that only has days worked.
    first: date | None
    #: Last day off, itself off; None exactly when `first` is.
    last: date | None
    #: Days worked in exchange (调休上班日), in the notice's order.
    make_up: tuple[date, ...]
    #: Those days off that are holidays in law (法定节假日), whatever weekday they fall on.
    statutory: tuple[date, ...]

    @property
    def days_off(self) -> Iterator[date]:
        """Every day from `first` to `last`, weekends included, in order."""
        if self.first is None or self.last is None:
            return
        for ahead in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=ahead)


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """One notice about one year; its days are plain dates in the region's own calendar."""

    #: Year and, from the second notice about that year on, its place: "2017", "2015-2".
    key: str
    #: Document number (文号), or None where it was not found.
    number: str | None
    #: The notice's own title.
    title: str
    #: The year it arranges; days at the end of the year before may be among its days.
    year: int
    #: The date under the notice, or None where it was not found.
    signed: date | None
    #: The first day on which it is known to have been public, or None.
    published: date | None
    #: "text" when the days were entered from the notice's own text, else in words where they come from.
    source: str
    #: Number of the earlier notice that this one changes or adds to, else None.
    amends: str | None
    #: Its items, in its own order.
    holidays: tuple[Holiday, ...]
    #: Where the text was read: site and title, or None.
    found: str | None = None


def regions() -> tuple[str, ...]:
    """The regions that have notices of their own: cn, and those whose days differ from the nation's."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if any(folder.glob("*.toml"))))


@cache
def load(region: str = "cn") -> tuple[HolidayNotice, ...]:
    """Read the notices that come with the program for `region`, in the order in which they take effect.

    Raises NoticeError for a malformed file, and for a region without notices.
    """
    files = sorted((_FOLDER / region).glob("*.toml")) if _REGION.fullmatch(region) else []
    if not files:
        raise NoticeError(region, "expected the region to have holiday notices, got none")
    return in_order(parse(_text(file), file.name) for file in files)


def in_order(notices: Iterable[HolidayNotice]) -> tuple[HolidayNotice, ...]:
    """Sort the notices by year, each amendment after what it amends, which must be there (NoticeError)."""
    ordered = tuple(sorted(notices, key=lambda notice: notice.key))
    seen: set[str | None] = {None}
    for notice in ordered:
        if notice.amends not in seen:
            complaint = f"expected amends to be the number of an earlier notice, got {notice.amends!r}"
            raise NoticeError(f"{notice.key}.toml", complaint)
        seen.add(notice.number)
    return ordered


def parse(text: str, name: str) -> HolidayNotice:
    """Read one notice from the TOML `text` of the file `name`; its stem is the key. Raises NoticeError."""
    try:
        top = _Table(name, "", tomllib.loads(text), _NOTICE_KEYS)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NoticeError(name, f"expected TOML, got {error}") from error
    notice = HolidayNotice(
        key=name.removesuffix(".toml"),
        number=top.text_or_none("number"),
        title=top.text("title"),
        year=top.year("year"),
        signed=top.day_or_none("signed"),
        published=top.day_or_none("published"),
        source=top.text("source"),
        amends=top.text_or_none("amends"),
        holidays=tuple(_holiday(table) for table in top.tables("holidays", _HOLIDAY_KEYS)),
        found=top.text_or_none("from"),
    )
    for complaint in _complaints(notice):
        raise NoticeError(name, complaint)
    return notice


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise NoticeError(file.name, "expected the file to be UTF-8") from error


def _holiday(table: "_Table") -> Holiday:
    off = table.days("off")
    if off and (len(off) != 2 or off[0] > off[1]):  # noqa: PLR2004 - a first and a last day
        raise table.error("off", "the first and the last day off, in order", [day.isoformat() for day in off])
    first, last = off or (None, None)
    return Holiday(table.text("name"), first, last, table.days("make_up"), table.days("statutory"))


def _complaints(notice: HolidayNotice) -> Iterator[str]:
    """Say what is wrong with a notice whose fields, each for itself, can be read."""
    key = _KEY.fullmatch(notice.key)
    if key is None or int(key[1]) != notice.year:
        yield f"expected the file to be named after its year, {notice.year}.toml or {notice.year}-2.toml"
    if (key is not None and key[2] is not None) != (notice.amends is not None):
        yield "expected amends to stand in a second notice about a year, and only there"
    if notice.signed and notice.published and notice.published < notice.signed:
        yield f"expected published to be on or after signed, got {notice.published} before {notice.signed}"
    for holiday in notice.holidays:
        yield from (f"{holiday.name}: {complaint}" for complaint in _in_holiday(holiday, notice))
    worked = {day for holiday in notice.holidays for day in holiday.make_up}
    for day in (day for holiday in notice.holidays for day in holiday.days_off if day in worked):
        yield f"expected a day to be either off or worked, got {day} as both"


def _in_holiday(holiday: Holiday, notice: HolidayNotice) -> Iterator[str]:
    """Say what is wrong with one of the notice's holidays."""
    off = list(holiday.days_off)
    if not off and not (holiday.make_up and notice.amends):
        yield "expected off to be the first and the last day off, got none"
    if len(off) > LONGEST_HOLIDAY:
        yield f"expected off to be at most {LONGEST_HOLIDAY} days, got {len(off)}"
    earliest, latest = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    for day in (*off, *holiday.make_up, *holiday.statutory):
        if not earliest <= day <= latest:
            yield f"expected days from {earliest} to {latest}, got {day}"
    for day in holiday.make_up:
        # Only an amendment may give a working day back that was to be off.
        if day.weekday() < SATURDAY and notice.amends is None:
            yield f"expected make_up to be Saturdays and Sundays, got {day}"


class _Table:
    """One table of a file, read field by field; `place` stands before the field's name in every complaint."""

    def __init__(self, file: str, place: str, fields: dict[str, object], known: frozenset[str]) -> None:
        self._file, self._place, self._fields = file, place, fields
        for name in fields.keys() - known:
            raise self.error(name, f"one of {', '.join(sorted(known))}", fields[name])

    def error(self, field: str, expected: str, got: object) -> NoticeError:
        return NoticeError(self._file, f"expected {self._place}{field} to be {expected}, got {got!r}")

    def text(self, field: str) -> str:
        value = self._fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, "a text", value)
        return value

    def text_or_none(self, field: str) -> str | None:
        return self.text(field) if field in self._fields else None

    def year(self, field: str) -> int:
        value = self._fields.get(field)
        if type(value) is not int or not date.min.year < value <= date.max.year:
            raise self.error(field, "a year", value)
        return value

    def day_or_none(self, field: str) -> date | None:
        return self._day(field, self._fields[field]) if field in self._fields else None

    def days(self, field: str) -> tuple[date, ...]:
        value = self._fields.get(field, [])
        if not isinstance(value, list):
            raise self.error(field, "a list of dates", value)
        return tuple(self._day(field, entry) for entry in value)

    def tables(self, field: str, known: frozenset[str]) -> Iterator["_Table"]:
        value = self._fields.get(field)
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            raise self.error(field, "at least one table", value)
        for number, entry in enumerate(value, start=1):
            yield _Table(self._file, f"{field}[{number}].", cast("dict[str, object]", entry), known)

    def _day(self, field: str, value: object) -> date:
        # A datetime is a date to isinstance; a notice knows no time of day.
        if type(value) is not date:
            raise self.error(field, "a date like 2017-10-01", value)
        return value
