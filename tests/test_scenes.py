"""Whole campaigns played day by day: what people do goes in, history and outbox come out as people approved them.

After a wanted change: `python -m tests.test_scenes`, then read the diff as a coordinator would.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.scene_player import SCENES, play, scene

SNAPSHOTS = Path(__file__).parent / "snapshots" / "scenes"
#: An act that is allowed; one that opens an obligation, and how that stands the day after.
SIGNED = {"at": "2024-01-02T10:00", "as": "unit:湖东所", "acknowledge": "document"}
FOUND: dict[str, Any] = {
    "at": "2024-01-02T11:00",
    "record": "交办",
    "unit": "湖东所",
    "number": "1号",
    "on": "2024-01-02",
}
FOUND |= {"what": "批示", "fields": {"事项": "线索"}}
RIGHT = {
    "at": "2024-01-03T09:00",
    "id": "签收/湖东所/1号",
    "status": "open",
    "light": "due_soon",
    "due": "2024-01-03",
}
NAMES = sorted(file.stem for file in SCENES.glob("*.yaml"))


def shown(name: str, folder: Path) -> dict[str, str]:
    """Play a scene; the names and texts of its snapshots."""
    played = play(scene(name), folder)
    return {f"{name}.history.txt": played.told(), f"{name}.outbox.txt": played.outbox()}


def refresh() -> None:
    """Write all snapshots anew and remove those without a scene."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for file in SNAPSHOTS.iterdir():
        file.unlink()
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            for told, text in shown(name, Path(folder)).items():
                (SNAPSHOTS / told).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_plays_as_it_was_approved(name: str, tmp_path: Path) -> None:
    for file, text in shown(name, tmp_path).items():
        assert text == (SNAPSHOTS / file).read_text(encoding="utf-8"), file


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"steps": ({"at": "2024-01-02T10:00", "acknowledge": "document"},)}, AssertionError),
        ({"steps": ({**SIGNED, "refused": "不能签收"},)}, AssertionError),
        ({"steps": ({**SIGNED, "reason": "收到"},)}, TypeError),
        ({"steps": ({"at": "2024-01-02T10:00", "celebrate": "document"},)}, ValueError),
        ({"steps": (FOUND,), "expect": ({**RIGHT, "light": "done"},)}, AssertionError),
        ({"steps": (FOUND,), "in_hindsight": ({**RIGHT, "due": "2024-01-04"},)}, AssertionError),
    ],
)
def test_a_scene_that_is_not_so_is_noticed(
    change: dict[str, Any], fault: type[Exception], tmp_path: Path
) -> None:
    told = replace(scene("yunhu"), until="2024-01-03T18:00", steps=(), expect=())
    with pytest.raises(fault):
        play(replace(told, **change), tmp_path)


def test_a_scene_that_is_so_plays(tmp_path: Path) -> None:
    told = replace(scene("yunhu"), until="2024-01-03T18:00", steps=(SIGNED, FOUND), expect=(RIGHT,))
    played = play(replace(told, in_hindsight=(RIGHT,)), tmp_path)
    assert "签收文件" in played.told()


def test_no_snapshot_has_outlived_its_scene() -> None:
    assert {file.name.split(".")[0] for file in SNAPSHOTS.iterdir()} == set(NAMES)


if __name__ == "__main__":
    refresh()
