"""What is said and recorded, and moves no deadline: urging, instructions, progress, acknowledgement."""

from datetime import date, datetime
from typing import Any

from campaigns.deciding.case import Case
from campaigns.events import Event, instant_text
from campaigns.lifecycle import Tracked


def urged(case: Case, text: str) -> Event:
    """催办 by hand: to the unit's liaison, at once."""
    return case.event("urged", text=text, notices=[case.notice("urged")])


def telephoned(row: Tracked, at: datetime, *, whom: str, reply: str) -> Event:
    """Urging by telephone at that instant: whom it reached, by function, and what was answered."""
    return Event("telephoned", at, row.number, row.id, {"whom": whom, "reply": reply})


def instructed(case: Case, text: str) -> Event:
    """批示: the office is told at once; to the unit it goes when the office has signed it on."""
    told = [case.notice("instructed", case.office), case.notice("instructed", waits=True)]
    return case.event("instructed", text=text, notices=told)


def responded(case: Case, text: str) -> Event:
    """One line of progress on a task without a date."""
    return case.event("responded", text=text, row={"responded": instant_text(case.now)})


def acknowledged(
    row: Tracked | None, now: datetime, *, unit: str, what: str, rung: str | None = None
) -> Event:
    """签收: `unit` confirms to have received a revision (`revision:1`) or an official notice of `row`.

    `rung` is the kind of that notice, supervise and above; None for an instruction.
    """
    number, name = (row.number, row.id) if row is not None else (None, None)
    told = {} if rung is None else {"rung": rung}
    return Event("acknowledged", now, number, name, {"unit": unit, "what": what, **told})


def dropped(case: Case, key: list[Any], reason: str) -> Event:
    """不予签发: what waited for a signature is not sent, and why."""
    return case.event("dropped", reason=reason, withdrawn=[[*key, "dropped"]])


def liaison_named(now: datetime, unit: str) -> Event:
    """Somebody named the mailbox of the liaison of `unit`; which one, the history does not say."""
    return Event("liaison_named", now, data={"unit": unit})


def substitute_named(now: datetime, unit: str, first: date, last: date) -> Event:
    """Somebody named who gets the letters of `unit` on these days, both inclusive."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return Event("substitute_named", now, data={"unit": unit, **days})
