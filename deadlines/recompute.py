"""Working a certificate out again: from what it says of itself, with nothing but the notices it names."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from deadlines.calendars import Calendars
from deadlines.certificate import FORMAT
from deadlines.counting import Extension, Pause
from deadlines.language import Rule
from deadlines.law import Applied, applied
from deadlines.office import Office
from deadlines.periods import again
from deadlines.resolve import Deadline, Facts, Trigger, resolve
from deadlines.workdays import WorkCalendar


def recomputed(certificate: str, calendars: Calendars) -> str:
    """The certificate that the same rule, facts and notices give: the same bytes, or it is not to be trusted.

    Only the notices that it names are used, also where later ones are among `calendars`. Raises KeyError for
    a notice that is not there.
    """
    body = json.loads(certificate)
    return _resolved(body, facts_of(certificate), _seen(body, calendars)).certificate


def redated(certificate: str, calendars: Calendars, trigger: Trigger | None = None) -> Deadline:
    """The deadline of `certificate` by all notices of `calendars`; with `trigger`, from another start."""
    body, facts = json.loads(certificate), facts_of(certificate)
    region = body["rule"].get("calendar") or body.get("calendar", {}).get("region", "cn")
    calendar, rule = calendars.of(region), Rule.model_validate(body["rule"])
    if trigger is not None:
        # What counts from its trigger opens with it.
        opens = None if rule.kind in {"after", "same_day"} else facts.opens
        facts = replace(facts, trigger=trigger, opens=opens)
    if rule.every is not None and facts.day is not None:
        facts = replace(facts, day=again(rule.every, facts.day, _seen(body, calendars), calendar))
    return _resolved(body, facts, calendar)


def with_end(certificate: str, calendars: Calendars, end: Trigger | None) -> Deadline:
    """The deadline of the window of `certificate`, ended by the event `end`; with None, by its backstop."""
    body = json.loads(certificate)
    region = body["rule"].get("calendar") or body.get("calendar", {}).get("region", "cn")
    return _resolved(body, replace(facts_of(certificate), trigger=end), calendars.of(region))


def rule_of(certificate: str) -> Rule:
    """The rule that `certificate` applies."""
    return Rule.model_validate(json.loads(certificate)["rule"])


def prolonged(
    certificate: str,
    calendars: Calendars,
    *,
    pauses: tuple[Pause, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Deadline:
    """The deadline of `certificate` with these pauses and extensions after those that it has already.

    Raises NotAllowedError for what its rule or the law does not give.
    """
    body, facts = json.loads(certificate), facts_of(certificate)
    more = replace(facts, pauses=(*facts.pauses, *pauses), extensions=(*facts.extensions, *extensions))
    region = body["rule"].get("calendar") or body.get("calendar", {}).get("region", "cn")
    return _resolved(body, more, calendars.of(region))


def law_of(certificate: str) -> Applied:
    """The rule of `certificate` under the law it names, as that stood on the day it counts from."""
    rule, trigger = Rule.model_validate(json.loads(certificate)["rule"]), facts_of(certificate).trigger
    return applied(rule, trigger.day) if trigger is not None else Applied(rule)


def with_delays_of(certificate: str, new: str, calendars: Calendars) -> Deadline | None:
    """The deadline of the certificate `new` with the pauses and extensions that `certificate` has.

    None where it has none.
    """
    facts = facts_of(certificate)
    if not facts.pauses and not facts.extensions:
        return None
    return prolonged(new, calendars, pauses=facts.pauses, extensions=facts.extensions)


def readable(certificate: str) -> bool:
    """Whether it is of a form that says all it depends on; the first form did not."""
    return bool(json.loads(certificate).get("v") == FORMAT)


def facts_of(certificate: str) -> Facts:
    """What the rule of `certificate` was applied to, its instants in the office's zone."""
    body = json.loads(certificate)
    facts, zone = body["facts"], ZoneInfo(body["office"]["timezone"])
    trigger = facts.get("trigger")
    return Facts(
        opens=_instant(facts.get("opens"), zone),
        day=date.fromisoformat(facts["day"]) if "day" in facts else None,
        trigger=_trigger(trigger, zone) if trigger is not None else None,
        pauses=tuple(
            Pause(cause, date.fromisoformat(first), date.fromisoformat(resumes))
            for first, resumes, cause in facts.get("pauses", ())
        ),
        extensions=tuple(_extension(one) for one in facts.get("extensions", ())),
    )


def _seen(body: dict[str, Any], calendars: Calendars) -> WorkCalendar:
    """The calendar as the certificate saw it."""
    used = body.get("calendar")
    if used is None:
        return calendars.national
    known = date.fromisoformat(used["known_through"])
    return calendars.having(used["region"], used["keys"], used["first_year"], known)


def _resolved(body: dict[str, Any], facts: Facts, calendar: WorkCalendar) -> Deadline:
    hours = body["office"]
    office = Office(
        hours["timezone"], time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
    )
    return resolve(Rule.model_validate(body["rule"]), calendar=calendar, office=office, facts=facts)


def _trigger(told: dict[str, Any], zone: ZoneInfo) -> Trigger:
    day, at = date.fromisoformat(told["day"]), _instant(told.get("at"), zone)
    return Trigger(told["event"], day, at, told.get("of"), provisional=told.get("provisional", False))


def _extension(told: dict[str, Any]) -> Extension:
    until = told.get("until")
    return Extension(**{**told, "until": date.fromisoformat(until) if until else None})


def _instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(zone) if text is not None else None
