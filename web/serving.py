"""Serving the pages: uvicorn in a thread of its own, on the next free port, until the block ends."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from actions.house import House
from campaigns.faults import RefusalError
from web.app import create
from web.door import Door, is_loopback

#: Where the pages are unless told otherwise, and how many ports after the wanted one are tried.
USUAL_PORT, NEIGHBOURS = 8000, 20
#: Seconds that the server may take to begin, and that requests under way may take to end.
_PATIENCE, _GRACE = 20.0, 3


class NotServedError(RefusalError):
    """The pages cannot be served."""


@contextmanager
def serving(house: House, door: Door, port: int | None, say: Callable[[str], None]) -> Iterator[str]:
    """Serve the pages of `house` and yield their address; on the way out they are gone.

    `port` is the one wanted (8000 without one); if it is in use the next free one is taken, and said.
    """
    with _bound(door.host, USUAL_PORT if port is None else port) as listener:
        taken = listener.getsockname()[1]
        if port not in {None, 0, taken}:
            say(f"端口 {port} 已被占用，改用 {taken}  port {port} is in use, taking {taken}")
        server = uvicorn.Server(_config(house, door))
        thread = threading.Thread(target=server.run, args=([listener],), name="duban-pages")
        thread.start()
        try:
            _wait(server, thread)
            yield address(door, taken)
        finally:
            server.should_exit = True
            thread.join()


def address(door: Door, port: int) -> str:
    """Where people find the pages."""
    host = f"[{door.host}]" if ":" in door.host else door.host
    return door.url or f"http://{host}:{port}"


def _config(house: House, door: Door) -> uvicorn.Config:
    """No access log: addresses of links open tasks. Who the client is, a proxy on this machine may say."""
    return uvicorn.Config(
        create(house, door),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=door.url is not None and is_loopback(door.host),
        timeout_graceful_shutdown=_GRACE,
        lifespan="off",
        ws="none",
    )


def _bound(host: str, wanted: int) -> socket.socket:
    """A socket that listens on `wanted`, else the next free port, else any; 0 asks for any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (*range(wanted, wanted + NEIGHBOURS), 0) if wanted else (0,):
        listener = socket.socket(family)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(128)
        except (OSError, OverflowError):
            listener.close()
        else:
            return listener
    raise NotServedError(f"页面无法在 {host} 上提供：请换地址", f"no pages on {host}: name another address")


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise NotServedError("页面没有启动：请看系统日志", "the pages did not start: see the log")
        time.sleep(0.02)
