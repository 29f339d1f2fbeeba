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

from actions.house import ActionError
from actions.proof import verify
from actions.record import record
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from tests.cast import COORDINATOR, KEY, LAUNCH, NAMES, ZONE, calendar, declare, moment, small_yaml, stage

if TYPE_CHECKING:
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
    days = [calendar().sub(target.date(), 3), target.date(), calendar().add(last, 1), calendar().add(last, 3)]
    rungs = [datetime.combine(day, time(8, 30), ZONE) for day in days]
    found += [(f"rung:{number}", at) for number, at in enumerate(rungs) if at >= opens]
    return sorted([*found, ("became_overdue", breach)], key=lambda step: step[1])


def named(body: dict[str, Any]) -> str:
    return f"rung:{body['data']['step']}" if body["kind"] == "rung_reached" else body["kind"]


class Life(RuleBasedStateMachine):
    """A small campaign in which anything may happen at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.made: Stage
        self.now = moment(LAUNCH)

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
        closed = self.made.row(path).status == "closed"
        try:
            self.made.submit(path, self.now, handed, actor)
        except ActionError:
            assert closed
        else:
            assert not closed

    @rule(unit=UNITS, ago=st.integers(0, 20), number=st.integers(1, 3))
    def a_decision_is_registered(self, unit: str, ago: int, number: int) -> None:
        self.made.move(self.now)
        happened = max(self.now.date() - timedelta(days=ago), date(2017, 6, 16))
        try:
            record(
                *(self.made.house, KEY, "decision"),
                unit=unit,
                number=f"{number}号",
                happened=happened,
                actor=Actor("unit", unit),
            )
        except ActionError:
            assert self.made.sql("SELECT * FROM items WHERE unit = :unit", unit=unit)

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
            assert verify(self.made.house, rebuilding=True).faults == ()
            self.made.house.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def look_at(self, bodies: list[dict[str, Any]]) -> None:
        """Each step once, at its true instant, in order, never early, none after a filing (1, 5, 7)."""
        planned = bodies[0]
        filed = next((b["sequence"] for b in bodies if b["kind"] == "filed"), None)
        until = min(
            (datetime.fromisoformat(b["noticed"]) for b in bodies if b["kind"] == "filed"), default=None
        )
        due = [] if planned["data"]["past"] else expected(planned)
        latest = until or max(self.now, datetime.fromisoformat(planned["noticed"]))
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
            "SELECT n.*, o.breach, l.composed, coalesce(f.registered, 1e12) AS filed FROM notices n "
            "JOIN obligations o USING (campaign, number) LEFT JOIN letters l ON l.key = n.letter "
            "LEFT JOIN filings f ON f.campaign = n.campaign AND f.number = n.number AND f.version = 1"
        )
        assert len(rows) == len(born)
        for row in rows:
            key = (row["number"], row["version"], row["occasion"], row["recipient"])
            assert ends[key] == (row["state"] in {"sent", "dead", "withdrawn"}), row
            assert (row["ended"] is not None) == (ends[key] == 1), row
            if row["occasion"] in {"rung:0", "rung:1"} and row["composed"] is not None:
                assert row["composed"] < row["breach"], row
            if row["occasion"].startswith("rung") and row["composed"] is not None:
                assert row["composed"] <= row["filed"], row


def live(examples: int, steps: int) -> None:
    """Play `examples` lives of at most `steps` steps."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=slow
    )
    run_state_machine_as_test(Life, settings=chosen)


def test_the_invariants_hold_whatever_happens() -> None:
    live(12, 25)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_the_invariants_hold_in_a_thousand_long_lives() -> None:
    live(1000, 50)
