"""Deadlines that move by a holiday notice: later ones at once, earlier ones once that was told."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions import redate
from campaigns.lights import verdict
from notifications.transports import Outcome
from tests.cast import moment, stage
from tests.winter import (
    AFTER,
    BEFORE,
    GUANGXI,
    JANUARY,
    LAUNCH,
    LOADED,
    NORTHS,
    WINTER,
    Winter,
    announcements,
    assert_sound,
    causes,
    dates,
    late_notice,
    play,
    winter,
    winter_declared,
    winter_yaml,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["late_notice"]
pytestmark = pytest.mark.usefixtures("late_notice")


# --- what moves ---------------------------------------------------------------------------------------------


def test_every_moved_deadline_is_named_with_old_and_new_dates(tmp_path: Path) -> None:
    made = winter(tmp_path)
    done = made.load(LOADED)
    moved = {one.id.removeprefix(f"{WINTER}/"): one for one in done.moved[WINTER] if one.moved}
    assert sorted({name.split("/")[0] for name in moved}) == ["draft", "report", "spring", "summary"]
    days = {name: (one.was.last_day, one.now.last_day) for name, one in moved.items()}
    assert days["draft/north"] == (date(2017, 1, 18), date(2017, 1, 19))
    assert days["summary/north"] == (date(2017, 1, 31), date(2017, 2, 4))
    report, spring = moved[NORTHS], moved["spring/north"]
    assert ((report.was.target, report.was.breach), (report.now.target, report.now.breach)) == (BEFORE, AFTER)
    # Saturday 1 April is a weekend by the week alone, and worked by the notice: it is asked for a day later.
    assert (spring.was.target, spring.now.target) == (moment("2017-03-31T17:30"), moment("2017-04-01T17:30"))
    assert spring.was.breach == spring.now.breach
    waiting = {one.id for one in moved.values() if one.waits}
    assert waiting == {f"{WINTER}/{JANUARY.format(unit)}" for unit in ("north", "south", "east")}
    assert [json.loads(text)["provisional"] for text in report.certificates] == [True, False]
    assert_sound(made)


def test_provisional_deadlines_become_firm_also_where_the_date_stays(tmp_path: Path) -> None:
    made = winter(tmp_path)
    uncertain = {row["number"] for row in made.sql("SELECT number FROM deadlines WHERE provisional")}
    [found] = made.load(LOADED).moved.values()
    firm = {one.id for one in found if one.firm}
    assert {row.number for row in made.rows() if row.id in firm} == uncertain
    assert len(uncertain) == 30
    newest = "SELECT provisional FROM deadlines JOIN obligations USING (campaign, number, version)"
    assert {bool(row["provisional"]) for row in made.sql(newest)} == {False}
    february = "report/north/2017-02"
    assert dates(made, february) == (moment("2017-02-28T17:30"), moment("2017-03-01T00:00"))
    assert made.row(february).version == 2
    assert made.notices(february) == []
    assert made.row("list/north").version == 1  # 2016 was known all the time


def test_a_later_date_applies_at_once_and_the_unit_is_told_in_its_digest(tmp_path: Path) -> None:
    made = winter(tmp_path, "scheme", "summary")
    made.run("2017-01-25T07:00")
    assert made.row("summary/north").status == "open"
    made.load("2017-01-25T07:00")
    assert dates(made, "summary/north") == (moment("2017-02-04T17:30"), moment("2017-02-05T00:00"))
    made.deliver("2017-01-25T08:29")
    assert announcements(made, "summary/north") == [
        ("moved:2", "new", None)
    ]  # a digest waits for the office to open
    made.tick("2017-01-25T08:30")
    assert announcements(made, "summary/north") == [("moved:2", "sent", None)]
    said = made.told_in("summary/north")
    assert "截止时间由1月31日（星期二）24时改为2月4日（星期六）24时" in said
    assert "国办发明电〔2016〕17号" in said
    assert causes(made, "summary/north") == ["calendar"]  # nothing had to bind
    assert_sound(made)


def test_a_later_date_of_what_is_not_yet_open_is_on_record_and_bothers_nobody(tmp_path: Path) -> None:
    made = winter(tmp_path, "scheme", "summary")
    made.load(LOADED)
    assert made.row("summary/north").status == "pending"
    assert made.row("summary/north").breach == moment("2017-02-05T00:00")
    assert made.notices("summary/north") == []


# --- what is earlier ----------------------------------------------------------------------------------------


def test_an_earlier_date_is_asked_for_at_once_and_breaches_as_before_until_its_announcement_left(
    tmp_path: Path,
) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    assert dates(made, NORTHS) == (AFTER[0], BEFORE[1])
    assert announcements(made, NORTHS) == [("moved:2", "new", None)]
    made.deliver("2016-12-05T10:05")
    assert announcements(made, NORTHS) == [("moved:2", "sent", None)]
    assert dates(made, NORTHS) == AFTER
    assert causes(made, NORTHS) == ["calendar", "announced"]
    bound = made.bodies(NORTHS, "redated")[-1]
    assert bound["effective"] == bound["noticed"] == "2016-12-05T10:05:00+08:00"
    made.run("2017-02-10T00:00")
    assert [b["effective"] for b in made.bodies(NORTHS, "became_overdue")] == ["2017-01-27T00:00:00+08:00"]
    assert_sound(made)


def test_the_letter_says_both_dates_and_which_notice(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load("2017-01-20T16:00")
    made.deliver("2017-01-20T16:05")
    said = made.told_in(NORTHS)
    for part in (
        "请报时间由1月31日（星期二）下班前改为1月26日（星期四）下班前",
        "截止时间由1月31日（星期二）24时改为1月26日（星期四）24时",
        "国办发明电〔2016〕17号",
        f"{WINTER}/{NORTHS}",
    ):
        assert part in said


def test_where_the_old_breach_still_stands_the_letter_says_until_when_a_filing_is_in_time(
    tmp_path: Path,
) -> None:
    made = winter(tmp_path, "report")
    made.run("2017-01-26T15:00")
    made.load("2017-01-26T15:00")
    made.deliver("2017-01-26T15:05")
    assert "新期限较原期限提前：1月31日24时前报送的，仍算按时报送" in made.told_in(NORTHS)
    assert made.row(NORTHS).breach == BEFORE[1]


@pytest.mark.parametrize(
    ("loaded", "sent", "breach"),
    [
        # Long before: the date by the rule.
        ("2017-01-20T16:00", "2017-01-20T16:05", "2017-01-27T00:00"),
        # The first working day after the announcement is the new last day itself.
        ("2017-01-25T16:00", "2017-01-25T16:05", "2017-01-27T00:00"),
        # It would be 3 February: never later than the old breach.
        ("2017-01-26T16:00", "2017-01-26T16:05", "2017-02-01T00:00"),
        ("2017-01-30T16:00", "2017-01-30T16:05", "2017-02-01T00:00"),
        # Loaded in time, sent too late.
        ("2017-01-20T16:00", "2017-01-28T16:05", "2017-02-01T00:00"),
    ],
)
def test_an_earlier_date_binds_after_the_first_working_day_that_follows_its_announcement(
    tmp_path: Path, loaded: str, sent: str, breach: str
) -> None:
    made = winter(tmp_path, "report")
    made.run(loaded)
    made.load(loaded)
    made.deliver(sent)
    assert made.row(NORTHS).breach == moment(breach)
    made.run("2017-02-10T00:00")
    assert [b["effective"][:16] for b in made.bodies(NORTHS, "became_overdue")] == [breach]
    assert_sound(made)


def test_without_a_contact_the_announcement_is_dead_and_the_old_breach_stands(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    made.deliver("2016-12-05T10:05")
    east = JANUARY.format("east")
    assert announcements(made, east) == [("moved:2", "dead", "no contact")]
    made.run("2017-02-10T00:00")
    assert [b["effective"] for b in made.bodies(east, "became_overdue")] == ["2017-02-01T00:00:00+08:00"]


def test_a_letter_refused_for_good_never_binds(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.load(LOADED)
    with made.without_post(Outcome.DEAD):
        made.deliver("2016-12-05T10:05")
    assert announcements(made, NORTHS) == [("moved:2", "dead", "no way")]
    assert made.row(NORTHS).breach == BEFORE[1]
    assert causes(made, NORTHS) == ["calendar"]


def test_a_letter_that_waits_binds_only_when_it_has_left(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.run("2017-01-20T16:00")
    made.load("2017-01-20T16:00")
    with made.without_post():
        made.deliver("2017-01-20T16:05")
    assert made.row(NORTHS).breach == BEFORE[1]
    assert announcements(made, NORTHS) == [("moved:2", "new", None)]
    made.deliver("2017-01-24T09:00")
    assert made.row(NORTHS).breach == AFTER[1]
    assert made.bodies(NORTHS, "redated")[-1]["effective"] == "2017-01-24T09:00:00+08:00"


@pytest.mark.parametrize("composed", [False, True])
def test_filed_in_the_meantime_the_announcement_is_withdrawn_and_the_old_date_judges(
    tmp_path: Path, *, composed: bool
) -> None:
    made = winter(tmp_path, "report")
    made.run("2017-01-25T00:00")
    made.load("2017-01-30T10:00")
    if composed:
        with made.without_post():
            made.deliver("2017-01-30T10:05")
    made.submit(NORTHS, "2017-01-30T11:00")
    made.deliver("2017-01-30T12:00")
    assert announcements(made, NORTHS) == [("moved:2", "withdrawn", "filed")]
    assert made.row(NORTHS).breach == BEFORE[1]
    assert causes(made, NORTHS) == ["calendar"]
    assert verdict(made.row(NORTHS)) == "in_time"
    assert_sound(made)


def test_what_is_overdue_by_the_old_date_is_neither_announced_nor_urged_again(tmp_path: Path) -> None:
    made = winter(tmp_path, "report")
    made.run("2017-02-03T09:00")  # overdue, urged, and by the week alone supervised
    before = [b["kind"] for b in made.bodies(NORTHS)]
    assert before.count("became_overdue") == 1
    [found] = made.load("2017-02-03T10:00").moved.values()
    [one] = [one for one in found if one.id == f"{WINTER}/{NORTHS}"]
    assert (one.moved, one.waits, one.firm) == (False, False, True)
    made.run("2017-03-01T00:00")
    assert announcements(made, NORTHS) == []
    assert [b["kind"] for b in made.bodies(NORTHS)] == [*before, "redated"]
    assert dates(made, NORTHS) == BEFORE
    assert_sound(made)


def test_reminders_of_the_old_date_are_withdrawn_and_those_of_the_new_one_follow_it(tmp_path: Path) -> None:
    made = winter(tmp_path, "scheme", "summary")
    made.run("2017-01-25T08:30")  # three working days before 31 January, by the week alone
    reminded = [n for n in made.notices("summary/north") if n["occasion"] == "rung:0"]
    assert [(n["version"], n["state"]) for n in reminded] == [(1, "new")]
    made.load("2017-01-25T08:35")
    made.run("2017-02-10T00:00")
    rungs = [b for b in made.bodies("summary/north", "rung_reached") if b["data"]["rung"] == "remind"]
    # By the notice the reminder falls on the same morning, which lies behind us: the news itself reminds.
    assert [b["effective"][:16] for b in rungs] == ["2017-01-25T08:30"]
    states = [
        (n["version"], n["state"], n["reason"])
        for n in made.notices("summary/north")
        if n["occasion"] == "rung:0"
    ]
    assert states == [(1, "withdrawn", "redated")]


def test_a_reminder_in_a_letter_that_could_not_leave_is_not_sent_once_the_date_has_moved(
    tmp_path: Path,
) -> None:
    made = winter(tmp_path, "scheme", "summary")
    made.submit("scheme/north", "2017-01-18T10:00")
    made.deliver("2017-01-18T10:00")
    made.run("2017-01-25T08:30")
    with made.without_post():
        made.deliver("2017-01-25T08:35")
    made.load("2017-01-25T08:40")
    made.deliver("2017-01-26T08:30")
    [reminded] = [n for n in made.notices("summary/north") if n["occasion"] == "rung:0" and n["version"] == 1]
    assert reminded["letter"] is not None
    assert (reminded["state"], reminded["reason"]) == ("withdrawn", "redated")
    assert announcements(made, "summary/north") == [("moved:2", "sent", None)]


def test_a_notice_that_only_adds_evidence_leaves_an_announcement_as_it_was(tmp_path: Path) -> None:
    """Guangxi loads the nation's notice and its own on one evening, before the digest of the next morning."""
    made = winter(tmp_path, "scheme", "summary", calendar="cn-gx")
    made.run("2017-01-25T07:00")
    made.load("2017-01-25T07:00")
    assert announcements(made, "summary/north") == [("moved:2", "new", None)]
    made.load("2017-01-25T07:30", GUANGXI, region="cn-gx")
    assert made.row("summary/north").version == 3
    made.tick("2017-01-25T08:30")
    assert announcements(made, "summary/north") == [("moved:2", "sent", None)]
    assert "截止时间由1月31日（星期二）24时改为2月4日（星期六）24时" in made.told_in("summary/north")
    assert_sound(made)


