"""The operating guide knows every setting, and the decisions and the changelog keep their form."""

from __future__ import annotations

import re
from typing import get_args, get_type_hints

import pytest

from actions.settings import from_environment, smtp_settings
from flows import server
from notifications.smtp_session import SmtpSettings
from tests.documents import HOUSE, codes, read, rows, section

GUIDE = read("docs/operating.md")
SETTINGS = {codes(row[0])[0]: row for row in rows(section(GUIDE, "## Settings"))}
A_SETTING = re.compile(r"\bDUBAN_[A-Z_]+\b")
DECISIONS = sorted(HOUSE.glob("docs/decisions/0*.md"))


def test_every_setting_that_is_read_is_explained_and_no_other() -> None:
    readers = [HOUSE / "actions" / "settings.py", *sorted((HOUSE / "cli").glob("*.py"))]
    read_there = {name for path in readers for name in A_SETTING.findall(path.read_text(encoding="utf-8"))}
    assert read_there == set(SETTINGS)
    assert set(A_SETTING.findall(GUIDE)) == set(SETTINGS)


def test_the_defaults_are_the_ones_that_hold() -> None:
    found = from_environment(environment={})
    said = {name: codes(row[1]) for name, row in SETTINGS.items()}
    assert said["DUBAN_DATA"] == [found.data.name]
    assert said["DUBAN_FILE"] == [str(found.file)]
    assert said["DUBAN_SENDER"] == [found.sender_address]
    assert said["DUBAN_HASH"] == [found.algorithm]
    assert (found.database, found.smtp) == (None, None)


def test_every_way_of_encrypting_mail_is_explained() -> None:
    ways = set(get_args(get_type_hints(SmtpSettings)["starttls"])) - {"tls"}
    assert {codes(row[0])[0] for row in rows(section(GUIDE, "## Mail"))} == ways


@pytest.mark.parametrize("address", re.findall(r"\bsmtps?://[^`\s]+", GUIDE))
def test_the_addresses_shown_for_a_mail_server_are_understood(address: str) -> None:
    found = smtp_settings(address)
    assert (found.host, found.username, found.password) == ("host", "user", "password")


def test_the_port_is_the_one_that_is_tried_first() -> None:
    assert f"Prefect's page is on port {server.USUAL_PORT}" in GUIDE


# --- decisions and changelog --------------------------------------------------------------------------------


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = rows(read("docs/decisions/README.md"))
    links = [f"[{title_of(page.read_text(encoding='utf-8'))}]({page.name})" for page in DECISIONS]
    assert [row[1] for row in listed] == links


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_what_stood_before_us_what_was_decided_and_what_it_costs(page: object) -> None:
    text = read(f"docs/decisions/{getattr(page, 'name', '')}")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Before us", "Decided", "What it costs"]


def title_of(text: str) -> str:
    """The heading of a decision without its number."""
    return text.splitlines()[0].partition(". ")[2]


def test_the_changelog_begins_with_the_version_that_is_built() -> None:
    project = read("pyproject.toml")
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    assert version is not None
    first = re.search(r"^## \[(.+?)\] - (unreleased|\d{4}-\d{2}-\d{2})$", read("CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first[1] == version[1]
