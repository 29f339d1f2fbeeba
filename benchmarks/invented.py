"""An invented campaign of any size: tasks scattered over six months, every unit owing each of them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from actions.declared import Declared, load
from campaigns.plan import Plan, Planned
from deadlines.calendars import Calendars
from deadlines.office import Office
from deadlines.workdays import WorkCalendar

KEY = "invented"
ISSUED = date(2017, 3, 31)
#: First and last day on which anything falls due.
FIRST, LAST = date(2017, 4, 10), date(2017, 10, 8)
WEEK = timedelta(days=7)
MOST_UNITS = 200
#: At least so many tasks, so that they scatter.
FEWEST_TASKS = 26
#: What is handed in: a short text, typed.
TEXT = "简要情况"
#: In percent of what is owed: filed in time, filed late; the rest never.
IN_TIME, LATE = 85, 10
#: How many working days late.
DAYS_LATE = 2


@dataclass(frozen=True, order=True, slots=True)
class Filing:
    """One filing to come: when, and of what."""

    at: datetime
    id: str
    unit: str


def shape(size: int) -> tuple[int, int]:
    """How many units and tasks make exactly `size` obligations: as many units as divide it, 200 at most."""
    fitting = [n for n in range(1, MOST_UNITS + 1) if size % n == 0 and size // n >= FEWEST_TASKS]
    units = max(fitting, default=1)
    return units, size // units


def declare(folder: Path, size: int, calendars: Calendars) -> Declared:
    """Write the declaration of `size` obligations into `folder` and read it, as `duban check` would."""
    units, tasks = shape(size)
    file = folder / "campaigns.yaml"
    file.write_text("\n".join(_lines(units, tasks, calendars.national)) + "\n", encoding="utf-8")
    return load(file, calendars)


def filings(plan: Plan, seed: int, calendar: WorkCalendar, office: Office) -> list[Filing]:
    """Who files when, in order of time: decided by `seed` and the obligation's id alone."""
    found = (_filing(one, seed, calendar, office) for one in plan.obligations)
    return sorted(filing for filing in found if filing is not None)


def _filing(one: Planned, seed: int, calendar: WorkCalendar, office: Office) -> Filing | None:
    chance = random.Random(f"{seed}:{one.id}")  # noqa: S311 - a game, not a secret
    roll, back = chance.randrange(100), chance.randrange(4)
    clock = time(chance.randrange(9, 17), chance.randrange(60), chance.randrange(60))
    target, last, opens = one.deadline.target, one.deadline.last_day, one.deadline.opens
    if roll >= IN_TIME + LATE or target is None or last is None or opens is None:
        return None
    if roll >= IN_TIME:
        return Filing(office.at(calendar.add(last, DAYS_LATE), clock), one.id, one.unit)
    day = calendar.sub(target.date(), back) if back else target.date()
    return Filing(max(office.at(day, clock), opens + timedelta(hours=9)), one.id, one.unit)


def _lines(units: int, tasks: int, calendar: WorkCalendar) -> Iterator[str]:
    """The declaration's lines; JSON's inline form is YAML too."""
    yield "duban: 1"
    yield "units:"
    yield "  city: {name: 样例市局, kind: city, contact: city@bench.example}"
    for n in range(units):
        mail = ", ".join(
            f"{role}: u{n:03d}{end}@bench.example"
            for role, end in (("contact", ""), ("deputy", "-deputy"), ("head", "-head"))
        )
        yield f"  u{n:03d}: {{name: 样例{n:03d}区局, kind: district, parent: city, {mail}}}"
    yield "groups: {districts: {kind: district, parent: city}}"
    yield from _ladder()
    yield f"campaigns:\n  {KEY}:"
    yield "    title: 样例专项行动"
    yield f"    document: {{issuer: city, title: 样例方案, issued: {ISSUED}}}"
    yield "    period: {from: 2017-03, to: 2017-12}"
    yield "    office: city\n    ladder: usual\n    lights: usual"
    yield "    leading_group: {name: 样例领导小组, contact: group@bench.example}"
    yield "    phases:"
    for week in range((LAST - FIRST) // WEEK + 1):
        monday = FIRST + week * WEEK
        window = f"{{from: {monday - WEEK}, to: {monday + timedelta(days=6)}}}"
        yield f"      week{week:02d}: {{title: 第{week + 1}周, text: 第{week + 1}周, window: {window}}}"
    yield "    tasks:"
    yield from _tasks(tasks, calendar)


def _ladder() -> Iterator[str]:
    """The ladder and lights of the 2017 campaign."""
    yield "ladders:\n  usual:"
    yield "    - {rung: remind, before: target, working_days: 3, to: liaison}"
    yield "    - {rung: remind, on: target, to: liaison}"
    yield "    - {rung: urge, after: breach, working_days: 1, to: liaison}"
    yield "    - {rung: supervise, after: breach, working_days: 3, to: [deputy, office], confirm: office}"
    yield "lights: {usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}}"


def _tasks(tasks: int, calendar: WorkCalendar) -> Iterator[str]:
    """Tasks spread evenly over the working days; each opens on Monday of the week before its own."""
    days = [fact.day for fact in calendar.facts(FIRST - timedelta(days=1), LAST) if fact.working]
    for n in range(tasks):
        day = days[n * len(days) // tasks]
        told = {"title": f"第{n + 1}项报送", "responsible": "districts", "to": "city"}
        told["phase"] = f"week{(day - FIRST) // WEEK:02d}"
        deadline = {"text": f"{day.month}月{day.day}日前", "source": "样例", "on": day.isoformat()}
        asked = [{"kind": "text", "title": TEXT}]
        whole = {**told, "deadline": deadline, "deliverables": asked}
        yield f"      task{n:03d}: {json.dumps(whole, ensure_ascii=False)}"
