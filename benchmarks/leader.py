"""The leader's page of one campaign among a thousand, beside a bare page that reads as many rows."""

import asyncio
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from actions import accounts, signing_in
from benchmarks.invented import KEY
from benchmarks.played import Played
from campaigns.events import SYSTEM
from store import accounts as stored
from web.app import create
from web.door import Door

#: Obligations of the campaign; the day it has come to, and the past day that is looked at.
SIZE, NOW, PAST = 1_000, date(2017, 7, 21), "2017-06-01"
#: How often each page is opened, in turn; the first ones warm up and are not counted.
ROUNDS, WARMING = 42, 2
#: Campaigns written in one transaction.
CHUNK = 50
#: What is copied under the keys of the other campaigns: all that a page could stumble over.
COPIED = ("obligations", "filings", "revisions", "heads")
_BARE = """<!doctype html><html lang="zh-CN"><head><title>-</title></head><body><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""
_ROWS = (
    "SELECT id, unit, status, target, breach, closed_at FROM obligations WHERE campaign = ? ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class Leader:
    """What the pages took, each the median in milliseconds."""

    campaigns: int
    obligations: int
    floor: float
    today: float
    past: float


def leader(folder: Path, campaigns: int, seed: int, progress: Callable[[float], None]) -> Leader:
    """Play one campaign, put `campaigns` - 1 copies beside it, and open its page and the bare one in turn."""
    played = Played(folder, SIZE, seed)
    for at in played.weeks():
        if at.date() >= NOW:
            break
    file = folder / "duban.db"
    for done in _copied(file, campaigns):
        progress(done / campaigns)
    seconds = _timed(played, file)
    played.house.store.close()
    floor, today, past = (statistics.median(some[WARMING:]) * 1000 for some in seconds)
    return Leader(campaigns, campaigns * SIZE, floor, today, past)


def _copied(file: Path, campaigns: int) -> Iterator[int]:
    """Write the copies; yields how many campaigns there are after each transaction."""
    connection = sqlite3.connect(file, isolation_level=None)
    names = {table: _columns(connection, table) for table in COPIED}
    for first in range(1, campaigns, CHUNK):
        connection.execute("BEGIN IMMEDIATE")
        for number in range(first, min(first + CHUNK, campaigns)):
            for table, columns in names.items():
                connection.execute(_copying(table, columns), {"key": f"copy-{number:04d}", "from": KEY})
        connection.execute("COMMIT")
        yield min(first + CHUNK, campaigns)
    connection.execute("ANALYZE")
    connection.close()


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _copying(table: str, columns: list[str]) -> str:
    """The statement that puts a copy of the rows of one campaign beside them, under another key."""
    own = {"campaign": ":key", "id": "replace(id, :from || '/', :key || '/')"}
    taken = ", ".join(own.get(name, f'"{name}"') for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE campaign = :from"  # noqa: S608


def _timed(played: Played, file: Path) -> tuple[list[float], ...]:
    """Seconds of the bare page, of the leader's page now, and of it at a past day, opened in turn."""
    cookie, pages = _signed_in(played), create(played.house, Door())
    bare = _bare(file)
    asked: tuple[tuple[Any, str, str], ...] = (
        (bare, "/", ""),
        (pages, f"/leader/{KEY}", ""),
        (pages, f"/leader/{KEY}", f"at={PAST}"),
    )
    seconds: tuple[list[float], ...] = ([], [], [])
    with asyncio.Runner() as runner:
        for _ in range(ROUNDS):
            for (app, path, query), some in zip(asked, seconds, strict=True):
                began = perf_counter()
                status = runner.run(_opened(app, path, query, cookie))
                some.append(perf_counter() - began)
                if status != 200:  # noqa: PLR2004 - HTTP's own
                    raise RuntimeError(f"{path}?{query} answered {status}")
    return seconds


def _signed_in(played: Played) -> str:
    """The cookie of a leader who is signed in."""
    house = played.house
    accounts.add(house, "leader", "leader", SYSTEM)
    with house.store.read() as connection:
        known = stored.account(connection, "leader")
    if known is None:
        raise RuntimeError("the account was not made")
    accounts.own_password(house, known, "bench bench bench bench", SYSTEM)
    return f"{Door().cookie('duban')}={signing_in.open_session(house, known, house.real_now())}"


def _bare(file: Path) -> Starlette:
    """Starlette and Jinja2 alone: the rows of the campaign, six cells each, in a table."""
    connection = sqlite3.connect(file, check_same_thread=False)
    template = Environment(autoescape=True).from_string(_BARE)

    def page(_request: Request) -> HTMLResponse:
        return HTMLResponse(template.render(rows=connection.execute(_ROWS, (KEY,)).fetchall()))

    return Starlette(routes=[Route("/", page)])


async def _opened(app: Any, path: str, query: str, cookie: str) -> int:
    """Ask `app` as a server would; the status of the answer."""
    headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie.encode())]
    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1"}
    scope |= {"method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": ""}
    scope |= {"query_string": query.encode(), "headers": headers}
    scope |= {"client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000)}
    told: list[int] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    await app(scope, receive, send)
    return told[0]
