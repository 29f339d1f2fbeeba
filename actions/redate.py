"""Open deadlines are looked at again: by new holiday notices, and when news of an earlier date has left."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from campaigns.chain import deadline_above
from campaigns.declaration import Declaration
from campaigns.events import SYSTEM, Event
from campaigns.ladder import Pace
from campaigns.lifecycle import OpenNotice, Tracked, attention
from campaigns.plan import Planner
from campaigns.redating import (
    CALENDAR,
    Dates,
    announced,
    caught_up,
    in_force,
    is_open,
    redated,
    rescheduled,
)
from deadlines.calendars import Calendars
from deadlines.certificate import window_of
from deadlines.recompute import facts_of, readable
from deadlines.recompute import redated as counted_again
from deadlines.resolve import Deadline, Trigger
from store import obligations
from store.engine import Connection
from store.history import Ledger

#: Obligations looked at before what was found is written.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that moved, or that became firm."""

    #: The obligation's natural key.
    id: str
    was: Dates
    #: The new dates by the rule; an earlier one binds only when it was announced.
    now: Dates
    #: Whether it waits for its announcement.
    waits: bool
    #: Whether it was provisional and is no longer.
    firm: bool
    #: The certificates of before and after, which say why.
    certificates: tuple[str, str]

    @property
    def moved(self) -> bool:
        """Whether a date is another one, or an end of a window."""
        before, after = self.windows
        return self.was != self.now or before != after

    @property
    def windows(self) -> tuple[tuple[datetime, datetime] | None, tuple[datetime, datetime] | None]:
        """When it opens and closes, exclusive, before and after, where it is a window."""
        before, after = self.certificates
        return window_of(before), window_of(after)


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at one obligation again came to."""

    event: Event
    #: None where only its ladder counts other days.
    moved: Moved | None


def adopt(connection: Connection, ledger: Ledger, pace: Pace, calendars: Calendars) -> list[Moved]:
    """Bring every open deadline of the locked campaign up to `calendars`; what moved or became firm.

    Level-triggered: the head keeps the digest of the calendars that were adopted last, so that whoever comes
    first, the loading of a notice, an act or a wake, does it, and nobody does it twice.
    """
    found: list[Moved] = []
    campaign, now = ledger.head.campaign, ledger.noticed
    for number, look in enumerate(looks(connection, campaign, pace, calendars, now), 1):
        ledger.append([look.event], SYSTEM)
        found += [look.moved] if look.moved is not None else []
        if number % CHUNK == 0:
            ledger.flush()
    told = {"digest": calendars.digest, "moved": sum(one.moved for one in found), "looked_at": len(found)}
    ledger.append([Event("calendar_changed", now, data=told)], SYSTEM)
    ledger.head.calendar = calendars.digest
    ledger.flush()
    return found


def looks(
    connection: Connection, campaign: str, pace: Pace, calendars: Calendars, now: datetime
) -> Iterator[Look]:
    """What `calendars` change of the campaign's open obligations, in the order of their numbers."""
    again = _Again(connection, campaign, pace, calendars)
    after = 0
    while rows := obligations.open_deadlines(connection, campaign, after, CHUNK, pace.office.zone):
        after = rows[-1][0].number
        notices = obligations.open_notices(connection, campaign, [row.number for row, *_ in rows])
        reached = obligations.reached(connection, campaign, (rows[0][0].number, after))
        for row, certificate, stays in rows:
            known = _Known(certificate, stays, notices.get(row.number, []), reached.get(row.number, set()))
            look = again.look(row, known, now)
            if look is not None:
                yield look


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record of an obligation beside its row."""

    certificate: str
    #: When somebody must look next, in seconds.
    attention: int | None
    notices: list[OpenNotice]
    #: The rungs that were reached.
    rungs: set[int]


class _Again:
    """Works deadlines out again, each certificate once, what counts from another deadline after that one."""

    def __init__(self, connection: Connection, campaign: str, pace: Pace, calendars: Calendars) -> None:
        self._connection, self._campaign = connection, campaign
        self._pace, self._calendars = pace, calendars
        self._known: dict[str, Deadline] = {}

    @cached_property
    def _planner(self) -> Planner:
        """The campaign as its newest revision has it, by the new calendars."""
        stored = obligations.revision(self._connection, self._campaign)
        if stored is None:
            raise LookupError(self._campaign)
        declaration = Declaration.model_validate_json(stored.declaration)
        return Planner(declaration, self._campaign, self._calendars)

    def look(self, stored: Tracked, known: _Known, now: datetime) -> Look | None:
        certificate, row = known.certificate, caught_up(stored, self._pace, known.rungs)
        new = self._counted(certificate)
        if new is None or new.certificate == certificate:
            next_ = attention(row, self._pace)
            same = (int(next_.timestamp()) if next_ is not None else None) == known.attention
            return None if same and row is stored else Look(rescheduled(row, self._pace, now), None)
        event = redated(row, new, self._pace, now, cause=CALENDAR, notices=known.notices)
        told, was = bool(event.data["notices"]), event.data["was"]
        stands = all(event.data[name] == old for name, old in was.items()) and not told
        dates = in_force(row) if stands else Dates(new.target, new.breach, new.last_day)
        waits = told and event.data["breach"] == was["breach"] and dates.breach != row.breach
        firm = json.loads(certificate)["provisional"] and not new.provisional
        return Look(event, Moved(row.id, in_force(row), dates, waits, firm, (certificate, new.certificate)))

    def _counted(self, certificate: str) -> Deadline | None:
        """The deadline of `certificate` by the calendars; None for one of a form that says too little."""
        if not readable(certificate):
            return None
        if certificate not in self._known:
            trigger = facts_of(certificate).trigger
            if trigger is not None and trigger.of is not None:
                trigger = self._base(trigger, trigger.of)
            self._known[certificate] = counted_again(certificate, self._calendars, trigger)
        return self._known[certificate]

    def _base(self, trigger: Trigger, base: str) -> Trigger:
        """`trigger` with the last permitted day of the obligation `base`, counted again while it is open.

        One of the campaign above is counted as this campaign's own revision has it: an amendment up there
        moves nothing here, and the calendars move both.
        """
        if not base.startswith(f"{self._campaign}/"):
            above = deadline_above(self._planner, base)
            if above is None or above.last_day is None:
                return trigger
            return replace(trigger, day=above.last_day, provisional=above.provisional)
        row = obligations.by_id(self._connection, self._campaign, base, self._pace.office.zone)
        if row is None or row.last_day is None:
            return trigger
        settled = replace(trigger, day=row.last_day, provisional=False)
        if not is_open(row):
            return settled
        stored = obligations.certificate(self._connection, self._campaign, row.number, row.version)
        new = self._counted(stored)
        if new is None or new.last_day is None:
            return settled
        return replace(trigger, day=new.last_day, provisional=new.provisional)


def bind_announced(
    connection: Connection, ledger: Ledger, pace: Pace, told: Iterable[tuple[int, int]], sent: datetime
) -> None:
    """Earlier dates bind now that the notices `told` (number and version) were sent at `sent`."""
    campaign = ledger.head.campaign
    for number, version in told:
        (row,) = obligations.by_numbers(connection, campaign, [number], pace.office.zone)
        if row.version != version:
            continue
        certificate = obligations.certificate(connection, campaign, number, version)
        event = announced(row, certificate, pace, sent)
        if event is not None:
            ledger.append([event], SYSTEM)
