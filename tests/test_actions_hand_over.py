"""Transfers, and what is said and recorded: urging, telephone, instructions, progress, acknowledgement, dropping."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from actions.house import ActionError
from actions.launch import launch
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.evidence import lack_text
from campaigns.faults import RefusalError
from campaigns.lights import verdict
from store import acknowledgements
from tests.cast import declare, moment, small_yaml, stage
from tests.letters import text_of
from tests.office import (
    COORDINATOR,
    LEADER,
    NORTH,
    REPORT,
    SOUTH,
    Office,
    hand_over,
    office,
    tell,
)
from tests.winter import assert_sound

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "package/north"


def declared_text(made: Office) -> str:
    """The declaration as it was read."""
    return (made.house.settings.file).read_text(encoding="utf-8")


def one(verb: Any) -> Any:
    """An act on many, done to one."""
    return lambda house, key, actor, **more: verb(house, [key], actor, **more)


def test_a_transfer_ends_here_and_begins_there_with_the_same_deadline(tmp_path: Path) -> None:
    made = office(tmp_path)
    # Every bureau owes a report, so the city's own office takes it.
    made.act("2017-06-20T10:00", hand_over.ask, REPORT, NORTH, reason="不属本局职责", to="网络监管处")
    made.deliver("2017-06-20T10:05")
    assert any("申请改派给网络监管处" in letter["subject"] for letter in made.letters())
    done = made.act("2017-06-21T10:00", hand_over.transfer, REPORT, to="网络监管处", reason="职责调整")
    assert done.id == f"{made.key}/report/netoffice/2017-06"
    old, new = made.row(REPORT), made.row("report/netoffice/2017-06")
    assert (old.status, old.how) == ("withdrawn", "transferred")
    assert (new.status, new.origin, new.breach) == ("pending", old.id, old.breach)
    made.deliver("2017-06-22T09:00")
    subjects = {letter["recipient"]: letter["subject"] for letter in made.letters()}
    assert "已转由网络监管处办理" in subjects["north/liaison"]
    assert "原由北山区局办理" in subjects["netoffice/liaison"]
    made.run("2017-06-29T08:30")
    assert made.kinds("report/netoffice/2017-06")[-2:] == ["became_overdue", "urge"]
    assert made.kinds(REPORT)[-1] == "withdrawn"
    assert_sound(made)


def test_an_amendment_leaves_what_was_decided_by_hand(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.act("2017-06-21T10:00", hand_over.transfer, REPORT, to="netoffice", reason="职责调整")
    text = declared_text(made).replace("每月28日前", "每月28日之前")
    again = declare(tmp_path, text)
    made.move("2017-06-22T10:00")
    done = launch(made.house, again, made.key, COORDINATOR, confirmed=True)
    assert done.changed
    assert made.row(REPORT).how == "transferred"
    assert made.row("report/netoffice/2017-06").status == "open"
    assert_sound(made)


def test_what_is_overdue_is_transferred_with_a_date_of_the_office(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.run("2017-06-30T09:00")
    with pytest.raises(ActionError, match="另定期限"):
        made.act("2017-06-30T09:00", hand_over.transfer, REPORT, to="netoffice", reason="职责调整")
    given: dict[str, Any] = {"to": "netoffice", "reason": "职责调整", "by": date(2017, 7, 7)}
    made.act("2017-06-30T09:00", hand_over.transfer, REPORT, **given)
    assert made.row("report/netoffice/2017-06").breach == moment("2017-07-08T00:00")
    # The one who was late stays so on record.
    assert "became_overdue" in made.kinds(REPORT)
    assert verdict(made.row(REPORT)) is None
    assert_sound(made)


@pytest.mark.parametrize(
    ("to", "said"), [("south", "已有该单位"), ("north", "不能转给"), ("某局", "不在单位库")]
)
def test_a_transfer_goes_to_a_unit_that_can_take_it(tmp_path: Path, to: str, said: str) -> None:
    made = office(tmp_path)
    with pytest.raises(ActionError, match=said):
        made.act("2017-06-21T10:00", hand_over.transfer, REPORT, to=to, reason="职责调整")


def test_a_transfer_that_is_refused_leaves_the_clock_running(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.act("2017-06-20T10:00", hand_over.ask, REPORT, NORTH, reason="不属本局职责")
    with pytest.raises(ActionError, match="已申请改派"):
        made.act("2017-06-20T10:01", hand_over.ask, REPORT, NORTH, reason="再问")
    made.act("2017-06-20T11:00", hand_over.refuse, REPORT, reason="属地负责")
    made.deliver("2017-06-20T11:05")
    assert any("改派申请未获批准" in letter["subject"] for letter in made.letters())
    made.run("2017-06-29T00:00")
    assert made.kinds(REPORT)[-1] == "became_overdue"


def test_urging_by_hand_leaves_at_once_and_by_telephone_is_recorded(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.run("2017-06-26T09:00")
    made.act("2017-06-26T20:00", one(tell.urge), REPORT, text="市里明天开会")
    made.deliver("2017-06-26T20:01")
    [letter] = [one for one in made.letters() if one["class"] == "urgent"]
    assert letter["subject"].startswith("【演示数据，非真实情况】【催办】")
    given: dict[str, Any] = {"at": moment("2017-06-26T20:10"), "whom": "值班科长", "reply": "明早报"}
    made.act("2017-06-26T20:30", one(tell.telephone), REPORT, **given)
    body = made.bodies(REPORT, "telephoned")[0]
    assert (body["effective"][11:16], body["noticed"][11:16]) == ("20:10", "20:30")
    with pytest.raises(ActionError, match="晚于现在"):
        made.act("2017-06-26T20:31", one(tell.telephone), REPORT, **{**given, "at": moment("2017-06-27")})
    assert_sound(made)


def test_an_instruction_reaches_the_unit_through_the_office(tmp_path: Path) -> None:
    made = office(tmp_path)
    with pytest.raises(RefusalError, match="领导"):
        made.act("2017-06-20T10:00", tell.instruct, REPORT, text="请抓紧")
    made.act("2017-06-20T10:00", tell.instruct, REPORT, LEADER, text="请各局抓紧，按时报齐")
    made.deliver("2017-06-20T10:01")
    assert {one["recipient"] for one in made.letters()} == {"netoffice/office"}
    [ticket] = waiting(made.house)
    sign(made.house, [ticket.id], COORDINATOR)
    made.deliver("2017-06-20T10:30")
    [letter] = [one for one in made.letters() if one["recipient"] == "north/liaison"]
    assert "批示" in letter["subject"]
    assert "按时报齐" in text_of(letter)
    key = f"{made.key}/{REPORT}"
    assert tell.acknowledge(made.house, key, NORTH)
    assert not tell.acknowledge(made.house, key, NORTH)
    assert_sound(made)


def test_a_task_without_a_date_is_asked_after_and_never_overdue(tmp_path: Path) -> None:
    made = office(tmp_path)
    visit = "visit/north"
    made.run("2017-07-17T08:30")
    assert made.kinds(visit) == ["opened", "review_came"]
    made.deliver("2017-07-17T09:00")
    assert any("走访的进展" in text_of(one) for one in made.letters())
    assert made.row(visit).unanswered
    made.act("2017-07-18T10:00", tell.respond, visit, NORTH, text="已走访12家")
    assert not made.row(visit).unanswered
    made.run("2017-09-20T09:00")
    assert made.kinds(visit) == ["opened", "review_came", "responded", "review_came", "review_came"]
    assert made.row(visit).unanswered
    assert made.light(visit, "2017-09-20T09:00") == "none"
    with pytest.raises(ActionError, match="明确期限"):
        made.act(
            "2017-09-20T10:00",
            tell.respond,
            "package/south",
            SOUTH,
            text="x",
        )
    assert_sound(made)


def test_the_document_is_acknowledged_by_each_unit_once_for_each_revision(tmp_path: Path) -> None:
    made = office(tmp_path)
    assert tell.acknowledge(made.house, made.key, NORTH)
    assert not tell.acknowledge(made.house, made.key, NORTH)
    with pytest.raises(ActionError, match="责任单位"):
        tell.acknowledge(made.house, made.key, COORDINATOR)
    made.move("2017-06-22T10:00")
    again = declare(tmp_path, declared_text(made).replace("每月28日前", "每月28日之前"))
    launch(made.house, again, made.key, COORDINATOR, confirmed=True)
    assert tell.acknowledge(made.house, made.key, NORTH)
    with made.house.store.read() as connection:
        known = acknowledgements.of(connection, made.key)
    assert set(known) == {("north", "revision:1"), ("north", "revision:2")}
    with pytest.raises(ActionError, match="没有要签收的"):
        made.act("2017-06-22T11:00", tell.acknowledge, REPORT, NORTH)
    assert_sound(made)


def test_what_waits_for_a_signature_may_be_dropped_with_a_reason(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.run("2017-07-03T08:30")
    ids = [one.id for one in waiting(made.house) if one.obligation.endswith(REPORT)]
    assert len(ids) == 2
    with pytest.raises(ActionError, match="督办员"):
        tell.drop(made.house, ids, NORTH, reason="不发")
    assert [one.id for one in tell.drop(made.house, ids[:1], COORDINATOR, reason="已电话沟通")] == ids[:1]
    assert [one.id for one in waiting(made.house) if one.obligation.endswith(REPORT)] == ids[1:]
    [gone] = [n for n in made.notices(REPORT) if n["reason"] == "dropped"]
    assert gone["state"] == "withdrawn"
    with pytest.raises(ActionError, match="待签发"):
        tell.drop(made.house, ids[:1], COORDINATOR, reason="再来")
    assert_sound(made)


def test_the_small_action_is_the_reviewed_one() -> None:
    assert "review: nobody" not in small_yaml(reviewed=True)


def test_the_lead_files_in_time_names_who_has_not_answered_and_may_urge_them(tmp_path: Path) -> None:
    text = small_yaml(reviewed=True)
    text += """      joint:
        title: 联合检查总结
        lead: north
        cooperating: [south, east]
        deadline: {text: 7月14日前, on: 2017-07-14}
        contribution: {deadline: {text: 7月7日前, on: 2017-07-07}, deliverables: [{kind: text, title: 本区情况}]}
        deliverables: [{kind: text, title: 总结}]
"""
    made = stage(tmp_path, declare(tmp_path, text))
    made.submit("joint/south", "2017-07-06T10:00", Submission(texts={"本区情况": "已查"}))
    assert made.row("joint/south").how == "filed"
    made.move("2017-07-10T10:00")
    for who, refused in ((Actor("unit", "south"), True), (NORTH, False)):
        try:
            tell.urge(made.house, [f"{made.key}/joint/east"], who)
        except RefusalError:
            assert refused
        else:
            assert not refused
    done = made.submit("joint/north", "2017-07-14T16:00", Submission(texts={"总结": "全文"}))
    assert [lack_text(one) for one in done.doubts] == ["配合单位未反馈：东堤区局"]
    made.run("2017-07-20T09:00")
    rates = {row.unit: verdict(row) for row in made.rows() if row.task == "joint"}
    assert rates == {"north": "in_time", "south": "in_time", "east": None}
    assert "became_overdue" in [b["kind"] for b in made.bodies("joint/east")]
    assert "became_overdue" not in [b["kind"] for b in made.bodies("joint/north")]
    assert_sound(made)
