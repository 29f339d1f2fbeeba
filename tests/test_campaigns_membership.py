"""Who owes what when members come and go, and who answers for a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.revisions import written
from campaigns.declaration import Declaration
from campaigns.reach import reach
from tests.whole_language import KEY, WHOLE, changed

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.plan import Planner

BUREAUS = "groups: {bureaus: {kind: district, parent: city}}"
QUARTERLY = "every: {working_day: -1, of: quarter}"


def owing(planner: Planner, task: str) -> list[tuple[str | None, str]]:
    """Periods and units of the task, in the order of the plan."""
    return [(one.period, one.unit) for one in planner.plan().obligations if one.task == task]


def bureaus(folder: Path, members: str) -> Planner:
    """The campaign whose bureaus are these."""
    return changed(folder, (BUREAUS, f"groups: {{bureaus: {{members: [{members}]}}}}"))


def test_a_period_is_owed_by_whoever_is_a_member_on_the_day_it_opens(tmp_path: Path) -> None:
    """North reported until the end of September, south from October on; both days are inclusive."""
    planner = bureaus(tmp_path, "{unit: north, to: 2017-09-30}, {unit: south, from: 2017-10-01}")
    assert owing(planner, "quarterly") == [("2017-Q2", "north"), ("2017-Q3", "north"), ("2017-Q4", "south")]
    # Opened before October, whenever it is due.
    assert owing(planner, "package") == [(None, "north")]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("north, south", ["north", "south"]),
        ("north, {unit: south, from: 2017-10-01}", ["north", "south"]),
        ("north, {unit: south, from: 2017-10-02}", ["north"]),
        ("{unit: north, to: 2017-10-01}, south", ["north", "south"]),
        ("{unit: north, to: 2017-09-30}, south", ["south"]),
        # Two stints: away in summer, back for the last quarter.
        ("{unit: north, to: 2017-06-30}, {unit: north, from: 2017-09-01}", ["north"]),
        ("北山区局, {unit: 南塘区局, to: 2017-12-31}", ["north", "south"]),
    ],
)
def test_both_days_of_a_membership_are_inclusive(members: str, expected: list[str], tmp_path: Path) -> None:
    """The last quarter opens on 1 October."""
    planner = bureaus(tmp_path, members)
    assert [unit for period, unit in owing(planner, "quarterly") if period == "2017-Q4"] == expected


def test_a_unit_that_is_founded_or_abolished_owes_nothing_outside_its_days_in_any_group(
    tmp_path: Path,
) -> None:
    planner = changed(
        tmp_path,
        ("north: {name: 北山区局,", "north: {name: 北山区局, to: 2017-06-30,"),
        ("south: {name: 南塘区局,", "south: {name: 南塘区局, from: 2017-07-01,"),
    )
    assert owing(planner, "quarterly") == [("2017-Q2", "north"), ("2017-Q3", "south"), ("2017-Q4", "south")]
    # Named by itself: it opens with the document, two weeks before the unit is abolished.
    assert owing(planner, "festival-duty") == [(None, "north")]
    # What counts from another task goes by its own opening, in September and October.
    assert {unit for _, unit in owing(planner, "weekly-check")} == {"south"}


def test_who_has_no_dates_owes_as_ever(tmp_path: Path) -> None:
    planner = changed(tmp_path)
    assert not planner.declaration.dated
    listed = bureaus(tmp_path, "north, south")
    assert [one.id for one in listed.plan().obligations] == [one.id for one in planner.plan().obligations]


def test_a_member_without_dates_is_written_by_its_name_alone(tmp_path: Path) -> None:
    text = written(bureaus(tmp_path, "north, {unit: south, from: 2017-10-01}").declaration)
    assert '"members":["north",{"unit":"south","from":"2017-10-01"}]' in text
    assert Declaration.model_validate_json(text).groups["bureaus"].dated


TEAM = (
    "groups: {bureaus: {kind: district, parent: city}, team: {name: 督查组, lead: netoffice, "
    "members: [north, south], posts: [分管副局长], from: 2017-07-01, to: 2017-12-31}}"
)


@pytest.mark.parametrize("owed", ["responsible: team", "lead: team", "responsible: [team, netoffice]"])
def test_a_team_answers_as_one_through_the_unit_that_leads_it(owed: str, tmp_path: Path) -> None:
    planner = changed(
        tmp_path,
        (BUREAUS, TEAM),
        (
            "        responsible: netoffice\n        deadline: {text: 11月中旬",
            f"        {owed}\n        phase: autumn\n        deadline: {{text: 11月中旬",
        ),
        (
            "    tasks:\n      weekly:",
            (
                "    phases: {autumn: {title: 秋季, text: 秋季, window: {from: 2017-09, to: 2017-11}}}\n"
                "    tasks:\n      weekly:"
            ),
        ),
    )
    assert owing(planner, "ten-days") == [(None, "netoffice")]


def test_a_team_that_is_gone_answers_for_nothing(tmp_path: Path) -> None:
    """It sits from July on; what opens with the document of June is owed by nobody, and that is asked about."""
    planner = changed(
        tmp_path,
        (BUREAUS, TEAM),
        (
            "responsible: netoffice\n        deadline: {text: 11月中旬",
            "responsible: team\n        deadline: {text: 11月中旬",
        ),
    )
    assert owing(planner, "ten-days") == []


def test_the_units_of_a_team_are_reached_though_they_owe_nothing_by_it(tmp_path: Path) -> None:
    planner = changed(
        tmp_path,
        (BUREAUS, TEAM.replace("members: [north, south]", "members: [south]")),
        (
            "responsible: netoffice\n        deadline: {text: 11月中旬",
            "responsible: team\n        deadline: {text: 11月中旬",
        ),
    )
    declaration = planner.declaration
    only = {"ten-days": declaration.campaigns[KEY].tasks["ten-days"]}
    alone = declaration.campaigns[KEY].model_copy(update={"tasks": only})
    reached = reach(declaration.model_copy(update={"campaigns": {KEY: alone}}), KEY)
    assert list(reached.units) == ["city", "netoffice", "south"]
    assert list(reached.groups) == ["team"]


HELPED = (
    "        responsible: netoffice\n        deadline: {text: 11月中旬",
    (
        "        lead: netoffice\n        cooperating: bureaus\n"
        "        contribution: {deadline: {text: 9月1日后15日, after: {event: issued, days: 15}}}\n"
        "        deadline: {text: 11月中旬"
    ),
)


def test_those_who_help_do_so_while_they_are_members(tmp_path: Path) -> None:
    members = "groups: {bureaus: {members: [north, {unit: south, from: 2017-06-17}]}}"
    planner = changed(tmp_path, (BUREAUS, members), HELPED)
    assert owing(planner, "ten-days") == [(None, "north"), (None, "netoffice")]


def test_the_defaults_of_deadlines_hold_for_contributions_too(tmp_path: Path) -> None:
    """Document of Friday 16 June: 15 days later is Saturday 1 July, which the usual roll makes Monday."""
    plain = changed(tmp_path, HELPED).plan().obligations
    rolled = changed(
        tmp_path, HELPED, ("office_hours: '08:30-17:30'}", "office_hours: '08:30-17:30', roll: following}")
    )
    ends = [
        [str(one.deadline.last_day) for one in plan if one.role == "cooperating"]
        for plan in (plain, rolled.plan().obligations)
    ]
    assert ends == [["2017-07-01"] * 2, ["2017-07-03"] * 2]


def test_a_campaign_keeps_office_hours_of_its_own(tmp_path: Path) -> None:
    text = ("    office: netoffice\n", "    office: netoffice\n    office_hours: 09:00-17:00\n")
    planner = changed(tmp_path, text)
    (draft,) = {one.deadline.target for one in planner.plan().obligations if one.task == "survey"}
    assert draft is not None
    assert f"{draft:%H:%M}" == "17:00"
    assert planner.declaration.defaults.office.closes.hour == 17
    assert f"{planner.office.opens:%H:%M}" == "09:00"
    assert WHOLE.count("09:00") == 0
