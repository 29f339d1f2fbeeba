"""The measure of declarations reads and plans what it says it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.declared import load
from benchmarks.declarations import FILE, declarations
from deadlines.calendars import Calendars

if TYPE_CHECKING:
    from pathlib import Path


def test_each_copy_of_the_five_is_planned_whole_in_files_of_five_and_in_one(tmp_path: Path) -> None:
    shares: list[float] = []
    found = declarations(tmp_path / "made", 10, shares.append)
    five = load(FILE, Calendars.packaged())
    owed = sum(len(five.planner(key).plan().obligations) for key in five.declaration.campaigns)
    assert (found.campaigns, found.in_one, found.obligations) == (10, 10, 2 * owed)
    assert shares == [0.5, 1.0]
    whole = load(tmp_path / "made" / "whole.yaml", Calendars.packaged())
    assert len(whole.declaration.campaigns) == len(set(whole.declaration.campaigns)) == 10
    assert min(found.apart, found.together, found.composed, *found.cold, *found.cold_floor) > 0