def test_an_earlier_date_that_waits_is_announced_anew_when_more_evidence_comes(tmp_path: Path) -> None:
    made = winter(tmp_path, "report", calendar="cn-gx")
    made.run("2017-01-20T16:00")
    made.load("2017-01-20T16:00")
    made.load("2017-01-20T16:01", GUANGXI, region="cn-gx")
    assert announcements(made, NORTHS) == [("moved:2", "withdrawn", "redated"), ("moved:3", "new", None)]
    made.deliver("2017-01-20T16:05")
    assert dates(made, NORTHS) == AFTER
    # Of the date that was withdrawn nobody had heard.
    assert "请报时间由1月31日（星期二）下班前改为1月26日（星期四）下班前" in made.told_in(NORTHS)
    assert_sound(made)


# --- the ladder's own days ----------------------------------------------------------------------------------


def test_the_ladder_follows_the_new_days_where_the_deadline_itself_stays(tmp_path: Path) -> None:
    made = winter(tmp_path, "list")
    made.run("2016-12-29T08:30")  # overdue and urged; supervision is due on the third working day
    assert made.attention() == moment("2017-01-02T08:30")
    made.load("2016-12-30T10:00")
    assert made.attention() == moment("2017-01-03T08:30")  # 2 January is off by the notice
    found = made.bodies("list/north", "rescheduled")
    assert [b["data"]["attention"] for b in found] == ["2017-01-03T08:30:00+08:00"]
    assert made.row("list/north").version == 1
    assert made.wake("2017-01-02T09:00") == {}
    assert made.wake("2017-01-03T09:00") == {"supervise": 3}
    assert_sound(made)


