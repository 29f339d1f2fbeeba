"""Rungs by progress against time on record: downtime, extension, pause, return, transfer, amendment, notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from actions.correct import correct
from actions.explain import explain
from actions.extend import Longer
from actions.launch import launch
from actions.load_notice import load
from actions.planning import notices, plan_as_json
from actions.record import record
from actions.rehearse import Profile, rehearse
from reports.decided import Names
from reports.notices import rows
from reports.sentences import sentence
from tests.cast import (
    COORDINATOR,
    ZONE,
    amendment_of_2017,
    declare,
    kinds,
    moment,
    small_yaml,
    stage,
)
from tests.office import (
    BY_SHARES,
    NORTH,
    PACKAGE,
    REPORT,
    SCHEME,
    Office,
    extend,
    hand_over,
    office,
    pause,
    review,
    with_ladder,
)
from tests.winter import assert_sound

if TYPE_CHECKING:
    from pathlib import Path

VERIFY = "verify/north/1号"
#: The June report by its shares: from 16 June 0:00 to 28 June 17:30 are 1,099,800 seconds.
STEPS = [
    ("opened", "2017-06-16T00:00"),
    ("remind", "2017-06-22T08:45"),  # 50 %, a Thursday, in office hours
    ("urge", "2017-06-26T08:30"),  # 80 %, on Monday at 04:24
    ("became_overdue", "2017-06-29T00:00"),
    ("urge", "2017-06-29T08:30"),
    ("supervise", "2017-07-05T08:30"),  # 150 %, on Wednesday at 02:15
]
WHY = "情况复杂"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action with its ladder by shares."""
    return office(tmp_path, ladder=BY_SHARES)


def steps(made: Office, path: str = REPORT, since: str = "") -> list[tuple[str, str]]:
    """What time brought to one obligation after the instant `since`."""
    found = kinds([b for b in made.bodies(path) if b["kind"] in {"opened", "rung_reached", "became_overdue"}])
    return [one for one in found if one[1] > since]


def verifying(made: Office) -> Office:
    """A decision of 20 June is to be verified within 15 working days: 521.5 hours until 11 July 17:30."""
    made.move("2017-06-20T10:00")
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 20)}
    record(made.house, made.key, "decision", actor=NORTH, **told)  # type: ignore[arg-type]
    return made


def test_each_rung_is_reached_at_its_second_and_not_a_second_before(made: Office) -> None:
    for number, (_, when) in enumerate(STEPS[1:], 1):
        made.wake(moment(when) - timedelta(seconds=1))
        assert steps(made) == STEPS[:number]
        made.wake(when)
        assert steps(made) == STEPS[: number + 1]
    made.run("2017-09-30T00:00")
    assert steps(made) == STEPS
    assert_sound(made)


def test_what_needs_a_signature_waits_also_by_a_share(made: Office) -> None:
    made.run("2017-07-05T09:00")
    last = {n["recipient"]: n["state"] for n in made.notices(REPORT) if n["occasion"] == "rung:3"}
    assert last == {"north/deputy": "waiting", "netoffice/office": "waiting"}


def test_after_downtime_every_rung_is_recorded_and_the_highest_told_in_words_that_are_true(
    made: Office,
) -> None:
    made.wake("2017-06-20T09:00")
    made.tick("2017-06-27T09:00")
    assert steps(made) == STEPS[:3]
    states = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices(REPORT)}
    assert states == {"rung:0": ("withdrawn", "superseded"), "rung:1": ("sent", None)}
    subjects = [one["subject"] for one in made.letters() if one["recipient"] == "north/liaison"]
    # Urged before the target: nobody is told that it has passed.
    assert any("【催办】请于" in subject and "6月28日" in subject for subject in subjects)
    assert not any("已过" in subject for subject in subjects)
    made.tick("2017-07-20T09:00")
    assert steps(made) == STEPS
    assert_sound(made)


def test_a_superior_who_is_told_before_the_breach_is_not_told_that_it_has_passed(tmp_path: Path) -> None:
    ladder = """    - {rung: supervise, gone: 75%, to: deputy, confirm: nobody}
    - {rung: circular, gone: 90%, to: office, confirm: nobody}
"""
    made = office(tmp_path, ladder=ladder)
    for when in ("2017-06-26T09:00", "2017-06-28T09:00"):
        made.tick(when)
    told = {one["recipient"]: one["subject"].partition("】")[2] for one in made.letters()}
    said = "北山区局6月份月报应于6月28日（星期三）下班前报送，尚未收到"
    assert told["north/deputy"] == f"【督办】{said}，请督促报送—网监领导小组办公室"
    assert "已过" not in "".join(told.values())


