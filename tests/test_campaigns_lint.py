"""What the linter asks: of small declarations, and of document 001 exactly what a careful reader would."""

from pathlib import Path

import pytest

from actions.declared import load
from campaigns.faults import Fault, in_order
from campaigns.lint import lint
from deadlines.calendars import Calendars
from deadlines.notices import load as notices
from tests.bad_declarations.slips import SOUND, Slip, faults, loaded, named, slips

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
LINES = CAMPAIGNS.read_text(encoding="utf-8").split("\n")


def warnings() -> list[Fault]:
    """What is asked about document 001 alone; the file declares four more."""
    declared = load(CAMPAIGNS, Calendars.packaged())
    alone = declared.planner("tianjin-2017").declaration
    return in_order(lint(alone, declared.source, declared.calendars))


@pytest.mark.parametrize("slip", slips("doubts"), ids=named)
def test_a_doubt_is_a_warning_in_both_languages(slip: Slip, tmp_path: Path) -> None:
    found = [fault for fault in loaded(tmp_path, slip.text).warnings if fault.code == slip.code]
    assert found != []
    assert {fault.severity for fault in found} == {"warning"}
    assert slip.zh in found[0].message()
    assert slip.en in found[0].message("en")
    assert slip.hint in found[0].hint()


def test_document_001_is_asked_about_exactly_these_things_each_on_its_line() -> None:
    asked = [(fault.code, LINES[fault.line - 1].strip().partition(":")[0]) for fault in warnings()]
    assert sorted(asked) == [
        ("due_day_off", "monthly-report"),
        ("first_period_soon", "monthly-report"),
        ("outside_document", "tianjin-2017"),
        ("phases_counted", "document"),
        ("sample_form", "special-action"),
        ("two_summaries", "final-package"),
        ("unassigned_task", "city-summary"),
        ("unassigned_task", "scoring-method"),
        ("unassigned_task", "supervision-team"),
        ("undated_task", "implementation-plan"),
        ("undated_task", "scoring-method"),
        ("undated_task", "supervision-team"),
    ]
    assert {fault.severity for fault in warnings()} == {"warning"}


def test_the_questions_about_document_001_say_what_the_document_says() -> None:
    said = {fault.code: fault.message() for fault in warnings()}
    assert said["phases_counted"] == "文件称3个阶段，列出的是4个"
    assert said["due_day_off"] == "“专项行动月报（2017-10）”的期限2017-10-28为星期六"
    assert said["first_period_soon"] == "“专项行动月报（2017-06）”第一期2017-06-28距发文只有8个工作日"
    assert said["outside_document"] == "16家单位不在文件所列之内：和平区局、河东区局、河西区局…"
    assert said["two_summaries"] == "“总结材料”和“书面总结材料”都要求总结"
    assert said["sample_form"] == "附件“专项行动情况统计表”不在文本中，表格为样例"


def test_the_questions_come_in_the_order_of_the_file() -> None:
    lines = [fault.line for fault in warnings()]
    assert lines == sorted(lines)


def test_a_year_without_its_notice_is_said_to_be_provisional(tmp_path: Path) -> None:
    until_2016 = Calendars({"cn": tuple(n for n in notices() if n.year <= 2016)})
    file = tmp_path / "campaigns.yaml"
    file.write_text(SOUND, encoding="utf-8")
    (warning,) = load(file, until_2016).warnings
    assert warning.message() == "2017年的节假日安排尚未公布，有关期限为暂定"
    assert load(file, Calendars({"cn": tuple(n for n in notices() if n.year <= 2017)})).warnings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("issued: 2017-06-16", "issued: 1999-06-16"),
        ("on: 2017-12-01", "on: 9999-12-31"),
        ("before: target, working_days: 3, to", "before: target, working_days: 100000, to"),
        ("yellow: {before: target, working_days: 3}", "yellow: {before: target, working_days: 100000}"),
    ],
)
def test_what_the_calendar_does_not_reach_is_an_error_and_no_traceback(
    old: str, new: str, tmp_path: Path
) -> None:
    every = SOUND.replace("on: 2017-12-01", "every: {month_day: 28, from: 2017-11-01, to: 2017-12-01}")
    text = (every if "1999" in new else SOUND).replace(old, new)
    assert text != SOUND
    assert [(fault.code, fault.severity) for fault in faults(tmp_path, text)] == [
        ("outside_calendar", "error")
    ]


def declared_as(folder: Path, deadline: str) -> list[Fault]:
    """What is asked about the small declaration whose report has this deadline and no phase."""
    text = SOUND.replace("{text: 12月1日前, on: 2017-12-01}", deadline).replace(
        "        phase: summary\n", ""
    )
    return list(loaded(folder, text).warnings)


@pytest.mark.parametrize(
    ("deadline", "most"),
    [
        ("{text: 每周五, every: {weekday: friday, from: 2017-01-01, to: 2017-12-31}}", 2),
        ("{text: 每周二、周五, every: {weekday: [tuesday, friday], from: 2016-01-01, to: 2020-12-31}}", 2),
        ("{text: 每日, every: {daily: day}}", 1),
        ("{text: 每月28日, every: {month_day: 28, from: 2015-01-01, to: 2020-12-31}}", 2),
    ],
)
def test_however_often_a_deadline_returns_each_question_is_asked_once(
    deadline: str, most: int, tmp_path: Path
) -> None:
    codes = [fault.code for fault in declared_as(tmp_path, deadline)]
    assert len(codes) == len(set(codes)) == most
    assert "due_day_off" in codes


