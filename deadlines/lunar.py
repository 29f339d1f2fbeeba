"""Days of the traditional festivals, and with them the days off in law (法定节假日) of every year.

A holiday notice decides which days are off; this table says beforehand which of them the law gives. The
spans of days off around them, and the weekends worked in exchange, stay unknown until the notice is there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

#: First and last year of the table, both inclusive.
FIRST_YEAR = 2004
LAST_YEAR = 2030

# Worked out outside of this program from the new moons and the sun's longitude at UTC+8 (J. Meeus,
# Astronomical Algorithms, chapters 25 and 49) with the rule for the leap month. The package holidays 0.109
# has the same days in its lunisolar tables, and chinesecalendar 1.11 the same 清明 among its solar terms. The
# new moons nearest to midnight are four minutes away (2013, 2027) and eight (2030), many times the error.
_TABLE = """
      春节   清明   端午   中秋
2004  01-22  04-04  06-22  09-28
2005  02-09  04-05  06-11  09-18
2006  01-29  04-05  05-31  10-06
2007  02-18  04-05  06-19  09-25
2008  02-07  04-04  06-08  09-14
2009  01-26  04-04  05-28  10-03
2010  02-14  04-05  06-16  09-22
2011  02-03  04-05  06-06  09-12
2012  01-23  04-04  06-23  09-30
2013  02-10  04-04  06-12  09-19
2014  01-31  04-05  06-02  09-08
2015  02-19  04-05  06-20  09-27
2016  02-08  04-04  06-09  09-15
2017  01-28  04-04  05-30  10-04
2018  02-16  04-05  06-18  09-24
2019  02-05  04-05  06-07  09-13
2020  01-25  04-04  06-25  10-01
2021  02-12  04-04  06-14  09-21
2022  02-01  04-05  06-03  09-10
2023  01-22  04-05  06-22  09-29
2024  02-10  04-04  06-10  09-17
2025  01-29  04-04  05-31  10-06
2026  02-17  04-05  06-19  09-25
2027  02-06  04-05  06-09  09-15
2028  01-26  04-04  05-28  10-03
2029  02-13  04-04  06-16  09-22
2030  02-03  04-05  06-05  09-12
"""
_DAYS = {int(year): days for year, *days in (line.split() for line in _TABLE.splitlines()[2:])}

#: Column of the table, and how many days later the festival is: 除夕 春节 元宵 清明 端午 中秋.
_FESTIVALS = {
    "spring-festival-eve": (0, -1),
    "spring-festival": (0, 0),
    "lantern": (0, 14),
    "qingming": (1, 0),
    "dragon-boat": (2, 0),
    "mid-autumn": (3, 0),
}


@dataclass(frozen=True, slots=True)
class _Measures:
    """One version of the measures on holidays (全国年节及纪念日放假办法), article 2."""

    #: First year in which it gave the days off.
    since: int
    #: Month and day of the days on the same date every year.
    fixed: tuple[tuple[int, int], ...]
    #: Days of the Spring Festival, counted from 正月初一, which is 0.
    spring: tuple[int, ...]
    #: The other festivals that give a day.
    festivals: tuple[str, ...]


_THREE_FESTIVALS = ("qingming", "dragon-boat", "mid-autumn")
_NATIONAL_DAY = ((10, 1), (10, 2), (10, 3))
#: State Council decrees 270, 513, 644 and 795, the latest first.
_VERSIONS = (
    _Measures(2025, ((1, 1), (5, 1), (5, 2), *_NATIONAL_DAY), (-1, 0, 1, 2), _THREE_FESTIVALS),
    _Measures(2014, ((1, 1), (5, 1), *_NATIONAL_DAY), (0, 1, 2), _THREE_FESTIVALS),
    _Measures(2008, ((1, 1), (5, 1), *_NATIONAL_DAY), (-1, 0, 1), _THREE_FESTIVALS),
    _Measures(date.min.year, ((1, 1), (5, 1), (5, 2), (5, 3), *_NATIONAL_DAY), (0, 1, 2), ()),
)


def festival_day(name: str, year: int) -> date | None:
    """The day of the festival `name` in `year`; None before FIRST_YEAR and after LAST_YEAR.

    `name` is spring-festival-eve 除夕, spring-festival 春节, lantern 元宵, qingming 清明, dragon-boat 端午 or
    mid-autumn 中秋; any other raises ValueError, whatever the year.
    """
    if name not in _FESTIVALS:
        raise ValueError(f"expected a festival to be one of {', '.join(_FESTIVALS)}, got {name!r}")
    if year not in _DAYS:
        return None
    column, later = _FESTIVALS[name]
    return date.fromisoformat(f"{year}-{_DAYS[year][column]}") + timedelta(days=later)


def statutory_days(year: int) -> tuple[date, ...]:
    """The days off in law in `year`, in order, each once, weekends included.

    They follow the version of the measures on holidays that was in force: the one of 1999 until 2007, then
    those of 2008, 2014 and 2025, the last also for the years to come. Outside FIRST_YEAR..LAST_YEAR only the
    days with a fixed date are given; before 1999 they too were others.
    """
    law = next(version for version in _VERSIONS if year >= version.since)
    days = {date(year, month, day) for month, day in law.fixed}
    new_year = festival_day("spring-festival", year)
    if new_year is not None:
        days.update(new_year + timedelta(days=later) for later in law.spring)
    days.update(day for name in law.festivals if (day := festival_day(name, year)))
    return tuple(sorted(days))
