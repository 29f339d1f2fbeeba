"""From nodes to a declaration: suggestions that fit the place, and the finding of places."""

from pathlib import Path

import pytest

from campaigns.nearest import suggestion
from campaigns.reading import read
from tests.bad_declarations.slips import SOUND, faults

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("units:\n", "unit:\n", "units"),
        ("aliases: [网监处]", "alias: [网监处]", "aliases"),
        ("working_days: 7", "workingdays: 7", "working_days"),
        ("issued: 2017", "isued: 2017", "issued"),
        ("zero_report: allowed", "zero_reports: allowed", "zero_report"),
        ("responsible: districts", "responsable: districts", "responsible"),
        ("window: 2017-11/mid-late", "windows: 2017-11/mid-late", "window"),
        ("yellow: {", "yelow: {", "yellow"),
        ("{from: 2017-06, to: 2017-12}", "{form: 2017-06, to: 2017-12}", "from"),
        ("window: 2017-11/mid-late", "window: {form: 2017-11, to: 2017-11}", "from"),
        ("office_hours:", "office_hour:", "office_hours"),
        ("on: 2017-12-01", "same_dya: {event: decision}", "same_day"),
        ("on: 2017-12-01", "every: {week_day: friday}", "weekday"),
        ("on: 2017-12-01", "before: {festval: 双11, days: 3}", "festival"),
        ("on: 2017-12-01", "qualitative: {review: {days: 3}}", "review_every"),
    ],
)
def test_an_unknown_field_is_compared_with_the_fields_of_its_own_place(
    right: str, wrong: str, hint: str, tmp_path: Path
) -> None:
    assert SOUND.count(right) == 1
    (fault,) = [f for f in faults(tmp_path, SOUND.replace(right, wrong)) if f.code == "unknown_key"]
    assert fault.hint() == f"是不是“{hint}”？"


def test_every_field_of_the_language_is_read_where_a_deadline_is_declared(tmp_path: Path) -> None:
    """A field that was refused as one of a later version is no longer unknown; one that never was still is."""
    for field in ("before", "same_day", "qualitative", "pause", "extend", "calendar"):
        text = SOUND.replace("on: 2017-12-01", f"on: 2017-12-01, {field}: x")
        assert "unknown_key" not in {fault.code for fault in faults(tmp_path, text)}
    text = SOUND.replace("on: 2017-12-01", "on: 2017-12-01, suspended: x")
    assert [(f.code, f.values["name"]) for f in faults(tmp_path, text)] == [("unknown_key", "suspended")]


def test_the_nearest_name_is_suggested_or_none() -> None:
    known = ["和平区局", "河东区局", "滨海新区局", "netreg"]
    assert suggestion("滨海新局", known) == "滨海新区局"
    assert suggestion("netrag", known) == "netreg"
    assert suggestion("消费者协会", known) == ""


def test_every_place_of_the_declaration_is_found_again() -> None:
    text = CAMPAIGNS.read_text(encoding="utf-8")
    _, source = read(text, "campaigns.yaml")
    tasks = ("campaigns", "tianjin-2017", "tasks")
    for key in ("monthly-report", "final-package", "disclosure", "scoring-method"):
        assert source.lines_of(source.file)[source.line((*tasks, key)) - 1] == f"      {key}:"
    mark = source.mark((*tasks, "final-package", "deadline", "on"))
    line = source.lines_of(source.file)[mark.line - 1]
    assert line[mark.column - 1 : mark.column - 1 + mark.length] == "2017-12-01"
    name = source.mark((*tasks, "final-package", "via"), key=True)
    assert source.lines_of(source.file)[name.line - 1][name.column - 1 :] == "via: OA"


def test_a_place_that_was_not_written_is_shown_at_what_would_hold_it() -> None:
    _, source = read(SOUND, "f")
    where = source.mark(("campaigns", "demo", "tasks", "report", "deadline", "every", "to"))
    assert (where.line, where.column) == (34, 19)


@pytest.mark.parametrize("text", ["- a\n- b\n", "一段文字", '"duban"'])
def test_a_root_that_is_no_mapping_is_a_fault_at_the_beginning(text: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, text)
    assert (fault.code, fault.line, fault.column) == ("want_mapping", 1, 1)


def test_an_instant_or_a_word_is_refused_with_one_explanation(tmp_path: Path) -> None:
    text = SOUND.replace("on: 2017-12-01", "every: {month_day: 28, from: 2017-13-01, to: 2017-12-31}")
    assert [fault.code for fault in faults(tmp_path, text)] == ["no_such_month"]
    assert [f.code for f in faults(tmp_path, SOUND.replace("on: 2017", "time: dawn, on: 2017"))] == [
        "clock_form"
    ]
