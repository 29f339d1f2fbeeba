"""The leader's journey in a browser: from the sentence to one obligation, a word to the unit, a past day, a sheet of paper."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from benchmarks import invented
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.cast import KEY, calendars, crowd, declare, small_yaml, stage
from tests.office import REPORT, Office
from web.door import Door
from web.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser import Pages

__all__ = ["chromium", "pages"]
pytestmark = pytest.mark.slow
A_PAGE = re.compile(rb"/Type\s*/Page\b")


def office_of(pages: Pages) -> Office:
    """The house that is served, in which the test plays the units' part."""
    assert isinstance(pages.office, Office)
    return pages.office


def sheets(page: Page) -> int:
    """How many sheets of A4 the page is on paper."""
    return len(A_PAGE.findall(page.pdf(prefer_css_page_size=True)))


def looked_at(page: Page, name: str) -> None:
    """Nothing stands in anybody's way, at either width; with pictures to look at."""
    assert_accessible(page)
    assert_narrow(page)
    screenshot(page, f"leader-{name}")
    page.set_viewport_size({"width": 375, "height": 800})
    screenshot(page, f"leader-{name}-375")
    page.set_viewport_size({"width": 1024, "height": 800})


def test_the_leader_s_journey(pages: Pages) -> None:
    made = office_of(pages)
    made.hand_in(REPORT, "2017-06-27T10:00")
    made.tick("2017-07-05T10:00")
    with pages.visit() as page:
        press_in(page, "leader")
        looked_at(page, "campaigns")
        page.get_by_role("link", name="海城市网络市场行动").click()
        assert "逾期2件（南塘区局、东堤区局）" in page.locator(".sentence").first.inner_text()
        looked_at(page, "campaign")
        assert sheets(page) == 1
        page.locator(".wall").get_by_role("link", name="东堤区局").click()
        looked_at(page, "unit")
        page.get_by_role("link", name="月报（2017-06）").click()
        looked_at(page, "obligation")
        page.get_by_role("button", name="批示").click()
        page.get_by_label("批示内容").fill("请于本周内补报")
        looked_at(page, "instruct")
        page.get_by_role("button", name="确认批示").click()
        assert "请于本周内补报" in page.locator("main").inner_text()
        looked_at(page, "done")
        page.goto(f"{pages.url}/leader/{KEY}/units/south")
        page.get_by_label("选择 月报（2017-06）").check()
        page.get_by_role("button", name="催办所选事项").click()
        page.get_by_role("button", name="确认催办1件").click()
        assert "已催办1件" in page.locator("h1").inner_text()
    assert len(made.bodies(kind="instructed")) == len(made.bodies(kind="urged")) == 1


def test_a_past_day_by_the_slider_and_without_scripts(pages: Pages) -> None:
    made = office_of(pages)
    made.hand_in(REPORT, "2017-06-27T10:00")
    made.tick("2017-07-05T10:00")
    with pages.visit() as page:
        press_in(page, "leader")
        page.goto(f"{pages.url}/leader/{KEY}")
        slider = page.get_by_label("拖动到某一天")
        slider.focus()
        for day in ("7月4日", "7月3日", "7月2日", "7月1日", "6月30日", "6月29日"):
            page.keyboard.press("ArrowLeft")
            page.get_by_text(f"这是2017年{day}").wait_for()
        assert page.evaluate("document.activeElement.id") == "day"
        looked_at(page, "past")
    with pages.visit(script=False) as page:
        press_in(page, "leader")
        page.goto(f"{pages.url}/leader/{KEY}")
        page.get_by_label("查看哪一天").fill("2017-06-29")
        page.get_by_role("button", name="查看", exact=True).click()
        assert "这是2017年6月29日" in page.locator("main").inner_text()
        assert page.url.endswith("?at=2017-06-29")


def test_what_changes_comes_to_the_open_page_by_itself(pages: Pages) -> None:
    made = office_of(pages)
    made.move("2017-06-27T10:00")
    with pages.visit() as page:
        press_in(page, "leader")
        page.goto(f"{pages.url}/leader/{KEY}")
        assert "已报" not in page.locator(".wall").inner_text()
        made.hand_in(REPORT, "2017-06-27T10:00")
        trigger = "htmx.trigger(document.querySelector('[hx-get*=\"have=\"]'), 'refresh')"
        page.evaluate(
            "const it = document.querySelector('[hx-get*=\"have=\"]');"
            "it.setAttribute('hx-trigger', 'refresh'); htmx.process(it);"
        )
        page.evaluate(trigger)
        page.locator("table.matrix").get_by_text("1/1").first.wait_for()


def test_the_lists_and_english_stand_in_nobody_s_way(pages: Pages) -> None:
    pages.office.tick("2017-07-05T10:00")
    with pages.visit() as page:
        press_in(page, "leader")
        for path in ("units", "matrix", "units?lang=en", "obligations/report/east/2017-06"):
            page.goto(f"{pages.url}/leader/{KEY}/{path}")
            looked_at(page, re.sub(r"\W", "-", path))
        page.goto(f"{pages.url}/leader/{KEY}")
        looked_at(page, "campaign-en")
        assert sheets(page) == 1


def test_however_many_phases_there_are_the_page_is_one_sheet(tmp_path: Path, chromium: Browser) -> None:
    folder = tmp_path / "declared"
    folder.mkdir()
    source = invented.declare(folder, 1000, calendars())
    made = stage(tmp_path, source, key=invented.KEY, launched="2017-03-31T09:00")
    made.tick("2017-07-21T10:00")
    with serving(made.house, Door(), 0, print) as url, closing(chromium.new_page()) as page:
        page.goto(url)
        press_in(page, "leader")
        for lang in ("zh", "en"):
            page.goto(f"{url}/leader/{invented.KEY}?lang={lang}")
            assert sheets(page) == 1


@pytest.mark.parametrize("size", [17, 40, 100, 200])
def test_however_many_units_there_are_the_page_is_one_sheet(
    tmp_path: Path, chromium: Browser, size: int
) -> None:
    made = stage(tmp_path, declare(tmp_path, small_yaml(units=crowd(size))))
    made.tick("2017-07-05T10:00")
    with serving(made.house, Door(), 0, print) as url, closing(chromium.new_page()) as page:
        page.goto(url)
        press_in(page, "leader")
        page.goto(f"{url}/leader/{KEY}")
        assert sheets(page) == 1
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 1009})
        screenshot(page, f"leader-print-{size}")
