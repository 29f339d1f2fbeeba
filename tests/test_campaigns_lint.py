"""What the linter asks: of small declarations, and of document 001 exactly what a careful reader would."""

from pathlib import Path

import pytest

from actions.declared import load
from campaigns.faults import Fault
from deadlines.notices import load as notices
from deadlines.workdays import WorkCalendar
from tests.bad_declarations.slips import SOUND, Slip, faults, loaded, named, slips

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
LINES = CAMPAIGNS.read_text(encoding="utf-8").split("\n")


def warnings() -> list[Fault]:
    return list(load(CAMPAIGNS, WorkCalendar.national()).warnings)


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
    until_2016 = WorkCalendar(notice for notice in notices() if notice.year <= 2016)
    file = tmp_path / "campaigns.yaml"
    file.write_text(SOUND, encoding="utf-8")
    (warning,) = load(file, until_2016).warnings
    assert warning.message() == "2017年的节假日安排尚未公布，有关期限为暂定"
    assert load(file, WorkCalendar(n for n in notices() if n.year <= 2017)).warnings == ()


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
