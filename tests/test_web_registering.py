"""Registering what came another way: chosen, typed, looked at, confirmed; nothing before that is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from campaigns.lights import verdict
from tests.browser import assert_accessible, assert_narrow, chromium, pages, press_in, screenshot
from tests.cast import statements
from tests.office import office
from tests.pages import HOST, everybody, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.browser import Pages
    from tests.office import Office
    from tests.pages import Visitor

__all__ = ["chromium", "pages"]
BASE = "/coordinator/haicheng-2017/register"
NORTH, SOUTH = (f"haicheng-2017/report/{unit}/2017-06" for unit in ("north", "south"))
WHOLE = [
    *(("received", "2017-06-28T16:40"), ("via", "OA"), ("note", "系统外已报")),
    *(("id", NORTH), ("id", SOUTH)),
]


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on the day after June's report was due."""
    found = office(tmp_path)
    everybody(found.house)
    found.move("2017-06-29T10:00")
    return found


@pytest.fixture
def desk(made: Office) -> Visitor:
    """The coordinator at it."""
    return signed_in(made.house, "coordinator-1")


def post(one: Visitor, path: str, *fields: tuple[str, str]) -> httpx.Response:
    """Send a form in which a name may stand several times."""
    sent = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{HOST}"}
    return one.send("POST", path, sent, urlencode(fields).encode())


def but(*without: str, **other: str) -> list[tuple[str, str]]:
    """WHOLE without some fields, or with others."""
    return [(name, text) for name, text in WHOLE if name not in {*without, *other}] + [*other.items()]


# --- choosing -----------------------------------------------------------------------------------------------


def test_what_is_open_can_be_chosen_by_task_and_unit(desk: Visitor) -> None:
    text = desk.get(BASE).text
    assert NORTH in text
    assert "月报（2017-06）" in text
    only = desk.get(f"{BASE}?what=report|2017-06&unit=north").text
    assert NORTH in only
    assert SOUTH not in only
    assert "package/north" not in only


def test_one_campaign_is_opened_at_once(desk: Visitor) -> None:
    assert desk.get("/registering").headers["location"] == BASE


def test_who_chooses_nothing_is_asked_to_choose(desk: Visitor) -> None:
    for path in ("filing", "call"):
        answer = post(desk, f"{BASE}/{path}", ("what", "report|2017-06"))
        assert answer.status_code == 422
        assert 'href="#choice">请至少选择一件' in answer.text


def test_choosing_costs_the_same_for_few_and_for_many(made: Office, desk: Visitor) -> None:
    def cost(path: str) -> int:
        with statements(made) as found:
            desk.get(path)
        return len(found)

    assert cost(f"{BASE}?what=report|2017-06&unit=north") == cost(BASE)


# --- registering --------------------------------------------------------------------------------------------


def test_before_it_is_confirmed_everything_is_shown_and_nothing_is_on_record(
    made: Office, desk: Visitor
) -> None:
    before = made.head()
    assert post(desk, f"{BASE}/filing", ("id", NORTH), ("id", SOUTH)).status_code == 200
    look = post(desk, f"{BASE}/filing", *WHOLE, ("step", "look"))
    assert look.status_code == 200
    assert "2017年6月28日（星期三）16:40" in look.text
    assert "2017年6月29日（星期四）10:00" in look.text
    assert look.text.count("<td>按时</td>") == 2
    assert "确认登记2件" in look.text
    assert made.head() == before


def test_confirmed_it_is_on_record_by_the_account_with_both_instants_apart(
    made: Office, desk: Visitor
) -> None:
    answer = post(desk, f"{BASE}/filing", *WHOLE, ("lacks", "统计表盖章件\n\n"), ("step", "confirm"))
    assert answer.status_code == 303
    for path in ("report/north/2017-06", "report/south/2017-06"):
        (filed,) = [body for body in made.bodies(path) if body["kind"] == "filed"]
        assert filed["data"]["received"] == "2017-06-28T16:40:00+08:00"
        assert filed["data"]["registered"] == "2017-06-29T10:00:00+08:00"
        assert (filed["data"]["channel"], filed["data"]["note"]) == ("OA", "系统外已报")
        assert filed["data"]["lacking"] == [{"code": "said", "title": "统计表盖章件"}]
        assert (filed["actor"]["account"], filed["actor"]["channel"]) == ("coordinator-1", "web")
        assert verdict(made.row(path)) == "in_time"
    done = desk.get(answer.headers["location"]).text
    assert "北山区局 月报（2017-06） 报送第1版，经OA，材料不齐" in done
    assert f"回执 haicheng-2017-{made.row('report/north/2017-06').number:05d}-1" in done
    assert "南塘区局 月报（2017-06） 报送第1版，经OA，材料不齐" in done


def test_what_came_too_late_is_said_to_be_late_before_it_is_confirmed(made: Office, desk: Visitor) -> None:
    look = post(desk, f"{BASE}/filing", *but(received="2017-06-29T09:00"), ("step", "look"))
    assert "共2件，其中2件逾期" in look.text
    assert made.row("report/north/2017-06").filings == 0


@pytest.mark.parametrize("step", ["look", "confirm"])
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("received", but("received")),
        ("received", but(received="tomorrow")),
        ("received", but(received="2017-06-29T10:01")),
        ("received", but(received="2017-06-15T10:00")),
        ("via", but("via")),
        ("other", but(via="other")),
        ("note", but("note")),
        ("note", but(note="  ")),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(
    made: Office, desk: Visitor, step: str, field: str, typed: list[tuple[str, str]]
) -> None:
    before = made.head()
    answer = post(desk, f"{BASE}/filing", *typed, ("step", step))
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert all(f'name="id" value="{one}"' in answer.text for one in (NORTH, SOUTH))
    assert "系统外已报" in answer.text or field == "note"
    assert made.head() == before


