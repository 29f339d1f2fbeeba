"""What is said of a deadline depends on the instant alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from notifications.outlook import Group, arrange, group_of
from tests.notification_scenes import (
    DISCLOSURE_EARLIER,
    FINAL,
    OCTOBER,
    OCTOBER_LATER,
    OVERDUE,
    PLAN,
    SUMMARY,
    SUPERVISED,
    SUPERVISED_TOO,
    TIMED,
    moment,
    receipted,
)


@pytest.mark.parametrize(
    ("at", "group"),
    [
        ("2017-10-26T23:59:59", Group.AHEAD),
        ("2017-10-27T00:00", Group.TODAY),
        ("2017-10-27T17:29:59", Group.TODAY),
        ("2017-10-27T17:30", Group.GRACE),
        ("2017-10-28T23:59:59", Group.GRACE),
        ("2017-10-29T00:00", Group.OVERDUE),
    ],
)
def test_octobers_report_moves_from_ahead_to_today_to_still_in_time_to_past(at: str, group: Group) -> None:
    assert group_of(OCTOBER, moment(at)) is group


def test_a_duty_that_ends_with_the_day_is_due_that_day_and_not_the_next() -> None:
    tonight = replace(OCTOBER, target=moment("2017-10-12T00:00"), breach=moment("2017-10-12T00:00"))
    assert group_of(tonight, moment("2017-10-11T20:30")) is Group.TODAY
    assert group_of(tonight, moment("2017-10-12T00:00")) is Group.OVERDUE


def test_where_target_is_breach_nothing_lies_between() -> None:
    assert group_of(TIMED, moment("2021-03-16T16:59:59")) is Group.TODAY
    assert group_of(TIMED, moment("2021-03-16T17:00")) is Group.OVERDUE


def test_today_is_a_day_in_the_campaigns_zone() -> None:
    early = moment("2017-10-27T07:00").astimezone(UTC)  # still the 26th in Greenwich
    assert early.day == 26
    assert group_of(OCTOBER, early) is Group.TODAY


def test_what_has_no_date_is_never_past() -> None:
    assert group_of(PLAN, moment("2037-01-01T00:00")) is Group.UNDATED


def test_sections_stand_by_urgency_and_what_is_ahead_by_date() -> None:
    mentions = [receipted(OCTOBER), PLAN, FINAL, SUMMARY, OVERDUE, SUPERVISED]
    sections = arrange(mentions, moment("2017-11-02T08:30"))
    assert [section.group for section in sections] == [
        *(Group.OFFICIAL, Group.OVERDUE, Group.AHEAD, Group.UNDATED, Group.RECEIPT)
    ]
    assert [item.mention for item in sections[2].items] == [SUMMARY, FINAL]


@pytest.mark.parametrize(
    "at", ["2017-10-25T08:30", "2017-10-30T08:30", "2017-10-30T20:00", "2017-11-02T08:30"]
)
def test_news_of_a_moved_deadline_stays_news_wherever_the_date_stands(at: str) -> None:
    assert group_of(OCTOBER_LATER, moment(at)) is Group.MOVED


def test_moved_deadlines_stand_by_date_before_what_is_ahead() -> None:
    later = replace(OCTOBER_LATER, target=moment("2017-11-03T17:30"), breach=moment("2017-11-04T00:00"))
    sections = arrange([SUMMARY, later, OCTOBER_LATER, OCTOBER], moment("2017-10-27T08:30"))
    assert [section.group for section in sections] == [Group.TODAY, Group.MOVED, Group.AHEAD]
    assert [item.mention for item in sections[1].items] == [OCTOBER_LATER, later]


def test_filing_stays_in_time_until_the_breach_or_the_end_of_a_moves_grace() -> None:
    (section,) = arrange([DISCLOSURE_EARLIER], moment("2017-10-10T14:00"))
    assert section.items[0].in_time_until == moment("2017-10-12T00:00")
    (section,) = arrange([OCTOBER_LATER], moment("2017-10-25T08:30"))
    assert section.items[0].in_time_until == OCTOBER_LATER.breach
    (section,) = arrange([OCTOBER], moment("2017-10-25T08:30"))
    assert section.items[0].in_time_until == OCTOBER.breach


def test_units_past_their_day_keep_the_order_given_whoever_is_later() -> None:
    later = replace(SUPERVISED_TOO, days_over=9, breach=moment("2017-10-20T00:00"))
    (section,) = arrange([SUPERVISED, later], moment("2017-11-02T08:30"))
    assert [item.mention for item in section.items] == [SUPERVISED, later]
    (section,) = arrange([later, SUPERVISED], moment("2017-11-02T08:30"))
    assert [item.mention for item in section.items] == [later, SUPERVISED]
