"""Registering events and whole tables of them: what they open is shown before they are on record; corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser import chromium, pages, press_in
from tests.office import office
from tests.pages import HOST, everybody, signed_in
from tests.test_web_registering import BASE, look, post

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.browser import Pages
    from tests.office import Office
    from tests.pages import Visitor

__all__ = ["chromium", "pages"]
EVENT = f"{BASE}/events/decision"
DECISION = [("unit", "north"), ("number", "海市监罚1号"), ("date", "2017-06-19")]
PATHS = ("disclosure/north/海市监罚1号", "verify/north/海市监罚1号")


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action, in which decisions open a disclosure and a verification each."""
    found = office(tmp_path)
    everybody(found.house)
    found.move("2017-06-20T10:00")
    return found


@pytest.fixture
def desk(made: Office) -> Visitor:
    """The coordinator at it."""
    return signed_in(made.house, "coordinator-1")


def typed(**other: str) -> list[tuple[str, str]]:
    """DECISION with other words in some fields."""
    return [*{**dict(DECISION), **other}.items()]


# --- one ----------------------------------------------------------------------------------------------------


def test_what_an_event_opens_is_shown_with_its_reasons_before_it_is_confirmed(
    made: Office, desk: Visitor
) -> None:
    assert EVENT in desk.get(f"{BASE}/events").text
    before = made.head()
    look = post(desk, EVENT, *DECISION, ("step", "look"))
    assert look.status_code == 200
    assert "信息公示" in look.text
    assert "核查" in look.text
    assert "2017年6月28日（星期三）24:00" in look.text  # 7 working days after the 19th
    assert "双公示" in look.text or "7个工作日内" in look.text
    assert made.head() == before


def test_confirmed_it_opens_what_waits_for_it(made: Office, desk: Visitor) -> None:
    answer = post(desk, EVENT, *DECISION, ("step", "confirm"))
    assert answer.status_code == 303
    assert [made.row(path).status for path in PATHS] == ["open", "open"]
    (recorded,) = made.bodies(kind="recorded")
    assert recorded["actor"]["account"] == "coordinator-1"
    done = desk.get(answer.headers["location"]).text
    assert "登记 海市监罚1号（2017-06-19）" in done
    again = post(desk, EVENT, *DECISION, ("step", "confirm"))
    assert "早已登记，内容相同" in desk.get(again.headers["location"]).text


def test_registered_late_it_says_by_how_much(made: Office, desk: Visitor) -> None:
    made.move("2017-07-03T10:00")
    look = post(desk, EVENT, *DECISION, ("step", "look"))
    assert "登记已晚于期限3个工作日" in look.text


@pytest.mark.parametrize("step", ["look", "confirm"])
@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("unit", {"unit": ""}),
        ("unit", {"unit": "nowhere"}),
        ("number", {"number": ""}),
        ("number", {"number": "a/b"}),
        ("date", {"date": "19.6."}),
        ("date", {"date": "2017-06-21"}),
        ("date", {"date": ""}),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    made: Office, desk: Visitor, step: str, field: str, other: dict[str, str]
) -> None:
    answer = post(desk, EVENT, *typed(**other), ("step", step))
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert made.bodies(kind="recorded") == []


def test_an_event_of_which_nobody_waits_is_not_there(desk: Visitor) -> None:
    for path in (f"{BASE}/events/nothing", f"{EVENT}?unit=north&number=9"):
        assert desk.get(path).status_code == 404


# --- corrections --------------------------------------------------------------------------------------------


def test_a_number_on_record_leads_to_its_correction(made: Office, desk: Visitor) -> None:
    post(desk, EVENT, *DECISION, ("step", "confirm"))
    answer = post(desk, EVENT, *typed(date="2017-06-16"), ("step", "look"))
    assert answer.status_code == 422
    there = f"{EVENT}?{urlencode({'unit': 'north', 'number': '海市监罚1号'})}"
    assert there.replace("&", "&amp;") in answer.text
    form = desk.get(there).text
    assert 'value="2017-06-19"' in form
    assert 'name="correct" value="yes"' in form
    assert len(made.bodies(kind="recorded")) == 1


def test_a_correction_shows_what_moves_and_says_why(made: Office, desk: Visitor) -> None:
    post(desk, EVENT, *DECISION, ("step", "confirm"))
    before = made.head()
    wrong = [*typed(date="2017-06-20"), ("correct", "yes")]
    assert 'href="#reason"' in post(desk, EVENT, *wrong, ("step", "look")).text
    right = [*wrong, ("reason", "录入有误")]
    look = post(desk, EVENT, *right, ("step", "look")).text
    assert "2017年6月28日（星期三）24:00" in look
    assert "2017年6月29日（星期四）24:00" in look
    assert made.head() == before
    answer = post(desk, EVENT, *right, ("step", "confirm"))
    assert "海市监罚1号：2017-06-19 改为 2017-06-20（录入有误）" in desk.get(answer.headers["location"]).text
    assert str(made.row(PATHS[0]).last_day) == "2017-06-29"


# --- the register -------------------------------------------------------------------------------------------


