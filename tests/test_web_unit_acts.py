"""What a unit does beside filing, by its account and by the link in its letter; its history and its liaison."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from actions import review, sign, tell
from actions.links import link_in_letter
from actions.people import named
from reports.decided import Names
from reports.sentences import sentence
from tests.cast import COORDINATOR, KEY
from tests.letters import text_of
from tests.office import LEADER, Office
from tests.pages import account, signed_in, visitor
from tests.unit_pages import PACKAGE, REPORT, WHO, WHOLE, by_account, error_of, link, seen, unit_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pages import Visitor

URL = "https://duban.haicheng.example"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on 27 June 2017, a day before the report is due."""
    return unit_office(tmp_path)


def ways(made: Office, key: str = REPORT) -> list[tuple[Visitor, Callable[[str], str], str]]:
    """The unit's two ways to an obligation: browser, address of an act, channel."""
    token = link(made, key)
    return [
        (by_account(made), lambda act: f"/unit/act/{act}/{key}", "web"),
        (visitor(made.house), lambda act: f"{token}/act/{act}", "link"),
    ]


WAYS = pytest.mark.parametrize("way", [0, 1], ids=["account", "link"])


# --- acts ---------------------------------------------------------------------------------------------------


@WAYS
def test_an_extension_is_asked_for_with_a_day_a_reason_and_progress(made: Office, way: int) -> None:
    one, path, channel = ways(made)[way]
    answer = one.post(path("extension"), {"until": "", "reason": "  ", "progress": "已完成一半"})
    assert answer.status_code == 422
    assert error_of(answer.text, "until") == "错误：请填写申请延至哪一天"
    assert error_of(answer.text, "reason") == "错误：请填写理由"
    assert "已完成一半" in answer.text
    said = {"until": "2017-06-27", "reason": "系统升级", "progress": "已完成一半"}
    assert "应晚于现在的期限" in error_of(one.post(path("extension"), said).text, "until")
    assert "请写成 2017-10-28 这样的日期" in one.post(path("extension"), {**said, "until": "明天"}).text
    answer = one.post(path("extension"), {**said, "until": "2017-07-03"})
    assert answer.status_code == 303
    [asked] = made.bodies("report/north/2017-06", "asked")
    assert (asked["data"]["wanted"], asked["actor"]["channel"]) == ("2017-07-03", channel)
    text = seen(one.get(answer.headers["location"]).text)
    assert "延期待批" in text
    assert "已申请延期，待批：系统升级" in text
    assert one.get(path("extension")).status_code == 409


@WAYS
def test_a_transfer_is_asked_for(made: Office, way: int) -> None:
    one, path, _ = ways(made)[way]
    assert "南塘区局" in one.get(path("transfer")).text
    answer = one.post(path("transfer"), {"reason": "不属本单位职责", "to": "south"})
    assert answer.status_code == 303
    [asked] = made.bodies("report/north/2017-06", "asked")
    assert (asked["data"]["kind"], asked["data"]["wanted"]) == ("transfer", "south")
    assert "已申请改派，待办理：不属本单位职责" in seen(one.get(answer.headers["location"]).text)


@WAYS
def test_progress_is_told_of_what_has_no_date(made: Office, way: int) -> None:
    one, path, _ = ways(made, f"{KEY}/visit/north")[way]
    assert one.post(path("progress"), {"text": ""}).status_code == 422
    assert one.post(path("progress"), {"text": "走访12家"}).status_code == 303
    assert [body["data"]["text"] for body in made.bodies("visit/north", "responded")] == ["走访12家"]
    assert by_account(made).get(f"/unit/act/progress/{REPORT}").status_code == 409


def test_an_instruction_that_was_sent_is_acknowledged(made: Office) -> None:
    one, path = by_account(made), f"/unit/act/acknowledge/{REPORT}"
    assert one.get(path).status_code == 409
    tell.instruct(made.house, REPORT, LEADER, text="请抓紧")

    sign.sign(made.house, [w.id for w in sign.waiting(made.house)], COORDINATOR)
    made.deliver("2017-06-27T10:05")
    assert "签收督办单或批示" in one.get(f"/unit/task/{REPORT}").text
    assert one.post(path).status_code == 303
    assert len(made.bodies("report/north/2017-06", "acknowledged")) == 1
    assert one.get(path).status_code == 409


