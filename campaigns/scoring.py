"""Scores by the rules that a bureau declared, with a trail to every point: pure, nothing is invented."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from campaigns.assessment import ScoreItem, Scoring
from campaigns.brief import Stands
from campaigns.declaration import HELPING
from campaigns.rates import LATE, NOT_FILED, judged

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Lost:
    """Points that one rule took."""

    #: Index of the rule among the declared items, its words, and where they stand.
    item: int
    text: str
    source: str | None
    #: The obligation that cost them; None for a measure.
    obligation: str | None
    #: The measure that fell short; None for an obligation.
    measure: str | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit comes to."""

    #: None where the document gives no base, or while something is not known.
    total: Decimal | None
    #: Every point, in the order of the rules and then of the obligations.
    lost: tuple[Lost, ...]
    #: Indices of rules that cannot be applied yet: no figure of their measure.
    unknown: tuple[int, ...]

    @property
    def points_lost(self) -> Decimal:
        """All of them together."""
        return sum((one.points for one in self.lost), Decimal(0))


def scores(
    scoring: Scoring,
    rows: Iterable[Stands],
    at: datetime,
    *,
    reached: Mapping[str, Mapping[str, Fraction]] | None = None,
) -> dict[str, Score]:
    """The score of every unit that answers for one of `rows`, at the instant `at`, in the order of the rows.

    What stands in no rate costs nothing: not due yet, exempted, paused, withdrawn, past from the start.
    `reached` is how much of a measure's aim a unit reached, 0 to 1, by unit and measure. A measure that
    falls short costs its weight times what is missing, to two decimals, halves up.
    """
    by_unit: dict[str, list[Stands]] = {}
    for row in rows:
        if row.role not in HELPING:
            by_unit.setdefault(row.unit, []).append(row)
    known = reached or {}
    return {unit: _score(scoring, mine, at, known.get(unit, {})) for unit, mine in by_unit.items()}


def _score(
    scoring: Scoring,
    rows: list[Stands],
    at: datetime,
    reached: Mapping[str, Fraction],
) -> Score:
    lost: list[Lost] = []
    unknown: list[int] = []
    for index, item in enumerate(scoring.items):
        if item.measure is not None:
            share = reached.get(item.measure)
            unknown += [index] if share is None else []
            lost += _short(index, item, share) if share is not None else []
        else:
            lost += _capped(item, _each(index, item, rows, at))
    total = None
    if scoring.base is not None and not unknown:
        total = scoring.base - sum((one.points for one in lost), Decimal(0))
        total = total if scoring.floor is None else max(total, scoring.floor)
    return Score(total, tuple(lost), tuple(unknown))


def _each(index: int, item: ScoreItem, rows: list[Stands], at: datetime) -> Iterator[Lost]:
    """What the rule takes for each obligation, or once."""
    for row in rows:
        found = judged(row, at)
        happened = {"late": found == LATE, "not_filed": found == NOT_FILED}
        times = row.returned if item.when == "returned" else int(happened[item.when or ""])
        if times and item.deduct is not None:
            points = item.deduct * (1 if item.per == "unit" else times)
            yield Lost(index, item.text, item.source, row.id, None, points)
            if item.per == "unit":
                return


def _capped(item: ScoreItem, lost: Iterable[Lost]) -> Iterator[Lost]:
    """No more than the rule takes at most; what comes after that costs nothing and is not listed."""
    left = item.most
    for one in lost:
        points = one.points if left is None else min(one.points, left)
        left = None if left is None else left - points
        if points:
            yield Lost(one.item, one.text, one.source, one.obligation, None, points)


def _short(index: int, item: ScoreItem, share: Fraction) -> Iterator[Lost]:
    """What a measure takes of its weight: all of it where nothing was reached."""
    missing = 1 - min(Fraction(1), max(Fraction(0), share))
    exact = Fraction(item.weight or 0) * missing
    points = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_HALF_UP)
    if points:
        yield Lost(index, item.text, item.source, None, item.measure, points)