@pytest.mark.parametrize("down", [timedelta(hours=7), timedelta(days=3), timedelta(days=20)])
def test_missed_wakes_change_no_instant(tmp_path: Path, down: timedelta) -> None:
    patient, sleepy = (office(tmp_path / name, ladder=BY_SHARES) for name in ("a", "b"))
    until, now = moment("2017-09-20T00:00"), moment("2017-06-19T09:00")
    patient.run(until)
    while now < until:
        sleepy.wake(now)
        now += down
    sleepy.wake(until)
    for path in (REPORT, PACKAGE, SCHEME, "report/east/2017-08"):
        assert steps(sleepy, path) == steps(patient, path)


def test_a_filing_ends_it(made: Office) -> None:
    made.run("2017-06-23T00:00")
    made.hand_in(REPORT, "2017-06-23T10:00")
    made.run("2017-07-30T00:00")
    assert steps(made) == STEPS[:2]


def test_an_extension_counts_the_shares_anew_and_what_lies_behind_is_not_told_again(made: Office) -> None:
    made.run("2017-06-26T12:00")
    made.act("2017-06-26T16:00", extend.grant, REPORT, longer=Longer(until=date(2017, 7, 5)))
    made.run("2017-07-06T09:00")
    # 473.5 hours now: the half was on the 25th, and 80 % are gone on Saturday, 1 July.
    assert steps(made, since="2017-06-26T12:00") == [
        ("urge", "2017-07-03T08:30"),
        ("became_overdue", "2017-07-06T00:00"),
        ("urge", "2017-07-06T08:30"),
    ]
    assert_sound(made)


def test_an_extension_by_which_the_half_lies_ahead_again_is_a_new_deadline_and_told_once(
    made: Office,
) -> None:
    made.run("2017-06-22T09:00")
    made.act("2017-06-22T10:00", extend.grant, REPORT, longer=Longer(until=date(2017, 7, 14)))
    made.run("2017-07-14T18:00")
    assert steps(made, since="2017-06-22T10:00") == [
        ("remind", "2017-06-30T08:45"),
        ("urge", "2017-07-10T08:30"),
    ]
    versions = {(n["version"], n["occasion"]) for n in made.notices(REPORT) if n["occasion"] == "rung:0"}
    assert versions == {(1, "rung:0"), (2, "rung:0")}
    assert_sound(made)


def test_while_an_extension_is_undecided_no_share_is_told_and_after_a_refusal_once(made: Office) -> None:
    asked = {"until": date(2017, 7, 5), "reason": WHY, "progress": "过半"}
    made.act("2017-06-21T10:00", extend.ask, REPORT, NORTH, **asked)
    made.run("2017-06-27T09:00")
    assert steps(made) == STEPS[:1]
    made.act("2017-06-27T10:00", extend.refuse, REPORT, reason="时间充裕")
    made.run("2017-07-30T00:00")
    # A whole working day passes: what was reached meanwhile comes together, each rung once.
    held = "2017-06-29T08:30"
    assert steps(made)[1:] == [
        ("became_overdue", "2017-06-29T00:00"),
        *((kind, held) for kind in ("remind", "urge", "urge")),
        STEPS[-1],
    ]
    assert_sound(made)


def test_days_on_which_the_clock_stands_are_no_time_that_is_gone(made: Office) -> None:
    verifying(made)
    made.run("2017-06-26T09:00")
    made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="检验")
    made.run("2017-07-20T09:00")
    assert steps(made, VERIFY) == [("opened", "2017-06-20T00:00")]
    made.act("2017-07-20T10:00", pause.resume, VERIFY)
    # 24 days stood still: the time runs as if from 14 July 0:00, until 4 August 17:30, 521.5 hours again.
    row = made.row(VERIFY)
    assert (row.runs_from, row.target) == (moment("2017-07-14T00:00"), moment("2017-08-04T17:30"))
    made.run("2017-08-05T09:00")
    assert steps(made, VERIFY)[1:] == [
        ("remind", "2017-07-25T08:30"),  # 50 % on Monday 24 July at 20:45
        ("urge", "2017-07-31T09:12"),  # 80 %
        ("became_overdue", "2017-08-05T00:00"),
    ]
    assert_sound(made)


