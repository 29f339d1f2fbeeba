"""What the language refuses, each fault by its code, and how days and weekdays may be written."""

import ast
from pathlib import Path
from typing import Any

import pytest

import deadlines
from deadlines.language import Rule
from deadlines.written import WEEKDAYS
from tests.instants import refusals, rule

AFTER = {"event": "decision", "working_days": 7}
EVERY = {"to": "2017-11-30"}
FRIDAY = {"weekday": "friday", **EVERY}

#: Code of the fault, and what is refused with it.
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("no_anchor", {}),
    ("many_anchors", {"on": "2017-12-01", "by": "2017-11/mid"}),
    ("loose_modifier", {"window": "2017-06", "bound": "exclusive"}),
    ("loose_modifier", {"every": {"month_day": 28, "nth": 1, **EVERY}}),
    ("loose_modifier", {"every": {"month_day": 28, "of": "quarter", **EVERY}}),
    ("loose_modifier", {"every": {"month_day": 28, "weeks": 2, **EVERY}}),
    ("loose_modifier", {"every": {**FRIDAY, "of": "month"}}),
    ("loose_modifier", {"every": {**FRIDAY, "months": [3]}}),
    ("loose_modifier", {"every": {**FRIDAY, "nth": 1, "weeks": 2}}),
    ("loose_modifier", {"every": {"working_day": -1, "of": "quarter", "months": [3], **EVERY}}),
    ("loose_modifier", {"every": {"working_day": 1, "weeks": 2, **EVERY}}),
    ("loose_modifier", {"every": {"daily": "day", "months": [3], **EVERY}}),
    ("loose_modifier", {"window": {"from": "2017-06", "to": "2017-07", "start_day": "included"}}),
    ("loose_modifier", {"before": {"date": "2017-12-01", "days": 3, "year": 2017}}),
    ("loose_modifier", {"before": {"deadline": "package", "days": 3, "year": 2017}}),
    ("one_length", {"after": {"event": "decision"}}),
    ("one_length", {"after": {**AFTER, "days": 7}}),
    ("one_length", {"after": {"event": "decision", "hours": 24, "days": 1}}),
    ("one_length", {"before": {"deadline": "package"}}),
    ("one_length", {"before": {"deadline": "package", "days": 1, "months": 1}}),
    ("one_length", {"qualitative": {"review_every": {}}}),
    ("one_length", {"after": AFTER, "extend": {}}),
    ("one_length", {"window": {"festival": "618", "lead": {"days": 1, "working_days": 1}}}),
    ("no_start", {"after": {"working_days": 7}}),
    ("no_start", {"before": {"working_days": 7}}),
    ("many_starts", {"after": {**AFTER, "deadline": "package"}}),
    ("many_starts", {"before": {"date": "2017-12-01", "festival": "国庆", "days": 1}}),
    ("window_end", {"window": {"from": "2017-06"}}),
    (
        "window_ends",
        {"window": {"from": "2017-06", "to": "2017-07", "until": {"event": "x", "backstop": "2017-08"}}},
    ),
    ("end_before_start", {"window": {"from": "2017-10", "to": "2017-07"}}),
    ("end_before_start", {"window": {"from": "2021-03-14T21:00", "to": "2021-03-14T19:30"}}),
    ("end_before_start", {"window": {"from": "2021-03-14T21:00", "to": "2021-03-14T21:00"}}),
    (
        "end_before_start",
        {"window": {"from": "2021-03-16", "until": {"event": "x", "backstop": "2021-03-15"}}},
    ),
    ("end_before_start", {"every": {"month_day": 28, "from": "2017-12-01", "to": "2017-11-30"}}),
    ("no_form", {"every": EVERY}),
    ("no_form", {"every": {"nth": 1, **EVERY}}),
    ("many_forms", {"every": {**FRIDAY, "month_day": 28}}),
    ("many_forms", {"every": {"daily": "day", "working_day": 1, **EVERY}}),
    ("no_zeroth", {"every": {**FRIDAY, "nth": [1, 0]}}),
    ("no_zeroth", {"every": {"working_day": 0, **EVERY}}),
    ("festival", {"window": {"festival": "doubel11"}}),
    ("festival", {"before": {"festival": "植树节", "days": 3}}),
    ("span_form", {"on": "28"}),
    ("span_form", {"on": "12月1日"}),
    ("span_form", {"by": "2017"}),
    ("no_such_month", {"by": "2017-13"}),
    ("no_such_day", {"on": "2017-11-31"}),
    ("no_such_day", {"undated": {"by_office": "2017-02-29"}}),
    ("ten_days", {"by": "2017-11/middle"}),
    ("needs_day", {"on": "2017-12"}),
    ("needs_day", {"every": {"month_day": 28, "to": "2017-11/mid"}}),
    ("needs_day", {"window": {"from": "2017-06T19:30", "to": "2017-07"}}),
    ("clock_form", {"on": "2017-12-01", "time": "5pm"}),
    ("clock_form", {"window": {"from": "2021-03-14T19:30", "to": "2021-03-14T25:00"}}),
    ("weekday_form", {"every": {"weekday": "fri", **EVERY}}),
]
#: Refused when the campaign is known, not when the rule is read.
BY_THE_CAMPAIGN = {"every_without_end"}


