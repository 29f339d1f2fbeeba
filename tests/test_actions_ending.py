"""Windows that an event ends: once it is on record, what is open ends with it, and follows what is corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from actions import ending
from actions.clock import FolderClock
from actions.correct import correct
from actions.explain import explain
from actions.hand_over import transfer
from actions.item_table import import_items
from actions.record import record
from cli.main import duban
from deadlines.because import because
from deadlines.certificate import window_of
from tests.amended import amend, changes, ids
from tests.cast import COORDINATOR, NAMES, Stage, declare, moment, small_yaml, stage
from tests.winter import assert_sound, causes, day_or_instant

if TYPE_CHECKING:
    from pathlib import Path

    from actions.correct import Corrected
    from actions.record import Recorded

EVENTS = "events: {decision: {title: 行政决定, date: 落款日期}"
OVER = "window: {from: 2017-07-03, until: {event: over, backstop: 2017-07-14}}"
TASKS = f"""      watch:
        title: 值守
        responsible: bureaus
        review: nobody
        deadline: {{text: 值守至晚会结束, source: 六, {OVER}}}
      follow:
        title: 跟踪
        for_each: decision
        responsible: {{event: unit}}
        review: nobody
        deadline: {{text: 跟踪至晚会结束, source: 六, {OVER}}}
"""
WATCH = "watch/{}"
#: When the window of the watch closes by its backstop, and an evening on which it is over.
BACKSTOP, EVENING = moment("2017-07-15T00:00"), "2017-07-05T22:00"


def yaml(*changed: tuple[str, str]) -> str:
    """The small action with a watch until something is over, and what else differs."""
    found = small_yaml().replace(EVENTS, f"{EVENTS}, over: {{title: 晚会结束}}") + TASKS
    for old, new in changed:
        assert found.count(old), old
        found = found.replace(old, new)
    return found


@dataclass
class Watch(Stage):
    """The action, and who says that it is over."""

    def over(self, when: str, at: str, unit: str = "netoffice", number: str = "晚会") -> Recorded:
        """Record at `when` that it was over `at` some instant or day."""
        self.move(when)
        happened = day_or_instant(at)
        return record(
            self.house, self.key, "over", unit=unit, number=number, happened=happened, actor=COORDINATOR
        )

    def correct(self, when: str, at: str, unit: str = "netoffice") -> Corrected:
        """Correct when it was over."""
        self.move(when)
        told: dict[str, Any] = {"unit": unit, "number": "晚会", "reason": "看错时间"}
        happened = day_or_instant(at)
        return correct(self.house, self.key, "over", happened=happened, actor=COORDINATOR, **told)

    def decide(self, when: str, day: str) -> None:
        """Record a decision of the north bureau."""
        self.move(when)
        told: dict[str, Any] = {"unit": "north", "number": "1号", "actor": COORDINATOR}
        record(self.house, self.key, "decision", happened=date.fromisoformat(day), **told)

    def closes(self, path: str) -> datetime:
        """When the window of `path` closes by its certificate in force."""
        window = window_of(explain(self.house, f"{self.key}/{path}").certificate)
        assert window is not None
        return window[1]


@pytest.fixture
def made(tmp_path: Path) -> Watch:
    """Launched on 19 June; the watch opens on Monday 3 July."""
    found = stage(tmp_path, declare(tmp_path, yaml()))
    return Watch(found.house, found.declared, found.key)


def ends(made: Watch) -> dict[str, datetime]:
    """When each bureau's watch closes."""
    return {unit: made.closes(WATCH.format(unit)) for unit in NAMES}


# --- recorded -----------------------------------------------------------------------------------------------


def test_recording_the_event_ends_the_open_windows_in_the_same_transaction(made: Watch) -> None:
    made.run("2017-07-05T20:00")
    assert ends(made) == dict.fromkeys(NAMES, BACKSTOP)
    done = made.over("2017-07-05T22:05", EVENING)
    assert [(one.id.split("/", 1)[1], one.was, one.now) for one in done.ended] == [
        (WATCH.format(unit), BACKSTOP, moment(EVENING)) for unit in NAMES
    ]
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))
    [event] = made.bodies("watch/north", "redated")
    recorded = made.bodies(kind="recorded")[-1]
    assert (event["data"]["cause"], event["effective"], event["noticed"]) == (
        "ended",
        recorded["effective"],
        recorded["noticed"],
    )
    assert made.row("watch/north").version == 2
    found = explain(made.house, f"{made.key}/watch/north")
    assert because(found.certificate, "zh", found.called)[1:3] == [
        "晚会结束：2017-07-05 22:00",
        "时段：2017年7月3日（星期一）00:00至2017年7月5日（星期三）22:00",
    ]
    assert_sound(made)


