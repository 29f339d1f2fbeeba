"""What holds for every request and answer, whatever its route: hosts, origins, sizes, headers."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.door import Door
from web.visit import API, SAFE, SESSION

#: Bytes of a form, and of one with files: handed in by whoever is signed in, or holds a link.
FORM, FILES = 1 << 20, 64 << 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: forms would then be sent with the origin `null`, and be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

Draw = Callable[[Request, int], Response]


class TooLargeError(Exception):
    """More was sent than is taken."""


class Safety:
    """Stands before the whole application."""

    def __init__(self, app: ASGIApp, door: Door, draw: Draw) -> None:
        """Guard `app`, reached by `door`; `draw` gives the page of an error."""
        self._app, self._door, self._draw = app, door, draw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through what is within its size, and put the headers on every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _with_headers(send, self._door)
        request, most = Request(scope), _most(Headers(scope=scope), scope["path"], self._door)
        refused = self._refused(scope, most)
        if refused:
            await self._draw(request, refused)(scope, receive, answer)
            return
        try:
            await self._app(scope, _at_most(receive, most), answer)
        except TooLargeError:
            await self._draw(request, 413)(scope, receive, answer)

    def _refused(self, scope: Scope, most: int) -> int:
        """The status by which a request is refused; 0: it is not."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._door.knows_host(host):
            return 400
        program = _is_program(headers, scope["path"])
        if scope["method"] not in SAFE and not program and not _is_ours(headers, host, self._door):
            return 403
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return 400
        return 413 if int(length) > most else 0


def _is_program(headers: Headers, path: str) -> bool:
    """Whether it comes with a token and without cookies: no other site can make a browser send that."""
    with_token = headers.get("authorization", "").lower().startswith("bearer ")
    return with_token and path.startswith(API) and "cookie" not in headers


def _is_ours(headers: Headers, host: str, door: Door) -> bool:
    """Whether a form was sent from one of our own pages; what does not say where it comes from was not."""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        page = urlsplit(headers.get("referer", ""))
        origin = f"{page.scheme}://{page.netloc}"
    return door.knows_origin(origin, host)


def _most(headers: Headers, path: str, door: Door) -> int:
    """Bytes that a request may have: files only from whoever may be somebody."""
    with_files = headers.get("content-type", "").startswith("multipart/form-data")
    known = path.startswith("/u/") or f"{door.cookie(SESSION)}=" in headers.get("cookie", "")
    known = known or _is_program(headers, path)
    return FILES if with_files and known else FORM


def _at_most(receive: Receive, most: int) -> Receive:
    """`receive`, until more came than `most` bytes: a length that was announced may be a lie."""
    came = 0

    async def limited() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise TooLargeError
        return message

    return limited


def _with_headers(send: Send, door: Door) -> Callable[[Message], Awaitable[None]]:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            if door.url is not None and door.url.startswith("https:"):
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    return answer
