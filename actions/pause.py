"""Pause 暂停计时 for causes that rule or law name, and resume; the days between do not count."""

from datetime import date

from actions.acts import Act, acting
from actions.amend import planned_on_record
from actions.delays import keeping_delays
from actions.extend import law, worked_out
from actions.house import ActionError, House
from actions.review import Decided
from campaigns.deciding import extending
from campaigns.deciding.who import refuse_unless_granted
from campaigns.events import Actor
from campaigns.lifecycle import SUSPENDED, Tracked
from deadlines.counting import Pause
from deadlines.law import NotAllowedError, refuse_pause
from deadlines.recompute import prolonged
from store import obligations


def pause(house: House, key: str, actor: Actor, *, cause: str, first: date | None = None) -> Decided:
    """Stop the clock for `cause` from the day `first`, else today, on; that day does not count.

    Raises ActionError for another cause, after the breach, and for a day to come or before it opens.
    """
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("pause", act.row, actor)
        day = first or _today(act)
        _refuse_without_clock(act, day)
        try:
            refuse_pause(law(act), Pause(cause, day, day))
        except NotAllowedError as error:
            raise ActionError(error.said("zh"), error.said("en")) from None
        act.append([extending.paused(act.case, day, cause)], actor)
        return Decided(key, SUSPENDED)


def resume(house: House, key: str, actor: Actor, *, day: date | None = None) -> Decided:
    """Let the clock go on with `day`, else today, which counts again; the deadline is so much later.

    Raises ActionError for a day to come or before the pause.
    """
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("resume", act.row, actor)
        today = _today(act)
        since, resumes = act.row.paused_on or today, day or today
        if not since <= resumes <= today:
            raise ActionError(
                f"恢复日应在暂停之日{since}和今天{today}之间",
                f"it resumes between {since} and today, {today}",
            )
        stood = Pause(act.row.pause_cause or "", since, resumes)
        certificate = _overtaken(act)
        new = worked_out(lambda: prolonged(certificate, act.house.calendars, pauses=(stood,)))
        event = extending.resumed(act.case, new, resumes)
        act.append([event], actor)
        return Decided(key, event.data["status"], new.target, new.breach)


def _overtaken(act: Act) -> str:
    """The certificate by what is on record now: amendments and corrections pass by whose clock stands.

    What nothing asks for any more keeps its own. (A day of the office's own cannot be paused.)
    """
    stored, connection = act.certificate(), act.connection
    first: Tracked | None = act.row
    while first is not None and first.origin is not None:
        first = obligations.by_id(connection, act.record.key, first.origin, act.record.zone)
    asked = [one for one in planned_on_record(connection, act.record) if first and one.id == first.id]
    kept = keeping_delays(asked, {one.id: stored for one in asked}, act.house.calendars)
    return next((one.deadline.certificate for one in kept), stored)


def _today(act: Act) -> date:
    return act.now.astimezone(act.record.zone).date()


def _refuse_without_clock(act: Act, day: date) -> None:
    row, today = act.row, _today(act)
    if row.breach is None or row.breach <= act.now or row.asks_extension or row.past is not None:
        raise ActionError(
            f"“{row.id}”没有在走的期限（未定期限、已逾期或延期待批），不能暂停",
            f"no clock of “{row.id}” is running (undated, overdue, or an extension is undecided)",
        )
    opened = row.opens.astimezone(act.record.zone).date() if row.opens is not None else day
    if day > today or day < opened:
        raise ActionError(
            f"暂停只能从{opened}到今天{today}之间的某一天算起",
            f"it pauses from a day between {opened} and {today}",
        )
