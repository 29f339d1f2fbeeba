"""Phrases that say when, as `draft` reads them into the deadline language."""

from datetime import date
from typing import Any

import pytest

from campaigns.drafting.moments import Frame
from campaigns.drafting.numerals import number, year
from campaigns.drafting.phrases import phrases
from campaigns.drafting.readings import Reading
from campaigns.drafting.sentences import sentence
from deadlines.language import Rule

TIANJIN = Frame(date(2017, 6, 16), period=((2017, 6), (2017, 11)))
HEPING = Frame(date(2021, 3, 10))
WINTER = Frame(date(2025, 11, 10), period=((2025, 11), (2026, 2)))

#: The document's years, the phrase in its sentence, the phrase itself, and the rule.
READ: list[tuple[Frame, str, str, dict[str, Any]]] = [
    (TIANJIN, "请每月28日前报送", "每月28日前", {"every": {"month_day": 28}}),
    (TIANJIN, "每个月１５日和月底报送", "每个月１５日和月底", {"every": {"month_day": [15, 31]}}),
    (TIANJIN, "次月5日前汇总", "次月5日前", {"every": {"month_day": 5}}),
    (TIANJIN, "每月底前报送", "每月底前", {"every": {"month_day": 31}}),
    (
        TIANJIN,
        "每周五下班前报送",
        "每周五下班前",
        {"every": {"weekday": "friday"}, "time": "close_of_business"},
    ),
    (TIANJIN, "每周二、周五报送", "每周二、周五", {"every": {"weekday": ["tuesday", "friday"]}}),
    (TIANJIN, "隔周周一报送", "隔周周一", {"every": {"weekday": "monday", "weeks": 2}}),
    (
        TIANJIN,
        "每月第一、第三个周一",
        "每月第一、第三个周一",
        {"every": {"weekday": "monday", "nth": [1, 3]}},
    ),
    (
        TIANJIN,
        "每季度最后一个工作日前",
        "每季度最后一个工作日前",
        {"every": {"working_day": -1, "of": "quarter"}},
    ),
    (
        TIANJIN,
        "每季度末月25日前",
        "每季度末月25日前",
        {"every": {"month_day": 25, "months": [3, 6, 9, 12]}},
    ),
    (TIANJIN, "每年12月20日前", "每年12月20日前", {"every": {"month_day": 20, "months": 12}}),
    (
        TIANJIN,
        "每个工作日17时前报送",
        "每个工作日17时前",
        {"every": {"daily": "working_day"}, "time": "17:00"},
    ),
    (TIANJIN, "12月1日前报送", "12月1日前", {"on": "2017-12-01"}),
    (TIANJIN, "十二月一日之前报送", "十二月一日之前", {"on": "2017-12-01"}),
    (HEPING, "并于3月9日下班前报送", "3月9日下班前", {"on": "2021-03-09", "time": "close_of_business"}),
    (HEPING, "于3月16日17：00前报送", "3月16日17：00前", {"on": "2021-03-16", "time": "17:00"}),
    (HEPING, "截止时间为3月16日下午5点", "截止时间为3月16日下午5点", {"on": "2021-03-16", "time": "17:00"}),
    (HEPING, "不迟于次年1月10日报送", "不迟于次年1月10日", {"on": "2022-01-10"}),
    (TIANJIN, "11月中旬，各区局将总结材料上报", "11月中旬", {"by": "2017-11/mid"}),
    (TIANJIN, "11月底前完成", "11月底前", {"by": "2017-11/end"}),
    (TIANJIN, "年底前完成", "年底前", {"by": "2017-12/end"}),
    (
        TIANJIN,
        "自作出行政决定之日起7个工作日内上网公开",
        "自作出行政决定之日起7个工作日内",
        {"after": {"event": "行政决定", "working_days": 7}},
    ),
    (
        TIANJIN,
        "自印发之日起十五日内",
        "自印发之日起十五日内",
        {"after": {"event": "issued", "days": 15}},
    ),
    (TIANJIN, "受理后两个月内办结", "受理后两个月内", {"after": {"event": "受理", "months": 2}}),
    (TIANJIN, "6月中旬", "6月中旬", {"window": "2017-06/mid"}),
    (
        TIANJIN,
        "6月下旬-11月上中旬",
        "6月下旬-11月上中旬",
        {"window": {"from": "2017-06/late", "to": "2017-11/early-mid"}},
    ),
    (TIANJIN, "7月－10月", "7月－10月", {"window": {"from": "2017-07", "to": "2017-10"}}),
    (TIANJIN, "7至10月", "7至10月", {"window": {"from": "2017-07", "to": "2017-10"}}),
    (HEPING, "3月5日至9日", "3月5日至9日", {"window": {"from": "2021-03-05", "to": "2021-03-09"}}),
    (HEPING, "3月5日-12月底", "3月5日-12月底", {"window": {"from": "2021-03-05", "to": "2021-12/end"}}),
    (
        HEPING,
        "统计日期：方案下发之日起至3月16日",
        "方案下发之日起至3月16日",
        {"window": {"from": "issued", "start_day": "included", "to": "2021-03-16"}},
    ),
    (
        HEPING,
        "参加3月14日晚会（19：30分-21点）",
        "3月14日晚会（19：30分-21点",
        {"window": {"from": "2021-03-14T19:30", "to": "2021-03-14T21:00"}},
    ),
    (HEPING, "确保问题不过夜", "问题不过夜", {"same_day": {"event": "问题"}}),
    (HEPING, "当日报送", "当日报送", {"same_day": {"event": "待办事项"}}),
    (TIANJIN, "适时开展", "适时", {"qualitative": {"review_every": {"working_days": 20}}}),
    (TIANJIN, "定期公示", "定期", {"qualitative": {"review_every": {"months": 1}}}),
    (TIANJIN, "及时上报", "及时", {"qualitative": {"review_every": {"working_days": 10}}}),
    # a date without a year: that of the document, or the one in which it lies within the stated period
    (WINTER, "1月20日前完成", "1月20日前", {"on": "2026-01-20"}),
    (
        WINTER,
        "12月7日至2月8日",
        "12月7日至2月8日",
        {"window": {"from": "2025-12-07", "to": "2026-02-08"}},
    ),
    (WINTER, "11月上中旬", "11月上中旬", {"window": "2025-11/early-mid"}),
]

