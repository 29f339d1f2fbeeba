"""What a careful reader would ask about a declaration: warnings, one function for each, all in `RULES`."""

from collections.abc import Callable, Iterator
from datetime import time

from campaigns.declaration import Campaign, Declaration
from campaigns.faults import Fault
from campaigns.ladder import Pace, rungs_rise
from campaigns.plan import Planned, Planner
from campaigns.reading import Path, Source
from deadlines.certificate import weekday_zh
from deadlines.workdays import OutsideCalendarError, WorkCalendar

Rule = Callable[[Planner, Source, tuple[Planned, ...]], Iterator[Fault]]
#: A first period this few working days after issue is asked about.
SOON = 10


def lint(declaration: Declaration, source: Source, calendar: WorkCalendar) -> list[Fault]:
    """Every warning about every campaign of `declaration`; an error where the calendar does not reach."""
    found: list[Fault] = list(_without_contact(declaration, source))
    for key in declaration.campaigns:
        planner = Planner(declaration, key, calendar)
        try:
            planned = planner.plan().obligations
            found += [fault for rule in RULES for fault in rule(planner, source, planned)]
        except OutsideCalendarError as error:
            values = {"name": key, "problem": str(error)}
            found.append(source.fault(("campaigns", key), "outside_calendar", on_key=True, **values))
    return found


def _warning(source: Source, path: Path, code: str, **values: object) -> Fault:
    return source.fault(path, code, on_key=True, severity="warning", **values)


def _phases_counted(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    says, lists = planner.campaign.document.says_phases, len(planner.campaign.phases)
    if says is not None and says != lists:
        yield _warning(
            source, ("campaigns", planner.key, "document"), "phases_counted", says=says, lists=lists
        )


def _before_document(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    issued = planner.campaign.document.issued
    for one in _one_each(planned):
        if one.past == "issue":
            values = {"name": _title(planner.campaign, one), "day": one.deadline.last_day, "issued": issued}
            yield _warning(source, _task(planner, one), "before_document", **values)


def _day_off(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    for one in _one_each(planned):
        last, target = one.deadline.last_day, one.deadline.target
        if last is not None and target is not None and not planner.calendar.is_working(last):
            fact = planner.calendar.fact(last)
            weekday = "法定节假日" if fact.kind == "holiday" else weekday_zh(last)
            values = {"day": last, "weekday": weekday, "asked": target.date(), "breach": _until(one)}
            yield _warning(
                source, _task(planner, one), "due_day_off", name=_title(planner.campaign, one), **values
            )


def _until(one: Planned) -> str:
    """The breach as people read it: the midnight after a day is 24:00 of that day."""
    breach, last = one.deadline.breach, one.deadline.last_day
    if breach is None or last is None:
        return ""
    return f"{last.isoformat()} 24:00" if breach.time() == time(0) else f"{breach:%Y-%m-%d %H:%M}"


def _before_phase(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    for one in _one_each(planned):
        phase = planner.campaign.tasks[one.task].phase
        if phase is None or one.deadline.last_day is None:
            continue
        opens = planner.phase_span(phase).first
        if one.deadline.last_day < opens:
            title = planner.campaign.phases[phase].title
            values = {"name": _title(planner.campaign, one), "phase": title, "opens": opens}
            yield _warning(source, _task(planner, one), "before_phase", **values)


def _first_period_soon(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    issued = planner.campaign.document.issued
    seen: set[str] = set()
    for one in planned:
        if one.period is None or one.task in seen or one.deadline.last_day is None:
            continue
        seen.add(one.task)
        days = planner.calendar.between(issued, one.deadline.last_day)
        if 0 <= days <= SOON:
            values = {"name": _title(planner.campaign, one), "day": one.deadline.last_day, "days": days}
            yield _warning(source, _task(planner, one), "first_period_soon", **values)


def _undated(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    for key, task in planner.campaign.tasks.items():
        path = ("campaigns", planner.key, "tasks", key)
        if task.deadline.undated is not None:
            yield _warning(source, path, "undated_task", name=task.title)
        if task.unassigned:
            yield _warning(source, path, "unassigned_task", name=task.title)


def _two_summaries(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], str] = {}
    for key, task in planner.campaign.tasks.items():
        if "总结" not in task.title:
            continue
        who = task.responsible.units
        if who in first:
            path = ("campaigns", planner.key, "tasks", key)
            yield _warning(source, path, "two_summaries", name=task.title, other=first[who])
        first.setdefault(who, task.title)


def _sample_forms(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    used = {form for t in planner.campaign.tasks.values() for i in t.deliverables for form in i.forms}
    for key in sorted(used):
        form = planner.declaration.forms[key]
        if form.sample:
            yield _warning(source, ("forms", key), "sample_form", name=form.title)


def _provisional(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    years = {
        one.deadline.last_day.year for one in planned if one.deadline.provisional and one.deadline.last_day
    }
    for year in sorted(years):
        yield _warning(source, ("campaigns", planner.key), "year_unknown", year=year)


def _outside_document(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    owing = {one.unit for one in planned}
    outside = [u.short for k, u in planner.declaration.units.items() if k in owing and u.source]
    if outside:
        shown = "、".join(outside[:3]) + ("…" if len(outside) > 3 else "")  # noqa: PLR2004 - enough to recognise
        yield _warning(
            source, ("campaigns", planner.key), "outside_document", count=len(outside), names=shown
        )


def _rungs_rise(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    campaign = planner.campaign
    lights = planner.declaration.lights[campaign.lights]
    pace = Pace(planner.declaration.ladders[campaign.ladder], planner.calendar, planner.office)
    for one in _one_each(planned):
        d = one.deadline
        steps = pace.steps(d.opens, d.target, d.breach, d.last_day)
        if d.target is not None and d.breach is not None and d.last_day is not None:
            for edge in (lights.yellow, lights.red):
                pace.edge(edge, d.target, d.breach, d.last_day)
        if not rungs_rise(pace, steps):
            yield _warning(source, ("ladders", campaign.ladder), "rungs_fall", name=campaign.ladder)
            return


def _without_contact(declaration: Declaration, source: Source) -> Iterator[Fault]:
    owing = {
        u
        for c in declaration.campaigns.values()
        for t in c.tasks.values()
        for u in declaration.responsible(t)
    }
    for key, unit in declaration.units.items():
        if key in owing and unit.contact is None:
            yield _warning(source, ("units", key), "no_contact", name=unit.name)


def _one_each(planned: tuple[Planned, ...]) -> Iterator[Planned]:
    """One obligation of each task and period: what is true of one unit's is true of all."""
    yield from {(one.task, one.period): one for one in reversed(planned)}.values()


def _task(planner: Planner, one: Planned) -> Path:
    return ("campaigns", planner.key, "tasks", one.task)


def _title(campaign: Campaign, one: Planned) -> str:
    title = campaign.tasks[one.task].title
    return f"{title}（{one.period}）" if one.period else title


RULES: tuple[Rule, ...] = (
    _phases_counted,
    _before_document,
    _day_off,
    _before_phase,
    _first_period_soon,
    _undated,
    _two_summaries,
    _sample_forms,
    _provisional,
    _outside_document,
    _rungs_rise,
)
