"""The deadline language as it stands in campaigns.yaml: one anchor, and modifiers.

Every rule keeps `text`, the document's own phrase, and `source`, where in the document it stands.
"""

import re
from datetime import date, time
from typing import Annotated, Any, Literal, NoReturn

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from deadlines.spans import Span, SpanError, festival_span, parse_span

ANCHORS = ("on", "by", "window", "after", "every", "undated")
#: Anchors that give a target and a breach; the others never make anything late.
DATED = ("on", "by", "after", "every")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?::(\d{2}))?")


class Declared(BaseModel):
    """What every declared thing shares: frozen, and no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _fault(error: SpanError) -> PydanticCustomError:
    return PydanticCustomError(error.code, "{text}", {"text": "", **error.found})


def _span(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse_span(value)
    except SpanError as error:
        raise _fault(error) from None


def _day(value: Any) -> Any:
    span = _span(value)
    if isinstance(span, Span):
        if span.first != span.last:
            raise PydanticCustomError("needs_day", "{text}", {"text": str(value)})
        return span.first
    return value


def _clock(value: Any) -> Any:
    if isinstance(value, str) and value != "close_of_business":
        # Not fromisoformat: to that, 17.30 is three tenths of a second past five.
        match = _CLOCK.fullmatch(value)
        try:
            hour, minute, second = (int(part or 0) for part in match.groups()) if match else _no_clock(value)
            return time(hour, minute, second)
        except ValueError:
            _no_clock(value)
    return value


def _no_clock(value: str) -> NoReturn:
    raise PydanticCustomError("clock_form", "{text}", {"text": value}) from None


def _written(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


#: A calendar day, written `2017-12-01`.
Day = Annotated[date, BeforeValidator(_day)]
#: A stretch of days, written `2017-06`, `2017-06/mid` or as a day.
Days = Annotated[Span, BeforeValidator(_span), PlainSerializer(_written)]
#: A time of day, written `"17:00"`.
Clock = Annotated[time, BeforeValidator(_clock)]


class FromTo(Declared):
    """A stretch between two named ones, both inclusive."""

    from_: Days = Field(alias="from")
    to: Days

    @model_validator(mode="after")
    def _ordered(self) -> "FromTo":
        if self.to.last < self.from_.first:
            found = {"first": self.from_.first.isoformat(), "last": self.to.last.isoformat()}
            raise PydanticCustomError("end_before_start", "{first}..{last}", found)
        return self


class Festival(Declared):
    """A festival window: `{festival: double11}`; its year is the campaign's."""

    festival: str
    year: Annotated[int, Field(ge=1, le=9999)] | None = None


def _which_window(value: Any) -> str:
    if isinstance(value, Festival) or (isinstance(value, dict) and "festival" in value):
        return "festival"
    if isinstance(value, FromTo) or (isinstance(value, dict) and "first" not in value):
        return "from_to"
    return "span"


#: A window: a stretch, `{from, to}` or `{festival}`.
Window = Annotated[
    Annotated[Days, Tag("span")] | Annotated[FromTo, Tag("from_to")] | Annotated[Festival, Tag("festival")],
    Discriminator(_which_window),
]


def window_span(window: Span | FromTo | Festival, year: int) -> Span:
    """The days of `window`, both ends inclusive; `year` serves a festival that names none."""
    if isinstance(window, Festival):
        return festival_span(window.festival, window.year or year)
    if isinstance(window, FromTo):
        return Span(window.from_.first, window.to.last)
    return window


class After(Declared):
    """A period that begins with an event: `{event: decision, working_days: 7}`."""

    event: str
    working_days: Annotated[int, Field(ge=1, le=1000)] | None = None
    days: Annotated[int, Field(ge=1, le=10000)] | None = None

    @model_validator(mode="after")
    def _one_length(self) -> "After":
        if (self.working_days is None) == (self.days is None):
            raise PydanticCustomError("one_length", "{text}", {"text": self.event})
        return self


class Every(Declared):
    """A date that returns each month: `{month_day: 28, from: issued, to: 2017-11-30}`, ends inclusive."""

    month_day: Annotated[int, Field(ge=1, le=31)]
    from_: Literal["issued"] | Day = Field(alias="from", default="issued")
    to: Day

    @model_validator(mode="after")
    def _ordered(self) -> "Every":
        if self.from_ != "issued" and self.to < self.from_:
            found = {"first": self.from_.isoformat(), "last": self.to.isoformat()}
            raise PydanticCustomError("end_before_start", "{first}..{last}", found)
        return self


class Undated(Declared):
    """A one-off task for which the document gives no date."""


class Rule(Declared):
    """One deadline as declared: the phrase, exactly one anchor, and modifiers."""

    text: str
    source: str | None = None
    #: Name of the legal rule that the deadline rests on, e.g. 双公示.
    rule: str | None = None
    on: Day | None = None
    by: Days | None = None
    window: Window | None = None
    after: After | None = None
    every: Every | None = None
    undated: Undated | None = None
    time: Literal["close_of_business"] | Clock | None = None
    bound: Literal["inclusive", "exclusive"] = "inclusive"
    roll: Literal["none", "following", "preceding"] = "none"
    start_day: Literal["excluded", "included"] = "excluded"

    @model_validator(mode="after")
    def _one_anchor(self) -> "Rule":
        named = [anchor for anchor in ANCHORS if getattr(self, anchor) is not None]
        if len(named) != 1:
            code = "no_anchor" if not named else "many_anchors"
            found = {"text": ", ".join(named), "known": " | ".join(ANCHORS)}
            raise PydanticCustomError(code, "{text}", found)
        usual = {"time": None, "bound": "inclusive", "roll": "none"}
        loose = [m for m, value in usual.items() if getattr(self, m) != value]
        if loose and self.kind not in DATED:
            raise PydanticCustomError(
                "loose_modifier", "{text}", {"text": ", ".join(loose), "anchor": self.kind}
            )
        return self

    @property
    def kind(self) -> str:
        """The anchor's name."""
        return next(anchor for anchor in ANCHORS if getattr(self, anchor) is not None)
