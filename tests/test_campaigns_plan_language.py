"""A campaign that uses every anchor: what is owed, from when, by when, and what a stored revision keeps of it."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from campaigns.declaration import Declaration
from campaigns.faults import FaultsError
from campaigns.happened import Happened
from campaigns.plan import Plan, Planned, Planner
from campaigns.reach import reach
from deadlines.calendars import Calendars
from deadlines.language import Rule
from tests.bad_declarations.slips import loaded
from tests.october import CHINA, at
from tests.whole_language import DEFAULTS, KEY, PERIOD, WHOLE, changed, instants, planner, spelled

#: Everything that `north` or the office owes: what, opens, target, breach; counted by hand from the notice of 2017.
DATED = """
roster/north                  06-16T00:00  06-16T00:00  06-16T00:00
quarterly/north/2017-Q2       06-16T00:00  06-30T17:30  07-01T00:00
scheme/north                  06-16T00:00  07-03T17:30  07-04T00:00
survey/north                  06-16T00:00  08-16T17:30  08-17T00:00
stock/north                   06-16T00:00  09-26T17:30  09-27T00:00
weekly/north/2017-W39         09-25T00:00  09-29T17:30  09-30T00:00
quarterly/north/2017-Q3       07-01T00:00  09-30T17:30  10-01T00:00
weekly/north/2017-W40         10-02T00:00  10-07T00:00  10-07T00:00
weekly-check/north/2017-W39   09-29T00:00  10-09T17:30  10-10T00:00
weekly-check/north/2017-W40   10-06T00:00  10-10T17:30  10-11T00:00
weekly/north/2017-W41         10-09T00:00  10-13T17:30  10-14T00:00
weekly-check/north/2017-W41   10-13T00:00  10-17T17:30  10-18T00:00
twice/north/2017-W42-2        10-16T00:00  10-17T17:30  10-18T00:00
twice/north/2017-W42-5        10-18T00:00  10-20T17:30  10-21T00:00
twice/north/2017-W43-2        10-23T00:00  10-24T17:30  10-25T00:00
mondays/netoffice/2017-11-06  11-01T00:00  11-06T17:30  11-07T00:00
ten-days/netoffice            06-16T00:00  11-20T17:30  11-21T00:00
mondays/netoffice/2017-11-20  11-07T00:00  11-20T17:30  11-21T00:00
draft/north                   06-16T00:00  11-28T17:30  11-29T00:00
package/north                 06-16T00:00  12-01T17:00  12-01T17:00
mondays/netoffice/2017-12-04  12-01T00:00  12-04T17:30  12-05T00:00
collected/netoffice           12-01T00:00  12-08T17:30  12-09T00:00
polished/netoffice            12-08T00:00  12-15T17:30  12-16T00:00
quarterly/north/2017-Q4       10-01T00:00  12-29T17:30  12-30T00:00
"""
#: What has no breach: what, opens, and where a window closes.
UNDATED = """
rush/north        11-08T00:00  11-13T00:00
patrol/north      06-16T00:00
team/north        06-16T00:00
inspection/north  06-17T00:00  12-01T00:00
meeting/north     11-11T19:30  11-11T21:00
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    return planner(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def plan(whole: Planner) -> Plan:
    return whole.plan()


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def owed_to_us(plan: Plan, *, dated: bool) -> list[Planned]:
    """What `north` and the office owe, with or without a breach, this year."""
    found = [one for one in plan.obligations if one.unit != "south" and one.task != "festival-duty"]
    return [one for one in found if (one.deadline.breach is not None) == dated]


def of(plan: Plan, name: str) -> Planned:
    (one,) = [one for one in plan.obligations if one.id == f"{KEY}/{name}"]
    return one


def dates(plan: Plan, name: str) -> list[str]:
    """Target and breach of one obligation."""
    deadline = of(plan, name).deadline
    return instants(deadline.target, deadline.breach)


def test_every_anchor_gives_its_opening_target_and_breach_in_the_order_of_breach(plan: Plan) -> None:
    found = owed_to_us(plan, dated=True)
    told = [[one.id.removeprefix(f"{KEY}/"), *spelled(one)] for one in found]
    assert told == rows(DATED)


def test_what_cannot_be_late_comes_last_and_a_window_knows_where_it_closes(plan: Plan) -> None:
    found = owed_to_us(plan, dated=False)
    told = [
        [one.id.removeprefix(f"{KEY}/"), *instants(one.deadline.opens, one.deadline.closes)] for one in found
    ]
    assert told == rows(UNDATED)
    breachless = [one.deadline.breach is None for one in plan.obligations]
    assert breachless == sorted(breachless)
    kinds = {one.task: one.deadline.kind for one in found}
    assert kinds == {
        "rush": "window",
        "patrol": "qualitative",
        "team": "undated",
        "inspection": "window",
        "meeting": "window",
    }


def test_every_anchor_of_the_language_is_among_them(whole: Planner) -> None:
    kinds = {task.deadline.kind for task in whole.campaign.tasks.values()}
    assert kinds == {"on", "by", "window", "after", "before", "every", "same_day", "qualitative", "undated"}


def test_both_bureaus_owe_the_same_on_the_same_days(plan: Plan) -> None:
    def of_unit(unit: str) -> list[tuple[str, str | None, datetime | None]]:
        found = [one for one in plan.obligations if one.unit == unit and one.task != "festival-duty"]
        return [(one.task, one.period, one.deadline.breach) for one in found]

    assert of_unit("north") == of_unit("south")
    assert len({one.id for one in plan.obligations}) == len(plan.obligations)


def test_what_was_due_before_the_document_is_past_at_issue_and_what_breached_by_the_launch_at_launch(
    whole: Planner, plan: Plan
) -> None:
    assert {one.task for one in plan.obligations if one.past} == {"roster"}
    launched = whole.plan(launched=at("2017-08-17T00:00"))
    past = {(one.task, one.past) for one in launched.obligations if one.past}
    # A date that the office added itself may be missed like any other; a window or a quality never is.
    assert past == {("roster", "issue"), ("quarterly", "launch"), ("scheme", "launch"), ("survey", "launch")}
    assert of(launched, "quarterly/north/2017-Q3").past is None


def test_what_counts_from_a_returning_deadline_has_its_periods_and_names_the_very_one(plan: Plan) -> None:
    weekly = {one.period for one in plan.obligations if one.task == "weekly"}
    checks = [one for one in plan.obligations if one.task == "weekly-check" and one.unit == "south"]
    assert {one.period for one in checks} == weekly
    for one in checks:
        trigger = json.loads(one.deadline.certificate)["facts"]["trigger"]
        base = of(plan, trigger["of"].removeprefix(f"{KEY}/"))
        assert base.id == f"{KEY}/weekly/south/{one.period}"
        assert trigger["day"] == str(base.deadline.last_day)


def test_what_one_office_owes_counts_from_the_first_of_the_units_that_owe_the_other(plan: Plan) -> None:
    collected = json.loads(of(plan, "collected/netoffice").deadline.certificate)
    assert collected["facts"]["trigger"]["of"] == f"{KEY}/package/north"
    polished = json.loads(of(plan, "polished/netoffice").deadline.certificate)
    assert polished["facts"]["trigger"]["of"] == f"{KEY}/collected/netoffice"


def test_a_region_counts_by_its_own_days_and_its_neighbours_by_the_nations(
    plan: Plan, tmp_path: Path
) -> None:
    """18 to 20 April 2018 were 三月三 in Guangxi, and Sunday the 15th was worked for it."""
    assert str(of(plan, "festival-duty/north").deadline.last_day) == "2018-04-15"
    nation = changed(tmp_path, (", calendar: cn-gx}", "}")).plan()
    assert str(of(nation, "festival-duty/north").deadline.last_day) == "2018-04-18"


def test_the_whole_campaign_may_count_by_a_regions_calendar(tmp_path: Path) -> None:
    """Saturday 30 September 2017 was worked everywhere; 1 April 2017 in Guangxi was not."""
    pairs = (
        ("calendar: cn,", "calendar: cn-gx,"),
        ("issued: 2017-06-16", "issued: 2017-03-24"),
        (
            "{text: 6月15日前, on: 2017-06-15}",
            "{text: 之前5个工作日, before: {date: 2017-04-05, working_days: 5}}",
        ),
        (", calendar: cn-gx}", "}"),
    )
    planner = changed(tmp_path, *pairs)
    assert planner.calendar.region == "cn-gx"
    # Back from 5 April: the 4th, 3rd, 2nd, 1st, and 31 and 30 March are off; 29, 28, 27, 24, 23 March.
    assert str(of(planner.plan(), "roster/north").deadline.last_day) == "2017-03-23"


# --- defaults, and a campaign without a period --------------------------------------------------------------


def with_defaults(folder: Path, *more: tuple[str, str], **defaults: str) -> Planner:
    """The planner with these defaults added to those of the campaign."""
    written = ", ".join(f"{name}: {value}" for name, value in defaults.items())
    return changed(folder, (DEFAULTS, f"{DEFAULTS[:-1]}, {written}}}"), *more)


def test_a_default_roll_holds_where_nothing_is_said_and_goes_with_the_anchor(tmp_path: Path) -> None:
    rolled = with_defaults(tmp_path, roll="following").plan()
    # Friday 6 October 2017 is a holiday; the next working day is the 9th.
    assert dates(rolled, "weekly/north/2017-W40") == ["10-09T17:30", "10-10T00:00"]
    said = with_defaults(
        tmp_path, ("to: 2017-10-13}}", "to: 2017-10-13}, roll: preceding}"), roll="following"
    )
    # A last day that lies before its week opens leaves the breach alone.
    assert str(of(said.plan(), "weekly/north/2017-W40").deadline.last_day) == "2017-09-30"
    none = with_defaults(tmp_path, ("to: 2017-10-13}}", "to: 2017-10-13}, roll: none}"), roll="following")
    assert str(of(none.plan(), "weekly/north/2017-W40").deadline.last_day) == "2017-10-06"


def test_a_default_bound_leaves_out_the_named_day_of_every_dated_task_that_does_not_say_otherwise(
    tmp_path: Path,
) -> None:
    exclusive = with_defaults(tmp_path, bound="exclusive").plan()
    assert dates(exclusive, "ten-days/netoffice") == ["11-17T17:30", "11-20T00:00"]
    # A declared time of day is exact: no bound moves it.
    assert dates(exclusive, "package/north") == ["12-01T17:00", "12-01T17:00"]
    said = with_defaults(
        tmp_path, ("by: 2017-11/mid}", "by: 2017-11/mid, bound: inclusive}"), bound="exclusive"
    )
    assert dates(said.plan(), "ten-days/netoffice") == ["11-20T17:30", "11-21T00:00"]


def test_a_default_first_day_counts_in_periods_and_in_windows_from_the_document_and_nowhere_else(
    tmp_path: Path,
) -> None:
    included = with_defaults(tmp_path, start_day="included")
    plan = included.plan()
    assert dates(plan, "survey/north") == ["08-15T17:30", "08-16T00:00"]
    assert instants(of(plan, "inspection/north").deadline.opens) == ["06-16T00:00"]
    assert dates(plan, "draft/north") == ["11-29T17:30", "11-30T00:00"]
    assert dates(plan, "ten-days/netoffice") == ["11-20T17:30", "11-21T00:00"]
    # What rests on law counts as the law says: the day of the decision is not counted.
    law = included.on_event("disclosure", "north", Happened("7号", date(2017, 9, 27))).deadline
    assert str(law.last_day) == "2017-10-12"
    # Hours are exact, whatever the defaults.
    alarm = included.on_event("alarm", "north", Happened.read("1", "2017-09-30T20:30", CHINA)).deadline
    assert instants(alarm.breach) == ["10-01T20:30"]


def test_defaults_are_written_into_no_rule_that_would_not_be_read_again_with_them(tmp_path: Path) -> None:
    new = with_defaults(tmp_path, start_day="included", bound="exclusive", roll="following")
    for task in new.campaign.tasks.values():
        assert Rule.model_validate(task.deadline.as_written()) == task.deadline


def test_a_campaign_without_a_period_lasts_from_its_document_to_the_last_day_that_it_names(
    tmp_path: Path,
) -> None:
    text = WHOLE.replace(PERIOD, "").replace(
        "{working_day: -1, of: quarter}", "{working_day: -1, of: quarter, to: 2017-09-30}"
    )
    without = planner(tmp_path, text)
    assert (str(without.period.first), str(without.period.last)) == ("2017-06-16", "2017-12-10")
    quarters = {one.period for one in without.plan().obligations if one.task == "quarterly"}
    assert quarters == {"2017-Q2", "2017-Q3"}
    # A festival is of the year of the document, where no period says another.
    assert dates(without.plan(), "stock/north") == ["09-26T17:30", "09-27T00:00"]


def test_without_a_period_a_returning_date_must_say_when_it_ends(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as caught:
        planner(tmp_path, WHOLE.replace(PERIOD, ""))
    assert [fault.code for fault in caught.value.faults] == ["every_without_end"]


# --- what is put on record ----------------------------------------------------------------------------------


def test_a_revision_keeps_every_event_that_opens_or_ends_something_and_no_other(tmp_path: Path) -> None:
    text = WHOLE.replace("events:\n", "events:\n  unused: {title: 别的}\n")
    reached = reach(loaded(tmp_path, text).declaration, KEY)
    assert set(reached.events) == {"decision", "exposed", "closing"}
    assert list(reached.campaigns[KEY].tasks) == list(loaded(tmp_path, text).declaration.campaigns[KEY].tasks)


@pytest.mark.parametrize(
    "defaults",
    [
        "",
        ", roll: following",
        ", bound: exclusive",
        ", start_day: included, roll: preceding, bound: exclusive",
    ],
)
def test_a_stored_revision_is_read_back_the_same_and_plans_the_same(defaults: str, tmp_path: Path) -> None:
    first = changed(tmp_path, (DEFAULTS, f"{DEFAULTS[:-1]}{defaults}}}"))
    written = first.declaration.model_dump_json(by_alias=True, exclude_none=True)
    again = Declaration.model_validate_json(written)
    assert again == first.declaration
    assert again.model_dump_json(by_alias=True, exclude_none=True) == written
    second = Planner(again, KEY, Calendars.packaged())
    assert second.plan() == first.plan()
    event = Happened.read("7号", "2017-09-27T20:30", CHINA)
    assert opened(second, event) == opened(first, event)


def opened(planner: Planner, event: Happened) -> Sequence[Planned]:
    return [
        planner.on_event(key, "north", event)
        for key, task in planner.campaign.tasks.items()
        if task.for_each is not None
    ]