def test_a_rung_that_was_reached_is_not_reached_again_where_its_day_moved_behind_it(tmp_path: Path) -> None:
    """Supervised on 2 January by the week alone; by the notice that is the 3rd, and it has been."""
    made = winter(tmp_path, "list", "report")
    made.run("2017-01-02T09:00")
    made.load("2017-01-02T10:00")
    made.run("2017-01-10T09:00")
    for path in ("list/north", "report/north/2016-12", "report/north/2016-11"):
        rungs = [b["data"]["step"] for b in made.bodies(path, "rung_reached")]
        assert rungs == sorted(set(rungs)), path
    assert made.bodies("list/north", "rung_reached")[-1]["effective"] == "2017-01-02T08:30:00+08:00"
    assert_sound(made)


# --- what stays ---------------------------------------------------------------------------------------------


def test_what_was_filed_or_closed_keeps_verdict_dates_and_certificate_to_the_byte(tmp_path: Path) -> None:
    made = winter(tmp_path, "report", "scheme", "draft", "summary")
    made.submit(NORTHS, "2017-01-30T10:00")  # in time by the 31st, late by the 26th
    made.submit("report/south/2017-01", "2017-01-30T10:00")
    made.submit("draft/north", "2017-01-30T11:00")
    kept = [NORTHS, "report/south/2017-01", "draft/north"]
    numbers = {made.row(path).number for path in kept}

    def cells() -> list[object]:
        tables = ("obligations", "deadlines", "filings", "notices")
        return [r for t in tables for r in made.sql(f"SELECT * FROM {t}") if r["number"] in numbers]  # noqa: S608

    before, verdicts = cells(), [verdict(made.row(path)) for path in kept]
    assert verdicts == ["in_time", "in_time", "late"]
    [found] = made.load("2017-01-30T12:00").moved.values()
    assert not {f"{WINTER}/{path}" for path in kept} & {one.id for one in found}
    assert cells() == before
    assert [verdict(made.row(path)) for path in kept] == verdicts
    # What counts back from a closed one's base is another matter: the scheme is open and became firm.
    assert made.row("scheme/north").version == 2
    assert_sound(made)


