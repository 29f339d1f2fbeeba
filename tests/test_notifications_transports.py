"""What every transport promises, run by each of them; and what the folder promises besides."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from notifications.folder import FolderTransport
from notifications.smtp import SmtpSettings, SmtpTransport
from notifications.transports import Outcome, Parcel, Transport
from tests.notification_news import SCENES
from tests.smtp_peers import MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator


class Driver(Protocol):
    """A transport and a look at what has left through it."""

    transport: Transport

    def arrived(self) -> set[bytes]:
        """Give the letters that left."""
        ...


class FolderDriver:
    """Letters in a folder."""

    def __init__(self, path: Path) -> None:
        """Take the folder above."""
        self.transport: Transport = FolderTransport(path / "outbox")
        self._path = path / "outbox"

    def arrived(self) -> set[bytes]:
        """Give the letters that left."""
        return {file.read_bytes() for file in self._path.glob("*")}


class SmtpDriver:
    """Letters at a real mail server."""

    def __init__(self, server: MailServer) -> None:
        """Take the server."""
        self.transport: Transport = SmtpTransport(
            SmtpSettings("127.0.0.1", server.port, starttls="never", timeout=5, hello="client.example")
        )
        self._server = server

    def arrived(self) -> set[bytes]:
        """Give the letters that left."""
        return {content for _, content in self._server.letters}


@pytest.fixture(params=["folder", "smtp"])
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """Give each transport in turn."""
    if request.param == "folder":
        yield FolderDriver(tmp_path)
    else:
        with mail_server() as server:
            yield SmtpDriver(server)


def parcel(key: str, data: bytes = b"Subject: one\r\n\r\n.\r\nBody\r\n") -> Parcel:
    return Parcel(key, "duban@tj.example", "haitang@tj.example", data)


# --- all ----------------------------------------------------------------------------------------------------


def test_a_transport_has_a_name(driver: Driver) -> None:
    assert driver.transport.name in {"folder", "smtp"}


def test_letters_leave_unchanged_and_are_reported_in_order(driver: Driver) -> None:
    sent = [parcel(name, scene.letter().data) for name, scene in SCENES.items()]
    deliveries = list(driver.transport.send(sent))
    assert [delivery.key for delivery in deliveries] == list(SCENES)
    assert {delivery.outcome for delivery in deliveries} == {Outcome.SENT}
    assert driver.arrived() == {one.data for one in sent}


def test_nothing_to_send_is_nothing_sent(driver: Driver) -> None:
    assert list(driver.transport.send([])) == []
    assert driver.arrived() == set()


def test_the_same_letter_again_is_taken_again(driver: Driver) -> None:
    for _ in range(2):
        (delivery,) = driver.transport.send([parcel("k")])
        assert delivery.outcome is Outcome.SENT
    assert driver.arrived() == {parcel("k").data}


def test_a_letter_leaves_when_its_delivery_is_asked_for(driver: Driver) -> None:
    deliveries = driver.transport.send([parcel("one", b"1\r\n"), parcel("two", b"2\r\n")])
    assert driver.arrived() == set()
    next(deliveries)
    assert driver.arrived() == {b"1\r\n"}
    next(deliveries)
    assert driver.arrived() == {b"1\r\n", b"2\r\n"}
    assert list(deliveries) == []


def test_a_transport_serves_more_than_one_batch(driver: Driver) -> None:
    batches = [
        [parcel(f"{batch}-{number}", b"%d%d\r\n" % (batch, number)) for number in range(3)]
        for batch in (1, 2)
    ]
    assert [[one.outcome for one in driver.transport.send(batch)] for batch in batches] == [
        [Outcome.SENT] * 3
    ] * 2
    assert len(driver.arrived()) == 6


# --- the folder ---------------------------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*"))


def test_a_letter_is_a_file_named_after_its_key(tmp_path: Path) -> None:
    (delivery,) = FolderTransport(tmp_path).send([parcel("haitang/liaison/2017-10-25/digest")])
    assert delivery.detail == "haitang%2Fliaison%2F2017-10-25%2Fdigest.eml"
    assert names(tmp_path) == [delivery.detail]


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "..", ".hidden", "a\x00b", "C:\\x", "海" * 200, ""]
)
def test_no_key_leads_out_of_the_folder_or_hides(tmp_path: Path, key: str) -> None:
    outbox = tmp_path / "outbox"
    (delivery,) = FolderTransport(outbox).send([parcel(key)])
    assert delivery.outcome is Outcome.SENT
    assert names(tmp_path) == sorted(["outbox", delivery.detail])
    assert (outbox / delivery.detail).read_bytes() == parcel(key).data


def test_two_keys_never_share_a_file(tmp_path: Path) -> None:
    keys = ["a/b", "a%2Fb", "a.b", "a%2Eb", "海" * 200, "海" * 201, "~", "%7E"]
    list(FolderTransport(tmp_path).send([parcel(key, key.encode()) for key in keys]))
    assert {file.read_text() for file in tmp_path.iterdir()} == set(keys)


def test_other_bytes_under_a_used_key_are_kept_beside_it(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path, durable=False)
    list(transport.send([parcel("k", b"first"), parcel("k", b"second"), parcel("k", b"second")]))
    assert {file.read_bytes() for file in tmp_path.iterdir()} == {b"first", b"second"}
    assert len(names(tmp_path)) == 2


def test_a_folder_that_cannot_be_written_pauses_the_queue(tmp_path: Path) -> None:
    in_the_way = tmp_path / "outbox"
    in_the_way.write_text("a file, not a folder")
    deliveries = list(FolderTransport(in_the_way).send([parcel("one"), parcel("two")]))
    assert [delivery.outcome for delivery in deliveries] == [Outcome.PAUSED] * 2
    assert in_the_way.read_text() == "a file, not a folder"


def test_a_full_disk_leaves_no_half_letter_and_the_rest_untried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    first, second = FolderTransport(tmp_path).send([parcel("one"), parcel("two")])
    assert (first.outcome, second.outcome) == (Outcome.PAUSED, Outcome.PAUSED)
    assert "No space left" in first.detail
    assert names(tmp_path) == []
