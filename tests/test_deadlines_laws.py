"""The laws of the law page, for any rule of the language on any facts."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deadlines.anchors import Amount
from deadlines.counting import Extension, Pause, backward, extended, forward
from deadlines.notices import Holiday, HolidayNotice, load
from deadlines.provisions import load as load_law
from deadlines.workdays import OutsideCalendarError, WorkCalendar
from tests.any_rule import CAUSE, DAYS, EDGE, EXTENSIONS, LENGTHS, Case, any_case, dated, pauses_near
from tests.instants import NATIONAL, OFFICE, until

ONE = timedelta(days=1)
UNTIL_2016 = until(2016)
many = settings(max_examples=150)


# --- the two instants ---------------------------------------------------------------------------------------


@many
@given(dated())
def test_target_is_never_after_breach_nor_before_the_opening(case: Case) -> None:
    found = case.on()
    assert found.target is not None
    assert found.breach is not None
    assert found.last_day is not None
    assert found.target <= found.breach <= OFFICE.end(found.last_day)
    assert found.breach > OFFICE.at(found.last_day) or "time" in case.fields
    assert found.opens is None or found.target >= found.opens or found.target == found.breach
    if case.rule.kind in {"every", "same_day"}:
        assert found.opens is not None
        assert found.breach > found.opens


@many
@given(dated())
def test_what_is_asked_for_is_asked_on_a_working_day_or_at_the_breach_itself(case: Case) -> None:
    found = case.on()
    assert found.target is not None
    assert found.target == found.breach or NATIONAL.is_working(found.target.date())


@many
@given(any_case())
def test_what_is_not_dated_has_no_instant_and_what_is_dated_has_both(case: Case) -> None:
    found = case.on()
    assert (found.target is None, found.breach is None, found.last_day is None) == (not case.rule.dated,) * 3


# --- what is not published ----------------------------------------------------------------------------------


def later_notice(day: date, *, off: bool) -> HolidayNotice:
    """A notice for 2017 that turns one day."""
    item = Holiday("试", day, day, (), ()) if off else Holiday("试", None, None, (day,), ())
    return HolidayNotice("2017", "试〔2017〕1号", "试", 2017, None, None, "text", None, (item,))


@pytest.mark.slow
@settings(max_examples=200)
@given(
    any_case(EDGE, UNTIL_2016),
    st.dates(date(2016, 12, 29), date(2017, 12, 31)),
    st.booleans(),
)
def test_what_is_certain_is_moved_by_no_notice_that_may_come(case: Case, day: date, off: bool) -> None:  # noqa: FBT001
    found = case.on(UNTIL_2016)
    known = [notice for notice in load() if notice.year <= 2016]
    if not found.provisional:
        moved = case.on(WorkCalendar([*known, later_notice(day, off=off)]))
        assert (moved.target, moved.breach, moved.closes) == (found.target, found.breach, found.closes)


@many
@given(dated(EDGE, UNTIL_2016))
def test_whatever_needs_a_day_after_the_last_known_one_is_provisional(case: Case) -> None:
    found = case.on(UNTIL_2016)
    assert found.last_day is not None
    by_hours = case.rule.after is not None and case.rule.after.hours is not None
    if found.last_day > UNTIL_2016.known_through and not by_hours:
        assert found.provisional
    assert json.loads(found.certificate)["provisional"] is found.provisional


# --- law ----------------------------------------------------------------------------------------------------


VERSIONS = [version for legal in load_law() for version in legal.versions]


@many
@given(dated())
def test_no_law_is_cited_that_was_not_in_force_on_the_triggers_day(case: Case) -> None:
    body = json.loads(case.on().certificate)
    for cited in (body[key] for key in ("law", "counted_by") if key in body):
        assert case.facts.trigger is not None
        day = case.facts.trigger.day
        assert any(
            version.effective_from <= day <= (version.effective_to or day)
            for version in VERSIONS
            if version.citation == cited
        )


# --- pauses and extensions ----------------------------------------------------------------------------------


#: A period's day before, its length, and pauses around it.
Stopped = tuple[date, Amount, tuple[Pause, ...]]


@st.composite
def stopped(draw: st.DrawFn) -> Stopped:
    """A period's day before, its length, and pauses around it."""
    day = draw(DAYS)
    return day, Amount.model_validate(draw(LENGTHS)), draw(pauses_near(day))


@many
@given(stopped(), st.randoms(use_true_random=False))
def test_the_order_of_pauses_does_not_matter_nor_that_one_is_told_twice(
    period: Stopped, random: Random
) -> None:
    day, length, pauses = period
    shuffled = random.sample(pauses, len(pauses))
    assert forward(day, length, NATIONAL, shuffled) == forward(day, length, NATIONAL, pauses)
    assert forward(day, length, NATIONAL, [*pauses, *pauses]) == forward(day, length, NATIONAL, pauses)


@many
@given(stopped(), st.integers(-20, 90))
def test_a_pause_of_nothing_is_no_pause(period: Stopped, ahead: int) -> None:
    day, length, pauses = period
    stands = day + ahead * ONE
    none = Pause(CAUSE, stands, stands)
    assert forward(day, length, NATIONAL, [none]) == forward(day, length, NATIONAL)
    assert forward(day, length, NATIONAL, [*pauses, none]) == forward(day, length, NATIONAL, pauses)


