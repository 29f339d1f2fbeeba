"""The invariants of trust.md, whatever people, clocks and downtime do: acts in any order, then a look back."""

# ruff: noqa: D102, D107 - a rule's name says what it does

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from actions.correct import correct
from actions.house import ActionError, build
from actions.launch import launch
from actions.load_notice import load
from actions.record import record
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from tests.cast import (
    COORDINATOR,
    KEY,
    LAUNCH,
    NAMES,
    ZONE,
    amendment_of_2017,
    calendars,
    declare,
    moment,
    notice_of_2099,
    small_yaml,
    stage,
)
from tests.winter import assert_sound

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Stage

UNITS = st.sampled_from(list(NAMES))
PATHS = st.sampled_from(
    [f"report/{unit}/2017-0{month}" for unit in NAMES for month in (6, 7)]
    + [f"{task}/{unit}" for unit in NAMES for task in ("package", "scheme")]
)
STEPS = ("opened", "became_overdue", "rung_reached")


def expected(planned: dict[str, Any]) -> list[tuple[str, datetime]]:
    """Every step of an obligation by the ladder's words, from its dates alone, in order of time."""
    data = planned["data"]
    opens = datetime.fromisoformat(data["opens"])
    found = [("opened", opens)]
    if data["breach"] is None:
        return found
    target, breach = (datetime.fromisoformat(data[name]) for name in ("target", "breach"))
    last = date.fromisoformat(data["last_day"])
    days = [
        calendars().national.sub(target.date(), 3),
        target.date(),
        calendars().national.add(last, 1),
        calendars().national.add(last, 3),
    ]
    rungs = [datetime.combine(day, time(8, 30), ZONE) for day in days]
    found += [(f"rung:{number}", at) for number, at in enumerate(rungs) if at >= opens]
    return sorted([*found, ("became_overdue", breach)], key=lambda step: step[1])


def named(body: dict[str, Any]) -> str:
    return f"rung:{body['data']['step']}" if body["kind"] == "rung_reached" else body["kind"]


def look_at_moved(bodies: list[dict[str, Any]], latest: datetime) -> None:
    """Of dates that moved: one overdue for each breach in force and never before it; rungs rise for each date.

    A notice never makes the breach earlier, an announcement that was sent does, and never at once.
    """
    state = bodies[0]["data"]
    version, reached, overdue, filed, gone = 1, -1, False, False, False
    for body in bodies[1:]:
        kind, data = body["kind"], body["data"]
        filed = filed or kind == "filed"
        assert not gone or kind == "restored", body
        if kind == "withdrawn":
            assert not filed
            assert not overdue
            gone = True
        if kind == "restored":
            version, reached, gone, state = version + 1, -1, False, data
            assert data["version"] == version
            assert data["breach"] is None or data["breach"] > body["noticed"]
        if kind == "redated":
            version += 1
            assert (data["version"], filed) == (version, False)
            breach, was = data["breach"], data["was"]["breach"]
            assert was == state["breach"]
            assert data["cause"] not in {"calendar", "amended"} or was is None or breach >= was
            assert data["cause"] != "announced" or body["noticed"] < breach < was
            same = breach == was
            if not same or (data["target"] != data["was"]["target"] and not overdue):
                reached = -1
            overdue, state = overdue and same, data
        if kind == "became_overdue":
            assert (overdue, state["past"], body["effective"]) == (False, None, state["breach"])
            overdue = True
        if kind == "rung_reached":
            assert data["step"] > reached, body
            assert data["rung"] == "remind" or (overdue and body["effective"] >= state["breach"]), body
            reached = data["step"]
    passed = state["breach"] is not None and datetime.fromisoformat(state["breach"]) <= latest
    assert gone or overdue == (passed and state["past"] is None), bodies[0]["obligation"]


