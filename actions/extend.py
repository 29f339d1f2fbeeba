"""Extend 延期: asked for by a unit before the breach, decided by one signature or two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from actions.acts import Act, acting, plain
from actions.house import ActionError, House
from actions.people import committed
from actions.review import REASON, Decided
from campaigns.deciding import extending
from campaigns.deciding.who import LEADER, refuse_unless_granted
from campaigns.events import Actor
from deadlines.counting import Extension
from deadlines.language import Extend
from deadlines.law import Applied, NotAllowedError
from deadlines.recompute import law_of, prolonged
from deadlines.resolve import Deadline
from deadlines.workdays import OutsideCalendarError


@dataclass(frozen=True, slots=True)
class Longer:
    """How much more time is given: exactly one of them."""

    until: date | None = None
    working_days: int | None = None
    days: int | None = None


def ask(house: House, key: str, actor: Actor, *, until: date, reason: str, progress: str) -> Decided:
    """申请延期: the unit asks, before the breach, for `until`, with its reason and how far it has come.

    Raises ActionError after the breach, for an earlier day, and while another request is undecided.
    """
    with acting(house, key, house.now(), guess=False) as act:
        row = act.row
        refuse_unless_granted("ask_extension", row, actor)
        _refuse_without_time(act, until)
        limit = law(act).rule.extend
        # Whether any is given at all; by how much is measured when it is decided.
        lengths = dict.fromkeys(limit.given, 1) if limit is not None else {"until": until}
        approver = limit.approver if limit is not None else None
        _given(act, Extension(**lengths, approver=approver))
        why, so_far = plain(reason, REASON), plain(progress, ("目前进展", "how far it has come"))
        act.append([extending.extension_asked(act.case, until=until, reason=why, progress=so_far)], actor)
        return Decided(key, row.status, row.target, row.breach)


def grant(
    house: House, key: str, actor: Actor, longer: Longer | None = None, *, approved_by: str | None = None
) -> Decided:
    """批准延期: as asked, or by `longer`; where two sign, the office's is the first, a leader's the second.

    `approved_by` names who approved on paper what the rule reserves to them; the history keeps a commitment.
    Without a request of the unit, `longer` says how much. Raises ActionError for what rule or law do not
    give, and for a day that is not later.
    """
    with acting(house, key, house.now()) as act:
        limit, request = law(act).rule.extend, act.request("extension")
        if limit is not None and limit.signatures > 1 and actor.role != LEADER:
            return _endorse(act, actor)
        refuse_unless_granted("extend", act.row, actor)
        if longer is None and request is None:
            raise ActionError(
                f"“{key}”没有申请延期：请写明延至哪一天或延长几天", f"“{key}” did not ask: say until when"
            )
        if longer is None and request is not None:
            longer = Longer(until=date.fromisoformat(request.wanted or ""))
        entitled = actor.role == LEADER or approved_by is not None
        extension = _extension(longer or Longer(), limit, entitled=entitled)
        _refuse_earlier(act, extension)
        new = _given(act, extension)
        if new.breach is not None and new.breach <= act.now:
            raise ActionError(
                f"延长后的期限{new.last_day}也已过：请延到今天以后",
                f"the longer deadline, {new.last_day}, has passed as well: grant a later one",
            )
        sequence = request.sequence if request is not None else None
        commitment = committed(act.connection, approved_by)
        act.append([extending.extended(act.case, new, sequence, commitment)], actor)
        return Decided(key, act.row.status, new.target, new.breach)


def refuse(house: House, key: str, actor: Actor, *, reason: str) -> Decided:
    """不予延期: the date stands, and one whole working day passes before any rung."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("refuse_extension", act.row, actor)
        request = act.request("extension")
        if request is None:
            raise _nothing_asked(key)
        answer = plain(reason, REASON)
        act.append([extending.extension_refused(act.case, request.sequence, answer)], actor)
        return Decided(key, act.row.status, act.row.target, act.row.breach)


def law(act: Act) -> Applied:
    """The rule of the deadline in force, under its law."""
    return law_of(act.certificate())


def worked_out(work: Callable[[], Deadline]) -> Deadline:
    """The deadline that `work` gives; raises ActionError where rule, law or calendar do not."""
    try:
        return work()
    except NotAllowedError as error:
        raise ActionError(error.said("zh"), error.said("en")) from None
    except OutsideCalendarError as error:
        raise ActionError(
            f"{error.day}起算超出日历范围{error.first}至{error.last}",
            f"from {error.day} it leaves the calendar {error.first} to {error.last}",
        ) from None


def _given(act: Act, extension: Extension) -> Deadline:
    """The deadline with `extension`."""
    return worked_out(lambda: prolonged(act.certificate(), act.house.calendars, extensions=(extension,)))


def _endorse(act: Act, actor: Actor) -> Decided:
    """The office's signature, the first of two."""
    refuse_unless_granted("endorse_extension", act.row, actor)
    request, key = act.request("extension"), act.row.id
    if request is None:
        raise _nothing_asked(key)
    if request.state == "endorsed":
        raise ActionError(f"“{key}”的延期已会签，等待领导批准", f"“{key}” is endorsed and waits for a leader")
    group = act.record.planner.campaign.leading_group
    leader = f"{act.record.key}/leading_group" if group is not None else None
    act.append([extending.endorsed(act.case, request.sequence, leader)], actor)
    return Decided(key, act.row.status, act.row.target, act.row.breach)


def _extension(longer: Longer, limit: Extend | None, *, entitled: bool) -> Extension:
    """The extension, with who approves it in the words of the rule."""
    approver = limit.approver if limit is not None and entitled else None
    try:
        return Extension(longer.working_days, longer.days, None, longer.until, approver)
    except ValueError:
        raise ActionError(
            "请写明延至哪一天，或延长几个工作日、几天：三者选一",
            "say until when, or by how many working days or days: one of them",
        ) from None


def _refuse_without_time(act: Act, until: date) -> None:
    """An extension is asked for before the breach of something dated, once at a time, for a later day."""
    row = act.row
    if row.breach is None or row.last_day is None or row.past is not None:
        raise _no_clock(row.id)
    if row.breach <= act.now:
        raise ActionError(
            f"“{row.id}”已过截止时间，不能再申请延期：请尽快报送并附情况说明",
            f"“{row.id}” is past its deadline: file now and say why",
        )
    if row.asks_extension:
        raise ActionError(f"“{row.id}”延期待批，不用再申请", f"“{row.id}” waits for a decision already")
    if until <= row.last_day:
        raise _not_later(row.last_day)


def _refuse_earlier(act: Act, extension: Extension) -> None:
    last = act.row.last_day
    if last is None or act.row.past is not None:
        raise _no_clock(act.row.id)
    if extension.until is not None and extension.until <= last:
        raise _not_later(last)


def _no_clock(key: str) -> ActionError:
    return ActionError(f"“{key}”没有在走的期限，不用延期", f"“{key}” has no running deadline")


def _not_later(last: date) -> ActionError:
    return ActionError(f"应晚于现在的期限{last}", f"it must be later than the deadline in force, {last}")


def _nothing_asked(key: str) -> ActionError:
    return ActionError(f"“{key}”没有待批的延期申请", f"no extension of “{key}” waits for a decision")
