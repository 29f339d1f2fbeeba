"""A campaign on one page: how it stands, the on-time rates, who handed in what of which period."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from actions.house import ActionError, House, OnRecord
from actions.seeing import UnseenError
from actions.standing import as_of
from campaigns.brief import Brief
from campaigns.lights import DONE, NONE, NORMAL, NOT_STARTED
from campaigns.matrix import Matrix, matrix
from campaigns.rates import OnTime, Rate, on_time
from campaigns.standing import Line, Standing, standing
from deadlines.spans import Span
from store import obligations
from store import overview as reading


@dataclass(frozen=True, slots=True)
class Overview:
    """A campaign at one instant, for whoever leads it."""

    record: OnRecord
    standing: Standing
    #: By number, what counts and what does not.
    rows: tuple[Brief, ...]
    #: First and last day of each phase.
    spans: Mapping[str, Span]
    #: How many of what counts in each phase ("" for none) were handed in or closed, reviewed or not.
    filed: Mapping[str, int]
    #: Of every unit that owes something itself, in the registry's order, and of all of them together.
    rates: Mapping[str, OnTime]
    whole: OnTime
    matrix: Matrix
    #: The last event that is on record.
    sequence: int

    @property
    def mark(self) -> str:
        """Another one whenever the page may show something else: events, the day, lights that time turned."""
        total = self.standing.total.lights
        counts = "-".join(str(total.get(name, 0)) for name in self.standing.shown)
        return f"{self.sequence}-{self.standing.at.date()}-{counts}"

    def gone(self, phase: str) -> tuple[int, int]:
        """Days gone of a phase, and days in all; a day counts as gone from its beginning."""
        span, today = self.spans[phase], self.standing.at.date()
        days = (span.last - span.first).days + 1
        return max(0, min(days, (today - span.first).days + 1)), days

    @property
    def percent_filed(self) -> int | None:
        """How much of what counts was handed in or closed, 0 to 100; None where nothing counts."""
        counted = sum(line.counted for line in self.standing.phases)
        return round(100 * sum(self.filed.values()) / counted) if counted else None

    def light(self, line: Line) -> str:
        """The gravest light that `line` shows; of what is partly closed and partly still to open, normal."""
        found = next((name for name in self.standing.shown if line.lights.get(name)), NONE)
        return NORMAL if found == NOT_STARTED and line.closed else found


def overview(house: House, campaign: str, at: datetime | None = None) -> Overview:
    """How `campaign` stands now, or stood at `at` by all that is known today.

    Raises UnseenError for a campaign that was never launched.
    """
    with house.store.read() as connection:
        try:
            record = house.on_record(connection, campaign)
        except ActionError:
            raise UnseenError from None
        when = (at or house.now()).astimezone(record.zone)
        rows, figures = as_of(connection, record, None if at is None else when)
        zero = reading.zero_reports(connection, campaign, when)
        sequence = reading.last_sequence(connection, campaign)
    found = standing(record.planner, record.pace, rows, when, figures)
    phases = record.planner.campaign.phases
    known = on_time(rows, when)
    rates = {unit: known[unit] for unit in record.planner.declaration.units if unit in known}
    return Overview(
        record=record,
        standing=found,
        rows=tuple(rows),
        spans={key: record.planner.phase_span(key) for key in phases},
        filed=_filed(record, rows, found),
        rates=rates,
        whole=OnTime(
            _sum(one.in_force for one in rates.values()), _sum(one.original for one in rates.values())
        ),
        matrix=matrix(rows, found.by_id, zero, when),
        sequence=sequence,
    )


def _filed(record: OnRecord, rows: Iterable[Brief], found: Standing) -> Counter[str]:
    tasks, at, lights = record.planner.campaign.tasks, found.at, found.by_id
    phases = {key: task.phase or "" for key, task in tasks.items()}
    return Counter(
        phases[row.task]
        for row in rows
        if lights.get(row.id, NONE) != NONE
        and (lights[row.id] == DONE or (row.first_received is not None and row.first_received <= at))
    )


def _sum(rates: Iterable[Rate]) -> Rate:
    some = list(rates)
    return Rate(sum(one.in_time for one in some), sum(one.due for one in some))


def running(house: House, first: int, count: int) -> tuple[int, list[tuple[str, str]]]:
    """How many campaigns were launched, and key and title of `count` of them from `first` (0) on."""
    with house.store.read() as connection:
        found = [(key, title) for key, title, *_ in obligations.running(connection)]
    return len(found), found[first : first + count]
