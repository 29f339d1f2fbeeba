"""Launch: the plan goes on record, obligations and first history in one transaction."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from actions.declared import Declared
from actions.house import ActionError, House, on_record
from campaigns.declaration import Declaration
from campaigns.events import Actor, Event, instant_text
from campaigns.ladder import Pace
from campaigns.lifecycle import OPENED, PENDING
from campaigns.plan import Plan, Planned
from store import leases, obligations
from store.history import Ledger, lock, new_head
from store.outbox import load_contacts


@dataclass(frozen=True, slots=True)
class Launched:
    """What a launch did."""

    campaign: str
    revision: int
    plan: Plan
    #: How many contacts were new or changed.
    contacts: int
    #: False when the campaign was on record exactly like this already.
    changed: bool


def refuse_unless_launcher(role: str) -> None:
    """Raise ActionError unless `role` may launch."""
    if role not in {"coordinator", "administrator"}:
        raise ActionError(
            "启动由督办员办理：请用 --as coordinator", "the coordinator launches: --as coordinator"
        )


def launch(
    house: House, declared: Declared, key: str, actor: Actor, *, at: datetime | None = None
) -> Launched:
    """Put campaign `key` on record at the instant `at` (default: the house's now).

    Launching what is on record already only refreshes contacts. A changed plan of a running campaign is an
    amendment, which this version does not make: it is refused with ActionError and nothing is written.
    """
    refuse_unless_launcher(actor.role)
    now = at or house.now()
    planner = declared.planner(key, house.calendars)
    resolved = _written(planner.declaration)
    found = digest(planner.declaration)
    plan = planner.plan(launched=now)
    with house.store.write() as connection:
        leases.in_turn(connection, "launch")
        contacts = load_contacts(connection, contact_rows(declared.declaration, key), int(now.timestamp()))
        known = obligations.revision(connection, key)
        if known is not None:
            if found not in {known.digest, _as_read_today(known.declaration)}:
                raise ActionError(
                    f"“{key}”已启动，申报内容已改动：本版本尚不支持补充通知，记录保持不变",
                    f"“{key}” runs and its declaration differs: amendments are not there yet, nothing done",
                )
            return Launched(key, known.number, plan, contacts, changed=False)
        calendar, algorithm = house.calendars.digest, house.settings.algorithm
        head = lock(connection, key) or new_head(connection, key, plan.title, algorithm, calendar)
        head.revision = 1
        told = {"campaign": key, "number": 1, "digest": found, "declaration": resolved}
        told |= {"source": declared.source.text, "approved_by": None, "launched": int(now.timestamp())}
        obligations.add_revision(connection, told)
        record = on_record(planner.declaration, key, 1, found, house.calendars)
        ledger = Ledger(connection, head, now=now, zone=record.zone)
        ledger.append(_events(house, declared, plan, record.pace, found, now), actor)
        ledger.flush()
    return Launched(key, 1, plan, contacts, changed=True)


def planned_event(
    one: Planned,
    number: int,
    pace: Pace,
    now: datetime,
    line: int | None = None,
    *,
    effective: datetime | None = None,
) -> Event:
    """The first event of an obligation: who owes what by when, and why; `effective` or now."""
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
        "line": line,
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


def contact_rows(declaration: Declaration, key: str) -> Iterator[dict[str, Any]]:
    """Every role mailbox that letters of campaign `key` may go to."""
    campaign = declaration.campaigns[key]
    for unit_key, unit in declaration.units.items():
        for role, address in (("liaison", unit.contact), ("deputy", unit.deputy), ("head", unit.head)):
            yield {"unit": unit_key, "role": role, "name": unit.name, "address": address}
    office = declaration.units[campaign.office]
    yield {"unit": campaign.office, "role": "office", "name": office.name, "address": office.contact}
    group = campaign.leading_group
    if group is not None:
        yield {"unit": key, "role": "leading_group", "name": group.name, "address": group.contact}


def _events(
    house: House, declared: Declared, plan: Plan, pace: Pace, found: str, now: datetime
) -> Iterator[Event]:
    told: dict[str, Any] = {"title": plan.title, "digest": found, "algorithm": house.settings.algorithm}
    told |= {"obligations": len(plan.obligations), "dated": plan.dated, "simulated": house.simulated}
    told["calendar"] = house.calendars.digest
    yield Event("launched", now, data=told)
    for number, one in enumerate(plan.obligations, 1):
        line = declared.source.line(("campaigns", plan.campaign, "tasks", one.task))
        yield planned_event(one, number, pace, now, line)


def digest(declaration: Declaration) -> str:
    """SHA-256 over the resolved declaration without its contacts, which are always the newest."""
    return digest_of(_written(declaration))


def _as_read_today(written: str) -> str | None:
    """The digest of a declaration on record, maybe of an older program; None where it cannot be read."""
    try:
        return digest(Declaration.model_validate_json(written))
    except ValidationError:
        return None


def digest_of(written: str) -> str:
    """The same of a declaration as it is `written` on record, by whichever version of the program.

    Raises ValueError, KeyError, TypeError or AttributeError where it is none.
    """
    plain = json.loads(written)
    for unit in plain["units"].values():
        for role in ("contact", "deputy", "head"):
            unit.pop(role, None)
    for campaign in plain["campaigns"].values():
        campaign.get("leading_group", {}).pop("contact", None)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _written(declaration: Declaration) -> str:
    """A declaration as JSON, in the order declared: the registry's order of units is part of it."""
    return declaration.model_dump_json(by_alias=True, exclude_none=True)
