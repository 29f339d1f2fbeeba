"""What tests of amendments share: a declaration with changes, and an amendment of the small action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.explain import explain
from actions.launch import launch
from actions.standing import standing_at
from campaigns.fold import KEYS
from tests.cast import (
    COORDINATOR,
    KEY,
    NAMES,
    declare,
    small_yaml,
)
from tests.winter import assert_sound

if TYPE_CHECKING:
    from actions.launch import Launched
    from campaigns.amending import Comparison
    from tests.cast import Stage

PARTS = ("added", "moved", "reworded", "restored", "withdrawn", "kept", "same")
REPORT, PACKAGE = "report/{}/2017-06", "package/{}"
NORTHS = REPORT.format("north")
WEST = {**NAMES, "west": "西岭区局"}
FINAL = "{text: 7月14日前, source: 三, on: 2017-07-14}"
#: A task that the first declaration does not have.
EXTRA = """      survey:
        title: 摸底调查
        responsible: bureaus
        deadline: {text: DAY前, source: 六, on: DAY}
"""


def text(*changes: tuple[str, str], units: dict[str, str] | None = None, more: str = "") -> str:
    """The small action with each of `changes` made once, and `more` tasks at its end."""
    found = small_yaml(units=units) + more
    for old, new in changes:
        assert found.count(old) == 1, old
        found = found.replace(old, new)
    return found


def without(task: str) -> str:
    """The small action without one of its tasks."""
    lines, kept, inside = small_yaml().split("\n"), list[str](), False
    for line in lines:
        if line.startswith("      ") and not line.startswith("       "):
            inside = line.strip() == f"{task}:"
        kept += [] if inside else [line]
    return "\n".join(kept) + "\n"


def due(day: str) -> tuple[str, str]:
    """The change that asks for the final package by another day of 2017."""
    return FINAL, f"{{text: {day}前, source: 三, on: 2017-{day}}}"


def ladder(*rungs: str) -> tuple[str, str]:
    """The change to another ladder."""
    whole = small_yaml()
    old = whole[whole.index("    - {rung: remind, before") : whole.index("lights:")]
    return old, "".join(f"    - {{{rung}}}\n" for rung in rungs)


REMIND = "rung: remind, before: target, working_days: 3, to: liaison"
AGAIN = "rung: remind, on: target, to: liaison"
URGE = "rung: urge, after: breach, working_days: 1, to: liaison"
SUPERVISE = "rung: supervise, after: breach, working_days: 3, to: [deputy, office], confirm: office"


def amend(made: Stage, whole: str, when: str, **more: Any) -> Launched:
    """Put the changed declaration on record."""
    made.declared = declare(made.house.settings.data.parent, whole)
    at = made.move(when)
    return launch(made.house, made.declared, made.key, COORDINATOR, at=at, **{"confirmed": True, **more})


def changes(done: Launched) -> Comparison:
    """What the amendment did."""
    assert done.amendment is not None
    return done.amendment.comparison


def ids(some: tuple[Any, ...]) -> set[str]:
    """The obligations' ids without their campaign; of a pair, of its row."""
    rows = [one[0] if isinstance(one, tuple) else one for one in some]
    return {row.id.removeprefix(f"{KEY}/") for row in rows}


def only(done: Launched, part: str) -> bool:
    """Whether of what an amendment can do it did this alone."""
    did = PARTS[: PARTS.index("kept")]
    return [name for name in did if getattr(changes(done), name)] == [part]


def for_all(path: str, units: dict[str, str] = NAMES) -> set[str]:
    """One path for each unit."""
    return {path.format(unit) for unit in units}


def everything(made: Stage) -> dict[str, list[dict[str, Any]]]:
    """Every cell of every table that says what is on record."""
    tables = (*KEYS, "history", "heads", "revisions", "contacts", "letters")
    return {table: made.sql(f"SELECT * FROM {table}") for table in tables}  # noqa: S608


def look_everywhere(made: Stage) -> None:
    """The record holds, and every reader can draw it."""
    assert_sound(made)
    for row in made.rows():
        assert explain(made.house, row.id).row.id == row.id
    found = standing_at(made.house, made.key)
    counted = [row.id for row in made.rows() if row.status != "withdrawn"]
    assert sorted(found.by_id) == sorted(counted)
    assert sum(sum(line.lights.values()) for line in found.units) == len(counted)
    assert sum(sum(line.lights.values()) for line in found.phases) == len(counted)
