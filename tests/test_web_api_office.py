"""The office's books for programs: corrections, figures, liaisons, rosters, urging by who leads, launches."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from actions import accounts, correct, liaison, measure
from actions.declared import load
from actions.launch import launch
from actions.record import record_item
from actions.submit import Handed, Submission
from campaigns.events import OFFICE_CHAIN
from campaigns.items import Item
from cli.main import duban
from store import history
from tests.cast import KEY, Stage, declare, measured_yaml, papers, stage
from tests.office import COORDINATOR, NORTH
from tests.pages import program
from tests.programs import V1, of, problem, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


ONE = f"{V1}/campaigns/{KEY}"
LAUNCH = f"{ONE}/launch"
MORE = """      joint:
        title: 联合检查总结
        lead: north
        cooperating: [south, east]
        deadline: {text: 7月14日前, source: 六, on: 2017-07-14}
        contribution: {deadline: {text: 7月7日前, source: 六, on: 2017-07-07}, deliverables: [{kind: text, title: 本区情况}]}
        deliverables: [{kind: text, title: 总结}]
      check:
        title: 复核
        for_each: decision
        responsible: south
        deadline: {text: 5个工作日内, source: 七, after: {event: decision, working_days: 5}}
        deliverables: [{kind: text, title: 复核情况}]
      watch:
        title: 晚间值班表
        responsible: bureaus
        deadline: {text: 6月30日前, source: 八, on: 2017-06-30}
        deliverables: [{kind: roster, title: 值班表, quota: {领导: 1, 干部: 2}}]
