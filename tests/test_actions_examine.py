"""The look at the installation: each part by what is really there, and nothing is changed by looking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from actions import accounts
from actions.clock import FolderClock
from actions.examine import DOUBTFUL, FINE, WRONG, examine, is_wrong
from actions.house import build
from actions.settings import Settings
from campaigns.events import SYSTEM
from cli.main import duban
from flows.server import alone
from notifications.smtp import SmtpSettings
from tests.cast import moment, small_yaml, stage
from tests.smtp_peers import free_port, mail_server

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A good declaration, and no data yet."""
    file = tmp_path / "campaigns.yaml"
    file.write_text(small_yaml(), encoding="utf-8")
    return Settings(data=tmp_path / "data", file=file)


def states(settings: Settings) -> dict[str, str]:
    """Part and state of every finding."""
    return {one.part: one.state for one in examine(settings)}


def said(settings: Settings, part: str) -> str:
    """What is said of one part, in Chinese."""
    return next(one.said[0] for one in examine(settings) if one.part == part)


def test_before_anything_is_there_nothing_is_wrong_and_nothing_is_made(settings: Settings) -> None:
    found = states(settings)
    assert found == {
        "disk": FINE,
        "declaration": FINE,
        "database": FINE,
        "calendar": found["calendar"],  # by the machine's own day
        "mail": DOUBTFUL,
        "pages": DOUBTFUL,
    }
    assert not settings.data.exists()


def test_a_declaration_with_faults_is_counted_and_a_missing_one_is_named(settings: Settings) -> None:
    settings.file.write_text("duban: 1\ncampaigns: {a: {}}\nwhat: 1\n", encoding="utf-8")
    assert states(settings)["declaration"] == WRONG
    assert "处错误：请运行 duban check" in said(settings, "declaration")
    settings.file.unlink()
    assert states(settings)["declaration"] == DOUBTFUL


def test_a_launched_campaign_is_counted_and_a_demonstrations_clock_is_named(tmp_path: Path) -> None:
    made = stage(tmp_path)
    FolderClock(made.house.settings.data, at=moment("2017-06-20T10:00"))
    found = states(made.house.settings)
    assert (found["database"], found["clock"], found["accounts"]) == (FINE, DOUBTFUL, DOUBTFUL)
    assert "1项行动在册" in said(made.house.settings, "database")
    assert found["calendar"] == FINE


def test_a_clock_behind_the_record_is_wrong(tmp_path: Path) -> None:
    made = stage(tmp_path)
    (made.house.settings.data / "clock.json").unlink(missing_ok=True)
    assert states(made.house.settings)["clock"] == FINE
    with made.house.store.write() as connection:
        connection.execute(text("UPDATE heads SET noticed = noticed + 10000000000"))
    assert states(made.house.settings)["clock"] == WRONG
    assert "请校准" in said(made.house.settings, "clock")


@pytest.mark.parametrize(
    ("day", "state"), [("2026-11-27", FINE), ("2026-11-29", DOUBTFUL), ("2026-12-29", WRONG)]
)
def test_the_calendar_is_asked_for_before_it_ends(settings: Settings, day: str, state: str) -> None:
    settings.data.mkdir()
    FolderClock(settings.data, at=moment(f"{day}T10:00"))
    assert states(settings)["calendar"] == state


def test_an_older_database_and_a_damaged_one_say_what_to_do(settings: Settings) -> None:
    build(settings).store.close()
    assert states(settings)["database"] == FINE
    file = settings.data / "duban.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\x00" * 4096 + whole[8192:])
    assert states(settings)["database"] == WRONG
    file.write_bytes(b"no database at all" * 100)
    assert states(settings)["database"] == WRONG
    assert "accounts" not in states(settings)


def test_accounts_are_counted_by_role(settings: Settings) -> None:
    house = build(settings)
    assert accounts.first(house) is not None
    assert "仍用一次性密码" in said(settings, "accounts")
    admin = accounts.everybody(house)[0]
    accounts.own_password(house, admin, "sanzhi yanzi feiguo matou", SYSTEM)
    assert states(settings)["accounts"] == FINE
    house.store.close()


def test_the_mail_server_is_spoken_to_and_no_letter_is_sent(settings: Settings) -> None:
    with mail_server() as server:
        mail = SmtpSettings("127.0.0.1", server.port, starttls="never")
        assert states(replace(settings, smtp=mail))["mail"] == FINE
        assert server.letters == []
    nobody = SmtpSettings("127.0.0.1", free_port(), starttls="never")
    assert states(replace(settings, smtp=nobody))["mail"] == WRONG


def test_plain_http_is_reported(settings: Settings) -> None:
    assert "明文传输" in said(replace(settings, plain_http=True), "pages")
    assert states(replace(settings, url="https://duban.city.example"))["pages"] == FINE


def test_the_command_says_all_and_ends_with_1_where_something_is_wrong(settings: Settings) -> None:
    told = ["doctor", "--data", str(settings.data), "--file", str(settings.file)]
    fine = CliRunner().invoke(duban, told)
    assert fine.exit_code == 0, fine.output
    assert "✔ 申报文件" in fine.output
    assert "▲ 运行  duban up 没有运行" in fine.output
    settings.file.write_text("duban: 1\nwhat: 1\n", encoding="utf-8")
    (settings.data / "prefect").mkdir(parents=True)
    with alone(settings.data / "prefect"):
        wrong = CliRunner().invoke(duban, told)
    assert wrong.exit_code == 1
    assert "✘ 申报文件" in wrong.output
    assert "✔ 运行  duban up 正在运行" in wrong.output
    assert is_wrong(list(examine(settings)))
