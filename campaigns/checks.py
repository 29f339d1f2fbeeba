"""What makes a declaration impossible: one function, one rule, all in the list `CHECKS`."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from itertools import islice

from campaigns.declaration import Campaign, Declaration, Deliverable, Task
from campaigns.events import OFFICE_CHAIN
from campaigns.faults import Fault
from campaigns.nearest import nearest
from campaigns.plain import is_plain
from campaigns.plan import base_of, events_of
from campaigns.reading import MOST_FAULTS, Path, Source, suggestion
from deadlines.anchors import FromTo, Length
from deadlines.language import Rule
from deadlines.provisions import Provision, find, names

Check = Callable[[Declaration, Source], Iterator[Fault]]
_KEY = re.compile(r"[\w-]{1,64}")
#: What a name may stand for, in Chinese and English, with the field's own name.
_WHAT = {
    "督办层级": ("督办层级（ladders）", "ladder"),
    "亮灯方案": ("亮灯方案（lights）", "set of lights"),
    "阶段": ("阶段（phases）", "phase"),
    "事件": ("事件（events）", "event"),
    "表格": ("表格（forms）", "form"),
    "任务": ("任务（tasks）", "task"),
}
#: Lengths as people say them, in Chinese and English.
_LENGTHS = {
    "working_days": ("{}个工作日", "{} working days"),
    "days": ("{}日", "{} days"),
    "months": ("{}个月", "{} months"),
}
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
    for path, campaign in _campaigns(declaration):
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
    for key in declaration.groups:
        if not declaration.members(key):
            yield source.fault(("groups", key), "empty_group", on_key=True, name=key)


def names_exist(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Ladders, lights, phases, events and forms that are named are declared."""
    for path, campaign in _campaigns(declaration):
        yield from _known(source, (*path, "ladder"), campaign.ladder, declaration.ladders, "督办层级")
        yield from _known(source, (*path, "lights"), campaign.lights, declaration.lights, "亮灯方案")
        for here, task in _tasks(path, campaign):
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
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
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


