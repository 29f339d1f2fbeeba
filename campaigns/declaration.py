"""What a campaigns.yaml says, as frozen values; shape only, names are checked in `campaigns.checks`."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from campaigns.assessment import Ranking, Scoring
from campaigns.defaults import Defaults, OfficeHours
from campaigns.forms import Deliverable, Form, Measure, Names
from campaigns.registry import Group, Unit
from campaigns.schemes import Edge, Lights, Rung
from campaigns.under import Under
from deadlines.anchors import Amount, FromTo, Window
from deadlines.language import MODIFIERS, Rule
from deadlines.spans import Span
from deadlines.written import Day, Days, Declared, refuse


class EventKind(Declared):
    """Something that happens and starts a clock, e.g. 行政决定."""

    title: str
    kinds: Names = ()
    date: str | None = None
    #: What is written down of each one when it is recorded, e.g. 问题, 整改要求; never a party's name.
    fields: Names | None = None


class Responsible(Declared):
    """Who owes a task: units or groups by name, or the unit of the event that opened it."""

    units: Names = ()
    event: Literal["unit"] | None = None


def _responsible(value: Any) -> Any:
    return {"units": value} if isinstance(value, str | list) else value


#: Roles of units that help another one.
HELPING = ("joint", "cooperating")


class Contribution(Declared):
    """What those who help hand to the lead, by a date of their own: `{deliverables: […], deadline: {…}}`."""

    deadline: Rule
    deliverables: tuple[Deliverable, ...] = ()


class Task(Declared):
    """任务: what is owed, by whom, to whom, by when, handed in as what."""

    title: str
    #: Each of them owes it for itself.
    responsible: Annotated[Responsible, BeforeValidator(_responsible)] = Responsible()
    #: 牵头: one unit answers; of several the first is 主办 and consolidates.
    lead: Names | None = None
    #: 配合, 协助: they help the lead, and file only what `contribution` says.
    cooperating: Names | None = None
    contribution: Contribution | None = None
    #: The document's own verb: 牵头, 负责, 组织 ...
    verb: str | None = None
    #: The document names no unit: the coordinating office holds it until somebody is named.
    unassigned: bool = False
    to: str | None = None
    via: str | None = None
    phase: str | None = None
    for_each: str | None = None
    #: 承接: tasks of the campaign above that this one breaks down; counting from one says so by itself.
    under: Names | None = None
    deadline: Rule
    deliverables: tuple[Deliverable, ...] = ()
    closes_with: Names = ()
    #: How long a unit has for what was returned to it; None: 2 working days.
    rework: Amount | None = None
    #: Who reviews what is handed in; None: the office, wherever there are deliverables.
    review: Literal["office", "nobody"] | None = None

    @property
    def reviewed(self) -> bool:
        """Whether what is complete waits for review 待审核; else it is closed when it is complete."""
        return self.review == "office" or (self.review is None and bool(self.deliverables))

    def asked_of(self, role: str) -> "Task":
        """The task as it is asked of units with `role`: those who help owe their contribution."""
        if self.contribution is None or role not in HELPING:
            return self
        theirs = {"deadline": self.contribution.deadline, "deliverables": self.contribution.deliverables}
        # The lead has it, and consolidates: the office reviews only what comes of it.
        return self.model_copy(update={**theirs, "closes_with": (), "review": "nobody"})


class Lasting(Declared):
    """How long a campaign lasts, both ends inclusive: `{from: 2017-06, to: 2017-12}`."""

    from_: Days = Field(alias="from")
    to: Days

    @model_validator(mode="after")
    def _ordered(self) -> "Lasting":
        if self.to.last < self.from_.first:
            raise refuse(
                "end_before_start", first=self.from_.first.isoformat(), last=self.to.last.isoformat()
            )
        return self

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.from_.first, self.to.last)


class Milestone(Declared):
    """里程碑: a day to be reached; nobody files for it, and nothing is late by it."""

    title: str
    text: str
    source: str | None = None
    #: The day, or a stretch by whose last day it is reached.
    on: Days


class Phase(Declared):
    """阶段: indicative; what breaches are the tasks' deadlines."""

    title: str
    text: str
    window: Window
    #: What must be there before it begins, and what ends it.
    entry: Names | None = None
    exit: Names | None = None
    milestones: dict[str, Milestone] | None = None


