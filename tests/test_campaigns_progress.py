"""Progress against time: what counts, and from where each colour shows."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from campaigns.lifecycle import Tracked
from campaigns.progress import ON_PACE, UNMEASURED, Progress, progress
from campaigns.schemes import Gap
from deadlines.spans import Span
from tests.october import REPORT, at

#: Hundred days, so that a day is a percent.
SPAN = Span(date(2017, 9, 1), date(2017, 12, 9))
GAP = Gap(yellow=10, red=20)
OPEN = replace(REPORT, status="open")
FILED = replace(OPEN, status="submitted", first_received=at("2017-10-26T10:00"))
CLOSED = replace(OPEN, status="closed", closed_at=at("2017-10-26T10:00"))


def measured(rows: list[Tracked], day: str, gap: Gap = GAP, **more: Any) -> Progress:
    return progress(rows, gap, SPAN, at(f"{day}T12:00"), today=date.fromisoformat(day), **more)


@pytest.mark.parametrize(
    ("day", "light"),
    [
        # Half is done: yellow from 60 % of the time on, red from 70 %.
        ("2017-10-29", ON_PACE),
        ("2017-10-30", "yellow"),
        ("2017-11-08", "yellow"),
        ("2017-11-09", "red"),
        ("2018-06-01", "red"),
    ],
)
def test_the_light_turns_at_exactly_so_many_points_behind(day: str, light: str) -> None:
    assert measured([OPEN, FILED], day).light == light


def test_the_counts_stand_beside_the_percentage() -> None:
    found = measured([OPEN, FILED, CLOSED], "2017-11-09")
    assert (found.done, found.of, found.gone, found.days) == (2, 3, 70, 100)
    assert (found.share, found.time, found.behind) == (Fraction(2, 3), Fraction(7, 10), Fraction(10, 3))


@pytest.mark.parametrize("row", [FILED, CLOSED])
def test_done_is_what_was_filed_or_closed_by_then_whatever_came_later(row: Tracked) -> None:
    all_of_it = Gap(red=20, share_of="all")
    assert progress([row], all_of_it, SPAN, at("2017-10-26T09:59"), today=date(2017, 10, 26)).done == 0
    assert progress([row], all_of_it, SPAN, at("2017-10-26T10:00"), today=date(2017, 10, 26)).done == 1


def test_what_has_fallen_due_counts_or_everything_as_declared() -> None:
    later = replace(OPEN, breach=at("2017-12-02T00:00"))
    assert measured([FILED, later], "2017-11-20").of == 1
    assert measured([FILED, later], "2017-11-20", Gap(red=20, share_of="all")).of == 2


@pytest.mark.parametrize(
    "changes", [{"status": "withdrawn"}, {"past": "launch"}, {"breach": None, "target": None}]
)
def test_what_is_withdrawn_past_from_the_start_or_undated_counts_nowhere(changes: dict[str, Any]) -> None:
    found = measured([replace(OPEN, **changes)], "2017-11-20")
    assert (found.of, found.share, found.behind, found.light) == (0, None, None, UNMEASURED)


def test_before_the_first_day_nothing_is_gone_and_after_the_last_everything() -> None:
    assert [
        measured([OPEN], day).gone for day in ("2017-08-31", "2017-09-01", "2017-12-09", "2018-06-01")
    ] == [
        0,
        1,
        100,
        100,
    ]
