"""Mermaid: every phase, key period and task with its dates, and names that are nothing but names."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from reports.gantt import gantt
from reports.outline import outline
from tests.report_scenes import campaign, hostile
from tests.whole_language import planner

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.plan import Planner

ENTRY = re.compile(r" {8}[^:;#%\n]+ :(?:(?:crit|active|milestone), )?\d{4}-\d\d-\d\d, (?:\d{4}-\d\d-\d\d|0d)")
HEAD = re.compile(
    r"---|displayMode: compact|gantt| {4}(?:title [^:;#%]+|dateFormat YYYY-MM-DD|axisFormat .+|inclusiveEndDates|todayMarker off)"
)
SECTION = re.compile(r" {4}section [^:;#%\n]+")


def drawn(made: Planner, today: date | None = None, lang: str = "zh") -> list[str]:
    return gantt(outline(made, made.plan()), today, lang).splitlines()


def test_phases_key_periods_and_tasks_have_their_days() -> None:
    lines = drawn(campaign("tianjin-2017"))
    assert "        集中联合检查 :2017-06-21, 2017-11-20" in lines
    assert "        双十一 :crit, 2017-11-11, 2017-11-11" in lines
    assert "    section 专项行动月报（每月28日前）" in lines
    assert "        2017-10 :2017-10-01, 2017-10-28" in lines
    assert "        2017-10 请报 :milestone, 2017-10-27, 0d" in lines
    assert "        文件未定日期 :active, 2017-06-01, 2017-12-31" in lines


def test_today_is_a_milestone_only_where_it_is_given_and_never_the_readers_clock() -> None:
    made = campaign("tianjin-2017")
    assert "    todayMarker off" in drawn(made)
    assert not [line for line in drawn(made) if "今天" in line]
    assert "        今天 2017年10月26日 :milestone, 2017-10-26, 0d" in drawn(made, date(2017, 10, 26))


def test_every_task_has_a_section_whatever_it_is_called(tmp_path: Path) -> None:
    for made in (planner(tmp_path), hostile(tmp_path)):
        lines = drawn(made)
        assert len([line for line in lines if line.startswith("    section ")]) == len(made.campaign.tasks)
        for line in lines:
            assert ENTRY.fullmatch(line) or SECTION.fullmatch(line) or HEAD.fullmatch(line), line


def test_a_name_that_would_be_an_order_is_a_name() -> None:
    made = campaign("tianjin-2017")
    summary = made.campaign.phases["summary"].model_copy(update={"title": "title now"})
    phases = {**made.campaign.phases, "summary": summary}
    changed = made.campaign.model_copy(update={"phases": phases})
    declaration = made.declaration.model_copy(update={"campaigns": {made.key: changed}})
    lines = drawn(type(made)(declaration, made.key, made.calendars))
    assert "        · title now :2017-11-11, 2017-11-30" in lines
