"""The on-time rate 按时率, on the date in force and on the original one, and places by it: pure.

Every rate carries its two counts. It is a rate and never a score 考核得分.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from campaigns.brief import Stands
from campaigns.declaration import HELPING
from campaigns.lifecycle import SUSPENDED, TAKEN_OUT

#: What a due obligation came to by an instant.
IN_TIME, LATE, NOT_FILED = "in_time", "late", "not_filed"
#: Statuses and ways of closing that stand in no rate: withdrawn, its clock paused, exempted 免报.
_OUTSIDE, _EXEMPT = {TAKEN_OUT, SUSPENDED}, {"waived"}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those due were in time."""

    in_time: int
    due: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1, exact; None while nothing is due."""
        return Fraction(self.in_time, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class OnTime:
    """A unit's rate on both bases."""

    #: By the deadline in force when the first filing came, extensions counted.
    in_force: Rate
    #: By the deadline before any extension or pause.
    original: Rate


def judged(row: Stands, at: datetime, *, original: bool = False) -> str | None:
    """IN_TIME, LATE or NOT_FILED for what is due by the instant `at`; None for what stands in no rate.

    That is what is not due yet, undated, past from the start, exempted, paused, withdrawn, or waits for an
    extension to be decided. The first filing received decides, whatever was returned since; for a thing to be
    done, the day on which it was done. `original` judges by the deadline before any extension or pause.
    """
    breach, last = row.due_breach or row.breach, row.due_day or row.last_day
    if original and row.original_breach is not None:
        breach, last = row.original_breach, row.original_day
    outside = row.past is not None or row.status in _OUTSIDE or row.how in _EXEMPT or row.asks_extension
    if outside or breach is None or breach > at:
        return None
    if row.first_received is None or row.first_received > at:
        return NOT_FILED
    if row.done_on is not None and last is not None:
        return IN_TIME if row.done_on <= last else LATE
    return IN_TIME if row.first_received < breach else LATE


def on_time(rows: Iterable[Stands], at: datetime, *, helping: bool = False) -> dict[str, OnTime]:
    """The on-time rate of every unit among `rows` at the instant `at`, in the order of the rows.

    Those who answer and those who help have rates of their own: `helping` asks for the latter.
    """
    by_unit: dict[str, list[Stands]] = {}
    for row in rows:
        if (row.role in HELPING) is helping:
            by_unit.setdefault(row.unit, []).append(row)
    return {unit: _both(mine, at) for unit, mine in by_unit.items()}


def _both(rows: Sequence[Stands], at: datetime) -> OnTime:
    """The rate on both bases, which are one where nothing was extended or paused."""
    in_force = _rate(rows, at)
    moved = any(row.original_breach is not None for row in rows)
    return OnTime(in_force, _rate(rows, at, original=True) if moved else in_force)


def places(rates: Mapping[str, Rate], least_due: int) -> dict[str, int | None]:
    """The place of every unit by its rate, 1 for the highest; equal rates share a place: 1, 2, 2, 4.

    None for whoever has fewer than `least_due` due. The order of `rates` is kept, never that of the places.
    """
    enough = {unit: rate.share for unit, rate in rates.items() if rate.due >= least_due}
    ranked = {unit: share for unit, share in enough.items() if share is not None}
    found: dict[str, int | None] = dict.fromkeys(rates)
    for unit, share in ranked.items():
        found[unit] = 1 + sum(other > share for other in ranked.values())
    return found


def _rate(rows: Iterable[Stands], at: datetime, *, original: bool = False) -> Rate:
    found = [verdict for row in rows if (verdict := judged(row, at, original=original)) is not None]
    return Rate(found.count(IN_TIME), len(found))
