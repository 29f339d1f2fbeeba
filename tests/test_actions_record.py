"""Record: a decision starts its own clock, whenever it is registered; and sign: what waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.record import record
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.lights import verdict
from tests.cast import COORDINATOR, JUNE, KEY, kinds, moment, stage, told
from tests.winter import Winter, winter

if TYPE_CHECKING:
    from pathlib import Path

    from actions.record import Recorded
    from tests.cast import Stage

NORTH = Actor("unit", "north")
PATH = "disclosure/north/北山罚〔2017〕1号"
REPORT = "report/north/2017-06"


def decide(made: Stage, when: str, happened: str, number: str = "北山罚〔2017〕1号") -> Recorded:
    """Register a decision of the north bureau."""
    made.move(when)
    day = date.fromisoformat(happened)
    return record(made.house, KEY, "decision", unit="north", number=number, happened=day, actor=NORTH)


def test_a_decision_is_due_seven_working_days_later_with_holidays_and_make_up_days_counted(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path)
    found = decide(made, "2017-09-27T16:00", "2017-09-27")
    [opened] = found.opened
    assert opened.id == f"{KEY}/{PATH}"
    row = made.row(PATH)
    assert row.last_day == date(2017, 10, 12)  # 09-30 counts, 10-01 to 10-08 do not
    assert (row.target, row.breach) == (moment("2017-10-12T17:30"), moment("2017-10-13T00:00"))
    assert row.item == "北山罚〔2017〕1号"
    made.run("2017-10-20T00:00")
    assert kinds(made.bodies(PATH))[1:] == [
        ("opened", "2017-09-27T00:00"),
        ("remind", "2017-10-09T08:30"),
        ("remind", "2017-10-12T08:30"),
        ("became_overdue", "2017-10-13T00:00"),
        ("urge", "2017-10-13T08:30"),
        ("supervise", "2017-10-17T08:30"),
    ]


def test_registered_late_it_is_overdue_at_once_with_its_true_dates(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-10-17T16:00", "2017-09-27")
    told_at_once = made.bodies(PATH)
    assert [told(b) for b in told_at_once][-3:] == ["became_overdue", "urge", "supervise"]
    overdue = made.bodies(PATH, "became_overdue")[0]
    assert overdue["effective"] == "2017-10-13T00:00:00+08:00"
    assert overdue["noticed"] == "2017-10-17T16:00:00+08:00"
    before = made.history_rows()
    made.wake("2017-10-17T16:00")
    assert [b for b in made.bodies(PATH)] == told_at_once  # noqa: C416 - read again
    assert len(made.history_rows()) >= len(before)


@pytest.mark.parametrize(("disclosed", "found"), [("2017-10-12", "in_time"), ("2017-10-13", "late")])
def test_what_was_disclosed_in_time_is_in_time_however_late_it_is_registered(
    tmp_path: Path, disclosed: str, found: str
) -> None:
    made = stage(tmp_path)
    decide(made, "2017-10-17T16:00", "2017-09-27")
    fields = {"公示日期": disclosed, "公示网址": "http://north.example/1"}
    receipt = made.submit(PATH, "2017-10-17T16:30", Submission(fields=fields))
    assert receipt.closed
    row = made.row(PATH)
    assert (row.done_on, verdict(row)) == (date.fromisoformat(disclosed), found)


@pytest.mark.parametrize("day", ["2017-10-18", "2017-09-26", "12.10.2017"])
def test_a_disclosure_dated_ahead_or_before_the_decision_is_refused(tmp_path: Path, day: str) -> None:
    made = stage(tmp_path)
    decide(made, "2017-10-17T16:00", "2017-09-27")
    before = made.history_rows()
    fields = {"公示日期": day, "公示网址": "http://north.example/1"}
    with pytest.raises(ActionError, match="公示日期"):
        made.submit(PATH, "2017-10-17T16:30", Submission(fields=fields))
    assert made.history_rows() == before


def test_the_same_decision_twice_changes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert decide(made, "2017-09-28T16:00", "2017-09-27").changed
    before = made.history_rows()
    assert not decide(made, "2017-09-29T16:00", "2017-09-27").changed
    assert made.history_rows() == before


def test_the_same_number_with_another_date_is_refused(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-09-28T16:00", "2017-09-27")
    before = made.history_rows()
    with pytest.raises(ActionError, match="已登记，日期为2017-09-27"):
        decide(made, "2017-09-29T16:00", "2017-09-28")
    assert made.history_rows() == before


@pytest.mark.parametrize("number", ["", "a b", "a/b", "a|b", "a\nb", "x" * 81])
def test_a_number_that_could_be_taken_for_something_else_is_refused(tmp_path: Path, number: str) -> None:
    made = stage(tmp_path)
    with pytest.raises(ActionError, match="文号"):
        decide(made, "2017-09-28T16:00", "2017-09-27", number)
    assert made.sql("SELECT * FROM items") == []


@pytest.mark.parametrize(
    ("unit", "kind", "happened", "actor", "said"),
    [
        ("南塘区局", "decision", "2017-09-27", NORTH, "本单位"),
        ("北山区居", "decision", "2017-09-27", COORDINATOR, "是不是“北山区局”"),
        ("north", "decison", "2017-09-27", NORTH, "是不是“decision”"),
        ("north", "decision", "2017-09-29", NORTH, "晚于今天"),
        ("north", "decision", "2017-09-27", Actor("leader"), "督办员"),
    ],
)
def test_what_cannot_be_registered_is_refused_with_nothing_written(
    tmp_path: Path, unit: str, kind: str, happened: str, actor: Actor, said: str
) -> None:
    made = stage(tmp_path)
    made.move("2017-09-28T16:00")
    before = made.history_rows()
    day = date.fromisoformat(happened)
    with pytest.raises(ActionError, match=said):
        record(made.house, KEY, kind, unit=unit, number="1号", happened=day, actor=actor)
    assert made.history_rows() == before


def minute_by_minute(folder: Path) -> Winter:
    """An action with tasks that count in hours and within the day, launched on 1 March 2017."""
    return winter(folder, "list", "disclosure", "review", "hot", "tonight", launched="2017-03-01T09:00")


def test_an_event_at_half_past_eight_in_the_evening_is_due_at_midnight_and_after_48_hours(
    tmp_path: Path,
) -> None:
    made = minute_by_minute(tmp_path)
    found = made.record("2017-03-10T21:00", "2017-03-10T20:30", "exposed", number="曝1")
    assert [one.id.split("/")[1] for one in found.opened] == ["hot", "tonight"]
    tonight, hot = made.row("tonight/north/曝1"), made.row("hot/north/曝1")
    assert (tonight.opens, tonight.target, tonight.breach) == (
        moment("2017-03-10T20:30"),
        moment("2017-03-11T00:00"),
        moment("2017-03-11T00:00"),
    )
    assert (hot.target, hot.breach) == (moment("2017-03-12T20:30"), moment("2017-03-12T20:30"))  # a Sunday
    made.run("2017-03-14T00:00")
    overdue = {b["obligation"].split("/")[1]: b["effective"][:16] for b in made.bodies(kind="became_overdue")}
    assert overdue["tonight"] == "2017-03-11T00:00"
    assert overdue["hot"] == "2017-03-12T20:30"
    assert all(b["effective"] >= "2017-03-10T20:30" for b in made.bodies("tonight/north/曝1"))


def test_an_instant_of_another_zone_is_the_same_instant_here(tmp_path: Path) -> None:
    made = minute_by_minute(tmp_path)
    made.record("2017-03-10T21:00", "2017-03-10T12:30+00:00", "exposed", number="曝1")
    [item] = made.sql("SELECT happened FROM items")
    assert item["happened"] == "2017-03-10T20:30"
    assert made.row("hot/north/曝1").breach == moment("2017-03-12T20:30")
    assert not made.record("2017-03-10T21:05", "2017-03-10T20:30", "exposed", number="曝1").changed


def test_a_day_alone_is_refused_where_hours_are_counted_with_nothing_written(tmp_path: Path) -> None:
    made = minute_by_minute(tmp_path)
    before = made.everything()
    with pytest.raises(ActionError, match=r"时刻|小时"):
        made.record("2017-03-10T21:00", "2017-03-10", "exposed", number="曝1")
    assert made.everything() == before


def test_an_instant_later_today_is_refused(tmp_path: Path) -> None:
    made = minute_by_minute(tmp_path)
    before = made.everything()
    with pytest.raises(ActionError, match="晚于今天"):
        made.record("2017-03-10T20:29", "2017-03-10T20:30", "exposed", number="曝1")
    assert made.everything() == before


def test_an_instant_counts_working_days_from_its_local_day(tmp_path: Path) -> None:
    made = minute_by_minute(tmp_path)
    [disclosure, _] = made.record("2017-03-11T09:00", "2017-03-09T23:59").opened
    assert disclosure.deadline.last_day == date(2017, 3, 20)
    assert disclosure.deadline.opens == moment("2017-03-09T23:59")


@pytest.mark.parametrize(
    ("registered", "late"),
    [
        ("2017-03-20T23:59", (0, 0)),
        ("2017-03-21T00:00", (1, 0)),
        ("2017-03-22T10:00", (2, 0)),
        ("2017-03-25T10:00", (4, 1)),
    ],
)
def test_it_says_by_how_many_working_days_it_was_registered_after_the_last_day(
    tmp_path: Path, registered: str, late: tuple[int, int]
) -> None:
    made = minute_by_minute(tmp_path)
    found = made.record(registered, "2017-03-09")
    assert [one.deadline.last_day for one in found.opened] == [date(2017, 3, 20), date(2017, 3, 23)]
    assert found.late_by == late
    overdue = {b["obligation"].split("/")[1] for b in made.bodies(kind="became_overdue")}
    assert {"disclosure": late[0] > 0, "review": late[1] > 0} == {
        name: name in overdue for name in ("disclosure", "review")
    }


@pytest.mark.parametrize("day", ["1999-12-31", "2003-12-31"])
def test_a_day_before_the_first_notice_is_an_answer_and_no_crash(tmp_path: Path, day: str) -> None:
    made = minute_by_minute(tmp_path)
    before = made.everything()
    with pytest.raises(ActionError, match="超出日历范围"):
        made.record("2017-03-10T21:00", day)
    assert made.everything() == before


def test_what_waits_for_a_signature_is_listed_and_does_not_leave(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    made.deliver("2017-07-03T09:00")
    open_ = waiting(made.house, KEY)
    assert {(one.rung, one.recipient) for one in open_ if one.obligation.endswith(REPORT)} == {
        ("supervise", "north/deputy"),
        ("supervise", "netoffice/office"),
    }
    assert {one.since for one in open_} == {moment(JUNE["supervise"])}
    assert {letter["recipient"].split("/")[1] for letter in made.letters()} == {"liaison", "office"}
    [asked] = [letter for letter in made.letters() if letter["recipient"] == "netoffice/office"]
    assert "办理事项3件" in asked["subject"]  # signed or dropped, and told once
    assert [n["state"] for n in made.notices(REPORT) if n["occasion"] == "to_sign:3"] == ["sent"]


def test_signed_it_leaves_in_the_next_letter_to_deputy_and_office(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    made.move("2017-07-03T10:00")
    signed = sign(made.house, [f"{KEY}/{REPORT}"], COORDINATOR)
    assert {one.recipient for one in signed} == {"north/deputy", "netoffice/office"}
    assert [b["actor"]["role"] for b in made.bodies(REPORT, "signed")] == ["coordinator", "coordinator"]
    made.deliver("2017-07-03T10:00")
    sent = {letter["recipient"] for letter in made.letters() if letter["state"] == "sent"}
    assert {"north/deputy", "netoffice/office"} <= sent
    assert "south/deputy" not in sent
    states = {n["recipient"]: n["state"] for n in made.notices(REPORT) if n["occasion"] == "rung:3"}
    assert states == {"north/deputy": "sent", "netoffice/office": "sent"}


def test_one_recipient_alone_may_be_signed(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    [one] = [w for w in waiting(made.house) if w.obligation.endswith(REPORT) and "deputy" in w.recipient]
    sign(made.house, [one.id], COORDINATOR)
    states = {n["recipient"]: n["state"] for n in made.notices(REPORT) if n["occasion"] == "rung:3"}
    assert states == {"north/deputy": "new", "netoffice/office": "waiting"}


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator", "system"])
def test_nobody_but_the_coordinator_signs(tmp_path: Path, role: str) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    before = made.history_rows()
    with pytest.raises(ActionError, match="督办员"):
        sign(made.house, [f"{KEY}/{REPORT}"], Actor(role, "north"))
    assert made.history_rows() == before


def test_after_filing_there_is_nothing_left_to_sign(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    made.submit(REPORT, "2017-07-03T09:00")
    before = made.history_rows()
    with pytest.raises(ActionError, match="没有待签发"):
        sign(made.house, [f"{KEY}/{REPORT}"], COORDINATOR)
    assert made.history_rows() == before


def test_what_was_filed_while_the_coordinator_looked_is_not_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    seen = waiting(made.house)
    made.submit(REPORT, "2017-07-03T09:00")
    monkeypatch.setattr("actions.sign.waiting", lambda _house: seen)
    before = made.history_rows()
    with pytest.raises(ActionError, match="不再待签发"):
        sign(made.house, [one.id for one in seen], COORDINATOR)
    assert made.history_rows() == before


def test_signing_twice_is_refused(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    sign(made.house, [f"{KEY}/{REPORT}"], COORDINATOR)
    with pytest.raises(ActionError, match="没有待签发"):
        sign(made.house, [f"{KEY}/{REPORT}"], COORDINATOR)


def test_a_signature_waits_through_days_off_and_is_never_forgotten(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    for day in ("2017-07-04T09:00", "2017-07-08T09:00", "2017-08-01T09:00"):
        made.tick(day)
        mine = [one for one in waiting(made.house) if one.obligation.endswith(REPORT)]
        assert [replace(one, since=moment(JUNE["supervise"])) for one in mine] == mine
        assert len(mine) == 2
