"""A letter's bytes: one recipient, the same everywhere, and nothing that any name could slip in."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.letters import HostileName, Letter, Mention, ReceivedFile, Recipient, Sender, compose
from notifications.mime import encoded
from tests.notification_news import SCENES
from tests.notification_scenes import LIAISON, OCTOBER, SENDER, moment, receipted

if TYPE_CHECKING:
    from email.message import EmailMessage

    from notifications.rendering import Lang

MARK = "【演示数据，非真实情况】"
FOOTER = "本系统为非涉密系统，严禁上传、存储、传输涉密信息"
HEADERS = [
    *("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted", "Content-Language"),
    *("X-Duban-Key", "X-Duban-Class", "MIME-Version", "Content-Type"),
]
INJECTION = "=?utf-8?q?a=0D=0ABcc=3A_thief@evil.example?="


def letter_to(
    recipient: Recipient = LIAISON, mention: Mention = OCTOBER, sender: Sender = SENDER, key: str = "k"
) -> Letter:
    """Compose one reminder, all else being as always."""
    return compose(
        recipient,
        [mention],
        sender=sender,
        key=key,
        at=moment("2017-10-25T08:30"),
        letter_class="digest",
        simulated=False,
    )


def read(letter: Letter) -> EmailMessage:
    """Parse the final bytes as a mail reader does."""
    return message_from_bytes(letter.data, policy=policy.default)


def part(letter: Letter, subtype: str) -> str:
    """Give one alternative of the body."""
    body = read(letter).get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def assert_nothing_was_injected(letter: Letter) -> None:
    """Whoever parses it, strictly or loosely, finds the headers Duban wrote and no other."""
    for parsed in (read(letter), message_from_bytes(letter.data)):
        assert parsed.keys() == HEADERS
        assert parsed.get_all("Bcc") is None
    head = letter.data.split(b"\r\n\r\n", 1)[0]
    starts = [line for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert len(starts) == len(HEADERS)
    assert read(letter)["To"].addresses[0].addr_spec == LIAISON.address
    assert len(read(letter)["To"].addresses) == 1


# --- what it says of itself ---------------------------------------------------------------------------------


def test_the_headers_stand_in_a_fixed_order_and_say_that_a_machine_wrote() -> None:
    message = read(letter_to(key="haitang/liaison/2017-10-25/digest"))
    assert message.keys() == HEADERS
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Wed, 25 Oct 2017 08:30:00 +0800"
    assert message["X-Duban-Key"] == "haitang/liaison/2017-10-25/digest"
    assert message["Content-Language"] == "zh-CN"
    assert message.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
    assert [defect for one in message.walk() for defect in one.defects] == []


def test_sender_recipient_and_reply_are_who_was_given() -> None:
    message = read(letter_to())
    assert [(one.display_name, one.addr_spec) for one in message["From"].addresses] == [
        (SENDER.name, SENDER.address)
    ]
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        (LIAISON.name, LIAISON.address)
    ]
    assert message["Reply-To"].addresses[0].addr_spec == "netreg@tj.example"


def test_the_message_id_comes_from_the_key_alone() -> None:
    first, second = letter_to(key="one"), letter_to(key="one", mention=replace(OCTOBER, days_left=1))
    assert first.message_id == second.message_id == "<7692c3ad3540bb803c020b3aee66cd88@mail.tj.example>"
    assert first.sha256 != second.sha256
    assert letter_to(key="two").message_id != first.message_id
    assert read(first)["Message-ID"] == first.message_id


def test_every_line_is_ascii_ends_in_crlf_and_is_short() -> None:
    for scene in SCENES.values():
        data = scene.letter().data
        assert data.isascii()
        assert data.endswith(b"--\r\n")
        assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
        assert max(map(len, data.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_simulated_letter_says_so_in_subject_text_and_page(lang: Lang) -> None:
    for name, scene in SCENES.items():
        letter = replace(scene, simulated=True).letter(lang)
        assert letter.subject.startswith(MARK), name
        assert part(letter, "plain").startswith(MARK), name
        page = part(letter, "html").split("<body", 1)[1]
        assert page.index(MARK) < page.index(scene.recipient.name), name
        assert read(letter)["X-Duban-Simulated"] == "yes", name


def test_a_real_letter_nowhere_says_that_it_is_simulated() -> None:
    letter = letter_to()
    assert "演示" not in letter.subject + part(letter, "plain") + part(letter, "html")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_letter_warns_against_classified_information(lang: Lang) -> None:
    for scene in SCENES.values():
        letter = scene.letter(lang)
        assert FOOTER in part(letter, "plain")
        assert FOOTER in part(letter, "html")


# --- the same bytes everywhere ------------------------------------------------------------------------------

_PRINT_HASHES = """
from tests.notification_news import SCENES
print(*[scene.letter(lang).sha256 for lang in ("zh", "en") for scene in SCENES.values()], sep="\\n")
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
    ],
)
def test_zone_locale_and_hash_seed_of_the_process_change_no_byte(surroundings: dict[str, str]) -> None:
    langs: tuple[Lang, ...] = ("zh", "en")
    here = [scene.letter(lang).sha256 for lang in langs for scene in SCENES.values()]
    there = subprocess.run(
        [sys.executable, "-c", _PRINT_HASHES],
        env={"PATH": os.environ["PATH"], **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.split() == here


# --- hostile names ------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "\t", "\u202e"),
        *("=?", "?=", INJECTION, "=?utf-8?b?DQpCY2M6IHhAeS5leGFtcGxl?=", "Bcc: thief@evil.example"),
        *("<thief@evil.example>", ",", ";", ":", '"', "\\", "(", ")", "@", "<", ">", " ", "  ", "'"),
        *("和平区", "𠮷", "é", "e\u0301", "☎", "a" * 90, "区" * 60, "\ud800"),
    ]
)
HOSTILE = st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=8).map("".join)


