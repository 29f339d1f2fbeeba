"""The register 台账 of items: each with its steps, as of now or of any past instant."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.acts import unit_of
from actions.house import House, OnRecord
from actions.refusals import known_kind
from actions.standing import folded, obligations_of
from campaigns.declaration import EventKind
from campaigns.items import DONE, DROPPED, ItemState, Known, item_states
from store import obligations


@dataclass(frozen=True, slots=True)
class Register:
    """The items of a campaign at an instant, in the order of kind, unit (the registry's) and number."""

    campaign: str
    title: str
    at: datetime
    items: tuple[ItemState, ...]
    #: What people call units and tasks, by key.
    units: Mapping[str, str]
    tasks: Mapping[str, str]
    #: The kinds of which there are items, as declared, by key.
    kinds: Mapping[str, EventKind]


def register(
    house: House,
    campaign: str,
    kind: str | None = None,
    *,
    unit: str | None = None,
    at: datetime | None = None,
    still_open: bool = False,
) -> Register:
    """The items of `campaign`, of one `kind` or `unit` (key, name or alias), at the instant `at` or now.

    With `still_open` only those of which something is still to be done. The number of statements does not
    depend on how many items there are. Raises ActionError for a kind or unit that is not declared.
    """
    with house.store.read() as connection:
        on = house.on_record(connection, campaign)
        declared = on.planner.declaration
        if kind is not None:
            known_kind(on, kind)
        wanted = unit_of(on, unit) if unit is not None else None
        when = (at or house.now()).astimezone(on.zone)
        if at is None:
            stored = obligations.items_of(connection, campaign)
            rows = list(obligations.everything(connection, campaign, on.zone))
        else:
            memory = folded(connection, on, when, None)
            stored, rows = list(memory.tables["items"].values()), obligations_of(memory, on)
    mine = [row for row in stored if kind in {None, row["kind"]} and wanted in {None, row["unit"]}]
    found = _states(on, mine, rows, when)
    shown = tuple(one for one in found if not still_open or one.state not in {DONE, DROPPED})
    units = {key: one.short for key, one in declared.units.items()}
    tasks = {key: task.title for key, task in on.planner.campaign.tasks.items()}
    kinds = {key: one for key, one in declared.events.items() if any(s.item.kind == key for s in shown)}
    return Register(campaign, on.title, when, shown, units, tasks, kinds)


def _states(
    on: OnRecord, stored: Iterable[Mapping[str, Any]], rows: Iterable[Any], at: datetime
) -> Iterable[ItemState]:
    declared, campaign = on.planner.declaration, on.planner.campaign
    kinds, units = ({key: n for n, key in enumerate(some)} for some in (declared.events, declared.units))
    items = [_known(row, on) for row in stored]
    items.sort(key=lambda one: (kinds[one.kind], units[one.unit], one.happened, one.number))
    return item_states(items, rows, campaign.tasks, declared.lights[campaign.lights], on.pace, at)


def _known(row: Mapping[str, Any], on: OnRecord) -> Known:
    """The stored `row` as a value."""
    return Known(
        kind=row["kind"],
        unit=row["unit"],
        number=row["own_number"],
        happened=row["happened"],
        registered=datetime.fromtimestamp(row["registered"], on.zone),
        what=row["what"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        fields=json.loads(row["fields"]) if row["fields"] else {},
    )
