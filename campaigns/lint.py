"""What a careful reader would ask about a declaration: warnings, one function for each, all in `RULES`."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from campaigns.bases import base_of, is_chained
from campaigns.cascade_checks import RULES as CASCADED
from campaigns.declaration import Campaign, Declaration
from campaigns.doubts import illegible_colours, marks_alike, milestones_outside, nobody_then
from campaigns.faults import Fault
from campaigns.ladder_doubts import pace_of, reminders_come_in_time, rungs_rise
from campaigns.measures import is_level
from campaigns.plan import Planned, Planner
from campaigns.reading import Path, Source
from deadlines.anchors import Every
from deadlines.because import weekday_zh
from deadlines.calendars import Calendars
from deadlines.law import NotAllowedError
from deadlines.provisions import find
from deadlines.workdays import OutsideCalendarError, WorkCalendar

Rule = Callable[[Planner, Source, tuple[Planned, ...]], Iterator[Fault]]
#: A first period this few working days after issue is asked about.
SOON = 10
#: How many days or units a warning names before it only counts the rest.
SHOWN = 3


def lint(declaration: Declaration, source: Source, calendars: Calendars) -> list[Fault]:
    """Every warning about every campaign of `declaration`; an error where the calendars do not reach."""
    unknown = list(_unknown_calendars(declaration, source, calendars))
    if unknown:
        return unknown
    found: list[Fault] = list(_without_contact(declaration, source))
    for key in declaration.campaigns:
        planner = Planner(declaration, key, calendars)
        try:
            planned = planner.plan().obligations
            for phase in (*planner.campaign.phases.values(), *planner.campaign.key_periods.values()):
                planner.span(phase)
            found += [fault for rule in RULES for fault in rule(planner, source, planned)]
        except (OutsideCalendarError, NotAllowedError) as error:
            found.append(_unanswered(planner, source, error))
    return found


def _unanswered(planner: Planner, source: Source, error: OutsideCalendarError | NotAllowedError) -> Fault:
    """What cannot be computed, at the first task or phase that asks for it; else at the campaign."""
    path: Path = next((p for p, ask in _asked(planner) if _fails(ask)), ("campaigns", planner.key))
    if isinstance(error, NotAllowedError):
        said = (error.said("zh"), error.said("en"))
        return source.fault(path, "not_allowed", on_key=True, reason=said)
    values: dict[str, Any] = {"name": path[-1], "day": error.day, "first": error.first, "last": error.last}
    if path[-1] in {"deadline", "window"}:
        values["name"] = path[-2]
    return source.fault(path, "outside_calendar", on_key=True, **values)


def _asked(planner: Planner) -> Iterator[tuple[Path, Callable[[], object]]]:
    """Whatever the calendars are asked for, with its place; each after what it needs."""
    campaign = planner.campaign
    for place in ("phases", "key_periods"):
        for key, phase in getattr(campaign, place).items():
            yield ("campaigns", planner.key, place, key, "window"), partial(planner.span, phase)
    for chain in sorted((_chain(campaign, key) for key in campaign.tasks), key=len):
        tasks = {key: campaign.tasks[key] for key in chain}
        alone = {**planner.declaration.campaigns, planner.key: campaign.model_copy(update={"tasks": tasks})}
        declaration = planner.declaration.model_copy(update={"campaigns": alone})
        path = ("campaigns", planner.key, "tasks", chain[0], "deadline")
        yield path, Planner(declaration, planner.key, planner.calendars).plan


def _chain(campaign: Campaign, key: str) -> list[str]:
    """The task `key`, what it counts from, and so on."""
    chain, above = [key], base_of(campaign.tasks[key].deadline)
    while above is not None:
        chain.append(above)
        above = base_of(campaign.tasks[above].deadline)
    return chain


def _fails(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (OutsideCalendarError, NotAllowedError):
        return True
    return False


def _unknown_calendars(declaration: Declaration, source: Source, calendars: Calendars) -> Iterator[Fault]:
    """A region that has no holiday notices cannot count working days."""
    named: list[tuple[Path, str]] = [(("defaults", "calendar"), declaration.defaults.calendar)]
    for key, campaign in declaration.campaigns.items():
        for task_key, task in campaign.tasks.items():
            if task.deadline.calendar is not None:
                where = ("campaigns", key, "tasks", task_key, "deadline", "calendar")
                named.append((where, task.deadline.calendar))
    for path, region in named:
        if region not in calendars.regions:
            yield source.fault(path, "unknown_calendar", name=region, known=", ".join(calendars.regions))


def _warning(source: Source, path: Path, code: str, **values: object) -> Fault:
    return source.fault(path, code, on_key=True, severity="warning", **values)


def _phases_counted(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    says, lists = planner.campaign.document.says_phases, len(planner.campaign.phases)
    if says is not None and says != lists:
        yield _warning(
            source, ("campaigns", planner.key, "document"), "phases_counted", says=says, lists=lists
        )


def _before_document(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    issued = planner.campaign.begins
    for found in _by_task(planned, lambda one: one.past == "issue"):
        values = {"name": _title(planner.campaign, found), "day": _days(found), "issued": issued}
        yield _warning(source, _task(planner, found[0]), "before_document", **values)


def _day_off(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    def off(one: Planned) -> bool:
        last, calendar = one.deadline.last_day, _counting(planner, one)
        return last is not None and one.deadline.target is not None and not calendar.is_working(last)

    for found in _by_task(planned, off):
        first, values = found[0], dict[str, object]()
        if len(found) == 1 and first.deadline.last_day is not None and first.deadline.target is not None:
            weekday = _kind_of_day(planner, first, first.deadline.last_day)
            asked = _until(first) if first.deadline.target == first.deadline.breach else None
            values = {"weekday": weekday, "asked": asked or first.deadline.target.date()}
            values["breach"] = _until(first)
        else:
            values = {"weekday": ("休息日", "weekends and holidays"), "breach": ("截止时间", "its breach")}
            values["asked"] = ("前一个工作日", "the working day before")
        values |= {"name": _title(planner.campaign, found), "day": _days(found)}
        yield _warning(source, _task(planner, first), "due_day_off", **values)


def _counting(planner: Planner, one: Planned) -> WorkCalendar:
    region = planner.campaign.tasks[one.task].deadline.calendar
    return planner.calendars.of(region) if region is not None else planner.calendar


def _kind_of_day(planner: Planner, one: Planned, day: date) -> tuple[str, str]:
    if _counting(planner, one).fact(day).kind == "holiday":
        return "法定节假日", "a public holiday"
    return weekday_zh(day), f"a {day:%A}"


def _until(one: Planned) -> str:
    """The breach as people read it: the midnight after a day is 24:00 of that day."""
    breach, last = one.deadline.breach, one.deadline.last_day
    if breach is None or last is None:
        return ""
    return f"{last.isoformat()} 24:00" if breach.time() == time(0) else f"{breach:%Y-%m-%d %H:%M}"


def _no_period(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """A date that returns and never falls between its ends obliges nobody."""
    owed = {one.task for one in planned}
    for key, task in planner.campaign.tasks.items():
        if (
            task.deadline.every is not None
            and key not in owed
            and planner.declaration.responsible(task, planner.campaign)
        ):
            every = planner.rule(task).every
            path = ("campaigns", planner.key, "tasks", key, "deadline", "every")
            to = every.to if every is not None else None
            yield source.fault(path, "no_period", on_key=True, to=to)


def _only_a_label(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """A rule that is not among those whose text was read is told to people, and nothing more."""
    for key, task in planner.campaign.tasks.items():
        name, path = task.deadline.rule, ("campaigns", planner.key, "tasks", key, "deadline", "rule")
        if name is not None and find(name) is None:
            yield _warning(source, path, "rule_is_a_label", name=name)
        elif name is not None and task.deadline.after is None:
            yield _warning(source, path, "rule_without_period", name=name)


def _before_phase(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    def before(one: Planned) -> bool:
        phase, last = planner.campaign.tasks[one.task].phase, one.deadline.last_day
        return phase is not None and last is not None and last < planner.phase_span(phase).first

    for found in _by_task(planned, before):
        phase = planner.campaign.tasks[found[0].task].phase or ""
        values = {"phase": planner.campaign.phases[phase].title, "opens": planner.phase_span(phase).first}
        values |= {"name": _title(planner.campaign, found), "day": _days(found)}
        yield _warning(source, _task(planner, found[0]), "before_phase", **values)


def _first_period_soon(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    issued = planner.campaign.begins
    seen: set[str] = set()
    for one in planned:
        every = planner.campaign.tasks[one.task].deadline.every
        if every is None or one.task in seen or one.deadline.last_day is None or _weekly(every):
            continue
        seen.add(one.task)
        days = planner.calendar.between(issued, one.deadline.last_day)
        if 0 <= days <= SOON:
            values = {"name": _title(planner.campaign, [one]), "day": one.deadline.last_day, "days": days}
            yield _warning(source, _task(planner, one), "first_period_soon", **values)


def _weekly(every: Every) -> bool:
    """Whether it returns within the week, so that the first period always comes soon."""
    return every.daily is not None or every.of == "week" or (every.weekday is not None and every.nth is None)


def _undated(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    for key, task in planner.campaign.tasks.items():
        path = ("campaigns", planner.key, "tasks", key)
        if task.deadline.undated is not None and not task.deadline.dated:
            yield _warning(source, path, "undated_task", name=task.title)
        if task.unassigned:
            yield _warning(source, path, "unassigned_task", name=task.title)


def _two_summaries(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], str] = {}
    for key, task in planner.campaign.tasks.items():
        if "总结" not in task.title or is_chained(task.deadline):
            continue
        who = task.lead or task.responsible.units
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
    # A year's last days wait for the next year's notice, and so does what is counted back from there.
    unsure = (_day(one) for one in planned if one.deadline.provisional)
    unsettled = planner.calendar.known_through.year + 1
    years = {max(day.year, unsettled) if day is not None else unsettled for day in unsure}
    for year in sorted(years):
        yield _warning(source, ("campaigns", planner.key), "year_unknown", year=year)


def _outside_document(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    # Who issued a document stands in it, whatever other documents say of him.
    owing = {one.unit for one in planned} - {planner.campaign.document.issuer}
    outside = [u.short for k, u in planner.declaration.units.items() if k in owing and u.source]
    if outside:
        shown = "、".join(outside[:SHOWN]) + ("…" if len(outside) > SHOWN else "")
        yield _warning(
            source, ("campaigns", planner.key), "outside_document", count=len(outside), names=shown
        )


def _lights_are_counted(planner: Planner, _source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """The instants of the lights lie within the calendar; where they do not, counting them says so."""
    scheme = planner.declaration.lights[planner.campaign.lights]
    pace = pace_of(planner)
    for one in _one_each(planned):
        d = one.deadline
        if d.target is not None and d.breach is not None and d.last_day is not None:
            for edge in scheme.colours.values():
                pace.edge(edge, d.target, d.breach, d.last_day)
    yield from ()


def _without_contact(declaration: Declaration, source: Source) -> Iterator[Fault]:
    owing = {
        u
        for c in declaration.campaigns.values()
        for t in c.tasks.values()
        for u in (*declaration.responsible(t, c), *dict(declaration.helping(t, c)))
    }
    for key, unit in declaration.units.items():
        if key in owing and unit.contact is None:
            yield _warning(source, ("units", key), "no_contact", name=unit.name)


def _one_each(planned: tuple[Planned, ...]) -> Iterator[Planned]:
    """One obligation of each task and period: what is true of one unit's is true of all."""
    yield from {(one.task, one.period): one for one in reversed(planned)}.values()


