"""Serve a house: its Prefect server, its deployments, its wakes, in one long-lived process."""

from __future__ import annotations

import contextvars
import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows import server, surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.port import House
    from flows.runner import Report, Runner

#: Seconds between two looks at Prefect; a run starts at most this late.
POLL = 3.0
#: Seconds between two looks at whether to stop.
ALERTNESS = 0.3
#: So many looks in a row may fail, because Prefect or the store was busy, before the service gives up.
TRIES = 20


class Crew:
    """What serves a house for as long as `serving` lasts."""

    def __init__(self, runner: Runner, prefect: server.Server, say: Callable[[str], None]) -> None:
        """Work with `runner` beside the server `prefect`."""
        self._runner = runner
        self._prefect = prefect
        self._say = say

    @property
    def url(self) -> str:
        """Address of Prefect's own pages."""
        return self._prefect.url

    def wake(self, campaign: str) -> Report:
        """Wake one campaign now, in the calling thread, as a run of its deployment; how it ended.

        Raises `KeyError` for a campaign that does not run.
        """
        with self._runner.at_work():
            self._runner.compare()
            return self._runner.wake(campaign)

    def work_until(self, stop: threading.Event) -> None:
        """Run what is due until `stop` is set; a run under way is finished first, no other is begun.

        The work is done in a thread of its own, where Prefect leaves the process's signals alone. Raises
        `ServerFaultError` when the server has ended.
        """
        with ThreadPoolExecutor(1, "duban-wakes") as pool:
            work = pool.submit(contextvars.copy_context().run, self._work, stop)
            try:
                while not work.done() and not stop.wait(ALERTNESS):
                    pass
            finally:
                stop.set()
            work.result()

    def _work(self, stop: threading.Event) -> None:
        failures, look = 0, 0
        with self._runner.at_work():
            while not stop.is_set():
                self._prefect.check()
                try:
                    self._runner.look(look, stop)
                    failures = 0
                except Exception as error:
                    failures += 1
                    self._prefect.check()
                    logging.getLogger(__name__).exception("look %d failed", look)
                    self._say(f"✘ {type(error).__name__}: {error}")
                    if failures == TRIES:
                        raise
                look += 1
                stop.wait(POLL)


@contextmanager
def serving(house: House, *, data: Path, port: int | None, say: Callable[[str], None]) -> Iterator[Crew]:
    """Start the server, deploy what runs, and yield the crew; on the way out everything is stopped.

    `data` is the data folder, whose `prefect` folder holds all of Prefect's files. `port` is the port wanted
    (4200 without one); the next free one is taken if it is in use. `say` is given lines for people. Raises
    `ServerFaultError` if the server cannot be started or another process serves the folder.
    """
    with (
        server.running(data, port, say) as prefect,
        surroundings.for_client(prefect.home, prefect.port),
        # The server boots while this process imports Prefect.
        _connected(prefect, say),
    ):
        from flows import runner  # noqa: PLC0415 - Prefect is imported only by who serves

        crew = runner.Runner(house, say)
        with crew.at_work():
            runner.crash_stale()
            crew.compare()
        say(f"Prefect {prefect.url}")
        yield Crew(crew, prefect, say)


def up(
    house: House, *, data: Path, port: int | None, stop: threading.Event, say: Callable[[str], None]
) -> None:
    """Serve `house` until `stop` is set; in the main thread also until SIGINT or SIGTERM. See `serving`."""
    with heeding_signals(stop), serving(house, data=data, port=port, say=say) as crew:
        crew.work_until(stop)


@contextmanager
def _connected(prefect: server.Server, say: Callable[[str], None]) -> Iterator[None]:
    """Import Prefect, point it at the server once that answers, and let its events out in the end."""
    from prefect import context  # noqa: PLC0415 - as above
    from prefect.events.worker import EventsWorker  # noqa: PLC0415

    # Where Prefect was imported before, the environment came too late for it.
    context.refresh_global_settings_context()
    server.wait_healthy(prefect, say)
    try:
        yield
    finally:
        EventsWorker.drain_all()


@contextmanager
def heeding_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM set `stop`; only the main thread may say so, elsewhere nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in caught}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
