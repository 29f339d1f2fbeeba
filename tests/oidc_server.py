"""A small identity provider on loopback: discovery, keys, codes for PKCE, identity tokens signed with RS256.

It is written after the specifications alone, and shares no code with what it tests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENT, SECRET = "duban", "a secret that no page and no log may hold"


def packed(content: bytes) -> str:
    """Base64url without its padding."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Issuer:
    """The provider: who is signed in to it, and the lies that a test lets it tell."""

    url: str = ""
    #: What it says of whoever comes.
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "1", "preferred_username": "lin"})
    #: What becomes of the claims, the header, and what it says of itself.
    claims: Callable[[dict[str, Any]], dict[str, Any]] = dict
    about: Callable[[dict[str, Any]], dict[str, Any]] = dict
    #: The key that signs, and the ones that are published.
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    signs: rsa.RSAPrivateKey | None = None
    unsigned: bool = False
    #: Sent back in place of a code.
    error: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    #: What was asked at the authorization endpoint.
    asked: list[dict[str, str]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0, 4.2."""
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        found = {name: self.url + path for name, path in places.items()}
        return self.about({"issuer": self.url, **found, "response_types_supported": ["code"]})

    def keys(self) -> dict[str, Any]:
        """RFC 7517."""
        numbers = self.key.public_key().public_numbers()
        n, e = (packed(x.to_bytes((x.bit_length() + 7) // 8, "big")) for x in (numbers.n, numbers.e))
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": n, "e": e}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to: this issuer's people are always signed in to it."""
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        said = {"error": self.error} if self.error else {"code": code}
        return f"{query['redirect_uri']}?{urlencode({**said, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """RFC 6749, 4.1.3 and RFC 7636, 4.6; None where anything does not fit. A code is good once."""
        begun = self.codes.pop(form.get("code", ""), None)
        who = base64.b64encode(f"{CLIENT}:{urlencode({'': SECRET})[1:]}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if begun is None or authorization.removeprefix("Basic ") not in {who, plain}:
            return None
        proof = packed(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        same = form.get("redirect_uri") == begun["redirect_uri"]
        if begun.get("code_challenge_method") != "S256" or proof != begun["code_challenge"] or not same:
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(begun["nonce"])}

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        header = {"alg": "none" if self.unsigned else "RS256", "kid": "1", "typ": "JWT"}
        parts = [packed(json.dumps(one).encode()) for one in (header, self.claims({**claims, **self.person}))]
        said = ".".join(parts).encode()
        signature = (
            b"" if self.unsigned else (self.signs or self.key).sign(said, padding.PKCS1v15(), SHA256())
        )
        return f"{said.decode()}.{packed(signature)}"


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers as `issuer` says."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                self._json(issuer.discovery())
            elif parts.path == "/keys":
                self._json(issuer.keys())
            else:
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(query))
                self.end_headers()

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            found = issuer.token(form, self.headers.get("Authorization", ""))
            self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

        def _json(self, found: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer on a free port of loopback."""
    issuer = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer))
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
