"""Names and addresses from outside, made fit for a header or refused."""

import unicodedata
from email.errors import HeaderParseError
from email.headerregistry import Address

#: turn the direction of what follows; a name wearing one is not the name it seems to be
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: control characters, line and paragraph separators, lone surrogates
_CATEGORIES = frozenset(("Cc", "Zl", "Zp", "Cs"))
_NOT_IN_ADDRESS = frozenset('<>()[],;:\\" ')
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


class HostileName(ValueError):  # noqa: N818 - named for what it is, not for being an error
    """A name or address that could become something else in a header."""


def is_unprintable(character: str) -> bool:
    """Whether a character could break a line or deceive the eye."""
    return unicodedata.category(character) in _CATEGORIES or character in _DIRECTION


def header_text(text: str, what: str) -> str:
    """Give `text` back if it is safe in a header; `what` names it in the message.

    Raises HostileName for control characters, and for `=?`, which readers would decode again.
    """
    if "=?" in text or any(map(is_unprintable, text)):
        message = f"expected {what} to be plain text, got {text[:80]!a}"
        raise HostileName(message)
    return text


def mailbox(name: str, address: str) -> Address:
    """Give one person as a value for a header, the name as it is read.

    A local part outside ASCII is let through: whether the way supports it is the transport's
    to say. Raises HostileName.
    """
    header_text(name, "a name")
    header_text(address, "an address")
    local, at, domain = address.rpartition("@")
    fits = len(name) <= _LONGEST_NAME and len(address) <= _LONGEST_ADDRESS
    if not (at and local and domain and fits) or _NOT_IN_ADDRESS & set(address):
        raise HostileName(_expected(address))
    try:
        Address(addr_spec="".join(one if one.isascii() else "x" for one in address))
    except (HeaderParseError, ValueError, IndexError) as error:
        raise HostileName(_expected(address)) from error
    return Address(display_name=name, username=local, domain=domain)


def _expected(address: str) -> str:
    return f"expected a short name and an address like office@tj.example, got {address[:80]!a}"


def printable(text: str) -> str:
    """Replace what could break a line or deceive the eye; line breaks and tabs become spaces.

    For what is only shown: a file's name is shown as it can be, and a receipt never fails for it.
    """
    if not any(map(is_unprintable, text)):
        return text
    flat = " ".join(text.split())
    return "".join("\ufffd" if is_unprintable(one) else one for one in flat)
