"""The certificate of a deadline: why the date is that date, as canonical JSON.

It holds everything the date depends on (rule, facts, law, office hours, notices) beside every reason, so that
anyone can work it out again and must get the same bytes (`deadlines.recompute`).
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from deadlines.counting import Extension, HasLength, Pause, merged
from deadlines.facts import Facts
from deadlines.language import Rule
from deadlines.law import Applied
from deadlines.office import Office
from deadlines.workdays import WorkCalendar

FORMAT = 2
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text in every process."""
    return _ENCODE(value)


def read(certificate: str) -> dict[str, Any]:
    """Its body; that of the first form, which kept rule and trigger flat, in the shape of today's."""
    body: dict[str, Any] = json.loads(certificate)
    if body["v"] == 1:
        body["facts"] = {"trigger": body["trigger"]} if "trigger" in body else {}
        rule = {name: body[name] for name in ("text", "source", "rule") if body[name] is not None}
        # It did not say how long; nor did it know hours.
        body["rule"] = {**rule, body["kind"]: {}}
    return body


def window_of(certificate: str) -> tuple[datetime, datetime] | None:
    """When the window of `certificate` opens, and the exclusive instant at which it closes; or None."""
    body = json.loads(certificate)
    if "closes" not in body:
        return None
    return datetime.fromisoformat(body["opens"]), datetime.fromisoformat(body["closes"])


def counted_from(certificate: str, was: str, now: str) -> str:
    """The `certificate` of a period from the deadline of the obligation `was`, as one from that of `now`.

    Both ids must have the same deadline; then it is the certificate that working it out again would give.
    """
    return certificate.replace(f'"of":{canonical(was)}', f'"of":{canonical(now)}')