def test_a_question_about_many_periods_names_the_first_few_and_counts_them(tmp_path: Path) -> None:
    found = declared_as(tmp_path, "{text: 每周五, every: {weekday: friday, to: 2019-12-31}}")
    (warning,) = found
    # Fridays that were days off: 国庆 2017, 春节, 清明 2018 ...
    assert warning.message() == "“工作报告”的期限2017-10-06、2018-02-16、2018-04-06等10期为休息日"
    assert warning.message("en") == (
        "“工作报告” falls on a day off (weekends and holidays): 2017-10-06, 2018-02-16, 2018-04-06 … (10 periods)"
    )
    assert warning.hint() == "请报时间提前到前一个工作日；在截止时间之前报送仍为按时"
    few = declared_as(tmp_path, "{text: 每周五, every: {weekday: friday, to: 2018-02-28}}")
    assert few[0].message() == "“工作报告”的期限2017-10-06、2018-02-16为休息日"


def test_periods_that_were_due_before_the_document_are_counted_too(tmp_path: Path) -> None:
    deadline = "{text: 每月28日, every: {month_day: 28, from: 2017-01-01, to: 2017-06-28}}"
    said = {fault.code: fault.message() for fault in declared_as(tmp_path, deadline)}
    assert said["before_document"] == (
        "“工作报告”的期限2017-01-28、2017-02-28、2017-03-28等5期早于文件落款日期2017-06-16"
    )


def test_a_deadline_that_is_rolled_onto_a_working_day_is_not_asked_about(tmp_path: Path) -> None:
    every = "{text: 每周五, every: {weekday: friday, to: 2019-12-31}, roll: preceding}"
    assert declared_as(tmp_path, every) == []


def test_a_day_off_is_one_by_the_deadlines_own_calendar(tmp_path: Path) -> None:
    """Friday 20 April 2018 was a day off in Guangxi alone."""
    april = "{text: 4月20日前, on: 2018-04-20"
    assert declared_as(tmp_path, april + "}") == []
    (warning,) = declared_as(tmp_path, april + ", calendar: cn-gx}")
    assert (warning.code, warning.hint()) == (
        "due_day_off",
        "请报时间提前到2018-04-17；在2018-04-20 24:00之前报送仍为按时",
    )


def test_where_target_and_breach_are_one_instant_nobody_is_sent_to_the_day_after(tmp_path: Path) -> None:
    """The week of 国庆 opens within the holiday: it is asked for by its breach, the end of Friday."""
    every = "{text: 每周五, every: {weekday: friday, from: 2017-10-02, to: 2017-10-13}}"
    (warning,) = declared_as(tmp_path, every)
    assert warning.hint().startswith("请报时间提前到2017-10-06 24:00；")


def test_a_date_that_the_office_added_is_a_date(tmp_path: Path) -> None:
    assert declared_as(tmp_path, "{text: 制定方案, undated: {by_office: 2017-07-03}}") == []
    assert [f.code for f in declared_as(tmp_path, "{text: 制定方案, undated: {}}")] == ["undated_task"]


def test_what_counts_from_a_summary_is_not_taken_for_the_same_summary(tmp_path: Path) -> None:
    draft = "\n      draft: {title: 总结初稿, responsible: districts, deadline: {text: 提前, DEADLINE}}\n"
    text = SOUND.replace("title: 工作报告", "title: 工作总结").rstrip("\n")
    asked = {
        deadline: [f.code for f in loaded(tmp_path, text + draft.replace("DEADLINE", deadline)).warnings]
        for deadline in ("on: 2017-11-28", "before: {deadline: report, working_days: 3}")
    }
    assert list(asked.values()) == [["two_summaries"], []]


@pytest.mark.parametrize(
    ("deadline", "year"),
    [
        ("window: {festival: 春节, year: 2018}", 2018),
        ("qualitative: {review_every: {working_days: 400}}", 2018),
        # Its last day is known; the days that it is counted back over are not.
        ("before: {date: 2018-01-10, working_days: 10}", 2018),
        # The last days of a year are turned by the notice of the next.
        ("on: 2017-12-29", 2018),
        ("on: 2019-03-01", 2019),
    ],
)
def test_the_year_that_is_named_is_the_one_whose_notice_is_missing(
    deadline: str, year: int, tmp_path: Path
) -> None:
    known = Calendars({"cn": tuple(n for n in notices() if n.year <= 2017)})
    file = tmp_path / "campaigns.yaml"
    text = SOUND.replace("on: 2017-12-01", deadline)
    file.write_text(text, encoding="utf-8")
    found = [f for f in load(file, known).warnings if f.code == "year_unknown"]
    assert [f.message() for f in found] == [f"{year}年的节假日安排尚未公布，有关期限为暂定"]


def test_what_the_calendar_does_not_reach_is_told_at_the_task_that_asks_for_it(tmp_path: Path) -> None:
    """What counts from it cannot be answered either, but is not what is to be changed."""
    more = (
        "      after: {title: 之后, responsible: districts, deadline: {text: 某日, after: {deadline: far, days: 1}}}\n"
        "      far: {title: 远期, responsible: districts, deadline: {text: 某日, on: 2099-12-01}}\n"
    )
    (fault,) = faults(tmp_path, SOUND + more)
    line = (SOUND + more).split("\n")[fault.line - 1]
    assert line[fault.column - 1 :].startswith("deadline: {text: 某日, on: 2099-12-01}")
    assert fault.message().startswith("“far”要用到2099-12-01或更远的日子，超出日历范围（2004-01-01至")