@settings(max_examples=400, deadline=None)
@given(name=HOSTILE)
@example(name=INJECTION)
@example(name="联络员\r\nBcc: thief@evil.example")
@example(name='"a" <thief@evil.example>, b')
def test_no_recipients_name_becomes_a_header(name: str) -> None:
    try:
        letter = letter_to(recipient=replace(LIAISON, name=name))
    except HostileName:
        return
    assert_nothing_was_injected(letter)
    # read the older way: the newer one keeps the space between two encoded words of a name
    shown, address = parseaddr(str(message_from_bytes(letter.data)["To"]))
    assert address == LIAISON.address
    assert str(make_header(decode_header(shown))).split() == name.split()


@settings(max_examples=400, deadline=None)
@given(name=HOSTILE)
@example(name=INJECTION)
def test_no_senders_name_becomes_a_header(name: str) -> None:
    try:
        letter = letter_to(sender=replace(SENDER, name=name))
    except HostileName:
        return
    assert_nothing_was_injected(letter)
    assert len(read(letter)["From"].addresses) == 1


@settings(max_examples=400, deadline=None)
@given(address=HOSTILE.map(lambda text: f"haitang{text}@tj.example") | HOSTILE)
@example(address="haitang@tj.example>\r\nBcc: <thief@evil.example")
@example(address="haitang@tj.example, thief@evil.example")
def test_no_address_becomes_two_or_a_header(address: str) -> None:
    try:
        letter = letter_to(recipient=replace(LIAISON, address=address))
    except HostileName:
        return
    message = message_from_bytes(letter.data)
    assert message.keys() == HEADERS
    assert letter.data.count(address.encode()) == 1


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    name=HOSTILE,
    field=st.sampled_from(["task_title", "unit_title", "to_short", "period_title", "campaign_title"]),
)
@example(name=INJECTION, field="task_title")
def test_no_title_becomes_a_header(name: str, field: str) -> None:
    try:
        changes: dict[str, Any] = {field: name}
        letter = letter_to(mention=replace(OCTOBER, **changes))
    except HostileName:
        return
    assert_nothing_was_injected(letter)
    assert read(letter)["Subject"] == letter.subject


