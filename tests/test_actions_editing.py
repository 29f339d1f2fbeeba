"""Saving the declaration from several sides at once, and launching what somebody else was shown."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from actions import declared, editing
from actions.editing import ChangedError
from actions.impact import impact
from actions.launch import launch
from actions.marks import OtherwiseError
from campaigns.faults import RefusalError
from tests.cast import COORDINATOR, KEY, calendars, small_yaml, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.declared import Declared
    from tests.cast import Stage

LATER = small_yaml().replace("on: 2017-07-14", "on: 2017-07-21")


def test_of_many_who_save_at_once_one_wins_and_nobody_is_overwritten_unseen(tmp_path: Path) -> None:
    house = stage(tmp_path).house
    name = house.settings.file.name
    opened, gate, won, told = editing.opened(house), threading.Barrier(8), list[str](), list[str]()

    def save(number: int) -> None:
        text = f"{small_yaml()}# {number}\n"
        gate.wait()
        try:
            editing.save(house, name, text, opened.digest)
            won.append(text)
        except ChangedError as error:
            told.append(error.now.text)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = won
    assert told == [winner] * 7
    assert house.settings.file.read_text(encoding="utf-8") == winner
    kept = list((house.settings.data / editing.FORMER).iterdir())
    assert [path.read_text(encoding="utf-8") for path in kept] == [small_yaml()]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    house = stage(tmp_path).house
    file = house.settings.file
    file.rename(tmp_path / "real.yaml")
    file.symlink_to("real.yaml")
    editing.save(house, file.name, LATER, editing.opened(house).digest)
    assert file.is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == LATER


def test_what_cannot_be_written_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = stage(tmp_path).house
    opened = editing.opened(house)

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RefusalError, match="没有保存"):
        editing.save(house, opened.name, LATER, opened.digest)
    assert house.settings.file.read_text(encoding="utf-8") == small_yaml()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# --- as it was shown ----------------------------------------------------------------------------------------


def source(made: Stage, text: str) -> Declared:
    """The declaration as `text` has it."""
    made.house.settings.file.write_text(text, encoding="utf-8")
    return declared.load(made.house.settings.file, calendars())


@pytest.mark.parametrize(
    ("launched", "text"), [(None, LATER), ("2017-06-19T09:00", LATER), ("2017-06-19T09:00", small_yaml())]
)
def test_what_is_otherwise_than_shown_is_not_launched_and_leaves_no_trace(
    tmp_path: Path, launched: str | None, text: str
) -> None:
    made = stage(tmp_path, launched=launched)
    given = source(made, text)
    mark = impact(made.house, given, KEY, letters=True).mark
    tables = ("revisions", "obligations", "history", "notices", "contacts", "people")
    before = [made.sql(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - names of our own
    for wrong in ("", "0" * 64):
        with pytest.raises(OtherwiseError):
            launch(made.house, given, KEY, COORDINATOR, confirmed=True, approved_by="张局长", shown=wrong)
        assert [made.sql(f"SELECT * FROM {table}") for table in tables] == before  # noqa: S608 - as above
    launch(made.house, given, KEY, COORDINATOR, confirmed=True, shown=mark)


def test_each_part_of_an_amendment_is_in_its_mark(tmp_path: Path) -> None:
    made = stage(tmp_path)
    texts = [
        LATER,
        LATER.replace("2017-07-21", "2017-07-28"),
        small_yaml().replace("source: 三", "source: 四", 1),
        small_yaml().replace("      scheme:", "      outline:"),
    ]
    marks = [impact(made.house, source(made, text), KEY, letters=True).mark for text in texts]
    assert len(set(marks)) == len(texts)
    assert [impact(made.house, source(made, text), KEY, letters=True).mark for text in texts] == marks


def test_what_became_of_an_obligation_meanwhile_is_in_the_mark(tmp_path: Path) -> None:
    made = stage(tmp_path)
    given = source(made, LATER)
    before = impact(made.house, given, KEY, letters=True)
    made.submit("package/north", "2017-06-19T10:00")
    after = impact(made.house, given, KEY, letters=True)
    assert before.mark != after.mark
    with pytest.raises(OtherwiseError):
        launch(made.house, given, KEY, COORDINATOR, confirmed=True, shown=before.mark)
