"""What a campaign reaches of a declaration, the revision that is put on record; and what earlier ones had."""

from collections.abc import Iterable, Iterator

from campaigns.cascade import terms, units_of
from campaigns.declaration import Campaign, Declaration, Task
from campaigns.happened import events_of


def reach(declaration: Declaration, key: str) -> Declaration:
    """`declaration` with only what campaign `key` reaches: the revision that is put on record."""
    campaign = declaration.campaigns[key]
    ladders = {campaign.ladder: declaration.ladders[campaign.ladder]}
    lights = {campaign.lights: declaration.lights[campaign.lights]}
    events = {name: declaration.events[name] for task in campaign.tasks.values() for name in events_of(task)}
    used = {form for task in campaign.tasks.values() for item in task.deliverables for form in item.forms}
    forms = {key: form for key, form in declaration.forms.items() if key in used}
    names = {name for task in campaign.tasks.values() for name in _names(task)}
    groups = {name: group for name, group in declaration.groups.items() if name in names}
    above = terms(campaign, declaration)
    units = _reached_units(declaration, campaign, names | units_of(campaign, above.values()))
    update = {"ladders": ladders, "lights": lights, "events": events, "forms": forms, "groups": groups}
    return declaration.model_copy(update={**update, "units": units, "campaigns": {key: campaign, **above}})


def _names(task: Task) -> Iterator[str]:
    """Every name of a unit or group that `task` gives work to."""
    yield from (*task.responsible.units, *(task.lead or ()), *(task.cooperating or ()))


def _under(declaration: Declaration, key: str, above: str) -> bool:
    """Whether the unit `key` stands, by whatever steps, under the unit `above`."""
    seen = set[str]()
    at: str | None = declaration.units[key].parent
    while at is not None and at != above and at in declaration.units and at not in seen:
        seen.add(at)
        at = declaration.units[at].parent
    return at == above


def _reached_units(declaration: Declaration, campaign: Campaign, names: set[str]) -> dict[str, object]:
    reached = {campaign.office, campaign.document.issuer, *campaign.duties}
    reached |= {task.to for task in campaign.tasks.values() if task.to}
    reached |= {unit for name in names for unit in declaration.members(name, campaign)}
    listing = [group for name, group in declaration.groups.items() if name in names]
    reached |= {unit for group in listing for unit in group.listed()}
    if any(task.responsible.event for task in campaign.tasks.values()):
        # Whoever is under the issuer may make the decisions that open a task.
        reached |= {key for key in declaration.units if _under(declaration, key, campaign.document.issuer)}
    above = reached
    while above:
        above = {u.parent for k, u in declaration.units.items() if k in above and u.parent} - reached
        reached |= above
    return {key: unit for key, unit in declaration.units.items() if key in reached}


def with_retired(newest: Declaration, older: Iterable[Declaration], key: str) -> Declaration:
    """`newest` with the units and tasks of `older` revisions that it no longer has, after its own.

    What was filed or is overdue under an earlier revision is still shown and judged.
    """
    units, tasks = dict(newest.units), dict(newest.campaigns[key].tasks)
    forms, phases = dict(newest.forms), dict(newest.campaigns[key].phases)
    groups, events = dict(newest.groups), dict(newest.events)
    for one in older:
        units = {**units, **{name: unit for name, unit in one.units.items() if name not in units}}
        mine = one.campaigns[key]
        tasks = {**tasks, **{name: task for name, task in mine.tasks.items() if name not in tasks}}
        # A phase is there for what it held; what is left of none is not gone through any more.
        held = {task.phase for name, task in tasks.items() if name not in newest.campaigns[key].tasks}
        kept = {name: phase for name, phase in mine.phases.items() if name in held}
        phases = {**phases, **{name: phase for name, phase in kept.items() if name not in phases}}
        forms = {**forms, **{name: form for name, form in one.forms.items() if name not in forms}}
        groups = {**groups, **{name: group for name, group in one.groups.items() if name not in groups}}
        events = {**events, **{name: event for name, event in one.events.items() if name not in events}}
    campaign = newest.campaigns[key].model_copy(update={"tasks": tasks, "phases": phases})
    update = {"units": units, "forms": forms, "groups": groups, "events": events}
    return newest.model_copy(update={**update, "campaigns": {**newest.campaigns, key: campaign}})
