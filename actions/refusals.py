"""What is refused when an item is recorded, each with the part of the item that it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.house import ActionError, OnRecord
from campaigns.declaration import EventKind
from campaigns.events import Actor
from campaigns.happened import Happened, events_of
from campaigns.nearest import suggestion
from campaigns.plain import is_plain
from deadlines.certificate import canonical

_NUMBER = re.compile(r"[^/\s\x00-\x1f|]{1,80}")
#: Characters that a field of an item may have.
MOST_SAID = 2000
#: A part of an item, as a table has it in a column: unit, number, date, what, due, or a declared field.
Part = str
Refusal = tuple[Part, ActionError]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item whose unit was found and whose day was read."""

    unit: str
    event: Happened
    what: str | None
    fields: Mapping[str, str]


def known_kind(on: OnRecord, kind: str) -> Mapping[str, EventKind]:
    """The declared kinds of events, of which `kind` must be one; raises ActionError with a suggestion."""
    events = on.planner.declaration.events
    if kind not in events:
        near = suggestion(kind, events)
        raise ActionError(
            f"没有名为“{kind}”的事件" + (f"，是不是“{near}”？" if near else ""),
            f"there is no event “{kind}”" + (f", did you mean “{near}”?" if near else ""),
        )
    return events


def refuse_kind(on: OnRecord, kind: str, actor: Actor, *, correcting: bool = False) -> None:
    """Raise ActionError for an unknown kind, a role that records nothing, what nothing waits for any more.

    The last does not matter where something on record is put right.
    """
    events = known_kind(on, kind)
    if actor.role not in {"unit", "coordinator"}:
        raise ActionError(
            "登记由作出决定的单位或督办员办理", "the deciding unit or the coordinator records it"
        )
    tasks = on.planner.campaign.tasks
    awaited = {event for key, task in tasks.items() if key not in on.retired for event in events_of(task)}
    if kind not in awaited and not correcting:
        raise _taken_out(events[kind].title)


def _taken_out(name: str) -> ActionError:
    """An amendment may have taken the unit, or every task that waits for such events, out of the campaign."""
    return ActionError(
        f"“{name}”已由补充通知移出本专项行动，不再登记新的事件",
        f"“{name}” was taken out of this campaign by an amendment: nothing new is recorded for it",
    )


def of_unit(on: OnRecord, unit: str, actor: Actor, *, correcting: bool = False) -> Iterator[Refusal]:
    """A unit that is another one than the actor's, or that the campaign has no longer."""
    if actor.role == "unit" and actor.unit != unit:
        yield "unit", ActionError("只能登记本单位作出的决定", "a unit records its own decisions only")
    if unit in on.left and not correcting:
        yield "unit", _taken_out(on.planner.declaration.units[unit].short)


def of_number(number: str) -> Iterator[Refusal]:
    """A number that could be taken for something else in an id, a file or a letter."""
    if not _NUMBER.fullmatch(number) or not is_plain(number):
        yield (
            "number",
            ActionError(
                "文号不能为空，也不能含空格、“/”、“|”、“=?”和控制字符",
                "a number is not empty and has no space, “/”, “|”, “=?” or control character",
            ),
        )


def of_day(on: OnRecord, event: Happened, now: datetime) -> Iterator[Refusal]:
    """A day to come."""
    today = now.astimezone(on.zone).date()
    if event.day > today or (event.at is not None and event.at > now):
        yield (
            "date",
            ActionError(
                f"日期{event.text}晚于今天{today.isoformat()}：请核对",
                f"the date {event.text} lies after today, {today.isoformat()}: check it",
            ),
        )


def of_record(entry: Entry, known: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is said otherwise on record; what `entry` does not say is not compared."""
    number, due = entry.event.number, entry.event.due
    told = {"date": (entry.event.text, known["happened"])}
    told |= {"due": (due.isoformat(), known["due"])} if due is not None else {}
    told |= {"what": (entry.what, known["what"])} if entry.what is not None else {}
    for part, (_, was) in ((part, pair) for part, pair in told.items() if pair[0] != pair[1]):
        zh, en = _CALLED[part]
        yield (
            part,
            ActionError(
                f"“{number}”已登记，{zh}为{was or '空'}：更正请加 --correct 并说明理由",
                f"“{number}” is on record with the {en} {was or '(none)'}: to correct it add --correct",
            ),
        )
    if entry.fields and canonical(dict(entry.fields)) != known["fields"]:
        name = next(iter(entry.fields))
        yield (
            name,
            ActionError(
                f"“{number}”已登记，填写的内容不同：更正请加 --correct 并说明理由",
                f"“{number}” is on record with other words: to correct it add --correct",
            ),
        )


#: What the parts of an item are called that may be corrected.
_CALLED = {"date": ("日期", "date"), "due": ("时限", "due date"), "what": ("种类", "kind")}


def unknown_field(name: str, declared: Sequence[str]) -> ActionError:
    """The refusal of a field that its kind does not declare."""
    near = suggestion(name, declared)
    return ActionError(
        f"没有申报“{name}”这一填写内容" + (f"，是不是“{near}”？" if near else ""),
        f"no field “{name}” is declared" + (f", did you mean “{near}”?" if near else ""),
    )
