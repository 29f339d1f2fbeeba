"""The plan of document 001: who owes what by when; and what the plan of any campaign keeps to."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.declared import Declared, load
from campaigns.declaration import Declaration
from campaigns.happened import Happened
from campaigns.plan import Plan, Planned, Planner
from campaigns.reach import reach
from deadlines.calendars import Calendars
from tests.bad_declarations.slips import SOUND, loaded

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
CHINA = ZoneInfo("Asia/Shanghai")
ALTERNATIVES = "- {any_of: [{kind: form, form: table}, {kind: text}]}"
PERIODS = ["2017-06", "2017-07", "2017-08", "2017-09", "2017-10", "2017-11"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.fixture(scope="module")
def declared() -> Declared:
    return load(CAMPAIGNS, Calendars.packaged())


@pytest.fixture(scope="module")
def planner(declared: Declared) -> Planner:
    return declared.planner("tianjin-2017", Calendars.packaged())


@pytest.fixture(scope="module")
def plan(planner: Planner) -> Plan:
    return planner.plan()


def of(plan: Plan, task: str, period: str | None = None, unit: str = "heping") -> Planned:
    (one,) = [o for o in plan.obligations if (o.task, o.period, o.unit) == (task, period, unit)]
    return one


def test_document_001_obliges_129_times_with_a_date_and_18_times_without(plan: Plan) -> None:
    assert plan.dated == 129
    assert Counter(one.task for one in plan.obligations) == {
        "monthly-report": 96,
        "district-summary": 16,
        "city-summary": 1,
        "final-package": 16,
        "implementation-plan": 16,
        "supervision-team": 1,
        "scoring-method": 1,
    }
    undated = {one.task for one in plan.obligations if one.deadline.breach is None}
    assert undated == {"implementation-plan", "supervision-team", "scoring-method"}


def test_every_district_owes_the_same_six_reports(plan: Plan, planner: Planner) -> None:
    districts = [key for key, unit in planner.declaration.units.items() if unit.kind == "district"]
    owed = [(o.unit, o.period) for o in plan.obligations if o.task == "monthly-report"]
    assert sorted(owed) == sorted((unit, period) for unit in districts for period in PERIODS)
    assert len(districts) == 16


@pytest.mark.parametrize(
    ("period", "opens", "target", "breach"),
    [
        ("2017-06", "2017-06-16T00:00", "2017-06-28T17:30", "2017-06-29T00:00"),
        ("2017-07", "2017-07-01T00:00", "2017-07-28T17:30", "2017-07-29T00:00"),
        ("2017-08", "2017-08-01T00:00", "2017-08-28T17:30", "2017-08-29T00:00"),
        ("2017-09", "2017-09-01T00:00", "2017-09-28T17:30", "2017-09-29T00:00"),
        ("2017-10", "2017-10-01T00:00", "2017-10-27T17:30", "2017-10-29T00:00"),
        ("2017-11", "2017-11-01T00:00", "2017-11-28T17:30", "2017-11-29T00:00"),
    ],
)
def test_a_monthly_report_is_asked_for_and_breaches_as_the_law_page_says(
    plan: Plan, period: str, opens: str, target: str, breach: str
) -> None:
    deadline = of(plan, "monthly-report", period).deadline
    assert (deadline.opens, deadline.target, deadline.breach) == (at(opens), at(target), at(breach))
    assert (deadline.kind, deadline.provisional) == ("every", False)


@pytest.mark.parametrize(
    ("task", "unit", "opens", "target", "breach"),
    [
        ("district-summary", "binhai", "2017-11-11T00:00", "2017-11-20T17:30", "2017-11-21T00:00"),
        ("city-summary", "netreg", "2017-11-11T00:00", "2017-11-30T17:30", "2017-12-01T00:00"),
        ("final-package", "jizhou", "2017-11-11T00:00", "2017-12-01T17:30", "2017-12-02T00:00"),
    ],
)
def test_the_one_off_deadlines_of_document_001_open_with_their_phase(
    plan: Plan, task: str, unit: str, opens: str, target: str, breach: str
) -> None:
    deadline = of(plan, task, unit=unit).deadline
    assert (deadline.opens, deadline.target, deadline.breach) == (at(opens), at(target), at(breach))


def test_what_is_undated_opens_with_its_phase_or_the_document_and_never_breaches(plan: Plan) -> None:
    method = of(plan, "scoring-method", unit="netreg").deadline
    scheme = of(plan, "implementation-plan").deadline
    assert (method.opens, scheme.opens) == (at("2017-07-01"), at("2017-06-16"))
    for deadline in (method, scheme):
        assert (deadline.kind, deadline.target, deadline.breach, deadline.last_day) == (
            "undated",
            None,
            None,
            None,
        )


def test_ids_are_natural_keys_and_unique(plan: Plan) -> None:
    ids = [one.id for one in plan.obligations]
    assert len(set(ids)) == 147
    assert "tianjin-2017/monthly-report/heping/2017-10" in ids
    assert "tianjin-2017/final-package/binhai" in ids


def test_obligations_come_in_the_order_of_breach_then_of_the_registry_and_undated_ones_last(
    plan: Plan, planner: Planner
) -> None:
    breaches = [one.deadline.breach for one in plan.obligations]
    dated = [breach for breach in breaches if breach is not None]
    assert dated == sorted(dated)
    assert breaches[129:] == [None] * 18
    units = list(planner.declaration.units)
    june = [one.unit for one in plan.obligations[:16]]
    assert june == sorted(june, key=units.index)
    assert {one.period for one in plan.obligations[:16]} == {"2017-06"}


@pytest.mark.parametrize(
    ("phase", "first", "last"),
    [
        ("mobilisation", "2017-06-11", "2017-06-20"),
        ("inspection", "2017-06-21", "2017-11-20"),
        ("supervision", "2017-07-01", "2017-10-31"),
        ("summary", "2017-11-11", "2017-11-30"),
    ],
)
def test_the_phases_windows_are_inclusive(planner: Planner, phase: str, first: str, last: str) -> None:
    span = planner.phase_span(phase)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


def test_a_decision_opens_a_disclosure_for_the_organ_that_made_it(planner: Planner) -> None:
    one = planner.on_event("disclosure", "heping", Happened("津和2017-1", date(2017, 9, 27)))
    assert one.id == "tianjin-2017/disclosure/heping/津和2017-1"
    assert (one.unit, one.item, one.past) == ("heping", "津和2017-1", None)
    assert one.deadline.opens == at("2017-09-27")
    assert (one.deadline.target, one.deadline.breach) == (at("2017-10-12T17:30"), at("2017-10-13"))


def test_nothing_of_document_001_is_past_at_its_issue_and_at_launch_what_has_breached(
    planner: Planner,
) -> None:
    assert {one.past for one in planner.plan().obligations} == {None}
    on_time = planner.plan(launched=at("2017-06-28T23:59"))
    assert {one.past for one in on_time.obligations} == {None}
    late = planner.plan(launched=at("2017-08-01T09:00"))
    assert Counter((one.past, one.period) for one in late.obligations if one.past) == {
        ("launch", "2017-06"): 16,
        ("launch", "2017-07"): 16,
    }


def test_the_very_instant_of_breach_is_past_for_a_launch(planner: Planner) -> None:
    plan = planner.plan(launched=at("2017-06-29T00:00"))
    assert {one.past for one in plan.obligations[:16]} == {"launch"}


def test_what_was_due_before_the_documents_own_date_is_past_at_issue(tmp_path: Path) -> None:
    text = SOUND.replace("on: 2017-12-01", "on: 2017-06-15")
    planner = loaded(tmp_path, text).planner("demo", Calendars.packaged())
    assert [one.past for one in planner.plan().obligations] == ["issue"]
    same_day = SOUND.replace("on: 2017-12-01", "on: 2017-06-16").replace("        phase: summary\n", "")
    planner = loaded(tmp_path, same_day).planner("demo", Calendars.packaged())
    assert [one.past for one in planner.plan().obligations] == [None]


def test_a_window_gives_a_first_day_and_neither_target_nor_breach(tmp_path: Path) -> None:
    text = SOUND.replace("on: 2017-12-01", "window: {from: 2017-07, to: 2017-10}")
    (one,) = loaded(tmp_path, text).planner("demo", Calendars.packaged()).plan().obligations
    assert (one.deadline.opens, one.deadline.target, one.deadline.breach) == (at("2017-07-01"), None, None)


def test_a_revision_keeps_only_what_its_campaign_reaches(tmp_path: Path) -> None:
    text = SOUND.replace("forms:\n", "forms:\n  unused: {title: 别的表}\n")
    text = text.replace(
        "groups:\n", "  hedong: {name: 河东区局, kind: town}\ngroups:\n  others: {kind: town}\n"
    )
    text = text.replace("ladders:\n", "ladders:\n  strict: [{rung: urge, after: breach, to: head}]\n")
    text = text.replace(
        "lights:\n  usual", "lights:\n  spare: {yellow: {on: target}, red: {after: breach}}\n  usual"
    )
    text = text.replace("events:\n", "events:\n  clue: {title: 线索}\n")
    reached = reach(loaded(tmp_path, text).declaration, "demo")
    assert list(reached.units) == ["tj", "netreg", "binhai"]
    assert [list(part) for part in (reached.forms, reached.groups, reached.ladders, reached.lights)] == [
        ["table"],
        ["districts"],
        ["usual"],
        ["usual"],
    ]
    assert list(reached.events) == ["decision"]


def test_a_revision_keeps_the_forms_of_alternatives_and_the_whole_line_of_parents(tmp_path: Path) -> None:
    text = SOUND.replace("- {kind: form, form: table, zero_report: allowed}", ALTERNATIVES)
    text = text.replace("  tj: {name", "  nation: {name: 总局, kind: state}\n  tj: {parent: nation, name")
    reached = reach(loaded(tmp_path, text).declaration, "demo")
    assert list(reached.forms) == ["table"]
    assert list(reached.units) == ["nation", "tj", "netreg", "binhai"]


def test_another_campaign_in_the_file_changes_no_revision(declared: Declared) -> None:
    alone = reach(declared.declaration, "tianjin-2017")
    other = declared.declaration.campaigns["tianjin-2017"].model_copy(update={"title": "别的"})
    both = declared.declaration.model_copy(
        update={"campaigns": {**declared.declaration.campaigns, "other": other}}
    )
    assert reach(both, "tianjin-2017") == alone


def test_a_revision_written_as_json_is_read_back_the_same_and_plans_the_same(
    planner: Planner, plan: Plan
) -> None:
    written = planner.declaration.model_dump_json(by_alias=True, exclude_none=True)
    again = Declaration.model_validate_json(written)
    assert again == planner.declaration
    assert Planner(again, "tianjin-2017", Calendars.packaged()).plan() == plan
    assert again.model_dump_json(by_alias=True, exclude_none=True) == written
