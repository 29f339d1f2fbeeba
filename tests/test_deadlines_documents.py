"""Every phrase of the five documents that says when: how it is written, and what comes of it.

001 is the action of Tianjin of 2017, 003 the 3·15 activities of Heping of 2021, 000 and 002 the work plans of Binhai
and Hohhot for 2023, 004 a report on 2022 that sets no date.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from deadlines.resolve import reviews
from deadlines.spans import Span
from tests.instants import NATIONAL, instants, resolved, rule, unrolled, window

TIANJIN, HEPING, BINHAI = date(2017, 6, 16), date(2021, 3, 10), date(2023, 6, 16)
#: 002 bears no date; it plans the year.
HOHHOT = date(2023, 1, 1)
AUTUMN = Span(date(2017, 6, 1), date(2017, 11, 30))
YEAR = Span(date(2023, 1, 1), date(2023, 12, 31))


@dataclass(frozen=True)
class Phrase:
    """A phrase of a document, the rule that reads it, and what comes of it."""

    text: str
    issued: date
    written: dict[str, Any]
    comes: tuple[str, str]
    given: dict[str, Any] = field(default_factory=dict)
    period: Span | None = None


def said(phrase: Phrase) -> str:
    """What a test of the phrase is called."""
    return phrase.text


DUE = [
    # 001
    Phrase("11月中旬", TIANJIN, {"by": "2017-11/mid"}, ("2017-11-20T17:30", "2017-11-21T00:00")),
    Phrase("11月下旬", TIANJIN, {"by": "2017-11/late"}, ("2017-11-30T17:30", "2017-12-01T00:00")),
    Phrase("12月1日前", TIANJIN, {"on": "2017-12-01"}, ("2017-12-01T17:30", "2017-12-02T00:00")),
    Phrase(
        "每月28日前",
        TIANJIN,
        {"every": {"month_day": 28, "from": "issued", "to": "2017-11-30"}},
        ("2017-10-27T17:30", "2017-10-29T00:00"),
        {"day": "2017-10-28"},
    ),
    Phrase(
        "自作出行政决定之日起7个工作日内",
        TIANJIN,
        {"after": {"event": "decision", "working_days": 7}, "rule": "双公示"},
        ("2017-10-12T17:30", "2017-10-13T00:00"),
        {"trigger": "2017-09-27"},
    ),
    # 003: the roster was due before the notice itself, which the plan marks as past at issue
    Phrase(
        "3月9日下班前",
        HEPING,
        {"on": "2021-03-09", "time": "close_of_business"},
        ("2021-03-09T17:30", "2021-03-09T17:30"),
    ),
    Phrase(
        "3月16日17：00前",
        HEPING,
        {"on": "2021-03-16", "time": "17：00"},
        ("2021-03-16T17:00", "2021-03-16T17:00"),
    ),
    Phrase(
        "确保问题不过夜",
        HEPING,
        {"same_day": {"event": "problem_exposed"}},
        ("2021-03-16T00:00", "2021-03-16T00:00"),
        {"trigger": "2021-03-15T20:40"},
    ),
    Phrase("3月底", HEPING, {"by": "2021-03/end"}, ("2021-03-31T17:30", "2021-04-01T00:00")),
    Phrase("12月底", HEPING, {"by": "2021-12/end"}, ("2021-12-31T17:30", "2022-01-01T00:00")),
    # 000: the year's end is a Sunday
    Phrase("年内", BINHAI, {"by": "2023-12/end"}, ("2023-12-29T17:30", "2024-01-01T00:00")),
    Phrase("2023年力争完成", BINHAI, {"on": "2023-12-31"}, ("2023-12-29T17:30", "2024-01-01T00:00")),
]

DURING = [
    # 001
    Phrase(
        "2017年6月至11月",
        TIANJIN,
        {"window": {"from": "2017-06", "to": "2017-11"}},
        ("2017-06-01T00:00", "2017-12-01T00:00"),
    ),
    Phrase("6月中旬", TIANJIN, {"window": "2017-06/mid"}, ("2017-06-11T00:00", "2017-06-21T00:00")),
    Phrase(
        "6月下旬-11月上中旬",
        TIANJIN,
        {"window": {"from": "2017-06/late", "to": "2017-11/early-mid"}},
        ("2017-06-21T00:00", "2017-11-21T00:00"),
    ),
    Phrase(
        "7月-10月",
        TIANJIN,
        {"window": {"from": "2017-07", "to": "2017-10"}},
        ("2017-07-01T00:00", "2017-11-01T00:00"),
    ),
    Phrase("11月中下旬", TIANJIN, {"window": "2017-11/mid-late"}, ("2017-11-11T00:00", "2017-12-01T00:00")),
    Phrase(
        "以“双十一”为重点时段",
        TIANJIN,
        {"window": {"festival": "双十一"}},
        ("2017-11-11T00:00", "2017-11-12T00:00"),
        period=AUTUMN,
    ),
    # 003
    Phrase(
        "3月5日-3月底",
        HEPING,
        {"window": {"from": "2021-03-05", "to": "2021-03/end"}},
        ("2021-03-05T00:00", "2021-04-01T00:00"),
    ),
    Phrase(
        "3月5日-12月底",
        HEPING,
        {"window": {"from": "2021-03-05", "to": "2021-12/end"}},
        ("2021-03-05T00:00", "2022-01-01T00:00"),
    ),
    Phrase(
        "3月14日天津“3·15”晚会（19：30分-21点）",
        HEPING,
        {"window": {"from": "2021-03-14T19:30", "to": "2021-03-14T21:00"}},
        ("2021-03-14T19:30", "2021-03-14T21:00"),
    ),
    Phrase(
        "在本部门值守至晚会结束",
        HEPING,
        {"window": {"from": "2021-03-15T20:00", "until": {"event": "gala_over", "backstop": "2021-03-15"}}},
        ("2021-03-15T20:00", "2021-03-15T22:05"),
        {"trigger": "2021-03-15T22:05"},
    ),
    Phrase(
        "值守至晚会结束",
        HEPING,
        {"window": {"from": "2021-03-15T20:00", "until": {"event": "gala_over", "backstop": "2021-03-15"}}},
        ("2021-03-15T20:00", "2021-03-16T00:00"),
    ),
    Phrase(
        "央视“3·15”晚会当日",
        HEPING,
        {"window": "2021-03-15"},
        ("2021-03-15T00:00", "2021-03-16T00:00"),
    ),
    Phrase(
        "“3·15”消费者权益日",
        HEPING,
        {"window": {"festival": "3·15"}},
        ("2021-03-15T00:00", "2021-03-16T00:00"),
    ),
    Phrase(
        "统计日期：方案下发之日起至3月16日",
        HEPING,
        {"window": {"from": "issued", "start_day": "included", "to": "2021-03-16"}},
        ("2021-03-10T00:00", "2021-03-17T00:00"),
    ),
    # 000 and 002
    Phrase("“6·18”期间", BINHAI, {"window": {"festival": "6·18"}}, ("2023-06-18T00:00", "2023-06-19T00:00")),
    Phrase(
        "“双十一”期间", BINHAI, {"window": {"festival": "双十一"}}, ("2023-11-11T00:00", "2023-11-12T00:00")
    ),
    Phrase(
        "“双十二”期间", BINHAI, {"window": {"festival": "双十二"}}, ("2023-12-12T00:00", "2023-12-13T00:00")
    ),
    Phrase(
        "元旦重点时段",
        HOHHOT,
        {"window": {"festival": "元旦"}},
        ("2022-12-31T00:00", "2023-01-03T00:00"),
        period=YEAR,
    ),
    Phrase(
        "春节重点时段",
        HOHHOT,
        {"window": {"festival": "春节"}},
        ("2023-01-21T00:00", "2023-01-28T00:00"),
        period=YEAR,
    ),
    Phrase(
        "“双11”重点时段",
        HOHHOT,
        {"window": {"festival": "双11"}},
        ("2023-11-11T00:00", "2023-11-12T00:00"),
        period=YEAR,
    ),
    Phrase(
        "2023年",
        HOHHOT,
        {"window": {"from": "2023-01", "to": "2023-12"}},
        ("2023-01-01T00:00", "2024-01-01T00:00"),
    ),
]

#: What is to be done without a date, how often it is looked at, and the first days on which it is.
TWENTY = {"working_days": 20}
SOMETIME = [
    ("适时开展2023网络市场监管专项行动", BINHAI, TWENTY, "2023-07-17 2023-08-14"),
    ("及时做好线索信息的处置工作", BINHAI, {"working_days": 10}, "2023-07-03 2023-07-17"),
    ("常态化做好野生动物及其制品监管工作", BINHAI, {"months": 1}, "2023-07-16 2023-08-16"),
    ("及时上报局办公室", HEPING, {"working_days": 1}, "2021-03-11 2021-03-12"),
    ("遇有重大情况及时上报", HEPING, {"working_days": 1}, "2021-03-11 2021-03-12"),
    ("立即拿出应对措施、解决方案", HEPING, {"days": 1}, "2021-03-11 2021-03-12"),
    ("定期公示投诉信息", HEPING, {"months": 1}, "2021-04-10 2021-05-10"),
    ("定期约谈机制", HEPING, {"months": 3}, "2021-06-10 2021-09-10"),
    ("定期开展网络交易平台经营状况调查", HOHHOT, {"months": 3}, "2023-04-01 2023-07-01"),
    ("及时查处互联网违法广告", TIANJIN, TWENTY, "2017-07-14 2017-08-11"),
    ("及时宣传报道工作措施和阶段性进展成效", TIANJIN, TWENTY, "2017-07-14 2017-08-11"),
]

#: What is to be done once, and the document does not say by when.
ONCE = [
    "研究制定切实可行的具体实施方案",
    "制定全区工作方案，成立工作专班",
    "制定一体化监管权责清单",
    "具体安排另行通知",
]


@pytest.mark.parametrize("phrase", DUE, ids=said)
def test_what_is_due_has_the_two_instants_that_its_words_say(phrase: Phrase) -> None:
    found = resolved(issued=phrase.issued, text=phrase.text, **phrase.given, **phrase.written)
    assert instants(found) == phrase.comes
    assert not found.provisional


@pytest.mark.parametrize("phrase", DURING, ids=said)
def test_what_is_done_during_some_time_has_a_window_and_is_never_late(phrase: Phrase) -> None:
    told: dict[str, Any] = {"issued": phrase.issued, "period": phrase.period, "text": phrase.text}
    found = resolved(**told, **phrase.given, **phrase.written)
    assert window(found) == phrase.comes
    assert (found.target, found.breach) == (None, None)


@pytest.mark.parametrize(("text", "issued", "every", "days"), SOMETIME)
def test_what_is_done_sometime_is_looked_at_again_and_is_never_late(
    text: str, issued: date, every: dict[str, int], days: str
) -> None:
    written = rule(text=text, qualitative={"review_every": every})
    looked = reviews(written, issued, date(issued.year, 12, 31), NATIONAL)
    assert " ".join(day.isoformat() for day, _ in zip(looked, range(2), strict=False)) == days
    found = resolved(text=text, opens=f"{issued}T00:00", qualitative={"review_every": every})
    assert (found.target, found.breach) == (None, None)


@pytest.mark.parametrize("text", ONCE)
def test_what_is_done_once_without_a_date_stays_open_and_is_never_late(text: str) -> None:
    found = resolved(text=text, undated={})
    assert (found.kind, found.target, found.breach, found.closes) == ("undated", None, None, None)


def test_the_six_monthly_reports_of_2017_are_those_of_the_law_page() -> None:
    found = unrolled(period=AUTUMN, month_day=28)
    assert [period.key for period in found] == [f"2017-{month:02}" for month in range(6, 12)]
    monthly: dict[str, Any] = {"every": {"month_day": 28, "to": "2017-11-30"}}
    asked = [instants(resolved(day=period.day.isoformat(), **monthly))[0][5:10] for period in found]
    assert asked == ["06-28", "07-28", "08-28", "09-28", "10-27", "11-28"]