def returning_dates_end(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A date that returns ends, by its own `to` or with the campaign."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            every = task.deadline.every
            if every is not None and every.to is None and campaign.period is None:
                where = (*here, "deadline", "every")
                form = nearest(source.root, where, "every_without_end")
                yield source.fault(where, "every_without_end", on_key=True, nearest=form)


def tasks_have_someone(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A task is owed by units, or by the unit of the event that opens it; a period needs its event."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            if not task.responsible.units and not (task.for_each and task.responsible.event):
                yield source.fault((*here, "responsible"), "nobody_responsible", on_key=True)
            for anchor in ("after", "same_day"):
                event = getattr(getattr(task.deadline, anchor), "event", None)
                if event not in {None, "issued", task.for_each}:
                    where = (*here, "deadline", anchor, "event")
                    yield source.fault(where, "event_without_record", name=event, anchor=anchor)
            if task.for_each is not None and task.deadline.every is not None:
                where = (*here, "deadline", "every")
                yield source.fault(where, "every_per_event", on_key=True, event=task.for_each)


def hours_have_an_instant(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Hours count from an instant: the document and another deadline have a day and no more."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            after, where = task.deadline.after, (*here, "deadline", "after")
            if after is not None and after.hours is not None and after.event in {None, "issued"}:
                form = nearest(source.root, where, "hours_need_instant")
                name = after.deadline or "issued"
                yield source.fault(
                    (*where, "hours"), "hours_need_instant", on_key=True, name=name, nearest=form
                )


def deadlines_count_from_dates(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A deadline that counts from another task's finds it, with a date, and not by way of itself."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            base = base_of(task.deadline)
            if base is not None:
                where = (*here, "deadline", "after" if task.deadline.after else "before", "deadline")
                yield from _countable(campaign, source, where, task, base)


def _countable(campaign: Campaign, source: Source, where: Path, task: Task, base: str) -> Iterator[Fault]:
    if base not in campaign.tasks:
        near = suggestion(base, campaign.tasks)
        yield source.fault(where, "unknown_name", name=base, what=_WHAT["任务"], suggestion=near)
        return
    if not campaign.tasks[base].deadline.dated:
        yield source.fault(where, "no_date_to_count_from", name=base)
    if campaign.tasks[base].for_each not in {None, task.for_each}:
        yield source.fault(where, "base_per_event", name=base, event=campaign.tasks[base].for_each)
    elif task.for_each is not None and _returns(campaign, base):
        yield source.fault(where, "every_per_event", event=task.for_each)
    seen, at = set[str](), base
    while at in campaign.tasks and at not in seen:
        seen.add(at)
        at = base_of(campaign.tasks[at].deadline) or ""
    if at in seen:
        yield source.fault(where, "deadline_circle", name=base)


def _returns(campaign: Campaign, task: str) -> bool:
    """Whether `task` is due time and again, by itself or because what it counts from is."""
    seen = set[str]()
    while task in campaign.tasks and task not in seen:
        seen.add(task)
        if campaign.tasks[task].deadline.every is not None:
            return True
        task = base_of(campaign.tasks[task].deadline) or ""
    return False


def laws_are_kept(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What rests on law is no longer than it, pauses and extends only as it says, and was in force."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            where = (*here, "deadline")
            yield from _law_faults(source, where, task.deadline, campaign.document.issued)


def _law_faults(source: Source, where: Path, rule: Rule, issued: date) -> Iterator[Fault]:
    legal = find(rule.rule)
    if rule.rule is None or rule.after is None:
        return
    provision = legal.on(issued) if legal is not None else None
    if not rule.after.given and (provision is None or provision.after is None):
        yield _without_length(source, (*where, "rule"), rule.rule, issued)
    if provision is not None:
        yield from _beyond(source, where, rule, provision)


def _without_length(source: Source, where: Path, name: str, issued: date) -> Fault:
    """A period whose length nobody gives: the rule of law is unknown, not in force, or about counting."""
    legal = find(name)
    if legal is None:
        return source.fault(where, "unknown_rule", name=name, suggestion=suggestion(name, names()))
    code = "rule_not_in_force" if legal.on(issued) is None else "rule_without_length"
    return source.fault(where, code, name=name, day=issued, first=legal.versions[0].effective_from)


def _beyond(source: Source, where: Path, rule: Rule, provision: Provision) -> Iterator[Fault]:
    """What `rule` allows itself and the law does not."""
    law = f"{provision.law}{provision.article}"
    for cause in rule.pause or ():
        if cause not in provision.pause:
            yield source.fault((*where, "pause"), "law_allows_none", on_key=True, name=cause, law=law)
    if rule.extend is not None and provision.extend is None:
        yield source.fault((*where, "extend"), "law_allows_none", on_key=True, name="extend", law=law)
    for name in ("after", "extend"):
        for unit, most in _exceeded(getattr(rule, name), getattr(provision, name)):
            shown = tuple(words.format(most) for words in _LENGTHS[unit])
            yield source.fault((*where, name, unit), "longer_than_law", on_key=True, most=shown, law=law)


def _exceeded(asked: Length | None, given: Length | None) -> Iterator[tuple[str, int]]:
    """The length that a law gives, and its unit, where more of that unit is asked for."""
    if asked is not None and given is not None:
        for unit in asked.given:
            most = getattr(given, unit, None)
            if most is not None and getattr(asked, unit) > most:
                yield unit, most


def addresses_are_addresses(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Contacts are mail addresses."""
    for key, unit in declaration.units.items():
        for role in ("contact", "deputy", "head"):
            address = getattr(unit, role)
            if address is not None and not _is_address(address):
                yield source.fault(("units", key, role), "bad_address", name=address)
    for path, campaign in _campaigns(declaration):
        group = campaign.leading_group
        if group and group.contact is not None and not _is_address(group.contact):
            yield source.fault((*path, "leading_group", "contact"), "bad_address", name=group.contact)


def recipients_are_roles(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A rung goes to a role that units have."""
    for key, rungs in declaration.ladders.items():
        for number, rung in enumerate(rungs):
            for role in rung.to:
                if role not in ROLES:
                    where = ("ladders", key, number, "to")
                    near = suggestion(role, ROLES)
                    known = ", ".join(ROLES)
                    yield source.fault(where, "want_choice", found=role, known=known, suggestion=near)


def texts_are_plain(_declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What is declared goes into subjects and onto lines of the record: plain text, and nothing else."""
    for mark, text in source.texts():
        if not is_plain(text):
            values = {"text": ascii(text)[:60]}
            yield Fault(source.file, mark.line, mark.column, "hostile_text", values, length=mark.length)


def phases_have_ends(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A phase ends by a date: no event that may never come ends it, and it begins on a day of its own."""
    for path, campaign in _campaigns(declaration):
        for place in ("phases", "key_periods"):
            for key, phase in getattr(campaign, place).items():
                window = phase.window
                if isinstance(window, FromTo) and (window.until or window.from_ == "issued"):
                    yield source.fault((*path, place, key, "window"), "phase_window", on_key=True)


CHECKS: tuple[Check, ...] = (
    keys_are_usable,
    units_exist,
    groups_have_units,
    names_exist,
    names_are_unique,
    deliverables_have_a_kind,
    returning_dates_end,
    tasks_have_someone,
    hours_have_an_instant,
    deadlines_count_from_dates,
    laws_are_kept,
    addresses_are_addresses,
    recipients_are_roles,
    phases_have_ends,
    texts_are_plain,
)


def _campaigns(declaration: Declaration) -> Iterator[tuple[Path, Campaign]]:
    for key, campaign in declaration.campaigns.items():
        yield ("campaigns", key), campaign


def _tasks(path: Path, campaign: Campaign) -> Iterator[tuple[Path, Task]]:
    for key, task in campaign.tasks.items():
        yield (*path, "tasks", key), task


def _unit_names(declaration: Declaration) -> Iterator[tuple[Path, str]]:
    """Places where only a unit may stand."""
    for key, unit in declaration.units.items():
        if unit.parent is not None:
            yield ("units", key, "parent"), unit.parent
    for key, group in declaration.groups.items():
        if group.parent is not None:
            yield ("groups", key, "parent"), group.parent
        for number, member in enumerate(group.members):
            yield ("groups", key, "members", number), member
    for path, campaign in _campaigns(declaration):
        yield (*path, "office"), campaign.office
        yield (*path, "document", "issuer"), campaign.document.issuer
        for unit_key in campaign.duties:
            yield (*path, "duties", unit_key), unit_key
        for here, task in _tasks(path, campaign):
            if task.to is not None:
                yield (*here, "to"), task.to


def _member_names(declaration: Declaration) -> Iterator[tuple[Path, str]]:
    """Places where a unit or a group may stand."""
    for path, campaign in _campaigns(declaration):
        for here, task in _tasks(path, campaign):
            for number, name in enumerate(task.responsible.units):
                yield (*here, "responsible", "units", number), name


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
        yield source.fault(path, "unknown_name", name=name, what=_WHAT[what], suggestion=near)


def _is_address(text: str) -> bool:
    try:
        address = Address(addr_spec=text)
        return bool(address.domain) and address.addr_spec == text and text.isascii()
    except (ValueError, IndexError, MessageError):
        return False
