"""A Prefect server of our own: a child on loopback, its files in the data folder, gone when we are."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import flows
from flows import leash, surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Where Prefect listens unless told otherwise.
USUAL_PORT: Final = 4200
#: How many ports after the wanted one are tried before any free one is taken.
_NEIGHBOURS: Final = 20
#: Seconds a first start may take; it makes the database, which on a slow disk takes a minute.
PATIENCE: Final = 180.0
#: Seconds to wait for the data folder: what a server needs to end once its holder is gone, and some more.
SUCCESSION: Final = leash.GRACE + 3.0
#: How much of the server's log a fault carries.
_TAIL: Final = 2000


class ServerFaultError(RuntimeError):
    """Prefect's server could not be started, or has ended; the message says where its log is."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    #: Address of its pages.
    url: str
    #: Port it listens on.
    port: int
    #: Folder of its database and logs.
    home: Path
    #: Its process.
    process: subprocess.Popen[bytes]

    def check(self) -> None:
        """Raise `ServerFaultError` if the process has ended."""
        code = self.process.poll()
        if code is not None:
            raise ServerFaultError(_ended(code, self.home))


@contextmanager
def running(data: Path, port: int | None, say: Callable[[str], None]) -> Iterator[Server]:
    """Run a server on `port` (4200 without one; the next free one if taken), its files in `data`/prefect.

    Yields as soon as its process has started; `wait_healthy` tells when it answers. Only one at a time can
    use a data folder: a second one raises `ServerFaultError`. The process ends with the context, and when
    this process is killed.
    """
    home = _home(data)
    home.mkdir(parents=True, exist_ok=True)
    with alone(home) as lock:
        taken = free_port(USUAL_PORT if port is None else port)
        if port is not None and port not in (0, taken):
            say(f"端口 {port} 已被占用，改用 {taken}  port {port} is in use, taking {taken}")
        process = _start(home, taken, lock)
        try:
            yield Server(f"http://{surroundings.HOST}:{taken}", taken, home, process)
        finally:
            _stop(process)


def wait_healthy(server: Server, say: Callable[[str], None]) -> None:
    """Wait until the server answers; raises `ServerFaultError` if it ends or `PATIENCE` runs out."""
    started = time.monotonic()
    said = started
    while not _answers(server.port):
        server.check()
        now = time.monotonic()
        if now - started > PATIENCE:
            raise ServerFaultError(f"Prefect 启动超时，日志 no answer from Prefect, log: {_log(server.home)}")
        if now - said >= 5:  # noqa: PLR2004 - often enough to see that something happens
            said = now
            say(f"Prefect 正在启动 … {now - started:.0f} 秒  Prefect is starting")
        time.sleep(0.1)


def free_port(wanted: int) -> int:
    """Return `wanted` if nobody listens there, else the next free port, else any; 0 asks for any."""
    for port in (*range(wanted, wanted + _NEIGHBOURS), 0) if wanted else (0,):
        with socket.socket() as probe, suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((surroundings.HOST, port))
            found: int = probe.getsockname()[1]
            return found
    raise ServerFaultError("没有可用的端口 no free port")


@contextmanager
def alone(home: Path, patience: float = SUCCESSION) -> Iterator[int]:
    """Hold the folder's lock and yield its descriptor, which the server inherits and so holds as well.

    A server whose holder was killed has a few seconds left: whoever comes next waits `patience` seconds for
    it, so that two servers never share a database, and then raises `ServerFaultError`.
    """
    until = time.monotonic() + patience
    with (home / "lock").open("w") as handle:
        while not _locked(handle.fileno()):
            if time.monotonic() > until:
                raise ServerFaultError(
                    f"另一个进程正在使用该数据目录 another process serves this data folder: {home}"
                )
            time.sleep(0.1)
        yield handle.fileno()


def is_served(data: Path) -> bool:
    """Whether a process serves the data folder `data` at this moment; takes nothing from it."""
    try:
        with (_home(data) / "lock").open("r") as handle:
            return not _locked(handle.fileno())
    except OSError:
        return False


def _home(data: Path) -> Path:
    return data.resolve() / "prefect"


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(home: Path, port: int, lock: int) -> subprocess.Popen[bytes]:
    command = ["server", "start", "--host", surroundings.HOST, "--port", str(port)]
    environment = surroundings.for_server(home, port)
    # The leash must be importable from the server's own folder, whichever way this program is installed.
    rooms = str(Path(flows.__path__[0]).resolve().parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (rooms, environment.get("PYTHONPATH"))))
    with _log(home).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, and no word of it from outside
            [sys.executable, "-m", leash.__name__, *command],
            cwd=home,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            # Ctrl+C is for us: the server must outlive the wake that is under way.
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(leash.GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


def _answers(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{surroundings.api_url(port)}/health", timeout=2) as response:
            return bool(response.status == 200)  # noqa: PLR2004 - HTTP's own word for well
    except (OSError, urllib.error.URLError):
        return False


def _log(home: Path) -> Path:
    return home / "server.log"


def _ended(code: int, home: Path) -> str:
    tail = _log(home).read_text(encoding="utf-8", errors="replace")[-_TAIL:].strip()
    return f"Prefect 已退出（{code}），日志 Prefect has ended, log: {_log(home)}\n{tail}"
