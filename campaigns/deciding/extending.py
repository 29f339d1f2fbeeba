"""More time: an extension 延期 asked for and decided, the clock paused 暂停计时 and resumed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.deciding.case import Case
from campaigns.deciding.filing import ASKING
from campaigns.deciding.review import a_working_day_on, held
from campaigns.events import Event, instant_text
from campaigns.lifecycle import OPENED, PENDING, SUSPENDED, TO_SIGN
from campaigns.redating import EXTENDED, RESUMED, redated
from deadlines.resolve import Deadline


def extension_asked(case: Case, *, until: date, reason: str, progress: str) -> Event:
    """延期待批: while it is undecided, the unit is neither urged nor late; the office is told."""
    after = replace(case.row, held_from=case.now, held_until=None)
    asked = {"kind": "extension", "reason": reason, "wanted": until.isoformat(), "progress": progress}
    told = [case.notice("asked", case.office)]
    unsent = case.unsent("undecided", lambda occasion: occasion.startswith(("rung:", TO_SIGN)))
    return case.event("asked", **asked, row=held(after, case.pace), notices=told, withdrawn=unsent)


def endorsed(case: Case, request: int, leader: str | None) -> Event:
    """The first of two signatures; the mailbox `leader` is told that the second waits."""
    told = [case.notice("endorsed", leader)] if leader is not None else []
    return case.event("endorsed", answers=request, state="endorsed", answer=None, notices=told)


def extended(case: Case, new: Deadline, request: int | None, approved_by: str | None) -> Event:
    """The extension is granted: a new version of the deadline, the original one kept beside it.

    `request` is the sequence of what asked for it, `approved_by` the commitment to who approved on paper.
    """
    row = replace(case.row, held_from=None, held_until=None)
    event = redated(row, new, case.pace, case.now, cause=EXTENDED, notices=case.notices)
    answer = {} if request is None else {"answers": request, "state": "granted", "answer": None}
    cells = {"held_from": None, "held_until": None, **_original(case)}
    return replace(event, data={**event.data, **answer, "approved_by": approved_by, "row": cells})


def extension_refused(case: Case, request: int, answer: str) -> Event:
    """The original date stands; one whole working day passes before any rung."""
    after = replace(case.row, held_until=a_working_day_on(case.pace, case.now))
    decision = {"answers": request, "state": "refused", "answer": answer}
    return case.event("refused", **decision, row=held(after, case.pace), notices=[case.notice("refused")])


def paused(case: Case, first: date, cause: str) -> Event:
    """暂停计时: the clock stands from the day `first` on, which does not count; no rung is climbed."""
    cells = {"status": SUSPENDED, "paused_on": first.isoformat(), "pause_cause": cause, "attention": None}
    unsent = case.unsent("paused", lambda occasion: occasion.startswith(ASKING))
    told = [case.notice("paused", urgent=False)]
    return case.event("paused", cause=cause, row=cells, notices=told, withdrawn=unsent)


def resumed(case: Case, new: Deadline, day: date) -> Event:
    """The clock goes on with `day`: a new version of the deadline, later by the days that did not count."""
    status = PENDING if case.row.opens is not None and case.row.opens > case.now else OPENED
    running = replace(case.row, status=status, paused_on=None, pause_cause=None)
    running = replace(running, runs_from=_without_pause(case, day))
    event = redated(running, new, case.pace, case.now, cause=RESUMED, notices=case.notices)
    cells = {"paused_on": None, "pause_cause": None, **_original(case)}
    return replace(event, data={**event.data, "status": status, "row": cells})


def _without_pause(case: Case, day: date) -> datetime | None:
    """Since when its time runs: the days from the one on which the clock stood up to `day` do not count."""
    row, office = case.row, case.pace.office
    since = row.runs_from or row.opens
    if since is None or row.paused_on is None:
        return row.runs_from
    stood = office.at(day) - max(since, office.at(row.paused_on))
    return since + max(stood, timedelta(0))


def _original(case: Case) -> dict[str, Any]:
    """The dates before any delay, kept once and for all; rework has none of its own."""
    row = case.row
    if row.returned or row.original_breach is not None or row.last_day is None:
        return {}
    return {"original_breach": instant_text(row.breach), "original_day": row.last_day.isoformat()}
