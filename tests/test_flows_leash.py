"""A child on a leash ends when its holder lets go, and the server's folder and port are not shared."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import flows
from flows import server, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = Path(flows.__path__[0]).parent
# Follows the leash, says that it does, and would go on for a minute.
CHILD = """
import threading, time
from flows import leash
threading.Thread(target=leash.follow, daemon=True).start()
print("ready", flush=True)
time.sleep(60)
"""
# Holds a child on a leash and never ends by itself.
HOLDER = f"""
import subprocess, sys, time
child = subprocess.Popen(
    [sys.executable, "-c", {CHILD!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
)
print(child.pid, child.stdout.readline().decode().strip(), flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_holder_lets_go() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=ROOMS, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdin
        assert child.stdout.readline() == b"ready\n"
        child.stdin.close()
        assert child.wait(30) == -signal.SIGTERM


def test_a_child_ends_when_its_holder_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], cwd=ROOMS, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        child, word = holder.stdout.readline().split()
        assert word == b"ready"
        watched = os.pidfd_open(int(child))
        try:
            holder.kill()
            holder.wait(30)
            # A pidfd is readable from the moment its process has ended.
            assert select.select([watched], [], [], 30)[0]
        finally:
            os.close(watched)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((surroundings.HOST, 0))
        listener.listen()
        port: int = listener.getsockname()[1]
        yield port


def test_a_port_in_use_gives_way_to_the_next_free_one(taken: int) -> None:
    assert server.free_port(taken) > 0
    assert server.free_port(taken) != taken


def test_any_port_is_one_that_can_be_listened_on() -> None:
    with socket.socket() as listener:
        listener.bind((surroundings.HOST, server.free_port(0)))


def test_a_data_folder_is_served_once_at_a_time(tmp_path: Path) -> None:
    with (
        server.alone(tmp_path),
        pytest.raises(server.ServerFaultError, match="another process serves this data folder"),
        server.alone(tmp_path, patience=0),
    ):
        pass
    with server.alone(tmp_path, patience=0) as descriptor:
        assert descriptor > 0


def test_a_data_folder_is_not_free_before_the_server_of_a_killed_holder_has_ended(tmp_path: Path) -> None:
    with server.alone(tmp_path) as lock:
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(lock,))
    with child, pytest.raises(server.ServerFaultError), server.alone(tmp_path, patience=0):
        pass
    with server.alone(tmp_path, patience=0) as descriptor:
        assert descriptor > 0


def test_a_server_that_cannot_start_says_so_with_the_end_of_its_log(tmp_path: Path) -> None:
    (tmp_path / "server.log").write_text("x" * 5000 + "\nno such table\n", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as process:
        process.wait(30)
    with pytest.raises(server.ServerFaultError, match="no such table") as fault:
        server.Server("", 1, tmp_path, process).check()
    assert "3" in str(fault.value)
    assert str(tmp_path / "server.log") in str(fault.value)
    assert len(str(fault.value)) < 3000


def test_a_client_has_only_our_settings_and_gives_the_old_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "of another server")
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    before = dict(os.environ)
    with surroundings.for_client(tmp_path, 4321):
        assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:4321/api"
        assert os.environ["PREFECT_HOME"] == str(tmp_path)
        assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1"
        assert "PREFECT_API_KEY" not in os.environ
    assert dict(os.environ) == before


def test_a_server_tells_nobody_outside_and_listens_to_its_own_pages_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "sqlite:///elsewhere.db")
    given = surroundings.for_server(tmp_path, 4321)
    assert (given["DO_NOT_TRACK"], given["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    assert given["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4321,http://localhost:4321"
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in given
