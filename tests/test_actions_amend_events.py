"""Amendments of event tasks, and what they mean for letters, wakes and both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from actions.clockwork import Clockwork
from actions.explain import explain
from actions.house import ActionError, build
from actions.launch import launch
from actions.record import record
from actions.sign import waiting
from actions.standing import standing_at
from actions.wake import finish_wake, wake, wake_work
from flows.compile import compile_house
from notifications.transports import Outcome
from store.rebuild import differences
from tests.cast import (
    COORDINATOR,
    KEY,
    NAMES,
    declare,
    kinds,
    moment,
    stage,
)
from tests.winter import Balky, dates

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage
from tests.amended import (
    AGAIN,
    NORTHS,
    REMIND,
    SUPERVISE,
    URGE,
    WEST,
    amend,
    changes,
    due,
    everything,
    ids,
    ladder,
    look_everywhere,
    text,
    without,
)

# --- event tasks --------------------------------------------------------------------------------------------


def decide(made: Stage, when: str, day: str, number: str = "1号", unit: str = "north") -> None:
    """Register a decision of the north bureau."""
    made.move(when)
    happened = date.fromisoformat(day)
    record(made.house, KEY, "decision", unit=unit, number=number, happened=happened, actor=COORDINATOR)


def test_open_items_follow_a_changed_event_task_and_new_ones_open_by_it(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-06-20T09:00", "2017-06-19")
    longer = (
        "rule: 双公示, after: {event: decision, working_days: 7}",
        "after: {event: decision, working_days: 10}",
    )
    done = amend(made, text(longer), "2017-06-21T09:00")
    assert ids(changes(done).moved) == {"disclosure/north/1号"}
    decide(made, "2017-06-22T09:00", "2017-06-19", number="2号")
    assert dates(made, "disclosure/north/1号") == dates(made, "disclosure/north/2号")
    assert made.row("disclosure/north/1号").last_day == date(2017, 7, 3)
    look_everywhere(made)


def test_a_removed_event_task_opens_nothing_more_and_what_is_overdue_stays(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-06-20T09:00", "2017-06-16")
    decide(made, "2017-06-27T09:00", "2017-06-26", number="2号")
    made.run("2017-06-28T08:00")
    done = amend(made, without("disclosure"), "2017-06-28T08:10")
    assert ids(changes(done).kept) == {"disclosure/north/1号"}
    assert ids(changes(done).withdrawn) == {"disclosure/north/2号"}
    made.run("2017-06-28T08:30")
    assert kinds(made.bodies("disclosure/north/1号"))[-1] == ("urge", "2017-06-28T08:30")
    assert explain(made.house, f"{KEY}/disclosure/north/1号").called["decision"] == "行政决定"
    with pytest.raises(ActionError, match="移出本专项行动"):
        decide(made, "2017-06-29T09:00", "2017-06-28", number="3号")
    look_everywhere(made)


def test_a_new_event_task_opens_for_what_was_recorded_before(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-06-20T09:00", "2017-06-19")
    review = "      check:\n        title: 公示核查\n        for_each: decision\n        responsible: {event: unit}\n        deadline: {text: 20日内, source: 八, after: {event: decision, days: 20}}\n"
    done = amend(made, text(more=review), "2017-06-21T09:00")
    assert ids(changes(done).added) == {"check/north/1号"}
    decide(made, "2017-06-22T09:00", "2017-06-21", number="2号")
    assert made.row("check/north/2号").item == "2号"
    look_everywhere(made)


def test_an_event_task_that_counts_hours_is_refused_where_events_have_no_instant(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-06-20T09:00", "2017-06-19")
    before = everything(made)
    hours = ("rule: 双公示, after: {event: decision, working_days: 7}", "after: {event: decision, hours: 48}")
    with pytest.raises(ActionError):
        amend(made, text(hours), "2017-06-21T09:00")
    assert everything(made) == before


def test_a_unit_that_left_opens_nothing_more_and_its_items_ahead_are_withdrawn(tmp_path: Path) -> None:
    made = stage(tmp_path)
    decide(made, "2017-06-20T09:00", "2017-06-19", unit="south")
    two = {key: name for key, name in NAMES.items() if key != "south"}
    done = amend(made, text(units=two), "2017-06-21T09:00")
    assert "disclosure/south/1号" in ids(changes(done).withdrawn)
    with pytest.raises(ActionError, match="南塘区局"):
        decide(made, "2017-06-22T09:00", "2017-06-21", number="2号", unit="south")
    look_everywhere(made)


# --- letters and wakes --------------------------------------------------------------------------------------


def test_a_composed_letter_about_withdrawn_things_is_not_sent(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-10T09:00")
    made.run("2017-07-11T08:30")
    usual, made.house.transport = made.house.transport, Balky(Outcome.RETRY)
    made.deliver("2017-07-11T08:35")
    amend(made, without("package"), "2017-07-11T08:40")
    made.house.transport = usual
    sent = made.deliver("2017-07-12T08:30")
    assert sent["sent"] == len(NAMES)
    ended = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices("package/north")}
    assert ended == {"rung:0": ("withdrawn", "amended"), "withdrawn:1": ("sent", None)}
    assert {one["state"] for one in made.letters() if one["day"] == "2017-07-11"} == {"withdrawn"}
    look_everywhere(made)


def test_supervision_that_waits_for_a_signature_is_withdrawn_with_its_thing(tmp_path: Path) -> None:
    """What is overdue stays; but what moved from overdue to a later day may be taken back."""
    made = stage(tmp_path)
    made.run("2017-07-19T08:30")
    assert {one.obligation for one in waiting(made.house, KEY)} >= {f"{KEY}/package/north"}
    amend(made, text(due("07-31")), "2017-07-19T09:00")
    amend(made, without("package"), "2017-07-19T09:05")
    assert not [one for one in waiting(made.house, KEY) if "/package/" in one.obligation]
    look_everywhere(made)


def test_an_amendment_while_a_wake_is_under_way_is_what_the_wake_goes_on_by(tmp_path: Path) -> None:
    made = stage(tmp_path)
    at = made.move("2017-06-29T08:30")
    work = wake_work(made.house, KEY, at)
    assert work is not None
    other = build(made.house.settings, made.house.clock)
    source = declare(tmp_path, text(ladder(REMIND, AGAIN, URGE.replace("1", "2"), SUPERVISE)))
    launch(other, source, KEY, COORDINATOR, at=at, confirmed=True)
    other.store.close()
    for index in range(len(work.groups)):
        work.judge(index)
    finish_wake(work)
    wake(made.house, KEY, made.move("2017-06-29T09:00"))
    # The amendment itself told what was due by then by the old ladder; nothing came twice.
    assert [k for k, _ in kinds(made.bodies(NORTHS))].count("urge") == 1
    made.run("2017-07-20T09:00")
    assert kinds(made.bodies("package/north"))[-2:] == [
        ("urge", "2017-07-18T08:30"),
        ("supervise", "2017-07-19T08:30"),
    ]
    look_everywhere(made)


def test_before_the_amendment_the_campaign_stood_as_it_did(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-06-29T08:30")
    before = standing_at(made.house, KEY)
    amend(made, without("package"), "2017-06-30T09:00")
    assert f"{KEY}/package/north" not in standing_at(made.house, KEY).by_id
    then = standing_at(made.house, KEY, before.at)
    assert (then.by_id, then.total) == (before.by_id, before.total)
    known = standing_at(made.house, KEY, moment("2017-07-01T00:00"), moment("2017-06-29T12:00"))
    assert f"{KEY}/package/north" in known.by_id


def test_prefect_gets_a_new_version_of_the_deployment_and_not_for_contacts(tmp_path: Path) -> None:
    made = stage(tmp_path)

    def version() -> str:
        return compile_house(Clockwork(made.house).running_campaigns(), simulated=False)[1].version

    first = version()
    amend(made, text(("contact: netoffice@", "contact: other@")), "2017-06-20T09:00")
    assert version() == first
    amend(made, text(due("07-21")), "2017-06-20T10:00")
    assert version() != first


def test_another_process_reads_the_amended_campaign_the_same(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-15T00:00")
    amend(made, without("package"), "2017-07-16T09:00")
    other = build(made.house.settings, made.house.clock)
    assert standing_at(other, KEY) == standing_at(made.house, KEY)
    other.store.close()


# --- both databases -----------------------------------------------------------------------------------------


def played(folder: Path, database: str | None = None) -> Stage:
    """A campaign that is amended four times."""
    made = stage(folder, database=database)
    decide(made, "2017-06-20T09:00", "2017-06-19")
    made.tick("2017-06-23T08:30")
    amend(made, text(due("07-07"), units=WEST), "2017-06-26T09:00")
    made.tick("2017-06-29T08:30")
    amend(made, without("package").replace(*ladder(URGE, SUPERVISE)), "2017-06-30T09:00")
    made.submit(NORTHS, "2017-07-01T09:00")
    made.tick("2017-07-03T09:00")
    amend(made, text(due("07-14")), "2017-07-04T09:00")
    made.tick("2017-07-17T09:00")
    amend(made, text(due("07-28"), units={"north": "北山区局"}), "2017-07-18T09:00")
    made.run("2017-09-10T09:00")
    made.deliver("2017-09-11T09:00")
    look_everywhere(made)
    return made


def test_a_much_amended_campaign_stays_sound(tmp_path: Path) -> None:
    made = played(tmp_path)
    assert made.head()["revision"] == 5
    assert {row.status for row in made.rows()} >= {"withdrawn", "open", "closed"}


@pytest.mark.postgresql
def test_both_databases_hold_the_same_amended_campaign(tmp_path: Path, postgresql_database: str) -> None:
    left, right = played(tmp_path / "a"), played(tmp_path / "b", postgresql_database)
    assert left.head() == right.head()
    assert left.history_rows() == right.history_rows()
    with left.house.store.read() as one, right.house.store.read() as other:
        assert list(differences(one, other)) == []
    right.house.store.close()