class Certificate:
    """Collects the reasons of one deadline while it is computed; `finish` gives the canonical JSON."""

    def __init__(self, rule: Rule, facts: Facts, calendar: WorkCalendar, office: Office) -> None:
        """Begin the certificate of `rule` on `facts`, counted by `calendar` in the hours of `office`."""
        self._calendar = calendar
        self._notes: list[dict[str, Any]] = []
        self._first: date | None = facts.trigger.day if facts.trigger is not None else None
        hours = (office.opens.isoformat(), office.closes.isoformat())
        self._body: dict[str, Any] = {
            "v": FORMAT,
            "kind": rule.kind,
            "rule": rule.as_written(),
            "facts": _told(facts),
            "office": {"timezone": office.timezone, "opens": hours[0], "closes": hours[1]},
            "start_day": rule.start_day,
            "notes": self._notes,
            "target": None,
            "breach": None,
            "last_day": None,
        }

    def note(self, code: str, **found: str | int) -> None:
        """One reason more, by its code."""
        self._notes.append({"code": code, **found})

    def under(self, law: Applied) -> None:
        """The law that gives the period, and the one by which it is counted."""
        if law.provision is None:
            return
        self._body["start_day"] = law.rule.start_day
        self._body["law"] = law.provision.citation
        if law.counting is not None:
            self._body["counted_by"] = law.counting.citation
        if law.figure is not None:
            self.note("figure_means_working_days", figure=law.figure)

    def counted(self, start: date, end: date, paused: Sequence[tuple[date, date]] = ()) -> None:
        """Each day in (start, end], counted or skipped and why; days of `paused` are not counted."""
        counted, skipped, made_up, stood = 0, [], [], []
        for fact in self._calendar.facts(start, end):
            day = fact.day.isoformat()
            if not fact.working:
                skipped.append([day, fact.kind, fact.name])
            elif any(first <= fact.day < resumes for first, resumes in paused):
                stood.append(day)
            else:
                counted += 1
                if fact.kind == "make-up":
                    made_up.append([day, fact.name])
        count = {"working_days": counted, "skipped": skipped, "make_up": made_up}
        self._body["count"] = {**count, "paused": stood} if stood else count

    def natural(self, length: HasLength, start: date, end: date, pauses: Sequence[Pause]) -> None:
        """A period of calendar days or months that ends on `end`."""
        if length.months is not None:
            self.note("months", months=length.months, last=end.isoformat())
        else:
            self.note("natural_days", days=length.days or 0)
        for first, resumes in merged(pauses):
            if first <= end and resumes > start:
                self.note("paused", first=first.isoformat(), resumes=resumes.isoformat())

    def counted_back(self, day: date, last: date, length: HasLength) -> None:
        """A period that ends with `day`, which is not counted itself, and leaves `last`."""
        unit, count = next((u, n) for u in _UNITS if (n := getattr(length, u)) is not None)
        told = {"day": day.isoformat(), "last": last.isoformat(), "count": count}
        self.note(f"back_{unit}", **told)
        if length.working_days is not None:
            off = [f for f in self._calendar.facts(last, day) if not f.working]
            made = [f for f in self._calendar.facts(last, day) if f.kind == "make-up" and f.day != day]
            skipped = [[f.day.isoformat(), f.kind, f.name] for f in off]
            made_up = [[f.day.isoformat(), f.name] for f in made]
            self._body["back"] = {"skipped": skipped, "make_up": made_up}

    def extended(self, was: date, last: date, extension: Extension) -> None:
        """The last day moved because more time was granted."""
        self.note("extended", was=was.isoformat(), last=last.isoformat(), approver=extension.approver or "")

    def rolled(self, named: date, last: date) -> None:
        """The last day moved because it is a day off."""
        self.note("rolled", named=named.isoformat(), last=last.isoformat(), why=self._why(named))

    def shifted(self, last: date, target: datetime) -> None:
        """People are asked for an earlier day because the last one is a day off."""
        if target.date() < last and not self._calendar.is_working(last):
            asked = {"last": last.isoformat(), "asked": target.date().isoformat()}
            self.note("asked_earlier", **asked, why=self._why(last))

    def window(self, opens: datetime, closes: datetime) -> None:
        """A window's two ends, the later one exclusive."""
        self._body["opens"], self._body["closes"] = opens.isoformat(), closes.isoformat()

    def dated(self, target: datetime, breach: datetime, last_day: date, furthest: date) -> None:
        """The two instants, and the calendar from the first day that matters to the `furthest`."""
        self._body["target"], self._body["breach"] = target.isoformat(), breach.isoformat()
        self._body["last_day"] = last_day.isoformat()
        first = min(self._first or last_day, target.date(), last_day)
        self.counted_with(first, furthest)

    def counted_with(self, first: date, last: date) -> None:
        """The notices that say what the days in [first, last] are."""
        self._body["calendar"] = self._calendar.version(first, last)
        self._body["calendar"]["first_year"] = first.year

    def finish(self, *, provisional: bool) -> str:
        """The certificate as canonical JSON."""
        self._body["provisional"] = provisional
        return canonical(self._body)

    def _why(self, day: date) -> str:
        fact = self._calendar.fact(day)
        return fact.name or fact.kind


_UNITS = ("working_days", "days", "months")


def _told(facts: Facts) -> dict[str, Any]:
    """The facts as plain values, only those that are there."""
    told: dict[str, Any] = {}
    if facts.opens is not None:
        told["opens"] = facts.opens.isoformat()
    if facts.day is not None:
        told["day"] = facts.day.isoformat()
    if facts.trigger is not None:
        trigger = facts.trigger
        told["trigger"] = {"event": trigger.event, "day": trigger.day.isoformat()}
        if trigger.at is not None:
            told["trigger"]["at"] = trigger.at.isoformat()
        if trigger.of is not None:
            told["trigger"]["of"] = trigger.of
        if trigger.provisional:
            told["trigger"]["provisional"] = True
    if facts.pauses:
        told["pauses"] = sorted([p.first.isoformat(), p.resumes.isoformat(), p.cause] for p in facts.pauses)
    if facts.extensions:
        told["extensions"] = [_extension(one) for one in facts.extensions]
    return told


def _extension(one: Extension) -> dict[str, Any]:
    lengths = {unit: getattr(one, unit) for unit in _UNITS if getattr(one, unit) is not None}
    until = {"until": one.until.isoformat()} if one.until is not None else {}
    return {**lengths, **until, **({"approver": one.approver} if one.approver else {})}
