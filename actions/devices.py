"""Browsers that have signed in to an account before: who guesses elsewhere cannot make them wait."""

import json
import secrets

from actions.house import House
from actions.signing_keys import sign, verified

PURPOSE = "duban device 1"
#: So many accounts are remembered of one browser; in an office several people share one.
MOST = 8


def mark(house: House, account: str, former: str | None) -> str:
    """What this browser, marked as `former`, is to keep: that it belongs to `account` too."""
    known = _marks(house, former)
    own = known.pop(account, None) or secrets.token_hex(8)
    kept = dict([*known.items(), (account, own)][-MOST:])
    return sign(house, PURPOSE, json.dumps(kept, ensure_ascii=False))


def of(house: House, given: str | None, account: str) -> str | None:
    """This browser's own mark for `account`; None where it never signed in to it."""
    return _marks(house, given).get(account)


def _marks(house: House, given: str | None) -> dict[str, str]:
    told = verified(house, PURPOSE, given or "")
    found: dict[str, str] = {} if told is None else json.loads(told)
    return found
