"""The unit's pages: its list, one obligation, filing on the page, the receipt; another unit's thing does not exist."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from actions import review
from actions.record import record_item
from actions.submit import Submission
from campaigns.items import Item
from tests.cast import COORDINATOR, KEY
from tests.pages import address, routes, samples, visitor
from tests.unit_pages import (
    PACKAGE,
    REPORT,
    WHO,
    WHOLE,
    by_account,
    error_of,
    link,
    seen,
    statements,
    unit_office,
)
from web.app import create
from web.unit.task_page import ACTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office


#: Thirty tasks more.
_TASK = "title: 增报{n}, responsible: bureaus, deadline: {{text: 6月30日前, source: 八, on: 2017-06-30}}"
MORE = "".join(f"      extra{n}: {{{_TASK.format(n=n)}}}\n" for n in range(30))


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on 27 June 2017, a day before the report is due."""
    return unit_office(tmp_path)


# --- the list -----------------------------------------------------------------------------------------------


def test_the_list_says_what_is_owed_until_when_and_in_whose_words(made: Office) -> None:
    text = seen(by_account(made).get("/unit").text)
    assert "待报送 （4件）" in text
    assert (
        "月报（6月份） 海城市网络市场行动 请于2017年6月28日（星期三）17:30前报送 · 文件要求：每月28日前"
        in text
    )
    assert "▲即将到期 还有1个工作日" in text
    assert text.index("月报（6月份）") < text.index("总结材料") < text.index("实施方案")
    assert "南塘区局" not in text


def test_what_is_late_returned_reviewed_or_done_stands_in_its_own_part(made: Office) -> None:
    made.tick("2017-06-30T10:00")
    text = seen(by_account(made).get("/unit").text)
    assert "已逾期，请尽快报送 （1件）" in text
    assert "已过2个工作日" in text
    made.hand_in("report/north/2017-06", "2017-06-30T11:00")
    assert "已报送，待审核 （1件）" in seen(by_account(made).get("/unit").text)
    review.return_(made.house, REPORT, COORDINATOR, reason="数字有误，请核对")
    text = seen(by_account(made).get("/unit").text)
    assert "退回修改，请重新报送 （1件）" in text
    assert "退回理由：数字有误，请核对 · 退改期限：2017年7月4日（星期二）24:00" in text
    made.hand_in("report/north/2017-06", "2017-06-30T12:00")
    review.accept(made.house, [REPORT], COORDINATOR)
    assert "已办结 （1件）" in seen(by_account(made).get("/unit").text)


def test_a_document_is_acknowledged_once(made: Office) -> None:
    one = by_account(made)
    assert "文件待签收：海城市网络市场行动" in seen(one.get("/unit").text)
    assert one.post(f"/unit/acknowledge/{KEY}").headers["location"] == "/unit"
    assert "文件待签收" not in one.get("/unit").text
    assert len(made.bodies(kind="acknowledged")) == 1
    assert one.post("/unit/acknowledge/no-such").status_code == 404


def test_the_list_costs_the_same_statements_for_few_and_for_many(made: Office, tmp_path: Path) -> None:
    many = unit_office(tmp_path / "many", MORE)
    for office in (made, many):
        office.hand_in("report/north/2017-06", "2017-06-27T11:00")
        review.return_(office.house, REPORT, COORDINATOR, reason="请核对")
    cost = statements(many, by_account(many), "/unit")
    assert cost == statements(made, by_account(made), "/unit")
    assert cost < 30


# --- one obligation -----------------------------------------------------------------------------------------


def test_one_obligation_says_what_is_asked_and_why_that_date(made: Office) -> None:
    text = seen(by_account(made).get(f"/unit/task/{PACKAGE}").text)
    assert "总结（含经验做法、存在问题）" in text
    assert "案例不少于2份（每份附决定书）" in text
    assert "图片（附文字说明）或视频（附文字说明）" in text
    assert "文件要求“7月14日前”（三）" in text
    assert "北山区局 总结材料 列入计划" in text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_units_obligation_does_not_exist_on_any_route(made: Office, method: str) -> None:
    made.hand_in("report/north/2017-06", "2017-06-27T11:00")
    before = made.head()
    given = samples(made) | {"version": "1", "position": "1"}
    other, tried = by_account(made, "south"), 0
    mine = [r for way, r in routes(create(made.house)) if way == method and r.path.startswith("/unit/")]
    keys = (REPORT, f"{KEY}/nothing/south", "nowhere/x/y", f"{KEY}/report/south/2099-01")
    for route, act, key in product([r for r in mine if "{key:path}" in r.path], ACTS, keys):
        path = address(route, {**given, "act": act, "key:path": key})
        answer = other.get(path) if method == "GET" else other.post(path, {**WHO, "reason": "x"})
        assert answer.status_code == 404, path
        assert "月报" not in answer.text
        tried += 1
    assert tried == (4 if method == "GET" else 2) * len(ACTS) * len(keys)
    assert made.head() == before


