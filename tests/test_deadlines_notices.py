"""The holiday notices that come with the program, held against two independent packages, and their reader."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from deadlines import notices
from deadlines.notices import Holiday, HolidayNotice, NoticeError, in_order, load, parse
from deadlines.workdays import WorkCalendar

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)

#: Days on which a package and the notices disagree, and why the notice is right; a new one must be explained.
DIFFERENCES: dict[str, dict[date, str]] = {
    "holidays": {},
    "chinesecalendar": {
        date(2005, 12, 31): "国办发明电〔2005〕35号: 12月31日(星期六)上班, in exchange for 3 January 2006",
    },
}

#: Days off by a notice of their own that the package takes for holidays in law.
OFF_BUT_NOT_STATUTORY = {
    date(2015, 9, 3): "the measures on holidays, article 5, give the victory's day no day off",
    date(2020, 1, 31): "the notice extends the holiday, not the law's list of days",
    date(2020, 2, 1): "the notice extends the holiday, not the law's list of days",
    date(2020, 2, 2): "the notice extends the holiday, not the law's list of days",
}

NOTICE = """
number = "国办发明电〔2016〕17号"
title = "国务院办公厅关于2017年部分节假日安排的通知"
signed = 2016-12-01
published = 2016-12-01
year = 2017
source = "text"
from = "an archive"

[[holidays]]
name = "元旦"
off = [2017-01-01, 2017-01-02]
statutory = [2017-01-01]

[[holidays]]
name = "春节"
off = [2017-01-27, 2017-02-02]
make_up = [2017-01-22, 2017-02-04]
statutory = [2017-01-28, 2017-01-29, 2017-01-30]
"""

AMENDMENT = """
number = "国办发明电〔2017〕99号"
title = "关于调整春节假期的通知"
year = 2017
amends = "国办发明电〔2016〕17号"
source = "text"

