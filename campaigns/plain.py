"""Texts that may stand in a letter's subject and on a line of the record, and the bytes they come in."""

import unicodedata
from email.errors import MessageError
from email.headerregistry import Address

#: Control, format and line-separating characters, by Unicode category.
_DECEIVING = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}


def is_plain(text: str) -> bool:
    """Whether `text` cannot break a line, deceive the eye, or be decoded again as a header (RFC 2047)."""
    return "=?" not in text and not any(unicodedata.category(char) in _DECEIVING for char in text)


def text_in(content: bytes) -> tuple[str, str] | None:
    """The text in `content` and its encoding: UTF-8, with or without a mark, else GB18030, else None."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else "GB18030"
        except UnicodeDecodeError:
            continue
    return None


def is_address(text: str) -> bool:
    """Whether `text` is a mail address as RFC 5322 writes one, in ASCII and nothing around it."""
    try:
        address = Address(addr_spec=text)
        return bool(address.domain) and address.addr_spec == text and text.isascii()
    except (ValueError, IndexError, MessageError):
        return False
