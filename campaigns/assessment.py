"""How a bureau assesses its units, as declared: points and weights in the document's words, and ranking."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from deadlines.written import ONE_OR_MANY, Declared, refuse

_POINTS = re.compile(r"\d{1,4}(\.\d{1,2})?")


def _points(value: Any) -> Any:
    if isinstance(value, str) and not _POINTS.fullmatch(value):
        raise refuse("points_form", found=value)
    return value


#: Points of a score, exact, with at most two decimals: `0.5`.
Points = Annotated[Decimal, BeforeValidator(_points)]


class ScoreItem(Declared):
    """One rule of a scoring: what costs how many points, or a measure and its weight."""

    #: The document's own words for it.
    text: str
    source: str | None = None
    #: What costs the points: filed late, due and not filed, sent back by the office.
    when: Literal["late", "not_filed", "returned"] | None = None
    deduct: Points | None = None
    #: Each time, or once for a unit however often it happens.
    per: Literal["obligation", "unit"] | None = None
    #: So much this rule costs a unit at most.
    most: Points | None = None
    #: Key of one of the campaign's measures, and the points for reaching all of its aim.
    measure: str | None = None
    weight: Points | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "ScoreItem":
        deducting = {name for name in ("when", "deduct", "per", "most") if getattr(self, name) is not None}
        weighing = {name for name in ("measure", "weight") if getattr(self, name) is not None}
        deducts = {"when", "deduct"} <= deducting and not weighing
        weighs = {"measure", "weight"} == weighing and not deducting
        if not deducts and not weighs:
            raise refuse("score_item")
        return self


class Scoring(Declared):
    """考核评分: from what a score begins, and what each rule of the document takes away."""

    #: Where a score begins; None where the document gives none: the points are told, and no total.
    base: Points | None = None
    #: No total is below it.
    floor: Points | None = None
    items: tuple[ScoreItem, ...]


class Ranking(Declared):
    """排名 by the on-time rate; without this nobody is ranked."""

    #: Who sees it; units never do.
    shown_to: Annotated[tuple[Literal["office", "leader"], ...], *ONE_OR_MANY] = ("office", "leader")
    #: Who has fewer things due than this has no place: a rate of so few says nothing.
    least_due: Annotated[int, Field(ge=5, le=1000)] = 5
