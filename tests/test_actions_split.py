"""A campaign from several files on record: the same as from one, each line with its file, each text kept."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from actions.declared import Declared, load
from actions.launch import launch
from actions.revisions import digest
from tests.bad_declarations.parts import laid_out
from tests.cast import COORDINATOR, KEY, REAL_FILE, calendars, declare, small_yaml, stage
from tests.split import split

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Stage

LATER = "2017-06-21T09:00"
EXTRA = """      survey:
        title: 摸底
        responsible: bureaus
        deadline: {text: 6月27日前, on: 2017-06-27}
        deliverables: [{kind: text, title: 情况}]
"""


def in_files(folder: Path, text: str, seed: int = 0) -> Declared:
    """`text` as several files in `folder`."""
    return load(laid_out(folder, split(text, random.Random(seed))), calendars())  # noqa: S311 - no secrets


def kept(made: Stage) -> list[str]:
    return [row["source"] for row in made.sql("SELECT source FROM revisions ORDER BY number")]


@pytest.mark.parametrize("seed", range(3))
def test_campaigns_have_the_same_digests_however_they_are_split(seed: int, tmp_path: Path) -> None:
    whole = load(REAL_FILE, calendars())
    found = in_files(tmp_path, REAL_FILE.read_text(encoding="utf-8"), seed)
    assert len(whole.declaration.campaigns) == 5
    for key in whole.declaration.campaigns:
        assert digest(found.planner(key).declaration) == digest(whole.planner(key).declaration)


def test_another_order_of_units_is_another_declaration(tmp_path: Path) -> None:
    """Units show in the registry's order: what decides it is part of the digest."""
    whole, other = small_yaml(), in_files(tmp_path, small_yaml())
    moved = {file: one.text for file, one in other.source.files.items()}
    units = moved.pop("units.yaml").splitlines(keepends=True)
    turned = load(
        laid_out(tmp_path, {**moved, "units.yaml": "".join([units[0], *units[:0:-1]])}), calendars()
    )
    assert digest(turned.planner(KEY).declaration) != digest(other.planner(KEY).declaration)
    assert digest(other.planner(KEY).declaration) == digest(
        declare(tmp_path / "w", whole).planner(KEY).declaration
    )


def test_what_was_launched_from_one_file_is_on_record_already_when_it_is_split(tmp_path: Path) -> None:
    made = stage(tmp_path / "one")
    again = launch(made.house, in_files(tmp_path / "many", small_yaml()), KEY, COORDINATOR)
    assert (again.changed, again.revision) == (False, 1)
    assert kept(made) == [small_yaml()]


def test_each_obligation_names_the_line_and_the_file_of_its_task(tmp_path: Path) -> None:
    made = stage(tmp_path / "house", in_files(tmp_path, small_yaml()))
    files = dict(json.loads(kept(made)[0]))
    planned = made.bodies(kind="planned")
    assert len(planned) == 18
    for body in planned:
        data = body["data"]
        assert data["file"] == f"campaigns/0-{KEY}.yaml"
        line = files[data["file"]].split("\n")[data["line"] - 1]
        assert line == f"      {data['task']}:"


def test_of_one_file_the_text_is_kept_as_it_is_and_no_file_is_named(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert kept(made) == [small_yaml()]
    assert all("file" not in body["data"] for body in made.bodies(kind="planned"))


def test_a_revision_keeps_only_the_files_that_its_campaign_reaches(tmp_path: Path) -> None:
    found = in_files(tmp_path, REAL_FILE.read_text(encoding="utf-8"), 2)
    made = stage(tmp_path / "house", found, key="linyi-2022")
    files = [file for file, _ in json.loads(kept(made)[0])]
    assert files == ["campaigns.yaml", "units.yaml", "more/rest.yaml", "campaigns/4-linyi-2022.yaml"]
    assert "more/rest.yaml" in found.source.files


def test_an_amendment_in_a_part_is_one_and_keeps_what_it_was_read_from(tmp_path: Path) -> None:
    made = stage(tmp_path / "house", in_files(tmp_path, small_yaml()))
    amended = in_files(tmp_path, small_yaml() + EXTRA)
    done = launch(made.house, amended, KEY, COORDINATOR, at=made.move(LATER), confirmed=True)
    assert done.amendment is not None
    assert len(done.amendment.comparison.added) == 3
    before, after = (dict(json.loads(one)) for one in kept(made))
    (task,) = {(b["data"]["file"], b["data"]["line"]) for b in made.bodies("survey/north", "planned")}
    assert after[task[0]].split("\n")[task[1] - 1] == "      survey:"
    assert "survey" not in "".join(before.values())
