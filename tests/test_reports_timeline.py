"""The SVG time line: well-formed, complete, to scale to the day, within its edges, and readable without eyes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from deadlines.spans import Span
from reports.axis import axis
from reports.drawing import GREY, INK, width_of, wrapped
from reports.outline import outline
from reports.timeline import timeline
from tests.october import CHINA
from tests.report_scenes import HOSTILE, campaign, hostile
from tests.whole_language import planner

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.plan import Planner
    from reports.outline import Outline

SVG = "{http://www.w3.org/2000/svg}"
FIVE = ("tianjin-2017", "binhai-2023", "hohhot-2023", "heping-2021", "linyi-2022")
DAY = timedelta(days=1)


def outlined(made: Planner) -> Outline:
    return outline(made, made.plan())


def root(made: Planner, today: date | None = None, lang: str = "zh") -> ET.Element:
    return ET.fromstring(timeline(outlined(made), today, lang))  # noqa: S314 - our own text


def drawings(made: Planner, today: date | None = None) -> list[ET.Element]:
    """The wide and the narrow drawing."""
    return root(made, today).findall(f"{SVG}svg")


def kinds(drawing: ET.Element, kind: str) -> list[ET.Element]:
    return [one for one in drawing.iter() if one.get("data-kind") == kind]


def number(one: ET.Element, name: str) -> float:
    return float(one.get(name, "nan"))


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CHINA)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days of a drawing, measured on a bar whose first and last day are known."""

    bar: ET.Element
    first: date
    last: date

    @property
    def day(self) -> float:
        """How wide a day is."""
        return number(self.bar, "width") / ((self.last - self.first).days + 1)

    def at(self, instant: datetime) -> float:
        """Where an instant must stand."""
        return number(self.bar, "x") + (instant - midnight(self.first)) / DAY * self.day


def tip(triangle: ET.Element) -> float:
    """Where a triangle points."""
    return float(triangle.get("points", "").partition(",")[0])


@pytest.mark.parametrize("which", [0, 1])
def test_every_phase_key_period_target_and_breach_of_2017_stands_where_its_day_is(which: int) -> None:
    made = outlined(campaign("tianjin-2017"))
    drawing = drawings(campaign("tianjin-2017"))[which]
    bars = {one.get("data-key"): one for one in (*kinds(drawing, "phase"), *kinds(drawing, "key-period"))}
    scale = Scale(bars["inspection"], date(2017, 6, 21), date(2017, 11, 20))
    near = scale.day / 10
    assert set(bars) == {"mobilisation", "inspection", "supervision", "summary", "double11"}
    for one in (*made.phases, *made.key_periods):
        begins, ends = midnight(one.first), midnight(one.last + DAY)
        bar = bars[one.key]
        assert number(bar, "x") == pytest.approx(scale.at(begins), abs=near)
        assert number(bar, "x") + number(bar, "width") == pytest.approx(scale.at(ends), abs=near)
    marks = [mark for line in made.lines for mark in line.marks]
    targets, breaches = kinds(drawing, "target"), kinds(drawing, "breach")
    assert len(targets) == len(breaches) == len(marks) == 9
    for mark, target, breach in zip(marks, targets, breaches, strict=True):
        assert mark.target is not None
        assert mark.breach is not None
        assert tip(target) == pytest.approx(scale.at(mark.target), abs=near)
        assert number(breach, "x") == pytest.approx(scale.at(mark.breach), abs=near)


def test_october_asks_on_the_27th_and_is_late_after_the_28th() -> None:
    drawing = drawings(campaign("tianjin-2017"))[0]
    bar = next(one for one in kinds(drawing, "phase") if one.get("data-key") == "inspection")
    scale = Scale(bar, date(2017, 6, 21), date(2017, 11, 20))
    target = next(one for one in kinds(drawing, "target") if one.get("data-period") == "2017-10")
    breach = next(one for one in kinds(drawing, "breach") if one.get("data-period") == "2017-10")
    begins = scale.at(datetime(2017, 10, 27, tzinfo=CHINA))
    assert begins < tip(target) < begins + scale.day
    assert number(breach, "x") == pytest.approx(begins + 2 * scale.day, abs=0.05)


