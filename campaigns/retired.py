"""Tasks and units of earlier revisions: what was owed under them is still shown and judged."""

from collections.abc import Iterable

from campaigns.declaration import Declaration


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
