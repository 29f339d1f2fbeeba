"""Windows that an event ends: which recorded event ends the window of whom.

Of a unit that owes the task, an event ends that unit's own window; of the coordinating office, or of anybody
who does not owe it, everybody's. The first one counts, and none that lies before the window opens.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.declaration import Campaign
from campaigns.happened import Happened
from campaigns.plan import Planned, Planner
from deadlines.recompute import readable, rule_of, with_end
from deadlines.resolve import Trigger

#: The cause of a new version of the deadline of a window that an event ended.
ENDED = "ended"
#: What is on record, by kind: each event with the unit that it is of.
Recorded = Mapping[str, Sequence[tuple[str, Happened]]]


def windows_of(campaign: Campaign, kind: str) -> tuple[str, ...]:
    """The tasks of which an event of `kind` ends windows, or opens windows that another event ends."""
    ends = {key: task.deadline.window_event for key, task in campaign.tasks.items()}
    return tuple(
        key
        for key, task in campaign.tasks.items()
        if ends[key] not in {None, task.for_each} and kind in {ends[key], task.for_each}
    )


def awaited(campaign: Campaign, task: str, certificate: str) -> str | None:
    """The event that ends the window of `certificate`; None where only its own days do, or what opened it."""
    found = rule_of(certificate).window_event if readable(certificate) else None
    return found if found != campaign.tasks[task].for_each else None


def end_of(
    planner: Planner, task: str, unit: str, certificate: str, opens: datetime | None, recorded: Recorded
) -> Trigger | None:
    """What ends the window of `certificate`, which `unit` owes by `task` and which `opens` then; or None."""
    kind, office = awaited(planner.campaign, task, certificate), planner.office
    events = _concerning(planner, task, unit, recorded.get(kind or "", ()))
    ends = [(event.at or office.end(event.day), event.number, event) for event in events]
    later = [end for end in ends if opens is None or end[0] > opens]
    if kind is None or not later:
        return None
    _, _, first = min(later, key=lambda end: end[:2])
    return Trigger(kind, first.day, first.at)


def with_ends(planned: Iterable[Planned], planner: Planner, recorded: Recorded) -> Iterator[Planned]:
    """`planned`, each window with the end that the events `recorded` give it."""
    for one in planned:
        certificate, opens = one.deadline.certificate, one.deadline.opens
        window = one.deadline.closes is not None
        end = end_of(planner, one.task, one.unit, certificate, opens, recorded) if window else None
        if end is None:
            yield one
        else:
            yield replace(one, deadline=with_end(certificate, planner.calendars, end))


def _concerning(
    planner: Planner, task: str, unit: str, events: Sequence[tuple[str, Happened]]
) -> Iterator[Happened]:
    """Those of `events` that concern the window that `unit` owes by `task`."""
    campaign, declared = planner.campaign, planner.campaign.tasks[task]
    owing = planner.declaration.responsible(declared, campaign) if events else ()
    for of, event in events:
        owes = declared.responsible.event is not None or of in owing
        if of in {unit, campaign.office} or not owes:
            yield event
