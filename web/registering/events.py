"""The coordinator registers events that start clocks: one by one, looked at before confirmed; corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from actions.correct import Corrected, correct_item, on_record
from actions.house import House
from actions.on_trial import performed, tried
from actions.record import ItemsRefusedError, Recorded, record_item, record_many
from actions.register import register
from actions.registering import asked_of
from actions.seeing import UnseenError
from campaigns.declaration import EventKind
from campaigns.faults import RefusalError
from campaigns.happened import events_of
from campaigns.items import Item
from deadlines.because import because
from reports.item_register import Called, counts, register_table
from reports.listing import Listing
from reports.stamps import local
from web.lists import taken_away
from web.registering.desk import Desk, day_typed, desk_of
from web.registering.filings import finished_at
from web.registering.typed import Sent, Typed
from web.rules import allowed, roles
from web.visit import Here

ROLE = "coordinator"
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of events on a desk, and what is asked of each."""

    desk: Desk
    key: str
    declared: EventKind
    #: It sets a due date of its own; it needs its instant.
    sets_due: bool
    counts_hours: bool

    @property
    def date(self) -> str:
        """What its day is called."""
        return self.declared.date or self.desk.visit.say("日期")

    def path(self, *rest: str) -> str:
        """The address of a page of this kind."""
        return self.desk.path("register", "events", self.key, *rest)

    def units(self) -> dict[str, str]:
        """The units that an event can be of, those that left aside."""
        return {key: name for key, name in self.desk.units.items() if key not in self.desk.record.left}


def kind_of(desk: Desk, key: str) -> Kind:
    """The kind `key`; raises UnseenError where none is declared or nothing waits for it."""
    declared = desk.record.planner.declaration.events
    if key not in declared or key not in awaited(desk):
        raise UnseenError
    return Kind(desk, key, declared[key], *asked_of(desk.record, key))


def awaited(desk: Desk) -> dict[str, EventKind]:
    """The kinds of events for which tasks of the campaign wait, as declared."""
    tasks = desk.record.planner.campaign.tasks
    wanted = {
        event for key, task in tasks.items() if key not in desk.record.retired for event in events_of(task)
    }
    return {key: one for key, one in desk.record.planner.declaration.events.items() if key in wanted}


@router.get("/coordinator/{campaign}/register/events")
@allowed(roles(ROLE))
def kinds(visit: Here, campaign: str) -> Response:
    """The kinds of events that are registered here."""
    desk = desk_of(visit, campaign)
    found = [kind_of(desk, key) for key in awaited(desk)]
    return visit.page("registering/events.html", desk=desk, kinds=found)


@router.get("/coordinator/{campaign}/register/events/{kind}")
@allowed(roles(ROLE))
def form(visit: Here, campaign: str, kind: str, unit: str = "", number: str = "") -> Response:
    """The form; with a unit and a number, for the correction of what is on record."""
    found = kind_of(desk_of(visit, campaign), kind)
    if not number:
        return _form(found, Typed(()))
    known = on_record(visit.house, campaign, kind, unit, number)
    if known is None:
        raise UnseenError
    return _form(found, _as_typed(known))


@router.post("/coordinator/{campaign}/register/events/{kind}")
@allowed(roles(ROLE))
def take(visit: Here, campaign: str, kind: str, typed: Sent) -> Response:
    """Looked at: what would be opened or moved. Confirmed: it is on record."""
    found = kind_of(desk_of(visit, campaign), kind)
    step = typed.get("step")
    item, errors = _item(found, typed)
    if item is None or step not in {"look", "confirm"}:
        return _form(found, typed, errors if step in {"look", "confirm"} else None)
    if not typed.get("correct"):
        errors = _against(found, item)
    elif not typed.get("reason"):
        errors = {"reason": visit.say("请写明更正的理由")}
    if errors:
        return _form(found, typed, errors)
    return _done(found, typed, item, confirmed=step == "confirm")


def _done(found: Kind, typed: Typed, item: Item, *, confirmed: bool) -> Response:
    visit, desk = found.desk.visit, found.desk

    def act(house: House) -> Recorded | Corrected:
        if typed.get("correct"):
            reason = typed.get("reason")
            return correct_item(house, desk.key, found.key, item, actor=visit.actor, reason=reason)
        return record_item(house, desk.key, found.key, item, actor=visit.actor)

    try:
        done = (performed if confirmed else tried)(visit.house, desk.key, act)
    except RefusalError as error:
        return _form(found, typed, {"date": error.said(visit.lang)})
    if confirmed:
        return visit.go(finished_at(desk, done))
    page = "registering/event_look.html"
    if isinstance(done.found, Corrected):
        return visit.page(page, kind=found, typed=typed, item=item, corrected=done.found, recorded=None)
    opened = _opened(found, done.found)
    return visit.page(page, kind=found, typed=typed, item=item, corrected=None, recorded=opened)