@pytest.mark.parametrize(("code", "fields"), REFUSED)
def test_what_cannot_be_is_refused_by_its_code(code: str, fields: dict[str, Any]) -> None:
    assert code in refusals(**fields)


def test_every_code_that_the_language_can_give_is_reached() -> None:
    assert {code for code, _ in REFUSED} | BY_THE_CAMPAIGN == codes()


def codes() -> set[str]:
    """The codes of `refuse(...)` and `SpanError(...)` in the room's sources."""
    found: set[str] = set()
    for file in Path(deadlines.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            if isinstance(node, ast.Call) and named in {"refuse", "SpanError"} and node.args:
                found |= set(texts(node.args[0]))
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                found |= set(texts(node.value)) & {code for code, _ in REFUSED}
    return found


def texts(value: ast.expr) -> list[str]:
    """The texts that an expression may be: of `"a" if x else "b"` both, not those of its condition."""
    if isinstance(value, ast.IfExp):
        return [*texts(value.body), *texts(value.orelse)]
    return [value.value] if isinstance(value, ast.Constant) and isinstance(value.value, str) else []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("greater_than_equal", {"after": {"event": "decision", "working_days": 0}}),
        ("greater_than_equal", {"after": {"event": "decision", "hours": -1}}),
        ("greater_than_equal", {"after": AFTER, "extend": {"days": 3, "times": 0}}),
        ("less_than_equal", {"after": {"event": "decision", "working_days": 1001}}),
        ("less_than_equal", {"after": {"event": "decision", "months": 601}}),
        ("less_than_equal", {"every": {"month_day": 32, **EVERY}}),
        ("less_than_equal", {"every": {**FRIDAY, "nth": 6}}),
        ("less_than_equal", {"every": {"month_day": 28, "months": [13], **EVERY}}),
        ("less_than_equal", {"every": {"working_day": 367, **EVERY}}),
        ("less_than_equal", {"every": {**FRIDAY, "weeks": 53}}),
        ("greater_than_equal", {"window": {"festival": "618", "year": 0}}),
        ("int_parsing", {"after": {"event": "decision", "working_days": "seven"}}),
        ("literal_error", {"on": "2017-12-01", "bound": "none"}),
        ("literal_error", {"on": "2017-12-01", "roll": "next"}),
        ("literal_error", {"every": {"working_day": 1, "of": "decade", **EVERY}}),
        ("literal_error", {"every": {"daily": "weekday", **EVERY}}),
        ("extra_forbidden", {"on": "2017-12-01", "until": "2017-12-02"}),
        ("extra_forbidden", {"after": {**AFTER, "weeks": 2}}),
        ("extra_forbidden", {"undated": {"on": "2017-12-01"}}),
        ("extra_forbidden", {"before": {"deadline": "package", "hours": 3}}),
        ("extra_forbidden", {"window": {"festival": "618", "to": "2017-06-20"}}),
        ("missing", {"same_day": {}}),
        ("missing", {"window": {"to": "2017-06"}}),
        ("missing", {"window": {"from": "2017-06", "until": {"event": "gala_over"}}}),
    ],
)
def test_values_and_fields_out_of_bounds_are_refused_by_their_kind(kind: str, fields: dict[str, Any]) -> None:
    assert kind in refusals(**fields)


def test_the_text_may_not_be_left_out() -> None:
    with pytest.raises(ValueError, match="text"):
        Rule.model_validate({"on": "2017-12-01"})


def test_a_fault_names_what_was_found_and_the_nearest_that_would_fit() -> None:
    with pytest.raises(ValueError, match="loose_modifier") as caught:
        rule(same_day={"event": "exposed"}, roll="following")
    (error,) = caught.value.errors()  # type: ignore[attr-defined]
    assert (error["ctx"]["text"], error["ctx"]["anchor"]) == ("roll", "same_day")
    assert error["ctx"]["nearest"] == "time, extend"


@pytest.mark.parametrize("name", list(WEEKDAYS))
def test_a_weekday_may_be_written_in_english_and_in_chinese(name: str) -> None:
    for written in (name, *WEEKDAYS[name]):
        every = rule(every={"weekday": written, **EVERY}).every
        assert every is not None
        assert every.weekday == (name,)


@pytest.mark.parametrize("written", ["2021-12/end", "2021-12-31"])
def test_the_last_day_of_a_month_may_stand_where_a_day_does(written: str) -> None:
    assert str(rule(on=written).on) == "2021-12-31"