"""
TEXT = measured_yaml() + MORE
LATER = TEXT.replace("on: 2017-07-14", "on: 2017-07-21").replace("7月14日前", "7月21日前")


def peopled(found: Stage) -> Stage:
    """The same with an account of each role; the unit is the north bureau."""
    for role in accounts.ROLES:
        accounts.for_play(found.house, role, "north" if role == "unit" else None)
    return found


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """The small action with measures, a task that the north bureau leads, and rosters; on 3 July."""
    found = peopled(stage(tmp_path, declare(tmp_path, TEXT)))
    found.move("2017-07-03T10:00")
    return found


def twin(folder: Path) -> Stage:
    """The same action in a house of its own, for what the command line does."""
    folder.mkdir()
    found = stage(folder, declare(folder, TEXT))
    found.move("2017-07-03T10:00")
    return found


def said(made: Stage, kind: str) -> list[dict[str, Any]]:
    """What is on record of this kind, beside who did it and by which way."""
    return [{name: body[name] for name in ("effective", "data")} for body in made.bodies(kind=kind)]


def office_chain(made: Stage) -> list[tuple[str, dict[str, Any]]]:
    with made.house.store.read() as connection:
        found = [(body["kind"], body["data"]) for body in history.bodies(connection, OFFICE_CHAIN)]
    return [one for one in found if one[0] in {"liaison_named", "substitute_named"}]


def once(made: Stage, role: str, path: str, body: dict[str, Any], count: Callable[[], int]) -> Any:
    """Do it twice under one key: it is done once, and answered the same."""
    one, before = of(made, role), count()
    first = one.post(path, body, idempotency_key="k")
    again = one.post(path, body, idempotency_key="k")
    assert told(first) == told(again)
    assert again.headers["idempotency-replayed"] == "true"
    assert count() == before + 1
    return told(first)


# --- corrections --------------------------------------------------------------------------------------------

ITEM = {"kind": "decision", "unit": "north", "number": "1号", "date": "2017-06-29"}
RIGHT = {**ITEM, "date": "2017-06-30", "reason": "日期写错"}


def recorded(made: Stage) -> None:
    """A decision of the north bureau: it makes a notice due there, and a check at the south bureau."""
    record_item(made.house, KEY, "decision", Item("north", "1号", date(2017, 6, 29)), actor=COORDINATOR)


def test_a_correction_is_that_of_the_command_line(made: Stage, tmp_path: Path) -> None:
    recorded(made)
    done = once(made, "coordinator", f"{ONE}/corrections", RIGHT, lambda: len(said(made, "corrected")))
    assert (done["unit"], done["was"], done["happened"]) == ("north", "2017-06-29", "2017-06-30")
    assert {one["id"].split("/")[1] for one in done["followed"]} == {"disclosure", "check"}
    other = twin(tmp_path / "twin")
    recorded(other)
    item = Item("north", "1号", date(2017, 6, 30))
    correct.correct_item(other.house, KEY, "decision", item, actor=COORDINATOR, reason="日期写错")
    assert said(made, "corrected") == said(other, "corrected") != []
    assert said(made, "redated") == said(other, "redated")


def test_a_unit_corrects_its_own_and_is_told_of_its_own_only(made: Stage) -> None:
    recorded(made)
    unit = of(made, "unit")
    for name in ("south", "南塘区局", "nowhere"):
        answer = problem(unit.post(f"{ONE}/corrections", {**RIGHT, "unit": name}), 404, "unknown")
        assert "南塘" not in json.dumps(answer, ensure_ascii=False)
    found = told(unit.post(f"{ONE}/corrections", RIGHT))
    assert [one["id"].split("/")[1] for one in found["followed"]] == ["disclosure"]
    assert "south" not in json.dumps(found)
    problem(unit.post(f"{ONE}/corrections", {**RIGHT, "number": "9号"}), 409, "refused")
    problem(unit.post(f"{V1}/campaigns/none/corrections", RIGHT), 404, "unknown")
    problem(unit.post(f"{ONE}/corrections", {**RIGHT, "date": "昨天"}), 422, "invalid")
    for role in ("leader", "auditor"):
        problem(of(made, role).post(f"{ONE}/corrections", RIGHT), 403, "role")
    assert len(said(made, "corrected")) == 1


def test_a_unit_that_records_is_told_of_its_own_only(made: Stage) -> None:
    item = {"kind": "decision", "unit": "north", "number": "3号", "date": "2017-06-19"}
    own = told(of(made, "unit").post(f"{ONE}/items", item))
    assert own["opened"] == [f"{KEY}/disclosure/north/3号"]
    again = told(of(made, "coordinator").post(f"{ONE}/items", {**item, "number": "4号"}))
    assert f"{KEY}/check/south/north/4号" in again["opened"]


# --- measures -----------------------------------------------------------------------------------------------

FIGURES = {"measure": "mediation", "numerator": "8", "denominator": "10", "source": "台账"}


def test_figures_are_recorded_as_by_the_command_line_and_read(made: Stage, tmp_path: Path) -> None:
    done = once(made, "coordinator", f"{ONE}/measures", FIGURES, lambda: len(said(made, "measured")))
    assert done["changed"] is True
    assert told(of(made, "coordinator").post(f"{ONE}/measures", FIGURES))["changed"] is False
    other = twin(tmp_path / "twin")
    figures = measure.Measurement("8", "10", source="台账")
    measure.measure(other.house, KEY, "mediation", figures, COORDINATOR)
    assert said(made, "measured") == said(other, "measured") != []
    for role in ("leader", "auditor", "coordinator"):
        read = told(of(made, role).get(f"{ONE}/measures"))["measures"]
        assert next(one for one in read if one["measure"] == "mediation")["numerator"] == "8"


def test_figures_that_cannot_be_are_refused_and_to_whom(made: Stage) -> None:
    office_, unit = of(made, "coordinator"), of(made, "unit")
    problem(office_.post(f"{ONE}/measures", {**FIGURES, "measure": "none"}), 409, "refused")
    problem(office_.post(f"{ONE}/measures", {**FIGURES, "as_of": "2017-07-04"}), 409, "refused")
    problem(office_.post(f"{ONE}/measures", {**FIGURES, "unit": "nowhere"}), 409, "refused")
    problem(office_.post(f"{V1}/campaigns/none/measures", FIGURES), 404, "unknown")
    problem(of(made, "leader").post(f"{ONE}/measures", FIGURES), 403, "role")
    problem(unit.post(f"{ONE}/measures", FIGURES), 403, "role")
    problem(unit.get(f"{ONE}/measures"), 403, "role")
    assert said(made, "measured") == []


# --- liaisons -----------------------------------------------------------------------------------------------

NORTHERN = f"{V1}/units/north/liaison"
NAMED = {
    "contact": "desk2@haicheng.example",
    "absent": {"first": "2017-07-05", "last": "2017-07-07", "substitute": "deputed@haicheng.example"},
}


def test_a_liaison_is_named_as_by_the_command_line(made: Stage, tmp_path: Path) -> None:
    one, again = (of(made, "unit").post(NORTHERN, NAMED, idempotency_key="k") for _ in range(2))
    assert told(one) == told(again)
    assert (told(one)["contact"], told(one)["absences"]) == (NAMED["contact"], [NAMED["absent"]])
    other = twin(tmp_path / "twin")
    away = liaison.Away(date(2017, 7, 5), date(2017, 7, 7), "deputed@haicheng.example")
    liaison.name_liaison(other.house, "north", NORTH, contact="desk2@haicheng.example", away=away)
    assert office_chain(made) == office_chain(other) != []
    assert told(of(made, "coordinator").get(f"{V1}/units/北山区局/liaison")) == told(one)


def test_to_a_unit_there_is_no_other_liaison_than_its_own(made: Stage) -> None:
    unit, office_ = of(made, "unit"), of(made, "coordinator")
    texts = set()
    for name in ("south", "南塘区局", "nowhere"):
        path = f"{V1}/units/{name}/liaison"
        texts |= {unit.get(path).text, unit.post(path, NAMED).text}
        problem(unit.get(path), 404, "unknown")
    assert len(texts) == 1
    problem(office_.get(f"{V1}/units/nowhere/liaison"), 404, "unknown")
    problem(of(made, "leader").post(NORTHERN, NAMED), 403, "role")
    problem(office_.post(NORTHERN, {}), 422, "invalid")
    problem(office_.post(NORTHERN, {"contact": "no address"}), 409, "refused")
    assert office_chain(made) == []


# --- urging by who leads ------------------------------------------------------------------------------------


def test_who_leads_urges_those_who_help_and_learns_of_nobody_else(made: Stage) -> None:
    unit, path = of(made, "unit"), f"{V1}/urgings"
    body = {"ids": [f"{KEY}/joint/east"], "text": "请抓紧"}
    assert once(made, "unit", path, body, lambda: len(said(made, "urged"))) == {"count": 1}
    actor = made.bodies("joint/east", "urged")[0]["actor"]
    assert (actor["role"], actor["unit"]) == ("unit", "north")
    made.submit("joint/south", "2017-07-03T11:00", Submission(texts={"本区情况": "已查"}))
    assert made.row("joint/south").how == "filed"
    texts = set()
    for other in ("package/south", "joint/south", "joint/nowhere", "package/sout", "roster/east"):
        answer = unit.post(path, {"ids": [f"{KEY}/joint/east", f"{KEY}/{other}"]})
        problem(answer, 404, "unknown")
        texts.add(answer.text)
    assert len(texts) == 1
    problem(unit.post(path, {"ids": [f"{KEY}/package/north"]}), 409, "refused")
    problem(of(made, "auditor").post(path, body), 403, "role")
    south = accounts.for_play(made.house, "unit", "south").name
    problem(program(made.house, south).post(path, body), 404, "unknown")
    assert len(said(made, "urged")) == 1


# --- rosters ------------------------------------------------------------------------------------------------


def test_rosters_are_told_as_by_the_command_line_and_to_the_office_only(made: Stage) -> None:
    [paper] = papers(made.house.settings.data / "in", 值班表__csv="姓名,职务\n王建,局长\n")
    made.submit("watch/north", "2017-07-03T10:30", Submission(files=(Handed(paper, "roster"),)))
    found = told(of(made, "coordinator").get(f"{ONE}/rosters/watch"))
    said_by = ["roster", KEY, "watch", "--data", str(made.house.settings.data), "--json"]
    shown = json.loads(CliRunner().invoke(duban, said_by).output)
    assert {**found["roster"], "simulated": found["simulated"]} == shown
    assert shown["team"] == [{"unit": "north", "姓名": "王建", "职务": "局长"}]
    problem(of(made, "coordinator").get(f"{ONE}/rosters/none"), 409, "refused")
    problem(of(made, "coordinator").get(f"{V1}/campaigns/none/rosters/watch"), 404, "unknown")
    for role in ("unit", "leader", "auditor"):
        problem(of(made, role).get(f"{ONE}/rosters/watch"), 403, "role")


# --- launches -----------------------------------------------------------------------------------------------

APPROVED = {"approved_by": "张局长 2017-07-01"}


def write(made: Stage, text: str) -> None:
    made.house.settings.file.write_text(text, encoding="utf-8")


def revisions(made: Stage) -> list[int]:
    return [row["number"] for row in made.sql("SELECT number FROM revisions ORDER BY number")]


def test_a_first_launch_names_who_approved_it_and_is_done_once(tmp_path: Path) -> None:
    made = stage(tmp_path, launched=None)
    office_ = program(made.house, accounts.for_play(made.house, "coordinator").name)
    shown = told(office_.get(LAUNCH))
    assert (shown["state"], shown["changes"], shown["revision"]) == ("first", None, 1)
    problem(office_.post(LAUNCH, {}), 422, "invalid")
    problem(office_.post(LAUNCH, {"approved_by": " "}), 422, "invalid")
    problem(office_.post(LAUNCH, {**APPROVED, "shown": "0" * 64}), 409, "refused")
    assert revisions(made) == []
    done, again = (office_.post(LAUNCH, APPROVED, idempotency_key="k") for _ in range(2))
    assert told(done) == told(again)
    assert told(done)["obligations"] == shown["obligations"] == len(made.rows())
    assert revisions(made) == [1]
    [event] = made.bodies(kind="launched")
    assert event["data"]["approved_by"] is not None
    assert event["actor"]["role"] == "coordinator"
    assert told(office_.post(LAUNCH, APPROVED))["changed"] is False


def test_an_amendment_is_launched_as_it_was_shown_or_not_at_all(made: Stage) -> None:
    office_ = of(made, "coordinator")
    write(made, LATER)
    shown = told(office_.get(LAUNCH))
    assert shown["state"] == "amended"
    assert {one["id"] for one in shown["changes"]["moved"]} >= {f"{KEY}/package/north"}
    assert any("7月21日" in (one["text"] or "") for one in shown["letters"])
    problem(office_.post(LAUNCH, APPROVED), 409, "refused")
    write(made, LATER.replace("2017-07-21", "2017-07-20").replace("7月21日前", "7月20日前"))
    otherwise = problem(office_.post(LAUNCH, {**APPROVED, "shown": shown["shown"]}), 409, "refused")
    assert "重新核对" in otherwise["detail"]
    assert revisions(made) == [1]
    write(made, LATER)
    body = {**APPROVED, "shown": told(office_.get(LAUNCH))["shown"]}
    done, again = (office_.post(LAUNCH, body, idempotency_key="k") for _ in range(2))
    assert told(done) == told(again)
    assert again.headers["idempotency-replayed"] == "true"
    assert (told(done)["revision"], revisions(made)) == (2, [1, 2])
    write(made, "campaigns: [")
    assert told(office_.post(LAUNCH, body, idempotency_key="k")) == told(done)


def test_an_amendments_events_are_those_of_the_command_line(made: Stage, tmp_path: Path) -> None:
    write(made, LATER)
    office_ = of(made, "coordinator")
    told(office_.post(LAUNCH, {**APPROVED, "shown": told(office_.get(LAUNCH))["shown"]}))
    other = twin(tmp_path / "twin")
    write(other, LATER)
    declared = load(other.house.settings.file, other.house.calendars)
    launch(other.house, declared, KEY, COORDINATOR, confirmed=True)
    assert said(made, "redated") == said(other, "redated") != []


def test_a_declaration_with_errors_and_other_roles_launch_nothing(made: Stage) -> None:
    office_ = of(made, "coordinator")
    problem(office_.get(f"{V1}/campaigns/none/launch"), 404, "unknown")
    problem(office_.post(f"{V1}/campaigns/none/launch", APPROVED), 404, "unknown")
    write(made, LATER.replace("on: 2017-07-21", "on: 2017-07-99"))
    for answer in (office_.get(LAUNCH), office_.post(LAUNCH, APPROVED)):
        found = problem(answer, 409, "refused")
        assert found["errors"][0]["pointer"].startswith("/declaration/")
        assert found["errors"][0]["detail"]
    for role in ("unit", "leader", "auditor"):
        problem(of(made, role).get(LAUNCH), 403, "role")
        problem(of(made, role).post(LAUNCH, APPROVED), 403, "role")
    assert revisions(made) == [1]
