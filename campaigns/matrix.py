"""The matrix of units and periods: what was asked for, handed in, returned, exempted or is late: pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from campaigns.brief import Stands
from campaigns.lifecycle import CLOSED, TAKEN_OUT
from campaigns.lights import LATE, NOT_STARTED


@dataclass(slots=True)
class Cell:
    """The obligations of one unit and one period, counted at an instant."""

    #: 应报: asked for by then. Neither exempted, nor withdrawn, nor past from the start, nor still to open.
    owed: int = 0
    #: 已报: of these, handed in; and 零报告: the newest version confirms that there was nothing.
    filed: int = 0
    zero: int = 0
    #: 退回: of these, returned and not handed in again.
    returned: int = 0
    #: 免报: exempted, and so not asked for.
    waived: int = 0
    #: 逾期: of these, late by a light, so not handed in.
    overdue: int = 0

    def add(self, other: "Cell") -> None:
        """Count what `other` counts, too."""
        self.owed += other.owed
        self.filed += other.filed
        self.zero += other.zero
        self.returned += other.returned
        self.waived += other.waived
        self.overdue += other.overdue


#: The column of what recorded items opened, which have numbers and no periods.
BY_ITEM = "*"
_PLACES = {"": 0, BY_ITEM: 1}
#: The counts of a cell, in the order in which they are shown.
COUNTS = tuple(one.name for one in fields(Cell))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units by periods, as far as anything is planned for both."""

    #: First "" for what is asked for once and BY_ITEM, then in the order in which they fall due.
    periods: tuple[str, ...]
    #: By unit and period.
    cells: Mapping[tuple[str, str], Cell]
    #: By period, all units together.
    totals: Mapping[str, Cell]


def matrix(rows: Iterable[Stands], lights: Mapping[str, str], zero: Collection[int], at: datetime) -> Matrix:
    """Count `rows`, whose `lights` by id are of the instant `at`; `zero`: numbers of the zero reports."""
    cells: dict[tuple[str, str], Cell] = {}
    ends: dict[str, datetime] = {}
    for row in rows:
        if row.status == TAKEN_OUT or row.past is not None:
            continue
        period = BY_ITEM if row.item is not None else row.period or ""
        key = (row.unit, period)
        if key not in cells:
            cells[key] = Cell()
        _count(cells[key], row, lights[row.id], row.number in zero, at)
        if row.breach is not None and (period not in ends or row.breach < ends[period]):
            ends[period] = row.breach
    found = {period for _, period in cells}
    order = sorted(found, key=lambda one: (_PLACES.get(one, 2), _first(ends, one), one))
    return Matrix(tuple(order), cells, _totals(cells))


def _totals(cells: Mapping[tuple[str, str], Cell]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for (_, period), cell in cells.items():
        found.setdefault(period, Cell()).add(cell)
    return found


def _first(ends: Mapping[str, datetime], period: str) -> float:
    return ends[period].timestamp() if period in ends else float("inf")


def _count(cell: Cell, row: Stands, light: str, zero: bool, at: datetime) -> None:  # noqa: FBT001
    if row.status == CLOSED and row.how == "waived":
        cell.waived += 1
        return
    filed = row.first_received is not None and row.first_received <= at
    if light == NOT_STARTED and not filed:
        return
    cell.owed += 1
    cell.filed += filed
    cell.zero += filed and zero
    cell.returned += row.returned > 0 and (row.reworked is None or row.reworked > at)
    cell.overdue += light in LATE
