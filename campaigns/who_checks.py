"""What makes the registry of units and groups impossible, and who answers for what impossible to say."""

from collections.abc import Iterator

from campaigns.declaration import Declaration
from campaigns.faults import Fault
from campaigns.places import campaigns_of, tasks_of
from campaigns.reading import Path, Source


def registry_names(declaration: Declaration) -> Iterator[tuple[Path, str]]:
    """Places in the registry where only a unit may stand."""
    for key, unit in declaration.units.items():
        if unit.parent is not None:
            yield ("units", key, "parent"), unit.parent
    for key, group in declaration.groups.items():
        for name in ("parent", "lead"):
            if getattr(group, name) is not None:
                yield ("groups", key, name), getattr(group, name)
        for number, member in enumerate(group.members):
            yield ("groups", key, "members", number, "unit"), member.unit


def groups_do_not_answer(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """One unit answers for what is led: of a group of several nobody knows which, unless one leads it."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            name = task.lead[0] if task.lead else None
            if name not in declaration.groups or name in declaration.units:
                continue
            found = declaration.members(name, campaign)
            if len(found) > 1:
                where, first = (*here, "lead", 0), found[0]
                yield source.fault(where, "group_answers", name=name, count=len(found), unit=first)
