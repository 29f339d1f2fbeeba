"""A letter's bytes: RFC 5322 and MIME, the same for the same input wherever it runs.

Written out here and not left to `email`'s generator, whose folding differs between patch
releases of Python and has broken encoded headers; bytes are kept and must not depend on that.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address

from notifications.names import header_text

#: utf-8 octets in one encoded word: 39 make 52 characters, 64 with the wrapping, and with the
#: longest name before it a line of at most 76 (RFC 2047, 2)
_WORD_OCTETS = 39
_LONGEST_LINE = 900  # RFC 5322 allows 998 with the header's name
_FOLD = "\r\n "


@dataclass(frozen=True, slots=True)
class Part:
    """One alternative of the body; the last is the one preferred."""

    subtype: str
    text: str


def message_id(key: str, domain: str) -> str:
    """Give the Message-ID that belongs to a letter's key."""
    return f"<{_digest(key)}@{header_text(domain, 'a message domain')}>"


def encoded(text: str) -> str:
    """Give text for a header: as it is, or in base64 words folded between characters."""
    header_text(text, "a header")
    if text.isascii() and len(text) <= _WORD_OCTETS:
        return text
    words, word = [], b""
    for character in text:
        octets = character.encode()
        if len(word) + len(octets) > _WORD_OCTETS:
            words.append(word)
            word = b""
        word += octets
    words.append(word)
    return _FOLD.join(f"=?utf-8?b?{base64.b64encode(one).decode()}?=" for one in words)


def mailbox_value(person: Address) -> str:
    """Give one mailbox for a header, its name encoded where that is needed, then folded."""
    name = person.display_name
    name = name if name.isascii() else encoded(name).replace(_FOLD, " ")
    shown = Address(display_name=name, username=person.username, domain=person.domain)
    return str(shown).replace("?= ", f"?={_FOLD}")


def message(headers: Sequence[tuple[str, str]], parts: Sequence[Part], *, key: str) -> bytes:
    """Give the final bytes: `headers` in the order given, then `parts` as alternatives.

    Values come encoded. Raises HostileName where one would end its header, and ValueError where
    a line would be longer than mail allows.
    """
    boundary = f"=_{_digest(f'boundary {key}')}"
    lines = [f"{name}: {_checked(value)}" for name, value in headers]
    lines += [
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;{_FOLD}boundary="{boundary}"',
        "",
    ]
    for part in parts:
        lines += [
            f"--{boundary}",
            f"Content-Type: text/{part.subtype}; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            *_base64_lines(part.text),
        ]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode()


def _checked(value: str) -> str:
    for line in value.split(_FOLD):
        # `=?` stands here only where this module wrote it
        header_text(line.replace("=?", ""), "a header")
        if len(line.encode()) > _LONGEST_LINE:
            problem = f"expected a header line of at most {_LONGEST_LINE} octets, got {line[:60]!a}"
            raise ValueError(problem)
    return value


def _base64_lines(text: str) -> list[str]:
    whole = "\r\n".join(text.splitlines()) + "\r\n"
    return base64.encodebytes(whole.encode()).decode("ascii").splitlines()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
