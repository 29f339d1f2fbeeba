"""The declaration's editor in a browser: faults as one types, with and without scripts; a notice that is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import assert_accessible, assert_narrow, chromium, eventually, pages, press_in, screenshot

if TYPE_CHECKING:
    from tests.browser import Pages

__all__ = ["chromium", "pages"]
EDITOR = "/coordinator/declare"
NOTICE = """海城市市场监督管理局关于开展网络市场专项行动的通知

各区市场监督管理局：
一、各区市场监督管理局于每月28日前向网络监管处报送工作进展情况。

海城市市场监督管理局
2017年6月16日
"""


@pytest.mark.slow
def test_faults_come_beside_the_text_as_it_is_typed_and_lead_to_their_place(pages: Pages) -> None:
    text = pages.office.house.settings.file.read_text(encoding="utf-8")
    with pages.visit() as page:
        press_in(page, "coordinator")
        page.click("header >> text=申报")
        page.wait_for_url(f"**{EDITOR}")
        assert_accessible(page)
        assert_narrow(page)
        screenshot(page, "declaring-fine")
        page.fill("#text", text.replace("responsible: bureaus", "responsible: buraus", 1))
        page.wait_for_selector("#findings .error")
        assert "处错误" in page.inner_text("#verdict")
        assert_accessible(page)
        assert_narrow(page)
        screenshot(page, "declaring-faults")
        page.click("#findings a[data-line]")
        picked = "t => t.value.slice(t.selectionStart, t.selectionEnd)"
        assert eventually(lambda: page.eval_on_selector("#text", picked) == "buraus")
        number = page.locator("#numbers .faulty").first.bounding_box()
        sheet = page.locator(".sheet").bounding_box()
        assert number is not None
        assert sheet is not None
        assert sheet["y"] <= number["y"] <= sheet["y"] + sheet["height"]
        page.keyboard.insert_text("bureaus")
        page.wait_for_selector("#findings .error", state="detached")
        page.fill("#text", page.input_value("#text") + "# 改好了\n")
        page.click("main button:has-text('保存')")
        page.wait_for_selector(".confirmation")
        page.set_viewport_size({"width": 375, "height": 800})
        screenshot(page, "declaring-narrow")
    assert pages.office.house.settings.file.read_text(encoding="utf-8") == text + "# 改好了\n"


@pytest.mark.slow
def test_without_scripts_a_fault_leads_to_the_number_of_its_line(pages: Pages) -> None:
    text = pages.office.house.settings.file.read_text(encoding="utf-8")
    with pages.visit(script=False) as page:
        press_in(page, "coordinator")
        page.goto(pages.url + EDITOR)
        page.fill("#text", text.replace("closes_with", "closed_by"))
        page.click("main >> text=检查")
        page.click("#findings a[data-line]")
        number = page.locator("#numbers .faulty").first
        box, sheet = number.bounding_box(), page.locator(".sheet").bounding_box()
        assert box is not None
        assert sheet is not None
        assert sheet["y"] <= box["y"] <= sheet["y"] + sheet["height"]
        screenshot(page, "declaring-without-scripts")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pasted_notice_goes_into_the_editor(pages: Pages, lang: str) -> None:
    with pages.visit(f"/?lang={lang}") as page:
        press_in(page, "coordinator")
        page.goto(f"{pages.url}{EDITOR}/draft")
        page.click("main button")
        page.wait_for_selector(".error-summary")
        page.fill("#notice", NOTICE)
        page.click("main button")
        page.wait_for_selector("#text")
        assert_accessible(page)
        assert_narrow(page)
        screenshot(page, f"draft-{lang}")
        page.click("main button >> nth=0")
        page.wait_for_selector("#editor")
        assert "month_day: 28" in page.input_value("#text")
        page.goto(f"{pages.url}{EDITOR}")
        assert_accessible(page)
        screenshot(page, f"declaring-{lang}")


@pytest.mark.slow
def test_what_was_typed_outlives_a_session_that_ends(pages: Pages) -> None:
    with pages.visit() as page:
        press_in(page, "coordinator")
        page.goto(f"{pages.url}{EDITOR}")
        assert not page.is_visible("#unsaved")
        page.fill("#text", "duban: 1 # 写了一半")
        page.wait_for_selector("#findings .error")
        page.context.clear_cookies()
        page.click('button[formaction$="save"]')
        page.wait_for_url("**/sign-in**")
        page.goto(pages.url)
        press_in(page, "coordinator")
        page.goto(f"{pages.url}{EDITOR}")
        page.click("#unsaved button")
        assert page.input_value("#text") == "duban: 1 # 写了一半"
        page.wait_for_selector("#findings .error")
        assert_accessible(page)


@pytest.mark.slow
def test_a_script_whose_session_ended_leaves_the_text_alone(pages: Pages) -> None:
    with pages.visit() as page:
        press_in(page, "coordinator")
        page.goto(f"{pages.url}{EDITOR}")
        page.context.clear_cookies()
        with page.expect_response("**/sign-in**"):
            page.fill("#text", "duban: 1 # 写了一半")
        assert page.input_value("#text") == "duban: 1 # 写了一半"
        assert page.locator("form[action='/sign-in']").count() == 0
