"""Record 登记: an event that starts clocks of its own, such as an administrative decision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from actions.acts import unit_of
from actions.house import ActionError, House, OnRecord
from campaigns.events import SYSTEM, Actor, Event
from campaigns.fold import Memory, apply, tracked
from campaigns.lifecycle import due_steps
from campaigns.nearest import suggestion
from campaigns.plain import is_plain
from campaigns.plan import Happened, Planned, events_of
from campaigns.planned import planned_event
from deadlines.law import NotAllowedError
from deadlines.workdays import OutsideCalendarError
from store import obligations
from store.engine import Connection
from store.history import Ledger

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
    #: By how many working days each was registered after its last day; 0 where it was not.
    late_by: tuple[int, ...] = ()
    #: What people call the events and tasks of the campaign, by key.
    called: Mapping[str, str] = field(default_factory=dict)


def record(
    house: House,
    campaign: str,
    kind: str,
    *,
    unit: str,
    number: str,
    happened: date | datetime,
    actor: Actor,
    what: str | None = None,
) -> Recorded:
    """Put an event of `kind` on record for `unit`: document `number`, which happened on `happened`.

    A day, or the aware or local instant where hours count. Each task declared `for_each` that kind opens one
    obligation. Registered late, what is past its breach is overdue at once, with its true date. The same
    number twice changes nothing; other facts are refused, and are corrected with `actions.correct`.
    """
    now = house.now()
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, now)
        on = house.on_record(connection, campaign)
        unit = unit_of(on, unit)
        event = Happened.read(number, happened.isoformat(), on.zone)
        check(on, kind, event, ledger.noticed, actor, unit)
        _refuse_what_left(on, kind, unit)
        _check_what(on, kind, what)
        planned = planned_for(on, kind, unit, event, launched_at(connection, on))
        title = on.planner.declaration.units[unit].short
        late = tuple(_late_by(on, one, ledger.noticed) for one in planned)
        changed = not _known(connection, campaign, kind, unit, event)
        if changed:
            data: dict[str, Any] = {"kind": kind, "unit": unit, "own_number": number}
            data |= {"happened": event.text, "what": what}
            data["organ"] = on.planner.declaration.units[unit].name
            ledger.append([Event("recorded", since(on, event), data=data)], actor)
            _open(connection, ledger, on, planned, since(on, event), actor)
            ledger.flush()
    return Recorded(
        kind, unit, number, title, planned, changed=changed, late_by=late, called=on.planner.called
    )


def _refuse_what_left(on: OnRecord, kind: str, unit: str) -> None:
    """An amendment may have taken the unit, or every task that waits for such events, out of the campaign."""
    tasks = on.planner.campaign.tasks
    awaited = {event for key, task in tasks.items() if key not in on.retired for event in events_of(task)}
    gone = [on.planner.declaration.units[unit].short] if unit in on.left else []
    gone += [on.planner.declaration.events[kind].title] if kind not in awaited else []
    if gone:
        raise ActionError(
            f"“{gone[0]}”已由补充通知移出本专项行动，不再登记新的事件",
            f"“{gone[0]}” was taken out of this campaign by an amendment: nothing new is recorded for it",
        )


def since(on: OnRecord, event: Happened) -> datetime:
    """When `event` took effect: its instant, or the beginning of its day."""
    return event.at or on.planner.office.at(event.day)


def _open(
    connection: Connection,
    ledger: Ledger,
    on: OnRecord,
    planned: tuple[Planned, ...],
    effective: datetime,
    actor: Actor,
) -> None:
    """Put what the event opened on record, with what time has brought about since."""
    first = obligations.last_number(connection, on.key) + 1
    for offset, one in enumerate(planned):
        opened = planned_event(one, first + offset, on.pace, ledger.noticed, effective=effective)
        ledger.append([opened], actor)
        ledger.append(_already_due(on, opened, on.key, ledger.noticed), SYSTEM)


def _late_by(on: OnRecord, one: Planned, now: datetime) -> int:
    """Working days from the last permitted day to today, once the breach has passed."""
    breach, last = one.deadline.breach, one.deadline.last_day
    if breach is None or last is None or now < breach or one.past is not None:
        return 0
    return max(0, on.planner.calendar.between(last, now.astimezone(on.zone).date()))


def _known(connection: Connection, campaign: str, kind: str, unit: str, event: Happened) -> bool:
    """Whether exactly this is on record; the same number with another date is refused."""
    known = obligations.item(connection, campaign, kind, unit, event.number)
    if known is not None and known["happened"] != event.text:
        raise ActionError(
            f"“{event.number}”已登记，日期为{known['happened']}：更正请加 --correct 并说明理由",
            f"“{event.number}” is on record with the date {known['happened']}: to correct it add --correct",
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


def planned_for(
    on: OnRecord, kind: str, unit: str, event: Happened, launched: datetime
) -> tuple[Planned, ...]:
    """What `event` opens for `unit`; raises ActionError where hours are counted and it has no instant."""
    running = {key: task for key, task in on.planner.campaign.tasks.items() if key not in on.retired}
    tasks = [key for key, task in running.items() if task.for_each == kind]
    try:
        return tuple(on.planner.on_event(task, unit, event, launched) for task in tasks)
    except NotAllowedError as error:
        raise ActionError(error.said("zh"), error.said("en")) from None
    except OutsideCalendarError as error:
        raise ActionError(
            f"{error.day}起算的期限超出日历范围{error.first}至{error.last}：请核对日期",
            f"a deadline from {error.day} leaves the calendar {error.first} to {error.last}: check the date",
        ) from None


def launched_at(connection: Connection, on: OnRecord) -> datetime:
    """When the campaign was launched: what was past by then bothers nobody."""
    return obligations.first_launch(connection, on.key, on.zone)


def _check_what(on: OnRecord, kind: str, what: str | None) -> None:
    """A declared event has declared kinds, e.g. 行政许可 or 行政处罚."""
    kinds = on.planner.declaration.events[kind].kinds
    if what is not None and kinds and what not in kinds:
        known = "、".join(kinds)
        raise ActionError(f"“{what}”不在可选之列：{known}", f"“{what}” is none of {known}")


def check(on: OnRecord, kind: str, event: Happened, now: datetime, actor: Actor, unit: str) -> None:
    """Raise ActionError for an unknown kind, an unusable number, a day to come, or somebody else's event."""
    events, number = on.planner.declaration.events, event.number
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
    today = now.astimezone(on.zone).date()
    if event.day > today or (event.at is not None and event.at > now):
        raise ActionError(
            f"日期{event.text}晚于今天{today.isoformat()}：请核对",
            f"the date {event.text} lies after today, {today.isoformat()}: check it",
        )
    if actor.role == "unit" and actor.unit != unit:
        raise ActionError("只能登记本单位作出的决定", "a unit records its own decisions only")
    if actor.role not in {"unit", "coordinator"}:
        raise ActionError(
            "登记由作出决定的单位或督办员办理", "the deciding unit or the coordinator records it"
        )
