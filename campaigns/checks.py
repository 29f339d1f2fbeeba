"""What makes a declaration impossible: one function, one rule, all in the list `CHECKS`."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from campaigns.assessment_checks import measures_are_declared, scores_fit_their_base
from campaigns.cascade_checks import CHECKS as CASCADED
from campaigns.deadline_checks import (
    dates_of_issue_are_there,
    deadlines_count_from_dates,
    hours_have_an_instant,
    laws_are_kept,
    returning_dates_end,
)
from campaigns.declaration import Campaign, Declaration, Deliverable, Task
from campaigns.events import OFFICE_CHAIN
from campaigns.faults import Fault
from campaigns.form_checks import (
    columns_are_told_apart,
    cumulative_is_one_of_two,
    rows_are_figures,
    totals_can_agree,
)
from campaigns.happened import events_of
from campaigns.keys import CHOICES
from campaigns.light_checks import colours_come_in_order, gaps_widen
from campaigns.nearest import suggestion
from campaigns.nodes import MOST_FAULTS
from campaigns.places import WHAT, campaigns_of, tasks_of
from campaigns.plain import is_address, is_plain
from campaigns.reading import Path, Source, meant_word
from campaigns.who_checks import groups_do_not_answer, registry_names
from deadlines.anchors import FromTo

Check = Callable[[Declaration, Source], Iterator[Fault]]
_KEY = re.compile(r"[\w-]{1,64}")
ROLES = ("liaison", "deputy", "head", "office", "leading_group")


def check(declaration: Declaration, source: Source) -> list[Fault]:
    """Every fault of names and sense, by all rules of `CHECKS`; of very many, the first of each rule."""
    return [fault for rule in CHECKS for fault in islice(rule(declaration, source), MOST_FAULTS)]


def keys_are_usable(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Keys become parts of identifiers: letters, digits, dashes."""
    for place in ("units", "groups", "ladders", "campaigns"):
        for key in getattr(declaration, place):
            if not _KEY.fullmatch(key):
                yield source.fault((place, key), "bad_key", on_key=True, name=key)
    if OFFICE_CHAIN in declaration.campaigns:
        yield source.fault(("campaigns", OFFICE_CHAIN), "reserved_key", on_key=True, name=OFFICE_CHAIN)
    for key in {"issued", CHOICES["issued"]} & declaration.events.keys():
        yield source.fault(("events", key), "reserved_key", on_key=True, name=key)
    for path, campaign in campaigns_of(declaration):
        for key in campaign.tasks:
            if not _KEY.fullmatch(key):
                yield source.fault((*path, "tasks", key), "bad_key", on_key=True, name=key)