# --- filing -------------------------------------------------------------------------------------------------


def test_what_an_item_opened_is_reached_and_closed_with_its_fields(made: Office) -> None:
    item = Item("north", "海市监罚〔2017〕3号甲?#%", date(2017, 6, 20))
    record_item(made.house, KEY, "decision", item, actor=COORDINATOR)
    one = by_account(made)
    [path] = re.findall(r'href="(/unit/task/[^"]+/disclosure/[^"]+)"', one.get("/unit").text)
    text = one.get(path).text
    assert "海市监罚〔2017〕3号甲?#%" in text
    [action] = re.findall(r'<form method="post" action="([^"]+)" enctype', text)
    typed = {**WHO, "x0": "2017-06-27", "x1": "http://gongshi.example/3"}
    answer = one.post(action, {**typed, "x1": " "})
    assert error_of(answer.text, "x1") == "错误：缺“公示网址”"
    assert error_of(one.post(action, {**typed, "x0": "2017-06-28"}).text, "x0").startswith("错误：“公示日期”")
    answer = one.post(action, {**typed, "x0": "2017年6月27日"})
    assert answer.status_code == 303
    assert made.bodies(f"disclosure/north/{item.number}", "filed")[0]["data"]["done_on"] == "2017-06-27"
    assert "海市监罚〔2017〕3号甲?#%" in one.get(answer.headers["location"]).text


def test_a_whole_filing_ends_on_its_receipt(made: Office) -> None:
    one = by_account(made)
    answer = one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/unit/receipt/1/{REPORT}")
    text = one.get(answer.headers["location"]).text
    number = made.row("report/north/2017-06").number
    assert f"回执编号 {KEY}-{number:05d}-1" in seen(text)
    assert "材料齐全，待审核" in text
    assert "2017年6月27日（星期二）10:00" in text
    assert made.head()["hash"] not in text or made.bodies("report/north/2017-06")[-1]["kind"] == "filed"
    assert "王建" in text
    [filed] = made.bodies("report/north/2017-06", "filed")
    assert filed["actor"]["channel"] == "web"
    assert ["shops", "本月", "１２", "12"] in filed["data"]["values"]["table"]
    assert ["fines", "累计", "3.5", "3.5"] in filed["data"]["values"]["table"]
    assert filed["data"]["lacking"] == filed["data"]["doubts"] == []
    assert ("north/liaison", "receipt") in {
        (letter["recipient"], letter["class"]) for letter in made.letters()
    }


def test_the_receipt_names_the_end_of_the_chain_after_its_own_act(made: Office) -> None:
    one = by_account(made)
    one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO})
    [sealed] = made.sql('SELECT hash FROM history WHERE body LIKE \'%"kind":"filed"%\'')
    assert sealed["hash"] in one.get(f"/unit/receipt/1/{REPORT}").text
    zero = by_account(made, "south")
    zero.post(f"/unit/act/zero/{KEY}/report/south/2017-06", WHO)
    [closed] = made.sql('SELECT hash FROM history WHERE body LIKE \'%"kind":"closed"%\'')
    assert closed["hash"] in zero.get(f"/unit/receipt/1/{KEY}/report/south/2017-06").text


def test_each_fault_stands_beside_its_cell_and_what_was_typed_stays(made: Office) -> None:
    one = by_account(made)
    typed = {**WHOLE, **WHO, "f-table-0-0": "3场", "f-table-1-0": "", "s2": "没有", "d1": "写了<b>这些"}
    answer = one.post(f"/unit/task/{REPORT}", typed)
    assert answer.status_code == 422
    assert (
        error_of(answer.text, "f-table-0-0")
        == "错误：“检查网店（本月）”填的是“3场”：只写数字，不写计量单位和其他文字；请写 3"
    )
    assert error_of(answer.text, "f-table-1-0") == "错误：请填写“自建网站（本月）”；没有发生请填 0"
    assert error_of(answer.text, "s2") == "错误：“联系电话”填的是“没有”：应为电话号码"
    assert 'value="3场"' in answer.text
    assert "写了&lt;b&gt;这些" in answer.text
    assert 'href="#f-table-0-0"' in answer.text
    assert made.bodies("report/north/2017-06", "filed") == []


def test_what_was_filed_is_shown_with_its_figures_and_how_it_came(made: Office) -> None:
    one = by_account(made)
    one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO})
    review.accept(made.house, [REPORT], COORDINATOR)
    text = seen(one.get(f"/unit/task/{REPORT}").text)
    assert "现在不能报送" in text
    assert "检查网店个1212" in text.replace(" ", "")
    south = f"{KEY}/report/south/2017-06"
    by_office = Submission(by_office=True, via="OA", note="已收纸质件")
    made.submit("report/south/2017-06", "2017-06-27T12:00", by_office, COORDINATOR)
    text = seen(by_account(made, "south").get(f"/unit/task/{south}").text)
    assert "报送方式：OA · 办公室代为登记，不用重复报送" in text


