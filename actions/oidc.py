"""Signing in by the office's own identity provider (OpenID Connect): code flow with PKCE, state and nonce.

An option of the installation: Authlib is loaded where a provider is named, and nowhere else.
"""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from actions.accounts import Account, as_named
from actions.house import ActionError, House
from actions.settings import OidcSettings, is_private_way
from store import accounts

#: How long somebody may take at the provider's own pages.
PATIENCE = timedelta(minutes=10)
#: Sign-ins under way at once; of more, the oldest are let go of.
MOST_PENDING = 1000
#: Seconds that the provider's clock may differ from ours, and that we wait for its answer.
_LEEWAY, _WAIT = 60, 5.0
#: Signatures that count: none by a shared secret, and never "none" (RFC 8725, 3.1).
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: Endpoints that the provider must name of itself.
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OidcError(ActionError):
    """Nobody is signed in: the provider said no, or something that does not hold."""


class StrangerError(OidcError):
    """The provider knows who it is, and no account here is theirs."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: what was sent along, and what must come back."""

    nonce: str
    verifier: str
    #: Where the provider sends the browser back to.
    back: str
    #: Where the visitor wanted to go.
    wanted: str
    at: datetime


@dataclass(slots=True)
class Provider:
    """The identity provider that the settings name."""

    settings: OidcSettings
    _pending: dict[str, Begun] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, back: str, wanted: str, now: datetime) -> tuple[str, str]:
        """The provider's address for a new sign-in, and the state that this browser must bring back."""
        about, state = self._about(), secrets.token_urlsafe(32)
        begun = Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(48), back, wanted, now)
        with self._lock:
            self._pending = {key: one for key, one in self._pending.items() if one.at > now - PATIENCE}
            while len(self._pending) >= MOST_PENDING:
                del self._pending[next(iter(self._pending))]
            self._pending[state] = begun
        with self._session(about, back) as session:
            address, _ = session.create_authorization_url(
                about["authorization_endpoint"], state=state, code_verifier=begun.verifier, nonce=begun.nonce
            )
        return str(address), state

    def finish(self, state: str, kept: str | None, said: Mapping[str, str], now: datetime) -> tuple[str, str]:
        """Who the provider says it is, as an account's name, and where he wanted to go.

        `kept` is the state that this browser was given, `said` what the provider sent it back with. Each
        sign-in ends once. Raises OidcError.
        """
        with self._lock:
            begun = self._pending.pop(state, None) if kept == state else None
        if begun is None or begun.at <= now - PATIENCE:
            raise OidcError(
                "登录已超时，或不是从本页面开始的：请重新登录",
                "this sign-in took too long, or was not begun here: sign in again",
            )
        if "code" not in said:
            raise OidcError(
                "统一身份认证没有同意登录：请重试，或用账号密码登录",
                "the identity provider did not agree: try again, or use your password",
            )
        about = self._about()
        claims = self._claims(about, self._token(about, begun, said["code"]), begun, now)
        return self._name(claims), begun.wanted

    def _about(self) -> dict[str, Any]:
        """What the provider says of itself, which must be the one that is meant."""
        issuer = self.settings.issuer
        about = self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        named = [about.get(name) for name in _ENDPOINTS]
        safe = all(isinstance(one, str) and is_private_way(one) for one in named)
        if about.get("issuer") != issuer or not safe:
            raise _unusable("openid-configuration")
        return about

    def _get(self, address: str) -> dict[str, Any]:
        import requests  # noqa: PLC0415 - only who has a provider asks it

        try:
            answer = requests.get(address, timeout=_WAIT, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError):
            raise _unusable(urlsplit(address).path) from None
        if answer.status_code != requests.codes.ok or not isinstance(found, dict):
            raise _unusable(urlsplit(address).path)
        return found

    def _session(self, about: Mapping[str, Any], back: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - as above

        known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"
        return OAuth2Session(
            self.settings.client,
            self.settings.secret,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method=way if self.settings.secret else "none",
        )

    def _token(self, about: Mapping[str, Any], begun: Begun, code: str) -> dict[str, Any]:
        import requests  # noqa: PLC0415 - as above
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - as above

        try:
            with self._session(about, begun.back) as session:
                found = session.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                    timeout=_WAIT,
                    allow_redirects=False,
                )
        except (AuthlibBaseError, requests.RequestException, ValueError):
            raise _unusable("token") from None
        return dict(found)

    def _claims(
        self, about: Mapping[str, Any], token: Mapping[str, Any], begun: Begun, now: datetime
    ) -> Mapping[str, Any]:
        """What the identity token says, once its signature and each of its claims was seen to hold."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - as above
        from joserfc import jwt  # noqa: PLC0415 - as above
        from joserfc.errors import JoseError  # noqa: PLC0415 - as above
        from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

        issuer, client = self.settings.issuer, self.settings.client
        wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}}
        sent = {"nonce": begun.nonce, "client_id": client, "access_token": token.get("access_token")}
        try:
            keys = KeySet.import_key_set(self._get(about["jwks_uri"]))
            read = jwt.decode(str(token.get("id_token", "")), keys, algorithms=_ALGORITHMS)
            found = CodeIDToken(read.claims, read.header, wanted, sent)
            found.validate(int(now.timestamp()), _LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError):
            raise _unusable("id_token") from None
        return dict(found)

    def _name(self, claims: Mapping[str, Any]) -> str:
        claim = self.settings.claim
        said = claims.get(claim)
        if not isinstance(said, str) or not said.strip():
            raise OidcError(
                f"统一身份认证没有给出“{claim}”：请联系管理员",
                f"the identity provider does not say “{claim}”: ask the administrator",
            )
        if claim == "email" and claims.get("email_verified") is not True:
            raise OidcError(
                "统一身份认证中的邮箱没有核实：请联系管理员",
                "the identity provider has not verified the mail address: ask the administrator",
            )
        return as_named(said)


def welcome(house: House, name: str) -> Account:
    """The account of who came in by the provider; raises StrangerError where there is none that may.

    A one-time password that waits to be changed is void: its owner came in without it.
    """
    with house.store.read() as connection:
        found = accounts.account(connection, name)
    if found is None or found.disabled:
        raise StrangerError(
            f"您在统一身份认证中是“{name}”，本系统没有可用的同名账号：请联系管理员开设",
            f"the identity provider knows you as “{name}”, and no account of that name may sign in here: "
            "ask the administrator for one",
        )
    if not found.one_time:
        return found
    with house.store.write() as connection:
        accounts.drop_password(connection, name)
        return accounts.account(connection, name) or found


def _unusable(what: str) -> OidcError:
    return OidcError(
        f"统一身份认证暂时不能使用（{what}）：请稍后再试，或用账号密码登录",
        f"the identity provider cannot be used now ({what}): try later, or use your password",
    )
