"""How the one long-lived process goes on when something fails, and how it stops; without a server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from flows import server, up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path


class Looks:
    """Stands for the runner: each look does what the next of `doings` says."""

    def __init__(self, *doings: Any) -> None:
        """Do these, one per look."""
        self.doings = list(doings)
        self.seen: list[int] = []

    def at_work(self) -> AbstractContextManager[None]:
        """Needs nothing."""
        return threading.Lock()  # type: ignore[return-value]

    def look(self, count: int, stop: threading.Event) -> None:
        """Do the next thing."""
        self.seen.append(count)
        doing = self.doings.pop(0)
        if isinstance(doing, Exception):
            raise doing
        doing(stop)


@pytest.fixture
def prefect(tmp_path: Path) -> Iterator[server.Server]:
    """A process that stands for the server, on the usual leash."""
    (tmp_path / "server.log").write_text("its last words", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield server.Server("http://127.0.0.1:1", 1, tmp_path, process)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "POLL", 0.0)
    monkeypatch.setattr(up, "ALERTNESS", 0.01)


def crew(looks: Looks, prefect: server.Server, said: list[str]) -> up.Crew:
    return up.Crew(looks, prefect, said.append)  # type: ignore[arg-type]


def test_a_look_that_fails_is_told_and_the_next_one_is_taken(prefect: server.Server) -> None:
    looks, said = Looks(OSError("busy"), lambda stop: stop.set()), list[str]()
    crew(looks, prefect, said).work_until(threading.Event())
    assert looks.seen == [0, 1]
    assert said == ["✘ OSError: busy"]


def test_a_service_that_only_fails_gives_up(prefect: server.Server) -> None:
    looks, said = Looks(*[OSError(f"busy {each}") for each in range(100)]), list[str]()
    with pytest.raises(OSError, match=f"busy {up.TRIES - 1}"):
        crew(looks, prefect, said).work_until(threading.Event())
    assert len(said) == up.TRIES


def test_failures_with_successes_between_them_never_end_the_service(prefect: server.Server) -> None:
    doings = [OSError("busy"), lambda _: None] * up.TRIES
    looks, said = Looks(*doings, lambda stop: stop.set()), list[str]()
    crew(looks, prefect, said).work_until(threading.Event())
    assert len(said) == up.TRIES
    assert len(looks.seen) == 2 * up.TRIES + 1


def test_a_server_that_has_ended_ends_the_service_with_its_last_words(prefect: server.Server) -> None:
    def end(_: threading.Event) -> None:
        prefect.process.kill()
        prefect.process.wait(30)

    with pytest.raises(server.ServerFaultError, match="its last words"):
        crew(Looks(end), prefect, []).work_until(threading.Event())


def test_no_look_is_taken_once_the_service_was_told_to_stop(prefect: server.Server) -> None:
    stop, looks = threading.Event(), Looks()
    stop.set()
    crew(looks, prefect, []).work_until(stop)
    assert looks.seen == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_to_stop_and_the_former_handler_comes_back(number: signal.Signals) -> None:
    before, stop = signal.getsignal(number), threading.Event()
    with up.heeding_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(30)
    assert signal.getsignal(number) is before


def test_signals_are_left_alone_outside_the_main_thread() -> None:
    before, seen = signal.getsignal(signal.SIGTERM), []

    def elsewhere() -> None:
        with up.heeding_signals(threading.Event()):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(30)
    assert seen == [before]
