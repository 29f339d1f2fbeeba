"""Amendments of dates, phrases and ladders: what moves, what is told, and what nobody is told twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from actions.explain import explain
from actions.load_notice import load
from actions.sign import sign, waiting
from notifications.transports import Outcome
from tests.cast import (
    COORDINATOR,
    JUNE,
    KEY,
    LAUNCH,
    amendment_of_2017,
    declare,
    kinds,
    moment,
    stage,
)
from tests.winter import Balky, announcements, causes, dates

if TYPE_CHECKING:
    from pathlib import Path

from tests.amended import (
    AGAIN,
    FINAL,
    NORTHS,
    PACKAGE,
    REMIND,
    SUPERVISE,
    URGE,
    amend,
    changes,
    due,
    for_all,
    ids,
    ladder,
    look_everywhere,
    only,
    text,
    without,
)

# --- dates --------------------------------------------------------------------------------------------------


def test_a_later_date_applies_at_once_and_is_told_in_the_digest(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-12T09:00")
    made.deliver("2017-07-12T09:00")
    amend(made, text(due("07-21")), "2017-07-13T08:00")
    assert dates(made, "package/north") == (moment("2017-07-21T17:30"), moment("2017-07-22T00:00"))
    assert announcements(made, "package/north") == [("moved:2", "new", None)]
    made.tick("2017-07-13T08:30")
    assert announcements(made, "package/north") == [("moved:2", "sent", None)]
    made.run("2017-07-22T00:00")
    assert [b["effective"][:10] for b in made.bodies("package/north", "became_overdue")] == ["2017-07-22"]
    versions = made.sql(
        "SELECT version, breach FROM deadlines WHERE number = :n ORDER BY version",
        n=made.row("package/north").number,
    )
    assert [v["breach"] for v in versions] == [
        int(moment(at).timestamp()) for at in ("2017-07-15T00:00", "2017-07-22T00:00")
    ]
    look_everywhere(made)


def test_an_earlier_date_is_announced_and_binds_once_that_was_sent(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    amend(made, text(due("07-07")), "2017-07-05T09:30")
    assert dates(made, "package/north") == (moment("2017-07-07T17:30"), moment("2017-07-15T00:00"))
    made.deliver("2017-07-05T09:35")
    assert causes(made, "package/north") == ["amended", "announced"]
    assert dates(made, "package/north") == (moment("2017-07-07T17:30"), moment("2017-07-08T00:00"))
    made.run("2017-07-20T09:00")
    assert [b["effective"][:10] for b in made.bodies("package/north", "became_overdue")] == ["2017-07-08"]
    look_everywhere(made)


def test_an_earlier_date_that_was_never_announced_binds_nobody(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    amend(made, text(due("07-07")), "2017-07-05T09:30")
    made.house.transport = Balky(Outcome.DEAD)
    made.deliver("2017-07-05T09:35")
    made.run("2017-07-20T09:00")
    assert [b["effective"][:10] for b in made.bodies("package/north", "became_overdue")] == ["2017-07-15"]


def test_a_date_before_the_launch_does_not_let_go_who_was_chased(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    amend(made, text((FINAL, "{text: 6月18日前, source: 三, on: 2017-06-18}")), "2017-07-05T09:30")
    made.deliver("2017-07-05T09:35")
    row = made.row("package/north")
    assert (row.past, row.breach) == (None, moment("2017-07-07T00:00"))
    look_everywhere(made)


def test_two_amendments_in_a_row_announce_the_last_date_only(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    amend(made, text(due("07-12")), "2017-07-05T09:30")
    done = amend(made, text(due("07-10")), "2017-07-05T09:31")
    assert done.revision == 3
    assert announcements(made, "package/north") == [
        ("moved:2", "withdrawn", "redated"),
        ("moved:3", "new", None),
    ]
    made.deliver("2017-07-05T09:35")
    assert made.row("package/north").breach == moment("2017-07-11T00:00")
    look_everywhere(made)


def test_news_that_never_left_is_withdrawn_where_the_breach_has_passed_meanwhile(tmp_path: Path) -> None:
    made = stage(tmp_path)
    for day, when in (("07-21", "06-19"), ("07-14", "06-26"), ("07-07", "07-16"), ("07-14", "09-02")):
        amend(made, text(due(day)), f"2017-{when}T09:00")
    assert announcements(made, "package/north") == [
        (f"moved:{version}", "withdrawn", "redated") for version in (2, 3, 4)
    ]
    assert made.row("package/north").breach == moment("2017-07-22T00:00")
    assert made.deliver("2017-09-04T09:00")
    look_everywhere(made)


def test_an_amendment_back_to_the_first_declaration_gives_back_dates_and_tasks(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    first = {row.id: row for row in made.rows()}
    amend(
        made,
        text(due("07-21")).replace(
            "      scheme:\n        title: 实施方案", "      outline:\n        title: 提纲"
        ),
        "2017-07-05T09:30",
    )
    done = amend(made, text(), "2017-07-06T09:30")
    made.deliver("2017-07-06T09:35")  # the package's earlier date is announced, and binds
    assert ids(changes(done).restored) == for_all("scheme/{}")
    assert ids(changes(done).withdrawn) == for_all("outline/{}")
    assert (done.revision, made.head()["revision"]) == (3, 3)
    one, _, three = made.sql("SELECT digest FROM revisions ORDER BY number")
    assert one == three
    again = {row.id: (row.target, row.breach, row.status) for row in made.rows() if row.status != "withdrawn"}
    assert again == {key: (row.target, row.breach, row.status) for key, row in first.items()}
    assert [b["kind"] for b in made.bodies("scheme/north")] == ["planned", "opened", "withdrawn", "restored"]
    look_everywhere(made)


def test_what_is_owed_again_is_chased_from_then_on_and_no_rung_is_told_twice(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-11T08:30")  # the first reminder
    amend(made, without("package"), "2017-07-11T09:00")
    made.run("2017-07-12T09:00")
    amend(made, text(), "2017-07-12T09:00")
    assert made.row("package/north").status == "open"
    made.run("2017-07-20T09:00")
    assert [kind for kind, _ in kinds(made.bodies("package/north"))] == [
        *("planned", "opened", "remind", "withdrawn", "restored"),
        *("remind", "became_overdue", "urge", "supervise"),
    ]
    look_everywhere(made)


def test_a_phrase_alone_gives_a_new_certificate_and_no_letter(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-11T08:30")
    done = amend(
        made,
        text(("text: 7月14日前, source: 三", "text: 七月十四日前, source: 三（一）")),
        "2017-07-11T08:40",
    )
    assert ids(changes(done).reworded) == for_all(PACKAGE)
    assert announcements(made, "package/north") == []
    assert {(n["occasion"], n["state"]) for n in made.notices("package/north")} == {("rung:0", "new")}
    found = json.loads(explain(made.house, f"{KEY}/package/north").certificate)
    assert "七月十四日前" in json.dumps(found, ensure_ascii=False)
    made.run("2017-07-20T09:00")
    rungs = [b["data"]["step"] for b in made.bodies("package/north", "rung_reached")]
    assert rungs == [0, 1, 2, 3]
    look_everywhere(made)


def test_a_date_taken_away_leaves_the_thing_open_and_never_overdue(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    done = amend(made, text((FINAL, "{text: 适时报送, source: 三, undated: {}}")), "2017-07-05T09:30")
    assert ids(changes(done).moved) == for_all(PACKAGE)
    made.deliver("2017-07-06T08:30")
    made.run("2017-08-01T09:00")
    assert (made.row("package/north").status, made.row("package/north").breach) == ("open", None)
    back = amend(made, text(due("08-10")), "2017-08-01T09:30")
    assert ids(changes(back).moved) == for_all(PACKAGE)
    made.tick("2017-08-02T08:30")
    assert made.row("package/north").breach == moment("2017-08-11T00:00")
    look_everywhere(made)


# --- the ladder ---------------------------------------------------------------------------------------------


def test_another_ladder_moves_the_next_look_and_no_rung_is_told_twice(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-28T08:30")  # both reminders
    early = "rung: remind, before: target, working_days: 1, to: liaison"
    amend(made, text(ladder(REMIND, early, AGAIN, URGE, SUPERVISE)), "2017-06-28T09:00")
    amend(
        made,
        text(ladder(early, AGAIN, URGE.replace("1", "2"), SUPERVISE.replace("3", "4"))),
        "2017-06-28T10:00",
    )
    made.run("2017-07-05T09:00")
    assert kinds(made.bodies(NORTHS)) == [
        *(("planned", LAUNCH), ("opened", JUNE["opened"])),
        *(("remind", JUNE["remind"]), ("remind", JUNE["remind again"])),
        # The next look, at the breach, is the same by all three ladders.
        ("became_overdue", JUNE["breach"]),
        ("urge", "2017-06-30T08:30"),
        ("supervise", "2017-07-04T08:30"),
    ]
    look_everywhere(made)


def test_a_ladder_without_its_first_rungs_still_goes_on_to_the_breach(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-28T08:30")
    amend(made, text(ladder(URGE, SUPERVISE)), "2017-06-28T09:00")
    made.run("2017-07-05T09:00")
    assert kinds(made.bodies(NORTHS))[-3:] == [
        ("became_overdue", JUNE["breach"]),
        ("urge", JUNE["urge"]),
        ("supervise", JUNE["supervise"]),
    ]
    look_everywhere(made)


def test_a_notice_of_a_rung_that_is_gone_is_what_it_was(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")  # supervision waits for its signature
    amend(
        made,
        text(
            ladder(SUPERVISE, "rung: interview, after: breach, working_days: 9, to: deputy, confirm: office")
        ),
        "2017-07-03T09:00",
    )
    assert {one.rung for one in waiting(made.house, KEY)} == {"supervise"}
    sign(made.house, [one.id for one in waiting(made.house, KEY)], COORDINATOR)
    made.deliver("2017-07-03T09:10")
    assert any("督办" in one["subject"] for one in made.letters())
    look_everywhere(made)


def test_what_is_overdue_in_a_task_taken_out_climbs_the_new_ladder(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-19T08:30")  # up to supervision
    last = "rung: circular, after: breach, working_days: 5, to: office, confirm: office"
    whole = without("package").replace(*ladder(REMIND, AGAIN, URGE, SUPERVISE, last))
    amend(made, whole, "2017-07-19T09:00")
    made.run("2017-07-25T09:00")
    assert kinds(made.bodies("package/north"))[-1] == ("circular", "2017-07-21T08:30")
    look_everywhere(made)


def test_a_calendar_loaded_after_another_ladder_repeats_no_rung_and_misses_no_breach(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-25T08:30")  # the first reminder of July, three working days before the 28th
    assert kinds(made.bodies("report/north/2017-07"))[-1][0] == "remind"
    amend(made, text(ladder(AGAIN, URGE, SUPERVISE)), "2017-07-25T09:00")
    load(made.house, amendment_of_2017(tmp_path), COORDINATOR)
    made.run("2017-08-10T09:00")
    kinds_of = [kind for kind, _ in kinds(made.bodies("report/north/2017-07"))]
    assert kinds_of.count("became_overdue") == 1
    steps = [b["data"]["step"] for b in made.bodies("report/north/2017-07", "rung_reached")]
    assert len(steps) == len(set(steps))
    look_everywhere(made)


def test_after_a_notice_was_loaded_an_amendment_touches_only_what_it_changes(tmp_path: Path) -> None:
    made = stage(tmp_path)
    load(made.house, amendment_of_2017(tmp_path), COORDINATOR)
    done = amend(made, text(due("07-21")), "2017-06-20T09:00")
    assert ids(changes(done).moved) == for_all(PACKAGE)
    assert only(done, "moved")
    look_everywhere(made)


def test_what_counts_from_a_filed_thing_is_not_moved_by_an_amendment_of_another(tmp_path: Path) -> None:
    """The base was filed before a notice moved what would have been its date; what follows it stays as it is."""
    base = "      base:\n        title: 底数\n        responsible: bureaus\n        deadline: {text: 7月31日前, source: 七, every: {month_day: 31, from: 2017-07-01, to: 2017-07-31}, roll: preceding}\n"
    then = "      then:\n        title: 汇总\n        responsible: bureaus\n        deadline: {text: 其后10日, source: 七, after: {deadline: base, days: 10}}\n"
    made = stage(
        tmp_path,
        declare(
            tmp_path, text(more=base.replace("7月31日前", "7月30日前").replace("31, from", "30, from") + then)
        ),
    )
    made.submit("base/north/2017-07", "2017-07-03T09:00")
    load(made.house, amendment_of_2017(tmp_path), COORDINATOR)
    before = made.row("then/north/2017-07")
    whole = text(
        due("07-21"), more=base.replace("7月31日前", "7月30日前").replace("31, from", "30, from") + then
    )
    done = amend(made, whole, "2017-07-04T09:00")
    assert ids(changes(done).moved) == for_all(PACKAGE)
    assert changes(done).reworded == ()
    assert made.row("then/north/2017-07") == before
