"""Figures of measures on record: as of a day, corrected by the next, weighed by the scoring, seen at any instant."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from actions.house import ActionError
from actions.measure import Measurement, measure
from actions.proof import verify
from actions.standing import standing_at
from campaigns.events import Actor
from cli.main import duban
from tests.cast import COORDINATOR, KEY, declare, measured_yaml, moment, stage

if TYPE_CHECKING:
    from pathlib import Path

    from campaigns.measures import Measured
    from tests.cast import Stage


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """The small action with measures, on 3 July."""
    found = stage(tmp_path, declare(tmp_path, measured_yaml()))
    found.move("2017-07-03T10:00")
    return found


def told(made: Stage, name: str = "mediation", unit: str = "", **when: str) -> Measured:
    """The measure as the standing has it."""
    found = standing_at(made.house, KEY, **{key: moment(at) for key, at in when.items()})
    return next(one for one in found.measures if (one.key, one.unit) == (name, unit))


def say(made: Stage, part: str, of: str, unit: str | None = None, day: str | None = None) -> bool:
    said, as_of = Measurement(part, of, source="调解台账"), date.fromisoformat(day) if day else None
    return measure(made.house, KEY, "mediation", said, COORDINATOR, unit=unit, as_of=as_of)[1]


def test_figures_are_weighed_by_the_scoring_with_a_trail_to_the_event(made: Stage) -> None:
    before = standing_at(made.house, KEY).assessed
    assert before is not None
    assert (before.scores["north"].total, before.scores["north"].unknown) == (None, (0,))
    assert say(made, "24", "40", "北山区局")
    [body] = made.bodies(kind="measured")
    assert (body["effective"], body["actor"]["role"]) == ("2017-07-03T10:00:00+08:00", "coordinator")
    found = told(made, unit="north")
    assert (found.value, found.aim, found.reached) == (Fraction(60), Fraction(80), Fraction(3, 4))
    assert found.figures is not None
    assert found.figures.sequence == body["sequence"]
    after = standing_at(made.house, KEY).assessed
    assert after is not None
    assert (after.scores["north"].total, after.scores["south"].total) == (Decimal(95), None)
    [lost] = after.scores["north"].lost
    assert (lost.measure, lost.points) == ("mediation", Decimal("5.00"))
    assert verify(made.house, rebuilding=True).faults == ()


def test_of_one_day_the_last_said_counts_and_what_was_said_before_is_kept(made: Stage) -> None:
    assert say(made, "24", "40", day="2017-06-30")
    assert not say(made, "24", "40", day="2017-06-30")
    made.move("2017-07-05T09:00")
    assert say(made, "26", "40", day="2017-06-30")
    first, second = made.bodies(kind="measured")
    assert first["data"]["was"] is None
    assert (second["data"]["was"]["numerator"], second["data"]["was"]["sequence"]) == (
        "24",
        first["sequence"],
    )
    [row] = made.sql("SELECT * FROM measurements")
    assert (row["numerator"], row["sequence"]) == ("26", second["sequence"])
    assert row["registered"] == moment("2017-07-05T09:00").timestamp()
    assert verify(made.house, rebuilding=True).faults == ()


def test_any_past_instant_is_drawn_by_what_held_and_by_what_was_known_then(made: Stage) -> None:
    say(made, "24", "40", day="2017-06-30")
    made.move("2017-08-01T09:00")
    say(made, "26", "40", day="2017-06-30")
    say(made, "30", "40", day="2017-07-31")
    assert told(made).value == 75
    assert told(made, at="2017-07-31T23:59:58").value == 65
    assert told(made, at="2017-07-31T23:59:59").value == 75
    assert told(made, at="2017-06-30T23:59:58").missing == "no_figure"
    assert told(made, at="2017-07-04T09:00", known_at="2017-07-04T09:00").value == 60
    assert told(made, known_at="2017-07-03T09:59:59").missing == "no_figure"


def test_a_later_registered_figure_of_an_earlier_day_does_not_hide_the_newest_day(made: Stage) -> None:
    say(made, "30", "40", day="2017-07-02")
    say(made, "10", "40", day="2017-06-30")
    assert told(made).value == 75


def test_doubling_asks_for_a_baseline_and_keeps_it(made: Stage) -> None:
    first = Measurement(value="30")
    assert measure(made.house, KEY, "无理由退货商家", first, COORDINATOR)[0].missing == "no_baseline"
    with_baseline = Measurement(value="１,030.5", baseline="1,000")
    found, fresh = measure(made.house, KEY, "returns", with_baseline, COORDINATOR)
    assert (found.aim, found.reached, fresh) == (Fraction(2000), Fraction(305, 10000), True)
    assert made.sql("SELECT value, baseline FROM measurements")[0] == {"value": "1030.5", "baseline": "1000"}
    made.move("2017-07-04T09:00")
    found, _ = measure(made.house, KEY, "returns", Measurement(value="1500"), COORDINATOR)
    assert found.reached == Fraction(1, 2)


@pytest.mark.parametrize(
    ("changes", "zh"),
    [
        ({"actor": Actor("unit", "north")}, "由督办员登记"),
        ({"name": "mediatoin"}, "是不是“mediation”"),
        ({"unit": "北山局"}, "北山区局"),
        ({"as_of": date(2017, 7, 4)}, "还没有到"),
        ({"said": Measurement()}, "请写数值"),
        ({"said": Measurement(baseline="3")}, "请写数值"),
        ({"said": Measurement("1", "2", value="50")}, "只写一种"),
        ({"said": Measurement("３场", "2")}, "“３场”不是可用的数（--numerator）"),
        ({"said": Measurement("-1", "2")}, "不为负"),
        ({"said": Measurement("1", "2"), "name": "promises"}, "不是比率"),
        ({"said": Measurement("1", "2", source="a\nb\x00")}, "请写明数据来源"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_leaves_no_trace(
    made: Stage, changes: dict[str, Any], zh: str
) -> None:
    before = made.history_rows()
    asked: dict[str, Any] = {
        "name": "mediation",
        "said": Measurement("1", "2"),
        "actor": COORDINATOR,
        **changes,
    }
    name, said, actor = (asked.pop(part) for part in ("name", "said", "actor"))
    with pytest.raises(ActionError, match=zh.replace("（", ".").replace("）", ".")):
        measure(made.house, KEY, name, said, actor, **asked)
    assert made.history_rows() == before


def run(made: Stage, *arguments: str) -> str:
    """What the command prints."""
    data = ["--data", str(made.house.settings.data)]
    found = CliRunner().invoke(duban, [*arguments, *data])
    assert found.exit_code == 0, found.output
    return found.output


def test_the_command_records_and_status_shows_both_counts_in_both_languages(made: Stage) -> None:
    put = ("measure", KEY, "mediation", "--unit", "北山区局", "--numerator", "24", "--denominator", "40")
    assert "✔ 已登记 调解成功率：60%，完成目标75%" in run(made, *put, "--as", "coordinator")
    assert "早已登记" in run(made, *put)
    found = run(made, "status")
    assert "24/40" in found
    assert "尚无数据" in found
    english = run(made, "status", "--lang", "en")
    assert "24/40" in english
    assert "no figure yet" in english
    assert "measured mediation: 24/40 (as of 2017-06-19)" in run(made, "history", KEY, "--lang", "en")
    assert "24/40" not in run(made, "status", "--at", "2017-06-18")


def test_json_has_exact_fractions_and_null_for_what_nobody_said(made: Stage) -> None:
    put = ("measure", KEY, "promises", "--unit", "north", "--value", "1", "--source", "台账", "--json")
    one = json.loads(run(made, *put))
    assert (one["recorded"], one["reached"], one["missing"]) == (True, None, "shared_target")
    say(made, "1", "3")
    [whole, *_] = json.loads(run(made, "status", "--json"))[0]["measures"]
    assert (whole["measure"], whole["unit"], whole["per"], whole["target"]) == (
        "mediation",
        None,
        "%",
        "达到80%以上",
    )
    assert (whole["numerator"], whole["denominator"], whole["value"]) == ("1", "3", "100/3")
    assert (whole["reached"], whole["aim"], whole["baseline"], whole["missing"]) == ("5/12", "80", None, None)
    assert (whole["as_of"], whole["source"]) == ("2017-07-03", "调解台账")