def test_a_second_pause_adds_its_days_and_a_corrected_day_keeps_them(made: Office) -> None:
    verifying(made)
    made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="检验")
    made.act("2017-06-29T10:00", pause.resume, VERIFY)
    made.act("2017-07-03T10:00", pause.pause, VERIFY, cause="鉴定")
    made.act("2017-07-05T10:00", pause.resume, VERIFY)
    assert made.row(VERIFY).runs_from == moment("2017-06-25T00:00")  # three days and two
    made.move("2017-07-05T11:00")
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 19), "reason": "登错"}
    correct(made.house, made.key, "decision", actor=COORDINATOR, **told)  # type: ignore[arg-type]
    assert made.row(VERIFY).opens == moment("2017-06-19T00:00")
    assert made.row(VERIFY).runs_from == moment("2017-06-24T00:00")
    made.run("2017-08-01T00:00")
    assert_sound(made)


def test_rework_has_a_time_of_its_own_from_the_return_on(made: Office) -> None:
    made.hand_in(REPORT, "2017-06-21T10:00")
    made.act("2017-06-22T10:00", review.return_, REPORT, reason=WHY)
    row = made.row(REPORT)
    assert (row.runs_from, row.target) == (moment("2017-06-22T10:00"), moment("2017-06-26T17:30"))
    made.run("2017-07-10T00:00")
    # 103.5 hours: the half on Saturday, and 80 % on Sunday night; both on Monday morning, the higher one told.
    assert steps(made, since="2017-06-22T10:00") == [
        ("remind", "2017-06-26T08:30"),
        ("urge", "2017-06-26T08:30"),
        ("became_overdue", "2017-06-27T00:00"),
        ("urge", "2017-06-27T08:30"),
        ("supervise", "2017-06-29T08:30"),  # 150 % the evening before, at 21:15
    ]
    assert_sound(made)


def test_an_item_that_is_recorded_late_has_used_its_time_since_it_happened(made: Office) -> None:
    made.move("2017-07-07T10:00")
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 20)}
    record(made.house, made.key, "decision", actor=NORTH, **told)  # type: ignore[arg-type]
    made.tick("2017-07-07T10:00")
    assert steps(made, VERIFY) == [
        ("opened", "2017-06-20T00:00"),
        ("remind", "2017-07-03T08:30"),
        ("urge", "2017-07-07T09:12"),
    ]
    states = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices(VERIFY)}
    assert states == {"rung:0": ("withdrawn", "superseded"), "rung:1": ("sent", None)}
    assert_sound(made)


def test_what_is_transferred_by_the_same_deadline_keeps_the_time_it_has(made: Office) -> None:
    verifying(made)
    made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="检验")
    made.act("2017-07-20T10:00", pause.resume, VERIFY)
    made.act("2017-07-20T11:00", hand_over.transfer, VERIFY, to="south", reason=WHY)
    assert made.row("verify/south/north/1号").runs_from == moment("2017-07-14T00:00")
    made.act(
        "2017-07-21T11:00",
        hand_over.transfer,
        "verify/south/north/1号",
        to="east",
        reason=WHY,
        by=date(2017, 8, 1),
    )
    assert made.row("verify/east/north/1号").runs_from is None
    made.run("2017-08-02T09:00")
    assert steps(made, "verify/south/north/1号") == [("opened", "2017-06-20T00:00")]
    # From Friday 21 July 11:00 to Tuesday 1 August 17:30 are 270.5 hours.
    assert steps(made, "verify/east/north/1号") == [
        ("opened", "2017-07-21T11:00"),
        ("remind", "2017-07-27T08:30"),
        ("urge", "2017-07-31T08:30"),
        ("became_overdue", "2017-08-02T00:00"),
        ("urge", "2017-08-02T08:30"),
    ]
    assert_sound(made)


def test_an_amended_share_is_another_rung_and_those_that_were_reached_stay_behind(made: Office) -> None:
    made.run("2017-06-23T09:00")
    text = made.house.settings.file.read_text(encoding="utf-8")
    again = declare(made.house.settings.file.parent, text.replace("gone: 80%", "gone: 90%"))
    made.move("2017-06-23T10:00")
    launch(made.house, again, made.key, COORDINATOR, confirmed=True)
    made.run("2017-06-28T18:00")
    assert steps(made, since="2017-06-23T10:00") == [("urge", "2017-06-27T10:57")]
    assert_sound(made)


def test_a_notice_that_turns_the_day_moves_the_rung_to_the_next_working_day(made: Office) -> None:
    path = "report/north/2017-07"
    made.run("2017-06-20T09:00")
    due = [at for kind, at in steps_ahead(made, path) if kind == "urge"]
    load(made.house, amendment_of_2017(made.house.settings.file.parent), COORDINATOR)
    # July's report is asked for by the 26th: the 27th to the 30th are days off, and 22 July is worked.
    made.run("2017-08-10T00:00")
    assert steps(made, path)[2][1] != due[0]
    assert len(steps(made, path)) == len(set(steps(made, path)))
    assert_sound(made)


