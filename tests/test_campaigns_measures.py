"""Measures: exact, with both counts; what nobody said is told as missing, never guessed and never zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.assessment import Scoring
from campaigns.forms import Measure
from campaigns.measures import Figures, Measured, Target, measured, number, reached, target_of
from tests.cast import tianjin

if TYPE_CHECKING:
    from campaigns.declaration import Campaign

CAMPAIGN = tianjin().planner("tianjin-2017").campaign
COUNTS = st.integers(0, 10**6)
POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=10**6, max_denominator=100)
RATIO = {"unit": "%", "numerator": "调解成功", "denominator": "受理", "target": "达到80%以上"}
PLAIN = {"unit": "家", "target": "600家"}
DOUBLED = {"unit": "家", "target": "翻番"}


def campaign(declared: dict[str, str], *, weighed: bool = False) -> Campaign:
    """A campaign with the one measure `m`."""
    measures = {"m": Measure.model_validate({"title": "指标", "text": "原文", **declared})}
    items = [{"text": "占20分", "measure": "m", "weight": "20"}]
    scoring = Scoring.model_validate({"items": items}) if weighed else None
    return CAMPAIGN.model_copy(update={"measures": measures, "scoring": scoring})


def said(unit: str = "", day: str = "2017-06-30", **figures: Fraction | int) -> Figures:
    exact: dict[str, Any] = dict.fromkeys(("numerator", "denominator", "value", "baseline"))
    exact |= {name: Fraction(figure) for name, figure in figures.items()}
    return Figures(measure="m", unit=unit, as_of=date.fromisoformat(day), source=None, sequence=1, **exact)


def only(declared: Campaign, *known: Figures) -> Measured:
    """The measure of the campaign as a whole."""
    [found] = [one for one in measured(declared, ("a", "b"), known) if not one.unit]
    return found


@given(COUNTS, COUNTS)
def test_a_ratio_is_its_counts_and_reaches_what_they_are_of_the_aim(part: int, of: int) -> None:
    found = only(campaign(RATIO), said(numerator=part, denominator=of))
    if not of:
        assert (found.value, found.reached, found.missing) == (None, None, "nothing_counted")
        return
    assert found.value == Fraction(100 * part, of)
    assert (found.reached, found.missing) == (min(Fraction(1), Fraction(100 * part, 80 * of)), None)


@given(POSITIVE, POSITIVE)
def test_doubling_is_the_way_from_the_baseline_to_twice_it(baseline: Fraction, value: Fraction) -> None:
    found = only(campaign(DOUBLED), said(value=value, baseline=baseline))
    assert (found.aim, found.baseline) == (2 * baseline, baseline)
    assert found.reached is not None
    assert 0 <= found.reached <= 1
    # As much as it grew, of as much as there was; nothing where it shrank.
    assert found.reached == min(Fraction(1), max(Fraction(0), (value - baseline) / baseline))


@given(POSITIVE, POSITIVE, st.integers(1, 99), st.integers(0, 1))
def test_so_many_percent_more_or_fewer_is_reached_by_the_same_way(
    baseline: Fraction, value: Fraction, percent: int, fewer: int
) -> None:
    target = f"较上年{'下降' if fewer else '增长'}{percent}%以上"
    found = only(campaign({"unit": "件", "target": target}), said(value=value, baseline=baseline))
    step = baseline * percent / 100
    moved = baseline - value if fewer else value - baseline
    assert found.reached == min(Fraction(1), max(Fraction(0), moved / step))


@pytest.mark.parametrize(
    ("declared", "known", "missing"),
    [
        (RATIO, {}, "no_figure"),
        (RATIO, {"denominator": 40}, "no_numerator"),
        (RATIO, {"numerator": 38}, "no_denominator"),
        (RATIO, {"numerator": 0, "denominator": 0}, "nothing_counted"),
        # A percentage that nobody can count again is shown, and nothing rests on it.
        (RATIO, {"value": 72}, "no_numerator"),
        ({"target": "达到80%以上"}, {"numerator": 38}, "no_denominator"),
        (DOUBLED, {"value": 30}, "no_baseline"),
        (DOUBLED | {"baseline": "上年末数"}, {"value": 30}, "no_baseline"),
        (DOUBLED, {"value": 30, "baseline": 0}, "incomparable"),
        (DOUBLED, {"baseline": 20}, "no_figure"),
        ({"unit": "家"}, {"value": 30}, "no_target"),
        ({"unit": "家", "target": "提高"}, {"value": 30, "baseline": 20}, "unclear_target"),
        ({"unit": "家", "target": "0家"}, {"value": 30}, "incomparable"),
    ],
)
def test_what_is_missing_is_named_and_no_share_is_made_of_it(
    declared: dict[str, str], known: dict[str, Any], missing: str
) -> None:
    found = only(campaign(declared), *([said(**known)] if known else []))
    assert (found.reached, found.missing) == (None, missing)


def test_nothing_of_an_aim_is_zero_and_known() -> None:
    found = only(campaign(RATIO), said(numerator=0, denominator=40))
    assert (found.value, found.reached, found.missing) == (Fraction(0), Fraction(0), None)


@pytest.mark.parametrize(
    ("text", "unit", "target"),
    [
        ("翻番", "家", Target("times", Fraction(2))),
        ("翻一番", "", Target("times", Fraction(2))),
        ("力争实现翻两番", "家", Target("times", Fraction(4))),
        ("同比增长20%以上", "家", Target("times", Fraction(6, 5))),
        ("+ 7.5％", "家", Target("times", Fraction(43, 40))),
        ("减少30%", "件", Target("times", Fraction(7, 10))),
        ("提高5个百分点", "%", Target("beside", Fraction(5))),
        ("下降0.5个百分点", "%", Target("beside", Fraction(-1, 2))),
        ("不低于９５％", "%", Target("level", Fraction(95))),
        ("提高到95%", "%", Target("level", Fraction(95))),
        ("600家以上", "家", Target("level", Fraction(600))),
        ("600", "家", Target("level", Fraction(600))),
        # Of it, or five points of it?
        ("提高5%", "%", None),
        ("提高5个百分点", "家", None),
        ("95", "%", None),
        ("95%", "家", None),
        ("60万户", "户", None),
        # What part of a ceiling is reached by too much, no document says.
        ("不超过5%", "%", None),
        ("控制在5%以内", "%", None),
        ("5%以下", "%", None),
        ("提高", "%", None),
        ("第三", "位", None),
        ("有新突破", "", None),
        ("", "", None),
    ],
)
def test_an_aim_is_read_where_it_is_clear_and_left_where_it_is_not(
    text: str, unit: str, target: Target | None
) -> None:
    assert target_of(text, unit) == target


@given(st.text(max_size=12), st.sampled_from(["", "%", "家"]))
def test_no_text_of_an_aim_is_too_strange(text: str, unit: str) -> None:
    found = target_of(text, unit)
    assert found is None or any(character.isdigit() or character == "番" for character in text)


@given(st.text(max_size=12))
def test_a_number_is_a_number_or_none(text: str) -> None:
    found = number(text)
    assert found is None or -(10**15) < found < 10**15


@pytest.mark.parametrize(
    ("text", "exact"),
    [("72.49", Fraction(7249, 100)), ("１２", Fraction(12)), ("1,500", Fraction(1500)), ("-3", Fraction(-3))],
)
def test_numbers_are_read_exactly(text: str, exact: Fraction) -> None:
    assert number(text) == exact
    assert [number(wrong) for wrong in ("3场", "1e9", "1,50", "", None, "9" * 16, "½")] == [None] * 7


def test_of_several_days_the_newest_counts_and_a_baseline_holds_on() -> None:
    june, july = said(day="2017-06-30", value=30, baseline=20), said(day="2017-07-31", value=35)
    found = only(campaign(DOUBLED), july, june)
    assert (found.figures, found.baseline, found.reached) == (july, Fraction(20), Fraction(3, 4))


def test_the_documents_baseline_is_the_whole_campaigns_and_no_units() -> None:
    declared = campaign(DOUBLED | {"baseline": "20"})
    whole, unit = measured(declared, ("a", "b"), [said(value=30), said("b", value=30)])
    assert (whole.unit, whole.reached) == ("", Fraction(1, 2))
    assert (unit.unit, unit.reached, unit.missing) == ("b", None, "no_baseline")


def test_an_aim_in_plain_numbers_is_no_units_unless_a_scoring_weighs_each_by_it() -> None:
    known = [said("a", value=150)]
    _, mine = measured(campaign(PLAIN), ("a",), known)
    assert (mine.aim, mine.reached, mine.missing) == (None, None, "shared_target")
    weighing = measured(campaign(PLAIN, weighed=True), ("a",), known)
    assert reached(weighing) == {"a": {"m": Fraction(1, 4)}}
    _, ratio = measured(campaign(RATIO), ("a",), [said("a", numerator=1, denominator=2)])
    assert ratio.reached == Fraction(5, 8)


def test_units_stand_in_the_registrys_order_and_only_those_with_figures() -> None:
    known = [
        said("b", numerator=1, denominator=2),
        said("a", numerator=2, denominator=2),
        said("gone", value=1),
    ]
    found = measured(campaign(RATIO), ("a", "b", "c"), known)
    assert [one.unit for one in found] == ["", "a", "b"]
    # The whole is never added up from some of the units.
    assert (found[0].value, found[0].missing) == (None, "no_figure")
    assert reached(found) == {"a": {"m": Fraction(1)}, "b": {"m": Fraction(5, 8)}}


def test_a_campaign_without_measures_has_none() -> None:
    assert measured(CAMPAIGN.model_copy(update={"measures": None}), ("a",), [said(value=1)]) == ()