@pytest.mark.parametrize(("lang", "said"), [("zh", "时段结束"), ("en", "the window ends")])
def test_the_command_names_each_window_that_ends_and_why(made: Watch, lang: str, said: str) -> None:
    FolderClock(made.house.settings.data, at=moment("2017-07-05T22:05"))
    told = ["--campaign", made.key, "--unit", "netoffice", "--number", "晚会", "--lang", lang]
    told += ["--date", EVENING, "--data", str(made.house.settings.data)]
    done = CliRunner().invoke(duban, ["record", "over", *told])
    assert done.exit_code == 0, done.output
    assert f"watch/north  {said}：2017-07-14 24:00 → 2017-07-05 22:00" in done.output
    again = ["--correct", "--reason", "看错时间", "--date", "2017-07-05T21:30", "--lang", lang]
    done = CliRunner().invoke(duban, ["record", "over", *told, *again])
    assert f"watch/east  {said}：2017-07-05 22:00 → 2017-07-05 21:30" in done.output


def test_nobody_is_written_to_and_nothing_is_late_by_the_end_of_a_window(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING)
    made.run("2017-07-31T09:00")
    assert made.notices("watch/north") == []
    assert made.bodies("watch/north", "became_overdue") == []
    assert (made.row("watch/north").status, made.row("watch/north").breach) == ("open", None)


def test_of_a_day_alone_the_window_ends_with_that_day(made: Watch) -> None:
    made.over("2017-07-05T15:00", "2017-07-05")
    assert ends(made) == dict.fromkeys(NAMES, moment("2017-07-06T00:00"))
    assert_sound(made)


def test_what_was_filed_or_closed_keeps_its_version_and_certificate(made: Watch) -> None:
    made.submit("watch/north", "2017-07-04T10:00")
    before = made.sql("SELECT * FROM deadlines WHERE number = :n", n=made.row("watch/north").number)
    made.over("2017-07-05T22:05", EVENING)
    made.correct("2017-07-05T22:10", "2017-07-05T21:00")
    assert made.sql("SELECT * FROM deadlines WHERE number = :n", n=made.row("watch/north").number) == before
    assert ends(made) == {
        "north": BACKSTOP,
        "south": moment("2017-07-05T21:00"),
        "east": moment("2017-07-05T21:00"),
    }
    assert_sound(made)


def test_of_a_unit_that_owes_the_task_it_ends_its_own_window_alone(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING, unit="south")
    assert ends(made) == {"north": BACKSTOP, "south": moment(EVENING), "east": BACKSTOP}
    made.over("2017-07-06T09:00", "2017-07-05T23:00", unit="city")
    assert ends(made) == {unit: moment(EVENING if unit == "south" else "2017-07-05T23:00") for unit in NAMES}
    assert_sound(made)


@pytest.mark.parametrize("day", ["2017-06-30", "2017-07-02"])
def test_what_lies_before_the_opening_ends_nothing(made: Watch, day: str) -> None:
    assert made.over("2017-07-05T22:05", day).ended == ()
    assert made.bodies(kind="redated") == []
    made.over("2017-07-05T22:06", EVENING, number="第二场")
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))


def test_the_first_of_several_counts_in_whatever_order_they_come_in(made: Watch) -> None:
    made.over("2017-07-06T22:05", "2017-07-06T22:00", number="第二场")
    made.over("2017-07-06T22:06", EVENING, number="第一场")
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))
    assert made.over("2017-07-07T22:05", "2017-07-07T22:00", number="第三场").ended == ()
    assert made.row("watch/north").version == 3
    assert_sound(made)


def test_the_same_again_changes_nothing(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING)
    before = made.history_rows()
    assert made.over("2017-07-05T22:06", EVENING).ended == ()
    assert made.history_rows() == before


def test_an_event_recorded_before_windows_followed_is_made_good_by_recording_it_again(
    made: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ending, "windows_of", lambda _campaign, _kind: ())
        made.over("2017-07-05T22:05", EVENING)
    assert ends(made) == dict.fromkeys(NAMES, BACKSTOP)
    made.over("2017-07-05T22:06", EVENING)
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))


def test_a_window_opened_by_an_item_ends_too_also_where_the_item_comes_in_later(made: Watch) -> None:
    made.decide("2017-07-04T09:00", "2017-07-04")
    assert made.closes("follow/north/1号") == BACKSTOP
    made.over("2017-07-05T22:05", EVENING)
    assert made.closes("follow/north/1号") == moment(EVENING)
    made.move("2017-07-06T09:00")
    late: dict[str, Any] = {
        "unit": "south",
        "number": "2号",
        "actor": COORDINATOR,
        "happened": date(2017, 7, 4),
    }
    record(made.house, made.key, "decision", **late)
    assert made.closes("follow/south/2号") == moment(EVENING)
    told: dict[str, Any] = {"number": "2号", "unit": "south", "reason": "看错", "actor": COORDINATOR}
    correct(made.house, made.key, "decision", happened=date(2017, 7, 3), **told)
    assert made.closes("follow/south/2号") == moment(EVENING)
    assert_sound(made)