class Life(RuleBasedStateMachine):
    """A small campaign in which anything may happen at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.made: Stage
        self.now = moment(LAUNCH)
        self.left: str | None = None

    @initialize(late=st.booleans())
    def begin(self, *, late: bool) -> None:
        """Launch on time, or when June is over."""
        self.now = moment("2017-07-03T10:00" if late else LAUNCH)
        source = declare(self.folder, small_yaml())
        self.made = stage(self.folder, source, launched=self.now.strftime("%Y-%m-%dT%H:%M"))

    @rule(hours=st.integers(0, 90), wakes=st.booleans())
    def time_passes(self, hours: int, *, wakes: bool) -> None:
        self.now += timedelta(hours=hours, seconds=1)
        if wakes:
            self.made.wake(self.now)

    @rule(days=st.integers(1, 30))
    def everything_is_down(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def wake_where_somebody_must_look(self) -> None:
        at = self.made.attention()
        self.now = max(self.now, at or self.now)
        self.made.wake(self.now)
        before = self.made.head()
        assert self.made.wake(self.now) == {}
        assert self.made.head() == before

    @rule(back=st.integers(1, 5))
    def the_clock_trembles(self, back: int) -> None:
        self.made.wake(self.now)
        self.made.wake(self.now - timedelta(seconds=back))

    @rule()
    def letters_leave(self) -> None:
        self.made.deliver(self.now)

    @rule(path=PATHS, zero=st.booleans(), hours=st.integers(0, 100), office=st.booleans())
    def something_is_filed(self, path: str, hours: int, *, zero: bool, office: bool) -> None:
        received = max(self.now - timedelta(hours=hours), moment("2017-06-16T00:00")) if office else None
        handed = Submission(
            zero=zero,
            texts={"开展情况": "x"},
            by_office=office,
            received=received,
            via="OA" if office else "system",
        )
        actor = COORDINATOR if office else Actor("unit", path.split("/")[1])
        closed = self.made.row(path).status in {"closed", "withdrawn"}
        try:
            self.made.submit(path, self.now, handed, actor)
        except ActionError:
            assert closed
        else:
            assert not closed

    @rule(unit=UNITS, ago=st.integers(0, 20), number=st.integers(1, 3), office=st.booleans())
    def a_decision_is_registered(self, unit: str, ago: int, number: int, *, office: bool) -> None:
        self.made.move(self.now)
        happened = max(self.now.date() - timedelta(days=ago), date(2017, 6, 16))
        try:
            record(
                *(self.made.house, KEY, "decision"),
                unit=unit,
                number=f"{number}号",
                happened=happened,
                actor=COORDINATOR if office else Actor("unit", unit),
            )
        except ActionError:
            assert unit == self.left or self.made.sql("SELECT * FROM items WHERE unit = :unit", unit=unit)

    @rule(unit=UNITS, ago=st.integers(0, 20), number=st.integers(1, 3), office=st.booleans())
    def a_decision_is_corrected(self, unit: str, ago: int, number: int, *, office: bool) -> None:
        self.made.move(self.now)
        happened = max(self.now.date() - timedelta(days=ago), date(2017, 6, 16))
        known = self.made.sql("SELECT unit, own_number, happened FROM items")
        said = {"unit": unit, "own_number": f"{number}号", "happened": happened.isoformat()}
        may = {**said, "happened": None} in [{**one, "happened": None} for one in known] and said not in known
        try:
            correct(
                *(self.made.house, KEY, "decision"),
                unit=unit,
                number=f"{number}号",
                happened=happened,
                actor=COORDINATOR if office else Actor("unit", unit),
                reason="落款日期登错",
            )
        except ActionError:
            assert not may
        else:
            assert may

    @rule(file=st.sampled_from([amendment_of_2017, notice_of_2099]), elsewhere=st.booleans())
    def a_notice_is_loaded(self, file: Callable[[Path], Path], *, elsewhere: bool) -> None:
        """By this process or, unknown to it, by another."""
        self.made.move(self.now)
        house = build(self.made.house.settings, self.made.house.clock) if elsewhere else self.made.house
        load(house, file(self.folder), COORDINATOR)
        if elsewhere:
            house.store.close()

    @rule(day=st.sampled_from(["07-07", "07-14", "07-21", None]), unit=st.sampled_from([*NAMES, None]))
    def the_declaration_is_amended(self, day: str | None, unit: str | None) -> None:
        """The package is asked for by another day, or not at all, and a bureau may be left out."""
        units = {key: name for key, name in NAMES.items() if key != unit}
        text = small_yaml(units=units).replace("on: 2017-07-14", f"on: 2017-{day or '07-14'}")
        text = text if day else text.replace("      package:\n", "      parcel:\n")
        at, source = self.made.move(self.now), declare(self.folder, text)
        before, self.left = self.made.head()["revision"], unit
        done = launch(self.made.house, source, KEY, COORDINATOR, at=at, confirmed=True)
        assert self.made.head()["revision"] == before + done.changed

    @rule()
    def everything_is_signed(self) -> None:
        self.made.move(self.now)
        if ids := [one.id for one in waiting(self.made.house, KEY)]:
            sign(self.made.house, ids, COORDINATOR)

    @invariant()
    def sequence_is_gapless_and_noticed_never_goes_back(self) -> None:
        bodies = self.made.bodies()
        assert [b["sequence"] for b in bodies] == list(range(1, len(bodies) + 1))
        noticed = [b["noticed"] for b in bodies]
        assert noticed == sorted(noticed)

    def teardown(self) -> None:
        """Wake once more, then look at all that happened."""
        if hasattr(self, "made"):
            self.made.wake(self.now)
            self.made.deliver(self.now)
            by_obligation: dict[str, list[dict[str, Any]]] = {}
            for body in self.made.bodies():
                if body["obligation"]:
                    by_obligation.setdefault(body["obligation"], []).append(body)
            for bodies in by_obligation.values():
                self.look_at(bodies)
            self.look_at_notices()
            assert_sound(self.made)
            self.made.house.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def look_at(self, bodies: list[dict[str, Any]]) -> None:
        """Each step once, at its true instant, in order, never early, none after a filing (1, 5, 7)."""
        planned = bodies[0]
        filed = next((b["sequence"] for b in bodies if b["kind"] == "filed"), None)
        until = min(
            (datetime.fromisoformat(b["noticed"]) for b in bodies if b["kind"] == "filed"), default=None
        )
        latest = until or max(self.now, datetime.fromisoformat(planned["noticed"]))
        moving = {"redated", "withdrawn", "restored"}
        if self.made.bodies(kind="calendar_changed") or any(b["kind"] in moving for b in bodies):
            look_at_moved(bodies, latest)
        else:
            due = [] if planned["data"]["past"] else expected(planned)
            came = [(named(b), datetime.fromisoformat(b["effective"])) for b in bodies if b["kind"] in STEPS]
            assert came == [step for step in due if step[1] <= latest], planned["obligation"]
        assert all(b["noticed"] >= b["effective"] for b in bodies if b["kind"] in STEPS)
        assert all(b["sequence"] < (filed or 10**9) for b in bodies if b["kind"] in STEPS)
        closed = [b["sequence"] for b in bodies if b["kind"] == "closed"]
        assert closed in ([], [bodies[-1]["sequence"]])

    def look_at_notices(self) -> None:
        """Each notice ends once or waits visibly, nothing urges after a filing, no reminder after its breach (2, 7)."""
        born, ends = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
        for body in self.made.bodies():
            data, number = body["data"], body["number"]
            if body["kind"] == "amended":
                continue
            if body["kind"] == "notices_ended":
                ends.update(tuple(key) for key in data["notices"])
                continue
            for one in data.get("notices", ()):
                key = (number, one["version"], one["occasion"], one["recipient"])
                born[key] += 1
                ends[key] += one["state"] == "withdrawn"
            ends.update((number, *key) for *key, _ in data.get("withdrawn", ()))
        assert set(born.values()) <= {1}
        rows = self.made.sql(
            "SELECT n.*, d.breach, l.composed, coalesce(f.registered, 1e12) AS filed FROM notices n "
            "JOIN deadlines d USING (campaign, number, version) LEFT JOIN letters l ON l.key = n.letter "
            "LEFT JOIN filings f ON f.campaign = n.campaign AND f.number = n.number AND f.version = 1"
        )
        assert len(rows) == len(born)
        for row in rows:
            key = (row["number"], row["version"], row["occasion"], row["recipient"])
            assert ends[key] == (row["state"] in {"sent", "dead", "withdrawn"}), row
            assert (row["ended"] is not None) == (ends[key] == 1), row
            if row["occasion"] in {"rung:0", "rung:1"} and row["composed"] is not None:
                assert row["composed"] < row["breach"], row
            if row["occasion"].startswith(("rung", "moved")) and row["composed"] is not None:
                assert row["composed"] <= row["filed"], row
            if row["occasion"].startswith("moved") and row["class"] == "urgent":
                assert row["state"] in {"sent", "dead", "withdrawn"}, row


def live(examples: int, steps: int) -> None:
    """Play `examples` lives of at most `steps` steps."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=slow
    )
    run_state_machine_as_test(Life, settings=chosen)


@pytest.mark.slow
def test_the_invariants_hold_whatever_happens() -> None:
    live(12, 25)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_the_invariants_hold_in_a_thousand_long_lives() -> None:
    live(1000, 50)