def _task(planner: Planner, one: Planned) -> Path:
    return ("campaigns", planner.key, "tasks", one.task)


def _by_task(planned: tuple[Planned, ...], asked: Callable[[Planned], bool]) -> Iterator[list[Planned]]:
    """Those that are asked about, in order of time and all of a task at once: nobody reads fifty lines."""
    found: dict[str, list[Planned]] = {}
    for one in sorted(_one_each(planned), key=lambda one: (_day(one) or date.max, one.period or "")):
        if asked(one):
            found.setdefault(one.task, []).append(one)
    yield from found.values()


def _day(one: Planned) -> date | None:
    """The last day that counts, or the last of a window."""
    closes = one.deadline.closes
    return one.deadline.last_day if closes is None else (closes - timedelta(microseconds=1)).date()


def _days(found: list[Planned]) -> tuple[str, str]:
    """The first few days in Chinese and in English, and how many there are."""
    days = [str(_day(one)) for one in found]
    if len(days) <= SHOWN:
        return "、".join(days), ", ".join(days)
    return f"{'、'.join(days[:SHOWN])}等{len(days)}期", f"{', '.join(days[:SHOWN])} … ({len(days)} periods)"


def _title(campaign: Campaign, found: list[Planned]) -> str:
    title, period = campaign.tasks[found[0].task].title, found[0].period
    return f"{title}（{period}）" if period and len(found) == 1 else title


