"""Rules of the deadline language applied in Tianjin's office hours, as the tests of `deadlines` write them."""

from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from deadlines.anchors import Every
from deadlines.calendars import Calendars
from deadlines.counting import Extension, Pause
from deadlines.language import Rule, settled
from deadlines.notices import load
from deadlines.office import Office
from deadlines.periods import Period, periods
from deadlines.resolve import Deadline, Facts, Trigger, resolve
from deadlines.spans import Span
from deadlines.workdays import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = Office("Asia/Shanghai", time(8, 30), time(17, 30))
NATIONAL = WorkCalendar.national()
#: The date of document 001, from which nothing is read that a test does not say.
ISSUED = date(2017, 6, 16)


def at(text: str) -> datetime:
    """`2017-10-27T17:30` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@cache
def until(year: int) -> WorkCalendar:
    """The calendar as it was known before the notices about later years."""
    return WorkCalendar(notice for notice in load() if notice.year <= year)


@cache
def calendars_until(year: int) -> Calendars:
    """The calendars as they were known before the national notices about later years."""
    return Calendars({"cn": tuple(notice for notice in load() if notice.year <= year)})


def rule(**fields: Any) -> Rule:
    return Rule.model_validate({"text": "某日", **fields})


def refusals(**fields: Any) -> list[str]:
    """The types of the faults that the language finds in a rule of `fields`."""
    with pytest.raises(ValidationError) as caught:
        rule(**fields)
    return [error["type"] for error in caught.value.errors()]


def resolved(
    *,
    calendar: WorkCalendar = NATIONAL,
    opens: str | None = None,
    trigger: str | None = None,
    day: str | None = None,
    issued: date = ISSUED,
    period: Span | None = None,
    pauses: tuple[Pause, ...] = (),
    extensions: tuple[Extension, ...] = (),
    **fields: Any,
) -> Deadline:
    """The rule of `fields`, settled, applied to a trigger `2017-09-27` or `2017-09-27T20:30`."""
    moment = at(trigger) if trigger and "T" in trigger else None
    facts = Facts(
        opens=at(opens) if opens else None,
        day=date.fromisoformat(day) if day else None,
        trigger=Trigger("decision", date.fromisoformat(trigger[:10]), moment) if trigger else None,
        pauses=pauses,
        extensions=extensions,
    )
    whole = settled(rule(**fields), issued, period)
    return resolve(whole, calendar=calendar, office=OFFICE, facts=facts)


def instants(deadline: Deadline) -> tuple[str, str]:
    """Target and breach, to the minute, in China."""
    assert deadline.target is not None
    assert deadline.breach is not None
    assert {deadline.target.tzinfo, deadline.breach.tzinfo} == {CHINA}
    return f"{deadline.target:%Y-%m-%dT%H:%M}", f"{deadline.breach:%Y-%m-%dT%H:%M}"


def window(deadline: Deadline) -> tuple[str, str]:
    """When a window opens and closes, to the minute."""
    assert deadline.opens is not None
    assert deadline.closes is not None
    return f"{deadline.opens:%Y-%m-%dT%H:%M}", f"{deadline.closes:%Y-%m-%dT%H:%M}"


def unrolled(
    calendar: WorkCalendar = NATIONAL, issued: date = ISSUED, period: Span | None = None, **every: Any
) -> list[Period]:
    """The periods of an `every` that is written as `every`."""
    written = settled(Rule(text="某日", every=Every.model_validate(every)), issued, period).every
    assert written is not None
    return list(periods(written, calendar))


def paused(*stretches: str, cause: str = "听证") -> tuple[Pause, ...]:
    """Pauses written `2017-09-28..2017-09-30`, the second day being the one on which the clock runs again."""
    ends = [stretch.split("..") for stretch in stretches]
    return tuple(Pause(cause, date.fromisoformat(a), date.fromisoformat(b)) for a, b in ends)