def test_windows_begin_and_end_at_their_instants(tmp_path: Path) -> None:
    made = planner(tmp_path)
    marks = {line.key: line.marks for line in outlined(made).lines if line.kind == "window"}
    assert len(marks["rush"]) == len(marks["meeting"]) == 1
    for drawing in drawings(made):
        frames = {
            key: frame
            for task in kinds(drawing, "task")
            for frame in kinds(task, "window")
            if (key := task.get("data-key"))
        }
        assert set(frames) == {key for key, some in marks.items() if some}
        # 8 to 12 November, both included; the other one is measured by it.
        scale = Scale(frames["rush"], date(2017, 11, 8), date(2017, 11, 12))
        evening = frames["meeting"]
        begins = scale.at(datetime(2017, 11, 11, 19, 30, tzinfo=CHINA))
        assert number(evening, "x") == pytest.approx(begins, abs=scale.day / 10)
        assert number(evening, "width") == pytest.approx(scale.day * 1.5 / 24, abs=0.02)


@pytest.mark.parametrize("key", FIVE)
def test_every_phase_and_task_is_in_both_drawings(key: str) -> None:
    made = campaign(key)
    for drawing in drawings(made):
        assert {one.get("data-key") for one in kinds(drawing, "task")} == set(made.campaign.tasks)
        assert {one.get("data-key") for one in kinds(drawing, "phase")} == set(made.campaign.phases)
        assert {one.get("data-key") for one in kinds(drawing, "key-period")} == set(made.campaign.key_periods)


@pytest.mark.parametrize("key", [*FIVE, "hostile", "whole"])
@pytest.mark.parametrize("today", [None, date(2017, 10, 26), date(2021, 3, 12)])
def test_nothing_leaves_its_drawing(key: str, today: date | None, tmp_path: Path) -> None:
    made = campaign(key) if key in FIVE else hostile(tmp_path) if key == "hostile" else planner(tmp_path)
    for drawing in drawings(made, today):
        _, _, width, height = map(float, drawing.get("viewBox", "").split())
        for text in drawing.iter(f"{SVG}text"):
            end = number(text, "x") + width_of(text.text or "", number(text, "font-size"))
            assert number(text, "x") >= 0
            assert end <= width + 0.5, text.text
            assert number(text, "font-size") >= 11
            assert 10 <= number(text, "y") <= height
        for shape in (*drawing.iter(f"{SVG}rect"), *drawing.iter(f"{SVG}line")):
            right = number(shape, "x2") if shape.get("x2") else number(shape, "x") + number(shape, "width")
            bottom = number(shape, "y2") if shape.get("y2") else number(shape, "y") + number(shape, "height")
            assert right <= width
            assert bottom <= height


def test_the_narrow_drawing_is_made_for_375_pixels_and_the_wide_one_for_a_page() -> None:
    wide, narrow = drawings(campaign("tianjin-2017"))
    assert (wide.get("viewBox", "").split()[2], narrow.get("viewBox", "").split()[2]) == ("1000", "375")
    assert (wide.get("display"), narrow.get("display")) == (None, "none")
    style = root(campaign("tianjin-2017")).findtext(f"{SVG}style") or ""
    assert "@media screen and (max-width:700px)" in style
    assert "@page{size:A4 landscape" in style


def test_today_is_a_line_through_its_day_and_only_where_it_was_given() -> None:
    made = campaign("tianjin-2017")
    drawing = drawings(made, date(2017, 10, 26))[0]
    bar = next(one for one in kinds(drawing, "phase") if one.get("data-key") == "inspection")
    scale = Scale(bar, date(2017, 6, 21), date(2017, 11, 20))
    (line,) = kinds(drawing, "today")
    noon = datetime(2017, 10, 26, 12, tzinfo=CHINA)
    assert number(line, "x1") == number(line, "x2") == pytest.approx(scale.at(noon), abs=0.05)
    assert "今天 10.26" in {text.text for text in drawing.iter(f"{SVG}text")}
    assert kinds(drawings(made)[0], "today") == []


