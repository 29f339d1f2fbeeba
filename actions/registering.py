"""Registering 登记, the part that one item and ten thousand share: what is refused, what it opens."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from actions.acts import unit_of
from actions.house import ActionError, OnRecord
from actions.refusals import (
    MOST_SAID,
    Entry,
    Refusal,
    of_day,
    of_number,
    of_record,
    of_unit,
    refuse_kind,
    unknown_field,
)
from campaigns.events import SYSTEM, Actor, Event
from campaigns.fold import Memory, apply, tracked
from campaigns.happened import Happened, KnownDeadlines
from campaigns.items import Item, registered_late
from campaigns.lifecycle import due_steps
from campaigns.plain import is_plain
from campaigns.plan import Planned
from campaigns.planned import assigned, planned_event
from campaigns.redating import soon
from deadlines.law import NotAllowedError
from deadlines.workdays import OutsideCalendarError
from store import obligations
from store.engine import Connection
from store.history import Ledger


@dataclass(frozen=True, slots=True)
class Put:
    """What became of an entry."""

    entry: Entry
    #: The obligations it opened, each with its deadline and reasons.
    opened: tuple[Planned, ...]
    #: False when exactly this was on record already.
    changed: bool
    #: By how many working days each was registered after its last day; 0 where it was not.
    late_by: tuple[int, ...]


@dataclass(slots=True)
class Registrar:
    """Judges items of one kind and opens what they bring; what is equal for many is worked out once."""

    on: OnRecord
    kind: str
    actor: Actor
    #: The present instant, in the campaign's zone.
    now: datetime
    #: When the campaign was launched: what was past by then bothers nobody.
    launched: datetime
    #: What is on record is put right, also of a unit or kind that an amendment took out since.
    correcting: bool = False
    #: Whether a task goes by the day that the item itself sets.
    sets_due: bool = False
    #: Whether a task counts in hours, so that an item needs its instant.
    counts_hours: bool = False
    _known: KnownDeadlines = field(default_factory=dict)
    _tasks: tuple[str, ...] = ()
    #: Unit, day, instant and due date of what was found to give deadlines.
    _sound: set[tuple[object, ...]] = field(default_factory=set)
    #: What has come due of obligations of one task and unit with the same dates.
    _due: dict[tuple[object, ...], list[Event]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the tasks that wait for such items; raises ActionError where nothing may be recorded."""
        refuse_kind(self.on, self.kind, self.actor, correcting=self.correcting)
        self._tasks = _tasks(self.on, self.kind)
        self.sets_due, self.counts_hours = asked_of(self.on, self.kind)

    def again(self, on: OnRecord, now: datetime) -> "Registrar":
        """The same at a later instant; what was worked out holds while the campaign is as it was."""
        if on is self.on:
            return replace(self, now=now, _due={})
        return Registrar(on, self.kind, self.actor, now, self.launched, correcting=self.correcting)

    def entry(self, item: Item) -> Entry:
        """The item as it would be recorded; raises ActionError for an unknown unit."""
        event = Happened.read(item.number, item.happened.isoformat(), self.on.zone, item.due)
        return Entry(unit_of(self.on, item.unit), event, item.what, dict(item.fields))

    def refusals(self, entry: Entry, known: Mapping[str, Any] | None = None) -> Iterator[Refusal]:
        """Everything that speaks against `entry`, each with the part it is about; `known` is its row."""
        bad = [
            *of_unit(self.on, entry.unit, self.actor, correcting=self.correcting),
            *of_number(entry.event.number),
        ]
        bad += of_day(self.on, entry.event, self.now)
        bad += [*self._of_due(entry.event), *self._of_words(entry)]
        if not any(part in {"date", "due", "unit"} for part, _ in bad):
            bad += self._of_plan(entry)
        yield from bad
        if known is not None and not bad:
            yield from of_record(entry, known)

    def planned(self, entry: Entry) -> tuple[Planned, ...]:
        """What `entry` opens, and for whom; raises NotAllowedError and OutsideCalendarError."""
        return _planned(self.on, self._tasks, entry.unit, entry.event, self.launched, self._known)

    def put(self, connection: Connection, ledger: Ledger, entries: Sequence[Entry]) -> list[Put]:
        """Put `entries` on record inside the caller's transaction: a thousand at most, in few statements.

        Raises ActionError for the first that is refused; then the caller's transaction must not be kept.
        """
        numbers = [(entry.unit, entry.event.number) for entry in entries]
        known = obligations.items_numbered(connection, self.on.key, self.kind, numbers)
        first = obligations.last_number(connection, self.on.key) + 1
        done = []
        for entry, key in zip(entries, numbers, strict=True):
            for _, error in self.refusals(entry, known.get(key)):
                raise error
            planned = self.planned(entry)
            if key not in known:
                ledger.append([self._recorded(entry)], self.actor)
                self._open(ledger, planned, since(self.on, entry.event), first)
                first += len(planned)
            done.append(Put(entry, planned, key not in known, self.late_by(planned)))
        ledger.flush()
        return done

    def late_by(self, planned: Iterable[Planned]) -> tuple[int, ...]:
        """By how many working days each is registered after its last day; 0 where it is not."""
        now, pace = self.now, self.on.pace
        dated = [(one.deadline.breach, one.deadline.last_day, one.past) for one in planned]
        return tuple(registered_late(*dates, now, pace) for dates in dated)

    def _recorded(self, entry: Entry) -> Event:
        event = entry.event
        data: dict[str, Any] = {"kind": self.kind, "unit": entry.unit, "own_number": event.number}
        data |= {"happened": event.text, "what": entry.what}
        data["organ"] = self.on.planner.declaration.units[entry.unit].name
        data |= {"due": event.due.isoformat()} if event.due is not None else {}
        data |= {"fields": dict(entry.fields)} if entry.fields else {}
        return Event("recorded", since(self.on, event), data=data)

    def _open(self, ledger: Ledger, planned: Iterable[Planned], effective: datetime, first: int) -> None:
        """Put what the item opened on record, with what time has brought about since."""
        for number, one in enumerate(planned, first):
            opened = planned_event(one, number, self.on.pace, self.now, effective=effective)
            due = list(self._already_due(one, opened))
            ledger.append([self._assigned(one, opened, due)], self.actor)
            ledger.append(due, SYSTEM)

    def _assigned(self, one: Planned, opened: Event, due: Sequence[Event]) -> Event:
        """`opened`, with its unit told of it: not one that registered it itself, nor what it is told anyway.

        What is asked for by the end of the next working day is told at once: a digest could come too late.
        """
        told = {notice["recipient"] for event in due for notice in event.data.get("notices", ())}
        liaison = f"{one.unit}/liaison"
        if one.past or self.actor.unit == one.unit or liaison in told:
            return opened
        notice = assigned(liaison, urgent=soon(one.deadline, self.on.pace, self.now))
        return replace(opened, data={**opened.data, "notices": [notice]})

    def _already_due(self, one: Planned, opened: Event) -> Iterator[Event]:
        """What time has brought about since: the same for all that `one`'s unit owes by the same dates."""
        dates = (one.deadline.opens, one.deadline.target, one.deadline.breach)
        key = (one.task, one.unit, one.past, *dates)
        if key not in self._due:
            self._due[key] = _already_due(self.on, opened, self.now)
        for event in self._due[key]:
            yield replace(event, number=opened.number, obligation=opened.obligation)

    def _of_due(self, event: Happened) -> Iterator[Refusal]:
        if self.sets_due and event.due is None:
            error = NotAllowedError("needs_due")
            yield "due", ActionError(error.said("zh"), error.said("en"))
        elif event.due is not None and not self.sets_due:
            title = self.on.planner.declaration.events[self.kind].title
            yield (
                "due",
                ActionError(
                    f"“{title}”的期限由申报文件规定，不由登记的事项自定：请去掉时限",
                    f"deadlines of “{title}” are declared, no item sets its own: leave the due date out",
                ),
            )
        elif event.due is not None and event.due < event.day:
            yield (
                "due",
                ActionError(
                    f"时限{event.due}早于发生日期{event.day}：请核对",
                    f"the due date {event.due} lies before the day itself, {event.day}: check it",
                ),
            )

    def _of_words(self, entry: Entry) -> Iterator[Refusal]:
        """A declared event has declared kinds, e.g. 行政许可 or 行政处罚, and declared fields."""
        declared = self.on.planner.declaration.events[self.kind]
        if entry.what is not None and declared.kinds and entry.what not in declared.kinds:
            known = "、".join(declared.kinds)
            said = f"“{entry.what}”不在可选之列：{known}"
            yield "what", ActionError(said, f"“{entry.what}” is none of {known}")
        elif entry.what is not None and not is_plain(entry.what):
            yield "what", ActionError("种类应为普通文字", "its kind is plain text")
        for name in declared.fields or ():
            if not entry.fields.get(name, "").strip():
                yield name, ActionError(f"“{name}”要填写", f"“{name}” must be filled in")
        for name, said in entry.fields.items():
            if name not in (declared.fields or ()):
                yield name, unknown_field(name, declared.fields or ())
            elif len(said) > MOST_SAID or not is_plain(re.sub(r"\r?\n|\t", "", said)):
                yield (
                    name,
                    ActionError(
                        f"“{name}”应为{MOST_SAID}字以内的普通文字",
                        f"“{name}” is plain text of at most {MOST_SAID} characters",
                    ),
                )

    def _of_plan(self, entry: Entry) -> Iterator[Refusal]:
        event = entry.event
        key = (entry.unit, event.day, event.at, event.due)
        if key in self._sound:
            return
        try:
            self.planned(entry)
            self._sound.add(key)
        except NotAllowedError as error:
            yield "date", _why(error)
        except OutsideCalendarError as error:
            yield "due" if error.day == event.due else "date", _why(error)


