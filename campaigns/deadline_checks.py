"""What makes a declared deadline impossible: one function, one rule; `campaigns.checks` lists them."""

from collections.abc import Iterator
from datetime import date
from math import inf

from campaigns.bases import base_of, rules_of
from campaigns.declaration import Campaign, Declaration, Task
from campaigns.faults import Fault
from campaigns.nearest import nearest, suggestion
from campaigns.places import WHAT, campaigns_of, tasks_of
from campaigns.reading import Path, Source
from deadlines.anchors import Length
from deadlines.language import Rule
from deadlines.provisions import Provision, find, names

#: So many deadlines may count from one another, one after the other.
MOST_STEPS = 20
#: Lengths as people say them, in Chinese and English.
_LENGTHS = {
    "working_days": ("{}个工作日", "{} working days"),
    "days": ("{}日", "{} days"),
    "months": ("{}个月", "{} months"),
}
ROLES = ("liaison", "deputy", "head", "office", "leading_group")


def returning_dates_end(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A date that returns ends, by its own `to` or with the campaign."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            every = task.deadline.every
            if every is not None and every.to is None and campaign.period is None:
                where = (*here, "deadline", "every")
                form = nearest(source.root, where, "every_without_end")
                yield source.fault(where, "every_without_end", on_key=True, nearest=form)


def hours_have_an_instant(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Hours count from an instant: the document and another deadline have a day and no more."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            after, where = task.deadline.after, (*here, "deadline", "after")
            if after is not None and after.hours is not None and after.event in {None, "issued"}:
                form = nearest(source.root, where, "hours_need_instant")
                name = after.deadline or "issued"
                yield source.fault(
                    (*where, "hours"), "hours_need_instant", on_key=True, name=name, nearest=form
                )


def deadlines_count_from_dates(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A deadline that counts from another task's finds it, with a date, and not by way of itself."""
    for path, campaign in campaigns_of(declaration):
        steps = _steps(campaign)
        for here, task in tasks_of(path, campaign):
            for where, rule in rules_of(task).items():
                base = base_of(rule)
                if base is None:
                    continue
                place = (*here, *where, "after" if rule.after else "before", "deadline")
                yield from _countable(campaign, source, place, task, base)
                if steps.get(base, 0) == inf:
                    yield source.fault(place, "deadline_circle", name=base)
                elif steps.get(base, 0) == MOST_STEPS:
                    yield source.fault(place, "long_chain", name=base, most=MOST_STEPS)


def _countable(campaign: Campaign, source: Source, where: Path, task: Task, base: str) -> Iterator[Fault]:
    if base not in campaign.tasks:
        near = suggestion(base, campaign.tasks)
        yield source.fault(where, "unknown_name", name=base, what=WHAT["任务"], suggestion=near)
        return
    if not campaign.tasks[base].deadline.dated:
        yield source.fault(where, "no_date_to_count_from", name=base)
    if campaign.tasks[base].for_each not in {None, task.for_each}:
        yield source.fault(where, "base_per_event", name=base, event=campaign.tasks[base].for_each)
    elif task.for_each is not None and _returns(campaign, base):
        yield source.fault(where, "every_per_event", event=task.for_each)


def _steps(campaign: Campaign) -> dict[str, float]:
    """How many deadlines each task's own rests on, itself included; infinitely many in a circle."""
    found: dict[str, float] = {}
    for task in campaign.tasks:
        way, at = dict[str, None](), task
        while at in campaign.tasks and at not in found and at not in way:
            way[at] = None
            at = base_of(campaign.tasks[at].deadline) or ""
        steps = inf if at in way else found.get(at, 0)
        for one in reversed(way):
            steps += 1
            found[one] = steps
    return found


def _returns(campaign: Campaign, task: str) -> bool:
    """Whether `task` is due time and again, by itself or because what it counts from is, not too far away."""
    for _ in range(MOST_STEPS):
        if task not in campaign.tasks:
            return False
        if campaign.tasks[task].deadline.every is not None:
            return True
        task = base_of(campaign.tasks[task].deadline) or ""
    return False


def laws_are_kept(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What rests on law is no longer than it, pauses and extends only as it says, and was in force."""
    for path, campaign in campaigns_of(declaration):
        for here, task in tasks_of(path, campaign):
            where = (*here, "deadline")
            yield from _law_faults(source, where, task.deadline, campaign.begins)


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


def dates_of_issue_are_there(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What counts from the document's date needs that date."""
    for path, campaign in campaigns_of(declaration):
        if campaign.document.issued is not None:
            continue
        for here, task in tasks_of(path, campaign):
            written = task.deadline.as_written()
            anchor = written.get(task.deadline.kind)
            named = isinstance(anchor, dict) and "issued" in (anchor.get("from"), anchor.get("event"))
            if named:
                yield source.fault((*here, "deadline", task.deadline.kind), "no_issue_date", on_key=True)
