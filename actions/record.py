"""Record 登记: an event that starts clocks of its own, such as an administrative decision."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.acts import unit_of
from actions.house import ActionError, House, OnRecord
from actions.launch import planned_event
from campaigns.events import SYSTEM, Actor, Event
from campaigns.fold import Memory, apply, tracked
from campaigns.lifecycle import due_steps
from campaigns.plain import is_plain
from campaigns.plan import Planned
from campaigns.reading import suggestion
from store import obligations
from store.engine import Connection

_NUMBER = re.compile(r"[^/\s\x00-\x1f|]{1,80}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an event opened."""

    kind: str
    unit: str
    own_number: str
    #: What people call the unit.
    unit_title: str
    #: The obligations it opened, each with its deadline and reasons.
    opened: tuple[Planned, ...]
    #: False when exactly this was on record already.
    changed: bool


def record(
    house: House,
    campaign: str,
    kind: str,
    *,
    unit: str,
    number: str,
    happened: date,
    actor: Actor,
    what: str | None = None,
) -> Recorded:
    """Put an event of `kind` on record for `unit`: document `number`, which happened on `happened`.

    Each task declared `for_each` that kind opens one obligation. Registered late, what is past its breach is
    overdue at once, with its true date. The same number twice changes nothing; other facts are refused.
    """
    now = house.now()
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, now)
        on = house.on_record(connection, campaign)
        unit = unit_of(on, unit)
        _check(on, kind, number, happened, ledger.noticed.date(), actor, unit)
        _check_what(on, kind, what)
        planned = _planned(on, kind, unit, number, happened, _launched(connection, on))
        title = on.planner.declaration.units[unit].short
        if _known(connection, campaign, kind, unit, number, happened):
            return Recorded(kind, unit, number, title, planned, changed=False)
        data: dict[str, Any] = {"kind": kind, "unit": unit, "own_number": number}
        data |= {"happened": happened.isoformat(), "what": what}
        data["organ"] = on.planner.declaration.units[unit].name
        ledger.append([Event("recorded", on.planner.office.at(happened), data=data)], actor)
        first = obligations.last_number(connection, campaign) + 1
        for offset, one in enumerate(planned):
            since = on.planner.office.at(happened)
            event = planned_event(one, first + offset, on.pace, ledger.noticed, effective=since)
            ledger.append([event], actor)
            ledger.append(_already_due(on, event, campaign, ledger.noticed), SYSTEM)
        ledger.flush()
    return Recorded(kind, unit, number, title, planned, changed=True)


def _known(connection: Connection, campaign: str, kind: str, unit: str, number: str, happened: date) -> bool:
    """Whether exactly this is on record; the same number with another date is refused."""
    known = obligations.item(connection, campaign, kind, unit, number)
    if known is not None and known["happened"] != happened.isoformat():
        raise ActionError(
            f"“{number}”已登记，日期为{known['happened']}：更正请联系督办员",
            f"“{number}” is on record with the date {known['happened']}: ask the coordinator to correct it",
        )
    return known is not None


def _already_due(on: OnRecord, event: Event, campaign: str, now: datetime) -> list[Event]:
    """What time has brought about since the event, when it is registered late."""
    memory = Memory()
    told = {
        "campaign": campaign,
        "number": event.number,
        "obligation": event.obligation,
        "revision": on.revision,
    }
    apply({**told, "kind": "planned", "data": event.data}, memory)
    row = tracked(next(iter(memory.tables["obligations"].values())), on.zone)
    return due_steps(row, on.pace, now)


def _planned(
    on: OnRecord, kind: str, unit: str, number: str, happened: date, launched: datetime
) -> tuple[Planned, ...]:
    tasks = [key for key, task in on.planner.campaign.tasks.items() if task.for_each == kind]
    return tuple(on.planner.on_event(task, unit, number, happened, launched) for task in tasks)


def _launched(connection: Connection, on: OnRecord) -> datetime:
    """When the campaign was launched: what was past by then bothers nobody."""
    found = obligations.revision(connection, on.key)
    if found is None:
        raise ActionError(f"“{on.key}”还没有启动", f"“{on.key}” is not launched")
    return datetime.fromtimestamp(found.launched, on.zone)


def _check_what(on: OnRecord, kind: str, what: str | None) -> None:
    """A declared event has declared kinds, e.g. 行政许可 or 行政处罚."""
    kinds = on.planner.declaration.events[kind].kinds
    if what is not None and kinds and what not in kinds:
        known = "、".join(kinds)
        raise ActionError(f"“{what}”不在可选之列：{known}", f"“{what}” is none of {known}")


def _check(
    on: OnRecord, kind: str, number: str, happened: date, today: date, actor: Actor, unit: str
) -> None:
    events = on.planner.declaration.events
    if kind not in events:
        near = suggestion(kind, events)
        raise ActionError(
            f"没有名为“{kind}”的事件" + (f"，是不是“{near}”？" if near else ""),
            f"there is no event “{kind}”" + (f", did you mean “{near}”?" if near else ""),
        )
    if not _NUMBER.fullmatch(number) or not is_plain(number):
        raise ActionError(
            "文号不能为空，也不能含空格、“/”、“|”、“=?”和控制字符",
            "a number is not empty and has no space, “/”, “|”, “=?” or control character",
        )
    if happened > today:
        raise ActionError(
            f"日期{happened.isoformat()}晚于今天{today.isoformat()}：请核对",
            f"the date {happened.isoformat()} lies after today, {today.isoformat()}: check it",
        )
    if actor.role == "unit" and actor.unit != unit:
        raise ActionError("只能登记本单位作出的决定", "a unit records its own decisions only")
    if actor.role not in {"unit", "coordinator"}:
        raise ActionError(
            "登记由作出决定的单位或督办员办理", "the deciding unit or the coordinator records it"
        )
