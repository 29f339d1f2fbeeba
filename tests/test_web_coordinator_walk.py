"""The coordinator's way in a real browser: from the campaigns to the queue, an act with its effect, the letters."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from actions.submit import Handed, Submission
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.office import NORTH, PACKAGE, REPORT, Office, date, extend
from tests.pages import account

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import Pages

__all__ = ["chromium", "pages"]
HOME = "/coordinator/haicheng-2017"


def picture(folder: Path) -> Path:
    """A picture of 120 by 80 dots, all of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x1d\x4f\x91" * 120 for _ in range(80))
    path = folder / "现场.png"
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 80, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return path


def busy(made: Office, folder: Path) -> None:
    """The middle of July: two have filed, one has not, supervision waits, and more time is asked for."""
    for unit in ("north", "south"):
        made.hand_in(f"report/{unit}/2017-06", "2017-06-28T16:00")
    made.run("2017-07-10T09:00")
    made.tick("2017-07-10T09:30")
    texts = {"开展情况": "正常"}
    files = (Handed(picture(folder), "image", caption="检查现场"),)
    made.submit(PACKAGE.replace("north", "south"), "2017-07-10T10:00", Submission(files=files, texts=texts))
    asked = {"until": date(2017, 7, 20), "reason": "数据核实", "progress": "已完成八成"}
    made.act("2017-07-10T10:05", extend.ask, PACKAGE, NORTH, **asked)
    made.move("2017-07-10T10:10")


def look(page: Page, name: str) -> None:
    """What every page has to be; a picture at both widths."""
    assert_accessible(page)
    assert_narrow(page)
    screenshot(page, f"office-{name}")
    page.set_viewport_size({"width": 375, "height": 800})
    screenshot(page, f"office-{name}-narrow")
    page.set_viewport_size({"width": 1024, "height": 800})


@pytest.mark.slow
def test_the_office_works_through_what_waits(pages: Pages, tmp_path: Path) -> None:
    made = Office(pages.office.house, pages.office.declared, pages.office.key)
    busy(made, tmp_path)
    with pages.visit("/") as page:
        press_in(page, "coordinator")
        look(page, "home")
        page.click(f'h2 a[href="{HOME}"]')
        look(page, "queue")
        page.click("text=全选本页")
        page.uncheck("#id-3")
        page.click("text=审核通过所选")
        look(page, "accept")
        page.click("text=确认通过")
        assert "已审核通过2件" in page.locator("main").inner_text()
        assert made.row(REPORT).how == "accepted"
        page.click("td a:has-text('总结材料') >> nth=0")
        look(page, "obligation")
        assert page.locator("img.thumb").evaluate("one => one.naturalWidth") == 120
        page.click("text=退回修改")
        page.click("button:has-text('下一步')")
        page.wait_for_selector(".error-summary")
        assert page.evaluate("document.activeElement.className") == "error-summary"
        look(page, "return-errors")
        page.fill("#reason", "缺两件案例，请补齐")
        page.click("button:has-text('下一步')")
        look(page, "return-confirm")
        page.click("button:has-text('确认：')")
        assert "已办理：退回修改" in page.locator("main").inner_text()
        assert made.row("package/south").returned == 1
        page.goto(f"{pages.url}{HOME}/act/extend/{PACKAGE}")
        page.click("button:has-text('下一步')")
        look(page, "extend-confirm")
        page.click("button:has-text('确认：')")
        assert made.row(PACKAGE).last_day == date(2017, 7, 20)


@pytest.mark.slow
def test_the_office_signs_and_looks_at_its_lists(pages: Pages, tmp_path: Path) -> None:
    made = Office(pages.office.house, pages.office.declared, pages.office.key)
    busy(made, tmp_path)
    with pages.visit("/") as page:
        press_in(page, "coordinator")
        page.goto(pages.url + HOME)
        page.click("nav.sub >> text=待签发")
        look(page, "sign")
        page.check("#id")
        page.click("text=签发所选 >> nth=0")
        look(page, "sign-confirm")
        page.click("text=确认签发")
        assert "已签发1件" in page.locator("main").inner_text()
        for path in ("obligations", "unfiled", "progress", "contacts", "contacts/north"):
            page.goto(f"{pages.url}{HOME}/{path}")
            look(page, path.replace("/", "-"))
        page.goto(f"{pages.url}/outbox")
        look(page, "outbox")
        page.click("td a >> nth=0")
        look(page, "letter")


@pytest.mark.slow
def test_the_count_is_refreshed_while_somebody_looks(pages: Pages) -> None:
    made = Office(pages.office.house, pages.office.declared, pages.office.key)
    with pages.visit("/") as page:
        press_in(page, "coordinator")
        page.goto(pages.url + HOME)
        assert "没有等您办理的事项" in page.locator("#waits").inner_text()
        made.hand_in(REPORT, "2017-06-28T16:00")
        page.evaluate("htmx.trigger('#waits', 'refresh')")
        page.wait_for_selector("#waits:has-text('待审核')")


@pytest.mark.slow
def test_the_office_works_without_scripts_and_by_keys(pages: Pages) -> None:
    made = Office(pages.office.house, pages.office.declared, pages.office.key)
    account(made.house, "lin", "coordinator")
    made.hand_in(REPORT, "2017-06-28T16:00")
    with pages.visit("/", script=False) as page:
        press_in(page, "coordinator")
        page.goto(f"{pages.url}{HOME}/act/return/{quote(REPORT)}")
        page.focus("#reason")
        page.keyboard.insert_text("数字前后不一致")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=将记入办理记录")
        page.click("button:has-text('确认：')")
        assert "已办理：退回修改" in page.locator("main").inner_text()
