"""Deliver: one digest for each person and working day, receipts at once, nothing lost and nothing silent."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateNotFound
from sqlalchemy import text

from actions import deliver as delivering
from actions.deliver import deliver, next_delivery
from actions.house import build
from actions.outbox import undeliverable
from actions.proof import verify
from actions.record import record
from campaigns.events import Actor
from notifications import rendering
from notifications.smtp import SmtpSettings, SmtpTransport
from tests.cast import KEY, NAMES, HandClock, declare, moment, small_yaml, stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage
    from pathlib import Path

    from notifications.transports import Delivery, Parcel
    from tests.cast import Stage
    from tests.conftest import SmtpServer

REPORT = "report/north/2017-06"


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def mailed(folder: Path, server: SmtpServer) -> Stage:
    """A house that is not simulated and mails through `server`."""
    settings = SmtpSettings(server.host, server.port, starttls="never")
    return stage(folder, smtp=settings, clock=HandClock(moment("2017-06-19T09:00")))


def recipients(made: Stage, cls: str = "digest") -> Counter[tuple[str, str]]:
    """How many letters of a class each recipient has for each day."""
    return Counter((one["recipient"], one["day"]) for one in made.letters() if one["class"] == cls)


def test_a_person_gets_one_digest_a_working_day_that_tells_everything(tmp_path: Path) -> None:
    made = stage(tmp_path)
    for hour in range(24):
        made.tick(f"2017-07-28T{hour:02d}:30")  # July's last day: reminders; the package is long overdue
    assert set(recipients(made).values()) == {1}
    found = [one for one in made.letters() if one["recipient"] == "north/liaison"]
    assert [(one["class"], one["state"]) for one in found] == [("digest", "sent")]
    told = {n["occasion"] for n in made.sql("SELECT * FROM notices WHERE letter = :key", key=found[0]["key"])}
    assert {"rung:1", "rung:2"} <= told


def test_what_arises_after_the_digest_waits_for_the_next_working_day(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-06-30T09:00")  # Friday: the June report was urged yesterday
    assert recipients(made)["north/liaison", "2017-06-30"] == 1
    made.move("2017-06-30T15:00")
    day, actor = date(2017, 6, 19), Actor("unit", "north")
    record(made.house, KEY, "decision", unit="north", number="1号", happened=day, actor=actor)
    urged = [n for n in made.notices("disclosure/north/1号") if n["state"] == "new"]
    assert [n["occasion"] for n in urged] == ["rung:2"]  # due on the 28th, overdue when it is registered
    for at in ("2017-06-30T15:00", "2017-06-30T23:59", "2017-07-01T09:00"):
        made.deliver(at)
        assert sum(n for (who, _), n in recipients(made).items() if who == "north/liaison") == 1
    assert next_delivery(made.house, moment("2017-06-30T15:00")) == moment("2017-07-03T08:30")
    made.deliver("2017-07-03T08:30")
    assert recipients(made)["north/liaison", "2017-07-03"] == 1
    assert {n["state"] for n in made.notices("disclosure/north/1号") if n["occasion"] == "rung:2"} == {"sent"}


def test_before_the_office_opens_and_on_a_day_off_nothing_leaves(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-07-28T08:30")
    made.deliver("2017-07-28T08:29:59")
    assert made.letters() == []
    saturday = stage(tmp_path / "saturday")
    saturday.wake("2017-07-28T08:30")
    saturday.submit(REPORT, "2017-07-29T09:00")
    saturday.tick("2017-07-29T10:00")
    assert {one["class"] for one in saturday.letters()} == {"receipt"}
    assert next_delivery(saturday.house, moment("2017-07-29T10:00")) == moment("2017-07-31T08:30")
    saturday.tick("2017-07-31T08:30")
    assert recipients(saturday)["north/liaison", "2017-07-31"] == 1


def test_a_make_up_workday_delivers_and_the_holiday_after_it_does_not(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-09-29T00:00")
    made.deliver("2017-10-01T09:00")
    made.deliver("2017-10-08T09:00")
    assert made.letters() == []
    made.deliver("2017-09-30T09:00")  # Saturday, a workday in 2017 (asked for late: the order is the test's)
    assert {one["day"] for one in made.letters()} == {"2017-09-30"}


def test_a_receipt_leaves_at_once_even_at_night(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit(REPORT, "2017-06-24T23:30")  # a Saturday
    made.deliver("2017-06-24T23:30")
    assert [(one["class"], one["state"]) for one in made.letters()] == [("receipt", "sent")]


def test_reminders_stop_when_the_thing_is_filed(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-06-26T09:00")
    made.submit(REPORT, "2017-06-27T09:00")
    for day in ("2017-06-28", "2017-06-29", "2017-06-30", "2017-07-03", "2017-07-04"):
        made.tick(f"{day}T09:00")
    digests = [day for (who, day), _ in recipients(made).items() if who == "north/liaison"]
    assert digests == ["2017-06-26"]
    assert recipients(made)["south/liaison", "2017-06-28"] == 1


def test_without_a_contact_a_notice_is_dead_and_visible(tmp_path: Path) -> None:
    yaml = small_yaml().replace("contact: north@haicheng.example, ", "")
    made = stage(tmp_path, declare(tmp_path, yaml))
    made.tick("2017-06-23T09:00")
    dead = [n for n in made.notices(REPORT) if n["state"] == "dead"]
    assert [(n["occasion"], n["reason"]) for n in dead] == [("rung:0", "no contact")]
    ended = made.bodies(kind="notices_ended")
    assert [b["data"]["state"] for b in ended if b["data"]["reason"] == "no contact"] == ["dead"]
    assert made.deliver("2017-06-26T09:00") == {}  # told once, not again


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("UPDATE deadlines SET certificate = '{' WHERE number = :n", "JSONDecodeError: "),
        ("UPDATE notices SET occasion = 'rung:99' WHERE number = :n AND occasion = 'rung:1'", "IndexError: "),
        ("UPDATE obligations SET item = '=?utf-8?q?x?=' WHERE number = :n", "expected period_title"),
    ],
)
def test_a_notice_that_cannot_be_composed_is_dead_with_its_reason_and_all_others_are_told(
    tmp_path: Path, damage: str, reason: str
) -> None:
    made = stage(tmp_path)
    made.run("2017-07-28T08:30")  # a day with several things to tell everybody
    path = "report/north/2017-07"
    with made.house.store.write() as connection:
        connection.execute(text(damage), {"n": made.row(path).number})
    assert next_delivery(made.house, moment("2017-07-28T08:30")) == moment("2017-07-28T08:30")
    done = made.deliver("2017-07-28T08:30")
    assert done["sent"] == len(NAMES) + 1  # and the office, of what waits for its signature
    ended = [n for n in made.notices(path) if n["letter"] is None and n["reason"] not in {None, "superseded"}]
    assert ended
    assert {n["state"] for n in ended} == {"dead"}
    assert all(n["reason"].startswith(reason) for n in ended)
    [mine] = [one for one in made.letters() if one["recipient"] == "north/liaison"]
    assert mine["state"] == "sent"
    assert {(about, why) for _, about, why in undeliverable(made.house)} == {
        (f"{KEY}/{path}", n["reason"]) for n in ended
    }
    assert made.deliver("2017-07-31T08:30") == {}


def test_what_cannot_be_composed_alone_leaves_no_letter(tmp_path: Path) -> None:
    made = stage(tmp_path, declare(tmp_path, small_yaml(only_reports=True)))
    made.wake("2017-06-23T08:30")
    with made.house.store.write() as connection:
        connection.execute(
            text("UPDATE deadlines SET certificate = '{' WHERE number = :n"), {"n": made.row(REPORT).number}
        )
    assert made.deliver("2017-06-23T08:30")["sent"] == len(NAMES) - 1
    assert [one["recipient"] for one in made.letters()] == ["east/liaison", "south/liaison"]


def test_a_failure_of_the_machine_ends_no_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-23T08:30")
    rendering._environment.cache_clear()  # noqa: SLF001 - no template may be known already
    with monkeypatch.context() as patched:
        patched.setattr(rendering, "_TEMPLATES", tmp_path / "not there")
        with pytest.raises(TemplateNotFound):
            made.deliver("2017-06-23T08:30")
    rendering._environment.cache_clear()  # noqa: SLF001 - as above
    assert {n["state"] for n in made.notices(REPORT)} == {"new"}
    assert made.deliver("2017-06-23T08:30")["sent"] == len(NAMES)


def test_every_notice_ends_once_or_waits(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-23T08:30")
    made.submit(REPORT, "2017-06-23T08:31")
    while (at := made.attention()) is not None and at < moment("2017-09-10T00:00"):
        made.tick(max(at, made.house.now()))
    made.deliver("2017-09-11T09:00")
    ended = Counter(
        (number, *key) for b in made.bodies(kind="notices_ended") for number, *key in b["data"]["notices"]
    )
    assert set(ended.values()) == {1}
    states = Counter(n["state"] for n in made.sql("SELECT state FROM notices"))
    assert set(states) == {"sent", "withdrawn", "waiting"}
    assert states["sent"] == sum(len(b["data"]["notices"]) for b in made.bodies(kind="notices_ended"))


def test_a_letter_reaches_a_real_server_with_the_stored_bytes(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    made = mailed(tmp_path, smtp_server)
    made.tick("2017-06-23T09:00")
    assert len(smtp_server.messages) == 3
    stored = {one["address"]: bytes(one["data"]) for one in made.letters()}
    for received in smtp_server.messages:
        assert received.content.rstrip() == stored[received.rcpt_tos[0]].rstrip()
        assert "演示数据" not in read(received.content).as_string()


def test_a_refusal_for_now_is_tried_later_with_the_same_bytes(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    made = mailed(tmp_path, smtp_server)
    made.submit(REPORT, "2017-06-20T10:00")
    smtp_server.replies.append("451 try later")
    assert made.deliver("2017-06-20T10:00") == {"put off": 1}
    [before] = made.letters()
    assert (before["state"], before["tries"]) == ("new", 1)
    assert made.deliver("2017-06-20T10:00:10") == {}
    again = next_delivery(made.house, moment("2017-06-20T10:00:10"))
    assert again is not None
    assert made.deliver(again) == {"sent": 1}
    [after] = made.letters()
    [received] = smtp_server.messages
    assert after["data"] == before["data"]
    assert received.content.rstrip() == bytes(before["data"]).rstrip()
    assert [b["data"]["state"] for b in made.bodies(kind="notices_ended")] == ["sent"]


@pytest.mark.parametrize(
    ("filed", "again", "reason"),
    [("2017-06-28T10:00", "2017-06-28T10:05", "filed"), (None, "2017-07-03T09:00", "stale")],
)
def test_a_letter_that_could_not_leave_is_not_sent_when_nothing_in_it_holds(
    tmp_path: Path, smtp_server: SmtpServer, filed: str | None, again: str, reason: str
) -> None:
    """The server was down when the reminder was due; then it was filed, or the breach went by."""
    made = mailed(tmp_path, smtp_server)
    smtp_server.recipient_replies.extend(["451 try later"] * 3)
    assert made.tick("2017-06-28T09:00")["put off"] == 3
    if filed:
        made.submit(REPORT, filed)
    made.deliver(again)
    [mine] = [
        one for one in made.letters() if one["recipient"] == "north/liaison" and one["class"] == "digest"
    ]
    assert (mine["state"], mine["detail"]) == ("withdrawn", reason)
    ended = {(n["state"], n["reason"]) for n in made.notices(REPORT) if n["letter"] == mine["key"]}
    assert ended == {("withdrawn", reason)}
    assert all(b"X-Duban-Class: digest" not in m.content for m in smtp_server.messages if not filed)
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_refusal_for_good_is_dead_and_visible(tmp_path: Path, smtp_server: SmtpServer) -> None:
    made = mailed(tmp_path, smtp_server)
    made.submit(REPORT, "2017-06-20T10:00")
    smtp_server.replies.append("550 no such mailbox")
    assert made.deliver("2017-06-20T10:00") == {"dead": 1}
    [notice] = made.notices(REPORT)
    assert notice["state"] == "dead"
    assert "no such mailbox" in notice["reason"]
    assert made.deliver("2017-06-21T10:00") == {}


def test_a_drop_after_the_final_dot_sends_the_same_bytes_again(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    made = mailed(tmp_path, smtp_server)
    made.submit(REPORT, "2017-06-20T10:00")
    smtp_server.replies.append("")  # taken, and then the line breaks
    assert made.deliver("2017-06-20T10:00") == {"put off": 1}
    again = next_delivery(made.house, moment("2017-06-20T10:00"))
    assert again is not None
    assert made.deliver(again) == {"sent": 1}
    first, second = smtp_server.messages
    assert first.content == second.content
    assert read(first.content)["Message-ID"] == read(second.content)["Message-ID"]


def test_a_crash_between_send_and_mark_sends_the_same_bytes_again_when_the_lease_ends(
    tmp_path: Path, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mailed(tmp_path, smtp_server)
    made.submit(REPORT, "2017-06-20T10:00")

    def crash(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_record", crash)
        with pytest.raises(KeyboardInterrupt):
            made.deliver("2017-06-20T10:00")
    assert len(smtp_server.messages) == 1
    assert made.deliver("2017-06-20T10:00:30") == {}  # still leased by the one that died
    again = next_delivery(made.house, moment("2017-06-20T10:00:30"))
    assert again == moment("2017-06-20T10:00") + timedelta(seconds=delivering.LEASE)
    assert made.deliver(again) == {"sent": 1}
    first, second = smtp_server.messages
    assert first.content == second.content
    assert len(made.bodies(kind="notices_ended")) == 1


def test_two_who_deliver_the_same_letter_end_its_notices_once(
    tmp_path: Path, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was so slow that its lease ended and a second sent the letter again."""
    made = mailed(tmp_path, smtp_server)
    made.submit(REPORT, "2017-06-20T10:00")
    usual = SmtpTransport.send

    def slowly(self: SmtpTransport, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        monkeypatch.setattr(SmtpTransport, "send", usual)
        found = list(usual(self, parcels))
        assert deliver(made.house, moment("2017-06-20T10:00") + timedelta(seconds=delivering.LEASE)) == {
            "sent": 1
        }
        yield from found

    monkeypatch.setattr(SmtpTransport, "send", slowly)
    made.deliver("2017-06-20T10:00")
    assert len(smtp_server.messages) == 2
    assert len(made.bodies(kind="notices_ended")) == 1


def test_a_simulated_house_never_mails_even_when_a_server_is_configured(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    settings = SmtpSettings(smtp_server.host, smtp_server.port, starttls="never")
    made = stage(tmp_path, smtp=settings)
    assert made.house.simulated
    made.tick("2017-06-23T09:00")
    again = build(made.house.settings)  # as another process finds the folder
    deliver(again, moment("2017-06-24T09:00"))
    assert smtp_server.messages == []
    letters = sorted((tmp_path / "data" / "outbox").glob("*.eml"))
    assert len(letters) == 3
    for letter in letters:
        text = read(letter.read_bytes()).get_body(("plain",))
        assert text is not None
        assert "演示数据，非真实情况" in text.get_content()
    again.store.close()


def test_a_server_that_refuses_us_pauses_the_queue_and_burns_no_tries(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    settings = SmtpSettings(smtp_server.host, smtp_server.port, starttls="require")
    made = stage(tmp_path, smtp=settings, clock=HandClock(moment("2017-06-19T09:00")))
    made.tick("2017-06-23T09:00")
    assert [(one["state"], one["tries"]) for one in made.letters()] == [("new", 0)] * 3
    assert smtp_server.messages == []
    assert next_delivery(made.house, moment("2017-06-23T09:00")) == moment("2017-06-23T09:15")
