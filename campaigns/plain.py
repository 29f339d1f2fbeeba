"""Texts that may stand in a letter's subject and on a line of the record."""

import unicodedata

#: Control, format and line-separating characters, by Unicode category.
_DECEIVING = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}


def is_plain(text: str) -> bool:
    """Whether `text` cannot break a line, deceive the eye, or be decoded again as a header (RFC 2047)."""
    return "=?" not in text and not any(unicodedata.category(char) in _DECEIVING for char in text)
