"""What a campaigns.yaml says, as frozen values; shape only, names are checked in `campaigns.checks`."""

from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from deadlines.anchors import FromTo, Window
from deadlines.language import MODIFIERS, Rule
from deadlines.office import Office
from deadlines.spans import Span
from deadlines.written import Clock, Day, Days, Declared, refuse


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


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
#: One name or a list of names.
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Count = Annotated[int, Field(ge=0, le=100_000)]


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
    """单位: a body that can owe something."""

    name: str
    aliases: Names = ()
    kind: str
    parent: str | None = None
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
    """Units by listing, or by kind and parent."""

    members: Names = ()
    kind: str | None = None
    parent: str | None = None


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


class FormRow(Declared):
    """One row of a statistics table."""

    key: str
    title: str
    unit: str
    type: Literal["count", "amount", "text"] = "count"


class FormCovers(Declared):
    """Which days a form covers, in the document's words."""

    from_: str = Field(alias="from")
    to: str


class Form(Declared):
    """A statistics table; `sample` when the document's annex is missing."""

    title: str
    #: What people call it in a line of a letter.
    short: str | None = None
    sample: bool = False
    covers: FormCovers | None = None
    rows: tuple[FormRow, ...] = ()


class Deliverable(Declared):
    """One thing to hand in: its kind, how many, and what must come with it."""

    kind: Literal["form", "text", "document", "case", "image", "video", "other"] | None = None
    title: str | None = None
    #: What people call it in a line of a letter.
    short: str | None = None
    form: str | None = None
    zero_report: Literal["allowed"] | None = None
    min: Annotated[int, Field(ge=1, le=1000)] = 1
    sections: Names = ()
    each_with: Names = ()
    caption: Literal["required"] | None = None
    any_of: tuple["Deliverable", ...] = ()

    @property
    def forms(self) -> set[str]:
        """The forms that it is, or may be, handed in as."""
        own = {self.form} if self.form else set()
        return own.union(*(choice.forms for choice in self.any_of))


class Responsible(Declared):
    """Who owes a task: units or groups by name, or the unit of the event that opened it."""

    units: Names = ()
    event: Literal["unit"] | None = None


def _responsible(value: Any) -> Any:
    if isinstance(value, str | list):
        return {"units": value}
    return value


class Task(Declared):
    """任务: what is owed, by whom, to whom, by when, handed in as what."""

    title: str
    responsible: Annotated[Responsible, BeforeValidator(_responsible)]
    #: The document names no unit: the coordinating office holds it until somebody is named.
    unassigned: bool = False
    to: str | None = None
    via: str | None = None
    phase: str | None = None
    for_each: str | None = None
    deadline: Rule
    deliverables: tuple[Deliverable, ...] = ()
    closes_with: Names = ()


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


class Duty(Declared):
    """职责分工: a line of a table; it has no clock."""

    verb: str
    text: str


class Document(Declared):
    """The document that orders the campaign."""

    issuer: str
    title: str | None = None
    number: str | None = None
    issued: Day
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
    tasks: dict[str, Task]


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

    def members(self, name: str) -> tuple[str, ...]:
        """The units that `name` stands for, a unit or a group, in the registry's order."""
        if name in self.units:
            return (name,)
        group = self.groups[name]
        if group.members:
            return tuple(unit for unit in self.units if unit in group.members)
        return tuple(key for key, unit in self.units.items() if _fits(unit, group))

    def responsible(self, task: Task) -> tuple[str, ...]:
        """The units responsible for `task`, in the registry's order; none for a task that events open."""
        named = {unit for name in task.responsible.units for unit in self.members(name)}
        return tuple(unit for unit in self.units if unit in named)


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


def _fits(unit: Unit, group: Group) -> bool:
    return (group.kind is None or unit.kind == group.kind) and (
        group.parent is None or unit.parent == group.parent
    )


__all__ = ["Campaign", "Days", "Declaration", "Deliverable", "Form", "Lights", "Rung", "Task", "Unit"]
