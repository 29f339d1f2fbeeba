"""The calendars of the regions, what a certificate saw of them, and notices that are added."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendars import Calendars
from deadlines.notices import HolidayNotice, NoticeError, in_order, load, parse, regions
from deadlines.workdays import WorkCalendar
from tests.instants import NATIONAL, calendars_until

PACKAGED = Calendars.packaged()
GUANGXI = PACKAGED.of("cn-gx")
ELSEWHERE = [region for region in PACKAGED.regions if region != "cn"]

LATER = """
title = "关于2027年部分节假日安排的通知"
year = 2027
source = "text"

[[holidays]]
name = "国庆节"
off = [2027-10-01, 2027-10-07]
make_up = [2027-09-26, 2027-10-09]
statutory = [2027-10-01, 2027-10-02, 2027-10-03]
"""


def notice(key: str) -> HolidayNotice:
    return next(one for one in load() if one.key == key)


def test_the_nation_comes_first_and_every_region_has_a_calendar() -> None:
    assert PACKAGED.regions[0] == "cn"
    assert set(PACKAGED.regions) == set(regions())
    assert {"cn-gx", "cn-nx", "cn-xj"} <= set(PACKAGED.regions)
    assert PACKAGED.of("cn") is PACKAGED.national
    assert all(PACKAGED.of(region).region == region for region in PACKAGED.regions)


def test_a_region_without_notices_has_no_calendar() -> None:
    with pytest.raises(KeyError):
        PACKAGED.of("cn-tj")


def test_guangxi_turns_days_both_ways() -> None:
    assert (NATIONAL.is_working(date(2017, 4, 1)), GUANGXI.is_working(date(2017, 4, 1))) == (True, False)
    assert (NATIONAL.is_working(date(2017, 4, 8)), GUANGXI.is_working(date(2017, 4, 8))) == (False, True)
    fact = GUANGXI.fact(date(2017, 4, 8))
    assert (fact.kind, fact.name, fact.notice) == ("make-up", "壮族三月三", "cn-gx/2017")
    assert GUANGXI.fact(date(2017, 4, 3)) == NATIONAL.fact(date(2017, 4, 3))


@pytest.mark.parametrize("region", ELSEWHERE)
def test_a_region_differs_from_the_nation_on_the_days_of_its_own_notices_only(region: str) -> None:
    own = PACKAGED.of(region)
    named = {
        day
        for one in PACKAGED.notices(region)
        for holiday in one.holidays
        for day in (*holiday.days_off, *holiday.make_up)
    }
    differing = {
        day
        for ahead in range((NATIONAL.last - NATIONAL.first).days + 1)
        if own.is_working(day := NATIONAL.first + timedelta(days=ahead)) != NATIONAL.is_working(day)
    }
    assert differing
    assert differing <= named


@pytest.mark.parametrize("region", ELSEWHERE)
def test_only_national_notices_settle_a_year(region: str) -> None:
    assert PACKAGED.of(region).known_through == NATIONAL.known_through
    alone = Calendars({"cn": (notice("2016"),), region: PACKAGED.notices(region)})
    assert alone.of(region).known_through == date(2016, 12, 28)


def test_the_evidence_of_a_region_names_its_own_notice_beside_the_nations() -> None:
    seen = GUANGXI.version(date(2017, 3, 29), date(2017, 4, 12))
    assert seen["region"] == "cn-gx"
    assert seen["keys"] == ["2017", "cn-gx/2017"]
    assert seen["digest"] != NATIONAL.version(date(2017, 3, 29), date(2017, 4, 12))["digest"]


# --- evidence -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "keys"),
    [
        ("2017-09-27", "2017-10-12", ["2017"]),
        ("2015-05-01", "2015-05-12", ["2015", "2015-2"]),
        ("2017-12-20", "2018-01-05", ["2017", "2018"]),
        # the last days of a year are settled by the notice for the next
        ("2017-12-20", "2017-12-28", ["2017"]),
        ("2017-12-20", "2017-12-29", ["2017", "2018"]),
        ("2019-12-30", "2020-01-02", ["2019", "2019-2", "2020", "2020-2"]),
    ],
)
def test_the_evidence_of_some_days_is_the_notices_about_their_years(
    start: str, end: str, keys: list[str]
) -> None:
    seen = NATIONAL.version(date.fromisoformat(start), date.fromisoformat(end))
    assert seen["keys"] == keys


@settings(max_examples=60)
@given(st.dates(date(2006, 1, 1), date(2026, 6, 30)), st.integers(0, 400), st.sampled_from(PACKAGED.regions))
def test_the_calendar_that_a_certificate_saw_counts_its_days_as_they_are(
    start: date, ahead: int, region: str
) -> None:
    calendar, end = PACKAGED.of(region), start + timedelta(days=ahead)
    seen = calendar.version(start, end)
    keys = seen["keys"]
    assert isinstance(keys, list)
    again = PACKAGED.having(region, keys, start.year, calendar.known_through)
    assert again.version(start, end) == seen
    assert list(again.facts(start, end)) == list(calendar.facts(start, end))


def test_what_a_certificate_did_not_see_is_not_in_its_calendar() -> None:
    before = calendars_until(2019).national
    seen = PACKAGED.having("cn", ["2020"], 2020)
    assert seen.is_working(date(2020, 2, 1))
    assert not NATIONAL.is_working(date(2020, 2, 1))
    unknown = PACKAGED.having("cn", [], 2021, before.known_through)
    assert unknown.known_through == before.known_through
    assert unknown.version(date(2021, 10, 1), date(2021, 10, 8)) == before.version(
        date(2021, 10, 1), date(2021, 10, 8)
    )


def test_a_notice_that_is_not_there_is_missed() -> None:
    with pytest.raises(KeyError):
        calendars_until(2016).having("cn", ["2017"], 2017)


# --- adding -------------------------------------------------------------------------------------------------


def test_a_notice_that_is_added_makes_its_year_known() -> None:
    before, later = calendars_until(2016), notice("2017")
    after = before.adding("cn", later)
    assert before.national.known_through == date(2016, 12, 28)
    assert after.national.known_through == date(2017, 12, 28)
    assert after.digest != before.digest
    assert after.national.is_working(date(2017, 9, 30))
    assert after.notices("cn")[-1] == later


def test_the_same_notice_twice_changes_nothing() -> None:
    assert PACKAGED.adding("cn", notice("2017")) is PACKAGED


def test_a_notice_whose_key_stands_for_other_days_is_refused_with_the_name_it_should_have() -> None:
    only_off = LATER.replace("make_up = [2027-09-26, 2027-10-09]\n", "")
    other = parse(only_off.replace("2027", "2017"), "2017.toml")
    with pytest.raises(NoticeError, match=r"2017\.toml: expected a new notice.*named 2017-2\.toml") as caught:
        PACKAGED.adding("cn", other)
    assert "国办发明电〔2016〕17号" in str(caught.value)


def test_an_amendment_is_added_after_what_it_amends() -> None:
    before = Calendars({"cn": in_order(n for n in load() if n.key != "2020-2")})
    after = before.adding("cn", notice("2020-2"))
    assert before.national.is_working(date(2020, 1, 31))
    assert not after.national.is_working(date(2020, 1, 31))
    assert [n.key for n in after.notices("cn")] == [n.key for n in load()]


def test_the_first_notice_of_a_region_makes_its_calendar() -> None:
    own = PACKAGED.notices("cn-gx")[0]
    assert calendars_until(2016).adding("cn-gx", own).regions == ("cn", "cn-gx")


def test_calendars_are_told_apart_by_their_days() -> None:
    assert calendars_until(2020).digest == calendars_until(2020).digest
    assert len({calendars_until(year).digest for year in (2018, 2019, 2020)} | {PACKAGED.digest}) == 4


def test_a_year_beyond_the_last_notice_may_be_there_without_the_ones_between() -> None:
    gap = calendars_until(2025).adding("cn", parse(LATER, "2027.toml")).national
    assert gap.known_through == date(2025, 12, 28)
    assert gap.provisional(date(2027, 10, 9))
    assert gap.is_working(date(2027, 10, 9))
    assert isinstance(gap, WorkCalendar)