def units_exist(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Every unit or group that is named is in the registry."""
    for path, name in _unit_names(declaration):
        if name not in declaration.units:
            yield _unknown_unit(declaration, source, path, name, groups=False)
    for path, name in _member_names(declaration):
        if name not in declaration.units and name not in declaration.groups:
            yield _unknown_unit(declaration, source, path, name, groups=True)


def groups_have_units(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A group without units would silently oblige nobody."""
    for key, group in declaration.groups.items():
        known = group.role is None and (group.lead is None or group.lead in declaration.units)
        if known and not any(declaration.members(key, one) for one in declaration.campaigns.values()):
            yield source.fault(("groups", key), "empty_group", on_key=True, name=key)


def names_exist(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Ladders, lights, phases, events and forms that are named are declared."""
    for path, campaign in campaigns_of(declaration):
        yield from _known(source, (*path, "ladder"), campaign.ladder, declaration.ladders, "督办层级")
        yield from _known(source, (*path, "lights"), campaign.lights, declaration.lights, "亮灯方案")
        for here, task in tasks_of(path, campaign):
            if task.phase is not None:
                yield from _known(source, (*here, "phase"), task.phase, campaign.phases, "阶段")
            for event in events_of(task):
                place = (*here, *_place_of_event(task, event))
                yield from _known(source, place, event, declaration.events, "事件")
            for where, item in _items((*here, "deliverables"), task.deliverables):
                if item.form is not None:
                    yield from _known(source, (*where, "form"), item.form, declaration.forms, "表格")


def _place_of_event(task: Task, event: str) -> Path:
    """Where in `task` the `event` is named."""
    if event == task.for_each:
        return ("for_each",)
    ends = event == task.deadline.window_event
    return ("deadline", "window", "until", "event") if ends else ("deadline", "same_day", "event")


def deliverables_have_a_kind(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What has no kind could never be handed in."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            for where, item in _items((*here, "deliverables"), task.deliverables):
                if item.kind is None and not item.any_of:
                    yield source.fault(where, "missing", name="kind")


def names_are_unique(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A name or alias belongs to one unit, or a task would silently go to another one."""
    owner: dict[str, str] = dict.fromkeys(declaration.groups, "") | {key: key for key in declaration.units}
    for key, unit in declaration.units.items():
        named: list[tuple[Path, str]] = [(("units", key, "name"), unit.name)]
        named += [(("units", key, "aliases", at), alias) for at, alias in enumerate(unit.aliases)]
        for path, name in named:
            first = owner.setdefault(name, key)
            if first != key:
                yield source.fault(path, "name_taken", name=name, other=first or name)


def tasks_have_someone(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A task is owed by units, or by the unit of the event that opens it; a period needs its event."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            if (
                not task.lead
                and not task.responsible.units
                and not (task.for_each and task.responsible.event)
            ):
                yield source.fault((*here, "responsible"), "nobody_responsible", on_key=True)
            if task.lead and (task.responsible.units or task.responsible.event):
                yield source.fault((*here, "lead"), "two_responsible", on_key=True)
            if task.contribution is not None and not task.cooperating and not (task.lead or ())[1:]:
                yield source.fault((*here, "contribution"), "nobody_helps", on_key=True)
            for anchor in ("after", "same_day"):
                event = getattr(getattr(task.deadline, anchor), "event", None)
                if event not in {None, "issued", task.for_each}:
                    where = (*here, "deadline", anchor, "event")
                    yield source.fault(where, "event_without_record", name=event, anchor=anchor)
            yield from _due_without_item(here, task, source)
            if task.for_each is not None and task.deadline.every is not None:
                where = (*here, "deadline", "every")
                yield source.fault(where, "every_per_event", on_key=True, event=task.for_each)


def _due_without_item(here: Path, task: Task, source: Source) -> Iterator[Fault]:
    """A due date of the item's own is that of a recorded item."""
    if task.deadline.item_due and task.for_each is None:
        yield source.fault((*here, "deadline", "by"), "due_without_item")
    if task.contribution is not None and task.contribution.deadline.item_due:
        yield source.fault((*here, "contribution", "deadline", "by"), "due_without_item")


def addresses_are_addresses(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Contacts are mail addresses."""
    for key, unit in declaration.units.items():
        for role in ("contact", "deputy", "head"):
            address = getattr(unit, role)
            if address is not None and not is_address(address):
                yield source.fault(("units", key, role), "bad_address", name=address)
    for path, campaign in campaigns_of(declaration):
        group = campaign.leading_group
        if group and group.contact is not None and not is_address(group.contact):
            yield source.fault((*path, "leading_group", "contact"), "bad_address", name=group.contact)


def recipients_are_roles(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A rung goes to a role that units have."""
    for key, rungs in declaration.ladders.items():
        for number, rung in enumerate(rungs):
            for role in rung.to:
                if role not in ROLES:
                    where = ("ladders", key, number, "to")
                    near = meant_word(role, ROLES)
                    known = ", ".join(ROLES)
                    yield source.fault(where, "want_choice", found=role, known=known, suggestion=near)


def texts_are_plain(_declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What is declared goes into subjects and onto lines of the record: plain text, and nothing else."""
    for mark, text in source.texts():
        if not is_plain(text):
            values = {"text": ascii(text)[:60]}
            yield Fault(mark.file, mark.line, mark.column, "hostile_text", values, length=mark.length)


def phases_have_ends(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A phase ends by a date: no event that may never come ends it, and it begins on a day of its own."""
    for path, campaign in campaigns_of(declaration):
        for place in ("phases", "key_periods"):
            for key, phase in getattr(campaign, place).items():
                window = phase.window
                if isinstance(window, FromTo) and (window.until or window.from_ == "issued"):
                    yield source.fault((*path, place, key, "window"), "phase_window", on_key=True)


def outsiders_owe_nothing(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A superior or an outside body may be named, and has no task."""
    for path, name, campaign in _owing_names(declaration):
        if name not in declaration.units and name not in declaration.groups:
            continue
        for key in declaration.members(name, campaign):
            if declaration.units[key].outside:
                yield source.fault(path, "owes_nothing", name=declaration.units[key].short)


CHECKS: tuple[Check, ...] = (
    keys_are_usable,
    units_exist,
    groups_have_units,
    names_exist,
    names_are_unique,
    deliverables_have_a_kind,
    rows_are_figures,
    totals_can_agree,
    cumulative_is_one_of_two,
    columns_are_told_apart,
    returning_dates_end,
    tasks_have_someone,
    outsiders_owe_nothing,
    dates_of_issue_are_there,
    hours_have_an_instant,
    deadlines_count_from_dates,
    laws_are_kept,
    groups_do_not_answer,
    addresses_are_addresses,
    recipients_are_roles,
    colours_come_in_order,
    gaps_widen,
    measures_are_declared,
    scores_fit_their_base,
    phases_have_ends,
    *CASCADED,
    texts_are_plain,
)


def _unit_names(declaration: Declaration) -> Iterator[tuple[Path, str]]:
    """Places where only a unit may stand."""
    yield from registry_names(declaration)
    for path, campaign in campaigns_of(declaration):
        yield (*path, "office"), campaign.office
        yield from _unit_above(path, campaign)
        yield (*path, "document", "issuer"), campaign.document.issuer
        for unit_key in campaign.duties:
            yield (*path, "duties", unit_key), unit_key
        for here, task in tasks_of(path, campaign):
            if task.to is not None:
                yield (*here, "to"), task.to


def _unit_above(path: Path, campaign: Campaign) -> Iterator[tuple[Path, str]]:
    if campaign.under is not None:
        yield (*path, "under", "unit"), campaign.under.unit


def _member_names(declaration: Declaration) -> Iterator[tuple[Path, str]]:
    """Places where a unit or a group may stand."""
    yield from ((path, name) for path, name, _ in _owing_names(declaration))


def _owing_names(declaration: Declaration) -> Iterator[tuple[Path, str, Campaign]]:
    """Places where those stand who have a task, each with its campaign."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            for number, name in enumerate(task.responsible.units):
                yield (*here, "responsible", "units", number), name, campaign
            for role in ("lead", "cooperating"):
                for number, name in enumerate(getattr(task, role) or ()):
                    yield (*here, role, number), name, campaign


def _items(path: Path, items: Iterable[Deliverable]) -> Iterator[tuple[Path, Deliverable]]:
    """Every deliverable, also those that may stand for one another."""
    for number, item in enumerate(items):
        yield (*path, number), item
        yield from _items((*path, number, "any_of"), item.any_of)


def _unknown_unit(declaration: Declaration, source: Source, path: Path, name: str, *, groups: bool) -> Fault:
    known = [n for key, unit in declaration.units.items() for n in (key, unit.name, *unit.aliases)]
    near = suggestion(name, [*known, *declaration.groups] if groups else known)
    by_name = {n: key for key, unit in declaration.units.items() for n in (unit.name, *unit.aliases)}
    shown = f"{by_name[near]}（{near}）" if near in by_name else near
    key = len(path) > 1 and path[-2] == "duties"
    return source.fault(path, "unknown_unit", on_key=key, name=name, suggestion=shown)


def _known(source: Source, path: Path, name: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    if name not in known:
        near = suggestion(name, known)
        yield source.fault(path, "unknown_name", name=name, what=WHAT[what], suggestion=near)
