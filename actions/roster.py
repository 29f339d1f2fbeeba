"""Rosters 名册: who handed one in, how many against the quota, and the 快速处置组 they make.

Names are read from the files at that moment, by their content hash; the history holds numbers only.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from actions.filestore import content_of
from actions.house import ActionError, House, OnRecord
from campaigns.declaration import Task
from campaigns.forms import Deliverable
from campaigns.lifecycle import CLOSED, SUBMITTED, TAKEN_OUT, Tracked
from campaigns.nearest import suggestion
from campaigns.roster import Roster, quota_lacks, quota_of, read_roster
from reports.rosters import MISSING, OTHER, UNREAD, WHOLE, Rosters, UnitRoster
from store import obligations, rosters


def team(house: House, campaign: str, task: str) -> Rosters:
    """The rosters of `task` (key or title) in `campaign`, as they are in force now.

    Raises ActionError for a task that there is not, or that asks for no roster.
    """
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        key = _task(record, task)
        declared = record.planner.campaign.tasks[key]
        rows = [r for r in obligations.everything(connection, campaign, record.zone) if r.task == key]
        files = rosters.newest(connection, campaign, key)
        times = rosters.received(connection, campaign, key)
    units = {name: place for place, name in enumerate(record.planner.declaration.units)}
    asked = [row for row in rows if row.status != TAKEN_OUT and _asked(declared, row) is not None]
    asked.sort(key=lambda row: (units[row.unit], row.number))
    found = [
        (row, _read(house, [f["sha256"] for f in files if f["number"] == row.number if _in_force(row)]))
        for row in asked
    ]
    people = [(row.unit, one) for row, read in found for one in read if one is not None]
    columns = tuple(dict.fromkeys(name for _, one in people for name in one.columns if name))
    item = quota_of(declared.deliverables) or quota_of(declared.asked_of("cooperating").deliverables)
    return Rosters(
        campaign=campaign,
        task=key,
        title=declared.title,
        quota=(item.quota if item is not None else None) or {},
        units=tuple(_unit(declared, row, read, times, record) for row, read in found),
        columns=columns,
        team=tuple((unit, cells) for unit, one in people for cells in _under(columns, one)),
        names={name: unit.short for name, unit in record.planner.declaration.units.items()},
    )


def _in_force(row: Tracked) -> bool:
    """Whether what was filed counts: not where it was returned, taken as not filed, or waived."""
    return row.filings > 0 and row.status in {SUBMITTED, CLOSED} and row.how != "waived"


def _asked(task: Task, row: Tracked) -> Deliverable | None:
    return quota_of(task.asked_of(row.role).deliverables)


def _read(house: House, hashes: Iterable[str]) -> list[Roster | None]:
    contents = [content_of(house.files, one) for one in hashes]
    return [read_roster(content) if content is not None else None for content in contents]


def _unit(
    task: Task, row: Tracked, read: Sequence[Roster | None], times: Mapping[int, int], record: OnRecord
) -> UnitRoster:
    received = datetime.fromtimestamp(times[row.number], record.zone) if _in_force(row) else None
    item, sound = _asked(task, row), [one for one in read if one is not None]
    if not read:
        return UnitRoster(row.id, row.unit, MISSING, received, None, ())
    if len(sound) < len(read) or item is None:
        return UnitRoster(row.id, row.unit, UNREAD, received, None, ())
    lacks = tuple(quota_lacks(item.title, item.quota, sound)) if item.quota else ()
    named = sum(len(one.people) for one in sound)
    return UnitRoster(row.id, row.unit, OTHER if lacks else WHOLE, received, named, lacks)


def _under(columns: Sequence[str], roster: Roster) -> Iterable[tuple[str, ...]]:
    """The people of `roster`, their cells under `columns`."""
    for row in roster.people:
        said = dict(zip(roster.columns, row, strict=True))
        yield tuple(said.get(name, "") for name in columns)


def _task(record: OnRecord, name: str) -> str:
    tasks = {
        key: one
        for key, one in record.planner.campaign.tasks.items()
        if any(quota_of(one.asked_of(role).deliverables) for role in ("responsible", "cooperating"))
    }
    names = {called: key for key, one in tasks.items() for called in (key, one.title)}
    if name in names:
        return names[name]
    near, known = suggestion(name, names), "、".join(tasks) or "（无）"
    raise ActionError(
        f"没有要报名册的任务“{name}”；有：{known}" + (f"。是不是“{near}”？" if near else ""),
        f"no task “{name}” asks for a roster; there are: {known}"
        + (f". Did you mean “{near}”?" if near else ""),
    )