def planned_for(
    on: OnRecord, kind: str, unit: str, event: Happened, launched: datetime, known: KnownDeadlines
) -> tuple[Planned, ...]:
    """What `event` opens, and for whom; `known` keeps deadlines that are the same for many events.

    Raises ActionError where hours are counted and it has no instant, or where it sets no due date of its own.
    """
    try:
        return _planned(on, _tasks(on, kind), unit, event, launched, known)
    except (NotAllowedError, OutsideCalendarError) as error:
        raise _why(error) from None


def asked_of(on: OnRecord, kind: str) -> tuple[bool, bool]:
    """Whether an item of `kind` must set a due date of its own, and whether it needs its instant."""
    rules = [on.planner.campaign.tasks[key].deadline for key in _tasks(on, kind)]
    hours = any(rule.after is not None and rule.after.hours is not None for rule in rules)
    return any(rule.item_due for rule in rules), hours


def _tasks(on: OnRecord, kind: str) -> tuple[str, ...]:
    """The tasks that each item of `kind` opens."""
    mine = (key for key, task in on.planner.campaign.tasks.items() if task.for_each == kind)
    return tuple(key for key in mine if key not in on.retired)


def _planned(
    on: OnRecord,
    tasks: tuple[str, ...],
    unit: str,
    event: Happened,
    launched: datetime,
    known: KnownDeadlines,
) -> tuple[Planned, ...]:
    planner, declared = on.planner, on.planner.campaign.tasks
    return tuple(
        planner.on_event(key, unit, event, launched, owner=owner, known=known)
        for key in tasks
        for owner in planner.owners(declared[key], unit)
    )