def test_another_way_is_kept_in_its_own_words(made: Office, desk: Visitor) -> None:
    post(desk, f"{BASE}/filing", *but(via="other"), ("other", "微信群"), ("step", "confirm"))
    assert made.bodies("report/north/2017-06", "filed")[0]["data"]["channel"] == "微信群"


def test_a_thing_that_was_done_is_closed_with_its_day(made: Office, desk: Visitor) -> None:
    made.move("2017-06-20T10:00")
    post(desk, f"{BASE}/events/decision", *DECISION, ("step", "confirm"))
    key = "haicheng-2017/disclosure/north/海市监罚1号"
    assert "field.公示日期" in desk.get(f"{BASE}/filing?{urlencode({'id': key})}").text
    typed = [("id", key), ("received", "2017-06-20T09:00"), ("via", "OA"), ("note", "代登")]
    typed += [("field.公示日期", "2017-06-19"), ("field.公示网址", "https://example.cn/1")]
    post(desk, f"{BASE}/filing", *typed, ("step", "confirm"))
    assert str(made.row("disclosure/north/海市监罚1号").done_on) == "2017-06-19"


DECISION = [("unit", "north"), ("number", "海市监罚1号"), ("date", "2017-06-19")]


# --- calls --------------------------------------------------------------------------------------------------


def test_a_call_is_on_record_with_when_whom_and_the_reply(made: Office, desk: Visitor) -> None:
    assert "2017-06-29T10:00" in desk.get(f"{BASE}/call?{urlencode({'id': NORTH})}").text
    typed = [("id", NORTH), ("at", "2017-06-29T09:30"), ("whom", "值班员"), ("reply", "下午报")]
    answer = post(desk, f"{BASE}/call", *typed, ("step", "confirm"))
    assert answer.status_code == 303
    assert "电话催办值班员：下午报" in desk.get(answer.headers["location"]).text
    assert made.bodies("report/north/2017-06", "telephoned")[0]["effective"] == "2017-06-29T09:30:00+08:00"


def test_a_call_without_its_parts_is_asked_for_them(made: Office, desk: Visitor) -> None:
    answer = post(desk, f"{BASE}/call", ("id", NORTH), ("step", "confirm"))
    assert answer.status_code == 422
    assert all(f'href="#{name}"' in answer.text for name in ("at", "whom", "reply"))
    ahead = [("at", "2017-06-29T11:00"), ("whom", "值班员"), ("reply", "下午报")]
    answer = post(desk, f"{BASE}/call", ("id", NORTH), *ahead, ("step", "confirm"))
    assert answer.status_code == 422
    assert "晚于现在" in answer.text
    assert made.bodies("report/north/2017-06", "telephoned") == []


# --- who may ------------------------------------------------------------------------------------------------


def test_an_unknown_campaign_and_an_unknown_obligation_are_not_there(desk: Visitor) -> None:
    assert desk.get("/coordinator/nothing/register").status_code == 404
    assert post(desk, f"{BASE}/filing", ("id", "haicheng-2017/report/nowhere/2017-06")).status_code == 422


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator"])
def test_nobody_but_the_coordinator_registers(made: Office, role: str) -> None:
    one = signed_in(made.house, f"{role}-1")
    assert one.get(BASE).status_code == 403
    assert post(one, f"{BASE}/filing", *WHOLE, ("step", "confirm")).status_code == 403


def test_what_others_did_in_the_meantime_is_not_told_as_mine(made: Office, desk: Visitor) -> None:
    before = made.head()["sequence"]
    made.hand_in("scheme/south", "2017-06-29T10:00")
    answer = post(desk, f"{BASE}/filing", *WHOLE, ("step", "confirm"))
    to = answer.headers["location"].rpartition("=")[2]
    text = desk.get(f"{BASE}/done?after={before}&to={to}").text
    assert "北山区局 月报" in text
    assert "实施方案" not in text


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_office_registers_two_reports_at_once(pages: Pages, lang: str) -> None:
    pages.office.move("2017-06-29T10:00")
    with pages.visit(f"/?lang={lang}") as page:
        press_in(page, "coordinator")
        page.goto(pages.url + "/registering")
        look(page, f"registering-{lang}-choose")
        page.select_option("#what", "report|2017-06")
        page.click("form.filters button")
        for key in (NORTH, SOUTH):
            page.check(f'input[value="{key}"]')
        page.click("p.buttons button >> nth=0")
        look(page, f"registering-{lang}-form")
        page.click("main form button")
        page.wait_for_selector(".error-summary")
        look(page, f"registering-{lang}-errors")
        page.fill("#received", "2017-06-28T16:40")
        page.check('input[value="OA"]')
        page.fill("#note", "已在OA报送，收文第12号")
        page.click("main form button")
        page.wait_for_selector("table")
        look(page, f"registering-{lang}-look")
        page.click("p.buttons button >> nth=0")
        page.wait_for_url("**/done?*")
        look(page, f"registering-{lang}-done")
    assert pages.office.row("report/north/2017-06").filings == 1


def look(page: object, name: str) -> None:
    """What every page has to be."""
    assert page.locator("h1").inner_text() not in {"系统出错了", "Something went wrong here"}  # type: ignore[attr-defined]
    assert_accessible(page)  # type: ignore[arg-type]
    assert_narrow(page)  # type: ignore[arg-type]
    screenshot(page, name)  # type: ignore[arg-type]
