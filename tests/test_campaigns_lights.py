"""Lights and verdicts: functions of an obligation and an instant."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.declaration import Edge, Lights
from campaigns.ladder import Pace
from campaigns.lifecycle import Tracked
from campaigns.lights import SHOWN, light, verdict
from deadlines.office import Office
from deadlines.workdays import WorkCalendar
from tests.october import REPORT, at

PACE = Pace((), WorkCalendar.national(), Office("Asia/Shanghai", time(8, 30), time(17, 30)))
SCHEME = Lights(yellow=Edge(before="target", working_days=3), red=Edge(after="breach"))


OPEN = replace(REPORT, status="open")
INCOMPLETE = replace(OPEN, status="submitted", filings=1, first_received=at("2017-10-26T10:00"))
CLOSED = replace(INCOMPLETE, status="closed", how="filed", closed_at=at("2017-10-26T10:00"))
LATE = replace(CLOSED, first_received=at("2017-10-29T00:00"), closed_at=at("2017-10-29T00:00"))
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
        (LATE, "2017-10-28T23:59", "due_soon"),
        (LATE, "2017-10-29T00:00", "done"),
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
    patient = Lights(yellow=Edge(on="target"), red=Edge(after="breach", working_days=2))
    seen = [light(OPEN, patient, PACE, at(t)) for t in ("2017-10-26", "2017-10-27T08:30", "2017-10-31T08:30")]
    assert seen == ["normal", "due_soon", "overdue"]


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
    drawn = {name: (shown.mark, shown.zh, shown.colour) for name, shown in SHOWN.items()}
    assert drawn == {
        "normal": ("●", "正常", "#0b6e3a"),
        "due_soon": ("▲", "即将到期", "#8a5a00"),
        "overdue": ("■", "逾期", "#b3261e"),
        "not_started": ("○", "未开始", "#5b6570"),
        "done": ("✓", "已办结", "#0b6e3a"),
        "none": ("—", "未定期限/启动前已过", "#5b6570"),
    }
