"""One real Prefect server, started by our own module; deployments, schedules and wakes through it.

The folder it serves was used before by a process that was killed in the middle of a wake.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows import naming
from flows.up import serving
from tests.flows_house import FakeHouse, as_house, in_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from flows.runner import Runner
    from flows.up import Crew

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KEY = "tianjin-2017"
# Serves a house whose first judgement kills the process, as a power cut would.
KILLED = """
import os, signal, sys
from pathlib import Path
from flows.up import serving
from tests.flows_house import FakeHouse
house = FakeHouse(on_judge=[lambda name: os.kill(os.getpid(), signal.SIGKILL)])
with serving(house, data=Path(sys.argv[1]), port=0, say=print) as crew:
    crew.wake("tianjin-2017")
"""


@dataclass
class Served:
    """The house, its crew, and a runner of the test's own beside it."""

    house: FakeHouse
    crew: Crew
    runner: Runner
    said: list[str]

    def api(self, path: str, **body: Any) -> Any:
        """POST to Prefect's API, past its own client."""
        return json.loads(fetch(f"{self.crew.url}/api/{path}", json.dumps(body).encode())[1])

    def runs(self, **flow_runs: Any) -> list[dict]:
        """Flow runs that match the filter."""
        found: list[dict] = self.api("flow_runs/filter", flow_runs=flow_runs)
        return found

    def deployments(self) -> dict[str, dict]:
        """Deployments by name."""
        return {each["name"]: each for each in self.api("deployments/filter")}

    def place(self, name: str = KEY) -> UUID:
        """Where a deployment stands."""
        from flows import deploy  # noqa: PLC0415 - Prefect is imported after its server was started

        return deploy.identities()[name]

    def book(self, instant: datetime, sequence: int) -> UUID:
        """Book a run of the campaign."""
        from flows import booking  # noqa: PLC0415 - as above

        return booking.book(self.place(), self.house.campaigns[0], instant, sequence)


def fetch(url: str, body: bytes | None = None) -> tuple[str, bytes]:
    """Type and content of what a server of ours answers; with a body it is a POST."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ours
        return answer.headers.get_content_type(), answer.read()


def eventually(found: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Ask again for up to half a minute, because Prefect records in the background."""
    for _ in range(150):
        answer = found()
        if wanted(answer):
            break
        time.sleep(0.2)
    return answer


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("served")
    checkout = Path(__file__).parents[1]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(data)], cwd=checkout, check=False)
    assert killed.returncode == -signal.SIGKILL
    house, said = FakeHouse(), list[str]()
    with serving(as_house(house), data=data, port=0, say=said.append) as crew:
        from flows.runner import Runner  # noqa: PLC0415 - as above

        yield Served(house, crew, Runner(as_house(house), said.append), said)


@pytest.fixture
def served(started: Served) -> Iterator[Served]:
    """The session's server with a house as new, and nothing of an earlier test due."""
    vars(started.house).update(vars(FakeHouse()))
    started.said.clear()
    with started.runner.at_work():
        started.runner.compare()
        started.runner.run_due()
        vars(started.house).update(vars(FakeHouse()))
        yield started


def test_a_run_left_behind_by_a_killed_process_is_crashed_at_start_up(served: Served) -> None:
    crashed = served.runs(state={"type": {"any_": ["CRASHED"]}})
    assert [each["deployment_id"] for each in crashed] == [str(served.place())]
    assert "the process that ran it is gone" in crashed[0]["state"]["message"]
    assert served.runs(state={"type": {"any_": ["RUNNING", "PENDING"]}}) == []


def test_a_cron_schedule_yields_scheduled_runs_listed_without_arguments(served: Served) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above

    client = get_client(sync_client=True)

    def scheduled() -> set[str]:
        runs = [each for each in client.read_flow_runs() if each.auto_scheduled]
        return {
            f"{each.next_scheduled_start_time:%M}" for each in runs if each.deployment_id == served.place()
        }

    assert eventually(scheduled, bool) == {"30"}


def test_prefects_own_page_is_there(served: Served) -> None:
    kind, page = fetch(served.crew.url)
    assert kind == "text/html"
    assert b"<title>Prefect" in page
    assert json.loads(fetch(f"{served.crew.url}/ui-settings")[1])["api_url"] == f"{served.crew.url}/api"


def test_a_deployment_carries_its_campaigns_name_tags_and_parameters(served: Served) -> None:
    found = served.deployments()[KEY]
    assert found["tags"] == ["duban", "campaign:tianjin-2017", "phase:prepare", "phase:inspect"]
    assert found["parameters"] == {"campaign": KEY}
    assert found["entrypoint"] == "flows.campaign.campaign_tianjin_2017"
    flows = {each["id"]: each["name"] for each in served.api("flows/filter")}
    assert flows[found["flow_id"]] == "2017网络市场监管专项行动"


@pytest.mark.usefixtures("served")
def test_prefect_finds_a_campaigns_flow_by_its_module_path() -> None:
    from prefect.flows import load_flow_from_entrypoint  # noqa: PLC0415 - as above

    found = load_flow_from_entrypoint("flows.campaign.campaign_tianjin_2017")
    assert found.name == "2017网络市场监管专项行动"


