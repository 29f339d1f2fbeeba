"""Pauses and extensions: which days stand still, and how much longer a period then runs."""

import json
from datetime import date
from typing import Any

import pytest

from deadlines.because import because
from deadlines.counting import Extension, Pause, extended, merged
from deadlines.law import NotAllowedError
from tests.instants import NATIONAL, instants, paused, resolved, rule

SEVEN: dict[str, Any] = {"after": {"event": "decision", "working_days": 7}, "pause": ["听证", "检测"]}
NINETY: dict[str, Any] = {
    "text": "立案之日起九十日",
    "after": {"event": "case_filed", "days": 90},
    "roll": "following",
    "pause": ["听证", "检测"],
}


@pytest.mark.parametrize(
    ("stretches", "last"),
    [
        # Seven working days from 2017-09-27: 28 29 30 09 10 11 12. The clock runs again on the second day.
        ([], "10-12"),
        (["2017-09-28..2017-09-30"], "10-16"),
        (["2017-09-28..2017-09-28"], "10-12"),
        (["2017-10-10..2017-10-09"], "10-12"),
        # nothing but the holiday stands still
        (["2017-10-01..2017-10-09"], "10-12"),
        # before the period, its excluded day among them; over its beginning; over its end; after it
        (["2017-09-20..2017-09-28"], "10-12"),
        (["2017-09-20..2017-09-29"], "10-13"),
        (["2017-10-12..2017-10-20"], "10-20"),
        (["2017-10-13..2017-11-01"], "10-12"),
        # the days that a pause adds may be paused again
        (["2017-09-28..2017-09-29", "2017-10-13..2017-10-16"], "10-16"),
        # overlapping ones merge: 28 29 30 and 9 stand still, once
        (["2017-09-28..2017-09-30", "2017-09-29..2017-10-10"], "10-18"),
        (["2017-09-28..2017-10-10", "2017-09-29..2017-09-30"], "10-18"),
        (["2017-09-28..2017-09-29", "2017-09-29..2017-09-30"], "10-16"),
    ],
)
def test_working_days_of_a_pause_do_not_count(stretches: list[str], last: str) -> None:
    for order in (stretches, stretches[::-1]):
        found = resolved(trigger="2017-09-27", pauses=paused(*order), **SEVEN)
        assert f"{found.last_day:%m-%d}" == last


@pytest.mark.parametrize(
    ("stretches", "target", "breach"),
    [
        # Ninety days from 2021-03-01 end on Sunday 30 May.
        ([], "2021-05-31T17:30", "2021-06-01T00:00"),
        (["2021-03-10..2021-03-20"], "2021-06-09T17:30", "2021-06-10T00:00"),
        # fifteen days more end on Monday 14 June, 端午节
        (["2021-03-10..2021-03-20", "2021-04-01..2021-04-06"], "2021-06-15T17:30", "2021-06-16T00:00"),
        (["2021-02-20..2021-03-05"], "2021-06-02T17:30", "2021-06-03T00:00"),
        (["2021-06-01..2021-07-01"], "2021-05-31T17:30", "2021-06-01T00:00"),
    ],
)
def test_calendar_days_of_a_pause_do_not_count_days_off_included(
    stretches: list[str], target: str, breach: str
) -> None:
    found = resolved(trigger="2021-03-01", pauses=paused(*stretches), **NINETY)
    assert instants(found) == (target, breach)


def test_a_month_is_longer_by_the_days_of_its_pause() -> None:
    monthly: dict[str, Any] = {"after": {"event": "decision", "months": 1}, "pause": "听证"}
    found = resolved(trigger="2017-01-31", pauses=paused("2017-02-10..2017-02-15"), **monthly)
    assert found.last_day == date(2017, 3, 5)


def test_a_counted_first_day_may_be_paused() -> None:
    fields = {**SEVEN, "start_day": "included"}
    assert resolved(trigger="2017-09-27", **fields).last_day == date(2017, 10, 11)
    assert resolved(trigger="2017-09-27", pauses=paused("2017-09-27..2017-09-28"), **fields).last_day == date(
        2017, 10, 12
    )


