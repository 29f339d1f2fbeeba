"""A deadline moves: a later date at once, an earlier one once it was announced, and nothing is told twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.lifecycle import OpenNotice, attention
from campaigns.redating import (
    CALENDAR,
    CORRECTED,
    Dates,
    announced,
    binding,
    by_rule,
    caught_up,
    in_force,
    is_open,
    redated,
    rescheduled,
)
from tests.instants import resolved
from tests.october import at
from tests.one_record import NOON, PACE, Record, due, moved, recipients, row, shown, told

UTC = ZoneInfo("UTC")


# --- a later date -------------------------------------------------------------------------------------------


def test_a_later_date_applies_at_once_and_is_told_with_the_days_digest() -> None:
    event = moved(row("10-20"), "10-25")
    assert (event.kind, event.effective) == ("redated", NOON)
    assert shown(event) == ("10-25T17:30", "10-26T00:00", "10-25")
    assert (event.data["version"], event.data["cause"], event.data["provisional"]) == (2, "calendar", False)
    assert event.data["certificate"] == due("10-25").certificate
    assert event.data["was"] == {
        "target": "2017-10-20T17:30:00+08:00",
        "breach": "2017-10-21T00:00:00+08:00",
        "last_day": "2017-10-20",
    }
    assert recipients(event) == [("moved:2", "heping/liaison", "digest", "new")]


def test_a_later_date_of_what_has_not_opened_is_told_nobody_because_nobody_was_told_the_old_one() -> None:
    event = moved(row("10-20", status="pending", judged=None), "10-25", at("2017-09-25"))
    assert shown(event) == ("10-25T17:30", "10-26T00:00", "10-25")
    assert (event.data["notices"], event.data["judged"]) == ([], None)
    assert event.data["attention"] == "2017-10-01T00:00:00+08:00"


def test_what_was_to_be_sent_about_the_old_dates_is_withdrawn_and_a_receipt_is_not() -> None:
    waiting = [
        OpenNotice(1, "rung:1", "heping/liaison", "new"),
        OpenNotice(1, "rung:3", "heping/deputy", "waiting"),
        OpenNotice(1, "moved:1", "heping/liaison", "new"),
        OpenNotice(1, "receipt:1", "heping/liaison", "new"),
    ]
    event = moved(row("10-20"), "10-25", NOON, *waiting)
    assert event.data["withdrawn"] == [
        [1, "rung:1", "heping/liaison", "redated"],
        [1, "rung:3", "heping/deputy", "redated"],
        [1, "moved:1", "heping/liaison", "redated"],
    ]


def test_what_becomes_due_later_is_reminded_of_and_overdue_again_by_the_new_dates_alone() -> None:
    record = Record(row("10-13"))
    record.wake(NOON)
    assert record.overdue() == [(1, at("2017-10-14"))]
    record.append(moved(record.row, "10-18", NOON, *record.unsent))
    assert told(record.wake(at("2017-10-18T23:59"))) == [("rung_reached", "10-18 08:30")]
    assert told(record.wake(at("2017-10-19T09:00"))) == [
        ("became_overdue", "10-19 00:00"),
        ("rung_reached", "10-19 08:30"),
    ]
    assert record.overdue() == [(1, at("2017-10-14")), (2, at("2017-10-19"))]


def test_a_later_date_that_has_passed_as_well_is_overdue_once_from_the_new_breach_with_what_follows() -> None:
    """Opened, reminded of, overdue and urged by the old date; only what follows the new breach is told again."""
    record = Record(row("10-10"))
    record.wake(NOON)
    event = moved(record.row, "10-12", NOON, *record.unsent)
    record.append(event)
    assert event.data["attention"] == "2017-10-13T00:00:00+08:00"
    assert told(record.wake(NOON)) == [
        ("became_overdue", "10-13 00:00"),
        ("rung_reached", "10-13 08:30"),
    ]
    assert told(record.wake(at("2017-10-17T08:30"))) == [("rung_reached", "10-17 08:30")]
    assert record.overdue() == [(1, at("2017-10-11")), (2, at("2017-10-13"))]


def test_nothing_that_a_standstill_hid_is_lost_when_the_date_moves_before_anybody_looked() -> None:
    """Nobody looked since 1 October; both the old and the new breach have passed by now."""
    record = Record(row("10-10"))
    record.append(moved(record.row, "10-12", NOON))
    assert told(record.wake(NOON)) == [
        ("became_overdue", "10-13 00:00"),
        ("rung_reached", "10-13 08:30"),
    ]
    assert record.overdue() == [(2, at("2017-10-13"))]


# --- an earlier date ----------------------------------------------------------------------------------------


def test_an_earlier_date_is_asked_for_and_announced_at_once_while_the_old_breach_stands() -> None:
    event = moved(row("10-20"), "10-18")
    assert shown(event) == ("10-18T17:30", "10-21T00:00", "10-20")
    assert by_rule(event.data["certificate"], PACE) == in_force(row("10-18"))
    assert recipients(event) == [("moved:2", "heping/liaison", "urgent", "new")]


def test_an_earlier_date_is_announced_even_for_what_has_not_opened() -> None:
    event = moved(row("10-20", status="pending", judged=None), "10-18", at("2017-09-25"))
    assert recipients(event) == [("moved:2", "heping/liaison", "urgent", "new")]
    assert (event.data["judged"], event.data["attention"]) == (None, "2017-10-01T00:00:00+08:00")


def test_where_the_earlier_target_has_passed_the_breach_that_stands_takes_its_place() -> None:
    event = moved(row("10-20"), "10-13")
    assert shown(event) == ("10-21T00:00", "10-21T00:00", "10-20")


@pytest.mark.parametrize(
    ("old", "new", "sent", "breach"),
    [
        # Sent in good time: the new date.
        ("10-20", "10-18", "10-16T15:00", "10-19T00:00"),
        ("10-20", "10-18", "10-17T23:59", "10-19T00:00"),
        # Sent on the new last day, or after it: the end of the working day after.
        ("10-20", "10-18", "10-18T00:00", "10-20T00:00"),
        ("10-31", "10-18", "10-20T09:00", "10-24T00:00"),
        # Friday before the holiday: Saturday 30 September was worked; after that the 9th was the next.
        ("10-13", "09-20", "09-29T18:00", "10-01T00:00"),
        ("10-13", "09-20", "09-30T08:00", "10-10T00:00"),
        ("10-13", "09-20", "10-04T08:00", "10-10T00:00"),
    ],
)
def test_an_announced_date_binds_at_the_later_of_it_and_the_end_of_the_next_working_day(
    old: str, new: str, sent: str, breach: str
) -> None:
    event = announced(row(old), due(new).certificate, PACE, at(f"2017-{sent}"))
    assert event is not None
    assert (event.kind, event.effective, event.data["cause"]) == (
        "redated",
        at(f"2017-{sent}"),
        "announced",
    )
    ends = at(f"2017-{breach}")
    assert event.data["breach"] == ends.isoformat()
    assert event.data["last_day"] == str((ends - timedelta(days=1)).date())
    assert (event.data["notices"], event.data["withdrawn"], event.data["version"]) == ([], [], 2)


@pytest.mark.parametrize("sent", ["10-19T00:00", "10-20T10:00", "10-25T09:00"])
def test_an_announcement_that_would_not_bind_before_the_old_breach_changes_nothing(sent: str) -> None:
    instant = at(f"2017-{sent}")
    assert binding(row("10-20"), in_force(row("10-18")), PACE, instant) == at("2017-10-21")
    assert announced(row("10-20"), due("10-18").certificate, PACE, instant) is None


def test_the_working_day_after_is_counted_in_the_offices_zone() -> None:
    """17:00 UTC on Monday is Tuesday in China: the next working day is Wednesday."""
    sent = datetime(2017, 10, 16, 17, tzinfo=UTC)
    assert binding(row("10-31"), in_force(row("10-10")), PACE, sent) == at("2017-10-19")


def test_what_was_asked_for_until_the_announcement_is_never_later_than_what_binds_then() -> None:
    record = Record(row("10-31"))
    record.append(moved(record.row, "10-13"))
    assert record.row.target == record.row.breach == at("2017-11-01")
    event = announced(record.row, due("10-13").certificate, PACE, NOON)
    assert event is not None
    record.append(event)
    assert in_force(record.row) == Dates(at("2017-10-18"), at("2017-10-18"), at("2017-10-17").date())


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "submitted"},
        {"status": "closed"},
        {"past": "launch"},
        {"breach": None, "target": None, "last_day": None},
    ],
)
def test_an_announcement_binds_nothing_that_is_filed_or_past_or_undated(changes: dict[str, Any]) -> None:
    assert announced(row("10-20", **changes), due("10-18").certificate, PACE, NOON) is None


def test_an_earlier_date_that_comes_when_the_old_breach_has_passed_leaves_everything_as_it_was() -> None:
    """Nothing could bind before the old breach any more: it is on record, and nobody is told twice."""
    record = Record(row("10-13"))
    record.wake(NOON)
    before = record.row
    event = moved(before, "10-11", NOON, *record.unsent)
    assert (event.data["notices"], event.data["withdrawn"]) == ([], [])
    record.append(event)
    assert record.row == replace(before, version=2)
    assert record.wake(NOON) == []
    assert record.overdue() == [(1, at("2017-10-14"))]


def test_the_registrants_own_error_binds_at_once_and_holds_from_the_day_of_the_event() -> None:
    """Judged as a late registration: overdue from the true breach, though nobody could have known."""
    since = at("2017-10-05")
    event = moved(row("10-20"), "10-13", NOON, cause=CORRECTED, at_once=True, since=since)
    assert shown(event) == ("10-13T17:30", "10-14T00:00", "10-13")
    assert (event.effective, event.data["cause"]) == (since, "corrected")
    assert recipients(event) == [("moved:2", "heping/liaison", "urgent", "new")]
    record = Record(row("10-20"))
    record.append(event)
    assert told(record.wake(NOON)) == [
        ("became_overdue", "10-14 00:00"),
        ("rung_reached", "10-16 08:30"),
    ]


def test_what_waits_for_its_announcement_does_not_hold_from_an_earlier_day() -> None:
    event = moved(row("10-20"), "10-18", NOON, cause=CORRECTED, since=at("2017-10-05"))
    assert event.effective == NOON


# --- the same dates, other days, the past -------------------------------------------------------------------


def test_a_provisional_date_that_becomes_firm_is_a_new_version_and_no_news() -> None:
    tracked_row = row("10-20", judged=at("2017-10-13T08:30"))
    event = moved(tracked_row, "10-20", NOON, OpenNotice(1, "rung:0", "heping/liaison", "new"))
    assert (event.data["version"], event.data["certificate"]) == (2, due("10-20").certificate)
    assert (event.data["notices"], event.data["withdrawn"]) == ([], [])
    assert event.data["judged"] == "2017-10-13T08:30:00+08:00"
    assert event.data["attention"] == "2017-10-17T08:30:00+08:00"


@pytest.mark.parametrize("looked", [True, False], ids=["told already", "after a standstill"])
def test_where_only_the_target_moves_a_breach_that_has_passed_is_told_exactly_once(looked: bool) -> None:  # noqa: FBT001
    """A Saturday that turned into a working day: people are asked for it, and the breach is the same."""
    friday = replace(row("10-14"), target=at("2017-10-13T17:30"))
    saturday = replace(due("10-14"), target=at("2017-10-14T17:30"))
    record = Record(friday)
    if looked:
        record.wake(NOON)
    record.append(redated(record.row, saturday, PACE, NOON, cause=CALENDAR, notices=record.unsent))
    record.wake(NOON)
    record.wake(at("2017-10-30T09:00"))
    assert [when for _, when in record.overdue()] == [at("2017-10-15")]
    urged = [event.effective for _, event in record.events if event.data.get("rung") == "urge"]
    assert urged == [at("2017-10-16T08:30")]


@pytest.mark.parametrize("day", ["10-13", "10-25"])
@pytest.mark.parametrize("past", ["issue", "launch"])
def test_what_was_past_from_the_start_moves_in_silence(past: str, day: str) -> None:
    event = moved(row("10-20", past=past), day, NOON, cause=CORRECTED)
    assert event.data["breach"] == due(day).breach.isoformat()  # type: ignore[union-attr]
    assert (event.data["past"], event.data["notices"], event.data["attention"]) == (past, [], None)


def test_only_what_waits_or_is_open_and_was_not_past_from_the_start_is_looked_at_again() -> None:
    statuses = ("pending", "open", "submitted", "closed", "suspended", "withdrawn")
    assert [is_open(row(status=status)) for status in statuses] == [True, True, False, False, False, False]
    assert not is_open(row(past="issue"))
    assert not is_open(row(past="launch"))


def test_a_trigger_that_moves_moves_the_opening_with_it() -> None:
    new = resolved(after={"event": "decision", "working_days": 5}, trigger="2017-10-18")
    event = redated(row("10-20"), new, PACE, NOON, cause=CORRECTED)
    assert event.data["opens"] == "2017-10-18T00:00:00+08:00"
    assert shown(event) == ("10-25T17:30", "10-26T00:00", "10-25")


def test_an_undated_certificate_has_no_dates_and_binds_nothing() -> None:
    undated = resolved(undated={}, opens="2017-10-01")
    assert by_rule(undated.certificate, PACE) == Dates(None, None, None)
    assert binding(row("10-20"), Dates(None, None, None), PACE, NOON) is None
    assert binding(replace(row(), breach=None), in_force(row()), PACE, NOON) is None


def test_turned_days_of_the_ladder_change_the_next_look_and_neither_dates_nor_notices() -> None:
    event = rescheduled(row("10-20", judged=at("2017-10-17T09:00")), PACE, NOON)
    assert (event.kind, event.effective) == ("rescheduled", NOON)
    assert event.data == {
        "judged": "2017-10-17T09:00:00+08:00",
        "attention": "2017-10-20T08:30:00+08:00",
    }


def test_a_rung_that_was_reached_stays_behind_though_its_day_was_turned_to_a_later_one() -> None:
    """The first reminder was sent on the 16th; by the turned days it would come on the 17th, again."""
    sent = row("10-20", judged=at("2017-10-16T08:30"))
    assert attention(sent, PACE) == at("2017-10-17T08:30")
    again = caught_up(sent, PACE, {0})
    assert attention(again, PACE) == at("2017-10-20T08:30")
    assert caught_up(sent, PACE, ()) == sent
    assert caught_up(replace(sent, judged=None), PACE, {0}) == replace(sent, judged=None)
    late = row("10-20", judged=at("2017-10-18T08:30"))
    assert caught_up(late, PACE, {0}) == late
