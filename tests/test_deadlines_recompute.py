"""Certificates worked out again: the same bytes anywhere and later, and new dates when notices or triggers come."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendars import Calendars
from deadlines.counting import Extension
from deadlines.notices import load, parse
from deadlines.recompute import facts_of, readable, recomputed, redated
from deadlines.resolve import Facts, Trigger
from tests.any_rule import DAYS, EDGE, Case, any_case
from tests.instants import at, calendars_until, instants, paused, resolved, until, window

HOUSE = Path(__file__).resolve().parent.parent
PACKAGED = Calendars.packaged()
SEVEN: dict[str, Any] = {"after": {"event": "decision", "working_days": 7}}

#: A notice of a year that nobody can know yet.
FUTURE = """
title = "试"
year = {year}
source = "text"

[[holidays]]
name = "国庆节"
off = [{year}-10-01, {year}-10-07]
statutory = [{year}-10-01, {year}-10-02, {year}-10-03]
"""


def future(year: int) -> Calendars:
    """The packaged calendars, and one notice more."""
    return PACKAGED.adding("cn", parse(FUTURE.format(year=year), f"{year}.toml"))


NEXT = max(notice.year for notice in load()) + 1
LATER = future(NEXT)


@settings(max_examples=150)
@given(any_case())
def test_a_certificate_worked_out_again_is_the_same(case: Case) -> None:
    certificate = case.on().certificate
    assert recomputed(certificate, PACKAGED) == certificate
    assert readable(certificate)


@settings(max_examples=150)
@given(any_case(EDGE, until(2016)))
def test_also_after_later_notices_were_added(case: Case) -> None:
    certificate = case.on(until(2016)).certificate
    for year in (2016, 2017, 2018):
        assert recomputed(certificate, calendars_until(year)) == certificate
    assert recomputed(certificate, LATER) == certificate


@settings(max_examples=100)
@given(any_case(st.dates(date(2027, 1, 1), date(2030, 1, 31))))
def test_also_one_of_a_year_that_lies_beyond_every_notice(case: Case) -> None:
    certificate = case.on(until(2025)).certificate
    for calendars in (calendars_until(2025), PACKAGED, LATER, future(NEXT + 1)):
        assert recomputed(certificate, calendars) == certificate


def test_also_one_that_was_counted_while_a_notice_between_two_others_was_missing() -> None:
    notices = {notice.key: notice for notice in load() if notice.year <= 2018}
    gap = Calendars({"cn": tuple(n for n in notices.values() if n.year != 2017)})
    certificate = resolved(calendar=gap.national, trigger="2018-03-01", **SEVEN).certificate
    assert recomputed(certificate, gap) == certificate
    assert recomputed(certificate, PACKAGED) == certificate


@settings(max_examples=120)
@given(any_case(), st.sampled_from(["cn-gx", "cn-nx", "cn-xj"]))
def test_also_one_of_a_region_with_days_of_its_own(case: Case, region: str) -> None:
    certificate = Case({**case.fields, "calendar": region}, case.facts).on(PACKAGED.of(region)).certificate
    assert recomputed(certificate, PACKAGED) == certificate


@settings(max_examples=120)
@given(any_case())
def test_the_facts_are_read_back_as_they_were(case: Case) -> None:
    found = case.on()
    facts = facts_of(found.certificate)
    # A window says itself when it opens, and what is rolled out of its week opens with another.
    own = "window" in case.fields or "opens_earlier" in found.certificate
    assert facts.opens == (case.facts.opens if own else found.opens)
    assert (facts.day, facts.trigger, facts.extensions) == (
        case.facts.day,
        case.facts.trigger,
        case.facts.extensions,
    )
    assert sorted(map(repr, facts.pauses)) == sorted(map(repr, case.facts.pauses))


def test_a_certificate_whose_notice_is_not_there_cannot_be_worked_out_again() -> None:
    certificate = resolved(trigger="2017-09-27", **SEVEN).certificate
    with pytest.raises(KeyError):
        recomputed(certificate, calendars_until(2016))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2017-10-12T17:30:00", "2017-10-13T17:30:00"),
        ('"working_days":7}', '"working_days":8}'),
        ('"provisional":false', '"provisional":true'),
        ('"day":"2017-09-27"', '"day":"2017-09-28"'),
        ('"make_up":[["2017-09-30","中秋节、国庆节"]]', '"make_up":[]'),
        ('"digest":"', '"digest":"0'),
        ("17:30:00", "17:00:00"),
    ],
)
def test_a_certificate_that_was_tampered_with_is_found_out(old: str, new: str) -> None:
    certificate = resolved(trigger="2017-09-27", **SEVEN).certificate
    assert old in certificate
    forged = certificate.replace(old, new, 1)
    assert recomputed(forged, PACKAGED) != forged


def test_a_certificate_of_an_older_form_says_so() -> None:
    body = json.loads(resolved(trigger="2017-09-27", **SEVEN).certificate)
    assert not readable(json.dumps({**body, "v": 1}))


# --- another process ----------------------------------------------------------------------------------------

ELSEWHERE = """
import json, sys
from deadlines.calendars import Calendars
from deadlines.recompute import recomputed
told = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps([recomputed(one, Calendars.packaged()) for one in told]))
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"},
    ],
)
def test_another_process_in_another_zone_and_locale_gives_the_same_bytes(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    told = drawn()
    file = tmp_path / "told.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-c", ELSEWHERE, str(file)]
    environment = {**os.environ, **surroundings}
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == told
    assert len(told) >= 100