def test_what_was_past_from_the_start_keeps_its_dates_and_is_told_to_nobody(tmp_path: Path) -> None:
    made = winter(tmp_path, "report", launched="2017-02-02T09:00")
    assert made.row(NORTHS).past == "launch"
    before = made.row(NORTHS)
    made.load("2017-02-02T10:00")
    assert made.row(NORTHS) == before
    assert made.notices(NORTHS) == []


def test_what_counts_from_a_provisional_deadline_is_provisional_until_that_is_firm(tmp_path: Path) -> None:
    """Forty days before a date of January 2017 lie in 2016, whose days are known, and move with it all the same."""
    rule = "{text: 提前40日, before: {deadline: scheme, days: 40}}"
    early = f"      early: {{title: 准备, responsible: bureaus, deadline: {rule}}}\n"
    source = winter_declared(tmp_path, winter_yaml("scheme") + early)
    made = Winter(stage(tmp_path, source, key=WINTER, launched=None).house, source, WINTER)
    made.launch(LAUNCH)
    newest = "SELECT id, provisional FROM deadlines JOIN obligations USING (campaign, number, version)"
    assert {bool(row["provisional"]) for row in made.sql(newest)} == {True}
    assert dates(made, "early/north") == (moment("2016-12-14T17:30"), moment("2016-12-15T00:00"))
    [found] = made.load(LOADED).moved.values()
    assert {one.id for one in found if one.firm} == {row.id for row in made.rows()}
    assert {bool(row["provisional"]) for row in made.sql(newest)} == {False}
    assert dates(made, "early/north") == (moment("2016-12-14T17:30"), moment("2016-12-15T00:00"))
    assert_sound(made)


def test_the_history_is_the_same_however_many_deadlines_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = []
    for chunk in (1000, 1, 3):
        monkeypatch.setattr(redate, "CHUNK", chunk)
        heads.append(play(winter(tmp_path / str(chunk), launched=None)))
    assert heads[1:] == heads[:1] * 2
