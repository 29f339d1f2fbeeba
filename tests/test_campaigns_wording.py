"""Every wording can be reached, and can be said in both languages."""

import os
import re
import string
from pathlib import Path

import pytest

from actions.declared import load
from campaigns.faults import Fault, FaultsError
from campaigns.nodes import MAX_BYTES
from campaigns.wording import SEVERITY, WORDING
from deadlines.calendars import Calendars
from tests.bad_declarations.parts import MAIN, including, laid_out, parts
from tests.bad_declarations.slips import SOUND, faults, loaded, slips

HOUSE = Path(__file__).resolve().parent.parent
#: Files that are wrong as a whole.
FILES: dict[str, str | bytes] = {
    "not_utf8": "单位".encode("gb18030"),
    "empty_file": "# 只有注释\n",
    "too_large": "a" * (MAX_BYTES + 1),
    "too_deep": "[" * 50,
    "too_many": "- []\n" * 250_000,
    "second_document": f"{SOUND}---\na: b\n",
}


def unread(folder: Path) -> tuple[Fault, ...]:
    """The fault of a file that is not there, and of a campaign that is not in it."""
    calendar = Calendars.packaged()
    with pytest.raises(FaultsError) as missing:
        load(folder / "nowhere.yaml", calendar)
    with pytest.raises(FaultsError) as unknown:
        loaded(folder, SOUND).planner("demi", calendar)
    return (*missing.value.faults, *unknown.value.faults)


def split(folder: Path) -> list[Fault]:
    """The faults of declarations of several files."""
    found: list[Fault] = []
    for number, part in enumerate(parts()):
        with pytest.raises(FaultsError) as caught:
            load(laid_out(folder / str(number), part.texts), Calendars.packaged())
        found += caught.value.faults
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / "a.yaml")
    with pytest.raises(FaultsError) as caught:
        load(laid_out(folder / "pipe", {MAIN: including("a.yaml")}), Calendars.packaged())
    return [*found, *caught.value.faults]


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_is_wrong_as_a_whole_is_one_fault(code: str, tmp_path: Path) -> None:
    assert [fault.code for fault in faults(tmp_path, FILES[code])] == [code]


def test_a_file_or_campaign_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing, unknown = unread(tmp_path)
    assert "nowhere.yaml" in missing.message()
    assert unknown.message() == "没有名为“demi”的专项行动"
    assert (unknown.line, unknown.hint()) == (19, "是不是“demo”？")


def test_every_wording_is_reached_by_some_file_and_can_be_said_in_both_languages(tmp_path: Path) -> None:
    found = [*unread(tmp_path), *split(tmp_path)]
    for text in (
        *FILES.values(),
        *(slip.text for slip in slips("yaml", "shape", "days", "anchors", "names", "bureau", "cascade")),
    ):
        found += faults(tmp_path, text)
    for slip in slips("doubts"):
        found += loaded(tmp_path, slip.text).warnings
    for fault in found:
        for lang in ("zh", "en"):
            said = fault.message(lang) + fault.hint(lang)
            assert re.search(r"\{\w+\}", said) is None, said
            assert fault.message(lang)
    assert {fault.code for fault in found} == set(WORDING)


def test_every_wording_is_named_by_the_source() -> None:
    sources = [*HOUSE.glob("campaigns/*.py"), *HOUSE.glob("deadlines/*.py"), *HOUSE.glob("actions/*.py")]
    text = "".join(
        file.read_text(encoding="utf-8") for file in sources if not file.name.startswith("wording")
    )
    assert [code for code in WORDING if f'"{code}"' not in text] == []


@pytest.mark.parametrize("code", WORDING)
def test_both_languages_of_a_wording_ask_for_the_same_values(code: str) -> None:
    fields = [
        {name for text in pair for _, name, _, _ in string.Formatter().parse(text) if name}
        for pair in WORDING[code]
    ]
    assert fields[0] == fields[1]
    assert all(all(pair) for pair in WORDING[code])


def test_both_severities_have_their_words() -> None:
    assert SEVERITY == {"error": ("错误", "error"), "warning": ("提醒", "warning")}
