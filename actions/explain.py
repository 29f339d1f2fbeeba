"""Explain: why the date is that date, and why each notice was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.acts import find
from actions.figures import shown as filled_in
from actions.house import ActionError, House, OnRecord
from campaigns.chain import Above, chain
from campaigns.declaration import Rung
from campaigns.fold import fold, tracked
from campaigns.form_values import Value
from campaigns.forms import Form
from campaigns.lifecycle import Tracked
from campaigns.lights import Shown, drawn, light, verdict
from store import form_values, history, obligations, outbox


@dataclass(frozen=True, slots=True)
class Explained:
    """All that is known of one obligation."""

    row: Tracked
    title: str
    unit_title: str
    light: str
    #: How the bureau draws that light.
    shown: Shown
    verdict: str | None
    certificate: str
    #: What people call the events and tasks of the campaign, by key.
    called: Mapping[str, str]
    notices: tuple[dict[str, Any], ...]
    #: Its own history, in order.
    events: tuple[dict[str, Any], ...]
    #: The rungs of its ladder, by index.
    rungs: tuple[Rung, ...]
    #: The statistics tables of the newest filing, by key: each with its cells that are not blank.
    figures: Mapping[str, tuple[Form, tuple[Value, ...]]]
    #: The deadlines above from which this one counts, the nearest first.
    above: tuple[Above, ...] = ()


def explain(house: House, key: str, at: datetime | None = None) -> Explained:
    """Everything about the obligation `key`: now, or as it stood at `at` by all that is known today.

    Notices are told with what became of them, so only now. Raises ActionError for an unknown obligation, and
    for one that there was not yet.
    """
    campaign = key.partition("/")[0]
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        row = find(connection, record, key)
        events = tuple(history.bodies(connection, campaign, row.number))
        if at is not None:
            events = tuple(body for body in events if datetime.fromisoformat(body["effective"]) <= at)
            row = _then(events, record, key)
        certificate = obligations.certificate(connection, campaign, row.number, row.version)
        forms = record.planner.declaration.forms
        values = form_values.of_filing(connection, campaign, row.number, row.filings)
        scheme = record.planner.declaration.lights[record.planner.campaign.lights]
        name = light(row, scheme, record.pace, at or house.now())
        return Explained(
            row=row,
            title=record.planner.campaign.tasks[row.task].title,
            unit_title=record.planner.declaration.units[row.unit].name,
            light=name,
            shown=drawn(scheme)[name],
            verdict=verdict(row),
            certificate=certificate,
            called=record.planner.called,
            notices=tuple(outbox.notices_of(connection, campaign, row.number)) if at is None else (),
            events=events,
            rungs=record.pace.rungs,
            above=tuple(chain(record.planner, certificate)),
            figures={key: (forms[key], some) for key, some in filled_in(forms, values).items()},
        )


def _then(events: Iterable[dict[str, Any]], record: OnRecord, key: str) -> Tracked:
    """The obligation as its own `events` give it."""
    rows = list(fold(events).tables["obligations"].values())
    if not rows:
        raise ActionError(f"那时还没有“{key}”", f"there was no “{key}” yet")
    return tracked(rows[0], record.zone)