def test_pauses_are_merged_into_stretches_in_order() -> None:
    found = merged(paused("2021-04-01..2021-04-06", "2021-03-10..2021-03-20", "2021-03-20..2021-03-22"))
    assert found == (
        (date(2021, 3, 10), date(2021, 3, 22)),
        (date(2021, 4, 1), date(2021, 4, 6)),
    )
    assert merged(paused("2021-04-06..2021-04-06", "2021-04-06..2021-04-01")) == ()


def test_the_certificate_names_the_days_on_which_the_clock_stood() -> None:
    found = resolved(trigger="2017-09-27", pauses=paused("2017-09-28..2017-10-02"), **SEVEN)
    body = json.loads(found.certificate)
    assert body["count"]["paused"] == ["2017-09-28", "2017-09-29", "2017-09-30"]
    assert body["count"]["working_days"] == 7
    assert body["facts"]["pauses"] == [["2017-09-28", "2017-10-02", "听证"]]
    assert "暂停计时，不计：09-28至09-30" in because(found.certificate)
    assert "The clock stood, not counted: 09-28 to 09-30" in because(found.certificate, "en")


def test_a_paused_period_of_calendar_days_says_from_when_to_when() -> None:
    found = resolved(trigger="2021-03-01", pauses=paused("2021-03-10..2021-03-20"), **NINETY)
    assert "暂停计时：2021-03-10起，2021-03-20恢复" in because(found.certificate)
    later = resolved(trigger="2021-03-01", pauses=paused("2021-07-10..2021-07-20"), **NINETY)
    assert "暂停计时" not in "".join(because(later.certificate))


@pytest.mark.parametrize(
    "fields",
    [
        {"after": {"event": "decision", "working_days": 7}},
        {"on": "2017-10-28"},
        {"by": "2017-11/mid"},
        {"before": {"date": "2017-12-01", "days": 3}},
        {"same_day": {"event": "decision"}},
        {"after": {"event": "decision", "hours": 24}},
    ],
)
def test_a_pause_that_was_not_declared_is_refused_and_never_passed_over(fields: dict[str, Any]) -> None:
    stopped = paused("2017-09-28..2017-09-30")
    with pytest.raises(NotAllowedError) as caught:
        resolved(trigger="2017-09-27T09:00", pauses=stopped, **fields)
    assert caught.value.code == "pause_undeclared"


def test_only_declared_causes_stop_the_clock() -> None:
    tested = resolved(trigger="2017-09-27", pauses=paused("2017-09-28..2017-09-30", cause="检测"), **SEVEN)
    assert tested.last_day == date(2017, 10, 16)
    with pytest.raises(NotAllowedError) as caught:
        resolved(trigger="2017-09-27", pauses=paused("2017-09-28..2017-09-30", cause="出差"), **SEVEN)
    assert caught.value.found["known"] == "听证、检测"
    assert "“出差”不在申报的暂停事由之内（听证、检测）" in caught.value.said()


# --- extensions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extensions", "target", "breach"),
    [
        # counted on from Thursday 2017-10-12
        ([Extension(working_days=5)], "2017-10-19T17:30", "2017-10-20T00:00"),
        ([Extension(days=10)], "2017-10-20T17:30", "2017-10-23T00:00"),
        ([Extension(months=1)], "2017-11-10T17:30", "2017-11-13T00:00"),
        ([Extension(until=date(2017, 10, 20))], "2017-10-20T17:30", "2017-10-21T00:00"),
        # never an earlier day
        ([Extension(until=date(2017, 10, 1))], "2017-10-12T17:30", "2017-10-13T00:00"),
        # one after the other
        ([Extension(working_days=5), Extension(working_days=5)], "2017-10-26T17:30", "2017-10-27T00:00"),
    ],
)
def test_an_extension_counts_on_from_the_last_day(
    extensions: list[Extension], target: str, breach: str
) -> None:
    fields: dict[str, Any] = {"after": {"event": "decision", "working_days": 7}}
    found = resolved(trigger="2017-09-27", extensions=tuple(extensions), **fields)
    assert instants(found) == (target, breach)


