"""Upgrading a data folder: a copy is kept, nothing is lost, and what the old version wrote can still be read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from actions.correct import correct
from actions.deliver import deliver
from actions.house import ActionError, build
from actions.launch import launch
from actions.load_notice import load
from actions.proof import verify
from actions.settings import Settings
from actions.upgrade import upgrade_folder
from actions.wake import wake
from cli.main import duban
from deadlines.because import because, because_moved
from deadlines.strip import strip
from store import obligations
from store.engine import Store, StoreError, sqlite_url
from store.migrate import SCHEMA
from tests.cast import (
    COORDINATOR,
    KEY,
    Stage,
    declare,
    notice_of_2099,
    small_yaml,
)
from tests.old_schema import cells, old_folder, old_postgresql

if TYPE_CHECKING:
    from pathlib import Path

DISCLOSURE = f"{KEY}/disclosure/north/1号"


def settings_of(folder: Path) -> Settings:
    """The settings of a folder whose database the first version wrote."""
    return Settings(data=old_folder(folder / "data"), file=folder / "campaigns.yaml")


def upgraded(folder: Path) -> Stage:
    """The house over the upgraded database."""
    settings = settings_of(folder)
    upgrade_folder(settings)
    source = declare(folder, small_yaml(units={"north": "北山区局"}, reviewed=True))
    return Stage(build(settings), source)


def test_an_old_database_is_refused_with_the_command_that_upgrades_it_and_left_as_it_is(
    tmp_path: Path,
) -> None:
    settings = settings_of(tmp_path)
    before = cells(Store(sqlite_url(settings.data)))
    with pytest.raises(StoreError, match="duban upgrade"):
        build(settings)
    assert cells(Store(sqlite_url(settings.data))) == before


def test_an_upgrade_keeps_a_copy_of_the_whole_database_as_it_was(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with closing(sqlite3.connect(settings.data / "duban.db")) as connection:
        before = list(connection.iterdump())
    assert upgrade_folder(settings) == ("0001", SCHEMA, settings.data / "duban-0001.db")
    with closing(sqlite3.connect(settings.data / "duban-0001.db")) as connection:
        assert list(connection.iterdump()) == before
    assert upgrade_folder(settings) == (SCHEMA, SCHEMA, None)


def test_where_there_is_no_database_there_is_nothing_to_upgrade_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(ActionError, match="还没有数据库"):
        upgrade_folder(Settings(data=tmp_path / "data", file=tmp_path / "campaigns.yaml"))
    assert not (tmp_path / "data").exists()


def test_a_copy_that_cannot_be_made_stops_the_upgrade(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    (settings.data / "duban-0001.db").mkdir()
    with pytest.raises(ActionError, match="副本"):
        upgrade_folder(settings)
    assert Store(sqlite_url(settings.data)).schema() == "0001"


@pytest.mark.postgresql
def test_on_postgresql_no_copy_is_made(tmp_path: Path, postgresql_database: str) -> None:
    old_postgresql(postgresql_database, tmp_path / "data").close()
    settings = Settings(data=tmp_path / "data", file=tmp_path / "c.yaml", database=postgresql_database)
    assert upgrade_folder(settings) == ("0001", SCHEMA, None)
    house = build(settings)
    assert verify(house, rebuilding=True).faults == ()
    house.store.close()


def test_an_upgraded_record_verifies_and_rebuilt_rows_agree(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    found = verify(made.house, rebuilding=True)
    assert (found.faults, found.events) == ((), 19)


def test_an_altered_declaration_is_still_found(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    with made.house.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE revisions SET declaration = replace(declaration, '每月28日前', '每月29日前')"
        )
    [fault] = verify(made.house).faults
    assert "申报内容" in fault


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"units":[]}', '{"units":{"a":1},"campaigns":{}}'])
def test_a_declaration_that_is_none_is_a_fault_and_no_crash(tmp_path: Path, text: str) -> None:
    made = upgraded(tmp_path)
    with made.house.store.write() as connection:
        connection.exec_driver_sql("UPDATE revisions SET declaration = ?", (text,))
    assert any("申报内容" in fault for fault in verify(made.house).faults)


def test_launching_the_unchanged_declaration_again_is_no_amendment(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    before = made.history_rows()
    done = launch(made.house, made.declared, KEY, COORDINATOR)
    assert (done.changed, done.revision) == (False, 1)
    assert made.history_rows() == before
    other = declare(
        tmp_path, small_yaml(units={"north": "北山区局"}, reviewed=True).replace("每月28日前", "每月29日前")
    )
    with pytest.raises(ActionError, match="申报内容已改动"):
        launch(made.house, other, KEY, COORDINATOR)


def test_the_certificates_of_the_old_form_are_told_in_both_languages(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    with made.house.store.read() as connection:
        found = [text for *_, text in obligations.certificates(connection)]
    assert {json.loads(text)["v"] for text in found} == {1}
    for text in found:
        for lang in ("zh", "en"):
            assert because(text, lang)[0]
        strip(text)
    [counted] = [text for text in found if json.loads(text)["kind"] == "after"]
    said = "\n".join(because(counted, "zh", {"decision": "行政决定"}))
    for part in (
        "7个工作日内",
        "双公示",
        "自2017-06-26起算（行政决定）",
        "07-01至07-02",
        "7月5日（星期三）24:00",
    ):
        assert part in said
    assert strip(counted)[2].split()[-1] == "7"
    assert because_moved(counted, counted) == []


def test_the_next_wake_adopts_the_calendars_and_goes_on_where_the_old_version_stopped(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    rows = made.rows()
    wake(made.house, KEY, made.move("2017-07-07T10:00"))
    assert len(made.bodies(kind="became_overdue")) == 1
    assert [b["data"]["moved"] for b in made.bodies(kind="calendar_changed")] == [0]
    assert [row.version for row in made.rows()] == [row.version for row in rows]
    before = made.history_rows()
    assert wake(made.house, KEY, made.move("2017-07-07T10:00")) == {}
    assert made.history_rows() == before
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_notice_may_be_loaded_into_an_upgraded_database(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    assert load(made.house, notice_of_2099(tmp_path), COORDINATOR).changed
    assert verify(made.house, rebuilding=True).faults == ()


def test_an_event_of_the_old_version_may_be_corrected_and_the_letter_says_why(tmp_path: Path) -> None:
    made = upgraded(tmp_path)
    made.move("2017-07-04T10:30")
    happened = date(2017, 6, 27)
    told = {"unit": "north", "number": "1号", "happened": happened, "reason": "登错"}
    done = correct(made.house, KEY, "decision", actor=COORDINATOR, **told)  # type: ignore[arg-type]
    assert [one.follows for one in done.dependants] == [True]
    deliver(made.house, made.move("2017-07-04T10:35"))
    states = {n["occasion"]: n["state"] for n in made.notices("disclosure/north/1号")}
    assert states["moved:2"] == "sent"
    assert verify(made.house, rebuilding=True).faults == ()


def test_by_the_command_line_old_data_is_refused_upgraded_and_explained(tmp_path: Path) -> None:
    data = old_folder(tmp_path / "data")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(duban, [*arguments, "--data", str(data)])
        return done.exit_code, done.output + str(done.exception or "")

    code, said = run("status")
    assert code != 0
    assert "duban upgrade" in said
    assert run("upgrade") == (0, f"✔ 已从 0001 升级到 {SCHEMA}，原库副本：duban-0001.db\n")
    assert run("upgrade", "--lang", "en") == (0, f"✔ it is version {SCHEMA} already\n")
    code, said = run("explain", DISCLOSURE)
    assert (code, "自2017-06-26起算（行政决定）" in said) == (0, True)
    code, said = run("verify", "--rebuild")
    assert (code, "重建后逐格一致" in said) == (0, True)
    assert run("upgrade")[0] == 0
