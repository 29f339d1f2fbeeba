"""Rehearse: the same seed gives the same bytes, whatever the process, its zone, or how often it was killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.house import ActionError
from actions.proof import verify
from actions.rehearse import Profile, Rehearsal, rehearse
from actions.settings import Settings
from tests.campaign_script import play, steps
from tests.cast import KEY, TIANJIN, declare, measured_yaml, moment, small_yaml, stage, tianjin, told

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
REHEARSE = f"""
import sys
from pathlib import Path
from actions.rehearse import Profile, rehearse
from tests.cast import declare, small_yaml
source = declare(Path(sys.argv[1]), small_yaml())
print(rehearse(source, "{KEY}", profile=Profile(), seed=7).head)
"""


@pytest.mark.slow
@pytest.mark.slow
def python(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What a process of its own says last."""
    more = {**os.environ, **(env or {})}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=more, capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


@pytest.mark.slow
def test_a_seed_gives_the_same_bytes_in_any_process_and_zone(tmp_path: Path) -> None:
    source = declare(tmp_path / "here", small_yaml())
    here = rehearse(source, KEY, profile=Profile(), seed=7)
    assert here.faults == ()
    for number, env in enumerate(({"TZ": "America/New_York", "PYTHONHASHSEED": "1"}, {"TZ": "UTC"})):
        assert python("-c", REHEARSE, str(tmp_path / str(number)), env=env) == here.head


def test_another_seed_gives_another_history(tmp_path: Path) -> None:
    source = declare(tmp_path, small_yaml())
    heads = {rehearse(source, KEY, profile=Profile(), seed=seed).head for seed in (1, 2)}
    assert len(heads) == 2


def test_the_totals_are_what_the_history_holds(tmp_path: Path) -> None:
    source = declare(tmp_path, small_yaml())
    settings = Settings(data=tmp_path / "data", file=tmp_path / "campaigns.yaml")
    played = Rehearsal(settings, source, KEY, profile=Profile(), seed=7)
    found = played.play()
    made = stage(tmp_path, source, launched=None)
    counted = [told(body) for body in made.bodies()]
    for kind, number in found.transitions.items():
        if kind != "incomplete":
            assert counted.count(kind) == number, kind
    assert found.letters == {"sent": len(made.letters())}
    assert found.events == len(counted)
    assert verify(made.house, rebuilding=True).faults == ()
    played.house.store.close()


@pytest.mark.parametrize(
    ("profile", "overdue", "filed"),
    [(Profile(100, 0, 0), 0, 9), (Profile(0, 100, 0), 9, 9), (Profile(0, 0, 100), 9, 0)],
)
def test_units_behave_as_their_profile_says(
    tmp_path: Path, profile: Profile, overdue: int, filed: int
) -> None:
    source = declare(tmp_path, small_yaml(only_reports=True))
    found = rehearse(source, KEY, profile=profile, seed=7)
    assert found.transitions.get("became_overdue", 0) == overdue
    assert found.transitions.get("filed", 0) - found.transitions.get("incomplete", 0) == filed


@pytest.mark.parametrize(
    "text", ["on_time=81", "on_time=80,late=30,silent=5", "a=1", "x", "on_time=-5,late=105"]
)
def test_a_profile_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ActionError, match="--profile"):
        Profile.parse(text)


@pytest.mark.slow
def test_the_real_action_is_rehearsed_and_verifies(tmp_path: Path) -> None:
    found = rehearse(tianjin(), TIANJIN, profile=Profile(), seed=7, folder=tmp_path / "data")
    made = stage(tmp_path, tianjin(), key=TIANJIN, launched=None)
    assert verify(made.house, rebuilding=True).faults == found.faults == ()
    overdue = [b["obligation"] for b in made.bodies(kind="became_overdue")]
    assert len(overdue) == len(set(overdue)) == found.transitions["became_overdue"]
    assert {b["data"]["simulated"] for b in made.bodies(kind="launched")} == {True}


@pytest.mark.slow
def test_a_rehearsal_may_end_in_the_middle_and_shows_that_day(tmp_path: Path) -> None:
    until = moment("2017-10-26T09:00")
    found = rehearse(tianjin(), TIANJIN, profile=Profile(), seed=7, folder=tmp_path / "data", until=until)
    assert found.until == until
    clock = json.loads((tmp_path / "data" / "clock.json").read_text())
    assert datetime.fromisoformat(clock["now"]) == until


def undisturbed(folder: Path, seed: int) -> tuple[str, int]:
    """Head hash and number of steps of the script's campaign when nobody disturbs it."""
    made = stage(folder, declare(folder, measured_yaml()), launched=None)
    for _ in play(made, seed):
        pass
    head = made.head()["hash"]
    made.house.store.close()
    return head, len(steps(seed))


def killed_and_resumed(folder: Path, seed: int, chance: random.Random, size: int) -> str:
    """The head hash after a process that was killed twice somewhere, and one that went on to the end."""
    command = [sys.executable, "-m", "tests.campaign_script", str(folder), str(seed)]
    for _ in range(2):
        until = chance.randrange(size)
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                if line.strip() == str(until):
                    break
            time.sleep(chance.random() * 0.02)  # anywhere within the step that follows
            running.kill()
    return python("-m", "tests.campaign_script", str(folder), str(seed))


def assert_killed_makes_no_difference(folder: Path, number: int, head: str, size: int, seed: int) -> None:
    chance = random.Random(number)  # noqa: S311 - picks where to kill
    assert killed_and_resumed(folder, seed, chance, size) == head, number
    made = stage(folder, declare(folder, measured_yaml()), launched=None)
    assert verify(made.house, rebuilding=True).faults == ()
    made.house.store.close()


@pytest.mark.slow
def test_kill_nine_anywhere_loses_and_doubles_nothing(tmp_path: Path) -> None:
    head, size = undisturbed(tmp_path / "whole", 5)
    for number in range(4):
        assert_killed_makes_no_difference(tmp_path / str(number), number, head, size, 5)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_kill_nine_at_two_hundred_points_loses_and_doubles_nothing(tmp_path: Path) -> None:
    head, size = undisturbed(tmp_path / "whole", 5)
    for number in range(100, 200):  # each is killed twice
        assert_killed_makes_no_difference(tmp_path / str(number), number, head, size, 5)
