"""Cells of a table: days as people and Excel write them are read, everything else is refused with what to write."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.cells import CellError, day, day_or_instant, plain_width, tidy

WIDE = str.maketrans("0123456789-/:. ", "０１２３４５６７８９－／：．\u3000")
SHAPES = (
    "{d:%Y-%m-%d}",
    "{d.year}/{d.month}/{d.day}",
    "{d.year}年{d.month}月{d.day}日",
    "{d.year}.{d.month}.{d.day}",
)
CLOCKS = (" {t:%H:%M}", "T{t:%H:%M}", " {t:%H:%M}:00", " {t.hour}:{t:%M}", " {t.hour}时{t:%M}分")
WIDTHS = st.sampled_from([{}, WIDE])
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))


@given(DAYS, st.sampled_from(SHAPES), WIDTHS, st.sampled_from(["", " ", "\u3000", "\ufeff", "\u00a0"]))
def test_a_day_is_read_in_every_shape_and_width(
    found: date, shape: str, width: dict[int, int], around: str
) -> None:
    written = shape.format(d=found)
    text = around + written.translate(width) + around
    assert day(text) == day_or_instant(text) == found


@given(DAYS, st.times(), st.sampled_from(SHAPES), st.sampled_from(CLOCKS), WIDTHS)
def test_an_instant_is_read_to_the_minute_in_every_shape(
    found: date, clock: object, shape: str, form: str, width: dict[int, int]
) -> None:
    at = datetime.combine(found, clock).replace(second=0, microsecond=0)  # type: ignore[arg-type]
    text = shape.format(d=found) + form.format(t=at)
    read = day_or_instant(text.translate(width), hours=True)
    assert read == at
    midnight = (at.hour, at.minute) == (0, 0)
    assert day_or_instant(text) == (found if midnight else at)


@given(st.text(max_size=30))
def test_whatever_else_stands_there_is_refused_in_both_languages_or_is_a_day(text: str) -> None:
    try:
        found = day_or_instant(text)
    except CellError as error:
        said = error.said("zh"), error.said("en")
    else:
        said = (f"{found.year:04d}", plain_width(text)[:4])
        assert said[0] == said[1]
    assert all(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "要填写日期"),
        ("2017-02-30", "2017年2月没有30日"),
        ("2017/13/1", "2017年13月没有1日"),
        ("17-9-27", "年份要写四位"),
        ("9/27/2017", "年份要写四位|不是日期"),
        ("43005", "Excel的日期序号"),
        ("43005.85", "Excel的日期序号"),
        ("2017-9/27", "不是日期"),
        ("九月二十七日", "不是日期"),
        ("2017-09-27 25:00", "2017-09-27 20:30"),
        ("2017-09-27 晚上", "2017-09-27 20:30"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(CellError, match=said):
        day_or_instant(text)


def test_excels_midnight_is_a_bare_day_unless_hours_count() -> None:
    assert day_or_instant("2017/9/27 0:00") == day("2017/9/27 0:00:00") == date(2017, 9, 27)
    assert day_or_instant("2017/9/27 0:00", hours=True) == datetime(2017, 9, 27)  # noqa: DTZ001 - local


def test_the_hour_may_stand_right_behind_the_day_in_chinese() -> None:
    assert day_or_instant("2021年3月15日20时30分") == datetime(2021, 3, 15, 20, 30)  # noqa: DTZ001 - local
    assert day_or_instant("2021年3月15日20时") == datetime(2021, 3, 15, 20)  # noqa: DTZ001 - local


def test_a_day_takes_no_time_of_day() -> None:
    with pytest.raises(CellError, match="不写时刻"):
        day("2017-09-27 20:30")


def test_tidying_leaves_what_people_wrote() -> None:
    assert tidy("\ufeff\u3000津市监罚〔２０１７〕7号 \u00a0") == "津市监罚〔２０１７〕7号"
    assert plain_width("１２：３０") == "12:30"
