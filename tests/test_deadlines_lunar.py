"""The festivals' table, held against a package's lunisolar tables and against the notices themselves."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from holidays.calendars.chinese import _ChineseLunisolar

from deadlines.lunar import FIRST_YEAR, LAST_YEAR, festival_day, statutory_days
from deadlines.notices import load

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
FESTIVALS = ("spring-festival-eve", "spring-festival", "lantern", "qingming", "dragon-boat", "mid-autumn")
PACKAGE = _ChineseLunisolar()


def day_of(name: str, year: int) -> date:
    day = festival_day(name, year)
    assert day is not None
    return day


def written(year: int, *days: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"{year}-{day}") for day in days)


def noticed() -> dict[int, set[date]]:
    """Per year, the days that its notices call holidays in law."""
    years: dict[int, set[date]] = {}
    for notice in load():
        for holiday in notice.holidays:
            years.setdefault(notice.year, set()).update(holiday.statutory)
    return years


def test_the_table_covers_2004_to_2030() -> None:
    assert (FIRST_YEAR, LAST_YEAR) == (2004, 2030)
    assert all(festival_day(name, year) for name in FESTIVALS for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_festival_is_on_the_day_that_the_package_holidays_has(year: int) -> None:
    ours = {name: festival_day(name, year) for name in ("spring-festival", "dragon-boat", "mid-autumn")}
    assert ours == {
        "spring-festival": PACKAGE.lunar_new_year_date(year)[0],
        "dragon-boat": PACKAGE.dragon_boat_date(year)[0],
        "mid-autumn": PACKAGE.mid_autumn_date(year)[0],
    }
    assert festival_day("qingming", year) == PACKAGE.qingming_date(year)[0]


@pytest.mark.parametrize("year", YEARS)
def test_qingming_is_the_solar_term_that_chinesecalendar_computes(year: int) -> None:
    terms = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    assert [day for day, term in terms if term == "清明"] == [festival_day("qingming", year)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_falls_into_its_season(year: int) -> None:
    assert date(year, 1, 21) <= day_of("spring-festival", year) <= date(year, 2, 20)
    assert date(year, 4, 4) <= day_of("qingming", year) <= date(year, 4, 6)
    assert date(year, 5, 25) <= day_of("dragon-boat", year) <= date(year, 6, 25)
    assert date(year, 9, 7) <= day_of("mid-autumn", year) <= date(year, 10, 8)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR))
def test_a_lunar_year_has_354_or_355_days_and_with_a_leap_month_383_to_385(year: int) -> None:
    length = day_of("spring-festival", year + 1) - day_of("spring-festival", year)
    assert length.days in {354, 355, 383, 384, 385}


@pytest.mark.parametrize("year", YEARS)
def test_the_days_between_festivals_are_whole_months_of_29_or_30_days(year: int) -> None:
    # From 正月初一 to 五月初五 are four months, or five with a leap month between, and four days.
    months = {months * 29 + long for months in (4, 5) for long in range(months + 1)}
    assert (day_of("dragon-boat", year) - day_of("spring-festival", year)).days - 4 in months
    # From 五月初五 to 八月十五 are three months, or four with a leap month between, and ten days.
    months = {months * 29 + long for months in (3, 4) for long in range(months + 1)}
    assert (day_of("mid-autumn", year) - day_of("dragon-boat", year)).days - 10 in months


@pytest.mark.parametrize("year", YEARS)
def test_new_years_eve_and_the_lantern_festival_follow_from_the_spring_festival(year: int) -> None:
    first = day_of("spring-festival", year)
    assert festival_day("spring-festival-eve", year) == first - timedelta(days=1)
    assert festival_day("lantern", year) == first + timedelta(days=14)


def test_well_known_days_are_where_everybody_remembers_them() -> None:
    assert day_of("spring-festival", 2008) == date(2008, 2, 7)
    assert day_of("spring-festival-eve", 2017) == date(2017, 1, 27)
    assert day_of("lantern", 2017) == date(2017, 2, 11)
    assert day_of("mid-autumn", 2017) == date(2017, 10, 4)
    assert day_of("mid-autumn", 2020) == date(2020, 10, 1)
    assert day_of("dragon-boat", 2026) == date(2026, 6, 19)
    # The new moon comes eight minutes after midnight in Beijing, and late on 2 February in Hanoi.
    assert day_of("spring-festival", 2030) == date(2030, 2, 3)


@pytest.mark.parametrize("name", FESTIVALS)
def test_there_is_no_festival_outside_the_table(name: str) -> None:
    assert festival_day(name, FIRST_YEAR - 1) is None
    assert festival_day(name, LAST_YEAR + 1) is None


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR + 1])
@pytest.mark.parametrize("name", ["", "春节", "Spring-Festival", "labour-day"])
def test_an_unknown_festival_is_refused_in_every_year(name: str, year: int) -> None:
    with pytest.raises(ValueError, match="expected a festival to be one of spring-festival-eve, "):
        festival_day(name, year)


@pytest.mark.parametrize("year", sorted(year for year in noticed() if year in YEARS))
def test_the_notices_call_exactly_these_days_holidays_in_law(year: int) -> None:
    assert set(statutory_days(year)) == noticed()[year]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2007, "01-01 02-18 02-19 02-20 05-01 05-02 05-03 10-01 10-02 10-03"),
        (2008, "01-01 02-06 02-07 02-08 04-04 05-01 06-08 09-14 10-01 10-02 10-03"),
        (2013, "01-01 02-09 02-10 02-11 04-04 05-01 06-12 09-19 10-01 10-02 10-03"),
        (2014, "01-01 01-31 02-01 02-02 04-05 05-01 06-02 09-08 10-01 10-02 10-03"),
        (2017, "01-01 01-28 01-29 01-30 04-04 05-01 05-30 10-01 10-02 10-03 10-04"),
        (2024, "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03"),
        (2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),
        (2030, "01-01 02-02 02-03 02-04 02-05 04-05 05-01 05-02 06-05 09-12 10-01 10-02 10-03"),
    ],
)
def test_each_version_of_the_law_gives_its_days_in_order(year: int, days: str) -> None:
    assert statutory_days(year) == written(year, *days.split())


def test_two_holidays_on_one_day_give_that_day_once() -> None:
    # In 2020 Mid-Autumn was National Day: ten days, where the law of 2014 counts eleven.
    assert statutory_days(2020).count(date(2020, 10, 1)) == 1
    assert len(statutory_days(2020)) == 10


@pytest.mark.parametrize("year", YEARS)
def test_the_law_gives_as_many_days_as_it_says(year: int) -> None:
    promised = 10 if year < 2008 else 11 if year < 2025 else 13
    shared = day_of("mid-autumn", year) in {date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)}
    assert len(statutory_days(year)) == promised - (shared and year >= 2008)


def test_outside_the_table_only_the_days_with_a_fixed_date_are_given() -> None:
    assert statutory_days(2003) == written(
        2003, "01-01", "05-01", "05-02", "05-03", "10-01", "10-02", "10-03"
    )
    assert statutory_days(2031) == written(2031, "01-01", "05-01", "05-02", "10-01", "10-02", "10-03")
