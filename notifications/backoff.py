"""When to try a letter again."""

import hashlib
from datetime import timedelta

_MINUTES = (1, 5, 15, 60, 120, 240, *(480,) * 8)  # three days less forty minutes in all
_SPREAD = 0.1


def next_try(tries: int, key: str) -> timedelta | None:
    """Give the wait after `tries` failed tries (from 1), or None to give the letter up.

    Spread by a tenth either way so that a thousand letters refused together do not come back
    together; the same key and count always give the same wait. Gives up after about three days.
    """
    if tries < 1:
        message = f"expected tries to be at least 1, got {tries}"
        raise ValueError(message)
    if tries > len(_MINUTES):
        return None
    digest = hashlib.sha256(f"{tries}\n{key}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    factor = 1 - _SPREAD + 2 * _SPREAD * share
    return timedelta(seconds=round(_MINUTES[tries - 1] * 60 * factor))
