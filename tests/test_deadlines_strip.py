"""The strip of days: each counted day numbered, each skipped day marked, from the certificate alone."""

from datetime import date, time

from deadlines.language import After, Rule
from deadlines.office import Office
from deadlines.resolve import Trigger, resolve
from deadlines.strip import strip
from deadlines.workdays import WorkCalendar

OFFICE = Office("Asia/Shanghai", time(8, 30), time(17, 30))


def drawn(start: date, *, lang: str = "zh", **after: int) -> list[list[str]]:
    rule = Rule(text="x", after=After(event="decision", **after))
    trigger = Trigger("decision", start)
    found = resolve(rule, calendar=WorkCalendar.national(), office=OFFICE, trigger=trigger)
    return [line.split() for line in strip(found.certificate, lang)]


def test_seven_working_days_from_27_september_2017_pass_over_the_holiday_and_count_the_saturday() -> None:
    dates, weekdays, marks = drawn(date(2017, 9, 27), working_days=7)
    assert dates[:4] == ["09-27", "28", "29", "30"]
    assert dates[4] == "10-01"
    assert dates[-1] == "12"
    assert weekdays[:5] == ["三", "四", "五", "六", "日"]
    assert marks == ["起", "1", "2", "3班", *["休"] * 8, "4", "5", "6", "7"]


def test_english_has_its_own_marks() -> None:
    _, weekdays, marks = drawn(date(2017, 9, 27), lang="en", working_days=7)
    assert weekdays[0] == "We"
    assert marks[:4] == ["from", "1", "2", "3+"]
    assert marks[4] == "off"


def test_a_long_count_goes_on_in_further_rows() -> None:
    rows = drawn(date(2017, 3, 1), working_days=20)
    assert len(rows) == 6
    assert rows[-1][-1] == "20"


def test_calendar_days_and_very_long_counts_are_told_in_words_only() -> None:
    assert drawn(date(2017, 3, 1), days=15) == []
    assert drawn(date(2017, 3, 1), working_days=200) == []
