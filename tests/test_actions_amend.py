"""The amendment 补充通知: what a changed declaration does to a campaign that runs, and what it leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actions.amend import difference
from actions.explain import explain
from actions.house import ActionError
from actions.launch import launch
from actions.standing import campaigns, standing_at
from campaigns.lights import verdict
from tests.cast import (
    COORDINATOR,
    JUNE,
    KEY,
    NAMES,
    declare,
    kinds,
    moment,
    small_yaml,
    stage,
)

if TYPE_CHECKING:
    from pathlib import Path

from tests.amended import (
    EXTRA,
    NORTHS,
    PACKAGE,
    PARTS,
    REPORT,
    WEST,
    amend,
    changes,
    due,
    everything,
    for_all,
    ids,
    look_everywhere,
    only,
    text,
    without,
)

# --- shown, confirmed, recorded -----------------------------------------------------------------------------


def test_a_changed_declaration_is_refused_until_it_is_confirmed_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path)
    made.tick("2017-06-23T09:00")
    before = everything(made)
    with pytest.raises(ActionError, match="--yes"):
        amend(
            made,
            text(due("07-21"), ("contact: netoffice@", "contact: other@")),
            "2017-06-26T09:00",
            confirmed=False,
        )
    assert everything(made) == before


def test_showing_what_would_change_writes_nothing_and_shows_what_is_then_done(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before = everything(made)
    shown = difference(made.house, declare(tmp_path, text(due("07-21"))), KEY)
    assert everything(made) == before
    assert (shown.revision, shown.changed, ids(shown.comparison.moved)) == (2, True, for_all(PACKAGE))
    done = amend(made, text(due("07-21")), "2017-06-19T09:00")
    assert [ids(getattr(changes(done), part)) for part in PARTS] == [
        ids(getattr(shown.comparison, part)) for part in PARTS
    ]


def test_the_amendment_is_recorded_with_both_digests_its_number_and_who_approved(tmp_path: Path) -> None:
    made = stage(tmp_path)
    done = amend(made, text(due("07-21")), "2017-06-20T09:00", approved_by="领导小组2017年6月19日会议")
    first, second = made.sql("SELECT * FROM revisions ORDER BY number")
    [known] = made.sql("SELECT * FROM people WHERE name = '领导小组2017年6月19日会议'")
    assert (first["approved_by"], second["approved_by"]) == (None, known["commitment"])
    assert second["launched"] == int(moment("2017-06-20T09:00").timestamp())
    [told] = made.bodies(kind="amended")
    assert (told["revision"], told["data"]["revision"], done.revision) == (2, 2, 2)
    assert (told["data"]["was"], told["data"]["digest"]) == (first["digest"], second["digest"])
    assert told["data"]["approved_by"] == known["commitment"]
    assert "领导小组2017年6月19日会议" not in json.dumps(made.bodies(), ensure_ascii=False)
    assert told["actor"]["role"] == "coordinator"
    none = dict.fromkeys(("added", "restored", "withdrawn", "reworded", "kept"), 0)
    assert told["data"]["counts"] == {**none, "moved": 3}
    assert {body["revision"] for body in made.bodies() if body["sequence"] < told["sequence"]} == {1}
    assert {body["revision"] for body in made.bodies() if body["sequence"] >= told["sequence"]} == {2}
    look_everywhere(made)


def test_only_who_may_launch_may_amend(tmp_path: Path) -> None:
    made = stage(tmp_path)
    source = declare(tmp_path, text(due("07-21")))
    with pytest.raises(ActionError, match="督办员"):
        launch(made.house, source, KEY, type(COORDINATOR)("unit", "north"), confirmed=True)


def test_contacts_alone_are_no_amendment(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before = made.history_rows()
    done = amend(made, text(("contact: netoffice@", "contact: other@")), "2017-06-20T09:00", confirmed=False)
    assert (done.changed, done.revision, done.contacts, done.amendment) == (False, 1, 2, None)
    assert made.history_rows() == before


def test_a_title_alone_is_an_amendment_that_touches_no_obligation(tmp_path: Path) -> None:
    made = stage(tmp_path)
    done = amend(
        made, text(("title: 海城市网络市场行动", "title: 海城市网络市场专项行动")), "2017-06-20T09:00"
    )
    assert changes(done).empty
    assert [b["kind"] for b in made.bodies()][-1] == "amended"
    assert campaigns(made.house) == ((KEY, "海城市网络市场专项行动"),)
    look_everywhere(made)


# --- tasks --------------------------------------------------------------------------------------------------


def test_a_task_added_is_owed_from_now_on_and_chased(tmp_path: Path) -> None:
    made = stage(tmp_path)
    last = max(row.number for row in made.rows())
    done = amend(made, text(more=EXTRA.replace("DAY", "2017-06-27")), "2017-06-21T09:00")
    assert ids(changes(done).added) == for_all("survey/{}")
    assert [row.number for row in made.rows() if row.task == "survey"] == [last + 1, last + 2, last + 3]
    line = made.bodies("survey/north", "planned")[0]["data"]["line"]
    assert made.declared.source.lines_of("campaigns.yaml")[line - 1].strip() == "survey:"
    made.run("2017-06-28T09:00")
    assert [kind for kind, _ in kinds(made.bodies("survey/north"))] == [
        *("planned", "opened", "remind", "remind", "became_overdue", "urge")
    ]
    look_everywhere(made)


def test_what_an_amendment_adds_but_lies_behind_is_not_added(tmp_path: Path) -> None:
    made = stage(tmp_path)
    done = amend(made, text(more=EXTRA.replace("DAY", "2017-06-20")), "2017-06-21T00:00")
    assert changes(done).empty
    assert not [row for row in made.rows() if row.task == "survey"]
    # Nor does it come back with the next amendment.
    again = text(due("07-21"), more=EXTRA.replace("DAY", "2017-06-20"))
    assert changes(amend(made, again, "2017-06-22T09:00")).added == ()


def test_a_task_removed_is_withdrawn_where_it_lies_ahead_and_nothing_more_is_sent(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-11T08:30")  # the first reminder of the final package
    made.submit(PACKAGE.format("south"), "2017-07-11T09:00")
    made.deliver("2017-07-11T09:00")
    made.wake("2017-07-14T08:30")  # the second
    done = amend(made, without("package"), "2017-07-14T08:35")
    assert ids(changes(done).withdrawn) == {"package/north", "package/east"}
    assert ids(changes(done).kept) == {"package/south"}
    last = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices("package/north")}
    unsent = {"rung:1": ("withdrawn", "amended"), "withdrawn:1": ("new", None)}
    assert last == {"rung:0": ("sent", None), **unsent}
    assert made.row("package/south").status == "submitted"
    assert made.row("package/north").status == "withdrawn"
    made.run("2017-08-10T09:00")
    made.deliver("2017-08-10T09:00")
    assert [b["kind"] for b in made.bodies("package/north")][-1] == "withdrawn"
    look_everywhere(made)


def test_what_was_withdrawn_takes_no_filing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("package"), "2017-06-20T09:00")
    with pytest.raises(ActionError, match="撤销"):
        made.submit("package/north", "2017-06-21T09:00")
    assert made.row("package/north").status == "withdrawn"


def test_what_is_overdue_stays_owed_when_its_task_is_taken_out_and_is_still_urged(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-14T08:30")
    made.run("2017-07-15T00:00")
    done = amend(made, without("package"), "2017-07-16T09:00")
    assert ids(changes(done).kept) == for_all(PACKAGE)
    made.tick("2017-07-17T08:30")
    assert kinds(made.bodies("package/north"))[-1] == ("urge", "2017-07-17T08:30")
    [letter] = [one for one in made.letters() if one["recipient"] == "north/liaison"][-1:]
    assert "总结材料已过报送截止日" in letter["subject"]
    assert explain(made.house, f"{KEY}/package/north").title == "总结材料"
    made.submit("package/north", "2017-07-18T09:00")
    assert made.row("package/north").filings == 1
    look_everywhere(made)


def test_a_breach_that_no_wake_has_seen_yet_is_told_before_the_amendment_is(tmp_path: Path) -> None:
    """Amend first or wake first, it is all one."""
    left, right = stage(tmp_path / "a"), stage(tmp_path / "b")
    for made in (left, right):
        made.run("2017-06-28T17:00")
    left.wake("2017-07-03T09:00")
    for made in (left, right):
        amend(made, text(("month_day: 28", "month_day: 30")), "2017-07-03T09:00")
    assert left.history_rows() == right.history_rows()
    assert [k for k, _ in kinds(left.bodies(NORTHS))].count("became_overdue") == 1


def test_a_task_renamed_is_another_one_and_the_old_one_keeps_what_it_had(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-29T08:30")
    made.submit(REPORT.format("south"), "2017-06-29T09:00")
    done = amend(
        made,
        text(("      report:\n        title: 月报", "      monthly:\n        title: 每月报告")),
        "2017-06-29T10:00",
    )
    months = [f"{{}}/{{{{}}}}/2017-0{month}" for month in (7, 8)]
    assert ids(changes(done).withdrawn) == {p for m in months for p in for_all(m.format("report"))}
    assert ids(changes(done).added) == {p for m in months for p in for_all(m.format("monthly"))}
    assert ids(changes(done).kept) == for_all(REPORT)
    assert verdict(made.row(REPORT.format("south"))) == "late"
    made.run("2017-07-03T08:30")
    assert kinds(made.bodies(NORTHS))[-1] == ("supervise", JUNE["supervise"])
    look_everywhere(made)


def test_a_file_that_was_complete_stays_closed_and_keeps_its_certificate(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit(NORTHS, "2017-06-28T10:00")
    before = (made.row(NORTHS), explain(made.house, f"{KEY}/{NORTHS}").certificate)
    done = amend(made, text(("month_day: 28", "month_day: 20")), "2017-06-28T11:00")
    assert NORTHS not in ids(changes(done).moved)
    assert (made.row(NORTHS), explain(made.house, f"{KEY}/{NORTHS}").certificate) == before
    assert verdict(made.row(NORTHS)) == "in_time"


# --- units --------------------------------------------------------------------------------------------------


def test_a_unit_added_midway_owes_only_what_lies_ahead_whatever_the_period(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-10T09:00")
    done = amend(made, text(units=WEST), "2017-07-10T10:00")
    wanted = {"report/west/2017-07", "report/west/2017-08", "package/west", "scheme/west"}
    assert ids(changes(done).added) == wanted
    assert only(done, "added")
    made.run("2017-07-15T00:00")
    made.tick("2017-07-17T08:30")
    assert "became_overdue" in [b["kind"] for b in made.bodies("package/west")]
    assert "west/liaison" in {one["recipient"] for one in made.letters()}
    look_everywhere(made)


def test_a_unit_removed_owes_what_is_overdue_under_its_old_name_and_nothing_ahead(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-29T00:00")
    made.submit(REPORT.format("east"), "2017-06-29T08:00")
    two = {key: name for key, name in NAMES.items() if key == "north"}
    done = amend(made, text(units=two), "2017-06-29T08:10")
    assert ids(changes(done).kept) >= {REPORT.format("south"), REPORT.format("east")}
    assert "package/south" in ids(changes(done).withdrawn)
    made.run("2017-06-29T08:30")
    made.deliver("2017-06-29T08:31")
    said = [one["subject"] for one in made.letters() if one["recipient"] == "south/liaison"]
    assert any("1件已过截止日" in subject and "撤销" in subject for subject in said)
    found = standing_at(made.house, KEY)
    assert found.overdue_units == ("北山区局", "南塘区局")
    assert explain(made.house, f"{KEY}/{REPORT.format('south')}").unit_title == "南塘区局"
    assert made.row(REPORT.format("east")).status == "closed"
    look_everywhere(made)


def test_a_group_that_is_told_otherwise_changes_who_owes(tmp_path: Path) -> None:
    made = stage(tmp_path)
    done = amend(
        made,
        text(
            (
                "groups: {bureaus: {kind: district, parent: city}}",
                "groups: {bureaus: {members: [north, south]}}",
            )
        ),
        "2017-06-20T09:00",
    )
    assert {path.split("/")[1] for path in ids(changes(done).withdrawn)} == {"east"}
    assert only(done, "withdrawn")
    look_everywhere(made)


def test_after_two_amendments_the_first_ones_groups_and_tasks_are_still_understood(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-15T00:00")
    few = small_yaml().replace("bureaus", "counties")
    amend(made, few.replace("package", "parcel"), "2017-07-16T09:00")
    done = amend(
        made, few.replace("package", "parcel").replace("7月14日前", "7月14日之前"), "2017-07-17T09:00"
    )
    assert done.revision == 3
    made.run("2017-07-20T09:00")
    made.deliver("2017-07-20T09:00")
    assert kinds(made.bodies("package/north"))[-1][0] == "supervise"
    look_everywhere(made)