def drawn() -> list[str]:
    """The certificates of rules of any kind."""
    found: list[str] = []

    @settings(max_examples=150, database=None)
    @given(any_case())
    def collect(case: Case) -> None:
        found.append(case.on().certificate)

    collect()
    return found


# --- new dates ----------------------------------------------------------------------------------------------


def test_when_its_notice_comes_a_provisional_deadline_becomes_firm_and_moves() -> None:
    before = resolved(calendar=until(2016), trigger="2017-09-27", **SEVEN)
    after = redated(before.certificate, PACKAGED)
    assert (before.provisional, after.provisional) == (True, False)
    assert instants(before) == ("2017-10-11T17:30", "2017-10-12T00:00")
    assert after == resolved(trigger="2017-09-27", **SEVEN)


@settings(max_examples=120)
@given(any_case(EDGE, until(2016)))
def test_a_deadline_that_is_certain_is_dated_again_as_it_was(case: Case) -> None:
    found = case.on(until(2016))
    if not found.provisional:
        again = redated(found.certificate, PACKAGED)
        assert (again.target, again.breach, again.closes) == (found.target, found.breach, found.closes)


def test_a_notice_moves_the_last_working_day_of_a_quarter_itself() -> None:
    quarter = {"working_day": -1, "of": "quarter", "from": "2017-01-01", "to": "2017-12-31"}
    before = resolved(calendar=until(2016), every=quarter, day="2017-09-29")
    assert instants(redated(before.certificate, PACKAGED)) == ("2017-09-30T17:30", "2017-10-01T00:00")


def test_a_notice_moves_a_festivals_window_and_what_is_due_before_it() -> None:
    new_year: dict[str, Any] = {"festival": "元旦", "year": 2023}
    seen = resolved(calendar=until(2022), window=new_year)
    assert window(redated(seen.certificate, PACKAGED)) == ("2022-12-31T00:00", "2023-01-03T00:00")
    ahead = resolved(calendar=until(2022), before={**new_year, "working_days": 1}, bound="exclusive")
    assert redated(ahead.certificate, PACKAGED).last_day == date(2022, 12, 29)


def test_a_corrected_trigger_gives_the_dates_that_it_would_have_given_at_once() -> None:
    late = resolved(trigger="2017-09-29T10:00", **SEVEN)
    corrected = Trigger("decision", date(2017, 9, 27), at("2017-09-27T15:00"))
    assert redated(late.certificate, PACKAGED, corrected) == resolved(trigger="2017-09-27T15:00", **SEVEN)


def test_pauses_and_extensions_stand_when_a_deadline_is_dated_again() -> None:
    fields: dict[str, Any] = {**SEVEN, "pause": "听证"}
    stopped, longer = paused("2017-09-28..2017-09-30"), (Extension(working_days=5, approver="局长"),)
    before = resolved(calendar=until(2016), trigger="2017-09-27", pauses=stopped, extensions=longer, **fields)
    after = resolved(trigger="2017-09-27", pauses=stopped, extensions=longer, **fields)
    assert redated(before.certificate, PACKAGED) == after
    assert before.last_day != after.last_day


def test_the_region_of_a_rule_stays_its_region() -> None:
    guangxi = PACKAGED.of("cn-gx")
    case = Case({**SEVEN, "calendar": "cn-gx"}, replace(facts_of(sample()), opens=None))
    found = redated(case.on(guangxi).certificate, PACKAGED)
    assert found.last_day == date(2017, 4, 12)


def sample() -> str:
    return resolved(trigger="2017-03-29", **SEVEN).certificate


@settings(max_examples=100)
@given(DAYS, st.integers(1, 30))
def test_dating_again_by_the_same_notices_changes_nothing(day: date, count: int) -> None:
    fields: dict[str, Any] = {"after": {"event": "decision", "working_days": count}}
    found = resolved(trigger=day.isoformat(), **fields)
    assert redated(found.certificate, PACKAGED) == found


def test_a_count_from_a_provisional_deadline_says_so_and_gives_the_same_bytes_again() -> None:
    rule = {"before": {"deadline": "package", "days": 30}}
    unsure = Trigger("package", date(2017, 10, 28), of="demo/package/binhai", provisional=True)
    found = Case(rule, Facts(trigger=unsure)).on(PACKAGED.national)
    assert found.provisional
    assert recomputed(found.certificate, PACKAGED) == found.certificate
    firm = redated(found.certificate, PACKAGED, replace(unsure, provisional=False))
    assert (firm.provisional, firm.last_day) == (False, found.last_day)
