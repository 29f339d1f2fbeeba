"""Examples of the page about deadlines, applied: from a rule and the facts beside it to what must be written."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from campaigns.reading import read_as
from deadlines.calendars import Calendars
from deadlines.counting import Extension, Pause
from deadlines.language import Rule, settled
from deadlines.periods import periods
from deadlines.resolve import Deadline, Facts, Trigger, resolve, reviews
from deadlines.spans import Span
from tests.instants import NATIONAL, OFFICE, calendars_until

if TYPE_CHECKING:
    from deadlines import provisions
    from tests.documents import Example

DAY = r"(\d{4}-\d\d-\d\d)"
#: What an example is applied to; anything else is an event, or the deadline of another task.
FACTS = {
    "issued": re.compile(f"issued {DAY}"),
    "period": re.compile(f"period {DAY} – {DAY}"),
    "known": re.compile(r"known through (\d{4})"),
    "due": re.compile(f"item due {DAY}"),
    "paused": re.compile(rf"paused (\S+) {DAY} – {DAY}"),
    "extended": re.compile(rf"extended (?:until {DAY}|(\d+) (\w+))(?: by (\S+))?"),
    "happened": re.compile(rf"([\w-]+) {DAY}(?: (\d\d:\d\d))?"),
}
Answer = tuple[str | None, Deadline]


def facts_of(text: str) -> dict[str, Any]:
    """`issued 2017-06-16, decision 2017-09-27` by the names of FACTS."""
    found: dict[str, Any] = {}
    for part in filter(None, text.split(", ")):
        hits = ((name, form.fullmatch(part)) for name, form in FACTS.items())
        name, hit = next((name, hit) for name, hit in hits if hit is not None)
        values = [date.fromisoformat(v) if re.fullmatch(DAY, v or "") else v for v in hit.groups()]
        found[name] = values[0] if len(values) == 1 else values
    return found


def applied(rule: Rule, told: dict[str, Any]) -> list[Answer]:
    """What the rule gives for the facts that are told; of a returning date, every one."""
    issued = told.get("issued")
    whole = settled(rule, issued or date.min, Span(*told["period"]) if "period" in told else None)
    calendars = calendars_until(int(told["known"])) if "known" in told else Calendars.packaged()
    calendar = calendars.of(rule.calendar or "cn")
    if whole.every is not None:
        found = periods(whole.every, calendar)
        facts: list[tuple[str | None, Facts]] = [
            (one.key, Facts(opens=OFFICE.at(one.opens), day=one.day)) for one in found
        ]
    else:
        counted = rule.kind in {"after", "same_day", "window"}
        opens = OFFICE.at(issued) if issued is not None and not counted else None
        facts = [(None, Facts(opens, told.get("due"), trigger(rule, told), *pauses_and_extensions(told)))]
    return [(key, resolve(whole, calendar=calendar, office=OFFICE, facts=one)) for key, one in facts]


def trigger(rule: Rule, told: dict[str, Any]) -> Trigger | None:
    """The event or the other deadline that the rule counts from; the facts must call it as the rule does."""
    period = rule.after or rule.before
    other = period.deadline or getattr(period, "parent", None) if period is not None else None
    event = rule.window_event or getattr(rule.after or rule.same_day, "event", None)
    if event == "issued":
        return Trigger("issued", told["issued"])
    if "happened" not in told:
        return None
    name, day, clock = told["happened"]
    assert name == (other or event)
    at = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=OFFICE.zone) if clock else None
    return Trigger(name, day, at, of=f"demo/{name}/binhai" if other else None)


def pauses_and_extensions(told: dict[str, Any]) -> tuple[tuple[Pause, ...], tuple[Extension, ...]]:
    pauses = (Pause(*told["paused"]),) if "paused" in told else ()
    if "extended" not in told:
        return pauses, ()
    until, count, unit, approver = told["extended"]
    length: dict[str, Any] = {"until": until} if until else {unit: int(count)}
    return pauses, (Extension(**length, approver=approver),)


def moment(instant: datetime, last: date | None) -> str:
    """`17:30` on the day `last`, else with its day; a midnight is the 24:00 of the day before."""
    ended = (instant.hour, instant.minute) == (0, 0)
    day = (instant - timedelta(days=ended)).date()
    clock = "24:00" if ended else f"{instant:%H:%M}"
    return clock if day == last else f"{day} {clock}"


def results(rule: Rule, found: Deadline) -> tuple[str, str]:
    """What the page must say of the deadline, and when it opens, which it may say."""
    start = found.opens
    opens = (
        f"opens {start.date()}{f' {start:%H:%M}' if start.time() != OFFICE.at(date.min).time() else ''}"
        if start
        else ""
    )
    said = []
    if found.closes is not None:
        said = [opens, f"closes {moment(found.closes, None)}"]
    if rule.qualitative is not None and start is not None:
        said.append(f"first review {next(reviews(rule, start.date(), date(2030, 1, 1), NATIONAL))}")
    if found.breach is None or found.target is None:
        said.append("never late")
    else:
        last = found.last_day
        said += [
            f"last day {last}",
            f"target {moment(found.target, last)}",
            f"breach {moment(found.breach, last)}",
        ]
    return ", ".join([*said, *(["provisional"] if found.provisional else [])]), opens


def returning(found: list[Answer]) -> str:
    """The dates of a deadline that returns: each with its key, and once what is true of most of them."""
    pairs = []
    for _, one in found:
        assert one.target is not None
        assert one.breach is not None
        assert not one.provisional
        pairs.append((moment(one.target, one.last_day), moment(one.breach, one.last_day)))
    (target, breach), _ = Counter(pairs).most_common(1)[0]
    shown_days = []
    for (key, one), (own, ends) in zip(found, pairs, strict=True):
        assert ends == breach
        day = str(one.last_day) if key == str(one.last_day) else f"{key} = {one.last_day}"
        shown_days.append(day if own == target else f"{day} (target {own})")
    return f"{', '.join(shown_days)}; each target {target}, breach {breach}"


def rule_of(example: Example) -> Rule:
    """The rule as campaigns.yaml is read."""
    return read_as(Rule, example.written, "docs/deadlines.md")[0]


def law_row(rule: provisions.LegalRule) -> list[str]:
    """A rule of law as its row of the table tells it."""
    named = f"{rule.name} ({', '.join(rule.aliases)})" if rule.aliases else rule.name
    return [named, "<br>".join(map(version, rule.versions))]


def version(one: provisions.Provision) -> str:
    """What a rule gives in one of its versions."""
    spelled = {"working_days": "working days", "days": "days"}
    since = f"{one.effective_from} – {one.effective_to or ''}".strip()
    if one.after is not None:
        (unit,) = one.after.given
        gives = f"**{getattr(one.after, unit)} {spelled[unit]}** from {one.trigger}"
    else:
        figures = ", ".join(map(str, one.working_day_figures))
        parts = [
            f"start day {one.start_day}" if one.start_day else "",
            f"roll {one.roll}" if one.roll else "",
        ]
        parts.append(f"{figures} days are working days" if figures else "")
        gives = f"**how to count**: {', '.join(filter(None, parts))}"
    said = f"{since}: {gives}; {one.law}{f'（{one.number}）' if one.number else ''}{one.article}"
    said += f"; counted by {one.counted_by}" if one.counted_by else ""
    if one.extend is not None:
        (unit,) = one.extend.given
        said += f"; extended by {getattr(one.extend, unit)} {spelled[unit]} ×{one.extend.times}, {one.extend.approver}"
    return said + (f"; left out: {'、'.join(one.pause)}" if one.pause else "")
