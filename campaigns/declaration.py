"""What a campaigns.yaml says, as frozen values; shape only, names are checked in `campaigns.checks`."""

from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from campaigns.forms import Count, Deliverable, Form, Measure, Names
from deadlines.anchors import FromTo, Window
from deadlines.language import MODIFIERS, Rule
from deadlines.office import Office
from deadlines.spans import Span
from deadlines.written import Clock, Day, Days, Declared, refuse


def _hours(value: Any) -> Any:
    """`08:30-17:30` as its two ends."""
    if isinstance(value, str) and value.count("-") == 1:
        opens, closes = value.split("-")
        return {"opens": opens.strip(), "closes": closes.strip()}
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("unknown_zone", "{name}", {"name": name}) from None
    return name


#: IANA name of a time zone.
Zone = Annotated[str, AfterValidator(_zone)]


class Hours(Declared):
    """Office hours of a working day, local time."""

    opens: Clock = time(8, 30)
    closes: Clock = time(17, 30)

    @model_validator(mode="after")
    def _ordered(self) -> "Hours":
        if self.closes <= self.opens:
            raise refuse("end_before_start", first=f"{self.opens:%H:%M}", last=f"{self.closes:%H:%M}")
        return self


class Defaults(Declared):
    """What holds for every campaign unless it says otherwise."""

    timezone: Zone = "Asia/Shanghai"
    #: Region whose working days count: cn, or one with days of its own such as cn-gx.
    calendar: str = "cn"
    office_hours: Annotated[Hours, BeforeValidator(_hours)] = Hours()
    #: Modifiers of every deadline that does not say otherwise.
    start_day: Literal["excluded", "included"] | None = None
    bound: Literal["inclusive", "exclusive"] | None = None
    roll: Literal["none", "following", "preceding"] | None = None

    @property
    def office(self) -> Office:
        """The office hours in their zone."""
        return Office(self.timezone, self.office_hours.opens, self.office_hours.closes)


class Unit(Declared):
    """单位: a body that can owe something; a superior or an outside body owes nothing to us."""

    name: str
    aliases: Names = ()
    kind: str
    parent: str | None = None
    #: Owes nothing here: a superior, another department, a company.
    outside: bool | None = None
    source: str | None = None
    #: Role mailboxes: the liaison's, the deputy's 分管领导, the head's 主要领导.
    contact: str | None = None
    deputy: str | None = None
    head: str | None = None

    @property
    def short(self) -> str:
        """The alias people use, else the full name."""
        return self.aliases[0] if self.aliases else self.name


class Group(Declared):
    """Units by listing, by kind and parent, or by the role they have in the campaign."""

    members: Names = ()
    kind: str | None = None
    parent: str | None = None
    #: Every unit that has this role in one of the campaign's tasks.
    role: Literal["lead", "cooperating"] | None = None


class Edge(Declared):
    """An instant by a deadline: `{before: target, working_days: 3}`, `{on: target}`, `{after: breach}`."""

    before: Literal["target", "breach"] | None = None
    on: Literal["target", "breach"] | None = None
    after: Literal["target", "breach"] | None = None
    working_days: Count = 0

    @model_validator(mode="after")
    def _one_side(self) -> "Edge":
        named = [side for side in ("before", "on", "after") if getattr(self, side) is not None]
        if len(named) != 1:
            code = "no_edge" if not named else "many_anchors"
            found = {"text": ", ".join(named), "known": "before | on | after"}
            raise PydanticCustomError(code, "{text}", found)
        return self


class Rung(Edge):
    """One step of an escalation ladder: when, to whom, and whether somebody must sign first."""

    rung: Literal["remind", "urge", "supervise", "circular", "interview"]
    to: Names
    #: Who must sign before it leaves; None: it goes out by itself.
    confirm: Literal["office"] | None = None
    urgent: bool = False


class Lights(Declared):
    """亮灯: from when yellow, from when red."""

    yellow: Edge
    red: Edge


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
    if isinstance(value, str | list):
        return {"units": value}
    return value


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
    deadline: Rule
    deliverables: tuple[Deliverable, ...] = ()
    closes_with: Names = ()

    def asked_of(self, role: str) -> "Task":
        """The task as it is asked of units with `role`: those who help owe their contribution."""
        if self.contribution is None or role not in HELPING:
            return self
        theirs = {"deadline": self.contribution.deadline, "deliverables": self.contribution.deliverables}
        return self.model_copy(update={**theirs, "closes_with": ()})


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


class Phase(Declared):
    """阶段: indicative; what breaches are the tasks' deadlines."""

    title: str
    text: str
    window: Window
    #: What must be there before it begins, and what ends it.
    entry: Names | None = None
    exit: Names | None = None


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
                campaign.tasks[key] = task.model_copy(update={"deadline": _defaulted(task.deadline, usual)})
        return self

    def members(self, name: str, campaign: Campaign) -> tuple[str, ...]:
        """The units that `name`, a unit or a group, stands for in `campaign`, in the registry's order."""
        if name in self.units:
            return (name,)
        group = self.groups[name]
        if group.role is not None:
            named = {one for task in campaign.tasks.values() for one in _named(task, group.role)}
            found = {
                unit for one in named if one in self.units or one in self.groups for unit in self._plain(one)
            }
            return tuple(key for key, unit in self.units.items() if key in found and _fits(unit, group))
        return self._plain(name)

    def _plain(self, name: str) -> tuple[str, ...]:
        """The units of a unit's name or of a group that no campaign computes."""
        if name in self.units:
            return (name,)
        group = self.groups[name]
        if group.members:
            return tuple(unit for unit in self.units if unit in group.members)
        computed = group.role is not None
        return () if computed else tuple(key for key, unit in self.units.items() if _fits(unit, group))

    def responsible(self, task: Task, campaign: Campaign) -> tuple[str, ...]:
        """The units that answer for `task`: each responsible one in the registry's order, or its one lead.

        None for a task that events open.
        """
        if task.lead:
            return self.members(task.lead[0], campaign)[:1]
        named = {unit for name in task.responsible.units for unit in self.members(name, campaign)}
        return tuple(unit for unit in self.units if unit in named)

    def helping(self, task: Task, campaign: Campaign) -> tuple[tuple[str, str], ...]:
        """The units that help, each with its role: other leads are `joint`, then those `cooperating`."""
        owed = self.responsible(task, campaign)
        asked = [("joint", name) for name in (task.lead or ())[1:]]
        asked += [("cooperating", name) for name in task.cooperating or ()]
        found: dict[str, str] = {}
        for role, name in asked:
            for unit in self.members(name, campaign):
                if unit not in owed:
                    found.setdefault(unit, role)
        return tuple(found.items())


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


def _fits(unit: Unit, group: Group) -> bool:
    return (group.kind is None or unit.kind == group.kind) and (
        group.parent is None or unit.parent == group.parent
    )


__all__ = [
    "Campaign",
    "Days",
    "Declaration",
    "Deliverable",
    "Form",
    "Lights",
    "Measure",
    "Rung",
    "Task",
    "Unit",
]
