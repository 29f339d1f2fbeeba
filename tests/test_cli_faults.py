"""A fault is said once: the same words on the terminal and as JSON, in Chinese and in English, for either tongue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.main import duban
from tests.bad_declarations.slips import Slip, named, slips
from tests.two_tongues import in_chinese_keys

if TYPE_CHECKING:
    from pathlib import Path

SLIPS = slips("shape", "days", "names", "doubts")[::3]
SEVERITY = {
    "zh": {"error": "错误：", "warning": "提醒："},
    "en": {"error": "error: ", "warning": "warning: "},
}


def check(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(duban, ["check", str(file), *arguments])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("slip", SLIPS, ids=named)
def test_the_terminal_and_json_say_the_same(slip: Slip, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    for text in (slip.text, in_chinese_keys(slip.text)):
        file.write_text(text, encoding="utf-8")
        shown, told = check(file, "--lang", lang), check(file, "--lang", lang, "--json")
        assert shown.exit_code == told.exit_code
        faults = json.loads(told.stdout)["faults"]
        heads = [
            f"{one['file']}:{one['line']}:{one['column']}: {SEVERITY[lang][one['severity']]}{one['message']}"
            for one in faults
        ]
        assert heads
        assert [line for line in shown.stderr.split("\n") if line.startswith("campaigns.yaml:")] == heads
        assert all(one["hint"] in shown.stderr for one in faults)


@pytest.mark.parametrize("slip", SLIPS, ids=named)
def test_both_languages_tell_the_same_faults_at_the_same_places(slip: Slip, tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    file.write_text(in_chinese_keys(slip.text), encoding="utf-8")
    chinese, english = (
        json.loads(check(file, "--json", "--lang", lang).stdout)["faults"] for lang in ("zh", "en")
    )
    places = ("file", "line", "column", "severity", "code")
    assert [[one[k] for k in places] for one in chinese] == [[one[k] for k in places] for one in english]
    assert all(a["message"] != b["message"] for a, b in zip(chinese, english, strict=True))
