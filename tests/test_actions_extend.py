"""More time: extensions asked for, granted in one or two signatures, refused; the clock paused and resumed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from actions import extend, pause, review
from actions.correct import correct
from actions.extend import Longer
from actions.house import ActionError
from actions.launch import launch
from actions.record import record
from campaigns.faults import RefusalError
from campaigns.lights import verdict
from store import requests
from tests.cast import declare, moment
from tests.office import COORDINATOR, LEADER, NORTH, PACKAGE, REPORT, SCHEME, office
from tests.winter import assert_sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office

ASKED: dict[str, Any] = {"until": date(2017, 7, 5), "reason": "数据核实", "progress": "已完成八成"}
VERIFY = "verify/north/1号"


def asked(made: Office, when: str = "2017-06-27T10:00") -> Office:
    made.act(when, extend.ask, REPORT, NORTH, **ASKED)
    return made


def verifying(folder: Path) -> Office:
    """A decision of 20 June is to be verified within 15 working days, by 11 July."""
    made = office(folder)
    made.move("2017-06-20T10:00")
    record(
        made.house, made.key, "decision", unit="north", number="1号", happened=date(2017, 6, 20), actor=NORTH
    )
    assert made.row(VERIFY).last_day == date(2017, 7, 11)
    return made


def test_while_an_extension_is_undecided_nobody_is_urged_or_late(tmp_path: Path) -> None:
    made = asked(office(tmp_path))
    assert made.row(REPORT).asks_extension
    made.deliver("2017-06-27T10:05")
    assert any("申请延期至7月5日" in one["subject"] for one in made.letters())
    made.run("2017-07-20T09:00")
    assert made.kinds(REPORT)[-1] == "asked"
    assert made.light(REPORT, "2017-07-20T09:00") == "normal"
    with made.house.store.read() as connection:
        [(request, key)] = requests.queue(connection, made.key)
    assert (request.kind, request.state, request.wanted) == ("extension", "open", "2017-07-05")
    assert key == f"{made.key}/{REPORT}"
    assert_sound(made)


def test_an_extension_that_is_granted_counts_and_the_original_date_is_kept(tmp_path: Path) -> None:
    made = asked(office(tmp_path))
    done = made.act("2017-06-28T16:00", extend.grant, REPORT)
    assert done.breach == moment("2017-07-06T00:00")
    row = made.row(REPORT)
    assert (row.last_day, row.original_day, row.asks_extension) == (
        date(2017, 7, 5),
        date(2017, 6, 28),
        False,
    )
    made.run("2017-07-05T20:00")
    assert "became_overdue" not in made.kinds(REPORT)
    made.hand_in(REPORT, "2017-07-05T21:00")
    assert verdict(made.row(REPORT)) == "in_time"
    made.act("2017-07-06T09:00", review.return_, REPORT, reason="补充")
    made.act("2017-07-06T10:00", extend.grant, REPORT, longer=Longer(working_days=3))
    row = made.row(REPORT)
    assert (row.last_day, row.original_day) == (date(2017, 7, 13), date(2017, 6, 28))
    assert verdict(row) == "in_time"
    assert_sound(made)


def test_refused_the_date_stands_and_a_whole_working_day_passes_before_any_rung(tmp_path: Path) -> None:
    made = asked(office(tmp_path))
    made.run("2017-06-30T09:00")
    made.act("2017-06-30T15:00", extend.refuse, REPORT, reason="时间充裕")
    made.run("2017-07-10T09:00")
    told = [(b["data"].get("rung", b["kind"]), b["effective"][5:16]) for b in made.bodies(REPORT)[-4:]]
    # Refused on Friday: Monday passes, and on Tuesday the ladder goes on; the breach is what it was.
    assert told == [
        ("became_overdue", "06-29T00:00"),
        ("remind", "07-04T08:30"),
        ("urge", "07-04T08:30"),
        ("supervise", "07-04T08:30"),
    ]
    assert made.light(REPORT, "2017-07-01T09:00") == "overdue"
    assert_sound(made)


@pytest.mark.parametrize(
    ("when", "more", "said"),
    [
        ("2017-06-29T00:00", {}, "已过截止时间"),
        ("2017-06-27T10:00", {"until": date(2017, 6, 28)}, "应晚于"),
        ("2017-06-27T10:00", {"reason": " "}, "理由"),
        ("2017-06-27T10:00", {"progress": ""}, "目前进展"),
    ],
)
def test_an_extension_is_asked_for_in_time_and_with_reason_and_progress(
    tmp_path: Path, when: str, more: dict[str, Any], said: str
) -> None:
    made = office(tmp_path)
    made.run(when)
    before = made.head()
    with pytest.raises(ActionError, match=said):
        made.act(when, extend.ask, REPORT, NORTH, **{**ASKED, **more})
    assert made.head()["sequence"] <= before["sequence"] + 1  # at most what time brought
    assert not made.row(REPORT).asks_extension


def test_what_is_filed_needs_no_extension_any_more(tmp_path: Path) -> None:
    made = asked(office(tmp_path))
    made.hand_in(REPORT, "2017-06-29T10:00")
    with made.house.store.read() as connection:
        assert list(requests.queue(connection)) == []
    assert verdict(made.row(REPORT)) == "late"
    assert made.row(REPORT).held_from is None
    assert_sound(made)


def test_two_sign_where_it_is_declared_first_the_office_then_a_leader(tmp_path: Path) -> None:
    made = verifying(tmp_path)
    made.act("2017-07-10T10:00", extend.ask, VERIFY, NORTH, **{**ASKED, "until": date(2017, 7, 20)})
    assert made.act("2017-07-10T11:00", extend.grant, VERIFY).breach == moment("2017-07-12T00:00")
    with pytest.raises(ActionError, match="已会签"):
        made.act("2017-07-10T11:01", extend.grant, VERIFY)
    made.deliver("2017-07-10T11:05")
    assert any("已会签" in one["subject"] for one in made.letters() if "leading_group" in one["recipient"])
    with pytest.raises(ActionError, match="延期超出规定"):
        made.act("2017-07-11T10:00", extend.grant, VERIFY, LEADER, longer=Longer(working_days=16))
    made.act("2017-07-11T10:00", extend.grant, VERIFY, LEADER, longer=Longer(working_days=15))
    assert made.row(VERIFY).last_day == date(2017, 8, 1)
    assert_sound(made)


def test_what_a_law_does_not_extend_is_refused_when_it_is_asked(tmp_path: Path) -> None:
    made = verifying(tmp_path)
    with pytest.raises(ActionError, match="没有规定可以延期"):
        made.act("2017-06-21T10:00", extend.ask, "disclosure/north/1号", NORTH, **ASKED)


def test_the_clock_stands_for_a_declared_cause_and_the_days_between_do_not_count(tmp_path: Path) -> None:
    made = verifying(tmp_path)
    with pytest.raises(ActionError, match="不在申报的暂停事由"):
        made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="出差")
    made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="检验")
    assert (made.row(VERIFY).status, made.light(VERIFY, "2017-07-20T10:00")) == ("suspended", "none")
    made.run("2017-07-20T10:00")
    assert made.kinds(VERIFY)[-1] == "paused"
    with pytest.raises(ActionError, match="暂停计时"):
        made.hand_in(VERIFY, "2017-07-20T10:00")
    done = made.act("2017-07-20T10:00", pause.resume, VERIFY)
    # 26 June to 19 July are 18 working days: 11 July becomes 4 August.
    assert done.breach == moment("2017-08-05T00:00")
    row = made.row(VERIFY)
    assert (row.status, row.original_day, row.paused_on) == ("open", date(2017, 7, 11), None)
    made.deliver("2017-07-20T10:05")
    made.run("2017-08-05T09:00")
    assert made.kinds(VERIFY)[-1] == "became_overdue"
    assert_sound(made)


@pytest.mark.parametrize(
    ("verb", "more", "said"),
    [
        (pause.pause, {"cause": "检验", "first": date(2017, 6, 27)}, "暂停只能从"),
        (pause.pause, {"cause": "检验", "first": date(2017, 6, 19)}, "暂停只能从"),
        (pause.resume, {}, "现为“在办”"),
    ],
)
def test_a_clock_stops_and_goes_on_between_its_opening_and_today(
    tmp_path: Path, verb: Any, more: dict[str, Any], said: str
) -> None:
    made = verifying(tmp_path)
    made.wake("2017-06-26T09:00")
    with pytest.raises(RefusalError, match=said):
        made.act("2017-06-26T10:00", verb, VERIFY, **more)


def test_an_extension_that_has_passed_as_well_is_refused(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.run("2017-07-10T09:00")
    with pytest.raises(ActionError, match="也已过"):
        made.act("2017-07-10T10:00", extend.grant, REPORT, longer=Longer(working_days=3))
    # What is overdue may be given more time that lies ahead; that it was overdue stays on record.
    made.act("2017-07-10T10:00", extend.grant, REPORT, longer=Longer(until=date(2017, 7, 14)))
    assert made.light(REPORT, "2017-07-10T11:00") == "normal"
    assert made.kinds(REPORT).count("became_overdue") == 1
    assert_sound(made)


def test_what_has_no_date_is_neither_extended_nor_paused(tmp_path: Path) -> None:
    made = office(tmp_path)
    acts: Any = ((extend.ask, NORTH, ASKED), (pause.pause, COORDINATOR, {"cause": "检验"}))
    for verb, actor, more in acts:
        with pytest.raises(ActionError, match="没有在走的期限"):
            made.act("2017-06-21T10:00", verb, SCHEME, actor, **more)
    with pytest.raises(ActionError, match="没有待批的延期"):
        made.act("2017-06-21T10:00", extend.refuse, PACKAGE, reason="没有")


def test_an_amendment_and_a_correction_leave_what_was_granted(tmp_path: Path) -> None:
    made = asked(verifying(tmp_path))
    made.act("2017-06-28T16:00", extend.grant, REPORT)
    made.act("2017-06-28T16:10", pause.pause, VERIFY, cause="检验")
    made.act("2017-07-05T09:00", pause.resume, VERIFY)
    assert made.row(VERIFY).last_day == date(2017, 7, 18)
    # The 25th instead of the 28th: the extension until 5 July stands.
    text = made.house.settings.file.read_text(encoding="utf-8")
    again = declare(
        tmp_path, text.replace("每月28日前", "每月25日前").replace("month_day: 28", "month_day: 25")
    )
    launch(made.house, again, made.key, COORDINATOR, confirmed=True)
    assert made.row(REPORT).last_day == date(2017, 7, 5)
    assert made.row("report/north/2017-07").target == moment("2017-07-25T17:30")
    # The decision was of the 19th: a day earlier, and the five days of the pause still do not count.
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 19), "reason": "登错"}
    correct(made.house, made.key, "decision", actor=COORDINATOR, **told)  # type: ignore[arg-type]
    assert '"pauses"' in made.bodies(VERIFY, "redated")[-1]["data"]["certificate"]
    assert_sound(made)


def test_what_changed_while_the_clock_stood_counts_when_it_goes_on(tmp_path: Path) -> None:
    made = verifying(tmp_path)
    made.act("2017-06-26T10:00", pause.pause, VERIFY, cause="检验")
    # Two days later, and two working days fewer.
    told = {"unit": "north", "number": "1号", "happened": date(2017, 6, 22), "reason": "登错"}
    correct(made.house, made.key, "decision", actor=COORDINATOR, **told)  # type: ignore[arg-type]
    text = made.house.settings.file.read_text(encoding="utf-8")
    amended = text.replace("15个工作日内", "13个工作日内").replace(
        "{event: decision, working_days: 15}", "{event: decision, working_days: 13}"
    )
    launch(made.house, declare(tmp_path, amended), made.key, COORDINATOR, confirmed=True)
    assert (made.row(VERIFY).status, made.row(VERIFY).last_day) == ("suspended", date(2017, 7, 11))
    done = made.act("2017-07-20T10:00", pause.resume, VERIFY)
    assert done.breach == moment(
        "2017-08-05T00:00"
    )  # 13 working days after the 22nd, and 18 that did not count
    why = made.bodies(VERIFY, "redated")[-1]["data"]["certificate"]
    assert '"2017-06-22"' in why
    assert '"pauses"' in why
    assert_sound(made)