def test_an_extension_comes_before_the_roll_and_before_the_bound() -> None:
    ten = (Extension(days=10),)
    rolled = resolved(on="2017-09-27", roll="following", extensions=ten)
    assert instants(rolled) == ("2017-10-09T17:30", "2017-10-10T00:00")
    bound = resolved(on="2017-09-30", bound="exclusive", extensions=ten)
    assert instants(bound) == ("2017-10-09T17:30", "2017-10-10T00:00")


def test_an_extended_date_keeps_its_time_of_day() -> None:
    found = resolved(on="2021-03-16", time="17:00", extensions=(Extension(working_days=1),))
    assert instants(found) == ("2021-03-17T17:00", "2021-03-17T17:00")


def test_the_certificate_tells_what_was_granted_and_by_whom() -> None:
    granted = (Extension(working_days=5, approver="分管领导"),)
    found = resolved(trigger="2017-09-27", extensions=granted, **SEVEN)
    assert "延期，分管领导批准：2017-10-12改为2017-10-19" in because(found.certificate)
    assert "Extended, approved by 分管领导: 2017-10-12 becomes 2017-10-19" in because(found.certificate, "en")
    assert json.loads(found.certificate)["facts"]["extensions"] == [
        {"working_days": 5, "approver": "分管领导"}
    ]


DECLARED = {"working_days": 15, "times": 2, "approver": "负责人"}


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        ([Extension(working_days=16, approver="负责人")], "extension_too_long"),
        ([Extension(days=15, approver="负责人")], "extension_too_long"),
        ([Extension(until=date(2017, 10, 13), approver="负责人")], "extension_too_long"),
        ([Extension(working_days=1, approver="负责人")] * 3, "extension_too_long"),
        ([Extension(working_days=15)], "needs_approver"),
    ],
)
def test_an_extension_beyond_what_was_declared_is_refused(granted: list[Extension], code: str) -> None:
    fields = {**SEVEN, "extend": DECLARED}
    with pytest.raises(NotAllowedError) as caught:
        resolved(trigger="2017-09-27", extensions=tuple(granted), **fields)
    assert caught.value.code == code


def test_an_extension_within_what_was_declared_is_granted() -> None:
    granted = (Extension(working_days=15, approver="负责人"), Extension(working_days=1, approver="负责人"))
    found = resolved(trigger="2017-09-27", extensions=granted, **{**SEVEN, "extend": DECLARED})
    assert found.last_day == NATIONAL.add(date(2017, 9, 27), 7 + 15 + 1)


def test_hours_are_not_extended() -> None:
    with pytest.raises(NotAllowedError) as caught:
        resolved(
            trigger="2017-09-27T09:00",
            after={"event": "decision", "hours": 24},
            extensions=(Extension(days=1),),
        )
    assert caught.value.code == "hours_not_extended"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"days": 0},
        {"working_days": -1},
        {"days": 3, "working_days": 3},
        {"days": 3, "until": date(2017, 10, 20)},
    ],
)
def test_an_extension_is_one_length_or_a_day(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an extension is"):
        Extension(**given)


def test_a_last_day_that_is_off_is_never_extended_to_an_earlier_one() -> None:
    holiday = date(2017, 10, 5)
    assert extended(holiday, Extension(working_days=1), NATIONAL) == date(2017, 10, 9)
    assert extended(holiday, Extension(until=date(2017, 9, 1)), NATIONAL) == holiday


def test_two_pauses_of_different_causes_are_kept_with_their_causes() -> None:
    both = (Pause("检测", date(2017, 9, 29), date(2017, 9, 30)), *paused("2017-09-28..2017-09-29"))
    found = resolved(trigger="2017-09-27", pauses=both, **SEVEN)
    assert found.last_day == date(2017, 10, 16)
    told = json.loads(found.certificate)["facts"]["pauses"]
    assert told == [["2017-09-28", "2017-09-29", "听证"], ["2017-09-29", "2017-09-30", "检测"]]
    assert rule(**SEVEN).pause == ("听证", "检测")
