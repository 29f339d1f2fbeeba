"""What is handed in and what is measured: tables with their rows, deliverables, figures."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from deadlines.written import Days, Declared, refuse


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


#: One name or a list of names.
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Count = Annotated[int, Field(ge=0, le=100_000)]
#: A bound of a figure.
Bound = Annotated[int, Field(ge=-(10**12), le=10**12)]


#: Types of row whose figures can be added up.
ADDED = ("count", "amount")


class FormRow(Declared):
    """One row of a statistics table."""

    key: str
    title: str
    #: Of measure: 家, 件, 万元; texts, dates and percentages need none.
    unit: str | None = None
    type: Literal["count", "amount", "percent", "date", "text"] = "count"
    #: The heading under which it stands in the table.
    section: str | None = None
    #: Digits after the point, at most, of an amount or a percentage; None: six, the fen in 万元.
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    #: Bounds of a figure, both inclusive; None: not below zero, and no upper one.
    min: Bound | None = None
    max: Bound | None = None


class Agreement(Declared):
    """勾稽关系 between rows, in each column: `{total: a, of: [b, c]}`, or `{row: a, at_most: b}`."""

    total: str | None = None
    of: Names | None = None
    row: str | None = None
    #: Of several rows, their sum.
    at_most: Names | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Agreement":
        said = {name for name in ("total", "of", "row", "at_most") if getattr(self, name)}
        if said not in ({"total", "of"}, {"row", "at_most"}):
            raise refuse("agreement_form", text=", ".join(sorted(said)))
        return self

    @property
    def left(self) -> str:
        """The row that must agree with the others."""
        return self.total or self.row or ""

    @property
    def right(self) -> tuple[str, ...]:
        """The rows whose sum it must equal, or must not exceed."""
        return self.of or self.at_most or ()


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
    #: What each row is filled in for, e.g. 本月 and 累计; None: one column.
    columns: Names | None = None
    #: The one of two columns that goes on from period to period, e.g. 累计.
    cumulative: str | None = None
    #: How the rows must agree with one another.
    totals: tuple[Agreement, ...] | None = None
    #: What stands under the table: 填报人 审核人 联系电话 填报日期.
    signed_with: Names | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The columns that are filled in; an empty text for the only one of a form without any."""
        return self.columns or ("",)

    @property
    def of_the_period(self) -> tuple[str, ...]:
        """The columns that are filled in for the period alone."""
        return tuple(column for column in self.places if column != self.cumulative)


class Deliverable(Declared):
    """One thing to hand in: its kind, how many, and what must come with it."""

    kind: Literal["form", "text", "document", "case", "image", "video", "roster", "other"] | None = None
    title: str | None = None
    #: What people call it in a line of a letter.
    short: str | None = None
    form: str | None = None
    zero_report: Literal["allowed"] | None = None
    min: Annotated[int, Field(ge=1, le=1000)] = 1
    sections: Names = ()
    each_with: Names = ()
    #: How many of each a roster names, e.g. {领导: 1, 干部: 2}.
    quota: dict[str, Count] | None = None
    caption: Literal["required"] | None = None
    any_of: tuple["Deliverable", ...] = ()

    @property
    def forms(self) -> set[str]:
        """The forms that it is, or may be, handed in as."""
        own = {self.form} if self.form else set()
        return own.union(*(choice.forms for choice in self.any_of))


class Measure(Declared):
    """指标: a figure that the document gives or asks for; what it does not say is absent and asked for."""

    title: str
    #: The document's own words for it.
    text: str
    source: str | None = None
    unit: str | None = None
    #: The figure itself, as written.
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    baseline: str | None = None
    #: What is aimed at, e.g. 翻番; never a deadline.
    target: str | None = None
    by: Days | None = None
