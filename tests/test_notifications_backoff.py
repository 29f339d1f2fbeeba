"""How long a refused letter waits."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from notifications.backoff import next_try


def waits(key: str) -> list[timedelta]:
    """Give all waits of one letter until it is given up."""
    found: list[timedelta] = []
    for tries in count(1):
        wait = next_try(tries, key)
        if wait is None:
            return found
        found.append(wait)
    raise AssertionError


def test_the_first_wait_is_about_a_minute_and_the_last_about_eight_hours() -> None:
    first, *_, last = waits("heping/liaison")
    assert timedelta(seconds=54) <= first <= timedelta(seconds=66)
    assert timedelta(hours=7.2) <= last <= timedelta(hours=8.8)


def test_a_letter_is_given_up_after_about_three_days() -> None:
    for number in range(200):
        total = sum(waits(f"letter {number}"), timedelta())
        assert timedelta(days=2.6) < total < timedelta(days=3.4)


def test_the_same_letter_waits_the_same_and_different_letters_do_not_come_back_together() -> None:
    assert waits("one") == waits("one")
    assert len({next_try(4, f"letter {number}") for number in range(1000)}) > 300


def test_a_letter_that_was_never_tried_has_no_wait() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        next_try(0, "key")
