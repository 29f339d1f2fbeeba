"""docs/bureau.md: its YAML stands in the example, the example is sound, and its table is what the program draws."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.declared import load
from campaigns.ladder import RUNG
from campaigns.ladder_doubts import pace_of
from campaigns.lights import SHOWN, drawn
from deadlines.calendars import Calendars
from tests.cast import REAL_FILE
from tests.documents import blocks, read, rows

if TYPE_CHECKING:
    from campaigns.plan import Planner

PAGE = read("docs/bureau.md")
EXAMPLE = REAL_FILE.parent / "docs" / "examples" / "luhe-2018.yaml"


@pytest.fixture(scope="module")
def planner() -> Planner:
    return load(EXAMPLE, Calendars.packaged()).planner("luhe-2018")


@pytest.mark.parametrize("block", blocks(PAGE, "yaml"))
def test_what_the_page_shows_stands_in_the_example(block: str) -> None:
    assert block.strip("\n") in EXAMPLE.read_text(encoding="utf-8")


def test_the_example_is_sound_and_asked_about_nothing() -> None:
    assert [fault.code for fault in load(EXAMPLE, Calendars.packaged()).warnings] == []


def test_the_example_gives_each_thing_to_whoever_is_there_when_it_opens(planner: Planner) -> None:
    owed = [(one.task, one.period, one.unit) for one in planner.plan().obligations]
    monthly = {
        period: [u for t, p, u in owed if (t, p) == ("monthly", period)] for _, period, _ in owed if period
    }
    assert monthly["2018-06"] == ["dongan", "xian", "gangkou"]
    assert monthly["2018-07"] == ["dongan", "xian", "xingang"]
    assert [unit for task, _, unit in owed if task == "inspection"] == ["audit"]
    assert [unit for task, _, unit in owed if task == "pilot"] == ["dongan", "xian"]


def test_the_table_of_rungs_is_what_the_ladder_gives(planner: Planner) -> None:
    (july,) = (one for one in planner.plan().obligations if one.id == "luhe-2018/monthly/dongan/2018-07")
    pace, d = pace_of(planner), july.deadline
    urgent = replace(pace, rungs=tuple(rung.model_copy(update={"urgent": True}) for rung in pace.rungs))
    dates = (d.opens, d.target, d.breach, d.last_day)
    own, told = ([step.at for step in one.steps(*dates) if step.kind == RUNG] for one in (urgent, pace))
    shown = [[f"{at:%Y-%m-%d %H:%M}" for at in pair] for pair in zip(own, told, strict=True)]
    assert [row[1:] for row in rows(PAGE) if row[1].startswith("2018-")] == shown


def test_the_table_of_lights_is_what_is_drawn(planner: Planner) -> None:
    early = {"blue": "blue", "yellow": "due_soon", "orange": "orange", "red": "overdue"}
    for name, colour, before, after in [row for row in rows(PAGE) if row[0] in early]:
        light = SHOWN[early[name]]
        assert (colour, before) == (light.colour, f"{light.mark} {light.zh}")
        late = SHOWN["overdue" if name == "red" else f"overdue_{name}"]
        assert after.startswith(f"{late.mark} {late.zh}")
    own = drawn(planner.declaration.lights["after-the-breach"])
    assert [f"{one.mark} {one.zh}" for one in own.values()][:3] == ["★ 逾期六日", "◆ 逾期三日", "◇ 逾期·蓝灯"]
