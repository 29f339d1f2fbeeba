"""The whole chain at once: a real house, a real Prefect server, a real SMTP server."""

import email
import email.policy
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from actions.clock import FolderClock
from actions.declared import load
from actions.deliver import deliver
from actions.house import HOUSE_ZONE, House, build
from actions.launch import launch
from actions.proof import verify
from actions.settings import Settings
from actions.wake import wake
from campaigns.events import Actor
from tests.conftest import SmtpServer

ROOT = Path(__file__).parent.parent
KEY = "tianjin-2017"
LAUNCHED = datetime(2017, 6, 16, 9, tzinfo=HOUSE_ZONE)
REMINDED = datetime(2017, 6, 23, 8, 30, tzinfo=HOUSE_ZONE)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def launched(folder: Path) -> House:
    """The 2017 action on the morning on which June's report is first reminded of."""
    house = build(Settings(data=folder, file=ROOT / "campaigns.yaml"), FolderClock(folder, at=LAUNCHED))
    launch(house, load(ROOT / "campaigns.yaml", house.calendars), KEY, Actor("coordinator"))
    FolderClock(folder, at=REMINDED)
    return house


def test_a_wake_through_prefect_sends_real_mail_and_leaves_the_same_history_as_one_without(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    launched(tmp_path / "through").store.close()
    arguments = [tmp_path / "through", smtp_server.host, smtp_server.port]
    line = [sys.executable, "-m", "tests.through_prefect", *map(str, arguments)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    assert told["deployments"] == [KEY, "watch"]
    assert told["scheduled"] > 0
    assert told["woken"] == [f"{KEY} @ 2017-06-23 08:30+08:00"] * 2
    judged = [name for name in told["tasks"] if not name.startswith("送达")]
    assert len(judged) == 16
    assert {f"duban-{KEY}-standing", f"duban-{KEY}-progress"} <= set(told["artifacts"])

    read = [
        email.message_from_bytes(one.content, policy=email.policy.default) for one in smtp_server.messages
    ]
    assert len(read) == 16
    assert all(
        "【还有3个工作日】请于6月28日（星期三）下班前报送6月份专项行动月报" in one["Subject"] for one in read
    )
    assert all("演示数据，非真实情况" in one["Subject"] for one in read)

    without = launched(tmp_path / "without")
    assert wake(without, KEY, REMINDED) == {"opened": 32, "remind": 16}
    assert deliver(without, REMINDED) == {"sent": 16}
    through = build(Settings(data=tmp_path / "through", file=ROOT / "campaigns.yaml"))
    assert verify(through, rebuilding=True).faults == ()
    assert verify(through).heads == verify(without).heads