def test_a_lead_sees_who_has_not_answered_and_urges_them(tmp_path: Path) -> None:
    task = """      joint:
        title: 联合检查
        lead: north
        cooperating: [south, east]
        contribution: {deadline: {text: 7月5日前, source: 九, on: 2017-07-05}, deliverables: [{kind: document, title: 配合情况}]}
        deadline: {text: 7月12日前, source: 九, on: 2017-07-12}
        deliverables: [{kind: document, title: 联合检查报告}]
"""
    made = unit_office(tmp_path, task)
    key, one = f"{KEY}/joint/north", by_account(made)
    assert "配合单位未反馈：南塘区局、东堤区局" in seen(one.get(f"/unit/task/{key}").text)
    assert one.post(f"/unit/act/urge/{key}", {"text": "请尽快"}).status_code == 303
    assert len(made.bodies(kind="urged")) == 2
    other = by_account(made, "south")
    assert "配合单位未反馈" not in other.get(f"/unit/task/{KEY}/joint/south").text
    assert other.post(f"/unit/act/urge/{KEY}/joint/south", {"text": "x"}).status_code == 409


def test_an_act_that_there_is_not_is_not_found(made: Office) -> None:
    assert by_account(made).get(f"/unit/act/accept/{REPORT}").status_code == 404
    assert visitor(made.house).post(f"{link(made)}/act/accept").status_code == 404


# --- the link -----------------------------------------------------------------------------------------------


def test_a_letter_carries_the_link_that_opens_its_obligation(made: Office) -> None:
    made.house.settings = replace(made.house.settings, url=URL)
    tell.urge(made.house, [REPORT], COORDINATOR)
    made.deliver("2017-06-27T10:10")
    letter = next(
        one for one in made.letters() if one["class"] == "urgent" and one["recipient"] == "north/liaison"
    )
    [path] = re.findall(rf"{URL}(/u/\S+)", text_of(letter))
    assert "月报" in visitor(made.house).get(path).text


def test_no_letter_carries_a_link_where_no_address_is_set(made: Office) -> None:
    tell.urge(made.house, [REPORT], COORDINATOR)
    made.deliver("2017-06-27T10:10")
    assert not any("/u/" in text_of(letter) for letter in made.letters())


def test_only_the_units_own_people_get_a_link_and_only_while_it_is_open(made: Office) -> None:
    made.house.settings = replace(made.house.settings, url=URL)
    row, now = made.row("report/north/2017-06"), made.house.now()
    for who in ("north/liaison", "north/deputy", "north/head"):
        assert (link_in_letter(made.house, row, who, now) or "").startswith(f"{URL}/u/")
    for who in ("south/liaison", "netoffice/office", f"{KEY}/leading_group", "north/office"):
        assert link_in_letter(made.house, row, who, now) is None
    made.submit("report/north/2017-06", "2017-06-27T11:00")
    assert link_in_letter(made.house, made.row("report/north/2017-06"), "north/liaison", now) is None


def test_a_link_of_what_is_withdrawn_or_transferred_is_over(made: Office) -> None:
    opened, moved = link(made), link(made, f"{KEY}/report/south/2017-06")
    review.withdraw(made.house, REPORT, COORDINATOR, reason="不再要求")
    assert visitor(made.house).get(opened).status_code == 410
    assert visitor(made.house).post(opened, {**WHOLE, **WHO}).status_code == 410
    assert visitor(made.house).get(moved).status_code == 200


def test_a_link_acts_as_its_unit_whoever_else_is_signed_in(made: Office) -> None:
    account(made.house, "lin", "coordinator")
    for name, channel in (("lin", "link"), ("south", "link"), ("north", "web")):
        one = signed_in(made.house, name)
        assert one.post(f"{link(made)}", {**WHOLE, **WHO}).status_code == 303, name
        actor = made.bodies("report/north/2017-06", "filed")[-1]["actor"]
        assert (actor["unit"], actor["channel"]) == ("north", channel)


def test_a_receipts_link_is_over_after_two_months(made: Office) -> None:
    one = visitor(made.house)
    receipt = one.post(f"{link(made)}", {**WHOLE, **WHO}).headers["location"]
    assert one.get(receipt).status_code == 200
    made.move("2017-08-26T09:59")
    assert one.get(receipt).status_code == 200
    made.move("2017-08-26T10:00")
    assert one.get(receipt).status_code == 410


# --- its own history ----------------------------------------------------------------------------------------


