"""The anchors of the deadline language: what a deadline is counted from, one model each."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from deadlines.festivals import HOLIDAYS, festival_key
from deadlines.spans import Span, SpanError
from deadlines.written import ONE_OR_MANY, Day, Days, Declared, End, Weekday, refuse

#: Names of lengths, in the order in which a fault lists them.
LENGTHS = ("working_days", "days", "months", "hours")
WorkingDays = Annotated[int, Field(ge=1, le=1000)]
NaturalDays = Annotated[int, Field(ge=1, le=10_000)]
Months = Annotated[int, Field(ge=1, le=600)]


def _festival(value: Any) -> Any:
    try:
        return festival_key(value) if isinstance(value, str) else value
    except SpanError as error:
        raise refuse(error.code, **error.found) from None


FestivalName = Annotated[str, BeforeValidator(_festival)]
Year = Annotated[int, Field(ge=1, le=9999)]


class Length(Declared):
    """How long: working days, calendar days or months, exactly one of them."""

    working_days: WorkingDays | None = None
    days: NaturalDays | None = None
    months: Months | None = None

    @property
    def given(self) -> list[str]:
        """The names of the lengths that are given."""
        return [name for name in LENGTHS if getattr(self, name, None) is not None]

    @model_validator(mode="after")
    def _at_most_one(self) -> "Length":
        if len(self.given) > 1:
            raise refuse("one_length", text=", ".join(self.given))
        return self


class Amount(Length):
    """A length that stands alone, as a lead, a lag or a cadence."""

    @model_validator(mode="after")
    def _one(self) -> "Amount":
        if not self.given:
            raise refuse("one_length")
        return self


class After(Length):
    """A period that begins with an event, or with another task's deadline.

    `{event: decision, working_days: 7}`; `issued` is the document's own date. Without a length, the rule of
    law that the deadline names gives it.
    """

    event: str | None = None
    deadline: str | None = None
    hours: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _one_start(self) -> "After":
        if (self.event is None) == (self.deadline is None):
            raise refuse("no_start" if self.event is None else "many_starts", known="event | deadline")
        return self


class Before(Amount):
    """Counted backwards from a day, which itself is not counted: `{deadline: package, working_days: 3}`.

    The day is another task's last permitted day, or that of a task of the campaign above (`parent`), a date,
    or the first day of a festival.
    """

    deadline: str | None = None
    parent: str | None = None
    date: Day | None = None
    festival: FestivalName | None = None
    year: Year | None = None

    @model_validator(mode="after")
    def _one_start(self) -> "Before":
        starts = ("deadline", "parent", "date", "festival")
        named = [name for name in starts if getattr(self, name) is not None]
        if len(named) != 1:
            raise refuse("many_starts" if named else "no_start", known=" | ".join(starts))
        if self.year is not None and self.festival is None:
            raise refuse("loose_modifier", text="year", anchor="before", nearest="festival: …")
        return self


class SameDay(Declared):
    """Due on the day of the event itself (当日, 不过夜)."""

    event: str


class Qualitative(Declared):
    """及时 立即 适时 定期 常态化: looked at again with the office at this cadence, never late."""

    review_every: Amount


class Undated(Declared):
    """A one-off task for which the document gives no date."""

    #: A date that the coordinating office adds; it is marked as the office's, not the document's.
    by_office: Day | None = None


class Until(Declared):
    """The end of a window that an event sets; the backstop ends it if the event is never recorded."""

    event: str
    backstop: End


class FromTo(Declared):
    """A stretch between two named ones, both inclusive: `{from: 2017-07, to: 2017-10}`."""

    from_: Literal["issued"] | End = Field(alias="from")
    to: End | None = None
    until: Until | None = None
    start_day: Literal["excluded", "included"] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "FromTo":
        if (self.to is None) == (self.until is None):
            raise refuse("window_end" if self.to is None else "window_ends")
        if self.start_day is not None and self.from_ != "issued":
            raise refuse("loose_modifier", text="start_day", anchor="from", nearest="from: issued")
        if self.from_ != "issued":
            first, last = self.from_, self.end
            exact = first.at is not None and last.at is not None and last.at <= first.at
            if last.last < first.first or (first.first == last.last and exact):
                raise refuse("end_before_start", first=_shown(first), last=_shown(last, last=True))
        return self

    @property
    def end(self) -> Span:
        """The declared end: `to`, or the backstop."""
        end = self.until.backstop if self.until is not None else self.to
        if end is None:
            raise ValueError("a window has an end")
        return end


def _shown(span: Span, *, last: bool = False) -> str:
    day = (span.last if last else span.first).isoformat()
    return day if span.at is None else f"{day}T{span.at:%H:%M}"


class Festival(Declared):
    """A festival window: `{festival: double11}`; its year is the campaign's unless it says so."""

    festival: FestivalName
    year: Year | None = None
    #: How long before the first day it begins, and after the last it ends.
    lead: Amount | None = None
    lag: Amount | None = None

    @property
    def counted(self) -> bool:
        """Whether holiday notices say which days it has: 6·18 is 18 June in any year."""
        moved = [amount for amount in (self.lead, self.lag) if amount is not None]
        return self.festival in HOLIDAYS or any(amount.working_days is not None for amount in moved)


