"""Whole campaigns played day by day: what people do goes in, history and outbox come out as people approved them.

After a wanted change: `python -m tests.test_scenes`, then read the diff as a coordinator would.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.scene_player import SCENES, play, scene

SNAPSHOTS = Path(__file__).parent / "snapshots" / "scenes"
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
            for file, text in shown(name, Path(folder)).items():
                (SNAPSHOTS / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_plays_as_it_was_approved(name: str, tmp_path: Path) -> None:
    for file, text in shown(name, tmp_path).items():
        assert text == (SNAPSHOTS / file).read_text(encoding="utf-8"), file


def test_no_snapshot_has_outlived_its_scene() -> None:
    assert {file.name.split(".")[0] for file in SNAPSHOTS.iterdir()} == set(NAMES)


if __name__ == "__main__":
    refresh()