def steps_ahead(made: Office, path: str) -> list[tuple[str, str]]:
    """What time would bring to `path`, by its plan."""
    with made.house.store.read() as connection:
        pace = made.house.on_record(connection, made.key).pace
    row = made.row(path)
    found = pace.steps(row.opens, row.target, row.breach, row.last_day)
    return [(pace.rungs[s.rung].rung if s.rung >= 0 else s.kind, f"{s.at:%Y-%m-%dT%H:%M}") for s in found]


# --- as it is shown ------------------------------------------------------------------------------------------


def test_the_plan_lists_what_will_be_sent_with_its_share(made: Office) -> None:
    planner = made.declared.planner(made.key)
    told = notices(planner, planner.plan().obligations)
    mine = [one for one in told if one.obligation.endswith(REPORT)]
    assert [(one.rung, f"{one.at:%Y-%m-%dT%H:%M}") for one in mine] == [
        step for step in STEPS if step[0] not in {"opened", "became_overdue"}
    ]
    assert [row[1] for row in rows(mine, ZONE, "zh")] == [
        "提醒（已用时间50%）",
        "催办（已用时间80%）",
        "催办",
        "督办（已用时间150%）",
    ]
    assert rows(mine, ZONE, "en")[0][1] == "remind (50% of the time)"
    found = [n for n in plan_as_json(made.declared, made.key)["notices"] if n["obligation"].endswith(REPORT)]
    assert [n["at"] for n in found] == [one.at.isoformat() for one in mine]


def test_history_and_explanation_name_the_share(made: Office) -> None:
    made.run("2017-06-22T09:00")
    (body,) = made.bodies(REPORT, "rung_reached")
    assert (body["data"]["gone"], body["data"]["rung"]) == (50, "remind")
    names = Names({"north": "北山区局"}, {"report": "月报"}, {})
    assert "提醒（已用时间50%一级）" in sentence(body, names)
    assert "the rung at 50% of the time" in sentence(body, names, "en")
    found = explain(made.house, f"{made.key}/{REPORT}")
    assert [(rung.rung, rung.gone) for rung in found.rungs][:2] == [("remind", 50), ("urge", 80)]


def test_a_rehearsal_plays_to_the_last_share(tmp_path: Path) -> None:
    text = with_ladder(small_yaml(only_reports=True), BY_SHARES.replace("150%", "300%"))
    source = declare(tmp_path, text)
    done = rehearse(source, "haicheng-2017", profile=Profile.parse("on_time=0,late=0,silent=100"), seed=7)
    assert (done.transitions["supervise"], done.faults) == (9, ())


def test_a_short_task_is_asked_about_because_its_rungs_come_together(tmp_path: Path) -> None:
    ladder = """    - {rung: remind, gone: 50%, to: liaison}
    - {rung: remind, before: target, working_days: 2, to: [liaison, deputy]}
"""
    text = with_ladder(small_yaml(), ladder)
    found = [fault for fault in declare(tmp_path, text).warnings if fault.code == "rungs_fall"]
    # The decisions' seven working days, tried on the first days of the campaign, are long enough.
    assert found == []
    brief = text.replace("working_days: 7}", "working_days: 3}").replace("rule: 双公示, ", "")
    (fault,) = [fault for fault in declare(tmp_path, brief).warnings if fault.code == "rungs_fall"]
    assert "按“信息公示”的期限，第1级晚于第2级" in fault.message()
    assert brief.split("\n")[fault.line - 1].strip().startswith("- {rung: remind, gone: 50%")
    made = stage(tmp_path, declare(tmp_path, brief))
    made.move("2017-06-20T10:00")
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 20)}
    record(made.house, made.key, "decision", actor=NORTH, **told)  # type: ignore[arg-type]
    made.run("2017-06-30T00:00")
    # Due on Friday 23 June: the half is gone on Wednesday evening, and 2 working days are left that morning.
    reached = [
        (b["data"]["step"], b["effective"][:16]) for b in made.bodies("disclosure/north/1号", "rung_reached")
    ]
    assert reached == [(0, "2017-06-21T08:30"), (1, "2017-06-21T08:30")]
    states = {(n["occasion"], n["recipient"]): n["state"] for n in made.notices("disclosure/north/1号")}
    assert states["rung:0", "north/liaison"] == "withdrawn"
    assert states["rung:1", "north/liaison"] == states["rung:1", "north/deputy"] == "new"
    assert_sound(made)
