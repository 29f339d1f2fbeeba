"""Stretches of days as documents name them: 6月中旬, 11月上中旬, 12月底, 3月14日19:30."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time

#: First and last day of 上旬 中旬 下旬 and their joins; 0 is the month's last day.
TEN_DAYS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 0),
    "early-mid": (1, 20),
    "mid-late": (11, 0),
    "end": (0, 0),
}
MONTHS = 12
_FORM = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})|/([a-z-]+))?")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?::(\d{2}))?")


class SpanError(ValueError):
    """A stretch of days that cannot be read; `code` names the fault, `found` what was found."""

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
    #: The instant on that day, where one end of a window is exact to the minute; local time.
    at: time | None = None


def parse_span(text: str) -> Span:
    """Read `2017-06-16`, `2017-06`, `2017-06/mid` or `2017-12/end`; raises SpanError with its code."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise SpanError("span_form", text=text)
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= MONTHS or year < 1:
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


def parse_end(text: str) -> Span:
    """One end of a window: as `parse_span`, or an instant such as `2021-03-14T19:30`."""
    day, mark, clock = text.partition("T")
    span = parse_span(day)
    if not mark:
        return span
    if span.first != span.last:
        raise SpanError("needs_day", text=text)
    return Span(span.first, span.last, parse_clock(clock))


def parse_clock(text: str) -> time:
    """Read `17:00`, `9:05` or `17：00`; raises SpanError."""
    # Not fromisoformat: to that, 17.30 is three tenths of a second past five.
    match = _CLOCK.fullmatch(text)
    try:
        if match is not None:
            hour, minute, second = (int(part or 0) for part in match.groups())
            return time(hour, minute, second)
    except ValueError:
        pass
    raise SpanError("clock_form", text=text)


def clamped(year: int, month: int, day: int) -> date:
    """The `day` of that month, or the month's last day where it has none (31 in November is the 30th)."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later (negative: earlier), added once; clamped to the month's end.

    民法典 202: without a corresponding day the month's last day ends the period. Raises OverflowError where
    there is no such year.
    """
    ahead = day.year * MONTHS + day.month - 1 + months
    if not MINYEAR <= ahead // MONTHS <= MAXYEAR:
        raise OverflowError("no such year")
    return clamped(ahead // MONTHS, ahead % MONTHS + 1, day.day)
