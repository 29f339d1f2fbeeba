"""Whatever people decide, in any order and at any time: the arrows of docs/lifecycle.md, and the invariants."""

# ruff: noqa: D102, D107 - a rule's name says what it does

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from actions.extend import Longer
from actions.launch import launch
from actions.load_notice import load
from actions.record import record
from actions.sign import sign, waiting
from actions.submit import Submission
from campaigns.events import Actor
from campaigns.faults import RefusalError
from campaigns.lights import verdict
from deadlines.anchors import Amount
from tests.cast import COORDINATOR, LAUNCH, NAMES, ZONE, amendment_of_2017, calendars, declare, moment
from tests.documents import blocks, read, rows, section
from tests.office import BY_SHARES, LEADER, extend, hand_over, office, pause, review, tell
from tests.test_docs_lifecycle import arrows
from tests.winter import assert_sound

if TYPE_CHECKING:
    from collections.abc import Callable

    from deadlines.workdays import WorkCalendar
    from tests.office import Office

#: Few things, so that much happens to each.
PATHS = ["report/north/2017-06", "package/north", "verify/north/1号", "visit/north", "report/south/2017-06"]
CHOSEN = st.sampled_from(PATHS)
#: What time brings.
STEPS = ("opened", "became_overdue", "rung_reached", "review_came")
WHY = "统筹安排"


def drawn() -> dict[str, set[tuple[str, str]]]:
    """From which stored status to which an event may lead, by its kind, as the page draws it."""
    page = read("docs/lifecycle.md")
    drawn_ = arrows(blocks(page, "mermaid")[0])
    found: dict[str, set[tuple[str, str]]] = {}
    for letter, _, kinds, *_ in rows(section(page, "## An obligation 承办事项")):
        for kind in kinds.replace("`", "").split(", "):
            found.setdefault(kind, set()).update(pair for pair in drawn_[letter] if pair[1] != "[*]")
    return found


