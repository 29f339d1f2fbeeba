"""Stretches of days as documents name them: 6月中旬, 11月上中旬, 12月底, “双十一”期间."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

#: First and last day of 上旬 中旬 下旬 and their joins; 0 is the month's last day.
TEN_DAYS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 0),
    "early-mid": (1, 20),
    "mid-late": (11, 0),
    "end": (0, 0),
}
#: Festivals on a fixed day: month and day, first and last.
FESTIVALS = {
    "new-year": ((1, 1), (1, 1)),
    "consumer-day": ((3, 15), (3, 15)),
    "618": ((6, 18), (6, 18)),
    "national-day": ((10, 1), (10, 7)),
    "double11": ((11, 11), (11, 11)),
    "double12": ((12, 12), (12, 12)),
}
_FORM = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})|/([a-z-]+))?")


class SpanError(ValueError):
    """A stretch of days that cannot be read; `code` names the fault, `args` what was found."""

    def __init__(self, code: str, **found: str | int) -> None:
        """Keep the fault's `code` and what was `found`, for the message that a person will read."""
        super().__init__(code)
        self.code = code
        self.found = found


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both inclusive."""

    first: date
    last: date


def parse_span(text: str) -> Span:
    """Read `2017-06-16`, `2017-06`, `2017-06/mid` or `2017-12/end`; raises SpanError with its code."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise SpanError("span_form", text=text)
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or year < 1:  # noqa: PLR2004 - the months of a year
        raise SpanError("no_such_month", year=year, month=month)
    length = monthrange(year, month)[1]
    if match[3]:
        day = int(match[3])
        if not 1 <= day <= length:
            raise SpanError("no_such_day", year=year, month=month, day=day, length=length)
        return Span(date(year, month, day), date(year, month, day))
    first, last = (1, 0) if match[4] is None else TEN_DAYS.get(match[4], (-1, -1))
    if first < 0:
        raise SpanError("ten_days", text=match[4], known=", ".join(TEN_DAYS))
    return Span(date(year, month, first or length), date(year, month, last or length))


def festival_span(name: str, year: int) -> Span:
    """The days of the festival `name` in `year`; raises SpanError for an unknown name."""
    if name not in FESTIVALS:
        raise SpanError("festival", text=name, known=", ".join(FESTIVALS))
    (m1, d1), (m2, d2) = FESTIVALS[name]
    return Span(date(year, m1, d1), date(year, m2, d2))


def clamped(year: int, month: int, day: int) -> date:
    """The `day` of that month, or the month's last day where it has none (31 in November is the 30th)."""
    return date(year, month, min(day, monthrange(year, month)[1]))
