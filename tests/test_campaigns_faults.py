"""Faults as a person sees them: the place, the line, a caret under the right column, and what to write instead."""

from pathlib import Path

import pytest

from campaigns.faults import Fault, FaultsError, in_order, render, width
from tests.bad_declarations.slips import SOUND, Slip, faults, loaded, named, slips

SLIPS = slips("yaml", "shape", "days", "anchors", "names", "bureau", "cascade")


def columns(text: str) -> int:
    """Columns of a terminal: what is no ASCII and no curly quote or dot takes two in these files."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def test_the_declaration_that_the_slips_are_made_in_is_sound(tmp_path: Path) -> None:
    assert loaded(tmp_path, SOUND).warnings == ()


@pytest.mark.parametrize("slip", SLIPS, ids=named)
def test_a_slip_is_one_fault_with_its_place_its_words_and_what_to_write(slip: Slip, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, slip.text)
    assert (fault.code, fault.severity, fault.file) == (slip.code, "error", "campaigns.yaml")
    if slip.at:
        assert (fault.line, fault.column) == slip.place
    assert slip.zh in fault.message()
    assert slip.en in fault.message("en")
    assert slip.hint in fault.hint()
    assert slip.hint_en in fault.hint("en")


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.mended], ids=named)
def test_the_nearest_form_that_a_hint_writes_out_is_sound_where_the_slip_stood(
    slip: Slip, tmp_path: Path
) -> None:
    (fault,) = faults(tmp_path, slip.text)
    form = fault.values["nearest"]
    assert form in fault.hint()
    assert form in fault.hint("en")
    loaded(tmp_path, SOUND.replace(slip.old, slip.mended.replace("@", form)))


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.at.strip()], ids=named)
def test_the_caret_stands_under_the_place_though_chinese_is_twice_as_wide(slip: Slip, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, slip.text)
    lines = slip.text.split("\n")
    head, shown, caret = render(fault, lines).split("\n")
    assert head == f"campaigns.yaml:{fault.line}:{fault.column}: 错误：{fault.message()}"
    assert shown.endswith(lines[fault.line - 1])
    before = shown[: shown.index(" | ") + 3] + lines[fault.line - 1][: fault.column - 1]
    assert caret.index("^") == columns(before)
    assert caret.endswith(f"  {fault.hint()}" if fault.hint() else "^")


def test_an_unknown_field_is_shown_as_the_house_shows_it(tmp_path: Path) -> None:
    text = SOUND.replace("        deliverables:", "        delivrables:")
    (fault,) = faults(tmp_path, text)
    assert render(fault, text.split("\n")) == (
        "campaigns.yaml:35:9: 错误：不认识的字段“delivrables”\n"
        "  35 |         delivrables:\n"
        "     |         ^^^^^^^^^^^  是不是“deliverables”？"
    )
    assert render(fault, text.split("\n"), "en") == (
        "campaigns.yaml:35:9: error: unknown field “delivrables”\n"
        "  35 |         delivrables:\n"
        "     |         ^^^^^^^^^^^  did you mean “deliverables”?"
    )


def test_the_caret_counts_the_wide_characters_before_it(tmp_path: Path) -> None:
    text = SOUND.replace("{text: 12月1日前, on: 2017-12-01}", "{text: 11月末, on: 2017-11-31}")
    (fault,) = faults(tmp_path, text)
    assert render(fault, text.split("\n")) == (
        "campaigns.yaml:34:36: 错误：2017年11月只有30天，没有31日\n"
        "  34 |         deadline: {text: 11月末, on: 2017-11-31}\n"
        "     |                                      ^^^^^^^^^^  请核对日期"
    )


def test_wide_characters_take_two_columns_and_others_one() -> None:
    assert width("报送") == 4
    assert width("a“é”") == 4
    assert width("：") == 2


def test_a_very_long_line_is_shown_around_the_place() -> None:
    fault = Fault("a.yaml", 1, 5_001, "alias", length=1)
    head, shown, caret = render(fault, ["x" * 5_000 + "*" + "y" * 5_000]).split("\n")
    assert head.startswith("a.yaml:1:5001: ")
    assert len(shown) < 200
    assert shown[caret.index("^")] == "*"


def test_a_fault_of_a_line_that_cannot_be_shown_still_says_everything() -> None:
    fault = Fault("a.yaml", 9, 1, "not_utf8")
    assert render(fault, []) == "a.yaml:9:1: 错误：文件不是UTF-8编码\n  请另存为UTF-8"


def test_faults_come_in_the_order_of_the_file_and_errors_before_warnings() -> None:
    late, early = Fault("a", 9, 1, "alias"), Fault("a", 2, 7, "alias")
    warning = Fault("a", 2, 7, "alias", severity="warning")
    assert in_order([late, warning, early]) == [early, warning, late]


def test_the_json_of_a_fault_has_the_documented_fields(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND.replace("office: netreg", "office: netrag"))
    assert fault.as_json("en") == {
        "file": "campaigns.yaml",
        "line": 24,
        "column": 13,
        "severity": "error",
        "code": "unknown_unit",
        "message": "unit “netrag” is not in the registry",
        "hint": "did you mean “netreg”?",
    }


def test_where_nothing_is_near_nothing_is_suggested(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND.replace("office: netreg", "office: 乙"))
    assert (fault.hint(), fault.hint("en")) == ("", "")


def test_several_mistakes_are_told_together(tmp_path: Path) -> None:
    text = SOUND
    for old, new in (
        ("duban: 1", "duban: 3"),
        ("{kind: district}", "{knid: district}"),
        ("rung: urge", "rung: nag"),
        ("to: 2017-12}", "to: 2017-00}"),
        ("    office: netreg\n", ""),
        ("on: 2017-12-01", "on: 2017-11-31, time: 25:61"),
        ("working_days: 7}", "working_days: seven}"),
    ):
        text = text.replace(old, new)
    with pytest.raises(FaultsError, match="10 fault"):
        loaded(tmp_path, text.replace("title: 信息公示", "titel: 信息公示"))
    found = {(fault.line, fault.code) for fault in faults(tmp_path, text)}
    assert found == {
        (1, "want_choice"),
        (8, "unknown_key"),
        (12, "want_choice"),
        (20, "missing"),
        (23, "no_such_month"),
        (33, "no_such_day"),
        (33, "clock_form"),
        (40, "want_number"),
    }


def test_all_unknown_names_of_a_file_are_told_together(tmp_path: Path) -> None:
    text = SOUND.replace("office: netreg", "office: 甲").replace("ladder: usual", "ladder: 乙")
    text = text.replace("phase: summary", "phase: 丙").replace("form: table", "form: 丁")
    text = text.replace("contact: binhai@tj.example", "contact: 戊")
    assert [fault.code for fault in faults(tmp_path, text)] == [
        "bad_address",
        "unknown_unit",
        "unknown_name",
        "unknown_name",
        "unknown_name",
    ]