def test_a_second_apply_writes_nothing(served: Served) -> None:
    from flows import deploy  # noqa: PLC0415 - as above
    from flows.compile import compile_house  # noqa: PLC0415

    before = {name: each["updated"] for name, each in served.deployments().items()}
    applied = deploy.apply(compile_house(served.house.campaigns, simulated=False))
    assert (set(applied.unchanged), applied.written, applied.removed) == ({KEY, "watch"}, (), ())
    assert {name: each["updated"] for name, each in served.deployments().items()} == before


def test_a_new_plan_is_deployed_in_place_and_its_next_wake_is_booked(served: Served) -> None:
    place = served.place()
    served.house.campaigns = (replace(served.house.campaigns[0], digest="second"),)
    served.house.upcoming = (in_days(40), 1)
    applied = served.runner.compare()
    assert (applied.written, applied.unchanged, applied.identities[KEY]) == ((KEY,), ("watch",), place)
    assert served.runner.compare().written == ()
    assert len(_scheduled_at(served, served.house.upcoming[0])) == 1


def test_a_new_title_makes_a_new_flow_and_an_ended_campaign_leaves_no_deployment(served: Served) -> None:
    before = served.place()
    served.house.campaigns = (replace(served.house.campaigns[0], title="改了名的专项行动"),)
    renamed = served.runner.compare()
    assert (renamed.written, renamed.removed) == ((KEY,), (KEY,))
    assert served.place() != before
    served.house.campaigns = ()
    ended = served.runner.compare()
    assert (ended.written, ended.removed) == ((), (KEY,))
    assert set(served.deployments()) == {"watch"}
    with pytest.raises(KeyError):
        served.runner.wake(KEY)


def test_a_wake_has_one_task_run_per_group_and_then_delivers_and_publishes(served: Served) -> None:
    report = served.runner.wake(KEY)
    assert (report.state, report.message) == ("Completed", "became_overdue 3 · remind 6 · sent 3")
    at = served.house.judged[0][2]
    assert report.name == naming.run_name(KEY, at, "Asia/Shanghai")
    assert served.house.judged == [(KEY, unit, at) for unit in served.house.units]
    assert served.house.journal == ["begin", "finish", "deliver", "standing", f"next {KEY}"]
    assert served.said == [f"✔ {report.name}  {report.message}"]

    def tasks() -> list[str]:
        found = served.api("task_runs/filter", flow_runs={"id": {"any_": [report.run]}})
        return sorted(each["name"] for each in found if each["state_type"] == "COMPLETED")

    wanted = sorted([*served.house.units, "送达 deliver"])
    assert eventually(tasks, lambda names: len(names) >= len(wanted)) == wanted


def test_the_artifacts_of_a_wake_can_be_read_through_the_api(served: Served) -> None:
    served.runner.wake(KEY)
    latest = {each["key"]: each for each in served.api("artifacts/latest/filter")}
    table = json.loads(latest["duban-tianjin-2017-standing"]["data"])
    assert [row["单位 unit"] for row in table] == list(served.house.units)
    figures = {key: value for key, value in table[0].items() if key != "单位 unit"}
    assert figures == {"在办 open": 2, "即将到期 due soon": 1, "逾期 overdue": 1, "办结 closed": 4}
    assert latest["duban-tianjin-2017-progress"]["data"] == 62.5
    told = [each for key, each in latest.items() if "-escalation-" in key]
    assert [(each["type"], each["data"].splitlines()[0]) for each in told] == [("markdown", "# 督办")]


def test_what_becomes_overdue_is_an_event_of_each_group(served: Served) -> None:
    before = datetime.now(UTC)
    served.runner.wake(KEY)

    def events() -> list[str]:
        wanted = {
            "event": {"name": ["duban.obligation.overdue"]},
            "occurred": {"since": before.isoformat(), "until": datetime.now(UTC).isoformat()},
        }
        return sorted(
            each["payload"]["group"] for each in served.api("events/filter", filter=wanted)["events"]
        )

    units = sorted(served.house.units)
    assert eventually(events, lambda found: len(found) >= len(units)) == units


def test_a_broken_group_does_not_stop_the_others_and_the_next_wake_heals(served: Served) -> None:
    served.house.broken = {"东堤区局", "deliver"}
    report = served.runner.wake(KEY)
    assert (report.state, report.good) == ("Failed", False)
    assert report.message.startswith("2 failed, the next wake tries again: 东堤区局: ValueError: broken")
    assert "deliver: ConnectionError: no mail server" in report.message
    assert [unit for _, unit, _ in served.house.judged] == ["新河区局", "南塘区局"]
    assert served.house.journal == ["begin", "finish", "standing", f"next {KEY}"]
    served.house.broken = set()
    assert served.runner.wake(KEY).state == "Completed"


