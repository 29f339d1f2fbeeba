"""A past instant without its history: most rows say themselves how they stood.

What was only planned, filed once and closed since carries the instants of all that in its row: it is turned
back by leaving out what came later. Whatever else was decided about an obligation, only the fold of its
history knows (`campaigns.fold`), which this must equal: a test compares both.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from campaigns.brief import COLUMNS
from campaigns.lifecycle import CLOSED, OPENED, PENDING, SUBMITTED

#: The columns that are needed: those of a Brief, and what says whether anything else was decided.
NEEDED = (*COLUMNS, "version", "filings", "origin", "revision", "paused_on")
_AT = {name: place for place, name in enumerate(NEEDED)}
(_NUMBER, _UNIT, _ITEM, _STATUS, _HOW, _PAST) = (
    _AT[name] for name in ("number", "unit", "item", "status", "how", "past")
)
_OPENS, _RECEIVED, _CLOSED, _DONE = (
    _AT[name] for name in ("opens", "first_received", "closed_at", "done_on")
)
_FILINGS, _REVISION = _AT["filings"], _AT["revision"]
#: What is empty unless something else was decided: the deadline is the first, and nothing was returned.
_SIMPLY = {"version": 1, "returned": 0} | dict.fromkeys(
    ("reworked", "due_breach", "original_breach", "held_from", "held_until", "origin", "paused_on")
)
_decided, _NOTHING = itemgetter(*(_AT[name] for name in _SIMPLY)), tuple(_SIMPLY.values())
_STATUSES, _HOWS = {PENDING, OPENED, SUBMITTED, CLOSED}, {None, "filed", "zero", "accepted"}

Row = tuple[Any, ...]


def turn_back(
    rows: Iterable[Row], at: int, launched: Mapping[int, int], registered: Mapping[tuple[str, str], int]
) -> tuple[list[Row], list[int]]:
    """`rows`, the NEEDED columns as they are stored, as they stood at `at`; and those that cannot say it.

    Instants are seconds since 1970. `launched` is when each revision was put on record, `registered` when
    each item was, by its unit and number. What was not planned yet is left out. The second list holds the
    numbers of the rows whose history must be asked.
    """
    found, unsaid = list[Row](), list[int]()
    for row in rows:
        begun = _begun(row, launched, registered)
        if not _is_simple(row) or begun is None or (begun > at and row[_ITEM] is not None):
            unsaid.append(row[_NUMBER])
        elif begun <= at:
            found.append(_then(row, at))
    return found, unsaid


def _is_simple(row: Row) -> bool:
    if _decided(row) != _NOTHING or row[_STATUS] not in _STATUSES or row[_HOW] not in _HOWS:
        return False
    filings, received, closed = row[_FILINGS], row[_RECEIVED], row[_CLOSED]
    # Neither replaced, nor taken as not filed, nor closed without or before a filing.
    once = filings == 1 and received is not None and (closed is None or received <= closed)
    return once or (filings == 0 and received is None and closed is None)


def _begun(row: Row, launched: Mapping[int, int], registered: Mapping[tuple[str, str], int]) -> int | None:
    """By when it was on record; of what an item opened that may be later than it counts from."""
    begun = launched.get(row[_REVISION])
    if row[_ITEM] is None or begun is None:
        return begun
    unit, _, number = row[_ITEM].rpartition("/")
    known = registered.get((unit or row[_UNIT], number))
    return None if known is None else max(begun, known)


def _then(row: Row, at: int) -> Row:
    received, closed = row[_RECEIVED], row[_CLOSED]
    if received is None or received > at:
        then = list(row)
        opens = row[_OPENS]
        is_open = row[_PAST] is not None or (opens is not None and opens <= at)
        then[_STATUS] = OPENED if is_open else PENDING
        then[_RECEIVED] = then[_CLOSED] = then[_DONE] = then[_HOW] = None
        return tuple(then)
    if closed is not None and closed > at:
        then = list(row)
        then[_STATUS], then[_CLOSED], then[_HOW] = SUBMITTED, None, None
        return tuple(then)
    return row
