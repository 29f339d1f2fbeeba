"""Progress against time 序时进度: a line's light by the gap between what is done and the time gone.

It lights a unit, a phase or the whole campaign; a single obligation shows by its own dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from campaigns.brief import Stands
from campaigns.lifecycle import TAKEN_OUT
from campaigns.schemes import Gap
from deadlines.spans import Span

#: Neither a colour: as far as the time, and nothing to measure by.
ON_PACE, UNMEASURED = "on_pace", "unmeasured"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a line is at an instant, and how much of its time is gone."""

    #: How many are done, of how many that count; both are shown beside every percentage.
    done: int
    of: int
    #: Days gone and days in all, both ends inclusive; a day counts as gone from its beginning.
    gone: int
    days: int
    #: A colour of the scheme, ON_PACE or UNMEASURED.
    light: str

    @property
    def share(self) -> Fraction | None:
        """What is done, 0 to 1; None where nothing counts yet."""
        return Fraction(self.done, self.of) if self.of else None

    @property
    def time(self) -> Fraction:
        """The time that is gone, 0 to 1."""
        return Fraction(self.gone, self.days)

    @property
    def behind(self) -> Fraction | None:
        """Percentage points behind the time gone, exact; negative when ahead, None when unmeasured."""
        return None if self.share is None else 100 * (self.time - self.share)


def progress(rows: Iterable[Stands], gap: Gap, span: Span, at: datetime, *, today: date) -> Progress:
    """Progress of `rows`, the obligations of one line, over the days of `span` at the instant `at`.

    `today` is the local day of `at`. What counts is dated and was neither withdrawn nor past from the start;
    by the scheme's `share_of` it is what has fallen due by `at` (the usual), or everything. Done is what was
    filed or closed by `at`, late or not, whatever the review says. The light is the gravest colour whose
    points are reached: exactly so many points behind is reached.
    """
    counted = [row for row in rows if row.breach is not None and not row.past and row.status != TAKEN_OUT]
    if gap.share_of != "all":
        counted = [row for row in counted if row.breach is not None and row.breach <= at]
    done, days = sum(_done(row, at) for row in counted), (span.last - span.first).days + 1
    gone = max(0, min(days, (today - span.first).days + 1))
    found = Progress(done, len(counted), gone, days, UNMEASURED)
    return Progress(done, len(counted), gone, days, _light(found.behind, gap))


def _done(row: Stands, at: datetime) -> bool:
    ends = (row.first_received, row.closed_at)
    return any(end is not None and end <= at for end in ends)


def _light(behind: Fraction | None, gap: Gap) -> str:
    if behind is None:
        return UNMEASURED
    reached = [colour for colour, points in gap.steps.items() if behind >= points]
    return reached[-1] if reached else ON_PACE
