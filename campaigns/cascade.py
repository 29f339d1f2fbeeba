"""分解下达: a campaign that breaks down what another one asks of one unit, and what it keeps of that one.

A revision is planned from itself alone: it holds, of every campaign above, the tasks that are counted from,
each with its deadline and the one unit whose deadline it is, and nothing else.
"""

from collections.abc import Iterable, Iterator

from campaigns.bases import base_of, parent_of, rules_of
from campaigns.declaration import Campaign, Contribution, Declaration, Responsible, Task

#: 总局, 省, 市, 区, 所: no chain of campaigns is longer.
LEVELS = 5


def lineage(declaration: Declaration, key: str) -> list[str]:
    """Campaign `key` and those above it, the nearest first; one that comes round again is named twice."""
    found = [key]
    while len(set(found)) == len(found):
        under = declaration.campaigns[found[-1]].under
        if under is None or under.campaign not in declaration.campaigns:
            break
        found.append(under.campaign)
    return found


def part_of(declaration: Declaration, campaign: Campaign, task: Task, unit: str) -> str | None:
    """The part of `unit` in `task`: responsible, one of those who help and hand something in, or None."""
    if unit in declaration.responsible(task, campaign):
        return "responsible"
    return dict(declaration.helping(task, campaign)).get(unit) if task.contribution is not None else None


def whose(declaration: Declaration, campaign: Campaign, task: Task, unit: str) -> str:
    """Whose deadline of `task` counts for `unit`: its own, else that of the first that owes it."""
    owed = declaration.responsible(task, campaign)
    return unit if unit in owed else next(iter(owed), unit)


def terms(below: Campaign, declaration: Declaration) -> dict[str, Campaign]:
    """What `below` rests on of the campaigns above it in `declaration`, by key, the nearest first."""
    found: dict[str, Campaign] = {}
    campaign, under = below, below.under
    while under is not None and under.campaign in declaration.campaigns and under.campaign not in found:
        wanted = {name for task in campaign.tasks.values() for name in _counted_from(task)}
        whole = declaration.campaigns[under.campaign]
        found[under.campaign] = campaign = _kept(declaration, whole, under.unit, wanted, below)
        under = campaign.under
    return found


def units_of(below: Campaign, above: Iterable[Campaign]) -> set[str]:
    """The units that `below` and its terms `above` name because the one breaks down the others."""
    found = {under.unit for one in (below, *above) if (under := one.under) is not None}
    for campaign in above:
        found |= {campaign.office, campaign.document.issuer}
        found |= {unit for task in campaign.tasks.values() for unit in (*_owing(task), *(task.lead or ()))}
    return found


def with_terms(declaration: Declaration, key: str, above: Declaration) -> Declaration:
    """The revision of campaign `key` in `declaration`, resting on its parent as that stands in `above`."""
    campaign = declaration.campaigns[key]
    found = terms(campaign, above)
    named = units_of(campaign, found.values())
    new = {unit: one for unit, one in above.units.items() if unit in named - declaration.units.keys()}
    update = {"units": {**declaration.units, **new}, "campaigns": {key: campaign, **found}}
    return declaration.model_copy(update=update)


def rests_alike(campaign: Campaign, one: Declaration, other: Declaration) -> bool:
    """Whether `campaign` rests on the same in both declarations."""
    return _texts(terms(campaign, one)) == _texts(terms(campaign, other))


def _texts(found: dict[str, Campaign]) -> list[tuple[str, str]]:
    return [
        (key, campaign.model_dump_json(by_alias=True, exclude_none=True)) for key, campaign in found.items()
    ]


def _counted_from(task: Task) -> Iterator[str]:
    yield from (name for rule in rules_of(task).values() if (name := parent_of(rule)))


def _owing(task: Task) -> tuple[str, ...]:
    return (*task.responsible.units, *(task.cooperating or ()))


def _kept(
    declaration: Declaration, whole: Campaign, unit: str, wanted: set[str], below: Campaign
) -> Campaign:
    """`whole` with the `wanted` tasks as `unit` owes them, and the tasks that those count from.

    Ladder and lights are those of the campaign `below`: nobody is chased by what is kept here.
    """
    tasks: dict[str, Task] = {}
    waiting = [name for name in whole.tasks if name in wanted]
    while waiting:
        name = waiting.pop(0)
        task = _asked(declaration, whole, whole.tasks[name], unit, alone=name in wanted)
        if task is not None and name not in tasks:
            tasks[name] = task
            waiting += [base for rule in rules_of(task).values() if (base := base_of(rule)) in whole.tasks]
    tasks = {name: tasks[name] for name in whole.tasks if name in tasks}
    held = {task.phase for task in tasks.values()}
    update = {
        "tasks": tasks,
        "phases": {name: phase for name, phase in whole.phases.items() if name in held},
        "document": whole.document.model_copy(update=dict.fromkeys(("title", "number", "says_phases"))),
        "ladder": below.ladder,
        "lights": below.lights,
        **dict.fromkeys(("leading_group", "measures")),
        **{name: {} for name in ("key_periods", "duties")},
    }
    return whole.model_copy(update=update)


def _asked(declaration: Declaration, whole: Campaign, task: Task, unit: str, *, alone: bool) -> Task | None:
    """`task` with nobody but the one whose deadline counts for `unit`; None where it asks nothing of it."""
    part, counted = part_of(declaration, whole, task, unit), whose(declaration, whole, task, unit)
    if part is None and alone:
        return None
    helping = part not in {None, "responsible"}
    theirs = task.contribution if helping else None
    update = {
        "responsible": Responsible() if helping else Responsible(units=(counted,)),
        "lead": (counted,) if helping else None,
        "cooperating": (unit,) if helping else None,
        "contribution": Contribution(deadline=theirs.deadline) if theirs is not None else None,
        **dict.fromkeys(("verb", "to", "via", "under")),
        "unassigned": False,
        "deliverables": (),
        "closes_with": (),
    }
    return task.model_copy(update=update)
