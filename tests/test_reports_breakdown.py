"""任务分解表, its words for dates and materials, the load, and the plan told in sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from actions.planning import notices as notices_of
from reports import notices
from reports.breakdown import breakdown, columns, parties
from reports.load import load
from reports.words import words
from tests.october import CHINA
from tests.report_scenes import campaign
from tests.whole_language import WHOLE, changed, planner

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.plan import Planner

LED = (
    "        title: 总结初稿\n        responsible: bureaus\n",
    "        title: 总结初稿\n        lead: [netoffice, city]\n        cooperating: bureaus\n        contribution: {deadline: {text: 11月20日前, on: 2017-11-20}, deliverables: [{kind: text, title: 本区情况}]}\n",
)


def rows(made: Planner, lang: str = "zh") -> dict[str, dict[str, str]]:
    """The rows by task, each by column."""
    heads = columns(lang)
    found = breakdown(made, made.plan(), lang)
    return {row.task: dict(zip(heads, map(str, row.cells), strict=True)) for row in found}


def test_the_table_has_the_columns_of_a_breakdown_and_a_row_for_each_task_and_duty() -> None:
    made = campaign("tianjin-2017")
    found = breakdown(made, made.plan())
    assert columns("zh") == ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "报送材料", "依据")
    assert [row.number for row in found] == list(range(1, 8 + 19 + 1))
    assert [row.task for row in found][:8] == [task.title for task in made.campaign.tasks.values()]


def test_a_monthly_report_gives_the_phrase_and_every_date_it_resolves_to() -> None:
    row = rows(campaign("tianjin-2017"))["专项行动月报"]
    due = row["完成时限"].split("\n")
    assert due[0] == "每月28日前"
    assert due[1] == "2017年6月28日（星期三）17:30前报送，6月28日24:00截止"
    assert due[5] == "10月27日（星期五）17:30前报送，10月28日24:00截止"
    assert len(due) == 1 + 6
    assert row["牵头单位"].startswith("和平区局、河东区局、")
    assert row["牵头单位"].endswith("（16家）")
    assert row["报送材料"] == "专项行动情况统计表（可零报告）；当月开展情况"
    assert row["依据"] == "五·末段"


def test_what_is_handed_in_says_how_many_with_what_and_what_instead() -> None:
    row = rows(campaign("tianjin-2017"))["总结材料"]
    assert "工作总结（含各条口情况、经验做法、开展成效、存在问题、下一步打算）" in row["报送材料"]
    assert "典型案例不少于3份（每份附处罚决定书）" in row["报送材料"]
    assert row["报送材料"].endswith("图片（附文字说明）或视频（附文字说明）")


def test_undated_tasks_tasks_of_events_and_duties_say_why_they_have_no_date() -> None:
    found = rows(campaign("tianjin-2017"))
    assert found["具体实施方案"]["完成时限"].endswith("\n文件未定日期")
    assert found["行政许可和行政处罚信息公示"]["完成时限"].endswith("\n每件行政决定发生后起算")
    assert found["行政许可和行政处罚信息公示"]["报送材料"] == "办结登记：公示日期、公示网址"
    assert found["全市总结"]["牵头单位"] == "网监处（文件未指明单位）"
    duty = found["网络经营主体登记注册"]
    assert (duty["牵头单位"], duty["配合单位"]) == ("—", "审批处（配合）")
    assert duty["完成时限"] == "职责分工，不设期限"
    assert found["网络违法案件查处"]["牵头单位"] == "稽查总队（负责）"


def test_of_several_leads_the_first_is_named_as_the_one_who_answers(tmp_path: Path) -> None:
    made = changed(tmp_path, LED)
    task = made.campaign.tasks["draft"]
    assert parties(made, task) == (("netoffice", "city"), ("north", "south"))
    row = rows(made)["总结初稿"]
    assert row["牵头单位"] == "网络监管处（主办）、海城市市场监管局"
    assert row["配合单位"] == "北山区局、南塘区局"
    assert (
        "11月20日前（配合单位报牵头单位）\n2017年11月20日（星期一）17:30前报送，11月20日24:00截止"
        in row["完成时限"]
    )
    assert row["报送材料"] == "本区情况（配合单位报牵头单位）"


def test_every_anchor_of_the_language_has_words_for_its_dates(tmp_path: Path) -> None:
    found = rows(planner(tmp_path))
    assert found["总结材料"]["完成时限"].endswith("2017年12月1日（星期五）17:00前报送，逾时即为逾期")
    assert found["夜查"]["完成时限"].endswith("2017年11月11日 19:30至2017年11月11日 21:00")
    assert found["“双11”值守"]["完成时限"].endswith("2017年11月8日至11月12日")
    assert found["适时巡查"]["完成时限"].endswith("定性要求，定期了解")
    assert found["实施方案"]["完成时限"].endswith("7月3日24:00截止（文件未定，办公室另定）")
    assert found["名单"]["完成时限"].endswith("（早于文件日期，待定）")
    assert all("日期未能算出" not in row["完成时限"] for title, row in found.items() if title != "集中检查")


def test_a_long_series_is_told_by_its_first_dates_and_its_last(tmp_path: Path) -> None:
    made = changed(tmp_path, ("from: 2017-09-25, to: 2017-10-13", "from: 2017-06-19, to: 2017-12-31"))
    due = rows(made)["周报"]["完成时限"].split("\n")
    assert len(due) == 1 + 12
    assert due[-1].startswith("…… 共28次，末次：2017年12月29日（星期五）17:30前报送")


def test_english_is_complete() -> None:
    row = rows(campaign("tianjin-2017"), "en")["专项行动月报"]
    assert row["due"].split("\n")[5] == "by 27 Oct (Fri) 17:30, breach 28 Oct 24:00"
    assert row["to hand in"].startswith("专项行动情况统计表 (zero report allowed); ")


# --- load ---------------------------------------------------------------------------------------------------


def test_the_load_counts_by_unit_and_week_of_the_target() -> None:
    made = campaign("tianjin-2017")
    due = load(made, made.plan().obligations)
    told = {(one["unit"], one["week"]): one["due"] for one in due.as_json()}
    assert told["heping", "2017-W43"] == 1
    assert told["heping", "2017-W48"] == 2
    assert told["netreg", "2017-W48"] == 1
    assert sum(told.values()) == sum(due.totals) == 129


def test_the_load_is_the_count_of_dated_obligations_that_are_not_past(tmp_path: Path) -> None:
    made = planner(tmp_path)
    planned = made.plan().obligations
    due = load(made, planned)
    expected = Counter(one.unit for one in planned if one.deadline.target and one.past is None)
    assert {one.unit: sum(one.counts) for one in due.units} == expected
    assert any(one.past for one in planned)
    rows = due.rows("zh")
    assert rows[-1] == ("合计", *due.totals, sum(due.totals))
    assert all(sum(int(n) for n in row[1:-1]) == row[-1] for row in rows)


# --- notices ------------------------------------------------------------------------------------------------


def test_each_notice_says_when_what_for_whom_and_whether_it_is_signed() -> None:
    made = campaign("tianjin-2017")
    told = notices_of(made, made.plan().obligations)
    table = notices.rows(told, CHINA, "zh")
    assert ("2017-10-27 08:30", "提醒", "和平区局", "专项行动月报 2017-10", "联络员", "自动") in table
    assert (
        "2017-11-01 08:30",
        "督办",
        "和平区局",
        "专项行动月报 2017-10",
        "分管领导、办公室",
        "须签发",
    ) in table
    assert [row[0] for row in table] == sorted(row[0] for row in table)


# --- in words -----------------------------------------------------------------------------------------------


def test_the_plan_can_be_read_aloud() -> None:
    made = campaign("tianjin-2017")
    told = words(made, made.plan()).split("\n")
    assert "依据《2017网络市场监管专项行动方案》" in told[0]
    assert "  集中联合检查：2017年6月21日至11月20日（文件：6月下旬-11月上中旬）" in told
    assert any(line.startswith("1. 专项行动月报：和平区局等16家单位向网监处报送") for line in told)
    assert "     10月27日（星期五）17:30前报送，10月28日24:00截止" in told
    assert "  审批处：配合网络经营主体登记注册" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_task_is_left_out_of_the_words(lang: str, tmp_path: Path) -> None:
    made = planner(tmp_path, WHOLE)
    told = words(made, made.plan(), lang)
    assert all(task.title in told for task in made.campaign.tasks.values())
    assert all(task.deadline.text in told for task in made.campaign.tasks.values())
