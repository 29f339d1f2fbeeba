"""Names and keys in Prefect, from whatever a campaign is called."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.clock import FolderClock
from actions.clockwork import Clockwork
from actions.declared import load
from actions.house import HOUSE_ZONE, build
from actions.launch import launch
from actions.settings import Settings
from campaigns.events import Actor
from flows import naming

ARTIFACT_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
ODD = ["双十一", "A_B", "a--b", "-a-", "a b", "Tianjin 2017", "é", "", "1", "x" * 300, "a/b%c", "a-b\n"]


@pytest.mark.parametrize("key", ["tianjin-2017", "a", "2017", "x" * 300])
def test_a_plain_key_is_its_own_slug(key: str) -> None:
    assert naming.slug(key) == key


@pytest.mark.parametrize("key", ODD)
def test_keys_of_artifacts_are_lowercase_ascii_digits_and_dashes_for_odd_campaign_keys(key: str) -> None:
    made = [naming.standing_key(key), naming.progress_key(key), naming.escalation_key(key, "新河区局 督办")]
    assert all(ARTIFACT_KEY.match(each) for each in made)
    assert len(set(made)) == 3


@given(st.text(max_size=60))
def test_a_slug_can_be_carried_through_an_identifier_and_back(key: str) -> None:
    name = naming.attribute(key)
    assert name.isidentifier()
    assert name.isascii()
    assert name.removeprefix(naming.ATTRIBUTE).replace("_", "-") == naming.slug(key)


@given(st.lists(st.text(alphabet="aA-_ 双é0", max_size=8), min_size=2, max_size=20, unique=True))
def test_two_campaigns_never_share_a_slug(keys: list[str]) -> None:
    assert len({naming.slug(key) for key in keys}) == len(keys)


def test_an_escalation_keeps_its_key_and_another_one_has_another() -> None:
    first = naming.escalation_key("tianjin-2017", "新河区局 10月份月报 督办")
    assert first == naming.escalation_key("tianjin-2017", "新河区局 10月份月报 督办")
    assert first != naming.escalation_key("tianjin-2017", "东堤区局 10月份月报 督办")


def test_an_entrypoint_is_a_module_path_and_never_a_file() -> None:
    assert naming.entrypoint("tianjin-2017") == "flows.campaign.campaign_tianjin_2017"
    assert not set(":/\\") & set(naming.entrypoint("a/b:c.py"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2017网络市场监管专项行动", "2017网络市场监管专项行动"),
        (" 线上/线下<A&B>100% ", "线上／线下＜A＆B＞100％"),
        ("  ", "the-key"),
    ],
)
def test_a_flow_bears_the_title_without_what_prefect_refuses(title: str, name: str) -> None:
    assert naming.flow_name(title, "the-key") == name


def test_a_run_is_named_by_the_campaigns_own_clock() -> None:
    at = datetime(2017, 10, 26, 0, 30, 59, tzinfo=UTC)
    assert naming.run_name("tianjin-2017", at, "Asia/Shanghai") == "tianjin-2017 @ 2017-10-26 08:30+08:00"


def test_a_booking_is_known_by_instant_and_sequence_whatever_the_zone_it_is_written_in() -> None:
    at = datetime(2017, 10, 28, 16, 0, tzinfo=UTC)
    there = at.astimezone(timezone(timedelta(hours=8)))
    assert naming.booking_key("k", at, 7) == naming.booking_key("k", there, 7)
    assert naming.booking_key("k", at, 7) != naming.booking_key("k", at, 8)
    assert naming.booking_key("k", at, 7) != naming.booking_key("k", at + timedelta(seconds=1), 7)


def test_a_fingerprint_ignores_the_order_of_keys_and_nothing_else() -> None:
    assert naming.fingerprint({"a": 1, "b": [1, 2]}) == naming.fingerprint({"b": [1, 2], "a": 1})
    assert naming.fingerprint({"b": [1, 2]}) != naming.fingerprint({"b": [2, 1]})
    assert re.fullmatch(r"[0-9a-f]{12}", naming.fingerprint({}))


def test_the_kinds_that_a_real_wake_counts_are_those_that_become_events(tmp_path: Path) -> None:
    declared = Path(__file__).parents[1] / "campaigns.yaml"
    launched = datetime(2017, 6, 16, 9, tzinfo=HOUSE_ZONE)
    house = build(Settings(data=tmp_path, file=declared), FolderClock(tmp_path, at=launched))
    launch(house, load(declared, house.calendars), "tianjin-2017", Actor("coordinator"))
    clockwork, at = Clockwork(house), datetime(2017, 9, 1, 9, tzinfo=HOUSE_ZONE)
    work = clockwork.wake_work("tianjin-2017", at)
    assert work is not None
    kinds = {kind for index in range(len(work.groups)) for kind in work.judge(index)}
    clockwork.finish_wake(work)
    house.store.close()
    # Two months of silence: reports overdue, and a superior asked to step in.
    assert {"became_overdue", "supervise"} <= kinds & set(naming.NEWSWORTHY)