def test_the_register_is_a_page_and_a_file(desk: Visitor) -> None:
    post(desk, EVENT, *DECISION, ("step", "confirm"))
    page = desk.get(f"{BASE}/items")
    assert "海市监罚1号" in page.text
    assert "海市监罚1号" not in desk.get(f"{BASE}/items?unit=south").text
    table = desk.get(f"{BASE}/items?as=csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "海市监罚1号" in table.content.decode("utf-8-sig")
    assert desk.get(f"{BASE}/items?as=xlsx").content.startswith(b"PK")


# --- tables -------------------------------------------------------------------------------------------------

GOOD = "单位,文号,落款日期\n北山区局,海市监罚1号,2017-06-19\n南塘区局,海市监罚2号,2017-06-16\n"
BAD = "单位,文号,落款日期\n北山局,海市监罚1号,2017-06-19\n南塘区局,海市监罚2号,6月31日\n"


def table(one: Visitor, *fields: tuple[str, str], file: bytes = b"") -> httpx.Response:
    """Send the form for a table, as browsers send files."""
    edge = "----seam"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields
    ]
    named = 'Content-Disposition: form-data; name="file"; filename="decisions.csv"\r\nContent-Type: text/csv'
    parts += [f"--{edge}\r\n{named}\r\n\r\n".encode() + file + b"\r\n"] if file else []
    sent = {"content-type": f"multipart/form-data; boundary={edge}", "origin": f"http://{HOST}"}
    return one.send("POST", f"{EVENT}/import", sent, b"".join(parts) + f"--{edge}--\r\n".encode())


@pytest.mark.parametrize("code", ["utf-8-sig", "gbk"])
def test_a_table_is_looked_at_and_then_recorded_whole(made: Office, desk: Visitor, code: str) -> None:
    before = made.head()
    look = table(desk, ("step", "look"), file=GOOD.encode(code))
    assert look.status_code == 200
    assert "确认登记2件" in look.text
    assert "<dd>4件</dd>" in look.text
    assert made.head() == before
    answer = table(desk, ("step", "confirm"), ("name", "decisions.csv"), ("table", GOOD))
    assert answer.status_code == 303
    assert "海市监罚2号" in desk.get(answer.headers["location"]).text
    assert len(made.bodies(kind="recorded")) == 2
    again = table(desk, ("step", "look"), file=GOOD.encode(code))
    assert "确认登记" not in again.text


def test_each_wrong_cell_is_marked_and_put_right_on_the_page(made: Office, desk: Visitor) -> None:
    answer = table(desk, ("step", "look"), file=BAD.encode())
    assert answer.status_code == 422
    assert "共2处有误，没有登记任何一件" in answer.text
    for name, wrote in (("2.0", "北山局"), ("3.2", "6月31日")):
        assert f'<a href="#cell.{name}">' in answer.text
        assert f'name="cell.{name}" value="{wrote}"' in answer.text
    assert answer.text.count('<td class="wrong">') == 2
    assert "是不是“北山区局”" in answer.text
    assert "海市监罚2号,6月31日" in answer.text  # the whole table travels along
    right = [
        ("cell.2.0", "北山区局"),
        ("was.2.0", "北山局"),
        ("cell.3.2", "2017-06-16"),
        ("was.3.2", "6月31日"),
    ]
    look = table(desk, ("step", "look"), ("name", "decisions.csv"), ("table", BAD), *right)
    assert look.status_code == 200
    assert "确认登记2件" in look.text
    assert made.bodies(kind="recorded") == []


def test_a_faulty_table_is_not_recorded_even_if_somebody_confirms_it(made: Office, desk: Visitor) -> None:
    assert table(desk, ("step", "confirm"), ("table", BAD)).status_code == 422
    assert made.bodies(kind="recorded") == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "请选择文件"),
        (b"PK\x03\x04\x00\x00", "不是文本表格"),
        (("单位,文号,落款日期\n" + "x" * 140_000).encode(), "请检查引号"),
        ("单位,文号\n北山区局,1号\n".encode(), "缺少这一列"),
        (("单位,文号,落款日期\n" + "北山区局,1号,2017-06-19\n" * 40_000).encode(), "请分成几个文件"),
    ],
)
def test_what_is_no_such_table_is_said(made: Office, desk: Visitor, sent: bytes, said: str) -> None:
    answer = table(desk, ("step", "look"), file=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert made.bodies(kind="recorded") == []


def test_an_empty_table_to_fill_in_has_the_declared_columns(desk: Visitor) -> None:
    assert desk.get(f"{EVENT}/import?as=csv").content.decode("utf-8-sig") == "单位,文号,落款日期\r\n"


def test_words_of_a_table_are_shown_and_never_run(desk: Visitor) -> None:
    evil = '单位,文号,落款日期\n<script>alert(1)</script>,"</textarea><b>",x\n'
    answer = table(desk, ("step", "look"), file=evil.encode())
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "</textarea><b>" not in answer.text


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_office_registers_a_decision_and_imports_a_table(pages: Pages, lang: str) -> None:
    pages.office.move("2017-06-20T10:00")
    with pages.visit(f"/?lang={lang}") as page:
        press_in(page, "coordinator")
        page.goto(pages.url + f"{BASE}/events")
        look(page, f"events-{lang}-kinds")
        page.goto(pages.url + EVENT)
        page.select_option("#unit", "north")
        page.fill("#number", "海市监罚1号")
        page.fill("#date", "2017-06-19")
        look(page, f"events-{lang}-form")
        page.click("main form button")
        page.wait_for_selector("section")
        look(page, f"events-{lang}-look")
        page.click("p.buttons button >> nth=0")
        page.wait_for_url("**/done?*")
        page.goto(pages.url + f"{EVENT}/import")
        look(page, f"events-{lang}-table")
        page.fill("#table", BAD)
        page.click("main form button")
        page.wait_for_selector("td.wrong")
        look(page, f"events-{lang}-faults")
        page.fill("[id='cell.2.0']", "东堤区局")
        page.fill("[id='cell.3.2']", "2017-06-16")
        page.click("main form button")
        page.wait_for_selector("p.buttons button")
        look(page, f"events-{lang}-table-look")
        page.click("p.buttons button")
        page.wait_for_url("**/done?*")
        page.goto(pages.url + f"{BASE}/items")
        look(page, f"events-{lang}-items")
    assert len(pages.office.bodies(kind="recorded")) == 3