def _which_window(value: Any) -> str:
    if isinstance(value, Festival) or (isinstance(value, dict) and "festival" in value):
        return "festival"
    if isinstance(value, FromTo) or (isinstance(value, dict) and "first" not in value):
        return "from_to"
    return "span"


#: A window: a stretch, `{from, to}`, `{from, until}` or `{festival}`.
Window = Annotated[
    Annotated[Days, Tag("span")] | Annotated[FromTo, Tag("from_to")] | Annotated[Festival, Tag("festival")],
    Discriminator(_which_window),
]

_NTH = Annotated[int, Field(ge=-5, le=5)]
_NTH_WORKING_DAY = Annotated[int, Field(ge=-366, le=366)]
_MONTH = Annotated[int, Field(ge=1, le=12)]
#: The forms of `every`, of which one is written.
FORMS = ("month_day", "weekday", "working_day", "daily")
#: What may stand beside each form.
_BESIDE = {
    "month_day": {"months"},
    "weekday": {"nth", "months", "weeks"},
    "working_day": {"of", "months"},
    "daily": set[str](),
}


class Every(Declared):
    """A date that returns, both ends inclusive: `{month_day: 28, from: issued, to: 2017-11-30}`.

    Or `{weekday: [tuesday, friday]}`, `{weekday: monday, nth: [1, 3]}`, `{working_day: -1, of: quarter}`
    (the last one), `{daily: working_day}`. Without `to` it ends with the campaign's period.
    """

    month_day: Annotated[tuple[Annotated[int, Field(ge=1, le=31)], ...], *ONE_OR_MANY] | None = None
    weekday: Annotated[tuple[Weekday, ...], *ONE_OR_MANY] | None = None
    #: Which of the month's weekdays: 1 the first, -1 the last.
    nth: Annotated[tuple[_NTH, ...], *ONE_OR_MANY] | None = None
    #: Every so many weeks, counted from the week of `from`.
    weeks: Annotated[int, Field(ge=1, le=52)] | None = None
    #: Which working day: 1 the first, -1 the last.
    working_day: Annotated[tuple[_NTH_WORKING_DAY, ...], *ONE_OR_MANY] | None = None
    of: Literal["week", "month", "quarter", "half_year", "year"] | None = None
    #: Only in these months.
    months: Annotated[tuple[_MONTH, ...], *ONE_OR_MANY] | None = None
    daily: Literal["day", "working_day"] | None = None
    from_: Literal["issued"] | Day = Field(alias="from", default="issued")
    to: Day | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Every":
        forms = [form for form in FORMS if getattr(self, form) is not None]
        if len(forms) != 1:
            code = "no_form" if not forms else "many_forms"
            raise refuse(code, text=", ".join(forms), known=" | ".join(FORMS))
        allowed = _BESIDE[forms[0]]
        beside = ("nth", "weeks", "of", "months")
        loose = [name for name in beside if getattr(self, name) is not None and name not in allowed]
        if self.weekday and self.nth is None and self.months is not None:
            loose.append("months")
        if self.nth is not None and self.weeks is not None:
            loose.append("weeks")
        if self.months is not None and self.of not in {None, "month"}:
            loose.append("months")
        if loose:
            nearest = ", ".join(sorted(allowed)) or "from, to"
            raise refuse("loose_modifier", text=", ".join(loose), anchor=f"every {forms[0]}", nearest=nearest)
        if 0 in (self.nth or ()) or 0 in (self.working_day or ()):
            raise refuse("no_zeroth", text="nth" if self.nth is not None else "working_day")
        if self.from_ != "issued" and self.to is not None and self.to < self.from_:
            raise refuse("end_before_start", first=self.from_.isoformat(), last=self.to.isoformat())
        return self