#: What is asked about: the phrase, the code of the doubt, the anchor that is left.
DOUBTED = [
    ("11月31日前完成", "no_day", "undated"),
    ("13月5日前完成", "no_month", "undated"),
    ("24小时内报告", "no_start", "undated"),
    ("提前3个工作日报送", "no_base", "undated"),
    ("印发之日起24小时内报送", "hours_of_issue", "undated"),
    ("11月前完成", "before_month", "by"),
    ("每月中旬报送", "part_each_month", "every"),
    ("每月报送", "no_day_each", "qualitative"),
    ("12月1日报送总结", "no_limit_word", "on"),
    ("19：30-21：00值守", "no_day_of_hours", "undated"),
    ("2017年9月至2017年7月", "ends_before", "undated"),
    ("12月7日至2月8日", "next_year", "window"),
]


def found(text: str, frame: Frame) -> tuple[Reading, str]:
    """The one phrase of `text`, and its words."""
    read = sentence(1, text)
    (reading,) = phrases(read.plain, frame)
    return reading, read.written(reading.start, reading.end)


@pytest.mark.parametrize(("frame", "text", "words", "rule"), READ, ids=[row[1] for row in READ])
def test_a_phrase_is_read_as_its_rule_and_keeps_its_own_words(
    frame: Frame, text: str, words: str, rule: dict[str, Any]
) -> None:
    reading, written = found(text, frame)
    assert (reading.rule, written) == (rule, words)
    plain = {name: str(part) if isinstance(part, int) else part for name, part in rule.items()}
    assert Rule.model_validate({"text": words, **plain}).kind == reading.kind


@pytest.mark.parametrize(("text", "code", "kind"), DOUBTED)
def test_what_is_unsure_is_marked_and_never_guessed_silently(text: str, code: str, kind: str) -> None:
    reading, _ = found(text, TIANJIN)
    assert code in {one.code for one in reading.doubts}
    assert reading.kind == kind


def test_a_year_that_was_written_holds_for_the_next_date_of_the_sentence() -> None:
    read = phrases("2018年1月10日前报送,1月15日前汇总", TIANJIN)
    assert [one.rule for one in read] == [{"on": "2018-01-10"}, {"on": "2018-01-15"}]


def test_without_any_year_a_date_is_asked_for() -> None:
    (reading,) = phrases("12月1日前完成", Frame())
    assert ([one.code for one in reading.doubts], reading.rule) == (["no_year"], {"undated": {}})


@pytest.mark.parametrize(
    "text", ["第7次局长办公会", "3000件", "党的二十大精神", "“3·15”晚会", "19个汽车园区"]
)
def test_figures_that_are_no_dates_are_left_alone(text: str) -> None:
    assert phrases(text, TIANJIN) == []


def test_numbers_are_read_in_figures_and_in_chinese() -> None:
    assert [number(text) for text in ("28", "十", "二十八", "三十", "一百零五", "两", "甲")] == [
        28,
        10,
        28,
        30,
        105,
        2,
        None,
    ]
    assert [year(text) for text in ("2017", "二〇一七", "1017", "17")] == [2017, 2017, None, None]