class Decided(RuleBasedStateMachine):
    """The small action, in which office, leaders and units decide and ask whatever comes to their minds."""

    ladder: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.made: Office
        self.now = moment(LAUNCH)

    @initialize()
    def begin(self) -> None:
        self.made = office(self.folder, ladder=self.ladder)
        for unit in NAMES:
            self.made.move(self.now)
            record(
                *(self.made.house, self.made.key, "decision"),
                unit=unit,
                number="1号",
                happened=date(2017, 6, 19),
                actor=Actor("unit", unit),
            )

    def attempt(self, verb: Callable[..., Any], path: str, actor: Actor, **more: Any) -> None:
        """Do it, or be refused with nothing written but what time had brought."""
        self.made.move(self.now)
        before = self.made.head()["sequence"]
        try:
            verb(self.made.house, f"{self.made.key}/{path}", actor, **more)
        except RefusalError:
            later = [b for b in self.made.bodies() if b["sequence"] > before]
            assert all(b["actor"]["role"] == "system" and b["kind"] in STEPS for b in later), later

    @rule(hours=st.integers(0, 120), wakes=st.booleans())
    def time_passes(self, hours: int, *, wakes: bool) -> None:
        self.now += timedelta(hours=hours, seconds=1)
        if wakes:
            self.made.wake(self.now)

    @rule(days=st.integers(1, 12))
    def the_machine_runs(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.made.run(self.now)

    @rule(path=CHOSEN, hours=st.integers(0, 90), more=st.integers(1, 6))
    def more_time_is_asked_for_and_refused(self, path: str, hours: int, more: int) -> None:
        self.more_time_is_asked_for(path, 20)
        self.time_passes(hours, wakes=True)
        self.more_time_is_refused(path)
        self.the_machine_runs(more)

    @rule(path=CHOSEN, days=st.integers(0, 9), more=st.integers(1, 6))
    def a_filing_is_found_to_be_none(self, path: str, days: int, more: int) -> None:
        self.something_is_filed(path, whole=True)
        self.now += timedelta(days=days)
        self.it_is_taken_as_not_filed(path, signed=True)
        self.the_machine_runs(more)

    @rule(path=CHOSEN, days=st.integers(0, 9), more=st.integers(1, 6))
    def an_extension_is_asked_for_after_a_return(self, path: str, days: int, more: int) -> None:
        self.something_is_filed(path, whole=False)
        self.it_is_returned(path, 3)
        self.more_time_is_asked_for(path, days)
        self.the_machine_runs(more)
        self.something_is_filed(path, whole=True)

    @rule()
    def letters_leave(self) -> None:
        self.made.deliver(self.now)

    @rule(path=CHOSEN, whole=st.booleans())
    def something_is_filed(self, path: str, *, whole: bool) -> None:
        self.made.move(self.now)
        before = self.made.row(path).status
        given = Submission(by_office=True, via="OA") if whole else Submission(note="先报一部分")
        try:
            self.made.submit(path, self.now, given, COORDINATOR if whole else None)
        except RefusalError:
            assert before not in {"pending", "open"} or self.made.row(path).status != before

    @rule(path=CHOSEN, actor=st.sampled_from([COORDINATOR, LEADER]))
    def it_is_accepted(self, path: str, actor: Actor) -> None:
        self.attempt(lambda h, k, a: review.accept(h, [k], a), path, actor)

    @rule(path=CHOSEN, days=st.integers(1, 5))
    def it_is_returned(self, path: str, days: int) -> None:
        self.attempt(review.return_, path, COORDINATOR, reason=WHY, within=Amount(working_days=days))

    @rule(path=CHOSEN)
    def it_is_asked_for_again(self, path: str) -> None:
        self.attempt(review.reopen, path, COORDINATOR, reason=WHY)

    @rule(path=CHOSEN, signed=st.booleans())
    def it_is_taken_as_not_filed(self, path: str, *, signed: bool) -> None:
        self.attempt(review.propose_not_filed, path, COORDINATOR, reason=WHY)
        if signed:
            self.attempt(review.take_as_not_filed, path, LEADER)

    @rule(path=CHOSEN, days=st.integers(-2, 30))
    def more_time_is_asked_for(self, path: str, days: int) -> None:
        unit, until = Actor("unit", path.split("/")[1]), self.now.date() + timedelta(days=days)
        self.attempt(extend.ask, path, unit, until=until, reason=WHY, progress="过半")

    @rule(path=CHOSEN, actor=st.sampled_from([COORDINATOR, LEADER]), days=st.integers(0, 16))
    def more_time_is_given(self, path: str, actor: Actor, days: int) -> None:
        self.attempt(extend.grant, path, actor, longer=Longer(working_days=days) if days else None)

    @rule(path=CHOSEN)
    def more_time_is_refused(self, path: str) -> None:
        self.attempt(extend.refuse, path, COORDINATOR, reason=WHY)

    @rule(path=CHOSEN, ago=st.integers(0, 5))
    def the_clock_is_stopped(self, path: str, ago: int) -> None:
        first = self.now.date() - timedelta(days=ago)
        self.attempt(pause.pause, path, COORDINATOR, cause="检验", first=first)

    @rule(path=CHOSEN)
    def the_clock_goes_on(self, path: str) -> None:
        self.attempt(pause.resume, path, COORDINATOR)

    @rule(path=CHOSEN, to=st.sampled_from(["netoffice", *NAMES]), days=st.integers(0, 20))
    def it_is_given_to_another(self, path: str, to: str, days: int) -> None:
        by = self.now.date() + timedelta(days=days) if days else None
        self.attempt(hand_over.transfer, path, COORDINATOR, to=to, reason=WHY, by=by)

    @rule(path=CHOSEN)
    def it_is_let_go(self, path: str) -> None:
        self.attempt(review.waive, path, COORDINATOR, reason=WHY)

    @rule(path=CHOSEN)
    def it_is_taken_back(self, path: str) -> None:
        self.attempt(review.withdraw, path, COORDINATOR, reason=WHY)

    @rule(path=CHOSEN)
    def somebody_urges_and_somebody_instructs(self, path: str) -> None:
        self.attempt(lambda h, k, a: tell.urge(h, [k], a), path, COORDINATOR)
        self.attempt(tell.instruct, path, LEADER, text="抓紧")

    @rule(path=CHOSEN)
    def the_unit_answers(self, path: str) -> None:
        self.attempt(tell.respond, path, Actor("unit", path.split("/")[1]), text="进行中")

    @rule(drops=st.booleans())
    def what_waits_is_signed_or_dropped(self, *, drops: bool) -> None:
        self.made.move(self.now)
        if ids := [one.id for one in waiting(self.made.house, self.made.key)]:
            if drops:
                tell.drop(self.made.house, ids[:1], COORDINATOR, reason=WHY)
            else:
                sign(self.made.house, ids, COORDINATOR)

    @rule(day=st.sampled_from(["07-07", "07-14", "07-21"]))
    def the_declaration_is_amended(self, day: str) -> None:
        text = self.made.house.settings.file.read_text(encoding="utf-8")
        at = self.made.move(self.now)
        source = declare(self.folder / "again", text.replace("on: 2017-07-14", f"on: 2017-{day}"))
        launch(self.made.house, source, self.made.key, COORDINATOR, at=at, confirmed=True)

    @rule()
    def a_notice_is_loaded(self) -> None:
        self.made.move(self.now)
        load(self.made.house, amendment_of_2017(self.folder), COORDINATOR)

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
                look_at(bodies, self.made.house.calendars.national)
            self.look_at_notices()
            assert_sound(self.made)
            self.made.house.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def look_at_notices(self) -> None:
        """Each notice is born once and ends once, or waits visibly."""
        born, ends = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
        for body in self.made.bodies():
            data, number = body["data"], body["number"]
            if body["kind"] == "notices_ended":
                ends.update(tuple(key) for key in data["notices"])
            elif body["kind"] != "amended":
                for one in data.get("notices", ()):
                    key = (number, one["version"], one["occasion"], one["recipient"])
                    born[key] += 1
                    ends[key] += one["state"] == "withdrawn"
                ends.update((number, *key) for *key, _ in data.get("withdrawn", ()))
        assert set(born.values()) <= {1}
        found = self.made.sql("SELECT * FROM notices")
        assert len(found) == len(born)
        for row in found:
            key = (row["number"], row["version"], row["occasion"], row["recipient"])
            assert ends[key] == (row["state"] in {"sent", "dead", "withdrawn"}), row


@dataclass
class Look:
    """Goes through one obligation's history and holds each event against what may be."""

    allowed: dict[str, set[tuple[str, str]]]
    #: The days as they were known at first and at last.
    calendars: tuple[WorkCalendar, ...]
    status: str = ""
    version: int = 1
    breach: str | None = None
    #: The highest rung of the dates in force, and the versions whose overdue was told.
    reached: int = -1
    overdue: set[int] = field(default_factory=set)
    undecided: bool = False
    #: Nobody is urged between these two.
    quiet: tuple[datetime, datetime] | None = None

    def see(self, body: dict[str, Any]) -> None:
        """The arrows of the page, then what else must hold."""
        kind, data = body["kind"], body["data"]
        after = _status_after(self.status, body)
        if kind in self.allowed:
            assert (self.status, after) in self.allowed[kind], (self.status, after, body)
        else:
            assert self.status == after, body
        if kind in {"became_overdue", "rung_reached"}:
            assert self.status in {"pending", "open"}, body
            assert not self.undecided, body
            self.chased(body)
        if "certificate" in data:
            self.dated(body)
        self.waits(body)
        self.status = after

    def chased(self, body: dict[str, Any]) -> None:
        """Overdue once for each deadline, at its breach; rungs rise, on working days, and wait where they must."""
        at, data = datetime.fromisoformat(body["effective"]), body["data"]
        if body["kind"] == "became_overdue":
            assert (self.version in self.overdue, body["effective"]) == (False, self.breach), body
            self.overdue.add(self.version)
            return
        assert data["step"] > self.reached, body
        assert any(one.is_working(at.astimezone(ZONE).date()) for one in self.calendars), body
        assert self.quiet is None or not self.quiet[0] < at < self.quiet[1], body
        self.reached = data["step"]

    def dated(self, body: dict[str, Any]) -> None:
        """Versions follow one another; a breach that stays was overdue once and for all."""
        data = body["data"]
        if body["kind"] != "planned":
            assert data["version"] == self.version + 1, body
            if (data["target"], data["breach"]) != (data["was"]["target"], data["was"]["breach"]):
                self.reached = -1
            if data["breach"] == self.breach and self.version in self.overdue:
                self.overdue.add(data["version"])
            self.version = data["version"]
        self.breach = data["breach"]

    def waits(self, body: dict[str, Any]) -> None:
        """While an extension is undecided nobody is urged; nor for a whole working day after some decisions."""
        cells = body["data"].get("row", {})
        if "held_from" in cells:
            self.undecided = cells["held_from"] is not None and cells["held_until"] is None
        elif "held_until" in cells:
            self.undecided = False
        if "held_until" in cells and cells["held_until"] is None:
            self.quiet = None  # returned, or granted: what was refused before does not matter any more
        if cells.get("held_until") is not None:
            noticed = datetime.fromisoformat(body["noticed"]).astimezone(ZONE)
            # By whichever days were known then.
            passes = min(one.add(noticed.date(), 1) for one in self.calendars)
            ends = datetime.combine(passes + timedelta(days=1), datetime.min.time(), ZONE)
            self.quiet = (noticed, ends)


def look_at(bodies: list[dict[str, Any]], latest: WorkCalendar) -> None:
    """One obligation from its beginning to its end."""
    look = Look(drawn(), (calendars().national, latest))
    for body in bodies:
        look.see(body)


def _status_after(status: str, body: dict[str, Any]) -> str:
    """What is stored after `body`, by its own words."""
    kind, data = body["kind"], body["data"]
    plain = {"opened": "open", "filed": "submitted", "closed": "closed", "withdrawn": "withdrawn"}
    told = data.get("status") or data.get("row", {}).get("status")
    return told or plain.get(kind, status)


class DecidedByShares(Decided):
    """The same with rungs by shares of the time, which every decision counts anew."""

    ladder = BY_SHARES


def live(examples: int, steps: int, life: type[Decided] = Decided) -> None:
    """Play `examples` lives of at most `steps` steps."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=slow,
        # A life of some minutes that failed is not lived over and over again to make it shorter.
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    run_state_machine_as_test(life, settings=chosen)


@pytest.mark.slow
def test_the_invariants_hold_whatever_is_decided() -> None:
    live(40, 40)


@pytest.mark.slow
def test_the_invariants_hold_whatever_is_decided_where_rungs_are_shares_of_the_time() -> None:
    live(10, 30, DecidedByShares)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_the_invariants_hold_in_a_thousand_decided_lives() -> None:
    live(1000, 50)


def test_a_verdict_is_that_of_the_first_filing_whatever_is_decided_later(tmp_path: Path) -> None:
    made = office(tmp_path)
    path = "scheme/north"
    assert verdict(made.row(path)) is None
    report = "report/north/2017-06"
    made.hand_in(report, "2017-06-29T00:00")
    for day in ("2017-06-29", "2017-07-03"):
        made.act(f"{day}T10:00", review.return_, report, reason=WHY)
        made.act(f"{day}T11:00", extend.grant, report, longer=Longer(working_days=20))
        made.hand_in(report, f"{day}T12:00")
        assert verdict(made.row(report)) == "late"
