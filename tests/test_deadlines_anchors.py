"""Each anchor applied: after, before, same day, hours, qualitative and undated, with dates worked out by hand."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deadlines.because import because
from deadlines.law import NotAllowedError
from deadlines.office import Office
from deadlines.resolve import Facts, Trigger, resolve, reviews
from deadlines.workdays import OutsideCalendarError
from tests.instants import NATIONAL, OFFICE, at, instants, resolved, rule, until


def after(**length: int) -> dict[str, Any]:
    return {"after": {"event": "decision", **length}}


@pytest.mark.parametrize(
    ("trigger", "fields", "target", "breach"),
    [
        # working days: 2017-09-30 is worked, 10-01 to 10-08 are off
        ("2017-09-27", after(working_days=1), "2017-09-28T17:30", "2017-09-29T00:00"),
        ("2017-09-29", after(working_days=1), "2017-09-30T17:30", "2017-10-01T00:00"),
        ("2017-09-30", after(working_days=1), "2017-10-09T17:30", "2017-10-10T00:00"),
        ("2017-12-29", after(working_days=1), "2018-01-02T17:30", "2018-01-03T00:00"),
        ("2017-09-27", {**after(working_days=7), "time": "12:00"}, "2017-10-12T12:00", "2017-10-12T12:00"),
        (
            "2017-09-27",
            {**after(working_days=7), "bound": "exclusive"},
            "2017-10-11T17:30",
            "2017-10-12T00:00",
        ),
        # calendar days
        ("2017-09-27", after(days=12), "2017-10-09T17:30", "2017-10-10T00:00"),
        ("2017-09-27", after(days=11), "2017-09-30T17:30", "2017-10-09T00:00"),
        ("2017-09-27", {**after(days=11), "roll": "following"}, "2017-10-09T17:30", "2017-10-10T00:00"),
        ("2017-09-27", {**after(days=11), "roll": "preceding"}, "2017-09-30T17:30", "2017-10-01T00:00"),
        # months: the same day of the month, or its end
        ("2017-01-31", after(months=1), "2017-02-28T17:30", "2017-03-01T00:00"),
        ("2016-01-31", after(months=1), "2016-02-29T17:30", "2016-03-01T00:00"),
        ("2017-02-28", after(months=1), "2017-03-28T17:30", "2017-03-29T00:00"),
        ("2017-11-30", after(months=3), "2018-02-28T17:30", "2018-03-01T00:00"),
        ("2017-09-08", after(months=1), "2017-09-30T17:30", "2017-10-09T00:00"),
        ("2017-09-08", {**after(months=1), "roll": "following"}, "2017-10-09T17:30", "2017-10-10T00:00"),
        ("2017-06-16", after(months=12), "2018-06-15T17:30", "2018-06-17T00:00"),
        # with the first day counted a month is a whole month
        ("2017-03-01", {**after(months=1), "start_day": "included"}, "2017-03-31T17:30", "2017-04-01T00:00"),
        ("2017-03-10", {**after(months=1), "start_day": "included"}, "2017-04-07T17:30", "2017-04-10T00:00"),
        ("2017-01-31", {**after(months=1), "start_day": "included"}, "2017-02-28T17:30", "2017-03-01T00:00"),
        # hours, by day and night and on days off
        ("2021-03-15T20:30", after(hours=24), "2021-03-16T20:30", "2021-03-16T20:30"),
        ("2017-10-01T09:00", after(hours=48), "2017-10-03T09:00", "2017-10-03T09:00"),
        ("2017-12-31T23:30", after(hours=1), "2018-01-01T00:30", "2018-01-01T00:30"),
        ("2017-10-01T22:00", after(hours=2), "2017-10-02T00:00", "2017-10-02T00:00"),
    ],
)
def test_after_counts_from_the_event_in_its_own_unit(
    trigger: str, fields: dict[str, Any], target: str, breach: str
) -> None:
    assert instants(resolved(trigger=trigger, **fields)) == (target, breach)


@pytest.mark.parametrize(
    ("fields", "target", "breach"),
    [
        # counted backwards from a day that is not counted itself
        ({"date": "2017-10-09", "working_days": 3}, "2017-09-28T17:30", "2017-09-29T00:00"),
        ({"date": "2017-10-09", "working_days": 1}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ({"date": "2017-10-05", "working_days": 1}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ({"date": "2017-10-09", "days": 3}, "2017-09-30T17:30", "2017-10-07T00:00"),
        ({"date": "2017-03-31", "months": 1}, "2017-02-28T17:30", "2017-03-01T00:00"),
        ({"date": "2018-01-05", "working_days": 5}, "2017-12-28T17:30", "2017-12-29T00:00"),
        ({"festival": "国庆", "year": 2017, "working_days": 5}, "2017-09-26T17:30", "2017-09-27T00:00"),
        ({"festival": "国庆", "year": 2017, "days": 15}, "2017-09-15T17:30", "2017-09-17T00:00"),
        ({"festival": "春节", "year": 2020, "working_days": 1}, "2020-01-23T17:30", "2020-01-24T00:00"),
        ({"festival": "元旦", "year": 2023, "working_days": 2}, "2022-12-29T17:30", "2022-12-30T00:00"),
        ({"festival": "双11", "year": 2017, "days": 1}, "2017-11-10T17:30", "2017-11-11T00:00"),
    ],
)
def test_before_counts_backwards_from_a_date_or_a_festivals_first_day(
    fields: dict[str, Any], target: str, breach: str
) -> None:
    assert instants(resolved(before=fields)) == (target, breach)


THREE = {"deadline": "final-package", "working_days": 3}


@pytest.mark.parametrize(
    ("fields", "target", "breach"),
    [
        ({}, "2017-11-28T17:30", "2017-11-29T00:00"),
        ({"start_day": "included"}, "2017-11-29T17:30", "2017-11-30T00:00"),
        ({"bound": "exclusive"}, "2017-11-27T17:30", "2017-11-28T00:00"),
        ({"time": "17:00"}, "2017-11-28T17:00", "2017-11-28T17:00"),
        ({"before": {"deadline": "final-package", "days": 5}}, "2017-11-24T17:30", "2017-11-27T00:00"),
        (
            {"before": {"deadline": "final-package", "days": 5}, "roll": "preceding"},
            "2017-11-24T17:30",
            "2017-11-25T00:00",
        ),
    ],
)
def test_three_working_days_ahead_of_another_deadline_count_from_its_last_permitted_day(
    fields: dict[str, Any], target: str, breach: str
) -> None:
    assert instants(resolved(trigger="2017-12-01", **{"before": THREE, **fields})) == (target, breach)


def test_a_deadline_after_another_counts_from_its_last_permitted_day() -> None:
    first = resolved(trigger="2017-09-27", **after(working_days=7))
    assert first.last_day == date(2017, 10, 12)
    chained: dict[str, Any] = {"after": {"deadline": "publish", "working_days": 2}}
    assert instants(resolved(trigger="2017-10-12", **chained)) == ("2017-10-16T17:30", "2017-10-17T00:00")


@pytest.mark.parametrize(
    ("born", "fields", "target", "breach"),
    [
        # Monday 15 March 2021 in the evening: both at 24:00; in the morning it is asked for at half past five
        ("2021-03-15T20:30", {}, "2021-03-16T00:00", "2021-03-16T00:00"),
        ("2021-03-15T09:00", {}, "2021-03-15T17:30", "2021-03-16T00:00"),
        ("2021-03-15T17:30", {}, "2021-03-15T17:30", "2021-03-16T00:00"),
        ("2021-03-15T17:31", {}, "2021-03-16T00:00", "2021-03-16T00:00"),
        ("2021-03-15T23:59", {}, "2021-03-16T00:00", "2021-03-16T00:00"),
        ("2021-03-15", {}, "2021-03-15T17:30", "2021-03-16T00:00"),
        # a Sunday: nobody is asked for last Friday
        ("2021-03-14T10:00", {}, "2021-03-15T00:00", "2021-03-15T00:00"),
        ("2021-03-14", {}, "2021-03-15T00:00", "2021-03-15T00:00"),
        # a Saturday that is worked
        ("2017-09-30T09:00", {}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ("2021-03-15T20:30", {"time": "22:00"}, "2021-03-15T22:00", "2021-03-15T22:00"),
        ("2021-03-14T10:00", {"time": "22:00"}, "2021-03-14T22:00", "2021-03-14T22:00"),
        # a time that had passed when it happened leaves the rest of the day
        ("2021-03-15T20:30", {"time": "17:00"}, "2021-03-16T00:00", "2021-03-16T00:00"),
        ("2021-03-15T20:30", {"time": "close_of_business"}, "2021-03-16T00:00", "2021-03-16T00:00"),
        ("2021-03-15T17:00", {"time": "17:00"}, "2021-03-15T17:00", "2021-03-16T00:00"),
        ("2021-03-15T16:59", {"time": "17:00"}, "2021-03-15T17:00", "2021-03-15T17:00"),
    ],
)
def test_what_must_not_wait_overnight_is_due_on_the_day_it_is_born(
    born: str, fields: dict[str, Any], target: str, breach: str
) -> None:
    found = resolved(same_day={"event": "problem_exposed"}, trigger=born, **fields)
    assert instants(found) == (target, breach)
    assert found.opens == at(born if "T" in born else f"{born}T00:00")


def test_hours_need_the_instant_they_count_from() -> None:
    with pytest.raises(NotAllowedError) as caught:
        resolved(trigger="2021-03-15", **after(hours=24))
    assert caught.value.code == "needs_instant"


def test_hours_pass_also_where_the_clocks_are_changed() -> None:
    office = Office("Europe/Berlin", time(8), time(16))
    born = datetime(2021, 3, 27, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    trigger = Trigger("decision", born.date(), born)
    found = resolve(rule(**after(hours=24)), calendar=NATIONAL, office=office, trigger=trigger)
    assert found.breach is not None
    assert (found.breach - datetime(2021, 3, 27, 19, tzinfo=UTC)).total_seconds() == 24 * 3600
    assert found.breach.hour == 21


def test_hours_rest_on_no_calendar_and_are_never_provisional() -> None:
    assert not resolved(calendar=until(2016), trigger="2017-10-01T09:00", **after(hours=48)).provisional
    assert instants(resolved(trigger="2050-01-01T09:00", **after(hours=1)))[1] == "2050-01-01T10:00"


def test_what_counts_from_a_trigger_opens_with_it() -> None:
    assert resolved(trigger="2017-09-27", **after(days=3)).opens == at("2017-09-27T00:00")
    assert resolved(trigger="2017-09-27T15:00", **after(days=3)).opens == at("2017-09-27T15:00")
    assert resolved(trigger="2017-12-01", before=THREE).opens is None


def test_an_instant_from_another_zone_gives_the_same_certificate() -> None:
    born = at("2021-03-15T20:30")
    found = [
        resolve(
            rule(same_day={"event": "exposed"}),
            calendar=NATIONAL,
            office=OFFICE,
            facts=Facts(opens=instant, trigger=Trigger("exposed", born.date(), instant)),
        )
        for instant in (born, born.astimezone(UTC))
    ]
    assert found[0] == found[1]


# --- nothing that could be late -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "start", "days"),
    [
        ({"working_days": 20}, "2017-06-16", "2017-07-14 2017-08-11 2017-09-08 2017-10-12 2017-11-09"),
        ({"days": 30}, "2017-08-31", "2017-09-30 2017-10-30 2017-11-29"),
        # each month from the first day on: the 31st comes back where the month has one
        ({"months": 1}, "2017-07-31", "2017-08-31 2017-09-30 2017-10-31 2017-11-30"),
        ({"months": 6}, "2017-06-16", ""),
    ],
)
def test_what_is_done_from_time_to_time_is_looked_at_again_at_its_cadence(
    every: dict[str, int], start: str, days: str
) -> None:
    written = rule(text="适时", qualitative={"review_every": every})
    found = reviews(written, date.fromisoformat(start), date(2017, 11, 30), NATIONAL)
    assert " ".join(day.isoformat() for day in found) == days


def test_it_is_never_late_and_says_when_it_is_first_looked_at() -> None:
    found = resolved(opens="2017-06-16T00:00", qualitative={"review_every": {"working_days": 20}})
    assert (found.target, found.breach, found.closes) == (None, None, None)
    assert "定期回顾，首次：2017-07-14" in because(found.certificate)
    assert "Looked at again from time to time, first on 2017-07-14" in because(found.certificate, "en")


def test_a_review_in_working_days_of_an_unpublished_year_is_provisional() -> None:
    def first(**every: int) -> bool:
        opens, quality = "2016-12-20T00:00", {"review_every": every}
        return resolved(calendar=until(2016), opens=opens, qualitative=quality).provisional

    assert first(working_days=20)
    assert not first(days=30)


def test_only_what_is_qualitative_is_reviewed() -> None:
    assert list(reviews(rule(on="2017-12-01"), date(2017, 6, 16), date(2017, 11, 30), NATIONAL)) == []


def test_a_date_that_the_office_adds_is_marked_as_its_own() -> None:
    found = resolved(text="研究制定具体实施方案", undated={"by_office": "2017-08-31"})
    assert instants(found) == ("2017-08-31T17:30", "2017-09-01T00:00")
    assert found.kind == "undated"
    assert json.loads(found.certificate)["notes"] == [{"code": "by_office", "day": "2017-08-31"}]
    assert "文件未定日期；2017-08-31由办公室确定" in because(found.certificate)


# --- beyond all calendars -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "fields"),
    [
        ("2003-12-31", after(working_days=1)),
        ("2003-12-01", after(days=3)),
        ("2026-01-01", after(days=10_000)),
        ("2026-01-01", after(months=600)),
        ("9999-12-31", after(days=1)),
        ("9999-12-31", after(months=1)),
        (None, {"before": {"date": "0001-01-02", "days": 3}}),
        (None, {"before": {"date": "0001-01-31", "months": 1}}),
        (None, {"before": {"festival": "春节", "year": 2031, "days": 3}}),
        (None, {"on": "9999-12-31"}),
        ("2003-12-31", {"same_day": {"event": "decision"}}),
    ],
)
def test_what_the_calendar_does_not_reach_is_an_answer_and_not_a_crash(
    trigger: str | None, fields: dict[str, Any]
) -> None:
    with pytest.raises(OutsideCalendarError):
        resolved(trigger=trigger, **fields)