@pytest.mark.parametrize("bad", ["\r\n", "\n", "\x00", "\x85", "\u2028", "\u202e", "=?", "\ud800"])
def test_a_name_with_a_control_character_or_an_encoded_word_is_refused(bad: str) -> None:
    with pytest.raises(HostileName):
        letter_to(recipient=replace(LIAISON, name=f"联络{bad}员"))
    with pytest.raises(HostileName):
        letter_to(mention=replace(OCTOBER, unit_title=f"青禾{bad}区"))


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1, max_size=300))
@example("一" * 15 + " " + "b" * 45 + "  双")
def test_a_subject_is_read_back_as_it_was_written(subject: str) -> None:
    if "=?" in subject or subject != subject.strip():
        return
    value = f"Subject: {encoded(subject)}\r\n\r\n".encode("ascii")
    assert message_from_bytes(value, policy=policy.default)["Subject"] == subject
    assert max(map(len, value.split(b"\r\n"))) <= 76


def test_a_files_name_is_shown_as_it_can_be_and_spoils_no_receipt() -> None:
    evil = ReceivedFile(name=f"报表\u202excod.exe\r\n{INJECTION}<b>.xlsx", size=1, sha256="0" * 64)
    letter = letter_to(mention=receipted(OCTOBER, files=(evil,)))
    assert_nothing_was_injected(letter)
    assert "报表\ufffdxcod.exe" in part(letter, "plain")
    assert "&lt;b&gt;.xlsx" in part(letter, "html")


def test_markup_in_a_title_is_text_on_the_page_and_in_the_subject() -> None:
    letter = letter_to(mention=replace(OCTOBER, task_title="<script>alert('&')</script>", shifted="<i>"))
    assert "<script>" not in part(letter, "html")
    assert "&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;" in part(letter, "html")
    assert "&lt;i&gt;" in part(letter, "html")
    assert "<script>alert('&')</script>" in part(letter, "plain")
    assert "<script>alert('&')</script>" in letter.subject


class Balance(HTMLParser):
    """Follows tags in and out."""

    def __init__(self) -> None:
        """Start outside everything."""
        super().__init__()
        self.open: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in, and meet nothing that would be fetched or run."""
        assert tag not in {"img", "script", "link", "iframe"}
        assert not {name for name, _ in attrs} & {"src", "onclick"}
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go out of what was gone into last."""
        assert self.open.pop() == tag


def test_every_page_is_well_formed_and_fetches_nothing() -> None:
    for scene in SCENES.values():
        page = Balance()
        page.feed(part(replace(scene, simulated=True).letter(), "html"))
        page.close()
        assert page.open == []
        # Nothing to press but the link to our own pages, where a mention has one.
        assert page.links == [one.link for one in scene.mentions if one.link]


def test_an_address_outside_ascii_is_written_as_it_is() -> None:
    letter = letter_to(recipient=replace(LIAISON, address="青禾@tj.example"))
    assert "<青禾@tj.example>\r\n".encode() in letter.data
    assert message_from_bytes(letter.data).keys() == HEADERS


# --- what is refused ----------------------------------------------------------------------------------------


def test_a_letter_needs_something_to_say_a_zone_and_a_known_class_and_language() -> None:
    always: dict[str, Any] = {
        "sender": SENDER,
        "key": "k",
        "at": moment("2017-10-25T08:30"),
        "simulated": False,
    }
    for wrong in (
        {"letter_class": "weekly"},
        {"letter_class": "digest", "lang": "fr"},
        {"letter_class": "digest", "at": datetime(2017, 10, 25)},  # noqa: DTZ001 - the naive one is the point
    ):
        with pytest.raises(ValueError, match="expected"):
            compose(LIAISON, [OCTOBER], **(always | wrong))
    with pytest.raises(ValueError, match="at least one mention"):
        compose(LIAISON, [], letter_class="digest", **always)


def test_a_mention_is_refused_without_zone_or_with_a_receipt_out_of_place() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(OCTOBER, breach=datetime(2017, 10, 29))  # noqa: DTZ001 - the naive one is the point
    with pytest.raises(ValueError, match="receipt"):
        replace(OCTOBER, kind="receipt")
    with pytest.raises(ValueError, match="receipt"):
        replace(receipted(OCTOBER), kind="remind")
