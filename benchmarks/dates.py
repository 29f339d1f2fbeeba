"""What a date costs: seven working days counted, a whole certificate, and a table of 100,000 questions.

Beside each: what the counting alone, by the same calendar, costs (the floor of a certificate), and what
chinesecalendar takes for the same seven days, asked day by day.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from time import perf_counter

import chinese_calendar

from actions.ask_table import due_of_table
from deadlines.anchors import After
from deadlines.language import Rule
from deadlines.office import Office
from deadlines.resolve import Facts, Trigger, resolve
from deadlines.workdays import WorkCalendar

FIRST, LAST = date(2005, 1, 1), date(2025, 12, 1)
COUNT = 7
#: How often each is measured; the median is told.
TIMES = 5
_RULE = Rule(
    text="7个工作日内", source="五(三)", rule="双公示", after=After(event="decision", working_days=COUNT)
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Microseconds for one; seconds for the table."""

    counted: float
    certified: float
    beside: float
    rows: int
    table: float
    #: Whether both counted the same days.
    same: bool


def dates(seed: int, *, days: int = 5_000, rows: int = 100_000) -> Dates:
    """Measure `days` random start days of 2005 to 2025, and a table of `rows`."""
    chance, calendar = random.Random(seed), WorkCalendar.national()  # noqa: S311 - examples, not secrets
    some = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(days)]
    office = Office("Asia/Shanghai", time(8, 30), time(17, 30))
    facts = [Facts(office.at(day), None, Trigger("decision", day)) for day in some]
    lines = ["start,working_days", *[f"{day},{chance.randint(1, 60)}" for day in _cycled(some, rows)]]
    apart = some[: days // 20]
    return Dates(
        counted=_median(lambda: [calendar.add(day, COUNT) for day in some]) / days * 1e6,
        certified=_median(
            lambda: [resolve(_RULE, calendar=calendar, office=office, facts=one) for one in facts]
        )
        / days
        * 1e6,
        beside=_median(lambda: [_day_by_day(day) for day in apart]) / len(apart) * 1e6,
        rows=rows,
        table=_median(lambda: list(due_of_table(lines, calendar))),
        same=all(_day_by_day(day) == calendar.add(day, COUNT) for day in apart),
    )


def _cycled(some: list[date], count: int) -> Iterator[date]:
    for number in range(count):
        yield some[number % len(some)]


def _day_by_day(day: date) -> date:
    left = COUNT
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(TIMES):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return sorted(seconds)[TIMES // 2]
