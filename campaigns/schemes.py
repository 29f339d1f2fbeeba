"""Ladders and lights as a bureau declares them: rungs, colours, and progress against time."""

import re
import unicodedata
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from campaigns.forms import Count, Names
from deadlines.written import Declared, refuse

#: The colours of lights, from the mildest to the gravest.
COLOURS = ("blue", "yellow", "orange", "red")
_RGB = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SHARE = re.compile(r"(\d{1,4}) ?%", re.ASCII)
#: As far as a share of the time may reach: as long again, twice, after the target.
LONGEST = 300


def _share(value: Any) -> Any:
    """`50%`, also with a full-width sign, as the number 50."""
    found = _SHARE.fullmatch(unicodedata.normalize("NFKC", value)) if isinstance(value, str) else None
    percent = int(found[1]) if found else value
    if not isinstance(percent, int) or not 1 <= percent <= LONGEST:
        raise refuse("share_form", found=str(value), limit=LONGEST)
    return percent


#: A share of an obligation's time in whole percent, written `50%`.
Share = Annotated[int, BeforeValidator(_share), PlainSerializer("{}%".format, when_used="json-unless-none")]


class Edge(Declared):
    """An instant by a deadline: `{before: target, working_days: 3}`, `{on: target}`, `{after: breach}`."""

    before: Literal["target", "breach"] | None = None
    on: Literal["target", "breach"] | None = None
    after: Literal["target", "breach"] | None = None
    working_days: Count = 0
    #: The fields of which one says where the instant lies.
    sides: ClassVar[tuple[str, ...]] = ("before", "on", "after")

    @model_validator(mode="after")
    def _one_side(self) -> "Edge":
        named = [side for side in self.sides if getattr(self, side) is not None]
        if len(named) != 1:
            code = "no_edge" if not named else "many_anchors"
            found = {"text": ", ".join(named), "known": " | ".join(self.sides)}
            raise PydanticCustomError(code, "{text}", found)
        return self

    def never_before(self, other: "Edge") -> bool:
        """Whether this instant never comes before that of `other`, whatever the deadline.

        The target's day is never after the last permitted day; more than that is not known of the two.
        """
        return self.of_breach >= other.of_breach and self.place >= other.place

    @property
    def of_breach(self) -> bool:
        """Whether it is counted from the last permitted day, not from the target's."""
        return "breach" in {self.before, self.on, self.after}

    @property
    def place(self) -> float:
        """Working days from its anchor's day; the anchor itself comes after that day's opening."""
        if self.before:
            return -self.working_days
        return self.working_days or 0.5 if self.after else 0


class Rung(Edge):
    """One step of an escalation ladder: when, to whom, and whether somebody must sign first."""

    sides: ClassVar[tuple[str, ...]] = (*Edge.sides, "gone")

    #: By progress against time: reached once so much of the time from the opening to the target is gone.
    gone: Share | None = None
    rung: Literal["remind", "urge", "supervise", "circular", "interview"]
    to: Names
    #: Who must sign before it leaves; None: the office for all above 催办, nobody for the others.
    confirm: Literal["office", "nobody"] | None = None
    #: Leaves at once, also outside office hours and on a day off.
    urgent: bool = False

    @model_validator(mode="after")
    def _share_alone(self) -> "Rung":
        if self.gone is not None and self.working_days:
            raise refuse("share_with_days", known="gone | working_days")
        return self

    @property
    def needs_signature(self) -> bool:
        """Whether it waits as 待签发: nothing above 催办 leaves by itself unless the bureau says so."""
        return self.confirm == "office" or (self.confirm is None and self.rung not in {"remind", "urge"})


def _rgb(value: str) -> str:
    if not _RGB.fullmatch(value):
        raise refuse("colour_form", found=value)
    return value.lower()


class Colour(Edge):
    """From when a light has this colour, and how the bureau draws and calls it."""

    title: str | None = None
    #: Its shape: a light is never told by colour alone.
    mark: Literal["square", "triangle", "diamond", "hollow_diamond", "star"] | None = None
    #: Red, green and blue as `#b3261e`.
    colour: Annotated[str, AfterValidator(_rgb)] | None = None


Points = Annotated[int, Field(ge=1, le=100)]


class Gap(Declared):
    """序时进度: from how many percentage points behind the time gone a line has a colour."""

    blue: Points | None = None
    yellow: Points | None = None
    orange: Points | None = None
    red: Points | None = None
    #: Progress is the share done of what has fallen due by then, or of everything dated.
    share_of: Literal["due", "all"] | None = None

    @property
    def steps(self) -> dict[str, int]:
        """The declared colours, mildest first, each with its points."""
        named = {colour: getattr(self, colour) for colour in COLOURS}
        return {colour: points for colour, points in named.items() if points is not None}


class Lights(Declared):
    """亮灯: from when each colour, and how far behind the time gone.

    Colours come one after another, blue before yellow before orange before red; the last one reached shows.
    """

    blue: Colour | None = None
    yellow: Colour | None = None
    orange: Colour | None = None
    red: Colour | None = None
    #: Lights units, phases and the campaign by progress against time; single things show by their own dates.
    progress: Gap | None = None

    @model_validator(mode="after")
    def _red_somewhere(self) -> "Lights":
        named = [getattr(self, colour) for colour in COLOURS]
        if self.red is None and (self.progress is None or any(named)):
            raise refuse("no_red")
        return self

    @property
    def colours(self) -> dict[str, Colour]:
        """The colours of single things, mildest first; without any, red from the breach on."""
        named = {colour: getattr(self, colour) for colour in COLOURS}
        found = {colour: edge for colour, edge in named.items() if edge is not None}
        return found or {"red": Colour(after="breach")}


__all__ = ["COLOURS", "Colour", "Edge", "Gap", "Lights", "Rung", "Share"]
