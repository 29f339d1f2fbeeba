"""Festivals: the days that the notice gives, and what the law and the moon give where there is none."""

from datetime import date, timedelta

import pytest

from deadlines.festivals import FIXED, HOLIDAYS, LUNAR, NAMES, festival_key, festival_span
from deadlines.spans import Span, SpanError
from deadlines.workdays import OutsideCalendarError
from tests.instants import NATIONAL, until


def span(first: str, last: str | None = None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("new-year", 2023, "2022-12-31", "2023-01-02"),
        ("new-year", 2017, "2017-01-01", "2017-01-02"),
        ("new-year", 2019, "2018-12-30", "2019-01-01"),
        ("spring-festival", 2017, "2017-01-27", "2017-02-02"),
        # longer by the notice of January 2020
        ("spring-festival", 2020, "2020-01-24", "2020-02-02"),
        ("spring-festival", 2023, "2023-01-21", "2023-01-27"),
        ("qingming", 2017, "2017-04-02", "2017-04-04"),
        ("labour-day", 2017, "2017-05-01", "2017-05-01"),
        # changed in March 2019
        ("labour-day", 2019, "2019-05-01", "2019-05-04"),
        ("dragon-boat", 2017, "2017-05-28", "2017-05-30"),
        # one item of the notice for two festivals
        ("mid-autumn", 2017, "2017-10-01", "2017-10-08"),
        ("national-day", 2017, "2017-10-01", "2017-10-08"),
        ("national-day", 2023, "2023-09-29", "2023-10-06"),
        ("mid-autumn", 2021, "2021-09-19", "2021-09-21"),
        ("national-day", 2021, "2021-10-01", "2021-10-07"),
        # no holidays: by the date or by the moon
        ("consumer-day", 2021, "2021-03-15", "2021-03-15"),
        ("618", 2023, "2023-06-18", "2023-06-18"),
        ("double11", 2017, "2017-11-11", "2017-11-11"),
        ("double12", 2023, "2023-12-12", "2023-12-12"),
        ("spring-festival-eve", 2017, "2017-01-27", "2017-01-27"),
        ("lantern", 2017, "2017-02-11", "2017-02-11"),
        ("lantern", 2023, "2023-02-05", "2023-02-05"),
    ],
)
def test_a_festival_has_the_days_of_its_notice(name: str, year: int, first: str, last: str) -> None:
    assert festival_span(name, year, NATIONAL) == span(first, last)


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        ("new-year", 2017, "2017-01-01", "2017-01-01"),
        ("spring-festival", 2017, "2017-01-28", "2017-01-30"),
        # from 2008 to 2013 and again from 2025 with New Year's Eve
        ("spring-festival", 2010, "2010-02-13", "2010-02-15"),
        ("spring-festival", 2025, "2025-01-28", "2025-01-31"),
        ("labour-day", 2017, "2017-05-01", "2017-05-01"),
        ("labour-day", 2007, "2007-05-01", "2007-05-03"),
        ("labour-day", 2025, "2025-05-01", "2025-05-02"),
        ("qingming", 2017, "2017-04-04", "2017-04-04"),
        # Mid-Autumn is the day after the third of National Day
        ("national-day", 2017, "2017-10-01", "2017-10-04"),
        ("mid-autumn", 2017, "2017-10-01", "2017-10-04"),
        ("national-day", 2018, "2018-10-01", "2018-10-03"),
        ("lantern", 2017, "2017-02-11", "2017-02-11"),
        ("618", 2017, "2017-06-18", "2017-06-18"),
    ],
)
def test_while_no_notice_is_published_it_has_the_days_that_the_law_gives(
    name: str, year: int, first: str, last: str
) -> None:
    assert festival_span(name, year, until(year - 1)) == span(first, last)


def test_until_its_notice_changes_midway_a_festival_has_the_days_of_the_first_notice() -> None:
    assert festival_span("spring-festival", 2020, until(2019)) == span("2020-01-25", "2020-01-27")


@pytest.mark.parametrize("year", range(2004, 2027))
@pytest.mark.parametrize("name", [*HOLIDAYS, *LUNAR])
def test_every_festival_of_every_year_lies_around_its_day(name: str, year: int) -> None:
    found, usual = festival_span(name, year, NATIONAL), festival_span(name, year, until(2004))
    assert found.first <= usual.last
    assert usual.first <= found.last
    assert timedelta(0) <= found.last - found.first <= timedelta(days=9)


@pytest.mark.parametrize("name", ["spring-festival", "qingming", "dragon-boat", "mid-autumn", "lantern"])
def test_beyond_the_table_of_the_moon_there_is_an_error_and_no_date(name: str) -> None:
    with pytest.raises(OutsideCalendarError):
        festival_span(name, 2031, NATIONAL)


def test_a_festival_on_a_fixed_date_needs_no_moon() -> None:
    assert festival_span("national-day", 2031, NATIONAL) == span("2031-10-01", "2031-10-03")
    assert festival_span("double11", 2050, NATIONAL) == span("2050-11-11")


def test_before_the_first_notice_a_holiday_is_not_guessed() -> None:
    with pytest.raises(OutsideCalendarError):
        festival_span("new-year", 2003, NATIONAL)
    assert festival_span("double11", 2003, NATIONAL) == span("2003-11-11")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("元旦", "new-year"),
        ("除夕", "spring-festival-eve"),
        ("春节", "spring-festival"),
        ("元宵", "lantern"),
        ("3·15", "consumer-day"),
        ("清明节", "qingming"),
        ("五一", "labour-day"),
        ("端午", "dragon-boat"),
        ("6·18", "618"),
        ("中秋", "mid-autumn"),
        ("国庆", "national-day"),
        ("双十一", "double11"),
        ("双11", "double11"),
        ("双十二", "double12"),
        ("double12", "double12"),
    ],
)
def test_a_festival_is_called_as_documents_call_it(written: str, key: str) -> None:
    assert festival_key(written) == key


def test_an_unknown_festival_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(SpanError) as caught:
        festival_key("doubel11")
    assert caught.value.code == "festival"
    assert str(caught.value.found["known"]).split(", ") == list(NAMES)


def test_no_name_is_two_festivals_and_every_festival_has_its_days() -> None:
    names = [name for key, others in NAMES.items() for name in (key, *others)]
    assert len(names) == len(set(names))
    assert set(NAMES) == {*FIXED, *HOLIDAYS, *LUNAR}
