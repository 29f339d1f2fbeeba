"""Where the pages are reached, and what follows for cookies, hosts and origins."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from actions.settings import Settings, SettingsError

_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Door:
    """The address that the pages are served on, and the one that people know."""

    #: What is listened on.
    host: str = "127.0.0.1"
    #: What people type, where that is another address: https://duban.city.example.
    url: str | None = None
    #: Passwords and cookies may travel in the clear.
    plain_http: bool = False

    @property
    def loopback(self) -> bool:
        """Nobody but this machine can reach it, and no other address leads to it."""
        return self.url is None and is_loopback(self.host)

    @property
    def secure(self) -> bool:
        """Whether cookies are for HTTPS (or loopback, which browsers trust as much) alone."""
        return not self.plain_http

    def cookie(self, name: str) -> str:
        """The full name of a cookie: browsers take `__Host-` from nobody but this very host."""
        return f"__Host-{name}" if self.secure else name

    def knows_host(self, host: str) -> bool:
        """Whether a request may name this host: a name that somebody else pointed here may not."""
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if self.url is not None and host == urlsplit(self.url).netloc:
            return True
        # Bound to the network without a name of its own, it cannot know by which one people come.
        return bool(name) and (name in _HERE if is_loopback(self.host) else self.url is None)

    def knows_origin(self, origin: str, host: str) -> bool:
        """Whether a page that came from `origin` is one of ours, when the request was sent to `host`."""
        try:
            place = urlsplit(origin)
        except ValueError:
            return False
        if self.url is not None and f"{place.scheme}://{place.netloc}" == self.url:
            return True
        return place.scheme in {"http", "https"} and place.netloc == host and self.knows_host(host)


def door_of(settings: Settings, host: str = "127.0.0.1") -> Door:
    """The door that the settings ask for; raises SettingsError for passwords in the clear, unasked."""
    if not is_loopback(host) and not settings.plain_http and settings.url is None:
        raise SettingsError(
            f"页面要在 {host} 上提供：请用 DUBAN_URL=https://… 写明对外网址（前面有 HTTPS 代理），"
            "或在内网设 DUBAN_PLAIN_HTTP=1（密码明文传输）",
            f"pages on {host}: name their address behind an HTTPS proxy by DUBAN_URL=https://…, "
            "or set DUBAN_PLAIN_HTTP=1 on an intranet (passwords travel in the clear)",
        )
    return Door(host, settings.url, settings.plain_http)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
