"""Pages without a browser: a visitor who sends what a browser sends, straight to the application."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from actions import accounts, links, signing_in, tokens
from campaigns.events import SYSTEM
from store import accounts as store_accounts
from web.app import create
from web.door import Door

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from fastapi.routing import APIRoute

    from actions.house import House
    from tests.cast import Stage

HOST = "127.0.0.1:8000"
OWN = "sanzhi yanzi feiguo matou"


@dataclass
class Visitor:
    """One browser: it keeps its cookies, and says where a form was sent from."""

    app: FastAPI
    host: str = HOST
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return self.send("GET", path, headers)

    def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> httpx.Response:
        """Send a form from one of our own pages."""
        sent = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{self.host}"}
        return self.send("POST", path, {**sent, **headers}, urlencode(form or {}).encode())

    def send(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> httpx.Response:
        """One request; header names are written with `_`, an empty value leaves one out."""
        said = {name.replace("_", "-"): value for name, value in headers.items() if value}
        if self.cookies:
            said["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = asyncio.run(self._send(method, path, {"host": self.host, **said}, content))
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "max-age=0" in line.lower():
                del self.cookies[name]
        return answer

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> httpx.Response:
        way = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("192.0.2.7", 50000))
        async with httpx.AsyncClient(transport=way, base_url=f"http://{self.host}") as client:
            return await client.request(method, path, headers=dict(headers), content=content)

    def sign_in(self, name: str, password: str = OWN, **more: str) -> httpx.Response:
        """Send the form."""
        return self.post("/sign-in", {"name": name, "password": password, **more})


def visitor(house: House, door: Door | None = None, *, host: str = HOST) -> Visitor:
    """A browser that was never here."""
    return Visitor(create(house, door or Door()), host)


def account(house: House, name: str, role: str, unit: str | None = None) -> accounts.Account:
    """An account whose owner has chosen the password OWN."""
    made = accounts.add(house, name, role, SYSTEM, unit=unit).account
    accounts.own_password(house, made, OWN, SYSTEM)
    return made


def everybody(house: House) -> None:
    """An account of each role, such as leader-1; the unit is the north bureau."""
    for role in accounts.ROLES:
        account(house, f"{role}-1", role, "north" if role == "unit" else None)


def signed_in(house: House, name: str, door: Door | None = None) -> Visitor:
    """A browser in which `name` is signed in, without the form."""
    one = visitor(house, door)
    with house.store.read() as connection:
        known = store_accounts.account(connection, name)
    assert known is not None
    token = signing_in.open_session(house, known, house.real_now())
    one.cookies[(door or Door()).cookie("duban")] = token
    return one


@dataclass
class Program:
    """A program with a token: it sends no cookie and says no origin."""

    app: FastAPI
    token: str
    host: str = HOST

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask."""
        return self._visitor().send("GET", path, self._headers(headers))

    def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Send JSON."""
        content = b"" if body is None else json.dumps(body).encode()
        said = {"content-type": "application/json", **headers} if body is not None else headers
        return self._visitor().send("POST", path, self._headers(said), content)

    def upload(
        self, path: str, fields: Mapping[str, str], files: list[tuple[str, tuple[str, bytes]]], **headers: str
    ) -> httpx.Response:
        """Send a form with files."""
        made = httpx.Request("POST", "http://x", data=dict(fields), files=files)
        said = {"content-type": made.headers["content-type"], **headers}
        return self._visitor().send("POST", path, self._headers(said), made.read())

    def _visitor(self) -> Visitor:
        return Visitor(self.app, self.host)

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}" if self.token else "", **headers}


def program(house: House, name: str) -> Program:
    """A program that acts for the account `name`."""
    return Program(create(house), tokens.make(house, name, SYSTEM, label="test").token)


def routes(app: FastAPI) -> list[tuple[str, APIRoute]]:
    """Every route with each of its methods."""
    found: list[APIRoute] = app.state.routes
    return [(method, route) for route in found for method in sorted(set(route.methods or ()) - {"HEAD"})]


def samples(made: Stage) -> dict[str, str]:
    """What stands for each parameter of a path: whoever adds one says here by what it is tried."""
    link = links.link_for(made.house, f"{made.key}/report/north/2017-06").removeprefix("/u/")
    found = {
        "token": link,
        "name:path": "tokens.css",
        "campaign": made.key,
        "unit": "north",
        "key:path": f"{made.key}/report/north/2017-06",
        "path:path": "report/north/2017-06",
        "verb": "urged",
        "kind": "decision",
        "form": "table",
        "task": "roster",
        "draw:path": "scheme/2017-Q3",
        "act": "return",
        "version": "1",
        "position": "0",
        "letter:path": "none",
        "name": "unit-1",
        "deed": "enable",
    }
    # of the interface and of the auditor's pages
    found |= {"key:path": f"{made.key}/report/north/2017-06", "sequence": "1", "number": "1"}
    return found


def address(route: APIRoute, given: Mapping[str, str]) -> str:
    """The path of `route` with samples in the places of its parameters."""
    return re.sub(r"\{([^}]+)\}", lambda found: given[found[1]], route.path)


def text_of(page: str) -> str:
    """What is read on a page: without markup, blanks drawn together."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
