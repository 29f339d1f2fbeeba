"""Settings: the only place that reads the environment."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from campaigns.faults import RefusalError

if TYPE_CHECKING:
    from notifications.smtp import SmtpSettings


class SettingsError(RefusalError):
    """A setting cannot be used; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The identity provider by which people may sign in."""

    #: As it names itself, to the letter.
    issuer: str
    client: str
    #: Never shown; None: a client without one.
    secret: str | None = field(default=None, repr=False)
    #: What the provider says that is an account's name here: preferred_username or email.
    claim: str = "preferred_username"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ from one installation to another."""

    #: The data folder: database, files, letters, Prefect's own folder.
    data: Path
    #: The declaration.
    file: Path
    #: SQLAlchemy URL; None: SQLite in the data folder.
    database: str | None = None
    #: The mail server; None: letters are written to a folder.
    smtp: "SmtpSettings | None" = None
    sender_name: str = "督办系统"
    sender_address: str = "duban@duban.example"
    #: Hash of new histories: sha256, or sm3 where the platform has it.
    algorithm: str = "sha256"
    #: The address by which people reach the pages: https://duban.city.example; None: where they are served.
    url: str | None = None
    #: Passwords may travel in the clear: an intranet without TLS.
    plain_http: bool = False
    #: The identity provider; None: people sign in by a password alone.
    oidc: OidcSettings | None = None


def data_folder(data: Path | None = None, environment: Mapping[str, str] | None = None) -> tuple[Path, bool]:
    """The data folder, and whether a database is there: a file in it, or one that DUBAN_DATABASE names."""
    env = os.environ if environment is None else environment
    folder = (data or Path(env.get("DUBAN_DATA", "data"))).absolute()
    return folder, bool(env.get("DUBAN_DATABASE")) or (folder / "duban.db").exists()


