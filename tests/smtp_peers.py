"""Mail servers on loopback that refuse, drop and hang on purpose.

`mail_server` is aiosmtpd, the real thing; `RawPeer` speaks just enough SMTP to break off where a well-behaved
server never would.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiosmtpd.smtp import Envelope, Session


RIGHT = "正确的口令"
WRONG = "falsch-17"
USUAL_ANSWERS = {"greeting": "220 peer", "EHLO": "250 peer", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass  # without slots: aiosmtpd looks at every member
class MailServer:
    """What a real server answers, stage by stage, and what it took in."""

    port: int = 0
    #: replies in order; 250 when they are used up
    mail: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    #: recipient and content of each letter accepted
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    encrypted: int = 0
    logins: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL."""
        reply = self.mail.pop(0) if self.mail else "250 OK"
        if reply.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        self.encrypted += session.ssl is not None
        return reply

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT."""
        reply = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer what follows the final dot."""
        reply = self.data.pop(0) if self.data else "250 taken"
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.letters.append((envelope.rcpt_tos[0], envelope.content))
        return reply

    def authenticate(self, *arguments: Any) -> AuthResult:
        """Accept one password only."""
        login = arguments[-1]
        self.logins.append(login.login)
        return AuthResult(success=login.password == RIGHT.encode(), handled=False)


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Serve aiosmtpd on a free port with its `SMTP` options, in a thread with its own loop, until left."""
    server = MailServer()
    ready, loop, done = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    made: list[SMTP] = []

    def connected() -> SMTP:
        server.connections += 1
        made.append(SMTP(server, hostname="localhost", authenticator=server.authenticate, **options))
        return made[-1]

    async def serve() -> None:
        listener = await loop.create_server(connected, "127.0.0.1", 0)
        server.port = listener.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        listener.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for one in made:
            if isinstance(one.transport, asyncio.Transport):
                one.transport.abort()
        await asyncio.sleep(0)  # the transports close in the loop's next round

    def run() -> None:
        with closing(loop):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@dataclass
class RawPeer:
    """A server that answers as told and breaks off as told.

    `answers` maps a command, or `greeting`, or `.` for the final dot, to its reply; `drop` closes the
    connection instead, `hang` says nothing until the other side gives up.
    """

    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    #: whole letters that arrived up to their final dot
    letters: list[bytes] = field(default_factory=list)
    connections: int = 0
    logins: int = 0

    def converse(self, connection: socket.socket) -> None:
        """Hold one conversation to its end."""
        self.connections += 1
        with connection, connection.makefile("rb") as lines:
            if not self._answer(connection, "greeting"):
                return
            for line in lines:
                command = line.split(maxsplit=1)[0].decode("ascii", "replace").strip().upper()
                self.logins += command == "AUTH"
                if not self._answer(connection, command):
                    return
                if command == "DATA" and self.answers.get("DATA", "354").startswith("354"):
                    self.letters.append(b"".join(iter(lines.readline, b".\r\n")))
                    if not self._answer(connection, "."):
                        return
                if command == "QUIT":
                    return

    def _answer(self, connection: socket.socket, command: str) -> bool:
        reply = self.answers.get(command) or USUAL_ANSWERS.get(command, "250 OK")
        if reply == "hang":
            connection.recv(1)  # returns when the other side has had enough
        if reply in ("drop", "hang"):
            return False
        connection.sendall(reply.encode() + b"\r\n")
        return not reply.startswith("421")


@contextmanager
def raw_peer(answers: dict[str, str]) -> Iterator[RawPeer]:
    """Serve a RawPeer on a free port, one conversation after the other, until left."""
    peer = RawPeer(answers)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        peer.port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                if not running:
                    connection.close()
                    return
                peer.converse(connection)

        running = [True]
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield peer
        finally:
            running.clear()
            socket.create_connection(("127.0.0.1", peer.port)).close()
            thread.join()


def free_port() -> int:
    """Give a port of loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1."""

    path: Path
    context: ssl.SSLContext


def certificate(folder: Path) -> Certificate:
    """Make one, valid for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path, secret = folder / "server.pem", folder / "server.key"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    return Certificate(path, context)
