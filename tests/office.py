"""A small action whose office decides: reviews, extends, pauses, transfers; shared by the tests of its acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from actions import extend, hand_over, pause, review, tell
from actions.submit import Handed, Submission
from campaigns.events import Actor
from campaigns.lights import light
from tests.cast import COORDINATOR, KEY, NAMES, Stage, declare, moment, small_yaml, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.review import Decided

LEADER, NORTH, SOUTH = Actor("leader"), Actor("unit", "north"), Actor("unit", "south")
#: Due on Friday 14 July 2017; a document, two cases with their decisions, a picture.
PACKAGE, SCHEME, REPORT = "package/north", "scheme/north", "report/north/2017-06"
_MORE = """      visit:
        title: 走访
        responsible: bureaus
        deadline: {text: 经常性开展, source: 六, qualitative: {review_every: {months: 1}}}
      verify:
        title: 核查
        for_each: decision
        responsible: {event: unit}
        deadline: {text: 15个工作日内, source: 七, after: {event: decision, working_days: 15}, pause: [检验, 鉴定], extend: {working_days: 15, approver: 负责人, signatures: 2}}
        deliverables: [{kind: document, title: 核查报告}]
"""


@dataclass
class Office(Stage):
    """The small action, and what people decide in it."""

    def act(self, when: str, verb: Any, path: str, actor: Actor = COORDINATOR, **more: Any) -> Decided:
        """Let `actor` do `verb` to the obligation `path` at `when`."""
        self.move(when)
        done: Decided = verb(self.house, f"{self.key}/{path}", actor, **more)
        return done

    def hand_in(self, path: str, when: str) -> None:
        """File the scheme or a report, whole."""
        paper = self.house.settings.data / "paper.txt"
        paper.write_text(f"方案 {when}", encoding="utf-8")
        kind = "document" if path.startswith(("scheme", "verify")) else "form"
        texts = {"开展情况": "正常"} if kind == "form" else {}
        self.submit(path, when, Submission(files=(Handed(paper, kind),), texts=texts))

    def light(self, path: str, when: str) -> str:
        """The light of `path` at `when`, as it stands on record."""
        with self.house.store.read() as connection:
            record = self.house.on_record(connection, self.key)
        scheme = record.planner.declaration.lights["usual"]
        return light(self.row(path), scheme, record.pace, moment(when))

    def kinds(self, path: str) -> list[str]:
        """The kinds of what happened to `path`, rungs by their names, after it was planned."""
        return [b["data"].get("rung", b["kind"]) for b in self.bodies(path)[1:]]


#: A ladder by progress against time, mixed with working time; it rises whatever the dates.
BY_SHARES = """    - {rung: remind, gone: 50%, to: liaison}
    - {rung: urge, gone: 80%, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
    - {rung: supervise, gone: 150%, to: [deputy, office], confirm: office}
"""


def with_ladder(text: str, ladder: str) -> str:
    """The declaration `text` with another ladder."""
    before, rest = text.split("  usual:\n", 1)
    return f"{before}  usual:\n{ladder}lights:{rest.split('lights:', 1)[1]}"


def office(folder: Path, *, database: str | None = None, ladder: str | None = None) -> Office:
    """The small action launched in June 2017, everything reviewed, with a task to visit and one to verify."""
    text = small_yaml(reviewed=True) + _MORE
    text = text if ladder is None else with_ladder(text, ladder)
    made = stage(folder, declare(folder, text), database=database)
    return Office(made.house, made.declared, KEY)


__all__ = [
    "BY_SHARES",
    "COORDINATOR",
    "LEADER",
    "NAMES",
    "NORTH",
    "PACKAGE",
    "REPORT",
    "SCHEME",
    "SOUTH",
    "Office",
    "date",
    "extend",
    "hand_over",
    "office",
    "pause",
    "review",
    "tell",
    "with_ladder",
]
