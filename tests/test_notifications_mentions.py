"""What a mention of a moved deadline must carry, and what it must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from notifications.mentions import Move, ProposedChange
from tests.notification_scenes import DISCLOSURE_EARLIER, OCTOBER, OCTOBER_LATER, PROPOSED, moment, receipted

MOVE = Move(was_target=moment("2017-10-27T17:30"), was_breach=moment("2017-10-29T00:00"), why="补充通知")
NAIVE = datetime(2017, 10, 27, 17, 30)  # noqa: DTZ001 - the naive one is the point


def test_a_move_belongs_to_its_kind_and_the_kind_needs_a_move() -> None:
    with pytest.raises(ValueError, match="expected a move with kind moved only, got kind 'moved'"):
        replace(OCTOBER, kind="moved")
    for other in (OCTOBER, replace(OCTOBER, kind="supervise"), receipted(OCTOBER)):
        with pytest.raises(ValueError, match=f"got kind '{other.kind}'"):
            replace(other, moved=MOVE)


def test_a_proposal_belongs_to_its_kind_and_its_instants_carry_their_zones() -> None:
    with pytest.raises(ValueError, match="expected a proposal with kind proposed only, got kind 'remind'"):
        replace(OCTOBER, proposed=PROPOSED.proposed)
    with pytest.raises(ValueError, match="expected a proposal with kind proposed only, got kind 'proposed'"):
        replace(PROPOSED, proposed=None)
    with pytest.raises(ValueError, match="expected now to carry its zone"):
        ProposedChange(title="月报", was=None, now=NAIVE)


@pytest.mark.parametrize("field", ["was_target", "was_breach", "grace"])
def test_every_instant_of_a_move_carries_its_zone(field: str) -> None:
    changes: dict[str, Any] = {field: NAIVE}
    with pytest.raises(ValueError, match=f"expected {field} to carry its zone"):
        replace(MOVE, **changes)


@pytest.mark.parametrize("field", ["target", "breach"])
def test_a_deadline_is_moved_to_two_instants(field: str) -> None:
    changes: dict[str, Any] = {field: None}
    with pytest.raises(ValueError, match="to have target and breach"):
        replace(OCTOBER_LATER, **changes)


def test_a_move_that_moves_nothing_is_refused() -> None:
    assert OCTOBER.target is not None
    assert OCTOBER.breach is not None
    still = Move(was_target=OCTOBER.target, was_breach=OCTOBER.breach, why="补充通知")
    with pytest.raises(ValueError, match="expected a moved deadline to differ"):
        replace(OCTOBER, kind="moved", moved=still)


@pytest.mark.parametrize("field", ["target", "breach"])
def test_either_instant_alone_may_move(field: str) -> None:
    now = {"target": OCTOBER.target, "breach": OCTOBER.breach}
    was: dict[str, Any] = {f"was_{name}": instant for name, instant in now.items()}
    was[f"was_{field}"] = moment("2017-10-26T17:30")
    assert replace(OCTOBER, kind="moved", moved=Move(why="补充通知", **was)).moved is not None


def test_grace_softens_an_earlier_date_only() -> None:
    with pytest.raises(ValueError, match="expected a grace for an earlier date only"):
        replace(OCTOBER_LATER, moved=replace(MOVE, grace=moment("2017-11-02T00:00")))


def test_grace_never_ends_before_the_new_date_itself() -> None:
    move = DISCLOSURE_EARLIER.moved
    assert move is not None
    at_breach = replace(DISCLOSURE_EARLIER, moved=replace(move, grace=moment("2017-10-11T00:00")))
    assert at_breach.moved is not None
    with pytest.raises(ValueError, match="not before the new breach"):
        replace(DISCLOSURE_EARLIER, moved=replace(move, grace=moment("2017-10-10T23:59:59")))