def _why(error: NotAllowedError | OutsideCalendarError) -> ActionError:
    if isinstance(error, NotAllowedError):
        return ActionError(error.said("zh"), error.said("en"))
    return ActionError(
        f"{error.day}起算的期限超出日历范围{error.first}至{error.last}：请核对日期",
        f"a deadline from {error.day} leaves the calendar {error.first} to {error.last}: check the date",
    )


def since(on: OnRecord, event: Happened) -> datetime:
    """When `event` took effect: its instant, or the beginning of its day."""
    return event.at or on.pace.office.at(event.day)


def _already_due(on: OnRecord, event: Event, now: datetime) -> list[Event]:
    """What time has brought about since the event, when it is registered late."""
    memory = Memory()
    told = {
        "campaign": on.key,
        "number": event.number,
        "obligation": event.obligation,
        "revision": on.revision,
    }
    apply({**told, "kind": "planned", "data": event.data}, memory)
    row = tracked(next(iter(memory.tables["obligations"].values())), on.zone)
    return due_steps(row, on.pace, now)


def launched_at(connection: Connection, on: OnRecord) -> datetime:
    """When the campaign was launched: what was past by then bothers nobody."""
    return obligations.first_launch(connection, on.key, on.zone)


def day_of(text: str) -> date | datetime:
    """The day or local instant of an ISO text; raises ValueError for anything else."""
    return datetime.fromisoformat(text) if ":" in text else date.fromisoformat(text)
