"""duban user token, tokens, revoke: shown once, listed without what it says, ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from actions import accounts, tokens
from cli.main import duban
from tests.cast import stage

if TYPE_CHECKING:
    from pathlib import Path


def test_a_token_is_made_listed_and_revoked(tmp_path: Path) -> None:
    made = stage(tmp_path)
    accounts.for_play(made.house, "leader")
    data = ["--data", str(made.house.settings.data)]

    def run(*words: str, code: int = 0) -> str:
        found = CliRunner().invoke(duban, ["user", *words, *data])
        assert found.exit_code == code, found.output
        return found.output

    token = run("token", "demo-leader", "--label", "大屏").strip().rpartition("：")[2]
    account = tokens.opened(made.house, token)
    assert account is not None
    assert account.name == "demo-leader"
    [one] = json.loads(run("tokens", "--json"))
    assert (one["account"], one["label"], one["revoked"]) == ("demo-leader", "大屏", False)
    assert token not in run("tokens")
    assert "已吊销 demo-leader 的令牌（大屏）" in run("revoke", one["id"])
    assert tokens.opened(made.house, token) is None
    assert json.loads(run("tokens", "--json"))[0]["revoked"] is True
    assert "revoked" in run("tokens", "--lang", "en")
