"""The servers that other tests rely on are real and do what they are told."""

from __future__ import annotations

import os
import smtplib
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.conftest import SmtpServer, serving

MESSAGE = "Subject: 督办\r\n\r\n请于10月27日前报送。\r\n".encode()


def send(server: SmtpServer, *recipients: str) -> None:
    """Send one message as any mail program would."""
    with smtplib.SMTP(server.host, server.port, timeout=10) as client:
        client.sendmail("duban@office.example", recipients, MESSAGE)


def test_no_setting_of_this_machine_reaches_a_test() -> None:
    assert [name for name in os.environ if name.startswith("DUBAN_")] == []


@pytest.mark.postgresql
def test_the_postgresql_server_says_its_version(postgresql_url: str) -> None:
    engine = sa.create_engine(postgresql_url)
    with closing(engine.connect()) as connection:
        version = connection.scalar(sa.text("SELECT version()"))
    engine.dispose()
    assert str(version).startswith("PostgreSQL ")


@pytest.mark.postgresql
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_database_of_its_own(postgresql_database: str, turn: str) -> None:
    engine = sa.create_engine(postgresql_database)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text(f"CREATE TABLE {turn} (number integer)"))
        assert sa.inspect(connection).get_table_names() == [turn]
    engine.dispose()


def test_a_message_arrives_byte_for_byte(smtp_server: SmtpServer) -> None:
    send(smtp_server, "heping@unit.example", "hedong@unit.example")
    (received,) = smtp_server.messages
    assert received.mail_from == "duban@office.example"
    assert received.rcpt_tos == ("heping@unit.example", "hedong@unit.example")
    assert received.content == MESSAGE


def test_a_refused_message_is_not_kept_and_the_next_one_is(smtp_server: SmtpServer) -> None:
    smtp_server.replies.extend(["451 try later", "550 no"])
    codes = []
    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            send(smtp_server, "heping@unit.example")
        codes.append(refused.value.smtp_code)
    assert codes == [451, 550]
    assert smtp_server.messages == []
    send(smtp_server, "heping@unit.example")
    assert len(smtp_server.messages) == 1


def test_one_refused_recipient_does_not_keep_the_message_from_the_others(smtp_server: SmtpServer) -> None:
    smtp_server.recipient_replies.append("550 no such person")
    send(smtp_server, "gone@unit.example", "heping@unit.example")
    assert [received.rcpt_tos for received in smtp_server.messages] == [("heping@unit.example",)]


def test_a_connection_can_break_after_the_message_was_taken(smtp_server: SmtpServer) -> None:
    smtp_server.replies.append("")
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp_server, "heping@unit.example")
    assert len(smtp_server.messages) == 1


def test_a_client_that_never_says_goodbye_does_not_hold_up_the_end() -> None:
    server = SmtpServer()
    with serving(server):
        client = smtplib.SMTP(server.host, server.port, timeout=10)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()
