"""Several wakers at once, in threads and in processes: each transition is recorded once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions import wake as waking
from actions.clock import FolderClock
from actions.house import House, build
from actions.proof import verify
from actions.settings import Settings
from store import obligations
from store.leases import LeaseLostError
from tests.cast import KEY, crowd, declare, moment, small_yaml, stage, told

if TYPE_CHECKING:
    from tests.cast import Stage

AT = "2017-09-15T09:00"
#: What each report comes to when nobody files and no wake ran before AT.
EACH = {"opened": 1, "remind": 2, "became_overdue": 1, "urge": 1, "supervise": 1}
PROCESS = "import sys; from tests.test_actions_wakers import wake_in_process; wake_in_process(*sys.argv[1:])"


def wake_until_done(house: House, stop: float = 100) -> int:
    """Wake at AT until nothing is due any more; how often the lease was lost on the way."""
    lost, until = 0, time.monotonic() + stop
    while time.monotonic() < until:
        try:
            waking.wake(house, KEY, moment(AT))
        except LeaseLostError:
            lost += 1
        with house.store.read() as connection:
            seconds = obligations.next_attention(connection, KEY)
        if seconds is None or seconds > moment(AT).timestamp():
            return lost
    raise AssertionError("something stayed due")


def wake_in_process(folder: str, database: str, batch: str, lease: str) -> None:
    """One waker, as a process of its own."""
    waking.BATCH, waking.LEASE = int(batch), int(lease)
    house = build(settings(Path(folder), database or None), FolderClock(Path(folder)))
    sys.stdout.write(f"{wake_until_done(house)}\n")
    house.store.close()


def settings(folder: Path, database: str | None) -> Settings:
    return Settings(data=folder, file=folder / "campaigns.yaml", database=database)


def crowded(folder: Path, size: int, database: str | None = None) -> Stage:
    """`size` bureaus with three reports each, all of them due at AT."""
    source = declare(folder, small_yaml(only_reports=True, units=crowd(size)))
    return stage(folder, source, database=database)


def in_threads(made: Stage, wakers: int) -> None:
    """Wake with a house for each thread."""
    data, database = made.house.settings.data, made.house.settings.database
    made.move(AT)
    FolderClock(data, at=moment(AT))
    failed: list[BaseException] = []

    def run(barrier: threading.Barrier) -> None:
        try:
            house = build(settings(data, database), FolderClock(data))
            barrier.wait(30)
            wake_until_done(house)
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)
        else:
            house.store.close()

    barrier = threading.Barrier(wakers)
    threads = [threading.Thread(target=run, args=(barrier,), daemon=True) for _ in range(wakers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def in_processes(made: Stage, wakers: int, *, batch: int, lease: int) -> None:
    """Wake with a process for each waker."""
    arguments = [str(made.house.settings.data), made.house.settings.database or "", str(batch), str(lease)]
    command = [sys.executable, "-c", PROCESS, *arguments]
    root = Path(__file__).parents[1]
    FolderClock(made.house.settings.data, at=moment(AT))
    running = [subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL) for _ in range(wakers)]
    assert [one.wait(600) for one in running] == [0] * wakers


def assert_each_once(made: Stage, reports: int) -> None:
    """Every report has each of its transitions exactly once, and the chain holds."""
    by_report: dict[str, Counter[str]] = {}
    for body in made.bodies():
        if body["kind"] not in {"launched", "planned"}:
            by_report.setdefault(body["obligation"], Counter()).update([told(body)])
    assert len(by_report) == reports
    assert [name for name, found in by_report.items() if found != EACH] == []
    assert verify(made.house, rebuilding=True).faults == ()


@pytest.mark.parametrize("wakers", [2, 4])
@pytest.mark.parametrize("lease", [600, -1])
def test_wakers_in_threads_record_each_transition_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wakers: int, lease: int
) -> None:
    """With a lease that runs out at once, they take the work from one another all the time."""
    monkeypatch.setattr(waking, "BATCH", 7)
    monkeypatch.setattr(waking, "LEASE", lease)
    made = crowded(tmp_path, 20)
    in_threads(made, wakers)
    assert_each_once(made, 60)


@pytest.mark.slow
def test_wakers_in_processes_record_each_transition_once(tmp_path: Path) -> None:
    made = crowded(tmp_path, 20)
    in_processes(made, 2, batch=7, lease=600)
    assert_each_once(made, 60)


@pytest.mark.postgresql
@pytest.mark.parametrize("lease", [600, -1])
def test_wakers_in_threads_record_each_transition_once_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_database: str, lease: int
) -> None:
    monkeypatch.setattr(waking, "BATCH", 7)
    monkeypatch.setattr(waking, "LEASE", lease)
    made = crowded(tmp_path, 20, postgresql_database)
    in_threads(made, 4)
    assert_each_once(made, 60)
    made.house.store.close()


@pytest.mark.postgresql
@pytest.mark.slow
def test_wakers_in_processes_record_each_transition_once_on_postgresql(
    tmp_path: Path, postgresql_database: str
) -> None:
    made = crowded(tmp_path, 20, postgresql_database)
    in_processes(made, 4, batch=7, lease=600)
    assert_each_once(made, 60)
    made.house.store.close()


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("wakers", [2, 4])
@pytest.mark.parametrize("lease", [600, -1])
def test_wakers_record_two_thousand_due_once(tmp_path: Path, wakers: int, lease: int) -> None:
    made = crowded(tmp_path, 667)
    in_processes(made, wakers, batch=50, lease=lease)
    assert_each_once(made, 2001)


@pytest.mark.soak
@pytest.mark.postgresql
@pytest.mark.timeout(900)
@pytest.mark.parametrize("wakers", [2, 4])
@pytest.mark.parametrize("lease", [600, -1])
def test_wakers_record_two_thousand_due_once_on_postgresql(
    tmp_path: Path, postgresql_database: str, wakers: int, lease: int
) -> None:
    made = crowded(tmp_path, 667, postgresql_database)
    in_processes(made, wakers, batch=50, lease=lease)
    assert_each_once(made, 2001)
    made.house.store.close()


def test_the_history_does_not_depend_on_the_number_of_wakers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "BATCH", 7)
    heads = []
    for wakers in (1, 3):
        made = crowded(tmp_path / str(wakers), 12)
        in_threads(made, wakers)
        heads.append(made.head()["hash"])
    assert heads[0] == heads[1]


@pytest.mark.postgresql
def test_unit_and_wake_at_the_same_moment_leave_one_history_on_postgresql(
    tmp_path: Path, postgresql_database: str
) -> None:
    """Half the units file in the very moment in which the wake marks them overdue."""
    made = crowded(tmp_path, 12, postgresql_database)
    made.move(AT)
    other = stage(tmp_path, made.declared, database=postgresql_database, launched=None)
    other.move(AT)

    def file() -> None:
        for number in range(0, 12, 2):
            other.submit(f"report/u{number:04d}/2017-08", AT)

    thread = threading.Thread(target=file, daemon=True)
    thread.start()
    in_threads(made, 2)
    thread.join()
    for number in range(12):
        kinds = [told(body) for body in made.bodies(f"report/u{number:04d}/2017-08")]
        assert kinds[1:7] == ["opened", "remind", "remind", "became_overdue", "urge", "supervise"]
        assert kinds[7:] == ([] if number % 2 else ["filed", "closed"])
    assert verify(made.house, rebuilding=True).faults == ()
    for one in (made, other):
        one.house.store.close()
