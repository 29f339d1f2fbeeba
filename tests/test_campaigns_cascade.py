"""分解下达: a bureau's plan under the city's, counted back from what the city asks of that bureau."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.declared import load
from actions.revisions import digest, written
from campaigns.cascade import rests_alike, terms, with_terms
from campaigns.chain import chain
from campaigns.converting import converted
from campaigns.declaration import Declaration
from campaigns.plan import Plan, Planner
from campaigns.reach import with_retired
from deadlines.because import because, because_moved
from deadlines.recompute import recomputed
from tests.cascade_scenes import BRIDGE, CITY, CLOSING, EARLIER, LONGER, NORTH, SURVEY, cascade
from tests.cast import calendars, declare

if TYPE_CHECKING:
    from campaigns.plan import Planned

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "haizhou-2024.yaml"


def days(plan: Plan, task: str, unit: str) -> dict[str | None, str]:
    """The last day of each period of a task for one unit."""
    return {
        one.period: str(one.deadline.last_day)
        for one in plan.obligations
        if (one.task, one.unit) == (task, unit)
    }


def planned(folder: Path, key: str, *changes: tuple[str, str], levels: int = 2) -> Plan:
    return declare(folder, cascade(*changes, levels=levels)).planner(key).plan()


def october(plan: Plan) -> Planned:
    (one,) = [one for one in plan.obligations if one.id == f"{NORTH}/report/bridge/2017-10"]
    return one


# --- dates --------------------------------------------------------------------------------------------------


def test_each_period_counts_back_from_its_own_deadline_above_over_holidays_and_make_up_days(
    tmp_path: Path,
) -> None:
    plan = planned(tmp_path, NORTH)
    # 10 October less three working days: the 9th, Saturday 30 September (worked), the 29th.
    assert days(plan, "report", "bridge") == {
        "2017-08": "2017-08-07",
        "2017-09": "2017-09-06",
        "2017-10": "2017-09-29",
        "2017-11": "2017-11-07",
    }
    assert days(plan, "summary", "hill") == {None: "2017-12-01"}


def test_who_only_helps_above_counts_from_the_date_of_its_own_contribution(tmp_path: Path) -> None:
    assert days(planned(tmp_path, NORTH), "joint", "bridge") == {None: "2017-11-16"}


def test_each_period_opens_with_the_one_above_and_never_before_the_document(tmp_path: Path) -> None:
    opens = {
        one.period: f"{one.deadline.opens:%m-%d}"
        for one in planned(tmp_path, NORTH).obligations
        if (one.task, one.unit) == ("report", "hill")
    }
    assert opens == {"2017-08": "08-01", "2017-09": "09-01", "2017-10": "06-30", "2017-11": "11-01"}


def test_a_third_level_counts_from_the_second_and_every_level_says_why(tmp_path: Path) -> None:
    planner = declare(tmp_path, cascade(levels=3)).planner(BRIDGE)
    (one,) = [one for one in planner.plan().obligations if one.period == "2017-10"]
    assert str(one.deadline.last_day) == "2017-09-28"
    above = list(chain(planner, one.deadline.certificate))
    assert [each.id for each in above] == [f"{NORTH}/report/bridge/2017-10", f"{CITY}/report/north/2017-10"]
    said = [line for each in above for line in each.reasons()]
    assert said[0] == "↑ 北山区网络市场行动·各所月报（2017-10）"
    assert "  上级期限2017-10-10：海城市网络市场行动·月报（2017-10）" in said
    assert "  文件要求“每月10日前”（二）" in said
    assert "  The document says “每月10日前” (二)" in above[1].reasons("en")


def test_what_counts_from_another_task_of_its_own_campaign_has_no_chain(tmp_path: Path) -> None:
    chained = (CLOSING[0], "{text: 联合检查后5日, after: {deadline: joint, days: 5}}")
    planner = declare(tmp_path, cascade(chained)).planner(CITY)
    (one,) = [one for one in planner.plan().obligations if (one.task, one.unit) == ("summary", "north")]
    assert str(one.deadline.last_day) == "2017-12-05"
    assert list(chain(planner, one.deadline.certificate)) == []


def test_the_certificate_names_the_deadline_above_in_both_languages_and_comes_out_of_itself(
    tmp_path: Path,
) -> None:
    planner = declare(tmp_path, cascade()).planner(NORTH)
    text = october(planner.plan()).deadline.certificate
    assert json.loads(text)["facts"]["trigger"] == {
        "event": "report",
        "day": "2017-10-10",
        "of": f"{CITY}/report/north/2017-10",
    }
    assert "上级期限2017-10-10：海城市网络市场行动·月报（2017-10）" in because(text, "zh", planner.called)
    assert "The deadline above is 2017-10-10: 海城市网络市场行动·月报（2017-10）" in because(
        text, "en", planner.called
    )
    assert recomputed(text, calendars()) == text


def test_a_date_moved_from_above_says_so(tmp_path: Path) -> None:
    old, new = (october(planned(tmp_path, NORTH, *changes)).deadline for changes in ((), (EARLIER,)))
    assert str(new.last_day) == "2017-09-28"
    assert because_moved(old.certificate, new.certificate)[0] == "上级期限由2017-10-10改为2017-10-08"


# --- what a revision keeps ----------------------------------------------------------------------------------


def test_a_revision_is_planned_from_itself_alone(tmp_path: Path) -> None:
    declared = declare(tmp_path, cascade(levels=3))
    for key in (NORTH, BRIDGE):
        stored = Declaration.model_validate_json(written(declared.planner(key).declaration))
        whole = Planner(declared.declaration, key, calendars())
        assert Planner(stored, key, calendars()).plan() == whole.plan()
    assert set(stored.campaigns) == {BRIDGE, NORTH, CITY}


def test_of_the_campaign_above_it_keeps_only_what_it_counts_from(tmp_path: Path) -> None:
    kept = declare(tmp_path, cascade()).planner(NORTH).declaration
    assert set(kept.campaigns[CITY].tasks) == {"report", "summary", "joint"}
    assert {unit for task in kept.campaigns[CITY].tasks.values() for unit in task.responsible.units} == {
        "north"
    }
    assert not any(task.deliverables for task in kept.campaigns[CITY].tasks.values())
    assert "south" not in kept.units
    assert set(declare(tmp_path, cascade()).planner(CITY).declaration.campaigns) == {CITY}


@pytest.mark.parametrize("change", [SURVEY, EARLIER, LONGER, CLOSING])
def test_its_digest_changes_only_with_what_it_rests_on(change: tuple[str, str], tmp_path: Path) -> None:
    before, after = (declare(tmp_path, cascade(*some)) for some in ((), (change,)))
    stored = [one.planner(NORTH).declaration for one in (before, after)]
    same = change == SURVEY
    assert (digest(stored[0]) == digest(stored[1])) is same
    campaign = before.declaration.campaigns[NORTH]
    for above in (after.declaration, after.planner(CITY).declaration, stored[1]):
        assert rests_alike(campaign, before.declaration, above) is same
        assert rests_alike(campaign, stored[0], above) is same


def test_another_task_of_the_parent_from_which_its_task_counts_is_kept_too(tmp_path: Path) -> None:
    chained = (CLOSING[0], "{text: 联合检查后5日, after: {deadline: joint, days: 5}}")
    declared = declare(tmp_path, cascade(chained))
    kept = declared.planner(NORTH)
    assert kept.plan() == Planner(declared.declaration, NORTH, calendars()).plan()
    # The summary counts from the lead's date, 30 November, not from that of the contribution.
    assert days(kept.plan(), "summary", "bridge") == {None: "2017-11-28"}


def test_with_the_terms_of_an_amended_parent_it_is_planned_by_those(tmp_path: Path) -> None:
    stored = declare(tmp_path, cascade()).planner(NORTH).declaration
    amended = declare(tmp_path, cascade(LONGER, EARLIER)).planner(CITY).declaration
    found = Planner(with_terms(stored, NORTH, amended), NORTH, calendars()).plan()
    assert found == planned(tmp_path, NORTH, LONGER, EARLIER)
    assert days(found, "report", "hill")["2017-12"] == "2017-12-05"


def test_what_the_parent_asks_no_longer_is_not_planned_any_more(tmp_path: Path) -> None:
    stored = declare(tmp_path, cascade()).planner(NORTH).declaration
    amended = declare(
        tmp_path,
        cascade(("      summary:\n        title: 总结\n", "      other:\n        title: 其他\n"), levels=1),
    )
    above = with_terms(stored, NORTH, amended.planner(CITY).declaration)
    assert "summary" not in terms(above.campaigns[NORTH], above)[CITY].tasks
    assert {one.task for one in Planner(above, NORTH, calendars()).plan().obligations} == {"report", "joint"}


def test_a_retired_task_whose_parent_is_kept_no_longer_plans_nothing(tmp_path: Path) -> None:
    older = declare(tmp_path, cascade()).planner(NORTH).declaration
    start = cascade().index("      summary:\n        title: 各所总结")
    end = cascade().index("      joint:\n        title: 各所检查情况")
    newest = declare(tmp_path, cascade()[:start] + cascade()[end:]).planner(NORTH).declaration
    whole = Planner(with_retired(newest, [older], NORTH), NORTH, calendars())
    assert "summary" in whole.campaign.tasks
    assert {one.task for one in whole.plan().obligations} == {"report", "joint"}


def test_it_may_be_declared_in_chinese_keys_throughout(tmp_path: Path) -> None:
    english = declare(tmp_path / "en", cascade(levels=3))
    text = converted(cascade(levels=3), "f", "zh")
    assert "承接: {专项行动: city-2017, 单位: north}" in text
    assert "之前: {上级: report, 工作日: 3}" in text
    chinese = declare(tmp_path / "zh", text)
    assert chinese.declaration == english.declaration
    assert converted(text, "f", "en") == cascade(levels=3)


# --- the example --------------------------------------------------------------------------------------------


def test_the_example_has_no_fault_and_breaks_everything_down() -> None:
    declared = load(EXAMPLE, calendars())
    assert [fault.code for fault in declared.warnings] == ["due_day_off", "undated_task", "due_day_off"]
    assert days(declared.planner("qinghe-online-2024").plan(), "monthly", "chengguan") == {
        "2024-09": "2024-09-05",
        "2024-10": "2024-09-30",
        "2024-11": "2024-11-06",
    }
    # Two working days before 30 September 2024: Sunday the 29th is worked, Saturday is not.
    assert (
        days(declared.planner("chengguan-online-2024").plan(), "monthly", "north")["2024-10"] == "2024-09-27"
    )
