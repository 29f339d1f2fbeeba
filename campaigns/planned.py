"""The first event of an obligation: what was planned goes on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.events import Event, instant_text
from campaigns.ladder import Pace
from campaigns.lifecycle import ASSIGNED, NEW, OPENED, PENDING
from campaigns.plan import Planned


def planned_event(
    one: Planned,
    number: int,
    pace: Pace,
    now: datetime,
    place: Mapping[str, Any] | None = None,
    *,
    effective: datetime | None = None,
) -> Event:
    """The first event of an obligation: who owes what by when, and why; `effective` or now.

    `place` is the line of its task, and the file where that is not the main one.
    """
    deadline = one.deadline
    steps = (
        () if one.past else pace.steps(deadline.opens, deadline.target, deadline.breach, deadline.last_day)
    )
    data: dict[str, Any] = {
        "task": one.task,
        "unit": one.unit,
        "role": one.role,
        "period": one.period,
        "item": one.item,
        **(place or {"line": None}),
        "kind": deadline.kind,
        "opens": instant_text(deadline.opens),
        "target": instant_text(deadline.target),
        "breach": instant_text(deadline.breach),
        "last_day": deadline.last_day.isoformat() if deadline.last_day else None,
        "provisional": deadline.provisional,
        "certificate": deadline.certificate,
        "past": one.past,
        "status": OPENED if one.past else PENDING,
        "attention": instant_text(steps[0].at) if steps else None,
    }
    return Event("planned", effective or now, number, one.id, data)


def assigned(recipient: str, *, urgent: bool) -> dict[str, Any]:
    """交办: the notice that an item brought a new obligation, to `recipient`; with its first version."""
    cls = "urgent" if urgent else "digest"
    return {"version": 1, "occasion": f"{ASSIGNED}1", "recipient": recipient, "class": cls, "state": NEW}
