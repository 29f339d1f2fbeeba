"""From a declared rule to two instants, 请报时间 and 截止时间, and the reasons why."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from deadlines.anchors import After, Amount, Festival
from deadlines.certificate import Certificate
from deadlines.counting import backward, extended, forward, merged
from deadlines.facts import Facts, Trigger
from deadlines.festivals import festival_span
from deadlines.language import Rule
from deadlines.law import Applied, NotAllowedError, applied, refuse_extensions, refuse_pause
from deadlines.office import Office
from deadlines.periods import closing, opening
from deadlines.spans import Span
from deadlines.windows import window_instants, window_span
from deadlines.workdays import WorkCalendar

__all__ = ["Deadline", "Facts", "Trigger", "resolve", "reviews"]

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule applied: when it opens, what people are asked for, and from when a filing is late."""

    #: The anchor's name: on, by, after, before, every, same_day, window, qualitative or undated.
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
    #: Where a window ends, exclusive; None for everything else.
    closes: datetime | None = None


@dataclass(slots=True)
class _Counted:
    """The last day that counts, while it is worked out."""

    law: Applied
    last: date
    #: Days that were looked at and are not on the way to `last`.
    needed: list[date] = field(default_factory=list)
    #: The exact instant of the breach, where hours are counted.
    instant: datetime | None = None

    @property
    def rule(self) -> Rule:
        return self.law.rule


def resolve(
    rule: Rule,
    *,
    calendar: WorkCalendar,
    office: Office,
    opens: datetime | None = None,
    day: date | None = None,
    trigger: Trigger | None = None,
    facts: Facts | None = None,
) -> Deadline:
    """Apply a settled `rule` to `facts`, of which `opens`, `day` and `trigger` may be given one by one.

    Raises OutsideCalendarError where the calendar does not reach, and NotAllowedError for a pause or an
    extension that rule or law do not give, a law that is not in force, hours without an instant.
    """
    facts = _local(rule, facts or Facts(opens, day, trigger), office)
    if not rule.dated:
        return _undated(rule, facts, calendar, office)
    law = _allowed(rule, facts)
    certificate = Certificate(rule, facts, calendar, office)
    certificate.under(law)
    counted = _counted(law, facts, calendar, office, certificate)
    if counted.instant is None:
        _finish_day(counted, facts, calendar, certificate)
    opens, target, breach = _three(counted, facts.opens, calendar, office, certificate)
    certificate.shifted(counted.last, target)
    furthest = max([counted.last, *counted.needed])
    # Hours are counted by no calendar; what counts from a provisional deadline is so itself.
    provisional = (counted.instant is None and calendar.provisional(furthest)) or (
        facts.trigger is not None and facts.trigger.provisional
    )
    certificate.dated(target, breach, counted.last, furthest)
    text = certificate.finish(provisional=provisional)
    return Deadline(rule.kind, opens, target, breach, counted.last, text, provisional)


def _allowed(rule: Rule, facts: Facts) -> Applied:
    """The rule under its law, once that allows the pauses and extensions among the `facts`."""
    law = applied(rule, facts.trigger.day) if facts.trigger is not None else Applied(rule)
    if law.rule.after is not None and not law.rule.after.given:
        raise ValueError("a rule with `after` needs its length, of its own or by law")
    for pause in facts.pauses:
        refuse_pause(law, pause)
    refuse_extensions(law, facts.extensions)
    return law


def _three(
    counted: _Counted,
    known: datetime | None,
    calendar: WorkCalendar,
    office: Office,
    certificate: Certificate,
) -> tuple[datetime | None, datetime, datetime]:
    """When it opens, what is asked for, and the breach, each mended where they would contradict."""
    rule = counted.rule
    target, breach = _instants(counted, calendar, office)
    opens = _opening(rule, known, counted.last, breach, office)
    if opens != known:
        certificate.note("opens_earlier", opens=opens.date().isoformat() if opens is not None else "")
    if rule.same_day is not None and rule.time is not None and opens is not None and breach <= opens:
        # A time of day that had passed when the event came leaves the rest of that day.
        passed, breach = breach, office.end(counted.last)
        certificate.note("time_had_passed", time=f"{passed:%H:%M}")
    if opens is not None and target < opens and target != breach:
        certificate.note("target_before_opening", target=target.isoformat(), opens=opens.isoformat())
        target = breach
    return opens, target, breach


