"""On-time rates with both counts on both bases, and places with ties."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from campaigns.lifecycle import Tracked
from campaigns.rates import OnTime, Rate, judged, on_time, places
from tests.october import REPORT, at

#: Due on 28 October 2017; the breach is the midnight after it.
OPEN = replace(REPORT, status="open")
DUE, AFTER = at("2017-10-29T00:00"), at("2017-11-10T00:00")
FILED = replace(OPEN, status="closed", how="filed", first_received=at("2017-10-26T10:00"))
LATE = replace(FILED, first_received=DUE)


@pytest.mark.parametrize(
    ("row", "instant", "expected"),
    [
        (OPEN, "2017-10-28T23:59:59", None),
        (OPEN, "2017-10-29T00:00", "not_filed"),
        (FILED, "2017-10-28T23:59:59", None),
        (FILED, "2017-10-29T00:00", "in_time"),
        (LATE, "2017-11-10T00:00", "late"),
        (replace(FILED, first_received=at("2017-11-05T09:00")), "2017-11-04T00:00", "not_filed"),
        (replace(LATE, done_on=date(2017, 10, 28)), "2017-11-10T00:00", "in_time"),
        (replace(LATE, done_on=date(2017, 10, 29)), "2017-11-10T00:00", "late"),
    ],
)
def test_what_a_due_thing_came_to_by_an_instant(row: Tracked, instant: str, expected: str | None) -> None:
    assert judged(row, at(instant)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "withdrawn"},
        {"status": "suspended"},
        {"status": "closed", "how": "waived"},
        {"past": "launch"},
        {"past": "issue"},
        {"breach": None, "target": None, "last_day": None},
    ],
)
def test_what_is_exempted_paused_withdrawn_past_or_undated_stands_in_no_rate(changes: dict[str, Any]) -> None:
    row = replace(OPEN, **changes)
    assert judged(row, AFTER) is None
    assert on_time([row], AFTER)[row.unit].in_force == Rate(0, 0)


def test_the_rate_is_told_on_the_date_in_force_and_on_the_original_one() -> None:
    """An extension to 3 November: filed on the 1st it is in time by it, and late by the first date."""
    extended = replace(
        OPEN,
        version=2,
        breach=at("2017-11-04T00:00"),
        last_day=date(2017, 11, 3),
        first_received=at("2017-11-01T09:00"),
        original_breach=DUE,
        original_day=date(2017, 10, 28),
    )
    assert on_time([extended, FILED], AFTER)[OPEN.unit] == OnTime(Rate(2, 2), Rate(1, 2))
    # While only the original has fallen due, only that basis counts it.
    assert on_time([extended], at("2017-11-02T00:00"))[OPEN.unit] == OnTime(Rate(0, 0), Rate(0, 1))


def test_what_was_returned_keeps_its_rate_and_what_waits_for_an_extension_has_none() -> None:
    """Filed in time, returned, and the rework's own deadline of 7 November missed."""
    kept: dict[str, Any] = {"due_breach": DUE, "due_day": date(2017, 10, 28), "returned": 1}
    rework = replace(FILED, status="open", breach=at("2017-11-08T00:00"), last_day=date(2017, 11, 7), **kept)
    assert on_time([rework], AFTER)[OPEN.unit] == OnTime(Rate(1, 1), Rate(1, 1))
    waits = replace(OPEN, held_from=at("2017-10-27T09:00"))
    assert judged(waits, AFTER) is None
    assert judged(replace(waits, held_until=AFTER), AFTER) == "not_filed"


def test_those_who_help_have_rates_of_their_own() -> None:
    rows = [FILED, replace(LATE, role="cooperating"), replace(OPEN, role="joint"), replace(OPEN, role="lead")]
    assert on_time(rows, AFTER)[OPEN.unit].in_force == Rate(1, 2)
    assert on_time(rows, AFTER, helping=True)[OPEN.unit].in_force == Rate(0, 2)


def test_equal_rates_share_a_place_and_the_next_place_is_left_free() -> None:
    rates = {"a": Rate(5, 10), "b": Rate(9, 10), "c": Rate(10, 20), "d": Rate(1, 10), "e": Rate(4, 4)}
    found = places(rates, 5)
    assert found == {"a": 2, "b": 1, "c": 2, "d": 4, "e": None}
    assert list(found) == list(rates)


def test_nobody_has_a_place_below_the_least_number_due() -> None:
    rates = {"a": Rate(5, 5), "b": Rate(4, 4), "c": Rate(0, 0)}
    assert places(rates, 5) == {"a": 1, "b": None, "c": None}
    assert places({"c": Rate(0, 0)}, 0) == {"c": None}
    assert (Rate(0, 0).share, Rate(1, 3).share) == (None, Fraction(1, 3))
