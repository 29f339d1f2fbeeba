"""Fixtures for every test: a real PostgreSQL, a real SMTP server, and independence of the machine."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
from collections import deque
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from aiosmtpd.smtp import SMTP
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiosmtpd.smtp import Envelope, Session


# The same examples in every run and no deadline: a red suite means a changed program, never a slow or unlucky
# machine. The long runs of `make soak` are many enough to look further.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


# --- a skipped test is a failure where nobody reads the summary ---------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the pages: `make check` leaves that to `make test`."""
    for item in items:
        if item.path.name.startswith("test_web_"):
            item.add_marker("pages")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run with a skipped test red under CI: there, what a test needs has to be installed."""
    if skipped_under_ci(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why such a run is red."""
    if count := skipped_under_ci(config):
        terminalreporter.write_line(f"CI: {count} skipped; under CI a skipped test is a failure.", red=True)


def skipped_under_ci(config: pytest.Config) -> int:
    """How many tests were skipped, if the environment says CI=true; else 0."""
    if os.environ.get("CI", "").lower() not in {"true", "1"}:
        return 0
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine() -> Iterator[None]:
    """Whoever runs the tests may run a Duban too; its settings are none of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DUBAN_")]:
            patch.delenv(name)
        yield


# --- PostgreSQL ---------------------------------------------------------------------------------------------


def server_programs() -> Path | None:
    """Return the directory of the newest initdb and pg_ctl: Debian's place first, then PATH; None without."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if found := sorted(debian, key=lambda path: int(path.parts[-3])):
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A throw-away PostgreSQL cluster of one superuser, `postgres`, on 127.0.0.1."""

    programs: Path
    directory: Path  # holds everything, and can be removed as a whole
    port: int
    password: str

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of a database of this cluster."""
        return f"postgresql+psycopg://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        """Create the cluster's files, tuned for a life of minutes: nothing waits for the disk."""
        secret = self.directory / "password"
        secret.write_text(self.password, encoding="ascii")
        if os.geteuid() == 0:
            shutil.chown(self.directory, "postgres")
            shutil.chown(secret, "postgres")
        self._run(
            "initdb",
            *("--pgdata=data", "--username=postgres", "--pwfile=password", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--no-locale", "--no-sync"),
        )
        settings = {
            "port": self.port,
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": f"'{self.directory}'",
            "timezone": "'UTC'",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
        }
        with (self.directory / "data" / "postgresql.conf").open("a", encoding="ascii") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "start", "--wait", "--pgdata=data", "--log=log")

    def stop(self) -> None:
        """Stop the server, whoever is still connected."""
        self._run("pg_ctl", "stop", "--wait", "--pgdata=data", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        with (self.directory / f"{program}.out").open("wb") as output:
            done = subprocess.run(
                [self.programs / program, *arguments],
                cwd=self.directory,
                user=user,
                group=user,
                extra_groups=[] if user else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            said = [(self.directory / name) for name in (f"{program}.out", "log")]
            raise RuntimeError("\n".join(path.read_text() for path in said if path.exists()))


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """Run a cluster, made for this session and removed after it."""
    programs = server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed: make system")
    with tempfile.TemporaryDirectory(prefix="duban-postgresql-", ignore_cleanup_errors=True) as directory:
        cluster = Cluster(programs, Path(directory), free_port(), secrets.token_hex(16))
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_cluster: Cluster) -> str:
    """SQLAlchemy's address of the cluster's own database, `postgres`."""
    return postgresql_cluster.url("postgres")


@pytest.fixture
def postgresql_database(postgresql_cluster: Cluster) -> Iterator[str]:
    """SQLAlchemy's address of a fresh, empty database, dropped after the test."""
    name = f"test_{secrets.token_hex(8)}"
    admin = postgresql_cluster.url("postgres").replace("+psycopg", "")
    with closing(psycopg.connect(admin, autocommit=True)) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgresql_cluster.url(name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- SMTP ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received:
    """One message as it came over the wire and was accepted."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes


@dataclass  # without slots: aiosmtpd looks at every member, and some Pythons 3.11 stumble over a slot
class SmtpServer:
    """A real SMTP server on loopback, and what it received.

    It accepts everything, unless told otherwise: each RCPT takes the next of `recipient_replies`, each DATA
    the next of `replies`, such as "451 try later" or "550 no". A message answered with another code than 2xx
    is not kept. The reply "" accepts the message, then breaks the connection before saying so.
    """

    host: str = "127.0.0.1"
    port: int = 0
    messages: list[Received] = field(default_factory=list)
    replies: deque[str] = field(default_factory=deque)
    recipient_replies: deque[str] = field(default_factory=deque)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name for it)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer one recipient."""
        reply = self.recipient_replies.popleft() if self.recipient_replies else "250 OK"
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer one message."""
        reply = self.replies.popleft() if self.replies else "250 OK"
        if not reply or reply.startswith("2"):
            assert envelope.mail_from is not None
            assert isinstance(envelope.content, bytes)
            received = Received(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content)
            self.messages.append(received)
        if not reply:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return reply or "250 OK"


@contextmanager
def serving(server: SmtpServer) -> Iterator[None]:
    """Serve on a free port, in a thread with its own event loop, until left."""
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        listener = await loop.create_server(
            lambda: SMTP(server, hostname="localhost", enable_SMTPUTF8=True), server.host, 0
        )
        server.port = listener.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        listener.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def run() -> None:
        with closing(loop):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run, name="smtp-server")
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """Serve SMTP on loopback, as `SmtpServer` describes."""
    server = SmtpServer()
    with serving(server):
        yield server
