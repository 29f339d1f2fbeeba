"""分解下达: what makes it impossible, and what a careful reader asks; for `campaigns.checks` and `.lint`."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from campaigns.bases import broken_down, parent_of, rules_of
from campaigns.cascade import LEVELS, lineage, part_of
from campaigns.declaration import Campaign, Declaration, Task
from campaigns.faults import Fault
from campaigns.nearest import suggestion
from campaigns.places import WHAT, campaigns_of, tasks_of
from campaigns.plan import Planned, Planner
from campaigns.reading import Path, Source

#: How many tasks or units a warning names before it only counts the rest.
SHOWN = 3


def campaigns_above_are_there(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What a campaign breaks down is declared, asks something of the unit, and does not come round again."""
    for path, campaign in campaigns_of(declaration):
        under, here = campaign.under, (*path, "under")
        if under is None:
            continue
        if under.campaign not in declaration.campaigns:
            near = suggestion(under.campaign, declaration.campaigns)
            values: dict[str, Any] = {"name": under.campaign, "what": WHAT["专项行动"], "suggestion": near}
            yield source.fault((*here, "campaign"), "unknown_name", **values)
            continue
        chain = lineage(declaration, str(path[-1]))
        names = " → ".join(chain)
        if chain[-1] == chain[0]:
            yield source.fault((*here, "campaign"), "cascade_circle", names=names)
        elif len(chain) == LEVELS + 1:
            yield source.fault((*here, "campaign"), "cascade_deep", names=names, limit=LEVELS)
        above = declaration.campaigns[under.campaign]
        if under.unit in declaration.units and not _asks(declaration, above, under.unit):
            known = [unit.short for key, unit in declaration.units.items() if _asks(declaration, above, key)]
            values = {"unit": declaration.units[under.unit].short, "name": above.title}
            values["known"] = "、".join(known[:SHOWN]) + ("…" if len(known) > SHOWN else "")
            yield source.fault((*here, "unit"), "owes_nothing_above", **values)


def tasks_above_are_there(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A task that breaks another one down finds it above, asked of the unit, with a date to count from."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            for number, name in enumerate(task.under or ()):
                yield from _asked_above(declaration, source, campaign, (*here, "under", number), name)
            for where, rule in rules_of(task).items():
                parent, place = parent_of(rule), (*here, *where, "before", "parent")
                if parent is None:
                    continue
                faults = list(_asked_above(declaration, source, campaign, place, parent))
                yield from faults or _countable(declaration, source, campaign, place, task, parent)


CHECKS = (campaigns_above_are_there, tasks_above_are_there)


def _asks(declaration: Declaration, campaign: Campaign, unit: str) -> bool:
    """Whether `campaign` asks anything of `unit`; whoever makes a decision may owe its disclosure."""
    tasks = campaign.tasks.values()
    return any(task.responsible.event or part_of(declaration, campaign, task, unit) for task in tasks)


def _asked_above(
    declaration: Declaration, source: Source, campaign: Campaign, where: Path, name: str
) -> Iterator[Fault]:
    under = campaign.under
    if under is None:
        yield source.fault(where, "nothing_above")
        return
    above = declaration.campaigns.get(under.campaign)
    if above is None or under.unit not in declaration.units:
        # That is said where the campaign above is named.
        return
    if name not in above.tasks:
        near = suggestion(name, above.tasks)
        yield source.fault(where, "unknown_name", name=name, what=WHAT["任务"], suggestion=near)
        return
    task = above.tasks[name]
    if not task.responsible.event and part_of(declaration, above, task, under.unit) is None:
        unit = declaration.units[under.unit].short
        yield source.fault(where, "not_asked_above", name=task.title, unit=unit)


def _countable(
    declaration: Declaration, source: Source, campaign: Campaign, where: Path, task: Task, parent: str
) -> Iterator[Fault]:
    """What is wrong with counting `task` back from the task `parent`, which is there."""
    under = campaign.under
    if under is None or under.campaign not in declaration.campaigns or under.unit not in declaration.units:
        return
    above = declaration.campaigns[under.campaign]
    for one in (above.tasks[parent], task):
        if one.for_each is not None:
            yield source.fault(where, "parent_per_event", name=one.title, event=one.for_each)
            return
    part = part_of(declaration, above, above.tasks[parent], under.unit) or ""
    if not above.tasks[parent].asked_of(part).deadline.dated:
        yield source.fault(where, "no_date_to_count_from", name=parent)


def nothing_is_lost(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """What the campaign above asks of the unit before anything happens, and no task breaks down."""
    under, above = planner.campaign.under, planner.above
    if under is None or above is None:
        return
    done = {name for task in planner.campaign.tasks.values() for name in broken_down(task)}
    lost = [
        task.title
        for key, task in above.campaign.tasks.items()
        if key not in done
        and task.for_each is None
        and part_of(planner.declaration, above.campaign, task, under.unit)
    ]
    if lost:
        names = "、".join(lost[:SHOWN]) + ("…" if len(lost) > SHOWN else "")
        values = {"name": above.campaign.title, "unit": planner.declaration.units[under.unit].short}
        values |= {"count": str(len(lost)), "names": names}
        path = ("campaigns", planner.key, "under")
        yield source.fault(path, "not_broken_down", on_key=True, severity="warning", **values)


def nothing_is_later(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """A task that is due after what it breaks down, the first period of each."""
    under, above, told = planner.campaign.under, planner.above, set[tuple[str, str]]()
    if under is None or above is None:
        return
    for one in planned:
        for name in sorted(broken_down(planner.campaign.tasks[one.task])):
            asked = _asked_by(above, name, under.unit, one.period)
            last = one.deadline.last_day
            if asked is None or last is None or last <= asked or (one.task, name) in told:
                continue
            told.add((one.task, name))
            values = {"name": planner.campaign.tasks[one.task].title, "day": last, "asked": asked}
            values |= {"other": above.campaign.tasks[name].title, "key": name}
            path = ("campaigns", planner.key, "tasks", one.task)
            yield source.fault(path, "after_above", on_key=True, severity="warning", **values)


def _asked_by(above: Planner, task: str, unit: str, period: str | None) -> date | None:
    """The last permitted day of the task above in the same period; of one without periods, its only one."""
    days = {one.period: one.deadline.last_day for one in above.owed(task, unit)}
    return days.get(period, days.get(None))


RULES = (nothing_is_lost, nothing_is_later)
