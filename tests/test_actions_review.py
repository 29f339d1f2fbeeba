"""Review: what was filed is accepted, returned, taken as not filed; reopened, waived, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from campaigns.faults import RefusalError
from campaigns.lights import rework_verdict, verdict
from deadlines.anchors import Amount
from tests.cast import moment
from tests.letters import text_of
from tests.office import COORDINATOR, LEADER, NORTH, REPORT, SCHEME, SOUTH, office, review
from tests.winter import assert_sound

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_whole_waits_for_review_and_is_closed_by_it_in_time(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-28T16:00")
    row = made.row(REPORT)
    assert (row.status, row.how, verdict(row)) == ("submitted", None, "in_time")
    # Past the deadline it waits still, and is in time: review never decides lateness.
    made.run("2017-07-10T09:00")
    assert made.light(REPORT, "2017-07-10T09:00") == "normal"
    made.act("2017-07-10T10:00", lambda h, k, a: review.accept(h, [k], a), REPORT)
    row = made.row(REPORT)
    assert (row.status, row.how, verdict(row)) == ("closed", "accepted", "in_time")
    assert made.light(REPORT, "2017-07-10T10:00") == "done"
    assert_sound(made)


def test_many_are_accepted_together_or_none(tmp_path: Path) -> None:
    made = office(tmp_path)
    for unit in ("north", "south"):
        made.hand_in(f"report/{unit}/2017-06", "2017-06-28T16:00")
    keys = [f"{made.key}/report/{unit}/2017-06" for unit in ("north", "south", "east")]
    before = made.history_rows()
    with pytest.raises(RefusalError, match="待审核"):
        review.accept(made.house, keys, COORDINATOR)
    assert made.row(REPORT).status == "submitted"
    assert len(made.history_rows()) == len(before)
    assert [one.status for one in review.accept(made.house, keys[:2], COORDINATOR)] == ["closed", "closed"]


@pytest.mark.parametrize("actor", [NORTH, LEADER])
def test_only_the_office_reviews_and_says_so(tmp_path: Path, actor: object) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-28T16:00")
    with pytest.raises(RefusalError, match="办公室（督办员）"):
        review.accept(made.house, [f"{made.key}/{REPORT}"], actor)  # type: ignore[arg-type]


def test_another_units_obligation_is_not_there_for_a_unit(tmp_path: Path) -> None:
    made = office(tmp_path)
    with pytest.raises(RefusalError, match="没有承办事项"):
        review.accept(made.house, [f"{made.key}/{REPORT}"], SOUTH)


def test_a_return_on_the_due_day_keeps_the_verdict_and_gives_two_working_days(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-28T10:00")
    done = made.act("2017-06-28T16:00", review.return_, REPORT, reason="数字前后不一致")
    assert (done.target, done.breach) == (moment("2017-06-30T17:30"), moment("2017-07-01T00:00"))
    row = made.row(REPORT)
    assert (row.status, row.returned, verdict(row)) == ("open", 1, "in_time")
    assert rework_verdict(row, moment("2017-06-30T23:59")) is None
    made.deliver("2017-06-28T16:05")
    letter = made.letters()[-1]
    assert "退回修改" in letter["subject"]
    assert "6月30日" in letter["subject"]
    # Nothing comes back: the rework is overdue once, the ladder climbs again, and the verdict stays.
    made.run("2017-07-06T09:00")
    assert made.kinds(REPORT)[-4:] == ["remind", "became_overdue", "urge", "supervise"]
    row = made.row(REPORT)
    assert (verdict(row), rework_verdict(row, moment("2017-07-06"))) == ("in_time", "late")
    assert made.light(REPORT, "2017-07-06T09:00") == "overdue"
    made.hand_in(REPORT, "2017-07-06T10:00")
    row = made.row(REPORT)
    assert (row.status, row.filings, verdict(row)) == ("submitted", 2, "in_time")
    assert rework_verdict(row, moment("2017-07-10")) == "late"
    assert_sound(made)


def test_rework_that_comes_back_in_time_is_in_time_whatever_comes_later(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-07-03T10:00")
    made.act("2017-07-03T16:00", review.return_, REPORT, reason="缺附表", within=Amount(working_days=5))
    made.hand_in(REPORT, "2017-07-05T10:00")
    made.run("2017-08-01T09:00")
    row = made.row(REPORT)
    assert (verdict(row), rework_verdict(row, moment("2017-08-01"))) == ("late", "in_time")
    made.act("2017-08-01T10:00", review.return_, REPORT, reason="还缺")
    assert rework_verdict(made.row(REPORT), moment("2017-08-10")) == "late"
    assert_sound(made)


def test_taken_as_not_filed_needs_a_second_signature_and_the_deadline_stands(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-28T16:00")
    with pytest.raises(ActionError, match="没有提请"):
        made.act("2017-06-29T09:00", review.take_as_not_filed, REPORT, LEADER)
    made.act("2017-06-29T10:00", review.propose_not_filed, REPORT, reason="空文件")
    assert made.row(REPORT).status == "submitted"
    with pytest.raises(RefusalError, match="领导"):
        made.act("2017-06-29T10:01", review.take_as_not_filed, REPORT)
    made.act("2017-06-29T11:00", review.take_as_not_filed, REPORT, LEADER)
    row = made.row(REPORT)
    assert (row.status, row.first_received, verdict(row)) == ("open", None, None)
    made.run("2017-07-10T09:00")
    told = [(b["data"].get("rung", b["kind"]), b["effective"][5:16]) for b in made.bodies(REPORT)[-3:]]
    # Overdue since the breach; nobody is urged before one whole working day, Friday the 30th, has passed.
    assert told == [
        ("became_overdue", "06-29T00:00"),
        ("urge", "07-03T08:30"),
        ("supervise", "07-03T08:30"),
    ]
    made.hand_in(REPORT, "2017-07-10T10:00")
    assert verdict(made.row(REPORT)) == "late"
    assert_sound(made)


def test_what_was_accepted_is_reopened_for_more_and_what_was_waived_is_owed_again(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.hand_in(REPORT, "2017-06-28T16:00")
    made.act("2017-06-29T10:00", lambda h, k, a: review.accept(h, [k], a), REPORT)
    made.act("2017-07-03T10:00", review.reopen, REPORT, reason="审计需要补充")
    row = made.row(REPORT)
    assert (row.status, row.how, row.closed_at, verdict(row)) == ("open", None, None, "in_time")
    july = "report/north/2017-07"
    made.act("2017-07-03T10:00", review.waive, july, reason="本期机构调整")
    assert made.light(july, "2017-07-20T10:00") == "none"
    made.run("2017-07-20T10:00")
    assert made.kinds(july) == ["opened", "waived"]
    made.act("2017-07-20T10:00", review.reopen, july, reason="恢复报送")
    assert made.row(july).status == "open"
    made.run("2017-08-01T09:00")
    assert made.kinds(july)[-4:] == ["remind", "remind", "became_overdue", "urge"]
    assert_sound(made)


def test_what_rests_on_law_is_not_waived(tmp_path: Path) -> None:
    from actions.record import record  # noqa: PLC0415 - only here

    made = office(tmp_path)
    made.move("2017-06-20T10:00")
    day = moment("2017-06-20T00:00").date()
    record(made.house, made.key, "decision", unit="north", number="1号", happened=day, actor=NORTH)
    with pytest.raises(ActionError, match="不能免除"):
        made.act("2017-06-20T11:00", review.waive, "disclosure/north/1号", reason="不公示")


def test_the_office_takes_back_what_is_ahead_and_nothing_that_is_overdue(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.run("2017-06-29T08:30")
    with pytest.raises(ActionError, match="已逾期"):
        made.act("2017-06-29T09:00", review.withdraw, REPORT, reason="不要了")
    july = "report/north/2017-07"
    made.act("2017-06-29T09:00", review.withdraw, july, reason="并入半年报")
    row = made.row(july)
    assert (row.status, row.how) == ("withdrawn", "office")
    made.deliver("2017-06-29T09:30")
    assert any("并入半年报" in text_of(one) for one in made.letters() if one["recipient"] == "north/liaison")
    made.act("2017-06-30T09:00", review.reopen, july, reason="还是要报")
    assert (made.row(july).status, made.row(july).how) == ("pending", None)
    assert_sound(made)


@pytest.mark.parametrize("reason", ["", "   ", "a\x00b", "长" * 2001])
def test_a_decision_says_why_in_plain_words(tmp_path: Path, reason: str) -> None:
    made = office(tmp_path)
    made.hand_in(SCHEME, "2017-06-20T16:00")
    before = made.head()
    with pytest.raises(ActionError, match="理由"):
        made.act("2017-06-20T17:00", review.return_, SCHEME, reason=reason)
    assert made.head() == before
