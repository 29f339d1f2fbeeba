"""Who there is, as declared: units, and groups of them with the days on which each belongs to them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from campaigns.forms import Names
from deadlines.written import Day, Declared, refuse


class Stint(Declared):
    """From when and until when something is there, both days inclusive; None: always has been, still is."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Stint":
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise refuse("end_before_start", first=self.from_.isoformat(), last=self.to.isoformat())
        return self

    @property
    def ends(self) -> bool:
        """Whether it begins or ends on some day."""
        return self.from_ is not None or self.to is not None

    def holds(self, on: date | None) -> bool:
        """Whether it is there on the day `on`; None asks whether it ever is."""
        if on is None:
            return True
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class Unit(Stint):
    """单位: a body that can owe something; a superior or an outside body owes nothing to us.

    `from` is the day on which it was established 成立, `to` the last day before it was abolished 撤销.
    """

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


class Member(Stint):
    """A unit in a group, and the days on which it belongs to it: `{unit: hedong, to: 2017-09-30}`."""

    unit: str


def _member(value: Any) -> Any:
    return {"unit": value} if isinstance(value, str) else value


def _as_written(member: Member) -> Any:
    """A name alone where no day is given."""
    days = {"from": member.from_, "to": member.to}
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {"unit": member.unit, **told} if told else member.unit


def _members(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


_Member = Annotated[Member, BeforeValidator(_member), PlainSerializer(_as_written)]


class Group(Stint):
    """Units by listing, by kind and parent, or by the role they have in the campaign.

    A group with a `lead` is a team 专班 / 督查组: it answers as one, through the unit that leads it.
    `from` and `to` say how long it is there.
    """

    #: What people call it, e.g. 督查组.
    name: str | None = None
    members: Annotated[tuple[_Member, ...], BeforeValidator(_members)] = ()
    #: The unit that leads a team, and answers for it.
    lead: str | None = None
    #: Who else sits in a team, by title and never by name, e.g. 分管副局长.
    posts: Names | None = None
    kind: str | None = None
    parent: str | None = None
    #: Every unit that has this role in one of the campaign's tasks.
    role: Literal["lead", "cooperating"] | None = None

    def takes(self, unit: Unit) -> bool:
        """Whether a unit is of the kind and under the parent that the group asks for."""
        return self.kind in {None, unit.kind} and self.parent in {None, unit.parent}

    def listed(self, on: date | None = None) -> set[str]:
        """The units listed one by one that belong to it on the day `on`, or ever."""
        return {member.unit for member in self.members if member.holds(on)}

    @property
    def dated(self) -> bool:
        """Whether it, or the membership of somebody, begins or ends on some day."""
        return self.ends or any(member.ends for member in self.members)