@many
@given(stopped(), st.integers(0, 60))
def test_a_pause_in_two_parts_is_one_pause(period: Stopped, length: int) -> None:
    day, amount, pauses = period
    for one in pauses:
        middle = min(one.first + length * ONE, one.resumes)
        parts = [Pause(CAUSE, one.first, middle), Pause(CAUSE, middle, one.resumes)]
        assert forward(day, amount, NATIONAL, parts) == forward(day, amount, NATIONAL, [one])


@many
@given(stopped(), st.integers(1, 60))
def test_a_pause_outside_the_period_changes_nothing(period: Stopped, length: int) -> None:
    day, amount, pauses = period
    last = forward(day, amount, NATIONAL, pauses)
    before = Pause(CAUSE, day - length * ONE, day + ONE)
    after = Pause(CAUSE, last + ONE, last + length * ONE)
    assert forward(day, amount, NATIONAL, [*pauses, before, after]) == last


@many
@given(stopped(), st.integers(0, 60), st.integers(0, 2))
def test_a_longer_pause_and_one_more_never_make_it_earlier(period: Stopped, longer: int, which: int) -> None:
    day, amount, pauses = period
    last = forward(day, amount, NATIONAL, pauses)
    assert last >= forward(day, amount, NATIONAL)
    assert all(forward(day, amount, NATIONAL, pauses[:n]) <= last for n in range(len(pauses)))
    if which < len(pauses):
        grown = list(pauses)
        grown[which] = replace(grown[which], resumes=grown[which].resumes + longer * ONE)
        assert forward(day, amount, NATIONAL, grown) >= last


@many
@given(stopped())
def test_the_days_that_count_are_as_many_as_the_period_is_long(
    period: Stopped,
) -> None:
    day, amount, pauses = period
    last = forward(day, amount, NATIONAL, pauses)
    ahead = ((last - day).days, (forward(day, amount, NATIONAL) - day).days)
    counted = [day + n * ONE for n in range(1, ahead[0] + 1)]
    stood = [one for one in counted if any(p.first <= one < p.resumes for p in pauses)]
    left = [one for one in counted if one not in stood]
    if amount.working_days is not None:
        assert sum(map(NATIONAL.is_working, left)) == amount.working_days
    else:
        assert len(left) == ahead[1]
    assert last in left


@many
@given(dated(), EXTENSIONS)
def test_an_extension_never_makes_a_deadline_earlier(case: Case, extensions: tuple[Extension, ...]) -> None:
    assume("rule" not in case.fields and "hours" not in case.fields.get("after", {}))
    without = Case(case.fields, replace(case.facts, extensions=())).on()
    granted = Case(case.fields, replace(case.facts, extensions=extensions)).on()
    assert without.breach is not None
    assert granted.breach is not None
    assert without.last_day is not None
    assert granted.last_day is not None
    assert granted.breach >= without.breach
    assert granted.last_day >= without.last_day


@many
@given(DAYS, EXTENSIONS, st.dates(date(2015, 1, 1), date(2025, 12, 31)))
def test_an_extension_of_a_day_is_later_and_until_a_day_never_earlier(
    last: date, extensions: tuple[Extension, ...], until_day: date
) -> None:
    assert all(extended(last, one, NATIONAL) > last for one in extensions)
    assert extended(last, Extension(until=until_day), NATIONAL) == max(last, until_day)


# --- forwards and backwards ---------------------------------------------------------------------------------


@many
@given(DAYS, st.integers(1, 60))
def test_working_days_counted_backwards_mirror_those_counted_forwards(day: date, count: int) -> None:
    amount = Amount(working_days=count)
    back = backward(day, amount, NATIONAL)
    assert forward(back, amount, NATIONAL) == NATIONAL.following(day)
    assert backward(forward(day, amount, NATIONAL), amount, NATIONAL) == NATIONAL.preceding(day)
    between = [back + n * ONE for n in range((day - back).days)]
    assert sum(map(NATIONAL.is_working, between)) == count


@many
@given(DAYS, st.integers(1, 500))
def test_calendar_days_counted_backwards_come_back(day: date, count: int) -> None:
    amount = Amount(days=count)
    assert backward(forward(day, amount, NATIONAL), amount, NATIONAL) == day


@many
@given(DAYS, st.integers(1, 60))
def test_months_end_on_the_same_day_of_the_month_or_on_its_last(day: date, count: int) -> None:
    last = forward(day, Amount(months=count), NATIONAL)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == count
    assert last.day == day.day or (last.day < day.day and (last + ONE).day == 1)


@settings(max_examples=40)
@given(st.dates(NATIONAL.last, date(9998, 1, 1)), st.integers(1, 60))
def test_working_days_beyond_the_calendar_are_an_error_and_never_a_guess(day: date, count: int) -> None:
    with pytest.raises(OutsideCalendarError):
        forward(day, Amount(working_days=count), NATIONAL)


# --- the same bytes -----------------------------------------------------------------------------------------


@contextmanager
def living_in(zone: str) -> Iterator[None]:
    """This process as if its machine stood in `zone`."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@many
@given(any_case(), st.sampled_from(["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"]))
def test_the_zone_of_the_process_changes_no_byte(case: Case, zone: str) -> None:
    with living_in(zone):
        there = case.on()
    assert there == case.on()


@settings(max_examples=100)
@given(any_case())
def test_the_same_facts_in_another_order_give_the_same_bytes(case: Case) -> None:
    turned = Case(dict(reversed(case.fields.items())), replace(case.facts, pauses=case.facts.pauses[::-1]))
    assert turned.on().certificate == case.on().certificate
