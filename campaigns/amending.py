"""An amendment 补充通知: a changed plan beside what is on record, and what becomes of each obligation.

What was filed stays filed, and past deadlines keep their verdicts: only what is open moves or is withdrawn,
and whoever joins owes only what lies ahead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.events import Event
from campaigns.lifecycle import OPENED, PENDING, TAKEN_OUT, TRANSFERRED, OpenNotice, Tracked
from campaigns.plan import Planned
from campaigns.redating import Dates, by_plan, in_force, news
from deadlines.because import because_moved
from deadlines.certificate import read

AMENDED = "amended"
#: Who took an obligation out, where no amendment did.
BY_HAND = ("office", TRANSFERRED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plan against the record, each part in the order of the plan, or of the record."""

    #: Owed from now on.
    added: tuple[Planned, ...]
    #: Open, with another date.
    moved: tuple[tuple[Tracked, Planned], ...]
    #: Open, with the same date for another reason: a phrase, a source or the unit's part was changed.
    reworded: tuple[tuple[Tracked, Planned], ...]
    #: Withdrawn before, and owed again.
    restored: tuple[tuple[Tracked, Planned], ...]
    #: Open, and no longer asked for.
    withdrawn: tuple[Tracked, ...]
    #: Filed, closed or overdue, and no longer asked for: it stays on record as it is.
    kept: tuple[Tracked, ...]
    #: Open and untouched.
    same: tuple[Tracked, ...]

    @property
    def empty(self) -> bool:
        """Whether no obligation is touched."""
        return not (self.added or self.moved or self.reworded or self.restored or self.withdrawn)


def compare(
    rows: Iterable[Tracked],
    certificates: Mapping[int, str],
    planned: Sequence[Planned],
    now: datetime,
    *,
    before: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare the obligations on record, with the certificates in force by number, with those `planned`.

    `before` has the certificates, by id, that the declaration on record would give today: what differs from
    the record for another reason than the declaration is left as it is. What would be new and lies behind
    `now` is left out.
    """
    wanted = {one.id: one for one in planned}
    known = {row.id: row for row in rows}
    moved, reworded, restored = (list[tuple[Tracked, Planned]]() for _ in range(3))
    gone, kept, same = (list[Tracked]() for _ in range(3))
    for row in known.values():
        one = wanted.get(row.id)
        is_open = row.status in {PENDING, OPENED}
        if not by_plan(row) or row.how in BY_HAND or row.origin is not None:
            # What the office decided about single obligations is no matter of the declaration.
            kept += [row] if row.status != TAKEN_OUT else []
        elif one is None:
            if row.status != TAKEN_OUT:
                (gone if is_open and _ahead(row, now) else kept).append(row)
        elif row.status == TAKEN_OUT:
            restored += [(row, one)] if not _behind(one, now) else []
        elif not is_open:
            continue
        elif one.deadline.certificate in {certificates[row.number], (before or {}).get(row.id)}:
            # A unit may owe the same by the same day in another part.
            same += [row] if one.role == row.role else []
            reworded += [(row, one)] if one.role != row.role else []
        else:
            (moved if _dates(one) != in_force(row) else reworded).append((row, one))
    added = [one for one in planned if one.id not in known and not _behind(one, now)]
    pairs = (tuple(moved), tuple(reworded), tuple(restored))
    return Comparison(tuple(added), *pairs, tuple(gone), tuple(kept), tuple(same))


def withdrawn(row: Tracked, now: datetime, notices: Sequence[OpenNotice], *, told: bool = False) -> Event:
    """The event by which `row` is no longer asked for; what has not left about it is not sent.

    The unit is told where it was `told` of the thing, or where it is open and chased.
    """
    unsent = [[*notice.key, AMENDED] for notice in notices]
    # Who was not yet told that it is owed again still takes it for withdrawn.
    knows = any(notice.occasion.startswith("restored:") for notice in notices)
    tell = not knows and (told or (row.status == OPENED and row.past is None))
    data = {"cause": AMENDED, "withdrawn": unsent, "notices": [news(row, "withdrawn")] if tell else []}
    return Event("withdrawn", now, row.number, row.id, data)


def because(old: str, new: str, lang: str = "zh") -> list[str]:
    """Why an amendment puts the certificate `new` in the place of `old`: the phrase that it changed.

    Where the phrase stays, what else changed.
    """
    was, now = (read(certificate)["rule"]["text"] for certificate in (old, new))
    if was == now:
        return [{"zh": "补充通知", "en": "an amendment"}[lang], *because_moved(old, new, lang)]
    said = {"zh": f"补充通知将“{was}”改为“{now}”", "en": f"an amendment says “{now}” instead of “{was}”"}
    return [said[lang]]


def as_planned(row: Tracked, one: Planned) -> Tracked:
    """`row` with what the plan says of who is chased, and in which part; nobody chased is let go by it."""
    past = one.past if row.past is not None else None
    return replace(row, past=past, role=one.role)


def _ahead(row: Tracked, now: datetime) -> bool:
    """Whether it may be taken back: what is overdue stays owed."""
    return row.breach is None or row.breach > now or row.past is not None


def _dates(one: Planned) -> Dates:
    return Dates(one.deadline.target, one.deadline.breach, one.deadline.last_day)


def _behind(one: Planned, now: datetime) -> bool:
    return one.deadline.breach is not None and one.deadline.breach <= now
