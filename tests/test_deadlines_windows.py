"""Windows: when each opens and closes, and that none of them ever makes anything late."""

import json
from datetime import date
from typing import Any

import pytest

from deadlines.anchors import Festival
from deadlines.because import because
from deadlines.language import settled
from deadlines.spans import Span
from deadlines.windows import window_instants, window_span
from deadlines.workdays import OutsideCalendarError
from tests.instants import ISSUED, NATIONAL, OFFICE, resolved, rule, until, window

NATIONAL_DAY = {"festival": "国庆", "year": 2017}
SPRING_2020 = {"festival": "春节", "year": 2020}
GALA = {"from": "2021-03-15T20:00", "until": {"event": "gala_over", "backstop": "2021-03-16T01:00"}}


@pytest.mark.parametrize(
    ("written", "opens", "closes"),
    [
        # days, ten days, months
        ("2017-06-16", "2017-06-16T00:00", "2017-06-17T00:00"),
        ("2017-02", "2017-02-01T00:00", "2017-03-01T00:00"),
        ("2016-02/late", "2016-02-21T00:00", "2016-03-01T00:00"),
        ({"from": "2017-10", "to": "2017-10/mid"}, "2017-10-01T00:00", "2017-10-21T00:00"),
        # over the end of a year
        ({"from": "2022-12-20", "to": "2023-01-20"}, "2022-12-20T00:00", "2023-01-21T00:00"),
        ({"from": "2022-12/late", "to": "2023-02/early"}, "2022-12-21T00:00", "2023-02-11T00:00"),
        ({"from": "2022-11", "to": "2023-01/end"}, "2022-11-01T00:00", "2023-02-01T00:00"),
        # exact to the minute at either end, or at both
        ({"from": "2021-03-14T19:30", "to": "2021-03-14T21:00"}, "2021-03-14T19:30", "2021-03-14T21:00"),
        ({"from": "2021-03-15T20:00", "to": "2021-03-16"}, "2021-03-15T20:00", "2021-03-17T00:00"),
        ({"from": "2021-03-15", "to": "2021-03-16T12:00"}, "2021-03-15T00:00", "2021-03-16T12:00"),
        ({"from": "2021-03-14T22:00", "to": "2021-03-15T02:00"}, "2021-03-14T22:00", "2021-03-15T02:00"),
        # from the document's date, 16 June: without and with that day
        ({"from": "issued", "to": "2017-11-30"}, "2017-06-17T00:00", "2017-12-01T00:00"),
        (
            {"from": "issued", "start_day": "excluded", "to": "2017-11-30"},
            "2017-06-17T00:00",
            "2017-12-01T00:00",
        ),
        (
            {"from": "issued", "start_day": "included", "to": "2017-11-30"},
            "2017-06-16T00:00",
            "2017-12-01T00:00",
        ),
        # festivals, by the notice
        ({"festival": "元旦", "year": 2023}, "2022-12-31T00:00", "2023-01-03T00:00"),
        (SPRING_2020, "2020-01-24T00:00", "2020-02-03T00:00"),
        ({"festival": "618", "year": 2023}, "2023-06-18T00:00", "2023-06-19T00:00"),
        # lead and lag: 26 September is the fifth working day before 1 October
        ({**NATIONAL_DAY, "lead": {"working_days": 5}}, "2017-09-26T00:00", "2017-10-09T00:00"),
        ({**NATIONAL_DAY, "lag": {"working_days": 2}}, "2017-10-01T00:00", "2017-10-11T00:00"),
        (
            {**NATIONAL_DAY, "lead": {"days": 7}, "lag": {"days": 3}},
            "2017-09-24T00:00",
            "2017-10-12T00:00",
        ),
        ({**NATIONAL_DAY, "lead": {"months": 1}}, "2017-09-01T00:00", "2017-10-09T00:00"),
        (
            {**SPRING_2020, "lead": {"working_days": 3}, "lag": {"working_days": 1}},
            "2020-01-21T00:00",
            "2020-02-04T00:00",
        ),
        ({"festival": "双11", "year": 2017, "lead": {"days": 10}}, "2017-11-01T00:00", "2017-11-12T00:00"),
        (
            {"festival": "元宵", "year": 2017, "lead": {"working_days": 1}},
            "2017-02-10T00:00",
            "2017-02-12T00:00",
        ),
    ],
)
def test_a_window_opens_with_its_first_day_and_closes_after_its_last(
    written: Any, opens: str, closes: str
) -> None:
    found = resolved(window=written)
    assert window(found) == (opens, closes)
    assert (found.target, found.breach, found.last_day) == (None, None, None)


