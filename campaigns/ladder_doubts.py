"""What a careful reader would ask about a ladder: whether its rungs rise, and come while they make sense."""

from collections.abc import Iterator
from datetime import time, timedelta

from campaigns.declaration import Task
from campaigns.faults import Fault
from campaigns.happened import Happened
from campaigns.ladder import Dated, Pace, falling
from campaigns.lifecycle import BEFORE_BREACH
from campaigns.plan import Planned, Planner
from campaigns.reading import Source
from deadlines.law import NotAllowedError
from deadlines.resolve import Deadline
from deadlines.workdays import OutsideCalendarError

#: What events open is tried on so many days in a row, so that weekends fall wherever they can.
TRIED = 14
#: All the time there is, in percent.
WHOLE = 100


def pace_of(planner: Planner) -> Pace:
    """What turns the deadlines of the campaign into steps."""
    ladder = planner.declaration.ladders[planner.campaign.ladder]
    return Pace(ladder, planner.calendar, planner.office)


def rungs_rise(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """Each rung comes after the one before it, whatever it is counted by; the first task where one does not.

    What events open is only known later: it is tried as if it happened on each of the campaign's first days.
    """
    pace, ladder = pace_of(planner), planner.campaign.ladder
    for task, deadline in _each(planner, planned, shares=any(rung.gone for rung in pace.rungs)):
        dated = _dated(deadline)
        found = falling(pace.instants(dated)) if dated is not None else None
        if found is not None:
            low, high = found
            name, path = planner.campaign.tasks[task].title, ("ladders", ladder, low)
            ranks = {"few": low + 1, "many": high + 1}
            yield source.fault(path, "rungs_fall", severity="warning", on_key=False, name=name, **ranks)
            return


def reminders_come_in_time(
    planner: Planner, source: Source, _planned: tuple[Planned, ...]
) -> Iterator[Fault]:
    """A reminder is of use before the breach: one after all of the time would never leave."""
    ladder = planner.campaign.ladder
    for number, rung in enumerate(planner.declaration.ladders[ladder]):
        if rung.rung in BEFORE_BREACH and rung.gone is not None and rung.gone > WHOLE:
            path = ("ladders", ladder, number, "gone")
            yield source.fault(path, "remind_late", on_key=True, severity="warning", found=rung.gone)


def _each(planner: Planner, planned: tuple[Planned, ...], *, shares: bool) -> Iterator[tuple[str, Deadline]]:
    """One deadline of each task and period, with its task; with `shares` also what events would open."""
    for one in {(one.task, one.period): one for one in reversed(planned)}.values():
        yield one.task, one.deadline
    if shares:
        for key, task in planner.campaign.tasks.items():
            yield from ((key, deadline) for deadline in _opened(planner, key, task))


def _opened(planner: Planner, key: str, task: Task) -> Iterator[Deadline]:
    """The deadlines of a task that counts from the event which opens it, for events of the first days."""
    named = task.deadline.after or task.deadline.same_day
    if task.for_each is None or named is None or named.event != task.for_each:
        return
    for days in range(TRIED):
        day = planner.campaign.begins + timedelta(days=days)
        event = Happened("1", day, planner.office.at(day, time(9)) if _in_hours(task) else None)
        try:
            yield planner.on_event(key, planner.campaign.office, event).deadline
        except (NotAllowedError, OutsideCalendarError):
            return  # what the law or the calendar has no answer for is asked about elsewhere


def _in_hours(task: Task) -> bool:
    """Whether its period counts from the instant of its event."""
    return task.deadline.after is not None and task.deadline.after.hours is not None


def _dated(deadline: Deadline) -> Dated | None:
    target, breach, last_day = deadline.target, deadline.breach, deadline.last_day
    if target is None or breach is None or last_day is None:
        return None
    return Dated(deadline.opens, target, breach, last_day)
