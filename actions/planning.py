"""The plan as data: who owes what by when and why, and the notices that will go out if nothing is filed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from actions.declared import Declared
from campaigns.declaration import Phase, Rung
from campaigns.events import instant_text
from campaigns.ladder import RUNG
from campaigns.ladder_doubts import pace_of
from campaigns.plan import Planned, Planner
from reports.load import load
from reports.notices import PlannedNotice


def plan_as_json(declared: Declared, key: str, lang: str = "zh") -> dict[str, Any]:
    """The plan of campaign `key` as `duban plan --json` prints it; raises FaultsError for an unknown key."""
    planner = declared.planner(key)
    plan = planner.plan()
    campaign = planner.campaign
    return {
        "campaign": key,
        "title": campaign.title,
        "revision": None,
        "phases": list(_windows(planner, campaign.phases)),
        "key_periods": list(_windows(planner, campaign.key_periods)),
        "obligations": [_obligation(planner, one) for one in plan.obligations],
        "duties": [{"unit": unit, "verb": d.verb, "text": d.text} for unit, d in campaign.duties.items()],
        "on_event": list(_on_event(planner)),
        "notices": list(_notices(planner, plan.obligations)),
        "load": load(planner, plan.obligations).as_json(),
        "warnings": [fault.as_json(lang) for fault in declared.warnings],
    }


def notices(planner: Planner, planned: tuple[Planned, ...]) -> list[PlannedNotice]:
    """Every notice that goes out if nothing is filed, in order of time."""
    pace = pace_of(planner)
    found = []
    for one in planned:
        d = one.deadline
        steps = () if one.past else pace.steps(d.opens, d.target, d.breach, d.last_day)
        found += [
            _notice(planner, one, step.at, pace.rungs[step.rung]) for step in steps if step.kind == RUNG
        ]
    return sorted(found, key=lambda notice: notice.at)


def _notice(planner: Planner, one: Planned, at: datetime, rung: Rung) -> PlannedNotice:
    title, unit = planner.campaign.tasks[one.task].title, planner.declaration.units[one.unit]
    what = f"{title} {one.period}" if one.period else title
    signed = rung.needs_signature
    return PlannedNotice(at, rung.rung, one.id, one.unit, unit.short, what, rung.to, signed, rung.gone)


def _windows(planner: Planner, phases: Mapping[str, Phase]) -> Iterator[dict[str, Any]]:
    """Phases or key periods, with their first and last day, both inclusive."""
    for key, phase in phases.items():
        span = planner.span(phase)
        days = {"opens": span.first.isoformat(), "closes": span.last.isoformat()}
        yield {"key": key, "title": phase.title, **days}


def _obligation(planner: Planner, one: Planned) -> dict[str, Any]:
    task, deadline = planner.campaign.tasks[one.task].asked_of(one.role), one.deadline
    return {
        "id": one.id,
        "task": one.task,
        "title": task.title,
        "phase": task.phase,
        "unit": one.unit,
        "unit_title": planner.declaration.units[one.unit].name,
        "role": one.role,
        "period": one.period,
        "opens": instant_text(deadline.opens),
        "target": instant_text(deadline.target),
        "breach": instant_text(deadline.breach),
        "text": task.deadline.text,
        "source": task.deadline.source,
        "kind": deadline.kind,
        "provisional": deadline.provisional,
        "past": one.past,
        "unassigned": task.unassigned,
        "deliverables": [d.model_dump(mode="json", exclude_none=True) for d in task.deliverables],
    }


def _on_event(planner: Planner) -> Iterator[dict[str, Any]]:
    for key, task in planner.campaign.tasks.items():
        if task.for_each is not None:
            rule = task.deadline
            told = {"task": key, "title": task.title, "event": task.for_each, "text": rule.text}
            after = rule.after.model_dump(exclude_none=True) if rule.after else None
            yield {**told, "source": rule.source, "rule": rule.rule, "after": after}


def _notices(planner: Planner, planned: tuple[Planned, ...]) -> Iterator[dict[str, Any]]:
    for one in notices(planner, planned):
        yield {"at": one.at.isoformat(), "kind": one.rung, "unit": one.unit, "obligation": one.obligation}
