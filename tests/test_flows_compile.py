"""What shall stand in Prefect for a house, worked out without Prefect."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import time

import pytest

from flows.compile import compile_house
from flows.naming import SIMULATED_TAG
from tests.flows_house import FakeCampaign


def test_a_campaign_becomes_one_deployment_beside_the_safety_net() -> None:
    watch, campaign = compile_house([FakeCampaign()], simulated=False)
    assert (watch.flow, watch.name, watch.cron, watch.parameters) == ("duban", "watch", "*/10 * * * *", {})
    assert campaign.flow == "2017网络市场监管专项行动"
    assert campaign.name == "tianjin-2017"
    assert campaign.parameters == {"campaign": "tianjin-2017"}
    assert campaign.entrypoint == "flows.campaign.campaign_tianjin_2017"
    assert campaign.tags == ("duban", "campaign:tianjin-2017", "phase:prepare", "phase:inspect")


def test_the_daily_run_comes_as_the_office_opens_in_the_campaigns_zone() -> None:
    early = FakeCampaign(daily_at=time(6, 5), timezone="Asia/Urumqi")
    compiled = compile_house([early], simulated=False)[1]
    assert (compiled.cron, compiled.timezone) == ("5 6 * * *", "Asia/Urumqi")


def test_campaigns_that_share_a_title_keep_a_flow_each() -> None:
    north, south = FakeCampaign(key="north"), FakeCampaign(key="south")
    flows = [each.flow for each in compile_house([north, south], simulated=False)]
    assert flows == ["duban", "2017网络市场监管专项行动 · north", "2017网络市场监管专项行动 · south"]


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "second"},
        {"title": "2018网络市场监管专项行动"},
        {"phases": ("prepare",)},
        {"daily_at": time(9, 0)},
        {"timezone": "Asia/Urumqi"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_version_changes_with_anything_that_is_deployed(change: dict) -> None:
    before = compile_house([FakeCampaign()], simulated=False)[1]
    after = compile_house([replace(FakeCampaign(), **change)], simulated=False)[1]
    assert before.version != after.version


def test_the_version_of_the_same_plan_stays() -> None:
    assert compile_house([FakeCampaign()], simulated=False) == compile_house(
        [FakeCampaign()], simulated=False
    )


def test_all_of_a_simulated_house_says_so() -> None:
    real = compile_house([FakeCampaign()], simulated=False)
    simulated = compile_house([FakeCampaign()], simulated=True)
    assert all(SIMULATED_TAG in each.tags and SIMULATED_TAG in each.description for each in simulated)
    assert not any(SIMULATED_TAG in each.tags or SIMULATED_TAG in each.description for each in real)


def test_who_only_compiles_or_names_flows_never_imports_prefect() -> None:
    program = "import sys, flows.compile, flows.port, flows.up, flows.server; print('prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
