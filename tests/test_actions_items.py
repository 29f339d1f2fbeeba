"""Items with steps of their own: findings with a due date of theirs, the register, and what is late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions.correct import correct_item
from actions.declared import load
from actions.house import ActionError
from actions.proof import verify
from actions.record import record_item
from actions.register import register
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.items import DONE, OPEN, OVERDUE, Item, counted
from deadlines.because import because
from reports.breakdown import breakdown
from tests.cast import COORDINATOR, KEY, calendars, moment, stage
from tests.findings import FINDINGS, MATTERS, findings

if TYPE_CHECKING:
    from pathlib import Path

CHENGDONG = Actor("unit", "chengdong")


# --- a finding, from being found to being struck off --------------------------------------------------------


def test_a_finding_opens_its_rectification_by_its_own_date_and_the_offices_look_after_it(
    tmp_path: Path,
) -> None:
    made = findings(tmp_path)
    rectify, recheck = made.find("2024-03-06T10:00").opened
    assert (rectify.id, recheck.id) == (
        "linhe-2024/rectify/chengdong/1号",
        "linhe-2024/recheck/audit/chengdong/1号",
    )
    assert (rectify.unit, recheck.unit) == ("chengdong", "audit")
    assert rectify.deadline.last_day == date(2024, 3, 29)
    assert recheck.deadline.last_day == date(2024, 4, 8)  # 04-04 to 04-06 off, Sunday 04-07 worked
    assert "时限由登记的事项写明：2024-03-29" in because(rectify.deadline.certificate)


def test_it_is_open_until_both_are_closed_and_each_step_says_where_it_is(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    first = made.state()
    assert (first.state, first.closed_at, first.verdict) == (OPEN, None, None)
    assert first.next is not None
    assert first.next.row.task == "rectify"
    made.rectified("2024-03-20T10:00", "2024-03-19")
    half = made.state()
    assert (half.state, half.next and half.next.row.task) == (OPEN, "recheck")
    # Before the last day of the rectification, and so before the step opens by itself.
    made.rechecked("2024-03-22T10:00", "2024-03-21")
    done = made.state()
    assert (done.state, done.next, done.verdict) == (DONE, None, "in_time")
    assert done.closed_at == moment("2024-03-22T10:00")
    assert made.register(still_open=True).items == ()
    assert [made.state(when).state for when in ("2024-03-07T00:00", "2024-03-21T00:00")] == [OPEN, OPEN]
    assert made.register("2024-03-04T12:00").items == ()


def test_no_item_ends_without_its_feedback(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.rectified("2024-03-20T10:00", "2024-03-19")
    made.submit(
        "recheck/audit/chengdong/1号", "2024-03-22T10:00", Submission(fields={"复核日期": "2024-03-21"})
    )
    assert made.state().state == OPEN  # 复核意见 is missing
    late = made.state("2024-04-30T00:00")
    assert late.state == OPEN  # filed, incomplete: nobody is late, and nothing is over


def test_what_is_not_done_by_its_own_date_is_overdue(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.run("2024-03-30T08:30")
    made.move("2024-03-30T09:00")
    assert (made.state().state, made.state().verdict) == (OVERDUE, "late")
    assert [b["effective"] for b in made.bodies("rectify/chengdong/1号", "became_overdue")] == [
        "2024-03-30T00:00:00+08:00"
    ]
    made.rectified("2024-04-01T10:00", "2024-04-01")
    made.rechecked("2024-04-02T10:00", "2024-04-02")
    assert (made.state().state, made.state().verdict) == (DONE, "late")


def test_two_units_may_have_the_same_number_and_the_office_looks_at_each(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.find("2024-03-06T10:00", unit="chengxi")
    ids = [one.row.id for item in made.register().items for one in item.steps]
    assert len(set(ids)) == 4
    made.rectified("2024-03-20T10:00", "2024-03-19", unit="chengxi")
    assert [one.steps[0].open for one in made.register().items] == [True, False]


def test_the_record_is_sound_and_rebuilt_with_what_items_carry(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.rectified("2024-03-20T10:00", "2024-03-19")
    assert verify(made.house, rebuilding=True).faults == ()
    [row] = made.sql("SELECT due, fields FROM items")
    assert row == {"due": "2024-03-29", "fields": '{"整改要求":"限期补齐","问题":"亮照亮证不全"}'}


# --- late registration --------------------------------------------------------------------------------------


def test_done_in_time_is_in_time_however_late_it_is_registered(tmp_path: Path) -> None:
    """Decided on day 0, disclosed on working day 3, recorded on working day 9 of 7."""
    made = stage(tmp_path)
    made.move("2017-10-17T16:00")
    item = Item("north", "北山罚〔2017〕1号", date(2017, 9, 27))
    found = record_item(made.house, KEY, "decision", item, actor=COORDINATOR)
    assert found.late_by == (3,)
    before = register(made.house, KEY).items[0]
    assert (before.state, before.verdict, before.registered_late) == (OVERDUE, "late", 3)
    fields = {"公示日期": "2017-09-30", "公示网址": "http://north.example/1"}
    made.submit("disclosure/north/北山罚〔2017〕1号", "2017-10-17T16:30", Submission(fields=fields))
    after = register(made.house, KEY).items[0]
    assert (after.state, after.verdict, after.registered_late) == (DONE, "in_time", 3)


def test_a_finding_registered_after_its_own_date_is_overdue_at_once_unless_it_was_done(
    tmp_path: Path,
) -> None:
    made = findings(tmp_path)
    found = made.find("2024-04-02T10:00")
    assert found.late_by == (2, 0)
    assert made.state().state == OVERDUE
    made.rectified("2024-04-02T10:30", "2024-03-29")
    step = made.state().steps[0]
    assert (step.verdict, step.registered_late, step.open) == ("in_time", 2, False)


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due": None}, "请写时限"),
        ({"due": date(2024, 3, 4)}, "早于发生日期"),
        ({"due": date(2099, 1, 1)}, "超出日历范围"),
        ({"fields": {"问题": "甲"}}, "“整改要求”要填写"),
        ({"fields": {"问题": "甲", "整改要求": " "}}, "“整改要求”要填写"),
        ({"fields": {"问题": "甲", "整改要求": "乙", "整改要救": "丙"}}, "是不是“整改要求”"),
        ({"fields": {"问题": "甲\u202e", "整改要求": "乙"}}, "普通文字"),
        ({"fields": {"问题": "甲\u2028乙", "整改要求": "乙"}}, "普通文字"),
        ({"fields": {"问题": "长" * 2001, "整改要求": "乙"}}, "2000字以内"),
        ({"what": "马上整改"}, "立行立改、限期整改、长期坚持"),
    ],
)
def test_an_item_that_lacks_what_its_kind_asks_is_refused_with_nothing_written(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    made = findings(tmp_path)
    before = made.history_rows()
    sound = {"due": date(2024, 3, 29), "fields": {"问题": "甲", "整改要求": "乙"}, "what": None}
    item = Item("chengdong", "1号", date(2024, 3, 4), **{**sound, **changed})  # type: ignore[arg-type]
    if changed.get("due") == date(2024, 3, 4):
        item = Item("chengdong", "1号", date(2024, 3, 5), due=date(2024, 3, 4), fields=sound["fields"])  # type: ignore[arg-type]
    made.move("2024-03-06T10:00")
    with pytest.raises(ActionError, match=said):
        record_item(made.house, made.key, "finding", item, actor=COORDINATOR)
    assert made.history_rows() == before


def test_a_due_date_where_no_task_goes_by_it_is_refused(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.move("2017-09-28T10:00")
    item = Item("north", "1号", date(2017, 9, 27), due=date(2017, 10, 12))
    with pytest.raises(ActionError, match="去掉时限"):
        record_item(made.house, KEY, "decision", item, actor=COORDINATOR)


def test_the_same_number_with_other_words_is_refused_naming_correct(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    assert not made.find("2024-03-06T10:05").changed
    with pytest.raises(ActionError, match=r"时限为2024-03-29.*--correct"):
        made.find("2024-03-06T10:10", due="2024-03-28")


# --- corrections --------------------------------------------------------------------------------------------


def put_right(made: object, actor: Actor = COORDINATOR, **changed: object) -> object:
    item = Item("chengdong", "1号", date(2024, 3, 5), **changed)  # type: ignore[arg-type]
    return correct_item(made.house, made.key, "finding", item, actor=actor, reason="登记有误")  # type: ignore[attr-defined]


def test_a_corrected_due_date_moves_the_rectification_and_what_counts_from_it(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.move("2024-03-07T10:00")
    put_right(made, due=date(2024, 4, 12))
    rows = {one.row.task: one.row.last_day for one in made.state().steps}
    assert rows == {"rectify": date(2024, 4, 12), "recheck": date(2024, 4, 19)}
    assert made.state().item.due == date(2024, 4, 12)
    assert verify(made.house, rebuilding=True).faults == ()


def test_corrected_words_move_no_date(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.move("2024-03-07T10:00")
    put_right(made, fields={"问题": "未亮证"})
    assert made.state().item.fields == {"问题": "未亮证", "整改要求": "限期补齐"}
    assert made.bodies(kind="redated") == []
    with pytest.raises(ActionError, match="没有要更正的"):
        put_right(made, fields={"问题": "未亮证"})
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_unit_does_not_give_itself_another_due_date(tmp_path: Path) -> None:
    made = findings(tmp_path)
    made.find("2024-03-06T10:00")
    made.move("2024-03-07T10:00")
    before = made.history_rows()
    with pytest.raises(ActionError, match="督办员更正"):
        put_right(made, CHENGDONG, due=date(2024, 4, 12))
    assert made.history_rows() == before


# --- the examples -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", [FINDINGS, MATTERS], ids=lambda file: file.stem)
def test_the_examples_have_no_fault_and_no_real_address(example: Path) -> None:
    declared = load(example, calendars())
    assert declared.warnings == ()
    addresses = [one.contact for one in declared.declaration.units.values() if one.contact]
    assert addresses
    assert all(address.endswith(".example") for address in addresses)


def test_the_plan_says_who_mends_who_looks_again_and_that_each_finding_sets_its_day() -> None:
    planner = load(FINDINGS, calendars()).planner("linhe-2024", calendars())
    first, second = breakdown(planner, planner.plan())
    assert (first.lead, second.lead) == ("事项发生单位", "督查科")
    assert first.due == "整改时限\n以每件督查发现问题登记的时限为准"


def test_a_matter_is_signed_for_reported_and_done_in_one_three_and_seven_working_days(tmp_path: Path) -> None:
    made = stage(tmp_path, load(MATTERS, calendars()), key="yunhu-2024", launched="2024-01-03T09:00")
    made.move("2024-02-05T17:00")
    item = Item("湖东所", "督〔2024〕1号", date(2024, 2, 5), what="批示", fields={"事项": "核查直播间"})
    found = record_item(made.house, "yunhu-2024", "交办", item, actor=COORDINATOR)
    # The notice of 2024 gives 10 to 17 February off and has Sunday the 18th worked.
    last = [one.deadline.last_day for one in found.opened]
    assert last == [date(2024, 2, 6), date(2024, 2, 8), date(2024, 2, 20)]
    made.submit(
        "签收/湖东所/督〔2024〕1号", "2024-02-06T09:00", Submission(fields={"签收日期": "2024-02-06"})
    )
    (state,) = register(made.house, "yunhu-2024", "交办", unit="湖东所").items
    assert [step.open for step in state.steps] == [False, True, True]
    assert state.next is not None
    assert state.next.row.task == "进展"
    assert counted([state]) == {OPEN: 1}
