"""Units may be called by key, full name or alias; here every such name becomes the key."""

from collections.abc import Mapping

from campaigns.declaration import Campaign, Declaration, Group, Task
from campaigns.under import Under


def by_key(declaration: Declaration) -> Declaration:
    """`declaration` with every unit named by its key; unknown names stay, for the checks to find."""
    keys = {name: key for key, unit in declaration.units.items() for name in (*unit.aliases, unit.name)}
    keys |= {key: key for key in (*declaration.units, *declaration.groups)}
    units = {k: u.model_copy(update={"parent": _one(u.parent, keys)}) for k, u in declaration.units.items()}
    groups = {k: _group(group, keys) for k, group in declaration.groups.items()}
    campaigns = {k: _campaign(campaign, keys) for k, campaign in declaration.campaigns.items()}
    return declaration.model_copy(update={"units": units, "groups": groups, "campaigns": campaigns})


def _one(name: str | None, keys: Mapping[str, str]) -> str | None:
    return None if name is None else keys.get(name, name)


def _many(names: tuple[str, ...], keys: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(keys.get(name, name) for name in names)


def _group(group: Group, keys: Mapping[str, str]) -> Group:
    members = tuple(one.model_copy(update={"unit": keys.get(one.unit, one.unit)}) for one in group.members)
    above = {"parent": _one(group.parent, keys), "lead": _one(group.lead, keys)}
    return group.model_copy(update={"members": members, **above})


def _campaign(campaign: Campaign, keys: Mapping[str, str]) -> Campaign:
    document = campaign.document.model_copy(update={"issuer": _one(campaign.document.issuer, keys)})
    return campaign.model_copy(
        update={
            "document": document,
            "office": _one(campaign.office, keys),
            "under": _under(campaign.under, keys),
            "duties": {keys.get(name, name): duty for name, duty in campaign.duties.items()},
            "tasks": {key: _task(task, keys) for key, task in campaign.tasks.items()},
        }
    )


def _under(under: Under | None, keys: Mapping[str, str]) -> Under | None:
    return under and under.model_copy(update={"unit": _one(under.unit, keys)})


def _task(task: Task, keys: Mapping[str, str]) -> Task:
    responsible = task.responsible.model_copy(update={"units": _many(task.responsible.units, keys)})
    helping = {name: _many(named, keys) for name in ("lead", "cooperating") if (named := getattr(task, name))}
    return task.model_copy(update={"responsible": responsible, "to": _one(task.to, keys), **helping})
