"""Scores by declared rules: every point has its rule and the obligation that cost it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from campaigns.assessment import Scoring
from campaigns.lifecycle import Tracked
from campaigns.scoring import Score, scores
from tests.october import REPORT, at

AFTER = at("2017-11-10T00:00")
OPEN = replace(REPORT, status="open")
LATE = replace(OPEN, id="c/report/u/late", status="closed", first_received=at("2017-10-30T09:00"))
IN_TIME = replace(LATE, id="c/report/u/fine", first_received=at("2017-10-26T09:00"))
LATE_RULE = {"text": "迟报一次扣1分", "source": "六", "when": "late", "deduct": "1"}
SILENT_RULE = {"text": "未报一次扣2分", "when": "not_filed", "deduct": "2"}


def scored(rows: list[Tracked], *items: dict[str, str], **more: Any) -> Score:
    """The score of the one unit by these rules, from a base of 100 unless told."""
    told = {name: more.pop(name) for name in ("base", "floor") if name in more}
    scoring = Scoring.model_validate({"base": "100", **told, "items": list(items)})
    (found,) = scores(scoring, rows, more.pop("at", AFTER), **more).values()
    return found


def trail(score: Score) -> list[tuple[int, str | None, str]]:
    return [(one.item, one.obligation or one.measure, str(one.points)) for one in score.lost]


def test_each_point_says_its_rule_and_the_obligation_that_cost_it() -> None:
    found = scored([OPEN, LATE, IN_TIME], LATE_RULE, SILENT_RULE)
    assert found.total == Decimal(97)
    assert trail(found) == [(0, LATE.id, "1"), (1, OPEN.id, "2")]
    assert (found.lost[0].text, found.lost[0].source) == ("迟报一次扣1分", "六")
    assert found.points_lost == Decimal(100) - found.total


def test_what_is_not_due_yet_exempted_or_helping_costs_nothing() -> None:
    assert scored([OPEN], SILENT_RULE, at=at("2017-10-28T23:59")).total == Decimal(100)
    assert scored([replace(OPEN, status="closed", how="waived")], SILENT_RULE).total == Decimal(100)
    scoring = Scoring.model_validate({"items": [SILENT_RULE]})
    assert scores(scoring, [replace(OPEN, role="cooperating")], AFTER) == {}


def test_a_rule_may_take_points_once_for_a_unit_and_so_many_at_most() -> None:
    rows = [replace(OPEN, id=f"c/report/u/{number}") for number in range(5)]
    once = scored(rows, SILENT_RULE | {"per": "unit"})
    assert trail(once) == [(0, "c/report/u/0", "2")]
    assert trail(scored([LATE, IN_TIME], SILENT_RULE | {"per": "unit"})) == []
    capped = scored(rows, SILENT_RULE | {"most": "5"})
    assert trail(capped) == [(0, "c/report/u/0", "2"), (0, "c/report/u/1", "2"), (0, "c/report/u/2", "1")]
    assert capped.total == Decimal(95)


def test_no_total_is_below_the_floor_and_the_points_are_all_listed() -> None:
    found = scored([OPEN, LATE], LATE_RULE | {"deduct": "60"}, SILENT_RULE | {"deduct": "60"}, floor="0")
    assert (found.total, found.points_lost) == (Decimal(0), Decimal(120))


def test_without_a_base_points_are_told_and_no_total() -> None:
    found = scored([OPEN], SILENT_RULE | {"deduct": "0.5"}, base=None)
    assert (found.total, found.points_lost, found.unknown) == (None, Decimal("0.5"), ())


def test_a_return_costs_each_time_or_once() -> None:
    rule = {"text": "退回一次扣0.5分", "when": "returned", "deduct": "0.5"}
    twice, once = replace(LATE, returned=2), replace(IN_TIME, returned=1)
    assert trail(scored([twice, IN_TIME], rule)) == [(0, LATE.id, "1.0")]
    assert trail(scored([twice, once], rule | {"per": "unit"})) == [(0, LATE.id, "0.5")]


@pytest.mark.parametrize(
    ("share", "lost"),
    [
        (Fraction(1), []),
        (Fraction(3, 2), []),
        (Fraction(0), [(0, "on-time", "20.00")]),
        (Fraction(-1), [(0, "on-time", "20.00")]),
        (Fraction(3, 4), [(0, "on-time", "5.00")]),
        (Fraction(2, 3), [(0, "on-time", "6.67")]),
        # Half a cent is rounded up.
        (Fraction(39999, 40000), []),
        (Fraction(3999, 4000), [(0, "on-time", "0.01")]),
    ],
)
def test_a_measure_costs_what_is_missing_of_its_weight(
    share: Fraction, lost: list[tuple[int, str, str]]
) -> None:
    rule = {"text": "按时率占20分", "measure": "on-time", "weight": "20"}
    assert trail(scored([IN_TIME], rule, reached={IN_TIME.unit: {"on-time": share}})) == lost


def test_a_measure_without_a_figure_is_never_guessed() -> None:
    found = scored([IN_TIME], {"text": "按时率占20分", "measure": "on-time", "weight": "20"})
    assert (found.total, found.unknown, found.lost) == (None, (0,), ())


def test_points_are_exact_and_survive_being_written() -> None:
    scoring = Scoring.model_validate({"base": "100", "items": [LATE_RULE | {"deduct": "0.1"}]})
    again = Scoring.model_validate_json(scoring.model_dump_json(exclude_none=True))
    assert again == scoring
    rows = [replace(LATE, id=f"c/report/u/{number}") for number in range(3)]
    (found,) = scores(again, rows, AFTER).values()
    assert found.total == Decimal("99.7")
