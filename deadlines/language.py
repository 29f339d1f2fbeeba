"""The deadline language as it stands in campaigns.yaml: one anchor, and modifiers.

Every rule keeps `text`, the document's own phrase, and `source`, where in the document it stands.
"""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from deadlines.anchors import (
    After,
    Amount,
    Before,
    Every,
    Festival,
    FromTo,
    Qualitative,
    SameDay,
    Undated,
    Window,
)
from deadlines.festivals import festival_year
from deadlines.spans import Span, SpanError
from deadlines.written import ONE_OR_MANY, Clock, Day, Days, Declared, refuse

ANCHORS = ("on", "by", "window", "after", "before", "every", "same_day", "qualitative", "undated")
#: Anchors that give a target and a breach; the others never make anything late.
DATED = ("on", "by", "after", "before", "every", "same_day")
#: Which anchors each modifier goes with, and what it is while nobody writes it.
MODIFIERS: dict[str, tuple[tuple[str, ...], Any]] = {
    "time": (DATED, None),
    "bound": (("on", "by", "after", "before", "every"), "inclusive"),
    "roll": (("on", "by", "after", "before", "every"), "none"),
    "start_day": (("after", "before"), "excluded"),
    "pause": (("after",), None),
    "extend": (DATED, None),
}


class Extend(Amount):
    """How far a deadline may be extended: `{working_days: 15, times: 1, approver: 负责人}`."""

    times: Annotated[int, Field(ge=1, le=12)] = 1
    #: How many sign: 1, the office; 2, the office and then a leader.
    signatures: Annotated[int, Field(ge=1, le=2)] = 1
    approver: str | None = None


class Rule(Declared):
    """One deadline as declared: the phrase, exactly one anchor, and modifiers."""

    text: str
    source: str | None = None
    #: Name of the rule of law that the deadline rests on, e.g. 双公示.
    rule: str | None = None
    on: Day | None = None
    #: The last day of a stretch, or the day that the recorded item itself sets (整改时限).
    by: Literal["item_due"] | Days | None = None
    window: Window | None = None
    after: After | None = None
    before: Before | None = None
    every: Every | None = None
    same_day: SameDay | None = None
    qualitative: Qualitative | None = None
    undated: Undated | None = None
    time: Literal["close_of_business"] | Clock | None = None
    bound: Literal["inclusive", "exclusive"] = "inclusive"
    roll: Literal["none", "following", "preceding"] = "none"
    start_day: Literal["excluded", "included"] = "excluded"
    #: Causes for which the office may stop the clock; their days do not count.
    pause: Annotated[tuple[str, ...], *ONE_OR_MANY] | None = None
    #: The extension that the bureau declares; without it the office decides each on its merits.
    extend: Extend | None = None
    #: The calendar that counts, where it is not the campaign's: cn, cn-gx ...
    calendar: str | None = None

    @model_validator(mode="after")
    def _one_anchor(self) -> "Rule":
        named = [anchor for anchor in ANCHORS if getattr(self, anchor) is not None]
        if len(named) != 1:
            code = "no_anchor" if not named else "many_anchors"
            raise refuse(code, text=", ".join(named), known=" | ".join(ANCHORS))
        loose = [
            name
            for name, (anchors, usual) in MODIFIERS.items()
            if getattr(self, name) != usual and self.kind not in anchors
        ]
        if loose:
            fitting = [name for name, (anchors, _) in MODIFIERS.items() if self.kind in anchors]
            nearest = ", ".join(fitting) or f"by: … | on: … ({', '.join(loose)})"
            raise refuse("loose_modifier", text=", ".join(loose), anchor=self.kind, nearest=nearest)
        if self.after is not None:
            self._sound_period(self.after)
        return self

    def _sound_period(self, after: After) -> None:
        if not after.given and self.rule is None:
            raise refuse("one_length")
        if after.hours is not None:
            exact = [name for name, (_, usual) in MODIFIERS.items() if getattr(self, name) != usual]
            if exact:
                raise refuse(
                    "loose_modifier", text=", ".join(exact), anchor="after … hours", nearest="days: 1"
                )

    @property
    def kind(self) -> str:
        """The anchor's name, as plans and certificates call it."""
        return next(anchor for anchor in ANCHORS if getattr(self, anchor) is not None)

    @property
    def dated(self) -> bool:
        """Whether the rule gives a target and a breach."""
        return self.kind in DATED or (self.undated is not None and self.undated.by_office is not None)

    @property
    def item_due(self) -> bool:
        """Whether each recorded item sets the day itself."""
        return self.by == "item_due"

    @property
    def window_event(self) -> str | None:
        """The event that ends the window before its backstop, or None."""
        until = self.window.until if isinstance(self.window, FromTo) else None
        return until.event if until is not None else None

    def as_written(self) -> dict[str, Any]:
        """The rule as plain values, without what nobody wrote: reading it again gives the same rule."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def settled(rule: Rule, issued: date, period: Span | None = None) -> Rule:
    """`rule` with what it leaves to its campaign filled in: the document's date, the period's end, the year.

    Raises SpanError("every_without_end") for a returning date that neither says when it ends nor stands in a
    campaign with a `period`.
    """
    lasting = period if period is not None else Span(issued, issued)
    if rule.every is not None:
        return _with(rule, every=_settled_every(rule.every, issued, period))
    if isinstance(rule.window, FromTo) and rule.window.from_ == "issued":
        later = timedelta(days=(rule.window.start_day or rule.start_day) == "excluded")
        first = Span(issued + later, issued + later)
        window = rule.window.model_copy(update={"from_": first, "start_day": None})
        return _with(rule, window=window)
    if isinstance(rule.window, Festival) and rule.window.year is None:
        year = festival_year(rule.window.festival, lasting)
        return _with(rule, window=rule.window.model_copy(update={"year": year}))
    if rule.before is not None and rule.before.festival is not None and rule.before.year is None:
        year = festival_year(rule.before.festival, lasting)
        return _with(rule, before=rule.before.model_copy(update={"year": year}))
    return rule


def _with(rule: Rule, **anchor: Any) -> Rule:
    return rule.model_copy(update=anchor)


def _settled_every(every: Every, issued: date, period: Span | None) -> Every:
    to = every.to or (period.last if period is not None else None)
    if to is None:
        raise SpanError("every_without_end")
    start = issued if every.from_ == "issued" else every.from_
    return every.model_copy(update={"from_": start, "to": to})
