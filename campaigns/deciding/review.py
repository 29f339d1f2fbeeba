"""Review 审核: what was filed is accepted, returned for rework, or taken as not filed; what is let go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from campaigns.deciding.case import Case
from campaigns.events import Event, instant_text
from campaigns.ladder import Pace
from campaigns.lifecycle import CLOSED, OPENED, attention
from campaigns.redating import renewed, restored
from deadlines.anchors import After, Amount
from deadlines.facts import Facts, Trigger
from deadlines.language import Rule
from deadlines.resolve import Deadline, resolve
from deadlines.workdays import WorkCalendar

#: What a return gives where nothing is declared.
USUAL_REWORK = Amount(working_days=2)
_PHRASES = {"working_days": "退回后{}个工作日内", "days": "退回后{}日内", "months": "退回后{}个月内"}


def accepted(case: Case) -> Event:
    """审核通过: closed by review; whether it was in time was settled when it was received."""
    cells = {"status": CLOSED, "how": "accepted", "closed_at": instant_text(case.now)}
    return case.event("accepted", version=case.row.filings, row=cells)


def rework_deadline(amount: Amount, case: Case, calendar: WorkCalendar) -> Deadline:
    """The deadline of what is returned now: so long after today, which is not counted."""
    unit = amount.given[0]
    count = getattr(amount, unit)
    rule = Rule(text=_PHRASES[unit].format(count), after=After(event="returned", **{unit: count}))
    office = case.pace.office
    trigger = Trigger("returned", case.now.astimezone(office.zone).date())
    return resolve(rule, calendar=calendar, office=office, facts=Facts(trigger=trigger))


def returned(case: Case, rework: Deadline, reason: str, *, again: bool = False) -> Event:
    """退回修改, or with `again` 重新办理 of what was closed: to be filed once more by `rework`.

    The verdict of the first filing stays: its deadline is kept beside the new one.
    """
    row, kind = case.row, "reopened" if again else "returned"
    open_again = replace(row, status=OPENED, held_from=None, held_until=None, runs_from=case.now)
    data = renewed(open_again, rework, case.pace, case.now, cause=kind)
    cells = {
        "due_breach": instant_text(row.due_breach or row.breach),
        "due_day": _day(row.due_day or row.last_day),
        "returned": row.returned + 1,
        **dict.fromkeys(("reworked", "how", "closed_at", "held_from", "held_until")),
    }
    told = [case.notice(kind, version=row.version + 1)]
    return case.event(kind, **data, status=OPENED, reason=reason, row=cells, notices=told)


def asked_again(case: Case, deadline: Deadline, reason: str) -> Event:
    """重新办理 of what was waived or withdrawn, and never filed: owed again by `deadline`, its own."""
    event = restored(case.row, deadline, case.pace, case.now, cause="reopened")
    told = [case.notice("reopened", version=case.row.version + 1)]
    return replace(event, data={**event.data, "reason": reason, "notices": told})


def not_filed_proposed(case: Case, reason: str) -> Event:
    """The office proposes to take what was filed as none, and says why; a leader signs."""
    return case.event("asked", kind="disregard", reason=reason, wanted=None, progress=None)


def disregarded(case: Case, request: int) -> Event:
    """视为未报送: as if nothing had been filed; the deadline in force stands.

    No rung is climbed before one whole working day has passed. `request` is the sequence of the proposal.
    """
    row = case.row
    came = row.reworked if row.returned else row.first_received
    since = max((at for at in (came, row.judged) if at is not None), default=case.now)
    first = row.first_received if row.returned else None
    after = replace(row, status=OPENED, first_received=first, reworked=None, done_on=None)
    after = replace(after, held_from=since, held_until=a_working_day_on(case.pace, case.now))
    cells = {"status": OPENED, "first_received": instant_text(first), "reworked": None, "done_on": None}
    cells |= held(after, case.pace)
    answer = {"answers": request, "state": "granted", "answer": None}
    return case.event(
        "disregarded", version=row.filings, **answer, row=cells, notices=[case.notice("disregarded")]
    )


def waived(case: Case, reason: str) -> Event:
    """免报: closed without a filing; in no rate."""
    cells = {"status": CLOSED, "how": "waived", "closed_at": instant_text(case.now), "attention": None}
    cells |= {"held_from": None, "held_until": None}
    return _let_go(case, "waived", "waived", reason, cells)


def taken_out(case: Case, reason: str) -> Event:
    """撤销: the office no longer asks for it."""
    return _let_go(case, "withdrawn", "taken_back", reason, {"how": "office"}, cause="office")


def a_working_day_on(pace: Pace, now: datetime) -> datetime:
    """The opening of the second working day after `now`: one whole working day lies between."""
    return pace.office.opening(pace.calendar.add(now.astimezone(pace.office.zone).date(), 2))


def held(after: Any, pace: Pace) -> dict[str, str | None]:
    """The cells by which rungs wait, and what to look at next."""
    return {
        "held_from": instant_text(after.held_from),
        "held_until": instant_text(after.held_until),
        "attention": instant_text(attention(after, pace)),
    }


def _let_go(
    case: Case, kind: str, occasion: str, reason: str, cells: Mapping[str, Any], **more: str
) -> Event:
    told = [case.notice(occasion, urgent=False)]
    return case.event(kind, reason=reason, row=cells, withdrawn=case.unsent(kind), notices=told, **more)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