def test_what_happens_during_the_gala_ends_with_it_or_with_the_backstop() -> None:
    assert window(resolved(window=GALA)) == ("2021-03-15T20:00", "2021-03-16T01:00")
    assert window(resolved(window=GALA, trigger="2021-03-15T22:10")) == (
        "2021-03-15T20:00",
        "2021-03-15T22:10",
    )
    assert window(resolved(window=GALA, trigger="2021-03-15"))[1] == "2021-03-16T00:00"
    assert rule(window=GALA).window_event == "gala_over"
    assert rule(window="2017-06").window_event is None


@pytest.mark.parametrize(
    ("written", "provisional"),
    [
        ({"festival": "国庆", "year": 2017}, True),
        ({"festival": "国庆", "year": 2016}, False),
        # 6·18 and the Lantern Festival are no holidays: no notice moves them.
        ({"festival": "618", "year": 2017}, False),
        ({"festival": "元宵", "year": 2017, "lag": {"days": 3}}, False),
        ({"festival": "618", "year": 2017, "lead": {"working_days": 3}}, True),
        ({"from": "2017-06/late", "to": "2017-11/early-mid"}, False),
    ],
)
def test_a_window_is_provisional_when_an_unpublished_notice_may_move_it(
    written: Any,
    provisional: bool,  # noqa: FBT001
) -> None:
    found = resolved(calendar=until(2016), window=written)
    assert found.provisional is provisional
    assert json.loads(found.certificate)["provisional"] is provisional


def test_the_notice_moves_a_festival_window_that_was_provisional() -> None:
    new_year = {"festival": "元旦", "year": 2023}
    assert window(resolved(calendar=until(2022), window=new_year))[0] == "2023-01-01T00:00"
    assert window(resolved(calendar=until(2023), window=new_year))[0] == "2022-12-31T00:00"


def test_its_span_takes_the_year_that_is_given_where_it_names_none() -> None:
    double11 = Festival(festival="double11")
    assert window_span(double11, 2019, NATIONAL).first == date(2019, 11, 11)
    with pytest.raises(ValueError, match="settled with its year"):
        window_instants(double11, OFFICE, NATIONAL)


def test_a_window_from_the_documents_date_is_settled_first() -> None:
    written = rule(window={"from": "issued", "to": "2017-11-30"})
    assert written.window is not None
    with pytest.raises(ValueError, match="settled before"):
        window_span(written.window, 2017, NATIONAL)
    whole = settled(written, ISSUED).window
    assert whole is not None
    assert window_span(whole, 2017, NATIONAL) == Span(date(2017, 6, 17), date(2017, 11, 30))


def test_beyond_all_days_there_is_an_error_and_no_crash() -> None:
    for written in (
        {"from": "2017-06", "to": "9999-12"},
        {"festival": "618", "year": 9999, "lag": {"months": 12}},
        {"festival": "618", "year": 1, "lead": {"days": 400}},
        {"festival": "国庆", "year": 2040, "lead": {"working_days": 3}},
    ):
        with pytest.raises(OutsideCalendarError):
            resolved(window=written)


def test_a_window_says_that_it_has_no_date_and_from_when_to_when_it_runs() -> None:
    found = resolved(text="“双十一”期间", window={"festival": "双十一"})
    chinese, english = because(found.certificate), because(found.certificate, "en")
    assert chinese[-2:] == [
        "时段：2017年11月11日（星期六）00:00至2017年11月11日（星期六）24:00",
        "没有具体日期：只提醒办理，不计逾期",
    ]
    assert english[-1].startswith("No date")