def test_one_obligation_costs_the_same_among_few_and_among_many(made: Office, tmp_path: Path) -> None:
    many, path = unit_office(tmp_path / "many", MORE), f"/unit/task/{REPORT}"
    assert statements(many, by_account(many), path) == statements(made, by_account(made), path)


def test_totals_that_do_not_agree_are_said_before_filing(made: Office) -> None:
    answer = by_account(made).post(f"/unit/task/{REPORT}", {**WHOLE, **WHO, "f-table-1-0": "6"})
    assert answer.status_code == 422
    assert error_of(answer.text, "f-table-0-0") == (
        "错误：“检查网店（本月）”填12，各行之和为13（自建网站、第三方平台网店）"
    )


def test_the_machine_never_refuses_a_filing_for_what_it_lacks(made: Office) -> None:
    one = by_account(made)
    typed = {**WHO, "f-table-0-0": "3场", "note": "系统故障，稍后补报", "anyway": "yes"}
    answer = one.post(f"/unit/task/{REPORT}", typed)
    assert answer.status_code == 303
    text = seen(one.get(answer.headers["location"]).text)
    assert "材料不齐，已收下，收到时间有效" in text
    assert "系统故障，稍后补报" in text
    [filed] = made.bodies("report/north/2017-06", "filed")
    assert {lack["code"] for lack in filed["data"]["lacking"]} >= {"cell", "blank", "missing"}


def test_the_period_before_stands_in_grey_and_what_it_adds_up_to_is_shown(made: Office) -> None:
    one = by_account(made)
    one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO})
    made.tick("2017-07-20T10:00")
    july = f"/unit/task/{KEY}/report/north/2017-07"
    text = seen(one.get(july).text)
    assert "上期 12" in text
    assert "以前各期 12" in text
    more = {**WHOLE, **WHO, "s3": "2017-07-20", "f-table-0-0": "4", "f-table-1-0": "2", "f-table-2-0": "2"}
    answer = one.post(july, {**more, "check": "yes"})
    assert answer.status_code == 200
    assert "<output>16</output>" in answer.text
    assert "尚未报送" in answer.text
    assert made.bodies("report/north/2017-07", "filed") == []
    one.post(july, more)
    [filed] = made.bodies("report/north/2017-07", "filed")
    assert ["shops", "累计", "16", "16"] in filed["data"]["values"]["table"]


def test_a_zero_report_is_one_press_confirmed_and_named(made: Office) -> None:
    one, path = by_account(made), f"/unit/act/zero/{REPORT}"
    assert f'href="{path}"' in one.get(f"/unit/task/{REPORT}").text
    assert "确认零报告" in one.get(path).text
    answer = one.post(path, {**WHO, "s1": " "})
    assert answer.status_code == 422
    assert error_of(answer.text, "s1") == "错误：请填写审核人"
    answer = one.post(path, WHO)
    assert answer.status_code == 303
    assert "零报告" in one.get(answer.headers["location"]).text
    assert made.row("report/north/2017-06").how == "zero"
    [filed] = made.bodies("report/north/2017-06", "filed")
    assert filed["data"]["fields"] == {
        "填报人": "王建",
        "审核人": "李审",
        "联系电话": "022-12345678",
        "填报日期": "2017-06-27",
    }


def test_nothing_is_filed_twice_unawares(made: Office) -> None:
    one, path = by_account(made), f"/unit/task/{REPORT}"
    assert 'name="known" value="0"' in one.get(path).text
    assert one.post(path, {**WHOLE, **WHO, "known": "0"}).status_code == 303
    answer = one.post(path, {**WHOLE, **WHO, "known": "0"})
    assert answer.status_code == 422
    assert "已收到第1版" in error_of(answer.text, "note")
    assert len(made.bodies("report/north/2017-06", "filed")) == 1
    assert one.post(path, {**WHOLE, **WHO, "known": "1"}).status_code == 303


def test_a_day_that_cannot_be_is_said_beside_its_field(made: Office) -> None:
    answer = by_account(made).post(f"/unit/task/{REPORT}", {**WHOLE, **WHO, "s3": "2017-06-28"})
    assert "晚于今天2017-06-27" in error_of(answer.text, "s3")


# --- by the link --------------------------------------------------------------------------------------------


def test_a_link_files_without_a_password_and_its_receipt_outlives_it(made: Office) -> None:
    one, path = visitor(made.house), link(made)
    before = made.head()
    text = one.get(path).text
    assert "月报" in text
    assert 'href="/unit"' not in text
    assert made.head() == before
    answer = one.post(f"{path}/act/zero", WHO)
    assert answer.status_code == 303
    receipt = answer.headers["location"]
    assert receipt.startswith("/receipt/")
    assert "回执编号" in one.get(receipt).text
    assert one.get(path).status_code == 410
    assert one.get(receipt[:-2]).status_code == 404
    [filed] = made.bodies("report/north/2017-06", "filed")
    assert filed["actor"] == {"channel": "link", "role": "unit", "unit": "north"}