def test_a_table_ends_windows_as_one_event_does(made: Watch, tmp_path: Path) -> None:
    table = tmp_path / "结束.csv"
    table.write_text("单位,文号,日期\n网络监管处,晚会,2017-07-05\n", encoding="utf-8")
    made.move("2017-07-06T09:00")
    done = import_items(made.house, made.key, "over", table, actor=COORDINATOR)
    assert (done.recorded, done.opened, done.ended) == (1, 0, 3)
    assert ends(made) == dict.fromkeys(NAMES, moment("2017-07-06T00:00"))


def test_who_took_a_window_over_has_the_same_end(made: Watch) -> None:
    made.move("2017-07-04T09:00")
    made.decide("2017-07-04T09:00", "2017-07-04")
    key = f"{made.key}/follow/north/1号"
    done = transfer(made.house, key, COORDINATOR, to="south", reason="移交")
    made.over("2017-07-05T22:05", EVENING)
    assert made.closes(done.id.split("/", 1)[1]) == moment(EVENING)
    assert_sound(made)


# --- corrected ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["2017-07-05T21:00", "2017-07-06T21:00", "2017-07-16T21:00"])
def test_a_correction_of_the_event_moves_the_end_both_ways(made: Watch, at: str) -> None:
    made.over("2017-07-05T22:05", EVENING)
    done = made.correct("2017-07-17T09:00", at)
    assert [one.now for one in done.ended] == [moment(at)] * 3
    assert ends(made) == dict.fromkeys(NAMES, moment(at))
    assert causes(made, "watch/north") == ["ended", "ended"]
    assert made.row("watch/north").version == 3
    assert_sound(made)


def test_corrected_to_before_the_opening_the_window_has_its_backstop_again(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING)
    made.correct("2017-07-06T09:00", "2017-07-02")
    assert ends(made) == dict.fromkeys(NAMES, BACKSTOP)
    assert_sound(made)


def test_a_correction_of_other_words_moves_no_window(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING)
    made.over("2017-07-05T23:06", "2017-07-05T23:00", number="另一场")
    version = made.row("watch/north").version
    told: dict[str, Any] = {"unit": "netoffice", "number": "另一场", "reason": "看错", "actor": COORDINATOR}
    done = correct(made.house, made.key, "over", happened=datetime(2017, 7, 5, 22, 30), **told)  # noqa: DTZ001
    assert (done.ended, made.row("watch/north").version) == ((), version)


# --- with amendments ----------------------------------------------------------------------------------------


def test_an_amendment_leaves_the_end_and_what_it_adds_or_changes_has_it_too(made: Watch) -> None:
    made.over("2017-07-05T22:05", EVENING)
    west = ("  city: ", "  west: {name: 西岭区局, kind: district, parent: city}\n  city: ")
    done = amend(made, yaml(west), "2017-07-06T09:00")
    assert ids(changes(done).added) >= {"watch/west"}
    assert (changes(done).moved, changes(done).reworded) == ((), ())
    assert ends(made) | {"west": made.closes("watch/west")} == dict.fromkeys(
        [*NAMES, "west"], moment(EVENING)
    )
    done = amend(made, yaml(west, ("text: 值守至晚会结束", "text: 坚守至晚会结束")), "2017-07-06T10:00")
    assert ids(changes(done).reworded) == {WATCH.format(unit) for unit in (*NAMES, "west")}
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))
    done = amend(made, yaml(west, ("from: 2017-07-03, until", "from: 2017-07-06, until")), "2017-07-06T11:00")
    assert ends(made) == dict.fromkeys(NAMES, BACKSTOP)  # the event lies before it opens
    assert_sound(made)


def test_a_window_that_an_amendment_lets_the_event_end_ends_with_what_is_on_record(tmp_path: Path) -> None:
    plain = ((f"source: 六, {OVER}", "source: 六, window: {from: 2017-07-03, to: 2017-07-14}"),)
    found = stage(tmp_path, declare(tmp_path, yaml(*plain)))
    made = Watch(found.house, found.declared, found.key)
    amend(
        made,
        yaml(
            ("until: {event: over, backstop: 2017-07-14}}}\n      follow", "to: 2017-07-14}}\n      follow")
        ),
        "2017-07-04T09:00",
    )
    made.over("2017-07-05T22:05", EVENING)
    assert ends(made) == dict.fromkeys(NAMES, BACKSTOP)
    amend(made, yaml(), "2017-07-06T09:00")
    assert ends(made) == dict.fromkeys(NAMES, moment(EVENING))
    assert_sound(made)
