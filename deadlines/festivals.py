"""The festivals around which campaigns gather (元旦 春节 3·15 6·18 双11 国庆): the days of each in a year."""

from datetime import date, timedelta
from functools import cache

from deadlines.lunar import FIRST_YEAR, LAST_YEAR, festival_day, statutory_days
from deadlines.spans import Span, SpanError
from deadlines.workdays import OutsideCalendarError, WorkCalendar

#: Festivals on one fixed day: month and day.
FIXED = {"consumer-day": (3, 15), "618": (6, 18), "double11": (11, 11), "double12": (12, 12)}
#: Festivals that are holidays, as the notices name them: their days are the notice's.
HOLIDAYS = {
    "new-year": "元旦",
    "spring-festival": "春节",
    "qingming": "清明节",
    "labour-day": "劳动节",
    "dragon-boat": "端午节",
    "mid-autumn": "中秋节",
    "national-day": "国庆节",
}
#: Festivals by the moon that are no holidays.
LUNAR = ("spring-festival-eve", "lantern")
#: Every festival by its key, with the other names that people write.
NAMES = {
    "new-year": ("元旦",),
    "spring-festival-eve": ("除夕",),
    "spring-festival": ("春节",),
    "lantern": ("元宵", "元宵节"),
    "consumer-day": ("3·15", "315", "消费者权益日"),
    "qingming": ("清明", "清明节"),
    "labour-day": ("五一", "劳动节"),
    "dragon-boat": ("端午", "端午节"),
    "618": ("6·18", "六一八"),
    "mid-autumn": ("中秋", "中秋节"),
    "national-day": ("国庆", "国庆节", "十一"),
    "double11": ("双11", "双十一"),
    "double12": ("双12", "双十二"),
}
#: Statutory days of a festival that follow its first, in a year without a notice: its first day's neighbours.
_NEIGHBOUR = timedelta(days=1)


def festival_key(name: str) -> str:
    """The key of the festival that people call `name`; raises SpanError for an unknown one."""
    for key, others in NAMES.items():
        if name == key or name in others:
            return key
    raise SpanError("festival", text=name, known=", ".join(NAMES))


def festival_span(name: str, year: int, calendar: WorkCalendar) -> Span:
    """The days of the festival `name` (a key) in `year`, both ends inclusive.

    For a holiday they are the days off that the year's notice gives; while it is not published, the days
    that are holidays by law. Raises OutsideCalendarError where neither notice nor moon is known.
    """
    if name in FIXED:
        day = date(year, *FIXED[name])
        return Span(day, day)
    if name in HOLIDAYS and year < calendar.first.year:
        raise OutsideCalendarError(date(year, 1, 1), calendar.first, calendar.last)
    published = calendar.holiday(HOLIDAYS[name], year) if name in HOLIDAYS else None
    return published or _usual(name, year)


def festival_year(name: str, period: Span) -> int:
    """The first year whose festival `name`, a key, lies in `period`; its own first year where none does."""
    for year in range(period.first.year, min(period.last.year, LAST_YEAR) + 1):
        try:
            day = date(year, *FIXED[name]) if name in FIXED else _usual(name, year).first
        except OutsideCalendarError:
            break
        if period.first <= day <= period.last:
            return year
    return period.first.year


@cache
def _usual(name: str, year: int) -> Span:
    """The festival's days by law alone, or its one day by the moon."""
    fixed = {"new-year": (1, 1), "labour-day": (5, 1), "national-day": (10, 1)}
    first = date(year, *fixed[name]) if name in fixed else festival_day(name, year)
    if first is None:
        raise OutsideCalendarError(date(year, 1, 1), date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    statutory = set(statutory_days(year))
    last = first
    while name in HOLIDAYS and last + _NEIGHBOUR in statutory:
        last += _NEIGHBOUR
    while name in HOLIDAYS and first - _NEIGHBOUR in statutory:
        first -= _NEIGHBOUR
    return Span(first, last)
