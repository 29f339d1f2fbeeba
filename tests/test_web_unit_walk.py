"""The unit's journey in a real browser: from the letter's link to the receipt in at most three clicks."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from actions import review, tell
from tests.browser import (
    Pages,
    assert_accessible,
    assert_narrow,
    chromium,  # noqa: F401
    press_in,
    screenshot,
)
from tests.cast import COORDINATOR, KEY
from tests.letters import text_of
from tests.unit_pages import PACKAGE, PNG, REPORT, unit_office
from web import safety
from web.door import Door
from web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, FilePayload, Page

    from tests.office import Office

pytestmark = pytest.mark.slow
#: The one button that the page is for.
FILE = "form[data-upload] .buttons > button:not([class])"
#: A file that takes its time.
LONG: FilePayload = {"name": "附件.bin", "mimeType": "application/octet-stream", "buffer": bytes(8 << 20)}
#: Counts presses of links, buttons and submit controls, from the page that a letter opened on.
_COUNTING = """
if (!window.counted) { window.counted = true; document.addEventListener('click', event => {
  if (event.isTrusted && event.target.closest('a, button, [type=submit]'))
    sessionStorage.setItem('clicks', Number(sessionStorage.getItem('clicks') || 0) + 1); }, true); }
"""

_WATCHING = """new MutationObserver(() => { if (document.querySelector('progress.upload')) window.sawProgress = true })
  .observe(document.body, {childList: true, subtree: true})"""


@dataclass
class UnitPages(Pages):
    """The same with what people decide in it."""

    office: Office


@pytest.fixture
def pages(tmp_path: Path, chromium: Browser) -> Iterator[UnitPages]:  # noqa: F811
    """The small action with a real table, served; letters carry links to it."""
    made = unit_office(tmp_path)
    with serving(made.house, Door(), 0, print) as url:
        made.house.settings = replace(made.house.settings, url=url)
        yield UnitPages(made, url, chromium)


def letters_link(made: Office, key: str = REPORT) -> str:
    """The path of the link in the letter by which the unit was urged."""
    tell.urge(made.house, [key], COORDINATOR)
    # The browser holds this thread's event loop, and sending needs one.
    with ThreadPoolExecutor() as beside:
        beside.submit(made.deliver, "2017-06-27T10:10").result()
    letter = next(
        one for one in made.letters() if (one["recipient"], one["class"]) == ("north/liaison", "urgent")
    )
    [path] = set(re.findall(r"(/u/\S+)", text_of(letter)))
    return str(path)


@contextmanager
def from_letter(pages: UnitPages, path: str, **more: bool) -> Iterator[Page]:
    """A browser that pressed the link in a letter: that was the first click."""
    with pages.visit("/static/icon.svg", **more) as page:
        page.add_init_script(_COUNTING)
        page.evaluate("sessionStorage.setItem('clicks', 1)") if more.get("script", True) else None
        page.goto(pages.url + path)
        yield page


def clicks(page: Page) -> int:
    """How often something was pressed so far."""
    return int(page.evaluate("sessionStorage.getItem('clicks')"))


def fill(page: Page) -> None:
    """The table, the text, and who filed."""
    for row, figure in enumerate(("１２", "5", "7", "3.5")):
        page.fill(f"#f-table-{row}-0", figure)
    page.fill("#d1", "本月检查网店12家，督促整改3家。")
    for field, said in (("s0", "王建"), ("s1", "李审"), ("s2", "022-12345678")):
        page.fill(f"#{field}", said)


def look(page: Page, name: str) -> None:
    """What every page has to be; its pictures, wide and narrow."""
    assert_accessible(page)
    assert_narrow(page)
    screenshot(page, f"unit-{name}")
    page.set_viewport_size({"width": 375, "height": 800})
    screenshot(page, f"unit-{name}-375")
    page.set_viewport_size({"width": 1024, "height": 800})


def test_from_the_letter_to_the_receipt_in_at_most_three_clicks(pages: UnitPages) -> None:
    with from_letter(pages, letters_link(pages.office)) as page:
        look(page, "link")
        fill(page)
        page.click(FILE)
        page.wait_for_url("**/receipt/**")
        assert page.locator(".confirmation h1").inner_text() == "已收到"
        assert clicks(page) == 2
        look(page, "receipt")


def test_a_zero_report_takes_three_clicks(pages: UnitPages) -> None:
    with from_letter(pages, letters_link(pages.office)) as page:
        page.click("text=零报告（本期无）")
        look(page, "zero")
        for field, said in (("s0", "王建"), ("s1", "李审"), ("s2", "022-12345678")):
            page.fill(f"#{field}", said)
        page.click("text=确认零报告")
        page.wait_for_url("**/receipt/**")
        assert clicks(page) == 3


@pytest.mark.parametrize("script", [True, False])
def test_faults_are_led_to_and_files_stay_with_and_without_scripts(pages: UnitPages, *, script: bool) -> None:
    with pages.visit("/", script=script) as page:
        press_in(page, "unit", "north")
        page.click("text=总结材料")
        page.set_input_files(
            "#d0-1", {"name": "总结.txt", "mimeType": "text/plain", "buffer": "经验做法 存在问题".encode()}
        )
        if script:
            page.evaluate(_WATCHING)
            page.set_input_files("#other", LONG)
        page.set_input_files("#d2o0-1", {"name": "现场.png", "mimeType": "image/png", "buffer": PNG})
        page.fill("#d2o0-1-caption", "检查现场")
        page.click(FILE)
        page.wait_for_selector(".error-summary")
        assert "总结.txt" in page.content()
        assert page.locator('input[name="kept"]:checked').count() == (3 if script else 2)
        if script:
            assert page.evaluate("window.sawProgress") is True
            look(page, "faults")
        page.fill("#note", "案例正在整理，7月10日前补报")
        page.fill("#s0", "王建")
        page.click("text=按现状报送")
        page.wait_for_url("**/unit/receipt/**")
        assert "材料不齐，已收下" in page.content()
        page.click("text=返回本单位事项")
        page.click("text=总结材料")
        assert page.locator(".files img").count() == 1
        page.locator(".files img").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert page.locator(".files img").evaluate("image => image.naturalWidth") == 1


def test_what_is_too_large_leaves_the_page_as_it_was(
    pages: UnitPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "FILES", 1 << 20)
    with pages.visit("/") as page:
        press_in(page, "unit", "north")
        page.goto(pages.url + f"/unit/task/{PACKAGE}")
        page.fill("#note", "先写好的说明")
        page.set_input_files("#other", LONG)
        page.click(FILE)
        page.wait_for_selector("form [role=alert]")
        assert "没有送达" in page.locator("form [role=alert]").inner_text()
        assert page.input_value("#note") == "先写好的说明"


def test_the_units_pages_can_be_read_by_everybody_and_on_a_telephone(pages: UnitPages) -> None:
    made = pages.office
    made.hand_in("report/north/2017-06", "2017-06-27T11:00")
    review.return_(made.house, REPORT, COORDINATOR, reason="统计表与文字不一致，请核对后重报")
    made.move("2017-07-17T10:00")
    made.wake("2017-07-17T10:00")
    with pages.visit("/") as page:
        press_in(page, "unit", "north")
        look(page, "list")
        for name, path in {
            "returned": f"/unit/task/{REPORT}",
            "package": f"/unit/task/{PACKAGE}",
            "july": f"/unit/task/{KEY}/report/north/2017-07",
            "extension": f"/unit/act/extension/{KEY}/report/north/2017-07",
            "transfer": f"/unit/act/transfer/{REPORT}",
            "history": "/unit/history",
            "liaison": "/unit/liaison",
        }.items():
            page.goto(pages.url + path)
            look(page, name)
        page.goto(pages.url + f"/unit/task/{REPORT}?lang=en")
        look(page, "english")


def test_the_form_is_filled_in_by_keyboard_alone(pages: UnitPages) -> None:
    with pages.visit("/") as page:
        press_in(page, "unit", "north")
        page.goto(pages.url + f"/unit/task/{REPORT}")
        page.focus("#f-table-0-0")
        for said in ("12", "5", "7", "3"):
            page.keyboard.type(said)
            page.keyboard.press("Tab")
        page.fill("#d1", "正常")
        page.focus("#s0")
        for said in ("wang", "li", "02212345678"):
            page.keyboard.type(said)
            page.keyboard.press("Tab")
        page.focus("#s2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/unit/receipt/**")