[[holidays]]
name = "春节"
make_up = [2017-02-02]
"""


def every_day() -> Iterator[date]:
    return (FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1))


def all_holidays() -> list[tuple[HolidayNotice, Holiday]]:
    return [(notice, holiday) for notice in load() for holiday in notice.holidays]


def differing(theirs: dict[date, bool]) -> set[date]:
    ours = WorkCalendar.national()
    return {day for day in every_day() if ours.is_working(day) != theirs[day]}


def test_every_day_is_working_or_not_as_in_the_package_holidays_but_for_the_listed_days() -> None:
    china = holidays.country_holidays("CN", years=range(FIRST.year - 1, LAST.year + 2))
    assert differing({day: china.is_working_day(day) for day in every_day()}) == set(DIFFERENCES["holidays"])


def test_every_day_is_working_or_not_as_in_the_package_chinesecalendar_but_for_the_listed_days() -> None:
    theirs = {day: chinese_calendar.is_workday(day) for day in every_day()}
    assert differing(theirs) == set(DIFFERENCES["chinesecalendar"])


def test_the_years_2004_to_2026_have_151_weekend_days_worked_and_407_weekdays_off() -> None:
    ours = WorkCalendar.national()
    worked = [day for day in every_day() if ours.is_working(day) and day.weekday() >= 5]
    off = [day for day in every_day() if not ours.is_working(day) and day.weekday() < 5]
    assert (len(worked), len(off)) == (151, 407)


def test_the_statutory_days_are_those_of_the_package_holidays_but_for_the_listed_days() -> None:
    china = holidays.country_holidays(
        "CN", years=range(FIRST.year, LAST.year + 1), observed=False, language="zh_CN"
    )
    theirs = {day for day, name in china.items() if FIRST <= day <= LAST and "调休" not in name}
    ours = {day for _, holiday in all_holidays() for day in holiday.statutory}
    assert ours - theirs == set()
    assert theirs - ours == set(OFF_BUT_NOT_STATUTORY)


def test_every_year_from_2004_to_2026_has_one_notice_that_amends_nothing() -> None:
    assert [notice.year for notice in load() if notice.amends is None] == list(range(2004, 2027))


def test_the_three_changes_during_a_year_follow_the_notice_they_change() -> None:
    keys = [notice.key for notice in load()]
    amendments = [notice.key for notice in load() if notice.amends is not None]
    assert amendments == ["2015-2", "2019-2", "2020-2"]
    assert all(keys.index(key) == keys.index(key[:4]) + 1 for key in amendments)


def test_every_notice_has_a_document_number_of_its_own() -> None:
    numbers = [notice.number for notice in load()]
    assert None not in numbers
    assert len(set(numbers)) == len(numbers) == 26


def test_only_the_notice_for_2005_was_not_read_in_its_own_words() -> None:
    derived = {notice.key: notice.source for notice in load() if notice.source != "text"}
    assert derived == {"2005": "text as reported in the press"}


def test_the_yearly_notices_were_signed_between_25_october_and_18_december_of_the_year_before() -> None:
    yearly = [notice for notice in load() if notice.amends is None]
    for notice in yearly:
        assert notice.signed is not None, notice.key
        before = notice.year - 1
        assert date(before, 10, 25) <= notice.signed <= date(before, 12, 18), notice.key


def test_every_make_up_workday_is_a_saturday_or_a_sunday() -> None:
    for notice, holiday in all_holidays():
        assert [day for day in holiday.make_up if day.weekday() < 5] == [], notice.key


def test_the_holidays_of_a_notice_follow_one_another_without_overlap() -> None:
    for notice in load():
        days = [day for holiday in notice.holidays for day in holiday.days_off]
        assert days == sorted(set(days)), notice.key


def test_every_statutory_day_lies_among_the_days_off_of_its_holiday() -> None:
    for notice, holiday in all_holidays():
        assert set(holiday.statutory) <= set(holiday.days_off), (notice.key, holiday.name)


@pytest.mark.parametrize(
    ("years", "count"),
    [((2004, 2007), 10), ((2008, 2024), 11), ((2025, 2026), 13)],
)
def test_the_law_gives_as_many_statutory_days_as_its_wording_in_those_years(
    years: tuple[int, int], count: int
) -> None:
    for notice in load():
        if notice.amends is None and years[0] <= notice.year <= years[1]:
            statutory = [day for holiday in notice.holidays for day in holiday.statutory]
            # Mid-Autumn fell on a National Day in 2009 and 2020: one day that is a holiday twice.
            assert len(statutory) == count - (notice.year in {2009, 2020}), notice.key


@pytest.mark.parametrize(("year", "eve"), [(2013, date(2013, 2, 9)), (2025, date(2025, 1, 28))])
def test_new_years_eve_is_statutory_from_2008_to_2013_and_again_from_2025(year: int, eve: date) -> None:
    assert eve in statutory_in(year)


@pytest.mark.parametrize(("year", "eve"), [(2007, date(2007, 2, 17)), (2017, date(2017, 1, 27))])
def test_new_years_eve_is_not_statutory_before_2008_nor_from_2014_to_2024(year: int, eve: date) -> None:
    assert eve not in statutory_in(year)


def statutory_in(year: int) -> set[date]:
    return {day for notice, holiday in all_holidays() if notice.year == year for day in holiday.statutory}


def test_the_victory_day_of_2015_takes_two_weekdays_off_and_has_a_sunday_worked() -> None:
    assert turned("2015-2") == {date(2015, 9, 3): False, date(2015, 9, 4): False, date(2015, 9, 6): True}


def test_the_change_of_labour_day_2019_takes_two_weekdays_off_and_has_two_sundays_worked() -> None:
    assert turned("2019-2") == {
        date(2019, 4, 28): True,
        date(2019, 5, 2): False,
        date(2019, 5, 3): False,
        date(2019, 5, 5): True,
    }


def test_the_extension_of_2020_frees_a_friday_and_the_saturday_that_was_to_be_worked() -> None:
    assert turned("2020-2") == {date(2020, 1, 31): False, date(2020, 2, 1): False}


def turned(key: str) -> dict[date, bool]:
    """Find the days that the notice `key` makes different, and whether they are working with it."""
    without = WorkCalendar(notice for notice in load() if notice.key != key)
    ours = WorkCalendar.national()
    return {
        day: ours.is_working(day) for day in every_day() if ours.is_working(day) != without.is_working(day)
    }


def test_an_amendment_may_give_a_day_back_to_work_and_take_none_off() -> None:
    (holiday,) = parse(AMENDMENT, "2017-2.toml").holidays
    assert (holiday.first, holiday.last, list(holiday.days_off)) == (None, None, [])
    calendar = WorkCalendar(
        in_order([parse(AMENDMENT, "2017-2.toml"), parse(NOTICE, "2017.toml")]),
    )
    assert calendar.is_working(date(2017, 2, 2))
    assert not calendar.is_working(date(2017, 2, 1))


def test_an_amendment_without_the_notice_it_amends_is_refused() -> None:
    with pytest.raises(NoticeError, match=r"2017-2\.toml: expected amends .*国办发明电〔2016〕17号"):
        in_order([parse(AMENDMENT, "2017-2.toml")])


def test_a_notice_is_read_into_all_its_fields() -> None:
    new_year, spring = parse(NOTICE, "2017.toml").holidays
    assert parse(NOTICE, "2017.toml") == HolidayNotice(
        key="2017",
        number="国办发明电〔2016〕17号",
        title="国务院办公厅关于2017年部分节假日安排的通知",
        year=2017,
        signed=date(2016, 12, 1),
        published=date(2016, 12, 1),
        source="text",
        amends=None,
        holidays=(new_year, spring),
        found="an archive",
    )
    assert new_year == Holiday(
        "元旦", date(2017, 1, 1), date(2017, 1, 2), make_up=(), statutory=(date(2017, 1, 1),)
    )
    assert len(list(spring.days_off)) == 7
    assert spring.make_up == (date(2017, 1, 22), date(2017, 2, 4))


def test_number_dates_and_place_may_be_unknown() -> None:
    lines = [
        line for line in NOTICE.splitlines() if not line.startswith(("number", "signed", "publ", "from"))
    ]
    notice = parse("\n".join(lines), "2017.toml")
    assert (notice.number, notice.signed, notice.published, notice.found) == (None, None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("year = 2017", "year = ", "expected TOML"),
        ("year = 2017", 'year = "2017"', "expected year to be a year, got '2017'"),
        ("year = 2017", "year = true", "expected year to be a year, got True"),
        ("year = 2017", "year = 2018", "expected the file to be named after its year, 2018.toml"),
        ('title = "国', 'tilte = "国', "expected tilte to be one of .*title"),
        ('source = "text"', 'source = " "', "expected source to be a text"),
        ("number = ", "number = 17 # ", "expected number to be a text, got 17"),
        ("signed = 2016-12-01", "signed = 2016-12-01T08:00:00", "expected signed to be a date like"),
        ("signed = 2016-12-01", "signed = 2016-12-09", "expected published to be on or after signed"),
        ('source = "text"', 'source = "text"\namends = "x"', "expected amends to stand in a second notice"),
        ("[2017-01-27, 2017-02-02]", "[2017-01-27]", r"holidays\[2\]\.off to be the first and the last day"),
        ("[2017-01-27, 2017-02-02]", "[2017-02-02, 2017-01-27]", "the last day off, in order"),
        (
            "[2017-01-27, 2017-02-02]",
            "[]",
            "春节: expected off to be the first and the last day off, got none",
        ),
        ("[2017-01-27, 2017-02-02]", "[2017-01-27, 2017-03-02]", "春节: expected off to be at most 15 days"),
        ("[2017-01-27, 2017-02-02]", '"27 January"', r"holidays\[2\]\.off to be a list of dates"),
        ("2017-02-04", "2018-02-04", "春节: expected days from 2016-12-01 to 2017-12-31, got 2018-02-04"),
        ("2017-02-04", "2017-02-06", "春节: expected make_up to be Saturdays and Sundays, got 2017-02-06"),
        ("2017-02-04", "2017-01-29", "expected a day to be either off or worked, got 2017-01-29 as both"),
        (
            "statutory = [2017-01-28",
            "statutory = [28",
            r"holidays\[2\]\.statutory to be a date like .*got 28",
        ),
        ("[[holidays]]", "[[holiday]]", "expected holiday to be one of"),
    ],
)
def test_a_malformed_file_is_named_with_what_was_expected(old: str, new: str, complaint: str) -> None:
    assert old in NOTICE
    with pytest.raises(NoticeError, match=complaint) as caught:
        parse(NOTICE.replace(old, new), "2017.toml")
    assert caught.value.file == "2017.toml"
    assert str(caught.value).startswith("2017.toml: ")


def test_a_notice_without_holidays_is_refused() -> None:
    with pytest.raises(NoticeError, match="expected holidays to be at least one table, got None"):
        parse(NOTICE.partition("[[holidays]]")[0], "2017.toml")


@pytest.mark.parametrize("name", ["2017-1.toml", "notice.toml", "17.toml"])
def test_a_file_whose_name_is_no_key_is_refused(name: str) -> None:
    with pytest.raises(NoticeError, match="expected the file to be named after its year"):
        parse(NOTICE, name)


@pytest.mark.parametrize("region", ["xx", "..", "cn/.", ""])
def test_a_region_without_notices_is_refused(region: str) -> None:
    with pytest.raises(NoticeError, match="expected the region to have holiday notices"):
        load(region)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "2017.toml").write_bytes(NOTICE.encode("gb18030"))
    monkeypatch.setattr(notices, "_FOLDER", tmp_path)
    with pytest.raises(NoticeError, match=r"2017\.toml: expected the file to be UTF-8"):
        load("zz")