def test_a_today_outside_of_the_plan_is_said_and_moves_nothing() -> None:
    made = campaign("tianjin-2017")
    drawing = drawings(made, date(2026, 1, 1))[0]
    words = [text.text or "" for text in drawing.iter(f"{SVG}text")]
    assert kinds(drawing, "today") == []
    assert "今天（2026年1月1日）不在图示时间内" in words
    bar, usual = (kinds(one, "phase")[0].attrib for one in (drawing, drawings(made)[0]))
    assert (bar["x"], bar["width"]) == (usual["x"], usual["width"])


def test_it_can_be_heard_and_holds_no_script() -> None:
    found = root(campaign("tianjin-2017"))
    title, desc = found.find(f"{SVG}title"), found.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert found.get("role") == "img"
    assert found.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "2017网络市场监管专项行动：时间安排"
    assert "4个阶段，1个重点时段，8项任务" in (desc.text or "")
    assert "集中联合检查 2017年6月21日至11月20日" in (desc.text or "")
    assert {one.tag for one in found.iter()}.isdisjoint({f"{SVG}script", f"{SVG}foreignObject"})
    assert not [
        name for one in found.iter() for name in one.attrib if name.startswith("on") or "href" in name
    ]


def test_every_shape_has_its_word_and_each_word_can_be_read_in_grey() -> None:
    for drawing in drawings(campaign("tianjin-2017"), date(2017, 10, 26)):
        words = {text.text for text in drawing.iter(f"{SVG}text")}
        legend = {"阶段（参考）", "重点时段", "请报时间", "截止时间（此后为逾期）", "无固定日期", "今天"}
        assert legend <= words
        paints = {text.get("fill") for text in drawing.iter(f"{SVG}text")}
        assert paints <= {None, INK, GREY, "#ffffff"}


def test_hostile_names_are_words_and_nothing_else(tmp_path: Path) -> None:
    found = root(hostile(tmp_path))
    titles = {one.text or "" for one in found.iter(f"{SVG}title")}
    assert any(HOSTILE[0] in title for title in titles)
    assert {one.tag for one in found.iter()}.isdisjoint({f"{SVG}script"})


def test_characters_that_no_xml_file_may_hold_are_shown_as_such() -> None:
    made = campaign("tianjin-2017")
    changed = made.campaign.model_copy(update={"title": "行动\x00\ud800\x1b"})
    declaration = made.declaration.model_copy(update={"campaigns": {made.key: changed}})
    found = root(type(made)(declaration, made.key, made.calendars))
    assert (found.findtext(f"{SVG}title") or "").startswith("行动\ufffd\ufffd\ufffd：")


def test_it_is_complete_in_english() -> None:
    found = root(campaign("tianjin-2017"), date(2017, 10, 26), "en")
    words = {text.text for text in found.iter(f"{SVG}text")}
    assert {"phases", "key periods", "tasks", "no fixed date", "target", "today 10.26", "Jun"} <= words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 3, 5), date(2021, 3, 16), ["3.5", "3.6"]),
        (date(2017, 12, 7), date(2018, 2, 8), ["12.4", "12.11"]),
        (date(2021, 3, 1), date(2021, 4, 15), ["3.1", "3.8"]),
        (date(2017, 6, 1), date(2017, 12, 31), ["6月", "7月"]),
        (date(2021, 1, 1), date(2023, 12, 31), ["1月", "4月"]),
        (date(2011, 1, 1), date(2030, 12, 31), ["2011", "2012"]),
        (date(2001, 1, 1), date(2050, 12, 31), ["2005", "2010"]),
    ],
)
def test_the_axis_takes_days_weeks_months_quarters_or_years(
    first: date, last: date, words: list[str]
) -> None:
    ticks = axis(Span(first, last), 0.0, 1000.0, CHINA).ticks("zh")
    assert [word for _, word in ticks][: len(words)] == words


def test_text_is_broken_between_words_and_cut_only_past_the_last_line() -> None:
    assert wrapped("各区市场监管局 2017-06-28", 10, 60, 3) == ["各区市场监管", "局", "2017-06-28"]
    cut = wrapped("长" * 100, 10, 60, 2)
    assert cut == ["长" * 6, "长" * 5 + "…"]
