"""When rungs fire: working days from the last day or from the target's day, at the opening of business."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from campaigns.declaration import Edge, Rung
from campaigns.ladder import OPEN, OVERDUE, RUNG, Dated, Pace, Step, falling
from deadlines.office import Office
from deadlines.workdays import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = Office("Asia/Shanghai", time(8, 30), time(17, 30))
USUAL = (
    Rung(rung="remind", before="target", working_days=3, to=("liaison",)),
    Rung(rung="remind", on="target", to=("liaison",)),
    Rung(rung="urge", after="breach", working_days=1, to=("liaison",)),
    Rung(rung="supervise", after="breach", working_days=3, to=("deputy", "office"), confirm="office"),
)
BODIES = (("office", "netreg/office"),)
PACE = Pace(USUAL, WorkCalendar.national(), OFFICE, BODIES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def fired(pace: Pace, opens: str, target: str, breach: str, last: str) -> list[tuple[str, int]]:
    steps = pace.steps(at(opens), at(target), at(breach), date.fromisoformat(last))
    return [(f"{step.at:%m-%d %H:%M}", step.rung) for step in steps if step.kind == RUNG]


def test_the_last_day_thursday_october_12_gives_the_rungs_of_the_law_page() -> None:
    seventh = Rung(rung="circular", after="breach", working_days=7, to=("head",), confirm="office")
    pace = Pace((*USUAL, seventh), WorkCalendar.national(), OFFICE)
    fires = fired(pace, "2017-09-27T00:00", "2017-10-12T17:30", "2017-10-13T00:00", "2017-10-12")
    assert fires == [
        ("10-09 08:30", 0),
        ("10-12 08:30", 1),
        ("10-13 08:30", 2),
        ("10-17 08:30", 3),
        ("10-23 08:30", 4),
    ]


def test_octobers_report_is_reminded_from_its_friday_and_urged_from_its_saturday() -> None:
    fires = fired(PACE, "2017-10-01T00:00", "2017-10-27T17:30", "2017-10-29T00:00", "2017-10-28")
    assert fires == [("10-24 08:30", 0), ("10-27 08:30", 1), ("10-30 08:30", 2), ("11-01 08:30", 3)]


def test_a_thing_opens_becomes_overdue_at_its_breach_and_is_urged_after_it() -> None:
    steps = PACE.steps(at("2017-10-01"), at("2017-10-27T17:30"), at("2017-10-29"), date(2017, 10, 28))
    assert steps[0] == Step(at("2017-10-01"), OPEN)
    assert steps[3] == Step(at("2017-10-29"), OVERDUE)
    assert list(steps) == sorted(steps, key=lambda step: step.at)


def test_rungs_before_the_opening_are_left_out() -> None:
    fires = fired(PACE, "2017-10-25T00:00", "2017-10-27T17:30", "2017-10-29T00:00", "2017-10-28")
    assert fires[0] == ("10-27 08:30", 1)


def test_a_target_that_became_the_breach_is_reminded_on_its_last_day_not_on_the_day_after() -> None:
    # Born on Friday 10-27, due the same day: target and breach are both the midnight after it.
    fires = fired(PACE, "2017-10-27T00:00", "2017-10-28T00:00", "2017-10-28T00:00", "2017-10-27")
    assert fires == [("10-27 08:30", 1), ("10-30 08:30", 2), ("11-01 08:30", 3)]


@pytest.mark.parametrize(("urgent", "first"), [(False, []), (True, [("10-28 08:30", 0)])])
def test_on_a_day_off_only_what_is_urgent_leaves(urgent: bool, first: list[tuple[str, int]]) -> None:  # noqa: FBT001
    # Born on Saturday 10-28 and due the same day: on the working day before, it was not there yet.
    rungs = (
        Rung(rung="remind", on="target", to=("liaison",), urgent=urgent),
        Rung(rung="urge", after="breach", to=("liaison",)),
    )
    pace = Pace(rungs, WorkCalendar.national(), OFFICE)
    fires = fired(pace, "2017-10-28T00:00", "2017-10-29T00:00", "2017-10-29T00:00", "2017-10-28")
    assert fires == [*first, ("10-30 08:30", 1)]
    longer = fired(pace, "2017-10-20T00:00", "2017-10-29T00:00", "2017-10-29T00:00", "2017-10-28")
    assert longer == [("10-28 08:30" if urgent else "10-27 08:30", 0), ("10-30 08:30", 1)]


def test_without_a_date_a_thing_only_opens_and_without_an_opening_it_does_nothing() -> None:
    assert PACE.steps(at("2017-07-01"), None, None, None) == (Step(at("2017-07-01"), OPEN),)
    assert PACE.steps(None, None, None, None) == ()


@pytest.mark.parametrize(
    ("edge", "instant"),
    [
        (Edge(before="target", working_days=3), "2017-10-24T08:30"),
        (Edge(before="breach", working_days=1), "2017-10-27T08:30"),
        (Edge(on="target"), "2017-10-27T08:30"),
        (Edge(on="breach"), "2017-10-28T08:30"),
        (Edge(after="target"), "2017-10-27T17:30"),
        (Edge(after="breach"), "2017-10-29T00:00"),
        (Edge(after="target", working_days=1), "2017-10-30T08:30"),
        (Edge(after="breach", working_days=1), "2017-10-30T08:30"),
    ],
)
def test_an_edge_counts_from_the_targets_day_or_the_last_day(edge: Edge, instant: str) -> None:
    assert PACE.edge(edge, at("2017-10-27T17:30"), at("2017-10-29"), date(2017, 10, 28)) == at(instant)


def test_instants_are_of_the_offices_zone_whatever_zone_they_came_in() -> None:
    target, breach = (
        at(t).astimezone(ZoneInfo("America/Los_Angeles")) for t in ("2017-10-27T17:30", "2017-10-29")
    )
    found = PACE.edge(Edge(on="target"), target, breach, date(2017, 10, 28))
    assert found == at("2017-10-27T08:30")


def test_a_rung_goes_to_the_units_roles_and_to_the_bodies_of_the_campaign() -> None:
    assert PACE.recipients(USUAL[3], "heping") == ["heping/deputy", "netreg/office"]
    assert PACE.recipients(USUAL[0], "heping") == ["heping/liaison"]


def test_a_ladder_that_falls_is_noticed() -> None:
    early = Rung(rung="urge", before="target", working_days=5, to=("liaison",))
    dated = Dated(at("2017-10-01"), at("2017-10-27T17:30"), at("2017-10-29"), date(2017, 10, 28))
    for rungs, where in ((USUAL, None), ((USUAL[0], early), (0, 1)), ((USUAL[2], USUAL[0]), (0, 1))):
        assert falling(Pace(rungs, WorkCalendar.national(), OFFICE).instants(dated)) == where