def _opened(found: Kind, done: Recorded) -> list[dict[str, object]]:
    """Each obligation that the event opens, with its dates and their reasons."""
    units, tasks = found.desk.units, found.desk.record.planner.campaign.tasks
    return [
        {
            "unit": units[one.unit],
            "title": tasks[one.task].title,
            "deadline": one.deadline,
            "because": because(one.deadline.certificate, found.desk.visit.lang, done.called),
            "late": late,
        }
        for one, late in zip(done.opened, done.late_by, strict=True)
    ]


def _form(found: Kind, typed: Typed, errors: Mapping[str, str] | None = None) -> Response:
    desk, number = found.desk, typed.get("number")
    known = None
    if errors and not typed.get("correct") and number:
        known = on_record(desk.visit.house, desk.key, found.key, typed.get("unit"), number)
    again = urlencode({"unit": typed.get("unit"), "number": number})
    return desk.visit.page(
        "registering/event.html",
        422 if errors else 200,
        kind=found,
        desk=desk,
        typed=typed,
        correction=f"{found.path()}?{again}" if known else "",
        errors=errors or {},
    )


def _as_typed(known: Item) -> Typed:
    happened = known.happened
    said = happened.strftime("%Y-%m-%dT%H:%M") if isinstance(happened, datetime) else happened.isoformat()
    told = {"correct": "yes", "unit": known.unit, "number": known.number, "date": said}
    told |= {"what": known.what or "", "due": known.due.isoformat() if known.due else ""}
    return Typed((*told.items(), *((f"field.{name}", text) for name, text in known.fields.items())))


def _item(found: Kind, typed: Typed) -> tuple[Item | None, dict[str, str]]:
    """What was typed as an item, or what cannot be read, by field."""
    say, errors = found.desk.visit.say, dict[str, str]()
    happened: date | datetime | None = day_typed(typed.get("date"))
    if found.counts_hours:
        happened = found.desk.instant(typed.get("date"))
    if happened is None:
        errors["date"] = say("请填写日期和时间，如 2017-09-27 20:30")
        errors["date"] = errors["date"] if found.counts_hours else say("请填写日期，如 2017-09-27")
    if not typed.get("unit"):
        errors["unit"] = say("请选择单位")
    if not typed.get("number"):
        errors["number"] = say("请填写文号")
    due = day_typed(typed.get("due")) if found.sets_due else None
    if found.sets_due and due is None:
        errors["due"] = say("请填写时限，如 2017-09-27")
    if errors or happened is None:
        return None, errors
    fields = {name: text for name, text in typed.under("field.").items() if text}
    return Item(typed.get("unit"), typed.get("number"), happened, typed.get("what") or None, due, fields), {}


def _against(found: Kind, item: Item) -> dict[str, str]:
    """Everything that speaks against registering `item`, by field."""
    desk, names = found.desk, {name: f"field-{place}" for place, name in _numbered(found)}
    try:
        record_many(desk.visit.house, desk.key, found.key, [item], actor=desk.visit.actor, rehearse=True)
    except ItemsRefusedError as error:
        told = dict[str, str]()
        for one in error.refused:
            told.setdefault(names.get(one.part, one.part), one.why.said(desk.visit.lang))
        return told
    return {}


def _numbered(found: Kind) -> list[tuple[int, str]]:
    """The declared fields, counted from 1 as their ids are."""
    return list(enumerate(found.declared.fields or (), 1))


# --- the register 台账 --------------------------------------------------------------------------------------


@router.get("/coordinator/{campaign}/register/items")
@allowed(roles(ROLE))
def items(
    visit: Here,
    campaign: str,
    kind: str = "",
    unit: str = "",
    open: str = "",  # noqa: A002 - as the address has it
    taken: Annotated[str, Query(alias="as")] = "",
) -> Response:
    """The register of items, each with its steps, by kind and unit; as a page, as CSV or as a workbook."""
    desk = desk_of(visit, campaign)
    known = awaited(desk)
    wanted = kind if kind in known else None
    whose = unit if unit in desk.units else None
    found = register(visit.house, campaign, wanted, unit=whose, still_open=bool(open))
    called = Called(found.units, found.tasks, found.kinds)
    heads, rows = register_table(found.items, called, visit.lang)
    note = f"{desk.title} {local(found.at)} {counts(found.items, visit.lang)}"
    if taken in {"csv", "xlsx"}:
        return taken_away(visit, Listing(visit.say("事项台账"), note, heads, rows), taken)
    query = {"kind": wanted or "", "unit": whose or "", "open": "yes" if open else ""}
    return visit.page(
        "registering/items.html",
        desk=desk,
        kinds=known,
        found=found,
        heads=heads,
        rows=rows,
        said=counts(found.items, visit.lang),
        wanted=query,
        address=f"{desk.path('register', 'items')}?{urlencode(query)}&as=",
        corrections=[
            f"{desk.path('register', 'events', one.item.kind)}?{_one(one.item)}" for one in found.items
        ],
    )


def _one(item: object) -> str:
    return urlencode({name: getattr(item, name) for name in ("unit", "number")})
