"""The roll-up as page, CSV and workbook, who is missing by name; rosters; measures with their last figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.submit import Handed, Submission
from tests.browser import Pages, chromium, press_in
from tests.cast import declare, measured_yaml, papers, small_yaml, stage, statements
from tests.pages import everybody, signed_in
from tests.test_actions_figures import given, house, typed
from tests.test_web_registering import look, post
from web.door import Door
from web.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.cast import Stage
    from tests.pages import Visitor

__all__ = ["chromium"]
HERE = "/coordinator/haicheng-2017"
WATCH = """      watch:
        title: 值班安排
        responsible: bureaus
        review: nobody
        deadline: {text: 6月30日前, source: 六, on: 2017-06-30}
        deliverables: [{kind: roster, title: 值班表, quota: {领导: 1, 干部: 2}}]
"""
NAMED = "姓名,职务\n陈某,领导\n林某,干部\n"


@pytest.fixture
def filed(tmp_path: Path) -> Stage:
    """Two of three bureaus filed the June table, one of them in part."""
    made = house(tmp_path)
    everybody(made.house)
    made.submit(
        "report/north/2017-06", "2017-06-27T10:00", given(typed("12", "3", "1.50", "12", "3", "1.50"))
    )
    made.submit("report/east/2017-06", "2017-06-27T11:00", given(typed("8", "", "2.25", "8", "", "2.25")))
    return made


@pytest.fixture
def desk(filed: Stage) -> Visitor:
    """The coordinator at it."""
    return signed_in(filed.house, "coordinator-1")


def test_the_roll_up_adds_up_and_names_who_is_missing(desk: Visitor) -> None:
    assert f"{HERE}/rollup/table" in desk.get(f"{HERE}/rollup").text
    text = desk.get(f"{HERE}/rollup/table").text
    assert "应报3家，已报2家" in text
    assert "未报送（1家）：南塘区局" in text
    assert '<td class="numeric">20</td>' in text
    assert '<td class="numeric">3.75</td>' in text
    assert "“问题网店（本月）”未填或读不出（1家）：东堤区局" in text
    assert f"{HERE}/register?what=report%7C2017-06" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_taken_away_with_who_is_missing(desk: Visitor, kind: str) -> None:
    answer = desk.get(f"{HERE}/rollup/table?as={kind}")
    assert answer.status_code == 200
    if kind == "xlsx":
        assert answer.content.startswith(b"PK")
        return
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("项目,计量单位,本月,填报家数,")
    assert lines[1].startswith("检查网店,个,20,2,")
    assert any(line.startswith("未报送（1家）：南塘区局") for line in lines)


def test_it_stands_as_of_any_day_and_for_any_period(filed: Stage, desk: Visitor) -> None:
    filed.move("2017-07-20T10:00")
    assert "已报0家" in desk.get(f"{HERE}/rollup/table?until=2017-06-26").text
    assert "已报2家" in desk.get(f"{HERE}/rollup/table?until=2017-06-27").text
    july = desk.get(f"{HERE}/rollup/table?period=2017-07").text
    assert "应报3家，已报0家" in july
    assert desk.get(f"{HERE}/rollup/table?period=2017-13").status_code == 409


def test_what_there_is_not_is_not_there(desk: Visitor) -> None:
    for path in ("/rollup/nothing", "/rollup/roster/report"):
        assert desk.get(HERE + path).status_code == 404


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator"])
def test_nobody_but_the_coordinator_sees_it(filed: Stage, role: str) -> None:
    assert signed_in(filed.house, f"{role}-1").get(f"{HERE}/rollup/table").status_code == 403


def test_it_costs_the_same_for_one_filing_and_for_two(tmp_path: Path, filed: Stage, desk: Visitor) -> None:
    other = house(tmp_path / "other")
    everybody(other.house)
    costs = []
    for made, one in ((filed, desk), (other, signed_in(other.house, "coordinator-1"))):
        one.get(f"{HERE}/rollup/table")
        with statements(made) as found:
            one.get(f"{HERE}/rollup/table")
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_rosters_stand_beside_their_quota(tmp_path: Path) -> None:
    made = stage(tmp_path, declare(tmp_path, small_yaml() + WATCH))
    everybody(made.house)
    (paper,) = papers(tmp_path, watch__csv=NAMED)
    made.submit("watch/north", "2017-06-27T10:00", Submission(files=(Handed(paper, "roster"),)))
    one = signed_in(made.house, "coordinator-1")
    assert f"{HERE}/rollup/roster/watch" in one.get(f"{HERE}/rollup").text
    text = one.get(f"{HERE}/rollup/roster/watch").text
    assert "未报送（2家）：南塘区局、东堤区局" in text
    assert "人数不符" in text
    assert "领导1、干部2" in text
    table = one.get(f"{HERE}/rollup/roster/watch?as=csv").content.decode("utf-8-sig")
    assert table.splitlines()[1] == "北山区局,陈某,领导"


def test_figures_that_came_on_paper_are_typed_looked_at_and_counted(filed: Stage, desk: Visitor) -> None:
    key, path = "haicheng-2017/report/south/2017-06", f"{HERE}/register/filing"
    assert 'name="cell.table|fines|本月"' in desk.get(f"{path}?id={key}").text
    sent = [("id", key), ("received", "2017-06-27T11:00"), ("via", "传真"), ("note", "传真件")]
    sent += [("cell.table|shops|本月", "５"), ("cell.table|bad|本月", "1"), ("cell.table|fines|本月", "2场")]
    sent += [("field.填报人", "李某"), ("field.联系电话", "0012345678"), ("field.填报日期", "2017-06-27")]
    look = post(desk, path, *sent, ("step", "look")).text
    assert '<td class="numeric">5</td>' in look
    assert "2场 ✘" in look
    assert "材料不齐" in look
    assert filed.row("report/south/2017-06").filings == 0
    sent[6] = ("cell.table|fines|本月", "0.25")
    post(desk, path, *sent, ("step", "confirm"))
    text = desk.get(f"{HERE}/rollup/table").text
    assert "应报3家，已报3家" in text
    assert '<td class="numeric">25</td>' in text
    assert '<td class="numeric">4</td>' in text


def test_a_table_that_was_left_blank_is_not_filed(filed: Stage, desk: Visitor) -> None:
    key, path = "haicheng-2017/report/south/2017-06", f"{HERE}/register/filing"
    sent = [("id", key), ("received", "2017-06-27T11:00"), ("via", "传真"), ("note", "传真件")]
    post(desk, path, *sent, ("cell.table|shops|本月", " "), ("step", "confirm"))
    assert filed.row("report/south/2017-06").filings == 1
    assert "已报送但没有可读的填报数（1家）：南塘区局" in desk.get(f"{HERE}/rollup/table").text


# --- measures -----------------------------------------------------------------------------------------------


@pytest.fixture
def measured(tmp_path: Path) -> Stage:
    """The small action with measures."""
    made = stage(tmp_path, declare(tmp_path, measured_yaml()))
    everybody(made.house)
    made.move("2017-06-30T10:00")
    return made


def test_figures_go_on_record_and_stand_beside_the_field_next_time(measured: Stage) -> None:
    one, path = signed_in(measured.house, "coordinator-1"), f"{HERE}/register/measure"
    assert "调解成功率" in one.get(path).text
    assert "上次" not in one.get(f"{path}?measure=mediation&unit=north").text
    typed = [("measure", "mediation"), ("unit", "north"), ("numerator", "38"), ("denominator", "40")]
    answer = post(one, path, *typed, ("source", "调解台账"), ("as_of", "2017-06-29"))
    assert answer.status_code == 303
    assert "38/40" in one.get(answer.headers["location"]).text
    text = one.get(f"{path}?measure=mediation&unit=north").text
    assert "上次 38" in text
    assert "上次 40" in text
    assert "2017年6月29日" in text
    assert "上次" not in one.get(f"{path}?measure=mediation&unit=south").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("measure", [("measure", "nothing"), ("value", "1")]),
        ("value", [("measure", "returns")]),
        ("value", [("measure", "returns"), ("value", "many")]),
        ("as_of", [("measure", "returns"), ("value", "1"), ("as_of", "soon")]),
        ("value", [("measure", "returns"), ("value", "1"), ("as_of", "2017-07-01")]),
        ("numerator", [("measure", "mediation"), ("numerator", "-1"), ("denominator", "2")]),
    ],
)
def test_figures_that_cannot_be_are_asked_for_again(
    measured: Stage, field: str, typed: list[tuple[str, str]]
) -> None:
    answer = post(signed_in(measured.house, "coordinator-1"), f"{HERE}/register/measure", *typed)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert measured.bodies(kind="measured") == []


# --- in a browser -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_roll_up_a_roster_and_a_measure_in_a_browser(
    tmp_path: Path, chromium: Browser, lang: str
) -> None:
    made = stage(tmp_path, declare(tmp_path, measured_yaml() + WATCH))
    with serving(made.house, Door(), 0, print) as url:
        one = Pages(made, url, chromium)
        made.submit(
            "report/north/2017-06", "2017-06-27T10:00", Submission(forms={"table": {("shops", ""): "7"}})
        )
        with one.visit(f"/?lang={lang}") as page:
            press_in(page, "coordinator")
            for name in ("rollup", "rollup/table", "rollup/roster/watch", "register/measure?measure=returns"):
                page.goto(f"{url}{HERE}/{name}")
                look(page, f"rollup-{lang}-{name.partition('?')[0].replace('/', '-')}")
            page.fill("#value", "12")
            page.click("main form.narrow button")
            page.wait_for_url("**/done?*")
            page.goto(f"{url}{HERE}/register/filing?id=haicheng-2017/report/south/2017-06")
            look(page, f"rollup-{lang}-cells")
