"""Certificates in sentences: every reason that a rule can give is said, in Chinese and in English."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.because import because, because_moved
from deadlines.counting import Extension
from deadlines.wording import REASONS
from tests.any_rule import EDGE, Case, any_case
from tests.instants import paused, resolved, until

DECISION = {"event": "decision", "working_days": 7}


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        (
            {"after": {"event": "decision"}, "rule": "双公示", "trigger": "2017-09-27"},
            "期间计算：《中华人民共和国民法通则》第一百五十四条",
            "Counted by 《中华人民共和国民法通则》第一百五十四条",
        ),
        (
            {"after": {"event": "decision"}, "rule": "双公示", "trigger": "2017-09-27"},
            "依据：《国务院办公厅关于运用大数据加强对市场主体服务和监管的若干意见》（国办发〔2015〕51号）（十八）",
            "Rests on 《国务院办公厅关于运用大数据加强对市场主体服务和监管的若干意见》（国办发〔2015〕51号）（十八）",
        ),
        (
            {"after": {"event": "served", "days": 5}, "rule": "行政处罚法", "trigger": "2021-07-15"},
            "该法所称“5日”指工作日",
            "in that law “5 days” are working days",
        ),
        (
            {"after": {"event": "decision", "months": 1}, "trigger": "2017-01-31"},
            "按月计1个月，至2017-02-28（无对应日的为月末）",
            "1 months, to 2017-02-28 (or the month's end)",
        ),
        (
            {"after": {"event": "decision", "hours": 24}, "trigger": "2021-03-15T20:30"},
            "按小时计24小时，不分昼夜和休息日",
            "24 hours, by day and night and on days off",
        ),
        (
            {"same_day": {"event": "decision"}, "trigger": "2021-03-15T20:30"},
            "decision：2021-03-15 20:30",
            "decision: 2021-03-15 20:30",
        ),
        (
            {"same_day": {"event": "decision"}, "trigger": "2021-03-15T20:30", "time": "close_of_business"},
            "事发时已过当日17:30，以当日24:00为限",
            "17:30 had passed when it happened: the day's end counts",
        ),
        (
            {"before": {"date": "2017-10-09", "working_days": 3}},
            "在2017-10-09之前3个工作日：2017-09-28",
            "3 working days before 2017-10-09: 2017-09-28",
        ),
        (
            {"before": {"date": "2017-10-09", "working_days": 3}},
            "调休上班，计入：09-30（中秋节、国庆节）",
            "Make-up working days, counted: 09-30",
        ),
        (
            {"before": {"date": "2017-10-09", "days": 3}},
            "在2017-10-09之前3日：2017-10-06",
            "3 days before 2017-10-09: 2017-10-06",
        ),
        (
            {"before": {"date": "2017-03-31", "months": 1}},
            "在2017-03-31之前1个月：2017-02-28",
            "1 months before 2017-03-31: 2017-02-28",
        ),
        (
            {"before": {"festival": "春节", "year": 2020, "working_days": 1}},
            "春节自2020-01-24开始",
            "spring-festival begins on 2020-01-24",
        ),
        (
            {"by": "2017-11/mid"},
            "该时段为2017-11-11至2017-11-20，以末日为准",
            "That period runs from 2017-11-11 to 2017-11-20; its last day counts",
        ),
        (
            {"every": {"month_day": 28, "to": "2017-11-30"}, "day": "2017-10-28"},
            "本期期限日：2017-10-28",
            "This period's day: 2017-10-28",
        ),
        (
            {
                "after": DECISION,
                "pause": "听证",
                "trigger": "2017-09-27",
                "pauses": paused("2017-09-28..2017-09-29"),
            },
            "暂停计时，不计：09-28",
            "The clock stood, not counted: 09-28",
        ),
        (
            {"on": "2017-10-12", "extensions": (Extension(working_days=5),)},
            "延期：2017-10-12改为2017-10-19",
            "Extended: 2017-10-12 becomes 2017-10-19",
        ),
    ],
)
def test_each_reason_is_said_in_both_languages(fields: dict[str, Any], zh: str, en: str) -> None:
    certificate = resolved(**fields).certificate
    assert any(line.startswith(zh) for line in because(certificate))
    assert any(line.startswith(en) for line in because(certificate, "en"))


@settings(max_examples=200)
@given(any_case(EDGE, until(2016)), st.sampled_from(["zh", "en"]))
def test_every_certificate_can_be_said_and_nothing_is_left_unfilled(case: Case, lang: str) -> None:
    lines = because(case.on(until(2016)).certificate, lang)
    assert lines
    assert all(line.strip() and not re.search(r"[{}]|None", line) for line in lines)


def test_a_phrase_with_braces_is_said_as_it_stands() -> None:
    assert because(resolved(text="{每月}28日前", on="2017-12-01").certificate)[0] == "文件要求“{每月}28日前”"


def test_every_reason_is_worded_in_two_languages() -> None:
    assert all(zh != en and zh and en for zh, en in REASONS.values())
    assert all(sorted(fields(zh)) == sorted(fields(en)) for zh, en in REASONS.values())


def fields(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)


def test_why_a_date_counted_backwards_moved_names_the_days_that_were_turned() -> None:
    """Five working days before 2017-02-03: 29 January to 2 February are off by the notice alone."""
    fields: dict[str, Any] = {"before": {"date": "2017-02-06", "working_days": 5}}
    before, after = resolved(calendar=until(2016), **fields), resolved(**fields)
    assert before.last_day != after.last_day
    zh, en = (because_moved(before.certificate, after.certificate, lang) for lang in ("zh", "en"))
    assert zh[0].startswith("改为休息：")
    assert en[0].startswith("Days off now: ")
    assert any(line.startswith("改为上班：02-04") for line in zh)
    assert zh[-1] == "依据国办发明电〔2016〕17号"