def _opening(
    rule: Rule, opens: datetime | None, last: date, breach: datetime, office: Office
) -> datetime | None:
    """When it opens: one that was rolled out of its own week or month opens with the one it now lies in."""
    if rule.every is None or opens is None or breach > opens:
        return opens
    return office.at(opening(rule.every, last))


def _local(rule: Rule, facts: Facts, office: Office) -> Facts:
    """`facts` with every instant in the office's zone; what counts from a trigger opens with it."""
    zone, opens, trigger = office.zone, facts.opens, facts.trigger
    if trigger is not None and trigger.at is not None and trigger.at.tzinfo is not zone:
        trigger = replace(trigger, at=trigger.at.astimezone(zone))
    if opens is None and trigger is not None and rule.kind in {"after", "same_day"}:
        opens = trigger.at or office.at(trigger.day)
    if opens is not None and opens.tzinfo is not zone:
        opens = opens.astimezone(zone)
    unchanged = opens is facts.opens and trigger is facts.trigger
    return facts if unchanged else replace(facts, opens=opens, trigger=trigger)


def reviews(rule: Rule, start: date, until: date, calendar: WorkCalendar) -> Iterator[date]:
    """The days on which a `qualitative` rule is looked at again, after `start`, up to and with `until`."""
    if rule.qualitative is None:
        return
    every, number = rule.qualitative.review_every, 0
    while True:
        number += 1
        lengths = {name: getattr(every, name) * number for name in every.given}
        day = forward(start, Amount.model_construct(**lengths), calendar)
        if day > until:
            return
        yield day


def _undated(rule: Rule, facts: Facts, calendar: WorkCalendar, office: Office) -> Deadline:
    """A window, a quality or a task without a date: nothing that could be late."""
    certificate = Certificate(rule, facts, calendar, office)
    opens, closes, provisional = facts.opens, None, False
    if rule.window is not None:
        opens, closes = window_instants(rule.window, office, calendar)
        if rule.window_event is not None and facts.trigger is not None:
            closes = facts.trigger.at or office.end(facts.trigger.day)
        certificate.window(opens, closes)
        if isinstance(rule.window, Festival) and rule.window.counted:
            span = window_span(rule.window, rule.window.year or 0, calendar)
            provisional = calendar.provisional(span.last)
            certificate.counted_with(span.first, span.last)
    elif rule.qualitative is not None and opens is not None:
        first = next(reviews(rule, opens.astimezone(office.zone).date(), date.max, calendar))
        provisional = rule.qualitative.review_every.working_days is not None and calendar.provisional(first)
        certificate.note("first_review", day=first.isoformat())
        certificate.counted_with(opens.astimezone(office.zone).date(), first)
    text = certificate.finish(provisional=provisional)
    return Deadline(rule.kind, opens, None, None, None, text, provisional, closes)


def _counted(
    law: Applied, facts: Facts, calendar: WorkCalendar, office: Office, certificate: Certificate
) -> _Counted:
    """The last day that counts, before extension, roll and bound."""
    rule = law.rule
    named = _named_day(rule, certificate)
    if named is not None:
        return _Counted(law, named)
    if rule.item_due:
        if facts.day is None:
            raise NotAllowedError("needs_due")
        certificate.note("item_due", day=facts.day.isoformat())
        return _Counted(law, facts.day)
    if rule.every is not None:
        if facts.day is None:
            raise ValueError("an `every` rule is applied to one of its dates")
        certificate.note("period", day=facts.day.isoformat())
        return _Counted(law, facts.day, closing(rule.every, facts.day, calendar))
    if rule.before is not None:
        return _before(law, facts, calendar, certificate)
    if facts.trigger is None:
        raise ValueError(f"a rule with `{rule.kind}` needs its trigger")
    if rule.after is not None:
        return _after(law, rule.after, facts, calendar, office, certificate)
    return _Counted(law, facts.trigger.day)


