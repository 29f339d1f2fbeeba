"""The leader's pages, without a browser: what they show of now and of any past day, what they refuse."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from actions import standing
from actions.house import House
from actions.overview import overview
from cli.main import duban
from reports.headline import headline
from tests.cast import KEY, HandClock, crowd, declare, listening, moment, small_yaml, stage
from tests.office import NORTH, REPORT, Office, extend, office, review
from tests.pages import account, everybody, signed_in, text_of
from tests.words import is_chinese

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
    assert re.search(r"序时进度 时间已过\d+%，已报送\d+%", text_of(leader.get(PAGE).text))


def test_a_phase_s_bar_tells_what_was_filed_beside_what_is_closed(leader: Visitor) -> None:
    page = text_of(leader.get(PAGE).text)
    assert "不分阶段 已报2件/12件，办结0件 · ■ 逾期1件" in page


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
    assert one.get(asked, hx_request="true").status_code == 204
    # Whoever types that address, or comes back to it from signing in, sees the page.
    assert "阶段进度" in one.get(asked).text
    mine.hand_in(REPORT, "2017-06-27T10:00")
    assert one.get(asked, hx_request="true").status_code == 200


def test_a_page_left_open_keeps_nobody_signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = office(tmp_path)
    everybody(mine.house)
    clock = HandClock(moment("2026-03-02T09:00"))
    monkeypatch.setattr(House, "real_now", lambda _house: clock.now())
    one = signed_in(mine.house, "leader-1")
    (asked,) = re.findall(r'hx-get="([^"]*have=[^"]*)"', one.get(PAGE).text)
    answers = []
    for minute in (20, 40, 59, 61):
        clock.move(moment("2026-03-02T09:00") + timedelta(minutes=minute))
        answers.append(one.get(asked, hx_request="true").headers.get("hx-redirect", ""))
    assert answers[:3] == ["", "", ""]
    assert answers[3].startswith("/sign-in?next=")
    assert one.get(PAGE).headers["location"].startswith("/sign-in?next=")


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


# --- English ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("", "/units", "/matrix", "/units/east", "?at=2017-06-20", "?at=nonsense"),
        *("/obligations/report/south/2017-06", "/obligations/scheme/north"),
        *(f"/{act}?id={KEY}/report/east/2017-06" for act in ("urge", "instruct")),
    ],
)
def test_in_english_only_names_and_documents_stay_chinese(leader: Visitor, path: str) -> None:
    page = leader.get(f"{PAGE}{path}{'&' if '?' in path else '?'}lang=en").text
    inside = page[page.index("<main") : page.index("</main>")]
    marked = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", inside, flags=re.DOTALL)
    assert not is_chinese(text_of(marked)), text_of(marked)
    leader.get(f"{PAGE}?lang=zh")


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
