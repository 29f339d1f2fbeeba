"""The five documents as plans: who owes what by when, counted and dated by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from actions.clock import FolderClock
from actions.house import build
from actions.launch import launch
from actions.proof import verify
from actions.rehearse import Profile, rehearse
from actions.settings import Settings
from campaigns.events import Actor
from campaigns.happened import Happened
from cli.main import duban
from tests.cast import tianjin

if TYPE_CHECKING:
    from campaigns.plan import Plan, Planned, Planner

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
CHINA = ZoneInfo("Asia/Shanghai")
KEYS = ("binhai-2023", "tianjin-2017", "hohhot-2023", "heping-2021", "linyi-2022")
#: The six stations and the three others that watch on the night of the gala.
WATCHING = {
    *("hp-quanyechang", "hp-xiaobailou", "hp-wudadao", "hp-xinxing", "hp-nanyingmen", "hp-nanshi"),
    *("hp-catering", "hp-price", "hp-enforcement"),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def planner(key: str) -> Planner:
    return tianjin().planner(key)


def plan(key: str) -> Plan:
    return planner(key).plan()


def owed(key: str, task: str) -> list[Planned]:
    return [one for one in plan(key).obligations if one.task == task]


def windows(key: str, task: str) -> set[tuple[datetime | None, datetime | None]]:
    return {(one.deadline.opens, one.deadline.closes) for one in owed(key, task)}


def asked(key: str, code: str) -> list[str]:
    """The lines of the file at which the linter asks `code` about the campaign `key`."""
    lines = CAMPAIGNS.read_text(encoding="utf-8").split("\n")
    starts = {one: lines.index(f"  {one}:") + 1 for one in tianjin().declaration.campaigns}
    ends = {
        one: min([n for n in starts.values() if n > first] or [len(lines)]) for one, first in starts.items()
    }
    return [
        lines[fault.line - 1].strip()
        for fault in tianjin().warnings
        if fault.code == code and starts[key] <= fault.line < ends[key]
    ]


# --- all five -------------------------------------------------------------------------------------------------


def test_the_five_documents_are_declared_and_nothing_in_them_is_an_error() -> None:
    assert set(tianjin().declaration.campaigns) == set(KEYS)
    done = CliRunner().invoke(duban, ["check", str(CAMPAIGNS)])
    assert done.exit_code == 0, done.output
    assert {fault.severity for fault in tianjin().warnings} == {"warning"}


@pytest.mark.parametrize(
    ("key", "obligations", "dated"),
    [
        ("binhai-2023", 23, 0),
        ("tianjin-2017", 147, 129),
        ("hohhot-2023", 45, 0),
        ("heping-2021", 126, 32),
        ("linyi-2022", 0, 0),
    ],
)
def test_each_document_obliges_so_many_times_and_so_often_with_a_date(
    key: str, obligations: int, dated: int
) -> None:
    found = plan(key)
    assert (len(found.obligations), found.dated) == (obligations, dated)


@pytest.mark.parametrize("key", ["binhai-2023", "hohhot-2023", "heping-2021"])
def test_a_task_for_which_no_unit_is_named_is_the_offices_and_is_asked_about(key: str) -> None:
    campaign = planner(key).campaign
    unassigned = [task for task, each in campaign.tasks.items() if each.unassigned]
    assert {one.unit for one in plan(key).obligations if one.task in unassigned} <= {campaign.office}
    assert asked(key, "unassigned_task") == [f"{task}:" for task in unassigned]


@pytest.mark.parametrize("key", KEYS)
def test_who_is_written_to_is_a_role_at_a_domain_that_does_not_exist(key: str) -> None:
    units = planner(key).declaration.units.values()
    written = [address for unit in units for address in (unit.contact, unit.deputy, unit.head) if address]
    assert [address for address in written if not address.endswith(".example")] == []


@pytest.mark.parametrize("key", ["binhai-2023", "hohhot-2023", "heping-2021"])
def test_a_campaign_launches_and_its_record_verifies(key: str, tmp_path: Path) -> None:
    begins = datetime.combine(planner(key).campaign.begins, datetime.min.time(), CHINA).replace(hour=9)
    house = build(Settings(data=tmp_path, file=CAMPAIGNS), FolderClock(tmp_path, at=begins))
    launched = launch(house, tianjin(), key, Actor("coordinator"))
    assert launched.changed
    assert verify(house, rebuilding=True).faults == ()
    house.store.close()


@pytest.mark.parametrize(
    ("key", "until"), [("hohhot-2023", "2023-02-28T18:00"), ("heping-2021", "2021-03-31T18:00")]
)
def test_a_rehearsal_files_what_is_owed_and_its_record_verifies(key: str, until: str, tmp_path: Path) -> None:
    always = Profile(on_time=100, late=0, silent=0)
    played = rehearse(tianjin(), key, profile=always, seed=7, folder=tmp_path / "data", until=at(until))
    assert played.faults == ()
    assert (
        played.transitions["filed"]
        == played.transitions["accepted"] + played.transitions.get("closed", 0)
        > 0
    )
    assert "became_overdue" not in played.transitions


@pytest.mark.parametrize(
    ("key", "units"), [("binhai-2023", 0), ("tianjin-2017", 16), ("hohhot-2023", 9), ("heping-2021", 6)]
)
def test_units_that_a_document_does_not_list_are_asked_about_and_its_issuer_never(
    key: str, units: int
) -> None:
    assert asked(key, "outside_document") == ([f"{key}:"] if units else [])
    declared = planner(key).declaration.units
    owing = {one.unit for one in plan(key).obligations} - {planner(key).campaign.document.issuer}
    assert sum(1 for unit in owing if declared[unit].source) == units


def test_two_leads_and_figures_without_an_origin_are_asked_about() -> None:
    assert asked("heping-2021", "two_leads") == ["old-drugs:", "main-event:"]
    said = {f.message() for f in tianjin().warnings if f.code == "bare_measures"}
    assert said == {
        "2项指标没有给出分子、分母或基数：线下无理由退货发展数量、消费纠纷解决率",
        "1项指标没有给出分子、分母或基数：网络大要案线索发现、案件查办",
        "4项指标没有给出分子、分母或基数：ODR企业、重点商圈的ODR企业、企业投诉率…",
        "5项指标没有给出分子、分母或基数：投诉举报按时办结率、消费纠纷调解成功率、网络零售额增长…",
    }


# --- 000 ------------------------------------------------------------------------------------------------------


def test_binhai_has_fourteen_items_in_five_parts() -> None:
    sources = {task.deadline.source for task in planner("binhai-2023").campaign.tasks.values()}
    assert sources == {
        "一(一)",
        *(f"二({n})" for n in "二三四五六"),
        *(f"三({n})" for n in "七八九"),
        *("四(十)", "四(十一)"),
        *(f"五({n})" for n in ("十二", "十三", "十四")),
    }


@pytest.mark.parametrize(
    ("task", "opens", "closes"),
    [
        ("order-618", "2023-06-18", "2023-06-19"),
        ("order-double11", "2023-11-11", "2023-11-12"),
        ("order-double12", "2023-12-12", "2023-12-13"),
    ],
)
def test_binhais_key_periods_are_windows_of_2023_and_never_late(task: str, opens: str, closes: str) -> None:
    assert windows("binhai-2023", task) == {(at(opens), at(closes))}
    assert {one.deadline.breach for one in owed("binhai-2023", task)} == {None}


def test_the_doubling_has_no_baseline_and_is_no_deadline() -> None:
    returns = (planner("binhai-2023").campaign.measures or {})["returns"]
    assert (returns.target, returns.baseline, returns.numerator, returns.value) == ("翻番", None, None, None)
    assert returns.by is not None
    assert returns.by.last == date(2023, 12, 31)
    assert {one.deadline.kind for one in owed("binhai-2023", "returns")} == {"qualitative"}


def test_who_only_helps_the_city_or_is_told_to_carry_it_out_has_a_duty_and_no_task() -> None:
    duties = planner("binhai-2023").campaign.duties
    assert duties["binhai"].verb == "配合"
    assert set(duties) - {"binhai"} == {"bh-zones", "bh-stations", "bh-offices"}
    assert {one.unit for one in plan("binhai-2023").obligations} == {"binhai"}


# --- 002 ------------------------------------------------------------------------------------------------------


def test_a_clue_of_hohhot_opens_three_obligations_each_closed_by_its_own_result() -> None:
    found = planner("hohhot-2023")
    steps = [key for key, task in found.campaign.tasks.items() if task.for_each == "clue"]
    assert steps == ["clue-verify", "clue-handle", "clue-feedback"]
    opened = [found.on_event(step, "hh-saihan", Happened("线索1", date(2023, 3, 1))) for step in steps]
    assert [one.id for one in opened] == [f"hohhot-2023/{step}/hh-saihan/线索1" for step in steps]
    assert {(one.deadline.opens, one.deadline.breach) for one in opened} == {(at("2023-03-01"), None)}
    closing = [found.campaign.tasks[step].closes_with[0] for step in steps]
    assert closing == ["核查结果", "处置结果", "反馈结果"]


def test_who_is_guided_has_the_task_and_who_guides_a_duty() -> None:
    counties = [
        key for key, unit in planner("hohhot-2023").declaration.units.items() if unit.kind == "hh-county"
    ]
    assert len(counties) == 9
    for task in ("clue-quality", "wildlife"):
        assert [one.unit for one in owed("hohhot-2023", task)] == counties
    assert planner("hohhot-2023").campaign.duties["hohhot"].verb == "指导"


def test_hohhots_holidays_are_those_of_the_notice_for_2023() -> None:
    # 国办发明电〔2022〕16号: 元旦 from 31 December to 2 January, 春节 from 21 to 27 January.
    assert windows("hohhot-2023", "monitor-new-year") == {(at("2022-12-31"), at("2023-01-03"))}
    assert windows("hohhot-2023", "monitor-spring") == {(at("2023-01-21"), at("2023-01-28"))}


def test_a_document_without_a_date_is_asked_for_it_and_begins_with_its_year() -> None:
    for key, begins in (("hohhot-2023", date(2023, 1, 1)), ("linyi-2022", date(2022, 1, 1))):
        assert planner(key).campaign.document.issued is None
        assert planner(key).campaign.begins == begins
        assert len(asked(key, "undated_document")) == 1
    assert asked("heping-2021", "undated_document") == []


# --- 003 ------------------------------------------------------------------------------------------------------


def test_the_roster_was_due_the_day_before_the_document_and_chases_nobody() -> None:
    roster = owed("heping-2021", "roster")
    assert {one.unit for one in roster} == WATCHING
    assert {(one.deadline.target, one.deadline.breach) for one in roster} == {
        (at("2021-03-09T17:30"), at("2021-03-09T17:30"))
    }
    assert {one.past for one in roster} == {"issue"}
    assert {one.past for one in plan("heping-2021").obligations if one.task != "roster"} == {None}
    assert asked("heping-2021", "before_document") == ["roster:"]


def test_a_roster_names_one_leader_and_two_cadres_for_each_unit() -> None:
    (item,) = planner("heping-2021").campaign.tasks["roster"].deliverables
    assert (item.kind, item.quota) == ("roster", {"领导": 1, "干部": 2})
    assert planner("heping-2021").declaration.forms["night-watch"].columns == (
        "姓名",
        "职务",
        "固定电话",
        "移动电话",
    )


def test_every_department_owes_its_summary_at_five_in_the_afternoon() -> None:
    summary = owed("heping-2021", "summary")
    assert len({one.unit for one in summary}) == len(summary) == 23
    assert {(one.deadline.target, one.deadline.breach) for one in summary} == {
        (at("2021-03-16T17:00"), at("2021-03-16T17:00"))
    }
    kinds = [item.kind for item in planner("heping-2021").campaign.tasks["summary"].deliverables]
    assert kinds == ["document", "image", "form"]


@pytest.mark.parametrize(
    ("task", "opens", "closes"),
    [
        ("watch", "2021-03-14", "2021-03-16"),
        ("gala-on-site", "2021-03-14T19:30", "2021-03-14T21:00"),
        ("gala-viewing", "2021-03-15", "2021-03-16"),
        ("gala-watch", "2021-03-15", "2021-03-16"),
        ("credit-rules", "2021-03-15", "2021-03-16"),
        ("centre-service", "2021-03-05", "2021-04-01"),
        ("centre-odr", "2021-03-05", "2022-01-01"),
        ("centre-publicity", "2021-03-05", "2022-01-01"),
        ("centre-watch", "2021-03-05", "2021-04-01"),
    ],
)
def test_hepings_windows_close_at_the_end_of_their_last_day_or_to_the_minute(
    task: str, opens: str, closes: str
) -> None:
    assert windows("heping-2021", task) == {(at(opens), at(closes))}


def test_what_is_exposed_at_half_past_eight_is_to_be_settled_by_midnight() -> None:
    happened = Happened("晚会1", date(2021, 3, 15), at("2021-03-15T20:30"))
    one = planner("heping-2021").on_event("same-night", "hp-food", happened)
    assert one.id == "heping-2021/same-night/hp-food/晚会1"
    assert (one.deadline.opens, one.deadline.target, one.deadline.breach) == (
        at("2021-03-15T20:30"),
        at("2021-03-16"),
        at("2021-03-16"),
    )
    answer = planner("heping-2021").on_event("answers", "hp-food", happened)
    assert (answer.deadline.kind, answer.deadline.breach) == ("qualitative", None)


def test_seventeen_activities_have_one_who_answers_each() -> None:
    tasks = planner("heping-2021").campaign.tasks
    activities = [key for key, task in tasks.items() if (task.deadline.source or "").startswith("二(")]
    assert len(activities) == 17
    roles = {key: [(one.unit, one.role) for one in owed("heping-2021", key)] for key in activities}
    assert {len(each) for each in roles.values()} == {1}
    assert Counter(role for ((_, role),) in roles.values()) == {"lead": 11, "responsible": 6}


@pytest.mark.parametrize(
    ("task", "main", "joint"),
    [("old-drugs", "hp-drugs", "hp-enforcement"), ("main-event", "hp-market", "hp-consumers")],
)
def test_of_two_leads_the_first_named_answers_and_the_other_owes_nothing(
    task: str, main: str, joint: str
) -> None:
    assert [(one.unit, one.role) for one in owed("heping-2021", task)] == [(main, "lead")]
    found = planner("heping-2021")
    helping = dict(found.declaration.helping(found.campaign.tasks[task], found.campaign))
    assert helping[joint] == "joint"


def test_who_cooperates_owes_nothing_where_no_contribution_is_declared() -> None:
    found = planner("heping-2021")
    helping = dict(found.declaration.helping(found.campaign.tasks["watch"], found.campaign))
    assert helping == dict.fromkeys(("hp-12315", "hp-market", "hp-logistics"), "cooperating")
    assert [one.unit for one in owed("heping-2021", "watch")] == ["hp-consumers"]
    assert {task.contribution for task in found.campaign.tasks.values()} == {None}


def test_the_lead_departments_that_roll_up_are_computed_from_the_activities() -> None:
    leads = {one.unit for one in owed("heping-2021", "roll-up")}
    assert leads == {
        *("hp-market", "hp-12315", "hp-consumers", "hp-catering", "hp-enforcement"),
        *("hp-ip", "hp-drugs", "hp-devices", "hp-private"),
    }


def test_the_table_has_21_rows_in_three_sections_and_eight_units_of_measure() -> None:
    form = planner("heping-2021").declaration.forms["consumer-day"]
    assert Counter(row.section for row in form.rows) == {"宣传教育": 10, "维权会议": 7, "专项行动": 4}
    assert Counter(row.unit for row in form.rows) == {
        "场次": 9,
        "人次": 4,
        "户次": 2,
        "次": 1,
        "条": 1,
        "份": 1,
        "册（份）": 1,
        "个次": 1,
        "件": 1,
    }
    assert {row.type for row in form.rows} == {"count"}
    assert form.covers is not None
    assert (form.covers.from_, form.covers.to) == ("方案下发之日", "3月16日")
    assert not form.sample


# --- 004 ------------------------------------------------------------------------------------------------------


def test_the_closing_report_obliges_nobody_and_gives_no_figure_its_origin() -> None:
    campaign = planner("linyi-2022").campaign
    assert plan("linyi-2022").obligations == ()
    assert (campaign.tasks, campaign.duties, campaign.phases, campaign.key_periods) == ({}, {}, {}, {})
    measures = campaign.measures or {}
    assert (measures["mediation"].value, measures["mediation"].unit) == ("72.49", "%")
    assert {(m.numerator, m.denominator, m.baseline, m.target) for m in measures.values()} == {(None,) * 4}
    assert all(measure.value for measure in measures.values())
