"""Days, parts of months and times of day as notices write them: 6月中旬, 3月16日17：00, 二〇一七年六月."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.numerals import CHINESE, number, year

_N = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_YEAR = rf"(?:(?:\d{{4}}|[{CHINESE}]{{4}})年度?|今年|本年|当年|次年|明年|翌年|来年)"
#: Parts of months in the deadline language.
PARTS = {
    "上旬": "early",
    "中旬": "mid",
    "下旬": "late",
    "上中旬": "early-mid",
    "中下旬": "mid-late",
    "底": "end",
    "末": "end",
    "月底": "end",
    "月末": "end",
    "初": "early",
}
#: How the ends of a day are called, by the hours that they add.
_AFTERNOON = 12
_LAST_MONTH = 12
_LONGEST = 31
_CLOSE = "close_of_business"


def point(name: str) -> str:
    """A pattern of one day, part or month; its groups end in `name`."""
    day = rf"(?P<day{name}>{_N})[日号]"
    month = rf"(?P<month{name}>{_N})月(?:{day}|(?P<part{name}>上中旬|中下旬|[上中下]旬|底|末|初|份)?)"
    return (
        rf"(?:(?P<year{name}>{_YEAR}),?)?(?:{month})"
        rf"|(?P<whole{name}>{_YEAR})(?P<end{name}>底|末|年底|年末)|(?P<this{name}>年底|年末|年内)"
    )


def clock(name: str) -> str:
    """A pattern of a time of day: 17:00, 下午5点30分, 下班; its groups end in `name`."""
    hour = rf"(?P<half{name}>上午|中午|下午|晚上|晚)?(?P<hour{name}>\d{{1,2}})"
    minute = rf"(?:[:点时](?:(?P<minute{name}>\d{{1,2}})分?|整)?)"
    return rf"(?:{hour}{minute}|(?P<close{name}>下班))"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a document says about its years."""

    #: Its date, or None where it bears none.
    issued: date | None = None
    #: The year that it plans for, where no date says so.
    year: int | None = None
    #: First and last month, as (year, month), of the period that it names with a year.
    period: tuple[tuple[int, int], tuple[int, int]] | None = None

    def year_of(self, month: int) -> int | None:
        """The year of a month without one: within the named period if it fits once, else the document's."""
        if self.period is not None:
            first, last = self.period
            fitting = [y for y in range(first[0], last[0] + 1) if first <= (y, month) <= last]
            if len(fitting) == 1:
                return fitting[0]
        return self.issued.year if self.issued is not None else self.year


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a part of a month, or a month, with its year."""

    year: int
    month: int
    day: int | None = None
    #: early, mid, late, early-mid, mid-late, end, or None for the whole month.
    part: str | None = None
    #: Whether the text itself gave the year.
    dated: bool = False

    @property
    def text(self) -> str:
        """As the deadline language writes it."""
        if self.day is not None:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" + (f"/{self.part}" if self.part else "")

    @property
    def last(self) -> date:
        """Its last day."""
        ends = {"early": 10, "mid": 20, "early-mid": 20}
        length = monthrange(self.year, self.month)[1]
        return date(self.year, self.month, self.day or ends.get(self.part or "", length))

    @property
    def first(self) -> date:
        """Its first day."""
        starts = {"mid": 11, "late": 21, "mid-late": 11, "end": monthrange(self.year, self.month)[1]}
        return date(self.year, self.month, self.day or starts.get(self.part or "", 1))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that looks like a date and gives none, with the reason."""

    reason: Doubt


def moment(match: re.Match[str], name: str, frame: Frame, after: Moment | None = None) -> Moment | Unreadable:
    """The moment in the groups `name` of `match`; without a year it does not lie before `after`."""
    groups = match.groupdict()
    written = groups[f"year{name}"] or groups[f"whole{name}"]
    given = _year(written, frame)
    month = number(groups[f"month{name}"]) or 0 if groups[f"month{name}"] else _LAST_MONTH
    if not 1 <= month <= _LAST_MONTH:
        return Unreadable(doubt("no_month", month=month))
    found = given or (after.year if after else frame.year_of(month))
    if found is None or (written and given is None):
        return Unreadable(doubt("no_year"))
    dated = given is not None or (after is not None and after.dated)
    if groups[f"month{name}"] is None:
        return Moment(found, month, None, "end", dated)
    day = number(groups[f"day{name}"]) if groups[f"day{name}"] else None
    if given is None and after is not None and (month, day or _LONGEST) < (after.month, after.first.day):
        found += 1
    if day is not None and not 1 <= day <= monthrange(found, month)[1]:
        return Unreadable(doubt("no_day", month=month, day=day, year=found))
    return Moment(found, month, day, PARTS.get(groups[f"part{name}"] or ""), dated)


def _year(text: str | None, frame: Frame) -> int | None:
    """The year that is written, or that 今年 and 次年 mean; None where there is none."""
    if not text:
        return None
    own = frame.issued.year if frame.issued is not None else frame.year
    if text in {"今年", "本年", "当年"}:
        return own
    if text in {"次年", "明年", "翌年", "来年"}:
        return own + 1 if own is not None else None
    return year(text.rstrip("度").rstrip("年"))


def time_of(match: re.Match[str], name: str) -> str | None:
    """The time of day in the groups `name`: "17:00", close_of_business, or None."""
    groups = match.groupdict()
    if groups.get(f"close{name}"):
        return _CLOSE
    if not groups.get(f"hour{name}"):
        return None
    hour, minute = int(groups[f"hour{name}"]), int(groups[f"minute{name}"] or 0)
    if groups[f"half{name}"] in {"下午", "晚", "晚上"} and hour < _AFTERNOON:
        hour += _AFTERNOON
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock's ends
