"""Accidents by the thousand and declarations made to cost: a fault with a line, within a second and 200 MB each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.bombs import BOMBS, SMALL
from tests.limited import MEGABYTES, SECONDS, Limited
from tests.test_campaigns_fuzz import mutated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Bombs that are no mistake: long, and sound.
SOUND = {"one huge value", "a phase of millennia"}


@pytest.fixture(scope="module")
def limited() -> Iterator[Limited]:
    """The process that answers, each file in a child of its own."""
    with Limited() as process:
        yield process


def test_a_file_that_takes_too_long_or_too_much_or_fails_is_seen(tmp_path: Path, limited: Limited) -> None:
    """The limits are real: without them the answers below would say nothing."""
    file = tmp_path / "campaigns.yaml"
    crowd = "".join(f"  u{n}: {{name: 样例{n}局, kind: district, parent: city}}\n" for n in range(9_000))
    whole = SMALL.replace("  north:", f"{crowd}  north:", 1).replace("2017-08-31", "2049-08-31")
    assert limited.answer(file, whole).end in {"time", "memory"}
    assert limited.answer(file, SMALL).end == "sound"
    assert limited.answer(file, SMALL.replace("title: 名单", "titel: 名单", 1)).end == "faults"


@pytest.mark.soak
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_faults_within_its_limits(name: str, tmp_path: Path, limited: Limited) -> None:
    found = limited.answer(tmp_path / "campaigns.yaml", BOMBS[name])
    assert found.end == ("sound" if name in SOUND else "faults"), found
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


@pytest.mark.soak
def test_ten_thousand_accidents_end_in_faults_or_in_a_plan_within_their_limits(
    tmp_path: Path, limited: Limited
) -> None:
    ends = Counter[str]()
    for seed in range(1_000, 11_000):
        found = limited.answer(tmp_path / "campaigns.yaml", mutated(seed))
        assert found.end in {"faults", "sound"}, (seed, found)
        ends[found.end] += 1
    assert min(ends["faults"], ends["sound"]) > 1_000
