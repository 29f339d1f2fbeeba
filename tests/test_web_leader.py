"""The leader's pages, without a browser: what they show of now and of any past day, what they refuse."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from actions import standing
from actions.overview import overview
from cli.main import duban
from reports.headline import headline
from tests.cast import KEY, crowd, declare, listening, moment, small_yaml, stage
from tests.office import NORTH, REPORT, Office, extend, office, review
from tests.pages import account, everybody, signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage
    from tests.pages import Visitor

PAGE = f"/leader/{KEY}"
LATER = "2017-07-05T10:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Early in July: the north handed in its June report in time, the south late, the east never."""
    found = office(tmp_path_factory.mktemp("leader"))
    everybody(found.house)
    found.hand_in(REPORT, "2017-06-27T10:00")
    found.hand_in("report/south/2017-06", "2017-07-03T10:00")
    found.tick(LATER)
    return found


@pytest.fixture
def leader(made: Office) -> Visitor:
    """The leader, signed in."""
    return signed_in(made.house, "leader-1")


def text_of(answer_text: str) -> str:
    """What is read on a page: without markup, blanks drawn together."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer_text).split())


def card(page: str, unit: str) -> str:
    """What the wall says of `unit`."""
    (found,) = re.findall(rf"<li[^>]*>\s*<a href=[^>]*/units/{unit}[?\"].*?</li>", page, re.DOTALL)
    return text_of(found)


# --- the sentence, phases, the wall -------------------------------------------------------------------------


def test_the_page_begins_with_the_sentence_that_status_says(made: Office, leader: Visitor) -> None:
    said = headline(standing.standing_at(made.house, KEY), "zh")
    assert "东堤区局" in said
    assert said in leader.get(PAGE).text
    assert said in leader.get("/leader").text


def test_every_unit_has_its_light_in_the_order_of_the_registry(leader: Visitor) -> None:
    page = leader.get(PAGE).text
    assert "逾期" in card(page, "east")
    assert "■" in card(page, "east")
    assert "正常" in card(page, "north")
    assert re.findall(r'/units/(\w+)">', page)[:3] == ["north", "south", "east"]


def test_the_gap_to_the_time_line_is_told_with_both_shares(leader: Visitor) -> None:
    assert re.search(r"序时进度 时间已过\d+%，办结\d+%", text_of(leader.get(PAGE).text))


def test_rates_stand_with_their_counts_on_both_bases(made: Office) -> None:
    made_later = overview(made.house, KEY).whole
    assert (made_later.in_force.in_time, made_later.in_force.due) == (1, 3)
    page = text_of(signed_in(made.house, "leader-1").get(PAGE).text)
    assert "全部单位按时率 1/3 33%" in page
    assert "按原定期限 1/3 33%" in page


def test_a_rate_by_the_original_dates_differs_after_an_extension(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    made_till = {"until": moment("2017-07-20").date()}
    mine.act(
        "2017-07-10T10:00", extend.ask, "package/north", NORTH, reason="暴雨", progress="八成", **made_till
    )
    mine.act("2017-07-11T10:00", extend.grant, "package/north")
    mine.move("2017-07-18T10:00")
    row = next(
        one
        for one in csv.DictReader(
            io.StringIO(signed_in(mine.house, "leader-1").get(f"{PAGE}/units?as=csv").text)
        )
        if "北山区局" in one.values()
    )
    assert int(row["原定期限到期"]) == int(row["现行期限到期"]) + 1


def test_places_are_shown_only_where_the_campaign_ranks(leader: Visitor, tmp_path: Path) -> None:
    assert "名次" not in leader.get(f"{PAGE}/units").text
    ranked = small_yaml().replace("    lights: usual\n", "    lights: usual\n    ranking: {}\n")
    mine = stage(tmp_path, declare(tmp_path, ranked))
    everybody(mine.house)
    mine.tick(LATER)
    assert "名次" in signed_in(mine.house, "leader-1").get(f"{PAGE}/units").text
    only = ranked.replace("ranking: {}", "ranking: {shown_to: office}")
    mine = stage(tmp_path / "office", declare(tmp_path / "office", only))
    everybody(mine.house)
    assert "名次" not in signed_in(mine.house, "leader-1").get(f"{PAGE}/units").text
    assert "名次" not in signed_in(mine.house, "leader-1").get(f"{PAGE}/units?as=csv").text
    assert "名次" in signed_in(mine.house, "coordinator-1").get(f"{PAGE}/units").text


# --- the matrix ---------------------------------------------------------------------------------------------


def counts(visitor: Visitor, query: str = "") -> dict[tuple[str, str], list[int]]:
    """The six counts by unit and period, as they are taken away."""
    found = list(csv.reader(io.StringIO(visitor.get(f"{PAGE}/matrix?as=csv{query}").text.lstrip("\ufeff"))))
    assert found[0] == ["单位", "期次", "应报", "已报", "零报告", "退回", "免报", "逾期"]
    return {(row[0], row[1]): [int(cell) for cell in row[2:]] for row in found[1:]}


def test_the_matrix_counts_what_was_asked_for_filed_and_is_late(leader: Visitor) -> None:
    found = counts(leader)
    assert found["北山区局", "2017-06"] == [1, 1, 0, 0, 0, 0]
    assert found["南塘区局", "2017-06"] == [1, 1, 0, 0, 0, 0]
    assert found["东堤区局", "2017-06"] == [1, 0, 0, 0, 0, 1]
    assert found["东堤区局", "2017-08"] == [0, 0, 0, 0, 0, 0]
    page = text_of(leader.get(f"{PAGE}/matrix").text)
    assert "东堤区局 0/3 0/1 ■ 逾期1" in page
    assert "合计" in page


def test_zero_reports_returned_and_exempted_each_have_their_count(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    mine.submit("report/north/2017-06", "2017-06-26T10:00")
    mine.hand_in("report/south/2017-06", "2017-06-26T11:00")
    mine.act("2017-06-27T10:00", review.return_, "report/south/2017-06", reason="缺数")
    mine.act("2017-06-27T11:00", review.waive, "report/east/2017-06", reason="没有网店")
    one = signed_in(mine.house, "leader-1")
    found = counts(one)
    assert found["北山区局", "2017-06"] == [1, 1, 1, 0, 0, 0]
    assert found["南塘区局", "2017-06"] == [1, 1, 0, 1, 0, 0]
    assert found["东堤区局", "2017-06"] == [0, 0, 0, 0, 1, 0]
    mine.move("2017-06-28T10:00")
    yesterday = counts(one, "&at=2017-06-26")
    assert yesterday["南塘区局", "2017-06"] == [1, 1, 0, 0, 0, 0]
    assert yesterday["东堤区局", "2017-06"] == [1, 0, 0, 0, 0, 0]


def test_the_lists_are_taken_away_as_workbooks_too(leader: Visitor) -> None:
    for path in ("units", "matrix", "units/north"):
        answer = leader.get(f"{PAGE}/{path}?as=xlsx")
        assert answer.content.startswith(b"PK")
        assert answer.headers["content-disposition"].startswith("attachment")


# --- any past day -------------------------------------------------------------------------------------------


def test_a_past_day_shows_what_status_says_of_it(made: Office, leader: Visitor) -> None:
    for day in ("2017-06-18", "2017-06-20", "2017-06-28", "2017-06-29", "2017-07-02"):
        ran = CliRunner().invoke(
            duban, ["status", KEY, "--at", day, "--json", "--data", str(made.house.settings.data)]
        )
        told = json.loads(ran.output)[0]
        page = leader.get(f"{PAGE}/units?as=csv&at={day}").text
        rows = {row[0]: row for row in csv.reader(io.StringIO(page.lstrip("\ufeff")))}
        for unit in told["units"]:
            assert rows[unit["title"]][2] == str(unit["lights"].get("overdue", 0)), (day, unit)
        assert ("这是" in leader.get(f"{PAGE}?at={day}").text) is True


def test_on_the_day_after_the_breach_what_came_later_is_not_in_yet(leader: Visitor) -> None:
    then = leader.get(f"{PAGE}?at=2017-06-29").text
    assert "■ 逾期" in card(then, "south")
    assert "正常" in card(leader.get(PAGE).text, "south")
    assert f'href="{PAGE}/units/south?at=2017-06-29"' in then
    assert f'hx-get="{PAGE}?have=' not in then


def test_today_is_the_present_and_what_is_to_come_is_refused(leader: Visitor) -> None:
    assert "截至2017年7月5日" in leader.get(f"{PAGE}?at=2017-07-05").text
    answer = leader.get(f"{PAGE}?at=2017-07-06")
    assert answer.status_code == 422
    assert "请选择今天或以前的日期" in answer.text
    assert 'href="#at"' in answer.text
    for odd in ("yesterday", "2017-13-01", "0001-01-01", "9999-12-31", "2017-06-20T25:00", "20170620"):
        assert leader.get(f"{PAGE}?at={odd}").status_code in {200, 422}, odd
    assert "请按 2017-10-26 的样子填写日期" in leader.get(f"{PAGE}?at=yesterday").text


def test_the_slider_leads_to_the_day_it_stands_on(leader: Visitor) -> None:
    first = moment("2017-06-01").date()
    answer = leader.get(f"{PAGE}?day={(moment('2017-06-20').date() - first).days}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?at=2017-06-20")
    assert leader.get(f"{PAGE}?day=99999999999").headers["location"] == PAGE


# --- live ---------------------------------------------------------------------------------------------------


def test_a_page_asks_for_what_changed_and_hears_nothing_where_nothing_did(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    one = signed_in(mine.house, "leader-1")
    (asked,) = re.findall(r'hx-get="([^"]*have=[^"]*)"', one.get(PAGE).text)
    assert one.get(asked).status_code == 204
    mine.hand_in(REPORT, "2017-06-27T10:00")
    assert one.get(asked).status_code == 200


# --- behind a light -----------------------------------------------------------------------------------------


def test_a_unit_s_page_lists_what_it_owes_the_gravest_first(leader: Visitor) -> None:
    page = text_of(leader.get(f"{PAGE}/units/east").text)
    assert page.index("月报（2017-06）") < page.index("总结材料")
    assert leader.get(f"{PAGE}/units/nowhere").status_code == 404
    then = leader.get(f"{PAGE}/units/east?at=2017-06-20").text
    assert 'name="id"' not in then
    assert 'name="id"' in leader.get(f"{PAGE}/units/east").text


def test_an_obligation_says_why_its_date_is_that_date_and_what_happened(leader: Visitor) -> None:
    page = text_of(leader.get(f"{PAGE}/obligations/report/south/2017-06").text)
    assert "每月28日前" in page
    assert "报送第1版" in page
    assert "逾期" in page
    then = text_of(leader.get(f"{PAGE}/obligations/report/south/2017-06?at=2017-06-20").text)
    assert "报送第1版" not in then
    assert "正常" in then or "即将到期" in then
    for gone in ("report/south/2017-06?at=2017-01-01", "report/nobody/2017-06", "nothing"):
        assert leader.get(f"{PAGE}/obligations/{gone}").status_code == 404
    assert leader.get("/leader/nothing").status_code == 404


def test_the_time_line_is_a_picture_of_that_day(leader: Visitor) -> None:
    answer = leader.get(f"{PAGE}/timeline.svg?at=2017-06-20")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "今天 6.20" in text_of(answer.text)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert leader.get("/leader/nothing/timeline.svg").status_code == 404


# --- acts ---------------------------------------------------------------------------------------------------


def test_urging_is_asked_first_recorded_and_shown(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    mine.tick(LATER)
    one = signed_in(mine.house, "leader-1")
    ids = [f"{KEY}/report/{unit}/2017-06" for unit in ("north", "east")]
    asked = one.get(f"{PAGE}/urge?id={ids[0]}&id={ids[1]}").text
    assert "北山区局 月报（2017-06）" in asked
    assert "确认催办2件" in asked
    assert mine.bodies(kind="urged") == []
    answer = one.post(f"{PAGE}/urge", {"id": ids[1], "text": "请今天报"})
    assert answer.status_code == 303
    (body,) = mine.bodies(kind="urged")
    assert (body["obligation"], body["data"]["text"]) == (ids[1], "请今天报")
    assert (body["actor"]["role"], body["actor"]["channel"]) == ("leader", "web")
    told = text_of(one.get(answer.headers["location"]).text)
    assert "已催办1件" in told
    assert "请今天报" in told
    assert any(letter["recipient"] == "east/liaison" for letter in mine.letters())


def test_an_instruction_goes_on_record_and_to_the_office(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    one, key = signed_in(mine.house, "leader-1"), f"{KEY}/{REPORT}"
    empty = one.post(f"{PAGE}/instruct", {"id": key, "text": " "})
    assert empty.status_code == 422
    assert "请写明批示内容" in empty.text
    assert 'href="#text"' in empty.text
    answer = one.post(f"{PAGE}/instruct", {"id": key, "text": "抓紧办理"})
    (body,) = mine.bodies(kind="instructed")
    assert body["data"]["text"] == "抓紧办理"
    assert "抓紧办理" in one.get(answer.headers["location"]).text


def test_a_refusal_keeps_what_was_typed(tmp_path: Path) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    mine.hand_in(REPORT, "2017-06-27T10:00")
    answer = signed_in(mine.house, "leader-1").post(
        f"{PAGE}/urge", {"id": f"{KEY}/{REPORT}", "text": "请抓紧<b>"}
    )
    assert answer.status_code == 422
    assert "请抓紧&lt;b&gt;" in answer.text
    assert "不能催办" in answer.text
    assert mine.bodies(kind="urged") == []


def test_who_may_urge_and_who_may_instruct(made: Office) -> None:
    key = f"{KEY}/report/east/2017-06"
    office_one, unit_one = signed_in(made.house, "coordinator-1"), signed_in(made.house, "unit-1")
    auditor = signed_in(made.house, "auditor-1")
    assert office_one.get(f"{PAGE}/urge?id={key}").status_code == 200
    assert office_one.get(f"{PAGE}/instruct?id={key}").status_code == 403
    assert office_one.post(f"{PAGE}/instruct", {"id": key, "text": "x"}).status_code == 403
    page = office_one.get(f"{PAGE}/obligations/report/east/2017-06").text
    assert f"{PAGE}/urge?" in page
    assert f"{PAGE}/instruct?" not in page
    for one in (unit_one, auditor):
        for path in (PAGE, f"{PAGE}/urge?id={key}", f"{PAGE}/units/north", f"{PAGE}/timeline.svg"):
            assert one.get(path).status_code == 403
        assert one.post(f"{PAGE}/urge", {"id": key}).status_code == 403
        assert one.post(f"{PAGE}/instruct", {"id": key, "text": "x"}).status_code == 403


def test_what_is_not_there_is_neither_urged_nor_told(made: Office, leader: Visitor) -> None:
    for ids in ("", f"?id={KEY}/nothing", "?id=other-2017/report/north/2017-06"):
        assert leader.get(f"{PAGE}/urge{ids}").status_code == 404
        assert leader.get(f"{PAGE}/done/urged{ids}").status_code == 404
    assert leader.get(f"{PAGE}/done/urged?id={KEY}/report/north/2017-06").status_code == 404
    assert leader.get(f"{PAGE}/done/filed?id={KEY}/report/north/2017-06").status_code == 404
    assert made.bodies(kind="urged") == []


# --- whatever the size --------------------------------------------------------------------------------------


def statements(made: Stage, path: str) -> int:
    """How many statements a page sends, once it was opened before."""
    one, heard = signed_in(made.house, "leader-1"), list[str]()
    one.get(path)
    with listening(made, heard.append):
        assert one.get(path).status_code == 200
    return len(heard)


def test_a_page_costs_as_many_statements_for_many_units_as_for_few(tmp_path: Path) -> None:
    found = []
    for size in (3, 40):
        folder = tmp_path / str(size)
        mine = stage(folder, declare(folder, small_yaml(units=crowd(size))))
        account(mine.house, "leader-1", "leader")
        mine.tick("2017-06-29T10:00")
        paths = (
            PAGE,
            f"{PAGE}?at=2017-06-20",
            f"{PAGE}/units",
            f"{PAGE}/matrix",
            f"{PAGE}/units/u0001",
            "/leader",
        )
        found.append([statements(mine, path) for path in paths])
    assert found[0] == found[1]
    assert max(found[0]) <= 12
