"""From notices to one letter, composed once, with the bytes that will be sent and kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Literal, TypeVar, cast
from urllib.parse import quote

from notifications.mentions import (
    Mention,
    Move,
    Proposed,
    ProposedChange,
    Receipt,
    ReceivedFile,
    Recipient,
    Sender,
)
from notifications.mime import Part, encoded, mailbox_value, message, message_id
from notifications.names import HostileName, header_text, mailbox, printable
from notifications.rendering import Lang, Texts, render

__all__ = [
    "HostileName",
    "Letter",
    "LetterClass",
    "Mention",
    "Move",
    "Proposed",
    "ProposedChange",
    "Receipt",
    "ReceivedFile",
    "Recipient",
    "Sender",
    "compose",
]

LetterClass = Literal["digest", "urgent", "receipt"]

_LETTER_CLASSES = ("digest", "urgent", "receipt")
#: names that a subject may carry
_NAMES = (
    "campaign_title",
    "task_title",
    "unit_title",
    "to_title",
    "to_short",
    "period_title",
    "via",
    "signed_by",
)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient, final."""

    key: str
    message_id: str
    subject: str
    #: CRLF lines, ASCII unless the recipient's address is not
    data: bytes
    #: of `data`, hexadecimal
    sha256: str


def compose(
    recipient: Recipient,
    mentions: Sequence[Mention],
    *,
    sender: Sender,
    key: str,
    at: datetime,
    letter_class: LetterClass,
    simulated: bool,
    lang: Lang = "zh",
) -> Letter:
    """Give the letter that tells `recipient` of `mentions`, as things stand at `at`.

    `at` is aware and in the campaign's zone; it is the letter's date, and decides what is said
    of each deadline (ahead, today, still in time, past). `key` names the letter for good: it
    makes the Message-ID and the boundary. The same input gives the same bytes.

    Raises HostileName for a name or address that could become a header, ValueError for no
    mention, an instant without zone, an unknown class or language.
    """
    _check(mentions, at, letter_class)
    headers = _addressing(recipient, sender, at)
    clean = [_clean(one) for one in mentions]
    texts = render(recipient, clean, sender=sender, at=at, simulated=simulated, lang=lang)
    headers += _identity(texts, key=key, domain=sender.message_domain, letter_class=letter_class)
    if simulated:
        headers.append(("X-Duban-Simulated", "yes"))
    data = message(headers, (Part("plain", texts.text), Part("html", texts.html)), key=key)
    identity = message_id(key, sender.message_domain)
    return Letter(key, identity, texts.subject, data, hashlib.sha256(data).hexdigest())


def _check(mentions: Sequence[Mention], at: datetime, letter_class: str) -> None:
    if not mentions or at.tzinfo is None or letter_class not in _LETTER_CLASSES:
        problem = (
            "expected at least one mention, an aware instant and a known class, "
            f"got {len(mentions)}, {at.isoformat()}, {letter_class!r}"
        )
        raise ValueError(problem)
    for mention in mentions:
        for name in _NAMES:
            header_text(getattr(mention, name) or "", name)
        for deliverable in mention.deliverables:
            header_text(deliverable, "a deliverable")


def _addressing(recipient: Recipient, sender: Sender, at: datetime) -> list[tuple[str, str]]:
    headers = [
        ("Date", format_datetime(at)),
        ("From", mailbox_value(mailbox(sender.name, sender.address))),
        ("To", mailbox_value(mailbox(recipient.name, recipient.address))),
    ]
    if sender.reply_to:
        headers.append(("Reply-To", mailbox_value(mailbox(sender.name, sender.reply_to))))
    return headers


def _identity(texts: Texts, *, key: str, domain: str, letter_class: LetterClass) -> list[tuple[str, str]]:
    return [
        ("Subject", encoded(texts.subject)),
        ("Message-ID", message_id(key, domain)),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", texts.tag),
        ("X-Duban-Key", quote(key, safe="/:|@+,=")),
        ("X-Duban-Class", letter_class),
    ]


def _clean(value: _Value) -> _Value:
    """Make every text inside a frozen value printable: a file's name never spoils a receipt."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = printable(value)
    elif isinstance(value, tuple):
        cleaned = tuple(map(_clean, value))
    elif is_dataclass(value) and not isinstance(value, type):
        cleaned = replace(value, **{one.name: _clean(getattr(value, one.name)) for one in fields(value)})
    return cast("_Value", cleaned)
