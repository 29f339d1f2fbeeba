"""An item that somebody else registers is told to its unit: at once where the next digest would be too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions import tell
from actions.sign import sign, waiting
from actions.submit import Submission
from tests.cast import COORDINATOR
from tests.letters import text_of
from tests.winter import NORTH, Winter, assert_sound, winter

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.events import Actor

TONIGHT, DISCLOSURE = "tonight/north/1号", "disclosure/north/1号"


def exposed(made: Winter, when: str, happened: str, actor: Actor = COORDINATOR) -> None:
    made.record(when, happened, "exposed", actor)


def ends(made: Winter, path: str, occasion: str = "assigned:1") -> list[tuple[str, str, str | None]]:
    return [(n["class"], n["state"], n["reason"]) for n in made.notices(path) if n["occasion"] == occasion]


def test_what_must_be_done_before_the_next_digest_is_told_at_once_also_at_night(tmp_path: Path) -> None:
    made = winter(tmp_path, "tonight", "disclosure")
    exposed(made, "2016-12-10T20:10", "2016-12-10T20:00")  # a Saturday
    made.deliver("2016-12-10T20:11")
    [letter] = made.letters()
    assert (letter["class"], letter["recipient"]) == ("urgent", "north/liaison")
    assert "【今天截止】请于12月10日（星期六）24时前报送1号曝光问题接报" in letter["subject"]
    assert ends(made, TONIGHT) == [("urgent", "sent", None)]
    assert_sound(made)


def test_what_has_days_comes_with_the_next_digest_and_says_it_is_newly_assigned(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure")
    made.record("2016-12-05T15:00", "2016-12-05", "decision", COORDINATOR)
    made.deliver("2016-12-06T08:30")
    [letter] = made.letters()
    assert "【交办】请于12月14日（星期三）下班前报送1号信息公示" in letter["subject"]
    made.run("2016-12-20T09:00")
    assert_sound(made)


def test_a_unit_is_not_told_of_what_it_registered_itself(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure", "tonight")
    made.record("2016-12-05T15:00", "2016-12-05", "decision", NORTH)
    exposed(made, "2016-12-05T20:10", "2016-12-05T20:00", NORTH)
    made.deliver("2016-12-06T08:30")
    assert ends(made, DISCLOSURE) == ends(made, TONIGHT) == []


def test_what_is_overdue_at_once_is_urged_and_not_assigned_besides(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure")
    made.record("2016-12-20T15:00", "2016-12-05", "decision", COORDINATOR)
    assert ends(made, DISCLOSURE) == []
    made.deliver("2016-12-21T08:30")
    [letter] = [one for one in made.letters() if one["recipient"] == "north/liaison"]
    assert "【催办】" in letter["subject"]


def test_a_reminder_takes_the_place_of_what_has_not_left_yet(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure")
    # Registered on the afternoon before the reminder: one letter tells of it, once.
    made.record("2016-12-08T15:00", "2016-12-05", "decision", COORDINATOR)
    made.run("2016-12-09T08:30")
    made.deliver("2016-12-09T08:30")
    assert ends(made, DISCLOSURE) == [("digest", "withdrawn", "superseded")]
    [letter] = made.letters()
    assert text_of(letter).count("事项编号") == 1
    assert_sound(made)


def test_what_is_filed_before_the_letter_leaves_is_not_asked_for(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure")
    made.record("2016-12-05T15:00", "2016-12-05", "decision", COORDINATOR)
    fields = {"公示日期": "2016-12-05", "公示网址": "http://north.example/1"}
    made.submit(DISCLOSURE, "2016-12-05T16:00", Submission(fields=fields))
    assert ends(made, DISCLOSURE) == [("digest", "withdrawn", "filed")]
    assert_sound(made)


@pytest.mark.parametrize("dropped", [False, True])
def test_the_office_hears_of_what_waits_to_be_signed_unless_it_was_dealt_with_before(
    tmp_path: Path, *, dropped: bool
) -> None:
    made = winter(tmp_path, "list")
    made.run("2017-01-04T08:30")  # three working days after 28 December, past the new year's days
    for path in ("list/north", "list/south"):
        assert ends(made, path, "to_sign:2") == [("digest", "new", None)]
    mine = [one.id for one in waiting(made.house) if one.obligation.endswith("list/north")]
    if dropped:
        tell.drop(made.house, mine, COORDINATOR, reason="已电话说明")
    else:
        sign(made.house, mine, COORDINATOR)
    made.deliver("2017-01-04T08:31")
    assert ends(made, "list/north", "to_sign:2") == [("digest", "withdrawn", "settled")]
    assert ends(made, "list/south", "to_sign:2") == [("digest", "sent", None)]
    [told] = [text_of(one) for one in made.letters() if "请签发" in text_of(one)]
    assert "南塘区局清单的督办已备好，请签发或不予签发" in told
    assert "北山区局清单的督办已备好" not in told
    assert_sound(made)


def test_one_that_turns_out_past_at_launch_is_not_assigned_any_more(tmp_path: Path) -> None:
    made = winter(tmp_path, "disclosure")
    made.record("2016-12-05T15:00", "2016-12-05", "decision", COORDINATOR)
    assert ends(made, DISCLOSURE) == [("digest", "new", None)]
    made.correct("2016-12-05T16:00", "2016-11-01", actor=COORDINATOR)
    assert made.row(DISCLOSURE).past is not None
    assert ends(made, DISCLOSURE) == [("digest", "withdrawn", "redated")]
    assert_sound(made)
