"""汇总: a form over its units for a period and up to it; whoever is missing is named, never zero."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.form_cells import canonical
from campaigns.form_values import Cell, Earlier
from campaigns.forms import ADDED, Form, FormRow


@dataclass(frozen=True, slots=True)
class Given:
    """What one unit filed of the form for one period, or that it filed nothing."""

    unit: str
    #: Key of the period; None where the form is asked for once.
    period: str | None
    #: The newest filing: whether there is one, its zero report, and its values that could be read.
    said: Earlier
    #: The office has closed it; else its figures may still change.
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Figures of several units, added up."""

    #: Canonical; None where nobody gave a figure, or where the row is none that can be added.
    total: str | None
    #: How many gave one; a zero report gives zero.
    gave: int


@dataclass(frozen=True, slots=True)
class RolledCell:
    """One cell of the roll-up."""

    row: FormRow
    column: str
    #: For the period.
    now: Sum
    #: From the first period up to and with this one, of what was filed; `gave` counts units.
    cumulative: Sum
    #: Units that filled in the form and left this cell blank, or wrote what cannot be read.
    blank: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollUp:
    """A form over its units for one period."""

    period: str | None
    #: Every unit that owes it, in the registry's order.
    units: tuple[str, ...]
    #: Those that filed nothing; those that filed no figures, only a file; those that reported 本期无.
    missing: tuple[str, ...]
    unfilled: tuple[str, ...]
    zero: tuple[str, ...]
    #: Those whose figures are counted and not yet closed.
    open: tuple[str, ...]
    #: For each unit, earlier periods without figures: they are not in the cumulative sums.
    gaps: Mapping[str, tuple[str, ...]]
    cells: tuple[RolledCell, ...]


def roll_up(form: Form, given: Sequence[Given], period: str | None) -> RollUp:
    """`form` over all that was `given`, periods in order and units in the registry's, for `period`."""
    periods = list(dict.fromkeys(one.period for one in given))
    until = set(periods[: periods.index(period) + 1]) if period in periods else set()
    now = [one for one in given if one.period == period]
    before = [one for one in given if one.period in until]
    return RollUp(
        period=period,
        units=tuple(one.unit for one in now),
        missing=tuple(one.unit for one in now if not one.said.filed),
        unfilled=tuple(one.unit for one in now if one.said.filed and not _figures(one)),
        zero=tuple(one.unit for one in now if one.said.zero),
        open=tuple(one.unit for one in now if _figures(one) and not one.closed),
        gaps=_gaps(before, period),
        cells=tuple(_cells(form, now, before)),
    )


def newest(given: Iterable[Given]) -> str | None:
    """The last period for which anybody filed; the first where nobody did."""
    all_of = list(given)
    filed = [one.period for one in all_of if one.said.filed]
    periods = list(dict.fromkeys(one.period for one in all_of))
    return next((period for period in reversed(periods) if period in filed), (periods or [None])[0])


def _figures(one: Given) -> bool:
    return one.said.zero or bool(one.said.values)


def _gaps(given: Iterable[Given], period: str | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        if one.period not in {period, None} and not _figures(one):
            found[one.unit] = (*found.get(one.unit, ()), str(one.period))
    return found


def _cells(form: Form, now: Sequence[Given], before: Sequence[Given]) -> Iterator[RolledCell]:
    for row in form.rows:
        for column in form.of_the_period:
            cell = (row.key, column)
            blank = tuple(one.unit for one in now if one.said.values and not _gave(row, cell, one))
            yield RolledCell(row, column, _sum(row, cell, now), _sum(row, cell, before), blank)


def _gave(row: FormRow, cell: Cell, one: Given) -> bool:
    return cell in one.said.values or (one.said.zero and row.type in ADDED)


def _sum(row: FormRow, cell: Cell, given: Iterable[Given]) -> Sum:
    gave = [one for one in given if _gave(row, cell, one)]
    figures = [figure for one in gave if (figure := one.said.figure(row, cell[1])) is not None]
    total = canonical(sum(figures, Decimal(0))) if figures else None
    return Sum(total, len({one.unit for one in gave}))
