"""A deadline that moves: by a holiday notice, or because the day it counts from was corrected.

A later date applies at once. An earlier one is announced, and breaches at the later of the new date and the
end of the first working day after the announcement was sent: until then the old breach stands.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.events import Event, instant_text
from campaigns.ladder import RUNG, Pace
from campaigns.lifecycle import (
    ASSIGNED,
    NEW,
    OPENED,
    PENDING,
    TO_SIGN,
    OpenNotice,
    Tracked,
    attention,
    timeline,
)
from deadlines.resolve import Deadline

CALENDAR, CORRECTED, ANNOUNCED = "calendar", "corrected", "announced"
EXTENDED, RESUMED = "extended", "resumed"
#: Of what was withdrawn and is owed again: the event, its news, and why news of the withdrawal is not sent.
RESTORED = "restored"
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Dates:
    """A deadline in force: what is asked for, the exclusive bound, and the last day that counts."""

    target: datetime | None
    breach: datetime | None
    last_day: date | None


def in_force(row: Tracked) -> Dates:
    """The dates that count for `row` now."""
    return Dates(row.target, row.breach, row.last_day)


def is_open(row: Tracked) -> bool:
    """Whether its deadline may still move; what was filed or was past from the start keeps its own."""
    return row.status in {PENDING, OPENED} and row.past is None


def by_plan(row: Tracked) -> bool:
    """Whether its deadline is still the one of the plan: rework 退回修改 has one of its own."""
    return row.due_breach is None and row.returned == 0


def redated(
    row: Tracked,
    new: Deadline,
    pace: Pace,
    now: datetime,
    *,
    cause: str,
    notices: Sequence[OpenNotice] = (),
    at_once: bool = False,
    since: datetime | None = None,
) -> Event:
    """The event by which `new` takes the place of the deadline of `row`, noticed at `now`.

    With `at_once` also an earlier date binds without waiting for its announcement: the error was the unit's.
    What binds by a correction holds from `since`, the day of what was corrected; all else from now.
    """
    by_rule = Dates(new.target, new.breach, new.last_day)
    earlier = row.breach is not None and new.breach is not None and new.breach < row.breach
    # Where nobody is chased nothing is announced, and once the old breach has passed nothing is left to be.
    waits = earlier and not at_once and row.past is None
    stands = waits and row.breach is not None and row.breach <= now
    dates = in_force(row) if stands else _until_announced(row, by_rule, now) if waits else by_rule
    moved = not stands and by_rule != in_force(row)
    version = row.version + 1
    told: list[dict[str, Any]] = []
    dated = row.breach is not None and new.breach is not None
    if moved and row.past is None and dated and (earlier or row.status == OPENED):
        told = [news(replace(row, version=version), "moved", "urgent" if earlier else "digest")]
    # What was to be announced lies behind as well, once the old breach has passed unannounced.
    speaks = _speaks_of_dates if moved else _announces if stands else None
    stale = [[*n.key, "redated"] for n in notices if speaks is not None and speaks(n)]
    if row.past is not None:
        stale += [[*n.key, "redated"] for n in notices if n.occasion.startswith(ASSIGNED)]
    after = replace(_opening(row, new.opens, None if moved else pace), version=version)
    data = _data(after, dates, pace, now, moved=moved)
    data |= {"kind": new.kind, "certificate": new.certificate, "provisional": new.provisional}
    data |= {"cause": cause, "was": _shown(in_force(row)), "notices": told, "withdrawn": stale}
    effective = since if since is not None and dates == by_rule else now
    return Event("redated", effective, row.number, row.id, data)


def announced(row: Tracked, certificate: str, pace: Pace, sent: datetime) -> Event | None:
    """The event by which an earlier date binds, now that its announcement was sent; None where none waits."""
    new, body = by_rule(certificate, pace), json.loads(certificate)
    breach = binding(row, new, pace, sent)
    if not is_open(row) or row.breach is None or breach is None or breach >= row.breach:
        return None
    last_day = (breach - timedelta(microseconds=1)).astimezone(pace.office.zone).date()
    target = min(row.target, breach) if row.target is not None else breach
    after = replace(row, version=row.version + 1)
    data = _data(after, Dates(target, breach, last_day), pace, sent, moved=True)
    data |= {"kind": body["kind"], "certificate": certificate, "provisional": body["provisional"]}
    data |= {"cause": ANNOUNCED, "was": _shown(in_force(row)), "notices": [], "withdrawn": []}
    return Event("redated", sent, row.number, row.id, data)


def caught_up(row: Tracked, pace: Pace, rungs: Collection[int]) -> Tracked:
    """`row` with the `rungs` that it reached behind it, though the days of its ladder were turned since."""
    if row.judged is None:
        return row
    if row.asks_extension:
        # What it reached is behind it also while nothing comes.
        known = caught_up(replace(row, held_from=None), pace, rungs)
        return replace(known, held_from=row.held_from) if known.judged != row.judged else row
    again = max((step.at for step in timeline(row, pace) if step.rung in rungs), default=row.judged)
    if row.breach is not None and row.judged < row.breach:
        again = min(again, row.breach - _SECOND)  # what breaches is told, wherever its rungs have gone
    return replace(row, judged=again) if again > row.judged else row


def rescheduled(row: Tracked, pace: Pace, now: datetime, *, cause: str | None = None) -> Event:
    """The same deadline, whose ladder counts other days now, or by another `cause` is another one."""
    data = {"judged": instant_text(row.judged), "attention": instant_text(attention(row, pace))}
    told = {"cause": cause} if cause is not None else {}
    return Event("rescheduled", now, row.number, row.id, {**data, **told})


def restored(
    row: Tracked,
    new: Deadline,
    pace: Pace,
    now: datetime,
    *,
    cause: str,
    notices: Sequence[OpenNotice] = (),
    told: bool = False,
) -> Event:
    """The event by which the withdrawn `row` is owed again with the deadline `new`.

    It opens when `new` says, or is open at once; of its ladder only what lies ahead is told. The unit is told
    where it was `told` of the thing, or where it is open and chased: where news of the withdrawal has not
    left it is not sent, and only another date is told.
    """
    begun = row.past is not None or (new.opens is not None and new.opens <= now)
    status = OPENED if begun else PENDING
    again = replace(row, status=status, opens=new.opens, runs_from=_runs_from(row, new.opens))
    data = renewed(again, new, pace, now, cause=cause)
    data |= {"status": status, "role": row.role, "row": {"how": None, "closed_at": None}}
    unsent = [[*notice.key, RESTORED] for notice in notices]
    what = _given_back(row, new, told=told or (status == OPENED and row.past is None), unaware=bool(unsent))
    cls = "urgent" if soon(new, pace, now) else "digest"
    after = replace(again, version=row.version + 1)
    data |= {"notices": [news(after, what, cls)] if what else [], "withdrawn": unsent}
    return Event(RESTORED, now, row.number, row.id, data)


def renewed(row: Tracked, new: Deadline, pace: Pace, now: datetime, *, cause: str) -> dict[str, Any]:
    """What an event says that gives `row`, as it is from then on, the deadline `new` as its next version.

    Of the new ladder only what lies ahead is told.
    """
    after = replace(row, version=row.version + 1)
    data = _data(after, Dates(new.target, new.breach, new.last_day), pace, now, moved=True)
    data |= {"kind": new.kind, "certificate": new.certificate, "provisional": new.provisional}
    return data | {"cause": cause, "was": _shown(in_force(row))}


def _given_back(row: Tracked, new: Deadline, *, told: bool, unaware: bool) -> str | None:
    """What is told of a thing owed again: that it is; to who is `unaware` only another date; or nothing."""
    if not unaware:
        return RESTORED if told else None
    dated = row.breach is not None and new.breach is not None
    return "moved" if dated and (row.target, row.breach) != (new.target, new.breach) else None


def soon(new: Deadline, pace: Pace, now: datetime) -> bool:
    """Whether a digest, which may wait until the next working day, could come too late for `new`."""
    asked = new.target if new.target is not None else new.breach
    return asked is not None and asked <= pace.office.end(pace.calendar.add(now.date(), 1))


def news(row: Tracked, what: str, cls: str = "digest") -> dict[str, Any]:
    """The notice to the liaison of the unit of `row`: its version was moved, restored or withdrawn."""
    key = {"version": row.version, "occasion": f"{what}:{row.version}", "recipient": f"{row.unit}/liaison"}
    return {**key, "class": cls, "state": NEW}


def binding(row: Tracked, new: Dates, pace: Pace, sent: datetime) -> datetime | None:
    """From when an earlier date binds if its announcement is sent at `sent`: never after the old breach."""
    if row.breach is None or new.breach is None:
        return None
    first = pace.calendar.add(sent.astimezone(pace.office.zone).date(), 1)
    return min(row.breach, max(new.breach, pace.office.end(first)))


def by_rule(certificate: str, pace: Pace) -> Dates:
    """The dates that a certificate gives, whether or not they bind yet."""
    body = json.loads(certificate)
    if body["breach"] is None:
        return Dates(None, None, None)
    zone = pace.office.zone
    target, breach = (datetime.fromisoformat(body[name]).astimezone(zone) for name in ("target", "breach"))
    return Dates(target, breach, date.fromisoformat(body["last_day"]))


def deadline_in_force(row: Tracked, certificate: str) -> Deadline:
    """The deadline of `row`, whose certificate is given, as it stands on record."""
    body = json.loads(certificate)
    dates = (row.opens, row.target, row.breach, row.last_day)
    return Deadline(body["kind"], *dates, certificate, provisional=body["provisional"])


def _until_announced(row: Tracked, by_rule: Dates, now: datetime) -> Dates:
    """An earlier date is asked for at once where it still can be, and does not bind yet."""
    target = by_rule.target if by_rule.target is not None and by_rule.target > now else row.breach
    return Dates(target, row.breach, row.last_day)


def _opening(row: Tracked, opens: datetime | None, same: Pace | None) -> Tracked:
    """`row` as it `opens` now; with the `same` dates what it reached by shares of its time is behind it."""
    if opens is None or opens == row.opens:
        return row
    after = replace(row, opens=opens, runs_from=_runs_from(row, opens))
    return after if same is None else caught_up(after, same, _behind(row, same))


def _behind(row: Tracked, pace: Pace) -> set[int]:
    """The rungs of `row` that were looked at."""
    steps = timeline(replace(row, held_from=None, held_until=None), pace)
    looked_at = [step for step in steps if row.judged is not None and step.at <= row.judged]
    return {step.rung for step in looked_at if step.kind == RUNG}


def _runs_from(row: Tracked, opens: datetime | None) -> datetime | None:
    """Since when the time of `row` runs if it now `opens` so: the days of a pause stay, as does a return."""
    if row.runs_from is None or row.opens is None or opens is None or not by_plan(row):
        return row.runs_from
    return row.runs_from + (opens - row.opens)


def _speaks_of_dates(notice: OpenNotice) -> bool:
    return notice.occasion.startswith(("rung:", TO_SIGN, "moved:"))


def _announces(notice: OpenNotice) -> bool:
    return notice.occasion.startswith("moved:")


def _data(row: Tracked, dates: Dates, pace: Pace, now: datetime, *, moved: bool) -> dict[str, Any]:
    """What the row of `row` becomes; what time brought about for the old dates is not told again."""
    judged = row.judged
    if moved:
        judged = None
        if row.status != PENDING:
            # Of the new dates, what lies behind us is only told from the breach on.
            judged = min(now, dates.breach - _SECOND) if dates.breach is not None else now
            if row.judged is not None and dates.breach == row.breach:
                # The breach stands: that it has passed was told, and so was every rung since.
                judged = max(judged, row.judged)
    after = replace(row, target=dates.target, breach=dates.breach, last_day=dates.last_day, judged=judged)
    return {
        "version": row.version,
        "past": row.past,
        "opens": instant_text(row.opens),
        **({"runs_from": instant_text(row.runs_from)} if row.runs_from is not None else {}),
        **_shown(dates),
        "judged": instant_text(judged),
        "attention": instant_text(attention(after, pace)),
    }


def _shown(dates: Dates) -> dict[str, str | None]:
    last = dates.last_day.isoformat() if dates.last_day is not None else None
    return {"target": instant_text(dates.target), "breach": instant_text(dates.breach), "last_day": last}