class Duty(Declared):
    """职责分工: a line of a table; it has no clock."""

    verb: str
    text: str


class Document(Declared):
    """The document that orders the campaign."""

    issuer: str
    title: str | None = None
    number: str | None = None
    #: 成文日期; None where the document bears none: it is asked for, and nothing counts from it.
    issued: Day | None = None
    says_phases: int | None = None


class LeadingGroup(Declared):
    """领导小组, in whose office's name 督办 leaves."""

    name: str
    contact: str | None = None


class Campaign(Declared):
    """专项行动: one document's phases, duties and tasks."""

    title: str
    document: Document
    #: 承接: the campaign above, and whose part of it this one breaks down.
    under: Under | None = None
    #: What it covers; None where the document does not say how long it lasts.
    period: Lasting | None = None
    office: str
    leading_group: LeadingGroup | None = None
    ladder: str
    lights: str
    phases: dict[str, Phase] = Field(default={})
    key_periods: dict[str, Phase] = Field(default={})
    duties: dict[str, Duty] = Field(default={})
    tasks: dict[str, Task] = Field(default={})
    #: What the document measures or aims at; it obliges nobody by itself.
    measures: dict[str, Measure] | None = None
    milestones: dict[str, Milestone] | None = None
    #: Where they differ from those of the defaults.
    office_hours: OfficeHours | None = None
    scoring: Scoring | None = None
    ranking: Ranking | None = None

    @property
    def begins(self) -> date:
        """The document's date, else the first day that the campaign covers; one of them is there."""
        if self.document.issued is not None:
            return self.document.issued
        if self.period is None:
            raise ValueError("a campaign has the date of its document, or a period")
        return self.period.span.first

    @model_validator(mode="after")
    def _begins_some_day(self) -> "Campaign":
        if self.document.issued is None and self.period is None:
            raise refuse("no_beginning")
        return self


