"""Wake: what has come due is decided and recorded, once, with the instant at which it took effect."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from actions import wake as waking
from actions.deliver import deliver
from actions.house import ActionError
from actions.wake import finish_wake, wake_work
from store.history import ClockStepError
from store.leases import LeaseLostError
from tests.cast import (
    JUNE,
    KEY,
    crowd,
    declare,
    kinds,
    moment,
    small_yaml,
    stage,
    statements,
    told,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage

REPORT = "report/north/2017-06"
#: Nobody files: the June report, as deadlines.md and the ladder give it.
STEPS = [
    ("opened", JUNE["opened"]),
    ("remind", JUNE["remind"]),
    ("remind", JUNE["remind again"]),
    ("became_overdue", JUNE["breach"]),
    ("urge", JUNE["urge"]),
    ("supervise", JUNE["supervise"]),
]


def steps(made: Stage, path: str = REPORT) -> list[tuple[str, str]]:
    """What time brought to one obligation, with effective instants."""
    return kinds(made.bodies(path))[1:]


def test_wakes_open_remind_mark_overdue_and_record_every_rung(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T00:00")
    assert steps(made) == STEPS
    row = made.row(REPORT)
    assert (row.status, row.judged) == ("open", moment(JUNE["supervise"]))


@pytest.mark.parametrize(("name", "step"), list(enumerate(STEPS[1:], 1)))
def test_nothing_happens_a_second_before_its_instant(
    tmp_path: Path, name: int, step: tuple[str, str]
) -> None:
    made = stage(tmp_path)
    at = moment(step[1])
    made.wake(at - timedelta(seconds=1))
    assert steps(made) == STEPS[:name]
    made.wake(at)
    assert steps(made) == STEPS[: name + 1]


def test_a_wake_tells_how_many_transitions_of_each_kind_it_recorded(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert made.wake("2017-06-19T09:00") == {"opened": 9}  # June's reports, packages, schemes of 3 bureaus
    assert made.wake("2017-06-29T09:00") == {"remind": 6, "became_overdue": 3, "urge": 3}


def test_waking_twice_records_nothing_new(tmp_path: Path) -> None:
    made = stage(tmp_path)
    for at in (*JUNE.values(), "2017-08-30T12:00"):
        if moment(at) < moment("2017-06-19T09:00"):
            continue
        made.wake(at)
        before = made.history_rows()
        assert made.wake(at) == {}
        assert made.history_rows() == before


def test_what_has_no_date_opens_and_is_never_overdue(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-12-31T23:59")
    assert steps(made, "scheme/north") == [("opened", "2017-06-16T00:00")]


def test_a_rung_that_needs_a_signature_waits_visibly_and_the_rest_go_out(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T08:30")
    states = {(n["occasion"], n["recipient"]): n["state"] for n in made.notices(REPORT)}
    assert states["rung:2", "north/liaison"] == "new"
    assert states["rung:3", "north/deputy"] == states["rung:3", "netoffice/office"] == "waiting"


def test_each_notice_is_recorded_in_the_event_that_brought_it(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T00:00")
    recorded = {
        (n["occasion"], n["recipient"])
        for body in made.bodies(REPORT, "rung_reached")
        for n in body["data"]["notices"]
    }
    assert {(n["occasion"], n["recipient"]) for n in made.notices(REPORT)} == recorded


@pytest.mark.parametrize(
    "down", [timedelta(hours=1), timedelta(hours=7), timedelta(days=1), timedelta(days=5), timedelta(days=30)]
)
def test_missed_wakes_change_no_effective_instant(tmp_path: Path, down: timedelta) -> None:
    chance = random.Random(f"downtime {down}")  # noqa: S311 - picks examples
    patient, sleepy = stage(tmp_path / "a"), stage(tmp_path / "b")
    until = moment("2017-08-03T00:00")
    patient.run(until)
    at = moment("2017-06-19T09:00")
    while at < until:
        sleepy.wake(at)
        at += down + timedelta(minutes=chance.randrange(60))
    sleepy.wake(until)
    for row in patient.rows():
        path = row.id.removeprefix(f"{KEY}/")
        assert kinds(sleepy.bodies(path)) == kinds(patient.bodies(path)), path
    columns = "number, status, version, target, breach, judged, attention, filings, first_received, closed_at"
    query = f"SELECT {columns} FROM obligations ORDER BY number"  # noqa: S608
    assert sleepy.sql(query) == patient.sql(query)


def test_after_downtime_no_stale_reminder_is_sent_and_each_recipient_gets_the_highest_rung(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-22T10:00")
    made.tick("2017-07-04T09:00")  # remind, remind, overdue, urge, supervise were missed
    found = {(n["occasion"], n["recipient"]): (n["state"], n["reason"]) for n in made.notices(REPORT)}
    assert found == {
        ("rung:0", "north/liaison"): ("withdrawn", "stale"),
        ("rung:1", "north/liaison"): ("withdrawn", "stale"),
        ("rung:2", "north/liaison"): ("sent", None),
        ("rung:3", "north/deputy"): ("waiting", None),
        ("rung:3", "netoffice/office"): ("waiting", None),
        ("to_sign:3", "netoffice/office"): ("sent", None),
    }


def test_two_reminders_missed_before_the_breach_leave_the_higher_one(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-22T10:00")
    made.wake("2017-06-28T09:00")
    found = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices(REPORT)}
    assert found == {"rung:0": ("withdrawn", "superseded"), "rung:1": ("new", None)}


def test_a_reminder_that_was_not_sent_before_the_breach_is_withdrawn_not_sent(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T09:00")  # recorded, and then delivery was down
    made.deliver("2017-06-29T00:00")
    assert {(n["state"], n["reason"]) for n in made.notices(REPORT)} == {
        ("withdrawn", "superseded"),
        ("withdrawn", "stale"),
    }
    assert made.letters() == []


def test_the_ladder_rises_once_and_nothing_follows_a_filing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-29T00:00")
    made.submit(REPORT, "2017-06-29T08:00")
    made.run("2017-07-31T00:00")
    assert [kind for kind, _ in steps(made)] == [
        "opened",
        "remind",
        "remind",
        "became_overdue",
        "filed",
        "closed",
    ]
    assert made.row(REPORT).id not in {b["obligation"] for b in made.bodies(kind="rung_reached")[-3:]}


def test_a_wake_broken_off_between_its_transactions_goes_on_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "BATCH", 2)  # many transactions to break off between
    at = moment("2017-09-15T09:00")
    whole = stage(tmp_path / "whole")
    whole.wake(at)
    for broken_after in range(1, 12):
        made = stage(tmp_path / str(broken_after))
        made.move(at)
        work = wake_work(made.house, KEY, at)
        assert work is not None
        pieces = [p for n in range(len(work.groups)) for p in waking._batches(work.groups[n])]  # noqa: SLF001
        for piece in pieces[:broken_after]:
            work._batch(piece)  # noqa: SLF001 - the power fails after this transaction
        finish_wake(work)
        made.wake(at)
        assert made.history_rows() == whole.history_rows(), broken_after


def test_a_wake_whose_lease_was_taken_over_writes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    at = made.move("2017-06-28T09:00")
    slow = wake_work(made.house, KEY, at)
    assert slow is not None
    assert wake_work(made.house, KEY, at) is None  # held
    made.house.store.engine.dispose()
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE leases SET until = 0")  # as if its time had passed
    fast = wake_work(made.house, KEY, at)
    assert fast is not None
    assert fast.fence > slow.fence
    before = made.history_rows()
    with pytest.raises(LeaseLostError):
        slow.judge(0)
    assert made.history_rows() == before
    finish_wake(slow)  # not his to give back
    assert wake_work(made.house, KEY, at) is None


def test_a_wake_costs_what_is_due_not_what_exists(tmp_path: Path) -> None:
    told_by = {}
    for size in (3, 60):
        source = declare(tmp_path / f"d{size}", small_yaml(only_reports=True, units=crowd(size)))
        made = stage(tmp_path / f"s{size}", source)
        made.wake("2017-06-20T09:00")
        for number in range(2, size):
            made.submit(f"report/u{number:04d}/2017-06", "2017-06-21T09:00")
        with statements(made) as heard:
            assert made.wake("2017-06-28T09:00") == {"remind": 4}
        told_by[size] = heard
    assert len(told_by[3]) == len(told_by[60])


def test_a_wake_with_nothing_due_asks_and_writes_no_history(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-20T09:00")
    with statements(made) as heard:
        assert made.wake("2017-06-21T09:00") == {}
    assert not [one for one in heard if "history" in one]
    assert len(heard) <= 9


def test_a_wake_of_one_unit_is_the_same_few_statements_however_much_it_owes(tmp_path: Path) -> None:
    made = stage(tmp_path, declare(tmp_path, small_yaml(units={"north": "北山区局"})))
    made.wake("2017-06-20T09:00")
    with statements(made) as few:
        made.wake("2017-06-23T09:00")  # one reminder
    with statements(made) as many:
        made.wake("2017-09-10T09:00")  # three obligations, all their rungs
    assert len(many) <= len(few) + 3  # only more shapes of one executemany each


def test_a_clock_a_few_seconds_back_is_smoothed_over(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T09:00:05")
    made.submit(REPORT, "2017-06-28T09:00:00")
    noticed = [b["noticed"] for b in made.bodies()]
    assert noticed == sorted(noticed)
    assert made.bodies(REPORT)[-1]["noticed"] == "2017-06-28T09:00:05+08:00"


def test_a_larger_step_back_is_itself_an_event_told_once_and_stops_the_wake(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T09:00")
    before = len(made.bodies())
    for _ in range(2):
        with pytest.raises(ClockStepError, match="校准时钟"):
            made.wake("2017-06-28T08:59:54")
    [event] = made.bodies()[before:]
    assert (event["kind"], event["effective"]) == ("clock_stepped", "2017-06-28T09:00:00+08:00")
    assert event["data"] == {"clock": "2017-06-28T08:59:54+08:00"}
    with pytest.raises(ClockStepError):
        made.submit(REPORT, "2017-06-28T08:00")
    assert len(made.bodies()) == before + 1
    made.run("2017-07-05T00:00")  # the clock is right again
    assert [one for one in steps(made) if one in STEPS] == STEPS


def test_waking_what_was_never_launched_is_refused(tmp_path: Path) -> None:
    made = stage(tmp_path, launched=None)
    with pytest.raises(ActionError, match="还没有启动"):
        made.wake("2017-06-20T09:00")


def test_an_act_first_and_a_wake_first_make_the_same_history(tmp_path: Path) -> None:
    """Filed at 00:05, breach at 00:00: overdue, then filed late, whichever comes first."""
    source = declare(tmp_path, small_yaml(only_reports=True, units={"north": "北山区局"}))
    acted, woken = (stage(tmp_path / name, source) for name in ("acted", "woken"))
    for made in (acted, woken):
        made.run("2017-06-28T20:00")
    acted.submit(REPORT, "2017-06-29T00:05")
    woken.wake("2017-06-29T00:05")
    woken.submit(REPORT, "2017-06-29T00:05")
    for made in (acted, woken):
        assert made.wake("2017-06-29T00:10") == {}
        assert steps(made)[3:] == [
            ("became_overdue", "2017-06-29T00:00"),
            ("filed", "2017-06-29T00:05"),
            ("closed", "2017-06-29T00:05"),
        ]
    assert acted.history_rows() == woken.history_rows()


def test_filing_in_the_last_second_before_the_breach_is_in_time(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit(REPORT, "2017-06-28T23:59:59")
    made.run("2017-07-05T00:00")
    assert "became_overdue" not in [told(body) for body in made.bodies(REPORT)]


def test_the_groups_of_a_wake_are_the_units_in_the_registrys_order(tmp_path: Path) -> None:
    made = stage(tmp_path)
    work = wake_work(made.house, KEY, made.move("2017-06-20T09:00"))
    assert work is not None
    assert [(g.name, g.units, g.due) for g in work.groups] == [
        ("北山区局", ("north",), 3),
        ("南塘区局", ("south",), 3),
        ("东堤区局", ("east",), 3),
    ]


def test_delivery_with_nothing_to_tell_writes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before = made.history_rows()
    assert deliver(made.house, moment("2017-06-20T09:00")) == {}
    assert made.history_rows() == before
