"""Teams: nobody who must keep away, everybody as busy as the others, as far as avoidance allows."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.drawing import Rule, draw, rank
from campaigns.registers import Entry, Register
from campaigns.teams import Fitness, _even_out, _Going, teams
from tests.lots import inspectors, targets

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = Rule((), (("*", "20%"),))


def loads(going: Iterable[Iterable[str]], keys: Iterable[str]) -> list[int]:
    busy = [key for team in going for key in team]
    return [busy.count(key) for key in keys]


@pytest.mark.parametrize("each", [2, 3, 5])
@pytest.mark.parametrize("count", [5, 7, 12])
def test_without_avoidance_nobody_has_two_targets_more_than_another(each: int, count: int) -> None:
    people = inspectors(count)
    for number in range(20):
        found = draw(Rule((), ALL.take, each=each), people, targets(), f"seed {number}").choices
        assert all(len(set(one.inspectors)) == each for one in found)
        busy = loads([one.inspectors for one in found], Fitness(people, None).keys)
        assert max(busy) - min(busy) <= 1


LINKED = {
    "a target that the inspector names": ("Z01", ("S003",), ()),
    "a link on both sides": ("Z01", ("甲集团",), ("甲集团",)),
    "a target that names the inspector": ("Z01", (), ("Z01",)),
    "a target that names the inspector's bureau": ("Z01", (), ("东河区局",)),
}


@pytest.mark.parametrize("case", LINKED)
def test_whoever_shares_a_declared_link_is_not_sent(case: str) -> None:
    key, own, theirs = LINKED[case]
    people, shops = inspectors(6, links={key: own}), targets(links={"S003": theirs})
    fitness = Fitness(people, None)
    known = {one.key: one for one in shops.entries}
    assert key not in fitness.of(known["S003"])
    assert key in fitness.of(known["S004"])
    rule = Rule((), (("*", "100%"),))
    going = {one.target: one.inspectors for one in draw(rule, people, shops, "seed 1").choices}
    assert key not in going["S003"]


def test_the_same_number_in_both_registers_is_no_link() -> None:
    people = Register("inspectors", tuple(Entry(f"{number}") for number in range(3)))
    assert Fitness(people, None).of(Entry("1")) == ("0", "1", "2")


def test_who_has_a_trade_goes_to_that_trade_only_and_who_has_none_to_all() -> None:
    trades = {"Z1": ("食品",), "Z2": ("食品", "服装"), "Z3": (), "Z4": ("家电",), "Z5": ("服装",)}
    people = Register("inspectors", tuple(Entry(key, tags=tags) for key, tags in trades.items()))
    fitness = Fitness(people, "行业")
    shop = {trade: Entry("S", traits=(("行业", trade),)) for trade in ("食品", "服装", "家电")}
    assert {trade: fitness.of(one) for trade, one in shop.items()} == {
        "食品": ("Z1", "Z2", "Z3"),
        "服装": ("Z2", "Z3", "Z5"),
        "家电": ("Z3", "Z4"),
    }


def test_a_target_is_passed_on_where_the_first_choice_leaves_somebody_idle() -> None:
    """Only Z1 and Z2 may go to the last two shops: whoever of them was sent to the first ones is relieved."""
    people = inspectors(4)
    late = [Entry(f"B{number}", links=("Z03", "Z04")) for number in range(2)]
    shops = [*(Entry(f"A{number}") for number in range(2)), *late]
    for number in range(50):
        going = teams(Fitness(people, None), shops, 2, lambda t, i: rank(f"{number}", "", t, i))  # noqa: B023
        assert loads(going.values(), ("Z01", "Z02", "Z03", "Z04")) == [2, 2, 2, 2]


@st.composite
def _cases(draw: st.DrawFn) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Up to five inspectors, and for each of up to four targets those who may go there, two at least."""
    keys = [f"I{number}" for number in range(draw(st.integers(2, 5)))]
    fit = st.lists(st.sampled_from(keys), min_size=2, unique=True).map(lambda some: tuple(sorted(some)))
    return keys, {f"T{number}": draw(fit) for number in range(draw(st.integers(1, 4)))}


def least(keys: list[str], fit: dict[str, tuple[str, ...]]) -> int:
    """The sum of squared loads of the most even of all assignments, each of them tried."""
    ways = product(*(combinations(mine, 2) for mine in fit.values()))
    return min(sum(n * n for n in loads(way, keys)) for way in ways)


@given(_cases())
@settings(max_examples=200)
def test_no_other_assignment_is_more_even(case: tuple[list[str], dict[str, tuple[str, ...]]]) -> None:
    keys, fit = case
    people = Register("inspectors", tuple(Entry(key) for key in keys))
    shops = [Entry(target, links=tuple(set(keys) - set(mine))) for target, mine in fit.items()]
    fitness = Fitness(people, None)
    assert {shop.key: fitness.of(shop) for shop in shops} == fit
    going = teams(fitness, shops, 2, lambda target, key: rank("seed", "", target, key))
    assert all(set(going[target]) <= set(mine) for target, mine in fit.items())
    assert all(len(set(team)) == 2 for team in going.values())
    assert sum(n * n for n in loads(going.values(), keys)) == least(keys, fit)


@given(_cases())
@settings(max_examples=400)
def test_the_most_uneven_assignment_is_evened_out_as_far_as_can_be(
    case: tuple[list[str], dict[str, tuple[str, ...]]],
) -> None:
    keys, fit = case
    going = {target: list(mine[:2]) for target, mine in fit.items()}
    _even_out(_Going(fit, going, keys), keys)
    assert all(len(set(team)) == 2 and set(team) <= set(fit[target]) for target, team in going.items())
    assert sum(n * n for n in loads(going.values(), keys)) == least(keys, fit)