def _named_day(rule: Rule, certificate: Certificate) -> date | None:
    """The day that the rule itself names, or None."""
    if isinstance(rule.by, Span):
        certificate.note("span", first=rule.by.first.isoformat(), last=rule.by.last.isoformat())
        return rule.by.last
    if rule.undated is not None and rule.undated.by_office is not None:
        certificate.note("by_office", day=rule.undated.by_office.isoformat())
        return rule.undated.by_office
    return rule.on


def _after(
    law: Applied,
    after: After,
    facts: Facts,
    calendar: WorkCalendar,
    office: Office,
    certificate: Certificate,
) -> _Counted:
    trigger = facts.trigger
    if trigger is None:
        raise ValueError("a rule with `after` needs its trigger")
    if after.hours is not None:
        if trigger.at is None:
            raise NotAllowedError("needs_instant")
        certificate.note("hours", hours=after.hours)
        # Hours that pass, also where the clocks are changed on the way.
        ends = (trigger.at.astimezone(UTC) + timedelta(hours=after.hours)).astimezone(office.zone)
        return _Counted(law, (ends - timedelta(microseconds=1)).date(), instant=ends)
    included = law.rule.start_day == "included"
    first = trigger.day - _ONE if included else trigger.day
    last = forward(first, after, calendar, facts.pauses, included=included)
    if after.working_days is not None:
        certificate.counted(first, last, merged(facts.pauses))
        return _Counted(law, last, [last])
    certificate.natural(after, first, last, facts.pauses)
    return _Counted(law, last)


def _before(law: Applied, facts: Facts, calendar: WorkCalendar, certificate: Certificate) -> _Counted:
    before = law.rule.before
    if before is None:
        raise ValueError("a `before` rule")
    needed = []
    if before.deadline is not None or before.parent is not None:
        if facts.trigger is None:
            raise ValueError("a rule with `before` needs the deadline it stands before")
        day = facts.trigger.day
    elif before.festival is not None:
        span = festival_span(before.festival, before.year or 0, calendar)
        certificate.note("festival", festival=before.festival, first=span.first.isoformat())
        day, needed = span.first, [span.first]
    else:
        day = before.date or date.max
    start = day + _ONE if law.rule.start_day == "included" else day
    last = backward(start, before, calendar)
    certificate.counted_back(day, last, before)
    if before.working_days is not None:
        needed.append(day)
    return _Counted(law, last, needed)


def _finish_day(counted: _Counted, facts: Facts, calendar: WorkCalendar, certificate: Certificate) -> None:
    """Extend, roll and bound the last day, each with its note."""
    rule = counted.rule
    for extension in facts.extensions:
        was, counted.last = counted.last, extended(counted.last, extension, calendar)
        certificate.extended(was, counted.last, extension)
        if extension.working_days is not None:
            counted.needed.append(counted.last)
    named = counted.last
    if rule.roll != "none":
        counted.last = (calendar.following if rule.roll == "following" else calendar.preceding)(named)
        counted.needed += [named, counted.last]
    if counted.last != named:
        certificate.rolled(named, counted.last)
    if rule.bound == "exclusive" and rule.time is None:
        day, counted.last = counted.last, counted.last - _ONE
        certificate.note("not_that_day", day=day.isoformat(), last=counted.last.isoformat())


def _instants(counted: _Counted, calendar: WorkCalendar, office: Office) -> tuple[datetime, datetime]:
    """Target and breach for the last day that counts."""
    if counted.instant is not None:
        return counted.instant, counted.instant
    rule, last = counted.rule, counted.last
    asked = office.closing(calendar.preceding(last))
    if rule.time is None:
        return asked, office.end(last)
    clock: time = office.closes if rule.time == "close_of_business" else rule.time
    breach = office.at(last, clock)
    return (breach if calendar.is_working(last) else asked), breach
