"""From a declared rule to two instants, 请报时间 and 截止时间, and the reasons why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deadlines.certificate import Certificate
from deadlines.language import DATED, Rule
from deadlines.office import Office
from deadlines.spans import clamped
from deadlines.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule applied: when it opens, what people are asked for, and from when a filing is late."""

    #: The anchor's name: on, by, after, every, window or undated.
    kind: str
    #: First instant at which the thing can be owed, or None when it is not known.
    opens: datetime | None
    #: 请报时间: what people are asked for; None when undated.
    target: datetime | None
    #: 截止时间: exclusive upper bound; a filing is in time when its instant is before it; None when undated.
    breach: datetime | None
    #: The last day that counts, the one that ends at the breach.
    last_day: date | None
    #: Why: canonical JSON, the same bytes for the same inputs.
    certificate: str
    #: Whether it rests on a year whose holiday notice is not published yet.
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a period counts from: an event's name, and its day."""

    #: The event's key, e.g. decision.
    event: str
    #: The day of the event, local to the campaign.
    day: date


def periods(rule: Rule, issued: date) -> Iterator[date]:
    """The dates of an `every` rule, in order: from the first on or after `from`, up to and with `to`.

    A day that a month does not have is its last day. `issued` is the document's own date.
    """
    every = rule.every
    if every is None:
        return
    start = issued if every.from_ == "issued" else every.from_
    year, month = start.year, start.month
    while True:
        day = clamped(year, month, every.month_day)
        if day > every.to:
            return
        if day >= start:
            yield day
        if (year, month) == (date.max.year, 12):
            return
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December


def resolve(
    rule: Rule,
    *,
    calendar: WorkCalendar,
    office: Office,
    opens: datetime | None = None,
    day: date | None = None,
    trigger: Trigger | None = None,
) -> Deadline:
    """Apply `rule`.

    `day` is the unrolled date of an `every` rule, `trigger` the event of an `after` rule, `opens` the instant
    before which nothing can be asked. Raises OutsideCalendarError where the calendar does not reach.
    """
    certificate = Certificate(rule, calendar, office)
    named = _last_day(rule, calendar, day, trigger, certificate)
    if named is None:
        return Deadline(rule.kind, opens, None, None, None, certificate.finish(None, None))
    last = _rolled(rule, calendar, named)
    if last != named:
        certificate.rolled(named, last)
    needed = [named, last] if rule.after is not None or rule.roll != "none" else []
    if rule.bound == "exclusive" and rule.time is None:
        last -= timedelta(days=1)
        certificate.note("not_that_day", day=(last + timedelta(days=1)).isoformat(), last=last.isoformat())
    target, breach = _instants(rule, last, calendar, office)
    if opens is not None and target < opens:
        certificate.note("target_before_opening", target=target.isoformat(), opens=opens.isoformat())
        target = breach
    certificate.shifted(last, target)
    furthest = max([last, *needed])
    provisional = calendar.provisional(furthest)
    text = certificate.finish(target, breach, last_day=last, furthest=furthest, provisional=provisional)
    return Deadline(rule.kind, opens, target, breach, last, text, provisional)


def _last_day(
    rule: Rule, calendar: WorkCalendar, day: date | None, trigger: Trigger | None, certificate: Certificate
) -> date | None:
    """The last day that counts before rolling and bound, or None for what has no date."""
    if rule.kind not in DATED:
        return None
    if rule.on is not None:
        return rule.on
    if rule.by is not None:
        certificate.note("span", first=rule.by.first.isoformat(), last=rule.by.last.isoformat())
        return rule.by.last
    if rule.every is not None:
        if day is None:
            raise ValueError("an `every` rule is applied to one of its dates")
        certificate.note("period", day=day.isoformat())
        return day
    if rule.after is None or trigger is None:
        raise ValueError("an `after` rule needs its trigger")
    certificate.triggered(trigger.event, trigger.day)
    return _after(rule, calendar, trigger.day, certificate)


def _after(rule: Rule, calendar: WorkCalendar, start: date, certificate: Certificate) -> date:
    after = rule.after
    if after is None:
        raise ValueError("an `after` rule")
    before = start - timedelta(days=1) if rule.start_day == "included" else start
    if after.working_days is None:
        certificate.note("natural_days", days=after.days or 0)
        return before + timedelta(days=after.days or 0)
    last = calendar.add(before, after.working_days)
    certificate.counted(before, last)
    return last


def _rolled(rule: Rule, calendar: WorkCalendar, day: date) -> date:
    if rule.roll == "following":
        return calendar.following(day)
    if rule.roll == "preceding":
        return calendar.preceding(day)
    return day


def _instants(rule: Rule, last: date, calendar: WorkCalendar, office: Office) -> tuple[datetime, datetime]:
    """Target and breach for the last day that counts."""
    asked = office.closing(calendar.preceding(last))
    if rule.time is None:
        return asked, office.end(last)
    clock: time = office.closes if rule.time == "close_of_business" else rule.time
    breach = office.at(last, clock)
    return (breach if calendar.is_working(last) else asked), breach
