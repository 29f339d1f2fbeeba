"""The strip of days: each counted day numbered, each skipped day marked, from the certificate alone."""

from datetime import date
from typing import Any

from deadlines.counting import Extension
from deadlines.strip import strip
from tests.instants import paused, resolved


def drawn(start: date, *, lang: str = "zh", **after: int) -> list[list[str]]:
    found = resolved(trigger=start.isoformat(), after={"event": "decision", **after})
    return [line.split() for line in strip(found.certificate, lang)]


def marks(**fields: Any) -> list[str]:
    """What stands under the days of seven working days from 27 September 2017."""
    seven = {"event": "decision", "working_days": 7}
    rows = strip(resolved(trigger="2017-09-27", after=seven, **fields).certificate)
    return [mark for row in rows[2::3] for mark in row.split()]


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


def test_a_counted_first_day_has_the_number_one() -> None:
    assert marks(start_day="included")[:4] == ["1", "2", "3", "4班"]


def test_a_day_on_which_the_clock_stood_has_no_number() -> None:
    stopped = paused("2017-09-28..2017-10-01")
    expected = ["起", "停", "停", "停", *["休"] * 8, "1", "2", "3", "4", "5", "休", "休", "6", "7"]
    assert marks(pause="听证", pauses=stopped) == expected


def test_it_ends_with_the_last_counted_day_also_where_more_time_was_granted() -> None:
    plain = marks()
    assert plain[-1] == "7"
    assert marks(extensions=(Extension(working_days=5),)) == plain
    assert marks(bound="exclusive") == plain[:-1]


def test_what_has_no_trigger_has_no_strip() -> None:
    assert strip(resolved(on="2017-12-01").certificate) == []
    assert strip(resolved(window="2017-06").certificate) == []