def test_a_wake_that_finds_another_holding_the_lease_does_nothing(served: Served) -> None:
    served.house.leased = True
    assert served.runner.wake(KEY).state == "Busy"
    assert (served.house.judged, served.house.journal) == ([], [])


def test_the_same_booking_is_the_same_run_and_a_later_sequence_is_a_new_one(served: Served) -> None:
    instant = in_days(400)
    first = served.book(instant, 7)
    assert served.book(instant, 7) == first
    assert served.book(instant, 8) != first
    assert len(_scheduled_at(served, instant)) == 2


def test_a_wake_books_the_next_real_instant_once(served: Served) -> None:
    served.house.upcoming = (in_days(11), 42)
    served.runner.wake(KEY)
    served.runner.wake(KEY)
    booked = _scheduled_at(served, served.house.upcoming[0])
    assert [each["name"] for each in booked] == [
        naming.run_name(KEY, served.house.upcoming[0], "Asia/Shanghai"),
    ]


@pytest.mark.parametrize(("simulated", "days"), [(True, 12), (False, -12)], ids=["simulated", "past"])
def test_nothing_is_booked_for_an_instant_that_is_not_a_real_future_one(
    served: Served, *, simulated: bool, days: int
) -> None:
    served.house.simulated = simulated
    served.house.upcoming = (in_days(days), 1)
    assert served.runner.wake(KEY).state == "Completed"
    assert _scheduled_at(served, served.house.upcoming[0]) == []


@pytest.mark.parametrize(
    ("simulated", "clock", "judged"),
    [(False, -1, "start"), (False, +1, "clock"), (True, -1, "clock"), (True, +1, "clock")],
    ids=["early start", "missed run", "simulated past", "simulated future"],
)
def test_a_wake_judges_at_the_later_of_its_scheduled_start_and_now(
    served: Served, *, simulated: bool, clock: int, judged: str
) -> None:
    start = in_days(0)
    served.house.simulated = simulated
    served.house.clock = start + timedelta(days=clock)
    served.runner.compare()
    run = served.book(start, clock)
    assert served.runner.run(run).good
    wanted = start if judged == "start" else served.house.clock
    assert {at for _, _, at in served.house.judged} == {wanted}
    assert served.house.delivered == [wanted]


def test_of_several_runs_that_were_missed_the_latest_does_the_work_of_all(served: Served) -> None:
    missed = [served.book(in_days(0) - timedelta(hours=hours), hours) for hours in (30, 20, 10)]
    reports = served.runner.run_due()
    assert [each.state for each in reports] == ["Completed"]
    states = {
        each["id"]: each["state_name"] for each in served.runs(id={"any_": [str(each) for each in missed]})
    }
    assert [states[str(each)] for each in missed] == ["Covered", "Covered", "Completed"]
    assert served.runner.run_due() == ()


def test_the_safety_net_starts_only_campaigns_whose_instant_has_passed(served: Served) -> None:
    from flows import booking  # noqa: PLC0415 - as above

    quiet = served.runner.run(booking.claim(served.place("watch")))
    assert (quiet.message, served.runner.run_due()) == ("nothing due", ())
    served.house.due = (KEY, "not-deployed-yet")
    assert served.runner.run(booking.claim(served.place("watch"))).message == f"started {KEY}"
    assert [each.state for each in served.runner.run_due()] == ["Completed"]
    assert len(served.house.judged) == len(served.house.units)


def test_the_crew_takes_what_falls_due_until_it_is_told_to_stop(served: Served) -> None:
    served.book(in_days(0) - timedelta(seconds=30), 99)
    stop = threading.Event()
    served.house.on_judge = [lambda _: stop.set()]
    served.crew.work_until(stop)
    # Told to stop in the middle of the wake, it finished the wake.
    assert [unit for _, unit, _ in served.house.judged] == list(served.house.units)
    assert served.house.journal[-1] == f"next {KEY}"


def _scheduled_at(served: Served, instant: datetime) -> list[dict]:
    """Runs that wait for exactly that instant."""
    return served.runs(
        state={"type": {"any_": ["SCHEDULED"]}},
        next_scheduled_start_time={"after_": instant.isoformat(), "before_": instant.isoformat()},
    )


def test_what_passed_while_nobody_ran_is_attended_to_at_once_and_only_once(served: Served) -> None:
    served.house.upcoming = (in_days(-12), 7)
    served.runner.catch_up()
    served.runner.catch_up()
    assert [report.state for report in served.runner.run_due()] == ["Completed"]
    assert served.runner.run_due() == ()


def test_an_act_that_brings_the_next_instant_forward_is_booked_anew(served: Served) -> None:
    before, after = in_days(13), in_days(11)
    for upcoming in ((before, 8), (after, 9), (after, 9)):
        served.house.upcoming = upcoming
        served.runner.catch_up()
    assert len(_scheduled_at(served, before)) == 1
    assert len(_scheduled_at(served, after)) == 1


def test_a_simulated_house_is_never_caught_up_with(served: Served) -> None:
    served.house.simulated = True
    served.house.upcoming = (in_days(-12), 10)
    served.runner.catch_up()
    assert served.runner.run_due() == ()