def from_environment(
    data: Path | None = None, file: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from the environment: DUBAN_DATA, DUBAN_FILE, DUBAN_DATABASE, DUBAN_SMTP and so on.

    What is given wins over the environment. Raises SettingsError for a value that cannot be used.
    """
    env = os.environ if environment is None else environment
    if env.get("DUBAN_SMTP") and not env.get("DUBAN_SENDER"):
        raise SettingsError(
            "设置了 DUBAN_SMTP，还要用 DUBAN_SENDER 写明发件邮箱",
            "DUBAN_SMTP needs DUBAN_SENDER, the address to send from",
        )
    return Settings(
        data=data_folder(data, env)[0],
        file=file or Path(env.get("DUBAN_FILE", "campaigns.yaml")),
        database=env.get("DUBAN_DATABASE"),
        smtp=smtp_settings(env["DUBAN_SMTP"]) if env.get("DUBAN_SMTP") else None,
        sender_address=env.get("DUBAN_SENDER", "duban@duban.example"),
        algorithm=_algorithm(env.get("DUBAN_HASH", "sha256")),
        url=_url(env["DUBAN_URL"], plain=_yes(env)) if env.get("DUBAN_URL") else None,
        plain_http=_yes(env),
        oidc=_oidc(env),
    )


def _yes(env: Mapping[str, str]) -> bool:
    said = env.get("DUBAN_PLAIN_HTTP", "0")
    if said not in {"", "0", "1"}:
        raise SettingsError("DUBAN_PLAIN_HTTP 应为 1 或 0", f"DUBAN_PLAIN_HTTP is 1 or 0, got {said}")
    return said == "1"


def _oidc(env: Mapping[str, str]) -> OidcSettings | None:
    issuer, client = env.get("DUBAN_OIDC_ISSUER", ""), env.get("DUBAN_OIDC_CLIENT", "")
    if not issuer and not client:
        return None
    if not client or not is_private_way(issuer):
        raise SettingsError(
            "DUBAN_OIDC_ISSUER（https://…）和 DUBAN_OIDC_CLIENT 要同时设置",
            "DUBAN_OIDC_ISSUER (https://...) and DUBAN_OIDC_CLIENT go together",
        )
    claim = env.get("DUBAN_OIDC_CLAIM", "preferred_username")
    if claim not in {"preferred_username", "email"}:
        raise SettingsError(
            "DUBAN_OIDC_CLAIM 应为 preferred_username 或 email",
            "DUBAN_OIDC_CLAIM is preferred_username or email",
        )
    return OidcSettings(issuer, client, _secret(env), claim)


def is_private_way(address: str) -> bool:
    """Whether nobody on the way reads what is sent to `address`: HTTPS, or this machine itself."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        here = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
    return parts.scheme == "http" and here


def _secret(env: Mapping[str, str]) -> str | None:
    """From the environment, or from a file that it names; no message ever holds it."""
    name = env.get("DUBAN_OIDC_SECRET_FILE")
    if not name:
        return env.get("DUBAN_OIDC_SECRET") or None
    try:
        return Path(name).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        raise SettingsError(
            "DUBAN_OIDC_SECRET_FILE 所指的文件读不出",
            "the file that DUBAN_OIDC_SECRET_FILE names cannot be read",
        ) from None


def _url(text: str, *, plain: bool) -> str:
    """The address of the pages without a slash at its end."""
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path not in {"", "/"}:
        raise SettingsError(
            "DUBAN_URL 应写成 https://主机名，可加端口，不带路径",
            "write DUBAN_URL as https://host, with a port if need be, and without a path",
        )
    if parts.scheme == "http" and not plain:
        raise SettingsError(
            "DUBAN_URL 是 http://：密码会明文传输，内网确需如此请同时设置 DUBAN_PLAIN_HTTP=1",
            "with http:// passwords travel in the clear: set DUBAN_PLAIN_HTTP=1 if that is meant",
        )
    return f"{parts.scheme}://{parts.netloc}"


def smtp_settings(url: str) -> "SmtpSettings":
    """`smtp://user:password@host:25?starttls=require`, or `smtps://...`; raises SettingsError."""
    from notifications.smtp import SmtpSettings  # noqa: PLC0415 - only who sends mail loads what sends it

    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError(
            "DUBAN_SMTP 应写成 smtp://user:password@host:25?starttls=require 或 smtps://host",
            "write DUBAN_SMTP as smtp://user:password@host:25?starttls=require or smtps://host",
        )
    tls = "tls" if parts.scheme == "smtps" else parse_qs(parts.query).get("starttls", ["require"])[0]
    if tls not in {"require", "opportunistic", "never", "tls"}:
        raise SettingsError(
            f"DUBAN_SMTP 的 starttls 应为 require、opportunistic 或 never，写的是{tls}",
            f"starttls in DUBAN_SMTP is require, opportunistic or never, got {tls}",
        )
    port = _port(parts) or (465 if tls == "tls" else 25)
    user, password = (unquote(p) if p else None for p in (parts.username, parts.password))
    return SmtpSettings(host=parts.hostname, port=port, username=user, password=password, starttls=tls)  # type: ignore[arg-type]


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        said = "DUBAN_SMTP 的端口应为1至65535的整数"
        raise SettingsError(said, "the port in DUBAN_SMTP is a whole number from 1 to 65535") from None


def _algorithm(name: str) -> str:
    import hashlib  # noqa: PLC0415 - probing needs it, nothing else here does

    if name not in {"sha256", "sm3"}:
        raise SettingsError(
            f"DUBAN_HASH 应为 sha256 或 sm3，写的是{name}", f"DUBAN_HASH is sha256 or sm3, got {name}"
        )
    try:
        hashlib.new(name)
    except ValueError:
        raise SettingsError(
            f"本机的 OpenSSL 不支持 {name}：请用 DUBAN_HASH=sha256",
            f"this OpenSSL has no {name}: use DUBAN_HASH=sha256",
        ) from None
    return name
