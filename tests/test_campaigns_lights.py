"""Lights and verdicts: functions of an obligation and an instant."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.ladder import Pace
from campaigns.lifecycle import Tracked
from campaigns.lights import LATE, SHOWN, SOON, contrast, drawn, light, verdict
from campaigns.schemes import Colour, Lights
from deadlines.office import Office
from deadlines.workdays import WorkCalendar
from tests.october import REPORT, at

PACE = Pace((), WorkCalendar.national(), Office("Asia/Shanghai", time(8, 30), time(17, 30)))
SCHEME = Lights(yellow=Colour(before="target", working_days=3), red=Colour(after="breach"))


OPEN = replace(REPORT, status="open")
INCOMPLETE = replace(OPEN, status="submitted", filings=1, first_received=at("2017-10-26T10:00"))
CLOSED = replace(INCOMPLETE, status="closed", how="filed", closed_at=at("2017-10-26T10:00"))
FILED_LATE = replace(CLOSED, first_received=at("2017-10-29T00:00"), closed_at=at("2017-10-29T00:00"))
UNDATED = replace(OPEN, target=None, breach=None, last_day=None)


@pytest.mark.parametrize(
    ("row", "instant", "expected"),
    [
        (OPEN, "2017-09-30T23:59:59", "not_started"),
        (OPEN, "2017-10-01T00:00", "normal"),
        (OPEN, "2017-10-24T08:29:59", "normal"),
        (OPEN, "2017-10-24T08:30", "due_soon"),
        (OPEN, "2017-10-28T23:59:59", "due_soon"),
        (OPEN, "2017-10-29T00:00", "overdue"),
        (OPEN, "2018-06-01T00:00", "overdue"),
        (INCOMPLETE, "2017-10-25T12:00", "due_soon"),
        (INCOMPLETE, "2017-10-26T10:00", "normal"),
        (INCOMPLETE, "2018-06-01T00:00", "normal"),
        (CLOSED, "2017-10-26T09:59", "due_soon"),
        (CLOSED, "2017-10-26T10:00", "done"),
        (FILED_LATE, "2017-10-28T23:59", "due_soon"),
        (FILED_LATE, "2017-10-29T00:00", "done"),
        (UNDATED, "2017-09-01T00:00", "not_started"),
        (UNDATED, "2018-06-01T00:00", "none"),
        (replace(UNDATED, status="closed", closed_at=at("2018-01-01")), "2018-01-01T00:00", "done"),
        (replace(OPEN, past="launch"), "2018-06-01T00:00", "none"),
        (replace(OPEN, past="issue"), "2017-01-01T00:00", "none"),
    ],
)
def test_the_light_of_an_obligation_at_an_instant(row: Tracked, instant: str, expected: str) -> None:
    assert light(row, SCHEME, PACE, at(instant)) == expected


def test_a_bureaus_own_scheme_moves_the_edges() -> None:
    patient = Lights(yellow=Colour(on="target"), red=Colour(after="breach", working_days=2))
    seen = [light(OPEN, patient, PACE, at(t)) for t in ("2017-10-26", "2017-10-27T08:30", "2017-10-31T08:30")]
    assert seen == ["normal", "due_soon", "overdue"]


AFTER_THE_BREACH = Lights(
    blue=Colour(after="breach"),
    orange=Colour(after="breach", working_days=2),
    red=Colour(after="breach", working_days=4),
)


def test_colours_come_one_after_another_and_the_last_one_reached_shows() -> None:
    """The breach is the end of Saturday 28 October: two working days later is Tuesday, four Thursday."""
    turns = ["2017-10-28T23:59", "2017-10-29", "2017-10-31T08:29", "2017-10-31T08:30"]
    turns += ["2017-11-02T08:29", "2017-11-02T08:30", "2018-06-01"]
    seen = [light(OPEN, AFTER_THE_BREACH, PACE, at(t)) for t in turns]
    blue, orange, red = "overdue_blue", "overdue_orange", "overdue"
    assert seen == ["normal", blue, blue, orange, orange, red, red]
    assert light(INCOMPLETE, AFTER_THE_BREACH, PACE, at("2018-06-01")) == "normal"


def test_three_colours_before_and_at_the_breach() -> None:
    three = Lights(
        blue=Colour(before="target", working_days=5),
        yellow=Colour(before="target", working_days=3),
        red=Colour(after="breach"),
    )
    turns = ("2017-10-20T08:29", "2017-10-20T08:30", "2017-10-24T08:30", "2017-10-29")
    assert [light(OPEN, three, PACE, at(t)) for t in turns] == ["normal", "blue", "due_soon", "overdue"]


def test_without_colours_of_its_own_a_thing_is_overdue_from_its_breach() -> None:
    only_progress = Lights.model_validate({"progress": {"red": 20}})
    turns = ("2017-10-28T23:59", "2017-10-29")
    assert [light(OPEN, only_progress, PACE, at(t)) for t in turns] == ["normal", "overdue"]


def test_a_bureau_draws_and_calls_its_lights_as_it_declares() -> None:
    own = Colour(after="breach", working_days=4, title="红牌", mark="star", colour="#900000")
    shown = drawn(AFTER_THE_BREACH.model_copy(update={"red": own}))
    told = [(name, one.mark, one.zh, one.en, one.colour) for name, one in shown.items()][:3]
    assert told == [
        ("overdue", "★", "红牌", "红牌", "#900000"),
        ("overdue_orange", "◆", "逾期·橙灯", "overdue, orange", "#a04000"),
        ("overdue_blue", "◇", "逾期·蓝灯", "overdue, blue", "#1d4f91"),
    ]
    assert drawn(AFTER_THE_BREACH)["overdue"].zh == "逾期·红灯"
    assert drawn(SCHEME)["overdue"].zh == "逾期"


def test_no_light_is_told_by_colour_alone_and_every_one_is_legible() -> None:
    for some in ((*SOON, "overdue"), LATE):
        assert len({SHOWN[name].mark for name in some}) == len({SHOWN[name].zh for name in some}) == len(some)
    assert min(contrast(shown.colour) for shown in SHOWN.values()) >= 4.5
    assert [round(contrast(colour), 6) for colour in ("#000000", "#ffffff")] == [21, 1]
    # Of the greys, #767676 is the lightest that text may have on white.
    assert contrast("#767676") >= 4.5 > contrast("#777777")


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        (Colour(before="target", working_days=3), Colour(before="target", working_days=3), True),
        (Colour(before="target", working_days=2), Colour(before="target", working_days=3), True),
        (Colour(before="target", working_days=3), Colour(before="target", working_days=2), False),
        (Colour(on="target"), Colour(after="target"), False),
        (Colour(after="target"), Colour(on="target"), True),
        (Colour(after="breach"), Colour(after="breach", working_days=1), False),
        (Colour(after="breach", working_days=1), Colour(after="breach"), True),
        # The last permitted day is the target's or a later one.
        (Colour(after="breach"), Colour(after="target"), True),
        (Colour(after="target"), Colour(after="breach"), False),
        (Colour(after="target", working_days=9), Colour(after="breach"), False),
        (Colour(before="breach", working_days=1), Colour(before="target", working_days=0), False),
    ],
)
def test_an_edge_that_never_comes_before_another_is_known_from_the_declaration(
    one: Colour, other: Colour, *, never: bool
) -> None:
    assert one.never_before(other) is never


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"first_received": at("2017-10-28T23:59:59")}, "in_time"),
        ({"first_received": at("2017-10-27T17:31")}, "in_time"),
        ({"first_received": at("2017-10-29T00:00")}, "late"),
        ({"first_received": at("2017-10-29T00:00").astimezone(ZoneInfo("UTC"))}, "late"),
        ({"first_received": at("2017-11-05T09:00"), "done_on": date(2017, 10, 28)}, "in_time"),
        ({"first_received": at("2017-11-05T09:00"), "done_on": date(2017, 10, 29)}, "late"),
        ({"first_received": at("2017-11-05T09:00"), "past": "launch"}, None),
        ({"first_received": at("2017-11-05T09:00"), "breach": None, "last_day": None}, None),
    ],
)
def test_the_first_filing_or_the_day_a_thing_was_done_decides(
    changes: dict[str, Any], expected: str | None
) -> None:
    assert verdict(replace(OPEN, **changes)) == expected


def test_lights_are_drawn_with_shape_word_and_the_colours_of_the_house() -> None:
    usual = {name: (shown.mark, shown.zh, shown.colour) for name, shown in drawn(SCHEME).items()}
    assert usual == {
        "normal": ("●", "正常", "#0b6e3a"),
        "due_soon": ("▲", "即将到期", "#8a5a00"),
        "overdue": ("■", "逾期", "#b3261e"),
        "not_started": ("○", "未开始", "#5b6570"),
        "done": ("✓", "已办结", "#0b6e3a"),
        "none": ("—", "未定期限/启动前已过", "#5b6570"),
    }
