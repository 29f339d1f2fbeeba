"""What a letter on record says, as its reader sees it."""

from email import message_from_bytes, policy
from typing import Any


def text_of(letter: dict[str, Any]) -> str:
    """The plain text of a row of `letters`."""
    body = message_from_bytes(letter["data"], policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