def test_the_history_is_the_units_own_with_filters(made: Office) -> None:
    one = by_account(made)
    one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO})
    text = seen(one.get("/unit/history").text)
    assert "2017-06-27 10:00 北山区局 月报（2017-06） 报送第1版 · 单位" in text
    assert "南塘区局 月报" not in text
    only = seen(one.get("/unit/history?task=scheme").text)
    assert "北山区局 实施方案 列入计划" in only
    assert "北山区局 月报（" not in only
    assert "共0条" in seen(one.get("/unit/history?from=2018-01-01").text)
    assert "共0条" in seen(one.get("/unit/history?campaign=nowhere").text)
    assert "报送第1版" in one.get("/unit/history?from=2017-06-27&to=2017-06-27").text
    assert one.get("/unit/history?from=x&page=99").status_code == 200


def test_what_waits_for_a_signature_is_not_told_to_the_unit_before_it_was_signed(made: Office) -> None:
    one = by_account(made)
    tell.instruct(made.house, REPORT, LEADER, text="立即整改")
    made.tick("2017-07-03T09:00")
    assert "督办（待签发）" in str(
        [sentence(b, Names({}, {}, {})) for b in made.bodies("report/north/2017-06")]
    )
    for path in ("/unit/history", f"/unit/task/{REPORT}", "/unit/history?as=csv"):
        text = one.get(path).text
        assert "立即整改" not in text
        assert "待签发" not in text
    waiting = [one.id for one in sign.waiting(made.house) if one.recipient.startswith("north/")]
    sign.sign(made.house, waiting, COORDINATOR)
    for path in ("/unit/history", f"/unit/task/{REPORT}"):
        text = one.get(path).text
        assert "批示：立即整改" in text
        assert "督办" in text


def test_what_the_office_proposes_or_drops_is_its_own_business(made: Office) -> None:
    one = by_account(made)
    made.hand_in("report/north/2017-06", "2017-06-27T11:00")
    review.propose_not_filed(made.house, REPORT, COORDINATOR, reason="内容空白")
    tell.instruct(made.house, REPORT, LEADER, text="立即整改")
    tell.drop(made.house, [REPORT], COORDINATOR, reason="已口头转达")
    text = one.get("/unit/history").text + one.get(f"/unit/task/{REPORT}").text
    assert not any(said in text for said in ("内容空白", "立即整改", "已口头转达"))


def test_people_of_the_office_are_not_named_to_a_unit(made: Office) -> None:
    review_by = named(made.house, COORDINATOR, "林督办")
    made.hand_in("report/north/2017-06", "2017-06-27T11:00")
    review.return_(made.house, REPORT, review_by, reason="请核对")
    for path in ("/unit/history", f"/unit/task/{REPORT}"):
        text = by_account(made).get(path).text
        assert "请核对" in text
        assert "林督办" not in text


def test_the_history_is_taken_away_with_its_filters(made: Office) -> None:
    one = by_account(made)
    csv = one.get("/unit/history?task=scheme&as=csv")
    assert csv.headers["content-type"].startswith("text/csv")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "记录时间,办理记录"
    assert len(lines) == 3
    book = load_workbook(io.BytesIO(one.get("/unit/history?as=xlsx").content))
    sheet = book.worksheets[0]
    assert any("月报" in str(cell.value) for row in sheet for cell in row)


# --- the liaison --------------------------------------------------------------------------------------------


def test_the_liaison_and_a_substitute_are_named(made: Office) -> None:
    one = by_account(made)
    assert "north@haicheng.example" in one.get("/unit/liaison").text
    for bad, said in (("", "请填写工作邮箱"), ("wang", "不是邮箱地址")):
        answer = one.post("/unit/liaison", {"contact": bad})
        assert answer.status_code == 422
        assert said in error_of(answer.text, "contact")
    assert one.post("/unit/liaison", {"contact": "wang@haicheng.example"}).status_code == 303
    assert "wang@haicheng.example" in one.get("/unit/liaison").text
    answer = one.post("/unit/liaison/away", {"first": "2017-07-03", "last": "", "substitute": "x"})
    assert error_of(answer.text, "last") == "错误：请写成 2017-10-28 这样的日期"
    gone = {"first": "2017-07-03", "last": "2017-07-10", "substitute": "li@haicheng.example"}
    assert one.post("/unit/liaison/away", gone).status_code == 303
    assert "由li@haicheng.example收信" in seen(one.get("/unit/liaison").text)
    assert "li@haicheng.example" not in by_account(made, "south").get("/unit/liaison").text
    answer = one.post("/unit/liaison/away", {**gone, "last": "2017-07-01"})
    assert answer.status_code == 422
    assert error_of(answer.text, "first")


def test_the_package_is_not_taken_for_a_zero_report(made: Office) -> None:
    assert by_account(made).post(f"/unit/act/zero/{PACKAGE}", WHO).status_code == 409
