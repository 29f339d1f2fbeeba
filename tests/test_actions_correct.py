"""Correcting a recorded event: nothing is changed in what was recorded, and open deadlines follow what is true."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.standing import standing_at
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.lights import light, verdict
from tests.cast import COORDINATOR, kinds, moment, statements, told
from tests.winter import NORTH, NOTICE, SOUTH, Winter, assert_sound, late_notice, winter

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["late_notice"]
pytestmark = pytest.mark.usefixtures("late_notice")
DISCLOSURE, REVIEW = "disclosure/north/1号", "review/north/1号"
DISCLOSED = {"公示日期": "2017-03-10", "公示网址": "http://north.example/1"}


@pytest.fixture
def made(tmp_path: Path) -> Winter:
    """March 2017, its notice known: Thursday 9 March + 7 working days is Monday the 20th."""
    found = winter(tmp_path, "list", "disclosure", "review", "hot", "tonight", launched="2017-03-01T09:00")
    found.load("2017-03-01T09:30", NOTICE)
    return found


def last_days(made: Winter) -> tuple[date | None, date | None]:
    """The last permitted days in force of the disclosure, and of the review that counts from it."""
    return made.row(DISCLOSURE).last_day, made.row(REVIEW).last_day


def colour(made: Winter, path: str, when: str) -> str:
    """The light of an obligation at an instant."""
    with made.house.store.read() as connection:
        record = made.house.on_record(connection, made.key)
    scheme = record.planner.declaration.lights[record.planner.campaign.lights]
    return light(made.row(path), scheme, record.pace, moment(when))


# --- to an earlier day --------------------------------------------------------------------------------------


def test_the_units_own_error_binds_at_once_and_what_is_past_is_overdue_with_its_true_instant(
    made: Winter,
) -> None:
    made.record("2017-03-10T10:00", "2017-03-09")
    assert last_days(made) == (date(2017, 3, 20), date(2017, 3, 23))
    done = made.correct("2017-03-17T10:00", "2017-03-03")
    assert [(one.id.split("/")[1], one.follows) for one in done.dependants] == [
        ("disclosure", True),
        ("review", True),
    ]
    assert last_days(made) == (date(2017, 3, 14), date(2017, 3, 17))
    [overdue] = made.bodies(DISCLOSURE, "became_overdue")
    assert (overdue["effective"], overdue["noticed"]) == (
        "2017-03-15T00:00:00+08:00",
        "2017-03-17T10:00:00+08:00",
    )
    assert [told(b) for b in made.bodies(DISCLOSURE)][-3:] == ["became_overdue", "urge", "supervise"]
    assert colour(made, DISCLOSURE, "2017-03-17T10:00") == "overdue"
    assert_sound(made)


def test_the_offices_error_is_announced_and_binds_when_that_has_left(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09", actor=COORDINATOR)
    made.correct("2017-03-13T10:00", "2017-03-02", actor=COORDINATOR)
    assert made.row(DISCLOSURE).target == moment("2017-03-13T17:30")  # asked for at once
    assert last_days(made) == (date(2017, 3, 20), date(2017, 3, 23))
    made.deliver("2017-03-13T10:05")
    # By the rule the 13th and the 16th; the first working day after the announcement is the 14th.
    assert last_days(made) == (date(2017, 3, 14), date(2017, 3, 16))
    said = made.told_in(DISCLOSURE)
    assert "截止时间由3月20日（星期一）24时改为3月13日（星期一）24时" in said
    assert "起算日由2017-03-09改为2017-03-02" in said
    assert "改为休息" not in said  # no day was turned: the period begins earlier
    assert "3月14日24时前报送的，仍算按时报送" in said
    made.run("2017-03-18T00:00")
    assert [b["effective"][:16] for b in made.bodies(DISCLOSURE, "became_overdue")] == ["2017-03-15T00:00"]
    assert_sound(made)


def test_an_announcement_strictly_between_the_two_dates_moves_the_breach_there(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09", actor=COORDINATOR)
    made.correct("2017-03-14T10:00", "2017-03-02", actor=COORDINATOR)
    made.deliver("2017-03-15T10:05")
    assert made.row(DISCLOSURE).breach == moment("2017-03-17T00:00")
    assert made.row(DISCLOSURE).last_day == date(2017, 3, 16)
    made.run("2017-03-22T09:00")
    steps = [
        step for step in kinds(made.bodies(DISCLOSURE)) if step[0] in {"became_overdue", "urge", "supervise"}
    ]
    assert steps == [
        ("became_overdue", "2017-03-17T00:00"),
        ("urge", "2017-03-17T08:30"),
        ("supervise", "2017-03-21T08:30"),
    ]
    assert_sound(made)


def test_an_unsent_announcement_of_a_correction_never_binds(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09", actor=COORDINATOR)
    made.correct("2017-03-13T10:00", "2017-03-02", actor=COORDINATOR)
    made.run("2017-03-22T00:00")
    assert [b["effective"][:16] for b in made.bodies(DISCLOSURE, "became_overdue")] == ["2017-03-21T00:00"]


@pytest.mark.parametrize(
    ("first", "second", "at_once"), [(NORTH, COORDINATOR, True), (COORDINATOR, NORTH, False)]
)
def test_it_matters_who_registered_the_wrong_day_not_who_corrects_it(
    made: Winter, first: Actor, second: Actor, *, at_once: bool
) -> None:
    made.record("2017-03-10T10:00", "2017-03-09", actor=first)
    made.correct("2017-03-13T10:00", "2017-03-02", actor=second)
    assert (made.row(DISCLOSURE).last_day == date(2017, 3, 13)) is at_once


def test_who_said_it_last_is_whose_error_it_is(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-08", actor=NORTH)
    made.correct("2017-03-10T11:00", "2017-03-09", actor=COORDINATOR)
    made.correct("2017-03-13T10:00", "2017-03-02", actor=COORDINATOR)
    assert made.row(DISCLOSURE).last_day == date(2017, 3, 20)


# --- to a later day -----------------------------------------------------------------------------------------


def test_to_a_later_day_it_applies_at_once_the_overdue_light_goes_and_the_history_keeps_both(
    made: Winter,
) -> None:
    made.record("2017-03-10T10:00", "2017-03-02", actor=COORDINATOR)
    made.run("2017-03-14T10:00")
    assert colour(made, DISCLOSURE, "2017-03-14T10:00") == "overdue"
    made.correct("2017-03-14T10:00", "2017-03-09", actor=COORDINATOR)
    assert last_days(made) == (date(2017, 3, 20), date(2017, 3, 23))
    assert colour(made, DISCLOSURE, "2017-03-14T10:00") != "overdue"
    made.run("2017-04-01T00:00")
    overdue = [b["effective"][:16] for b in made.bodies(DISCLOSURE, "became_overdue")]
    assert overdue == ["2017-03-14T00:00", "2017-03-21T00:00"]  # one for each version
    withdrawn = [n for n in made.notices(DISCLOSURE) if n["version"] == 1 and n["state"] != "sent"]
    assert {(n["state"], n["reason"]) for n in withdrawn} <= {
        ("withdrawn", "redated"),
        ("withdrawn", "superseded"),
    }
    versions = made.sql(
        "SELECT version, cause, last_day FROM deadlines WHERE number = :n", n=made.row(DISCLOSURE).number
    )
    assert [(v["version"], v["cause"], v["last_day"]) for v in versions] == [
        (1, "planned", "2017-03-13"),
        (2, "corrected", "2017-03-20"),
    ]
    assert_sound(made)


def test_back_and_forth_each_version_stays_on_record(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09")
    for number, day in enumerate(("2017-03-08", "2017-03-09", "2017-03-10"), 2):
        made.correct("2017-03-10T11:00", day)
        assert made.row(DISCLOSURE).version == number
    assert last_days(made) == (date(2017, 3, 21), date(2017, 3, 24))
    assert [b["data"]["was"] for b in made.bodies(kind="corrected")] == [
        "2017-03-09",
        "2017-03-08",
        "2017-03-09",
    ]
    assert_sound(made)


# --- what follows and what does not -------------------------------------------------------------------------


def test_what_was_filed_or_closed_keeps_its_verdict_and_its_certificate(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09")
    assert made.submit(DISCLOSURE, "2017-03-13T10:00", Submission(fields=DISCLOSED)).closed
    number = made.row(DISCLOSURE).number

    def cells() -> list[object]:
        tables = ("obligations", "deadlines", "filings", "notices")
        return [r for t in tables for r in made.sql(f"SELECT * FROM {t}") if r["number"] == number]  # noqa: S608

    before = cells()
    done = made.correct("2017-03-14T10:00", "2017-03-01")
    assert [(one.id.split("/")[1], one.follows) for one in done.dependants] == [
        ("disclosure", False),
        ("review", True),
    ]
    assert cells() == before
    assert verdict(made.row(DISCLOSURE)) == "in_time"  # by the 1st it would have been late
    assert made.row(REVIEW).last_day == date(2017, 3, 15)
    assert_sound(made)


def test_a_deadline_past_at_launch_is_chased_once_the_day_is_right(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-02-09", actor=COORDINATOR)
    assert [made.row(path).past for path in (DISCLOSURE, REVIEW)] == ["launch", "launch"]
    assert made.notices(DISCLOSURE) == []
    made.correct("2017-03-13T10:00", "2017-03-02", actor=COORDINATOR)
    assert [made.row(path).past for path in (DISCLOSURE, REVIEW)] == [None, None]
    made.run("2017-03-20T00:00")
    assert [b["effective"][:16] for b in made.bodies(DISCLOSURE, "became_overdue")] == ["2017-03-14T00:00"]
    assert_sound(made)


@pytest.mark.parametrize("actor", [NORTH, COORDINATOR])
def test_one_that_turns_out_past_at_launch_is_chased_no_more_and_nobody_is_written_to(
    made: Winter, actor: Actor
) -> None:
    made.record("2017-03-10T10:00", "2017-03-09", actor=actor)
    made.correct("2017-03-13T10:00", "2017-02-02", actor=actor)
    row = made.row(DISCLOSURE)
    assert (row.past, row.last_day) == ("launch", date(2017, 2, 10))
    assert made.run("2017-04-01T00:00") == []
    assert made.bodies(DISCLOSURE, "became_overdue") == []
    assert {n["state"] for n in made.notices(DISCLOSURE)} <= {"withdrawn"}
    assert_sound(made)


def test_what_counts_in_hours_follows_to_the_minute(made: Winter) -> None:
    made.record("2017-03-10T21:00", "2017-03-10T20:30", "exposed", number="曝1")
    hot, tonight = made.row("hot/north/曝1"), made.row("tonight/north/曝1")
    assert (hot.target, hot.breach) == (moment("2017-03-12T20:30"), moment("2017-03-12T20:30"))
    assert (tonight.opens, tonight.breach) == (moment("2017-03-10T20:30"), moment("2017-03-11T00:00"))
    made.correct("2017-03-10T21:30", "2017-03-10T19:15", "exposed", number="曝1")
    hot, tonight = made.row("hot/north/曝1"), made.row("tonight/north/曝1")
    assert (hot.opens, hot.breach) == (moment("2017-03-10T19:15"), moment("2017-03-12T19:15"))
    assert tonight.breach == moment("2017-03-11T00:00")
    made.run("2017-03-13T00:00")
    overdue = made.bodies("hot/north/曝1", "became_overdue")
    assert [b["effective"] for b in overdue] == ["2017-03-12T19:15:00+08:00"]
    assert_sound(made)


def test_an_instant_is_needed_where_hours_are_counted_also_to_correct(made: Winter) -> None:
    made.record("2017-03-10T21:00", "2017-03-10T20:30", "exposed", number="曝1")
    before = made.everything()
    with pytest.raises(ActionError, match=r"时刻|小时"):
        made.correct("2017-03-10T21:30", "2017-03-09", "exposed", number="曝1")
    assert made.everything() == before


def test_another_event_of_the_same_number_is_left_alone(made: Winter) -> None:
    made.record("2017-03-10T21:00", "2017-03-10T20:30", "exposed", number="1号")
    before = made.row("hot/north/1号")
    made.record("2017-03-10T21:10", "2017-03-09")
    made.correct("2017-03-10T21:20", "2017-03-08")
    assert made.row("hot/north/1号") == before
    assert made.row(DISCLOSURE).last_day == date(2017, 3, 17)


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("happened", "actor", "reason", "number", "said"),
    [
        ("2017-03-09", NORTH, "误", "1号", "登记的日期就是2017-03-09"),
        ("2017-03-08", NORTH, "误", "2号", "没有登记过"),
        ("2017-03-08", NORTH, "", "1号", "理由"),
        ("2017-03-08", NORTH, "  ", "1号", "理由"),
        ("2017-03-08", NORTH, "误\x1b[2J", "1号", "理由"),
        ("2017-03-14", NORTH, "误", "1号", "晚于今天"),
        ("2017-03-08", SOUTH, "误", "1号", "本单位"),
        ("2017-03-08", Actor("leader"), "误", "1号", "督办员"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_nothing_written(
    made: Winter, happened: str, actor: Actor, reason: str, number: str, said: str
) -> None:
    made.record("2017-03-10T10:00", "2017-03-09")
    before = made.everything()
    with pytest.raises(ActionError, match=said):
        made.correct("2017-03-13T10:00", happened, actor=actor, reason=reason, number=number)
    assert made.everything() == before


def test_a_day_outside_the_calendar_is_an_answer(made: Winter) -> None:
    made.record("2017-03-10T10:00", "2017-03-09")
    before = made.everything()
    with pytest.raises(ActionError, match="超出日历范围"):
        made.correct("2017-03-13T10:00", "1999-03-09")
    assert made.everything() == before


# --- known then and known now -------------------------------------------------------------------------------


def test_before_and_after_the_correction_only_it_differs(made: Winter) -> None:
    """On 16 March nobody knew that the disclosure was overdue since the 15th; today it is known."""
    made.record("2017-03-10T10:00", "2017-03-09")
    made.run("2017-03-16T12:00")
    made.correct("2017-03-17T10:00", "2017-03-03")
    at = moment("2017-03-16T12:00")
    then = standing_at(made.house, made.key, at, known_at=moment("2017-03-17T09:59:59"))
    now = standing_at(made.house, made.key, at)
    assert (then.total.lights.get("overdue", 0), now.total.lights.get("overdue", 0)) == (0, 1)
    units = [(one, other) for one, other in zip(then.units, now.units, strict=True) if one != other]
    assert len(units) == 1
    assert sum(then.total.lights.values()) == sum(now.total.lights.values())
    assert standing_at(made.house, made.key, at, known_at=moment("2017-03-17T10:00")) == now


def test_a_wake_first_and_a_correction_first_make_the_same_history(tmp_path: Path) -> None:
    histories = []
    for wakes in (True, False):
        folder = tmp_path / str(wakes)
        made = winter(folder, "list", "disclosure", "review", launched="2017-03-01T09:00")
        made.load("2017-03-01T09:30", NOTICE)
        made.record("2017-03-10T10:00", "2017-03-02")
        made.submit("list/north", "2017-03-10T10:30")
        if wakes:
            made.wake("2017-03-16T10:00")
        made.correct("2017-03-16T10:00", "2017-03-08")
        if not wakes:
            made.wake("2017-03-16T10:00")
        mine = [replace_places(b) for path in (DISCLOSURE, REVIEW) for b in made.bodies(path)]
        histories.append(mine)
    assert histories[0] == histories[1]
    assert [b["kind"] for b in histories[0]].count("became_overdue") == 1


def replace_places(body: dict[str, object]) -> dict[str, object]:
    """A body without its place in the chain."""
    return {key: value for key, value in body.items() if key != "sequence"}


def test_a_correction_is_a_handful_of_statements_however_long_the_history(made: Winter) -> None:
    for number in range(1, 9):
        made.record("2017-03-10T10:00", "2017-03-09", number=f"{number}号")
    with statements(made) as heard:
        made.correct("2017-03-10T11:00", "2017-03-08", number="5号")
    assert len(heard) <= 40
    assert not [one for one in heard if one.startswith("DELETE")]