def _undated_document(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    if planner.campaign.document.issued is None:
        yield _warning(source, ("campaigns", planner.key, "document"), "undated_document")


def _two_leads(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    for key, task in planner.campaign.tasks.items():
        leading = [
            planner.declaration.units[unit].short
            for name in task.lead or ()
            for unit in planner.declaration.members(name, planner.campaign)
        ]
        if len(leading) > 1:
            path = ("campaigns", planner.key, "tasks", key)
            yield _warning(source, path, "two_leads", name=task.title, count=len(leading), first=leading[0])


def _bare_measures(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """A rate of which nobody knows what, an aim from which nobody knows where."""
    bare = [
        one.title
        for one in (planner.campaign.measures or {}).values()
        if (one.unit == "%" and None in {one.numerator, one.denominator})
        or (one.target is not None and one.baseline is None and not is_level(one))
    ]
    if bare:
        shown = "、".join(bare[:SHOWN]) + ("…" if len(bare) > SHOWN else "")
        path = ("campaigns", planner.key, "measures")
        yield _warning(source, path, "bare_measures", count=len(bare), names=shown)


RULES: tuple[Rule, ...] = (
    _undated_document,
    _two_leads,
    _bare_measures,
    _no_period,
    _only_a_label,
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
    _lights_are_counted,
    rungs_rise,
    reminders_come_in_time,
    illegible_colours,
    marks_alike,
    nobody_then,
    milestones_outside,
    *CASCADED,
)
