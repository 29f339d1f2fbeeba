"""Two instants for every dated rule: the table of the law page, row by row."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.office import Office
from deadlines.resolve import resolve
from deadlines.workdays import OutsideCalendarError
from tests.instants import NATIONAL, OFFICE, at, instants, resolved, rule, until


@pytest.mark.parametrize(
    ("fields", "target", "breach"),
    [
        # inclusive, the default: close of business of the last working day on or before L; L+1 00:00
        ({"on": "2017-12-01"}, "2017-12-01T17:30", "2017-12-02T00:00"),
        ({"on": "2017-10-28"}, "2017-10-27T17:30", "2017-10-29T00:00"),
        ({"on": "2017-10-05"}, "2017-09-30T17:30", "2017-10-06T00:00"),
        ({"on": "2017-09-30"}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ({"by": "2017-11/mid"}, "2017-11-20T17:30", "2017-11-21T00:00"),
        ({"by": "2017-12/end"}, "2017-12-29T17:30", "2018-01-01T00:00"),
        # exclusive: the same for L-1; L 00:00
        ({"on": "2017-12-01", "bound": "exclusive"}, "2017-11-30T17:30", "2017-12-01T00:00"),
        ({"on": "2017-10-30", "bound": "exclusive"}, "2017-10-27T17:30", "2017-10-30T00:00"),
        ({"on": "2017-10-09", "bound": "exclusive"}, "2017-09-30T17:30", "2017-10-09T00:00"),
        # explicit time: that instant; on a day off, close of business of the preceding working day
        ({"on": "2021-03-16", "time": "17:00"}, "2021-03-16T17:00", "2021-03-16T17:00"),
        ({"on": "2021-03-09", "time": "close_of_business"}, "2021-03-09T17:30", "2021-03-09T17:30"),
        ({"on": "2017-10-28", "time": "17:00"}, "2017-10-27T17:30", "2017-10-28T17:00"),
        ({"on": "2017-10-28", "time": "close_of_business"}, "2017-10-27T17:30", "2017-10-28T17:30"),
        ({"on": "2021-03-16", "time": "17:00", "bound": "exclusive"}, "2021-03-16T17:00", "2021-03-16T17:00"),
        # roll: the last day that counts itself moves
        ({"on": "2017-10-28", "roll": "following"}, "2017-10-30T17:30", "2017-10-31T00:00"),
        ({"on": "2017-10-28", "roll": "preceding"}, "2017-10-27T17:30", "2017-10-28T00:00"),
        ({"on": "2017-10-01", "roll": "following"}, "2017-10-09T17:30", "2017-10-10T00:00"),
        ({"on": "2017-10-08", "roll": "preceding"}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ({"on": "2017-12-01", "roll": "following"}, "2017-12-01T17:30", "2017-12-02T00:00"),
        ({"on": "2017-10-28", "roll": "following", "time": "17:00"}, "2017-10-30T17:00", "2017-10-30T17:00"),
        (
            {"on": "2017-10-28", "roll": "following", "bound": "exclusive"},
            "2017-10-27T17:30",
            "2017-10-30T00:00",
        ),
    ],
)
def test_a_date_becomes_the_two_instants_of_the_table(
    fields: dict[str, Any], target: str, breach: str
) -> None:
    assert instants(resolved(**fields)) == (target, breach)


SEVEN = {"event": "decision", "working_days": 7}


@pytest.mark.parametrize(
    ("trigger", "fields", "target", "breach"),
    [
        ("2017-09-27", {"after": SEVEN}, "2017-10-12T17:30", "2017-10-13T00:00"),
        ("2017-09-27", {"after": SEVEN, "start_day": "included"}, "2017-10-11T17:30", "2017-10-12T00:00"),
        # A start on a day off: excluded or not, it does not count.
        ("2017-10-04", {"after": SEVEN}, "2017-10-17T17:30", "2017-10-18T00:00"),
        ("2017-10-04", {"after": SEVEN, "start_day": "included"}, "2017-10-17T17:30", "2017-10-18T00:00"),
        ("2017-09-27", {"after": {"event": "decision", "days": 3}}, "2017-09-30T17:30", "2017-10-01T00:00"),
        ("2017-09-27", {"after": {"event": "decision", "days": 5}}, "2017-09-30T17:30", "2017-10-03T00:00"),
        (
            "2017-09-27",
            {"after": {"event": "decision", "days": 5}, "roll": "following"},
            "2017-10-09T17:30",
            "2017-10-10T00:00",
        ),
        (
            "2017-09-27",
            {"after": {"event": "decision", "days": 5}, "start_day": "included"},
            "2017-09-30T17:30",
            "2017-10-02T00:00",
        ),
    ],
)
def test_a_period_counts_from_its_event(
    trigger: str, fields: dict[str, Any], target: str, breach: str
) -> None:
    assert instants(resolved(trigger=trigger, **fields)) == (target, breach)


EVERY = {"month_day": 28, "to": "2017-11-30"}


@pytest.mark.parametrize(("month", "asked"), [(6, 28), (7, 28), (8, 28), (9, 28), (10, 27), (11, 28)])
def test_each_28th_of_2017_is_asked_for_as_the_law_page_lists(month: int, asked: int) -> None:
    day = f"2017-{month:02}-28"
    deadline = resolved(every=EVERY, day=day)
    assert instants(deadline) == (f"2017-{month:02}-{asked}T17:30", f"2017-{month:02}-29T00:00")
    assert deadline.last_day == date.fromisoformat(day)


def test_a_target_earlier_than_the_opening_becomes_the_breach() -> None:
    born_saturday = resolved(on="2017-10-28", opens="2017-10-28T00:00")
    assert instants(born_saturday) == ("2017-10-29T00:00", "2017-10-29T00:00")
    in_the_holiday = resolved(
        after={"event": "decision", "days": 2}, trigger="2017-10-03", opens="2017-10-03T00:00"
    )
    assert instants(in_the_holiday) == ("2017-10-06T00:00", "2017-10-06T00:00")


def test_a_target_at_the_opening_or_after_it_stays() -> None:
    assert instants(resolved(on="2017-10-28", opens="2017-10-27T17:30"))[0] == "2017-10-27T17:30"
    assert instants(resolved(on="2017-10-28", opens="2017-10-01T00:00"))[0] == "2017-10-27T17:30"


@pytest.mark.parametrize(
    ("fields", "opens"),
    [
        ({"undated": {}}, "2017-06-16T00:00"),
        ({"qualitative": {"review_every": {"working_days": 20}}}, "2017-06-16T00:00"),
        # A window opens on its own first day.
        ({"window": "2017-06"}, "2017-06-01T00:00"),
    ],
)
def test_what_has_no_date_has_neither_instant_but_still_opens(fields: dict[str, Any], opens: str) -> None:
    deadline = resolved(opens="2017-06-16T00:00", **fields)
    assert (deadline.target, deadline.breach, deadline.last_day) == (None, None, None)
    assert (deadline.opens, deadline.provisional) == (at(opens), False)


def test_another_offices_hours_and_zone_give_its_own_instants() -> None:
    office = Office("Asia/Urumqi", time(10), time(19))
    deadline = resolve(rule(on="2017-10-28"), calendar=NATIONAL, office=office)
    assert deadline.target == datetime(2017, 10, 27, 19, tzinfo=ZoneInfo("Asia/Urumqi"))
    assert deadline.breach == datetime(2017, 10, 29, tzinfo=ZoneInfo("Asia/Urumqi"))


# --- what is not published ----------------------------------------------------------------------------------

UNTIL_2016 = until(2016)


@pytest.mark.parametrize(
    ("fields", "trigger", "provisional"),
    [
        ({"on": "2016-12-28"}, None, False),
        ({"on": "2016-12-29"}, None, True),
        ({"on": "2017-10-28"}, None, True),
        ({"after": {"event": "decision", "working_days": 7}}, "2016-12-19", False),
        ({"after": {"event": "decision", "working_days": 7}}, "2016-12-20", True),
        # The day that is counted to lies beyond, though the last day that is left does not.
        ({"after": {"event": "decision", "working_days": 7}, "bound": "exclusive"}, "2016-12-20", True),
        ({"on": "2017-01-01", "roll": "preceding"}, None, True),
    ],
)
def test_whatever_needs_a_day_without_a_notice_is_provisional(
    fields: dict[str, Any],
    trigger: str | None,
    provisional: bool,  # noqa: FBT001
) -> None:
    assert resolved(calendar=UNTIL_2016, trigger=trigger, **fields).provisional is provisional


def test_beyond_the_calendar_there_is_an_error_and_no_date() -> None:
    with pytest.raises(OutsideCalendarError):
        resolved(on="2003-12-31")
    with pytest.raises(OutsideCalendarError):
        resolved(after=SEVEN, trigger="2099-01-01")


def test_a_rule_without_its_date_or_its_event_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="one of its dates"):
        resolved(every=EVERY)
    with pytest.raises(ValueError, match="needs its trigger"):
        resolved(after=SEVEN)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2005, 1, 1), date(2026, 6, 1)),
    st.integers(1, 40),
    st.sampled_from(["inclusive", "exclusive"]),
    st.sampled_from(["none", "following", "preceding"]),
    st.sampled_from(["excluded", "included"]),
    st.sampled_from([None, "17:00", "close_of_business"]),
)
def test_target_is_never_after_breach_nor_before_the_trigger(
    day: date, count: int, bound: str, roll: str, start: str, clock: str | None
) -> None:
    fields: dict[str, Any] = {"bound": bound, "roll": roll, "start_day": start, "time": clock}
    for length in ("working_days", "days"):
        after = {"event": "decision", length: count}
        deadline = resolved(after=after, trigger=day.isoformat(), opens=f"{day}T00:00", **fields)
        assert deadline.target is not None
        assert deadline.breach is not None
        assert deadline.last_day is not None
        assert deadline.target <= deadline.breach <= OFFICE.at(deadline.last_day + timedelta(days=1))
        assert deadline.target >= at(f"{day}T00:00") or deadline.target == deadline.breach
