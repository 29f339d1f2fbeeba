"""Launch: the plan goes on record, obligations and first history in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions import marks
from actions.amend import Amendment, amend, refuse_unconfirmed
from actions.cascade import below, proposal, refuse_ahead
from actions.declared import Declared
from actions.house import ActionError, House, on_record
from actions.people import committed
from actions.revisions import as_read_today, digest, sources, written
from campaigns.declaration import Declaration
from campaigns.events import Actor, Event
from campaigns.ladder import Pace
from campaigns.plan import Plan, Planner
from campaigns.planned import planned_event
from store import leases, obligations
from store.contacts import load_contacts
from store.engine import Connection
from store.history import Ledger, lock, new_head


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
    #: What changed, where the campaign ran already.
    amendment: Amendment | None = None
    #: The campaigns that break this one down and were told what it would move there.
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    confirmed: bool
    approved_by: str | None
    shown: str | None

    def refuse_unless_shown(self, mark: str) -> None:
        if self.shown not in {None, mark}:
            raise marks.OtherwiseError


def refuse_unless_launcher(role: str) -> None:
    """Raise ActionError unless `role` may launch."""
    if role not in {"coordinator", "administrator"}:
        raise ActionError(
            "启动由督办员办理：请用 --as coordinator", "the coordinator launches: --as coordinator"
        )


def launch(
    house: House,
    declared: Declared,
    key: str,
    actor: Actor,
    *,
    at: datetime | None = None,
    confirmed: bool = False,
    approved_by: str | None = None,
    shown: str | None = None,
) -> Launched:
    """Put campaign `key` on record at the instant `at` (default: the house's now).

    Launching what is on record already only refreshes contacts. A changed declaration of a running campaign
    is an amendment 补充通知: recorded where it is `confirmed`, else refused with ActionError and nothing is
    written. `approved_by` says who approved the plan, and when; the history holds a commitment to it. What
    it moves in campaigns that break it down is proposed there. Where somebody was `shown` what it does, the
    mark of `actions.impact`, it does that or nothing: OtherwiseError. Raises RefusalError where the campaign
    above is on record otherwise than it is declared.
    """
    refuse_unless_launcher(actor.role)
    now, planner = at or house.now(), declared.planner(key, house.calendars)
    asked = _Asked(confirmed, approved_by, shown)
    done = _launched(house, declared, planner, actor, now=now, asked=asked)
    # Below it is told in transactions of their own: what breaks off here is told by whoever comes next.
    return replace(done, told=tuple(_tell_below(house, key, now)))


def _launched(
    house: House,
    declared: Declared,
    planner: Planner,
    actor: Actor,
    *,
    now: datetime,
    asked: "_Asked",
) -> Launched:
    """The launch or amendment itself, in one transaction."""
    key, found, plan = planner.key, digest(planner.declaration), planner.plan(launched=now)
    with house.store.write() as connection:
        leases.in_turn(connection, "launch")
        refuse_ahead(connection, planner)
        contacts = load_contacts(connection, contact_rows(declared.declaration, key), int(now.timestamp()))
        known = obligations.revision(connection, key)
        if known is None:
            asked.refuse_unless_shown(marks.of_plan(found, plan))
            approved = committed(connection, asked.approved_by)
            _first(connection, house, declared, plan, actor, now=now, approved_by=approved)
            return Launched(key, 1, plan, contacts, changed=True)
        if found in {known.digest, as_read_today(known.declaration)}:
            asked.refuse_unless_shown(marks.of_record(found, known.number))
            return Launched(key, known.number, plan, contacts, changed=False)
        if not asked.confirmed:
            raise refuse_unconfirmed(key)
        approved = committed(connection, asked.approved_by)
        done = amend(connection, house, declared, key, actor, now=now, approved_by=approved)
        # What was written is taken back with the refusal.
        asked.refuse_unless_shown(marks.of_amendment(done))
    return Launched(key, done.revision, plan, contacts, changed=True, amendment=done)


def _tell_below(house: House, parent: str, now: datetime) -> Iterator[str]:
    """Tell the campaigns that break `parent` down what it proposes to them; those that have not taken it."""
    with house.store.read() as connection:
        known = below(connection, parent)
    for key in known:
        with house.store.write() as connection:
            ledger = house.ledger(connection, key, house.present(now))
            if proposal(connection, key, house.calendars, ledger.noticed) is not None:
                yield key


def _first(
    connection: Connection,
    house: House,
    declared: Declared,
    plan: Plan,
    actor: Actor,
    *,
    now: datetime,
    approved_by: str | None,
) -> None:
    """The first revision, with the obligations and history that it begins."""
    key, declaration = plan.campaign, declared.planner(plan.campaign, house.calendars).declaration
    found, calendar, algorithm = digest(declaration), house.calendars.digest, house.settings.algorithm
    head = lock(connection, key) or new_head(connection, key, plan.title, algorithm, calendar)
    head.revision = 1
    told = {"campaign": key, "number": 1, "digest": found, "declaration": written(declaration)}
    told |= {"source": sources(declared, key), "approved_by": approved_by}
    obligations.add_revision(connection, {**told, "launched": int(now.timestamp())})
    record = on_record(declaration, key, 1, found, house.calendars)
    ledger = Ledger(connection, head, now=now, zone=record.zone)
    first = _events(house, declared, plan, record.pace, found, now, approved_by)
    ledger.append(first, actor)
    ledger.flush()


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
    house: House,
    declared: Declared,
    plan: Plan,
    pace: Pace,
    found: str,
    now: datetime,
    approved_by: str | None,
) -> Iterator[Event]:
    told: dict[str, Any] = {"title": plan.title, "digest": found, "algorithm": house.settings.algorithm}
    told |= {"obligations": len(plan.obligations), "dated": plan.dated, "simulated": house.simulated}
    told["calendar"] = house.calendars.digest
    if approved_by is not None:
        told["approved_by"] = approved_by
    yield Event("launched", now, data=told)
    for number, one in enumerate(plan.obligations, 1):
        place = declared.source.place(("campaigns", plan.campaign, "tasks", one.task))
        yield planned_event(one, number, pace, now, place)
