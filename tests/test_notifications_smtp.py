"""What an SMTP server may do to a letter, and what Duban makes of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from notifications.smtp import SmtpSettings, SmtpTransport
from notifications.transports import Delivery, Outcome, Parcel
from tests.notification_news import SCENES
from tests.smtp_peers import RIGHT, WRONG, certificate, free_port, mail_server, raw_peer

if TYPE_CHECKING:
    from pathlib import Path

DOTS = b"Subject: dots\r\n\r\n.\r\n..\r\n.starts with a dot\r\nend\r\n"


def parcel(number: int = 1, data: bytes = b"Subject: one\r\n\r\nBody\r\n") -> Parcel:
    """Give one parcel to a bureau."""
    return Parcel(f"letter-{number}", "duban@tj.example", f"bureau{number}@tj.example", data)


def parcels(count: int) -> list[Parcel]:
    return [parcel(number) for number in range(1, count + 1)]


def settings(port: int) -> SmtpSettings:
    """Give settings for a server on loopback in the clear."""
    return SmtpSettings("127.0.0.1", port, starttls="never", timeout=5, hello="client.example")


def through(port: int, count: int = 1, **changes: object) -> list[Delivery]:
    """Send some parcels and give what became of them."""
    transport = SmtpTransport(replace(settings(port), **changes))  # type: ignore[arg-type]
    return list(transport.send(parcels(count)))


def outcomes(deliveries: list[Delivery]) -> list[Outcome]:
    return [delivery.outcome for delivery in deliveries]


# --- taken --------------------------------------------------------------------------------------------------


def test_the_bytes_received_are_the_bytes_composed() -> None:
    sent = [scene.letter().data for scene in SCENES.values()] + [DOTS]
    with mail_server() as server:
        transport = SmtpTransport(settings(server.port))
        deliveries = list(transport.send([parcel(at, data) for at, data in enumerate(sent)]))
    assert {delivery.outcome for delivery in deliveries} == {Outcome.SENT}
    assert [content for _, content in server.letters] == sent


def test_a_batch_goes_through_one_connection_each_to_its_own_recipient() -> None:
    with mail_server() as server:
        deliveries = through(server.port, 5)
    assert deliveries[0] == Delivery("letter-1", Outcome.SENT, 250, "taken")
    assert [delivery.key for delivery in deliveries] == [one.key for one in parcels(5)]
    assert [recipient for recipient, _ in server.letters] == [one.recipient_address for one in parcels(5)]
    assert server.connections == 1


def test_a_letter_is_sent_when_asked_for_and_not_before() -> None:
    with mail_server() as server:
        deliveries = SmtpTransport(settings(server.port)).send(parcels(3))
        assert server.connections == 0
        assert [one.key for one in islice(deliveries, 1)] == ["letter-1"]
        assert len(server.letters) == 1
        deliveries.close()  # type: ignore[attr-defined]
    assert len(server.letters) == 1


def test_a_caller_that_lives_in_an_event_loop_may_send_too() -> None:
    async def inside() -> list[Delivery]:
        return through(server.port)

    with mail_server() as server:
        assert outcomes(asyncio.run(inside())) == [Outcome.SENT]


# --- refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "reply", "outcome"),
    [
        ("mail", "451 try later", Outcome.RETRY),
        ("mail", "452 full", Outcome.RETRY),
        ("mail", "550 not from you", Outcome.DEAD),
        ("mail", "530 log in first", Outcome.PAUSED),
        ("rcpt", "450 busy", Outcome.RETRY),
        ("rcpt", "451 greylisted", Outcome.RETRY),
        ("rcpt", "550 nobody here", Outcome.DEAD),
        ("rcpt", "553 no such name", Outcome.DEAD),
        ("data", "451 try later", Outcome.RETRY),
        ("data", "452 full", Outcome.RETRY),
        ("data", "552 too large", Outcome.DEAD),
        ("data", "554 refused", Outcome.DEAD),
    ],
)
def test_a_reply_is_judged_by_its_code(stage: str, reply: str, outcome: Outcome) -> None:
    with mail_server() as server:
        getattr(server, stage).append(reply)
        (delivery,) = through(server.port)
    code, words = reply.split(" ", 1)
    assert delivery == Delivery("letter-1", outcome, int(code), words)
    assert server.letters == []


def test_one_refused_letter_does_not_stop_the_next_on_the_same_connection() -> None:
    with mail_server() as server:
        server.rcpt += ["550 nobody here", "450 busy"]
        server.data += ["554 refused"]
        deliveries = through(server.port, 5)
    assert outcomes(deliveries) == [*(Outcome.DEAD, Outcome.RETRY, Outcome.DEAD, Outcome.SENT, Outcome.SENT)]
    assert server.connections == 1


def test_words_of_a_server_are_kept_to_one_short_line() -> None:
    with raw_peer({"RCPT": "550-first\r\n550-" + "x" * 900 + "\r\n550 end"}) as peer:
        (delivery,) = through(peer.port)
    assert delivery.outcome is Outcome.DEAD
    assert delivery.detail.startswith("first xxx")
    assert len(delivery.detail) == 300


def test_a_server_that_knows_no_ehlo_is_greeted_the_older_way() -> None:
    with raw_peer({"EHLO": "502 what"}) as peer:
        deliveries = through(peer.port, 2)
    assert outcomes(deliveries) == [Outcome.SENT] * 2
    assert peer.connections == 1


def test_a_server_that_leaves_after_a_refusal_gets_a_new_connection_for_the_next_letter() -> None:
    with raw_peer({"RCPT": "550 nobody", "RSET": "drop"}) as peer:
        deliveries = through(peer.port, 2)
    assert outcomes(deliveries) == [Outcome.DEAD] * 2
    assert peer.connections == 2


# --- dropped and hung ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["drop", "hang", "not a reply", "299 what"])
def test_after_the_final_dot_whatever_is_no_refusal_is_ambiguous(answer: str) -> None:
    with raw_peer({".": answer}) as peer:
        (delivery,) = through(peer.port, timeout=0.3)
    assert delivery.outcome is Outcome.AMBIGUOUS
    assert len(peer.letters) == 1  # it did arrive


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
@pytest.mark.parametrize("answer", ["drop", "hang", "421 closing"])
def test_before_the_letter_itself_a_loss_is_worth_another_try(command: str, answer: str) -> None:
    with raw_peer({command: answer}) as peer:
        (delivery,) = through(peer.port, timeout=0.3)
    assert delivery.outcome is Outcome.RETRY
    assert peer.letters == []


def test_after_an_ambiguous_letter_the_next_gets_a_connection_of_its_own() -> None:
    with raw_peer({".": "drop"}) as peer:
        deliveries = through(peer.port, 3)
        assert outcomes(deliveries) == [Outcome.AMBIGUOUS] * 3
    assert peer.connections == 3
    assert len(peer.letters) == 3


def test_a_server_that_ends_each_session_after_one_letter_costs_no_try() -> None:
    with mail_server() as server:
        server.mail += ["250 OK", "421 one is enough", "250 OK", "421 one is enough"]
        deliveries = through(server.port, 3)
    assert outcomes(deliveries) == [Outcome.SENT] * 3
    assert server.connections == 3


# --- not reached --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["drop", "hang", "421 busy"])
def test_a_server_that_does_not_open_is_worth_another_try(answer: str) -> None:
    with raw_peer({"greeting": answer}) as peer:
        (delivery,) = through(peer.port, timeout=0.3)
    assert delivery.outcome is Outcome.RETRY


def test_a_refused_connection_is_worth_another_try_and_is_not_repeated_for_a_whole_batch() -> None:
    deliveries = through(free_port(), 6)
    assert outcomes(deliveries) == [Outcome.RETRY] * 6
    assert [delivery.detail.startswith("not tried") for delivery in deliveries] == [False] * 3 + [True] * 3


def test_a_name_that_nobody_knows_is_worth_another_try() -> None:
    (delivery,) = through(25, host="no-such-host.invalid")
    assert delivery.outcome is Outcome.RETRY


# --- shut ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("greeting", ["554 no mail here", "HTTP/1.1 400 Bad Request"])
def test_what_is_no_mail_server_pauses_the_queue_and_kills_no_letter(greeting: str) -> None:
    with raw_peer({"greeting": greeting}) as peer:
        deliveries = through(peer.port, 2)
    assert outcomes(deliveries) == [Outcome.PAUSED] * 2
    assert peer.connections == 1


def test_a_host_that_cannot_be_one_pauses_the_queue() -> None:
    (delivery,) = through(25, host="two\nlines")
    assert delivery.outcome is Outcome.PAUSED


def test_without_starttls_nothing_is_sent_where_it_is_required() -> None:
    with mail_server() as server:
        deliveries = through(server.port, 3, starttls="require")
    assert outcomes(deliveries) == [Outcome.PAUSED] * 3
    assert "STARTTLS" in deliveries[0].detail
    assert deliveries[2].detail.startswith("not tried")
    assert server.connections == 1
    assert server.letters == []


def test_a_starttls_that_is_offered_and_refused_pauses_the_queue() -> None:
    with raw_peer({"EHLO": "250-peer\r\n250 STARTTLS", "STARTTLS": "454 not now"}) as peer:
        (delivery,) = through(peer.port, starttls="require")
    assert delivery.outcome is Outcome.PAUSED
    assert "454 not now" in delivery.detail


def test_a_refused_login_pauses_the_queue_after_one_try_and_tells_no_password() -> None:
    with mail_server(auth_require_tls=False) as server:
        deliveries = through(server.port, 3, username="duban", password=WRONG)
    assert outcomes(deliveries) == [Outcome.PAUSED] * 3
    assert deliveries[0].code == 535
    assert len(server.logins) == 1
    assert WRONG not in str(deliveries)
    assert WRONG not in repr(SmtpSettings("host", 25, password=WRONG))


def test_a_login_that_fails_for_now_is_worth_another_try() -> None:
    with raw_peer({"EHLO": "250-peer\r\n250 AUTH PLAIN", "AUTH": "454 later"}) as peer:
        (delivery,) = through(peer.port, username="duban", password=WRONG)
    assert (delivery.outcome, delivery.code) == (Outcome.RETRY, 454)


def test_only_cram_md5_gives_way_to_another_login_so_that_no_account_is_locked() -> None:
    offer = "250-peer\r\n250 AUTH {}"
    counts = []
    for ways in ("CRAM-MD5 PLAIN LOGIN", "PLAIN LOGIN"):
        with raw_peer({"EHLO": offer.format(ways), "AUTH": "535 no"}) as peer:
            (delivery,) = through(peer.port, username="duban", password=WRONG)
            counts.append(peer.logins)
        assert delivery.outcome is Outcome.PAUSED
    assert counts == [2, 1]


def test_a_server_without_login_pauses_a_queue_that_has_one() -> None:
    with mail_server(auth_exclude_mechanism=["PLAIN", "LOGIN"], auth_require_tls=False) as server:
        (delivery,) = through(server.port, username="duban", password=WRONG)
    assert delivery.outcome is Outcome.PAUSED
    assert server.logins == []


def test_a_password_does_not_go_in_the_clear_unless_the_settings_say_never() -> None:
    with mail_server(auth_require_tls=False) as server:
        (careful,) = through(server.port, starttls="opportunistic", username="duban", password=RIGHT)
        assert server.logins == []
        (told,) = through(server.port, starttls="never", username="duban", password=RIGHT)
    assert (careful.outcome, told.outcome) == (Outcome.PAUSED, Outcome.SENT)
    assert server.logins == [b"duban"]


# --- encryption ---------------------------------------------------------------------------------------------


def test_starttls_with_a_trusted_certificate_logs_in_and_sends(tmp_path: Path) -> None:
    made = certificate(tmp_path)
    with mail_server(tls_context=made.context) as server:
        deliveries = through(
            server.port, 2, starttls="require", ca_file=str(made.path), username="duban", password=RIGHT
        )
    assert outcomes(deliveries) == [Outcome.SENT] * 2
    assert server.encrypted == 2
    assert server.logins == [b"duban"]


def test_an_unknown_certificate_pauses_the_queue_and_gets_no_password(tmp_path: Path) -> None:
    with mail_server(tls_context=certificate(tmp_path).context) as server:
        deliveries = through(server.port, 2, starttls="require", username="duban", password=RIGHT)
    assert outcomes(deliveries) == [Outcome.PAUSED] * 2
    assert server.logins == []
    assert server.letters == []


def test_opportunistic_encryption_is_used_where_it_is_offered(tmp_path: Path) -> None:
    made = certificate(tmp_path)
    with mail_server(tls_context=made.context) as server, mail_server() as plain:
        first = through(server.port, starttls="opportunistic", ca_file=str(made.path))
        second = through(plain.port, starttls="opportunistic", ca_file=str(made.path))
    assert outcomes(first + second) == [Outcome.SENT] * 2
    assert (server.encrypted, plain.encrypted) == (1, 0)


def test_tls_from_the_first_byte_to_a_server_that_speaks_plainly_pauses_the_queue() -> None:
    with mail_server() as server:
        (delivery,) = through(server.port, starttls="tls")
    assert delivery.outcome is Outcome.PAUSED


def test_certificates_that_cannot_be_read_pause_the_queue(tmp_path: Path) -> None:
    with mail_server() as server:
        (delivery,) = through(server.port, ca_file=str(tmp_path / "missing.pem"))
    assert delivery.outcome is Outcome.PAUSED
    assert "missing" not in delivery.detail
    assert server.letters == []


# --- addresses ----------------------------------------------------------------------------------------------


def test_an_address_outside_ascii_goes_where_it_is_supported_and_is_dead_where_not() -> None:
    one = replace(parcel(), recipient_address="青禾@tj.example")
    with mail_server(enable_SMTPUTF8=True) as able, mail_server() as unable:
        (sent,) = SmtpTransport(settings(able.port)).send([one])
        dead, next_one = SmtpTransport(settings(unable.port)).send([one, parcel(2)])
    assert (sent.outcome, dead.outcome, next_one.outcome) == (Outcome.SENT, Outcome.DEAD, Outcome.SENT)
    assert able.letters[0][0] == "青禾@tj.example"
    assert "SMTPUTF8" in dead.detail


def test_an_address_that_would_be_a_second_command_is_dead_and_never_sent() -> None:
    one = replace(parcel(), recipient_address="a@tj.example>\r\nRCPT TO:<thief@evil.example")
    with mail_server() as server:
        (delivery,) = SmtpTransport(settings(server.port)).send([one])
    assert delivery.outcome is Outcome.DEAD
    assert server.letters == []
