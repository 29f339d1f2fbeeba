"""A corrected event reaches whoever took over 转办 what it opened, by the same rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from actions import hand_over, pause
from actions.clock import FolderClock
from actions.correct import correct
from actions.record import record
from actions.register import register
from campaigns.items import OPEN, counted
from campaigns.lights import verdict
from cli.main import duban
from tests.cast import moment
from tests.office import COORDINATOR, NORTH, SOUTH, Office, office
from tests.winter import assert_sound, causes

if TYPE_CHECKING:
    from pathlib import Path

    from actions.correct import Corrected
    from campaigns.events import Actor

VERIFY, TAKEN, FURTHER = "verify/north/1号", "verify/south/north/1号", "verify/east/north/1号"


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """A decision of 20 June is verified within 15 working days, by 11 July; on the 22nd south takes that over."""
    found = office(tmp_path)
    decide(found, "2017-06-20T10:00", 20)
    found.act("2017-06-22T10:00", hand_over.transfer, VERIFY, to="south", reason="移交")
    return found


def decide(made: Office, when: str, day: int, unit: str = "north", actor: Actor = NORTH) -> None:
    """Record the unit's decision number 1 of a day of June."""
    made.move(when)
    told = {"unit": unit, "number": "1号"}
    record(made.house, made.key, "decision", happened=date(2017, 6, day), actor=actor, **told)


def corrected(made: Office, when: str, day: int) -> Corrected:
    """The office corrects the north's decision to a day of June."""
    made.move(when)
    told = {"unit": "north", "number": "1号", "reason": "看错"}
    return correct(made.house, made.key, "decision", happened=date(2017, 6, day), actor=COORDINATOR, **told)


def keeps(done: Corrected) -> dict[str, str | None]:
    """What became of each obligation, by its path."""
    return {one.id.partition("/")[2]: one.keeps for one in done.dependants}


def test_a_later_day_applies_at_once_to_who_took_it_over(made: Office) -> None:
    done = corrected(made, "2017-06-23T10:00", 22)
    assert keeps(done) == {"disclosure/north/1号": None, TAKEN: None}
    row = made.row(TAKEN)
    assert (row.last_day, row.version, causes(made, TAKEN)) == (date(2017, 7, 13), 2, ["corrected"])
    before = made.row(VERIFY)
    assert (before.status, before.version, before.last_day) == ("withdrawn", 1, date(2017, 7, 11))
    assert_sound(made)


def test_an_earlier_day_is_announced_to_who_took_it_over_whose_error_it_was_not(made: Office) -> None:
    corrected(made, "2017-06-23T10:00", 5)
    assert made.row("disclosure/north/1号").last_day == date(2017, 6, 14)  # the north's own error
    assert made.row(TAKEN).breach == moment("2017-07-12T00:00")
    made.deliver("2017-06-23T10:05")
    # By the rule the 26th; the first working day after the announcement is the 26th too.
    assert made.row(TAKEN).last_day == date(2017, 6, 26)
    assert causes(made, TAKEN) == ["corrected", "announced"]
    assert_sound(made)


def test_what_it_filed_keeps_its_deadline_and_verdict(made: Office) -> None:
    made.hand_in(TAKEN, "2017-06-27T10:00")
    done = corrected(made, "2017-06-28T10:00", 1)
    assert keeps(done)[TAKEN] == "closed"
    row = made.row(TAKEN)
    assert (row.last_day, row.version, verdict(row)) == (date(2017, 7, 11), 1, "in_time")
    assert_sound(made)


def test_days_that_did_not_count_before_the_transfer_still_do_not(tmp_path: Path) -> None:
    made = office(tmp_path)
    decide(made, "2017-06-20T10:00", 20)
    made.act("2017-06-21T10:00", pause.pause, VERIFY, cause="检验")
    made.act("2017-06-23T10:00", pause.resume, VERIFY)
    assert made.row(VERIFY).last_day == date(2017, 7, 13)
    made.act("2017-06-23T11:00", hand_over.transfer, VERIFY, to="south", reason="移交")
    corrected(made, "2017-06-26T10:00", 19)
    assert made.row(TAKEN).target == moment("2017-07-12T17:30")
    assert '"pauses"' in made.bodies(TAKEN, "redated")[-1]["data"]["certificate"]
    assert_sound(made)


def test_a_day_of_the_offices_own_stays(tmp_path: Path) -> None:
    made = office(tmp_path)
    decide(made, "2017-06-20T10:00", 20)
    told: dict[str, Any] = {"to": "south", "reason": "移交", "by": date(2017, 7, 20)}
    made.act("2017-06-22T10:00", hand_over.transfer, VERIFY, **told)
    done = corrected(made, "2017-06-23T10:00", 22)
    assert keeps(done)[TAKEN] == "office"
    assert (made.row(TAKEN).last_day, made.row(TAKEN).version) == (date(2017, 7, 20), 1)


def test_it_follows_as_often_as_it_is_handed_on(made: Office) -> None:
    made.act("2017-06-22T11:00", hand_over.transfer, TAKEN, to="east", reason="再移交")
    done = corrected(made, "2017-06-23T10:00", 22)
    assert keeps(done) == {"disclosure/north/1号": None, FURTHER: None}
    assert made.row(FURTHER).last_day == date(2017, 7, 13)
    assert_sound(made)


def test_the_number_of_another_unit_is_no_number_of_its_own(made: Office) -> None:
    decide(made, "2017-06-26T10:00", 23, "south", SOUTH)
    own = made.row("verify/south/1号")
    corrected(made, "2017-06-26T11:00", 22)
    assert made.row("verify/south/1号") == own
    assert made.row(TAKEN).last_day == date(2017, 7, 13)
    items = register(made.house, made.key).items
    assert counted(items) == {OPEN: 2}
    assert {one.item.unit: [step.row.unit for step in one.steps] for one in items} == {
        "north": ["north", "north", "south"],
        "south": ["south", "south"],
    }


def test_the_command_says_what_keeps_its_date_and_why(made: Office) -> None:
    made.act("2017-06-22T11:00", pause.pause, TAKEN, cause="检验")
    FolderClock(made.house.settings.data, at=moment("2017-06-23T10:00"))
    told = ["--campaign", made.key, "--unit", "north", "--number", "1号", "--date", "2017-06-21"]
    told += ["--correct", "--reason", "看错", "--data", str(made.house.settings.data)]
    done = CliRunner().invoke(duban, ["record", "decision", *told])
    assert done.exit_code == 0, done.output
    assert f"{TAKEN}  暂停计时中，恢复时随之变动" in done.output