class Declaration(Declared):
    """A whole campaigns.yaml."""

    duban: Literal["1"]
    #: What was read besides; its entries stand in the fields below (`campaigns.including`).
    include: Names | None = None
    defaults: Defaults = Defaults()
    units: dict[str, Unit]
    groups: dict[str, Group] = Field(default={})
    ladders: dict[str, tuple[Rung, ...]]
    lights: dict[str, Lights]
    events: dict[str, EventKind] = Field(default={})
    forms: dict[str, Form] = Field(default={})
    campaigns: dict[str, Campaign]

    @model_validator(mode="after")
    def _with_defaults(self) -> "Declaration":
        """Write the declared defaults into every deadline that does not say otherwise."""
        usual = {name: getattr(self.defaults, name) for name in ("start_day", "bound", "roll")}
        usual = {name: value for name, value in usual.items() if value is not None}
        if not usual:
            return self
        for campaign in self.campaigns.values():
            for key, task in campaign.tasks.items():
                campaign.tasks[key] = _with_usual(task, usual)
        return self

    @property
    def dated(self) -> bool:
        """Whether who is a member depends on the day."""
        units, groups = self.units.values(), self.groups.values()
        return any(unit.ends for unit in units) or any(group.dated for group in groups)

    def as_if_always(self) -> "Declaration":
        """The same as if every unit, group and member had been there from the first day to the last."""
        always = {"from_": None, "to": None}
        units = {key: unit.model_copy(update=always) for key, unit in self.units.items()}
        groups = {
            key: group.model_copy(
                update={**always, "members": tuple(one.model_copy(update=always) for one in group.members)}
            )
            for key, group in self.groups.items()
        }
        return self.model_copy(update={"units": units, "groups": groups})

    def members(self, name: str, campaign: Campaign, on: date | None = None) -> tuple[str, ...]:
        """The units that `name`, a unit or a group, stands for in `campaign`, in the registry's order.

        Those that are there and belong to it on the day `on`; None: whoever ever does. A team stands for the
        unit that leads it.
        """
        group = self.groups.get(name) if name not in self.units else None
        if group is None or group.role is None:
            return self._plain(name, on)
        named = {one for task in campaign.tasks.values() for one in _named(task, group.role)}
        found = {
            unit for one in named if one in self.units or one in self.groups for unit in self._plain(one, on)
        }
        return tuple(key for key, unit in self.units.items() if key in found and group.takes(unit))

    def _plain(self, name: str, on: date | None) -> tuple[str, ...]:
        """The units of a unit's name or of a group that no campaign computes."""
        if name in self.units:
            return (name,) if self.units[name].holds(on) else ()
        group = self.groups[name]
        if not group.holds(on):
            return ()
        if group.lead is not None:
            found = {group.lead}
        elif group.members:
            found = group.listed(on)
        else:
            computed = group.role is not None
            found = set() if computed else {key for key, unit in self.units.items() if group.takes(unit)}
        return tuple(key for key, unit in self.units.items() if key in found and unit.holds(on))

    def responsible(self, task: Task, campaign: Campaign, on: date | None = None) -> tuple[str, ...]:
        """The units that answer for `task`: each responsible one in the registry's order, or its one lead.

        On the day `on`, or ever. None for a task that events open.
        """
        if task.lead:
            return self.members(task.lead[0], campaign, on)[:1]
        named = {unit for name in task.responsible.units for unit in self.members(name, campaign, on)}
        return tuple(unit for unit in self.units if unit in named)

    def helping(self, task: Task, campaign: Campaign, on: date | None = None) -> tuple[tuple[str, str], ...]:
        """The units that help, each with its role: other leads are `joint`, then those `cooperating`."""
        owed = self.responsible(task, campaign, on)
        asked = [("joint", name) for name in (task.lead or ())[1:]]
        asked += [("cooperating", name) for name in task.cooperating or ()]
        found: dict[str, str] = {}
        for role, name in asked:
            for unit in self.members(name, campaign, on):
                if unit not in owed:
                    found.setdefault(unit, role)
        return tuple(found.items())


def _with_usual(task: Task, usual: dict[str, str]) -> Task:
    """`task` with what is usual in its deadline, and in that of those who help."""
    update: dict[str, Any] = {"deadline": _defaulted(task.deadline, usual)}
    theirs = task.contribution
    if theirs is not None:
        deadline = _defaulted(theirs.deadline, usual)
        update["contribution"] = theirs.model_copy(update={"deadline": deadline})
    return task.model_copy(update=update)


def _defaulted(rule: Rule, usual: dict[str, str]) -> Rule:
    """`rule` with those of `usual` that it does not say and that go with its anchor."""
    unsaid = {
        name: value
        for name, value in usual.items()
        if name not in rule.model_fields_set and rule.kind in MODIFIERS[name][0]
    }
    if rule.after is not None and rule.after.hours is not None:
        return rule
    window = rule.window
    if isinstance(window, FromTo) and window.from_ == "issued" and window.start_day is None:
        window = window.model_copy(update={"start_day": usual.get("start_day")})
        return rule.model_copy(update={"window": window})
    return rule.model_copy(update=unsaid)


def _named(task: Task, role: str) -> tuple[str, ...]:
    """The names that `task` gives the units with this role."""
    return (task.lead if role == "lead" else task.cooperating) or ()


__all__ = [
    "Campaign",
    "Days",
    "Declaration",
    "Defaults",
    "Deliverable",
    "Edge",
    "Form",
    "Group",
    "Lights",
    "Measure",
    "Rung",
    "Task",
    "Unit",
]
