"""Transfer 转办: the office gives an obligation to another unit; a unit may ask for it 申请改派."""

from datetime import date

from actions.acts import Act, acting, plain, unit_of
from actions.house import ActionError, House
from actions.review import REASON, Decided
from campaigns.deciding import handing_over
from campaigns.deciding.who import refuse_unless_granted
from campaigns.events import Actor
from campaigns.happened import item_name, owner_and_number
from campaigns.plan import Planned
from campaigns.redating import deadline_in_force
from deadlines.anchors import Undated
from deadlines.certificate import read
from deadlines.facts import Facts
from deadlines.language import Rule
from deadlines.resolve import Deadline, resolve
from store import obligations


def ask(house: House, key: str, actor: Actor, *, reason: str, to: str | None = None) -> Decided:
    """申请改派: the unit says why it is not the right one, and who would be; the clock goes on."""
    with acting(house, key, house.now(), guess=False) as act:
        refuse_unless_granted("ask_transfer", act.row, actor)
        if act.request("transfer") is not None:
            raise ActionError(f"“{key}”已申请改派，等待办理", f"“{key}” asked for a transfer already")
        unit = unit_of(act.record, to) if to is not None else None
        act.append([handing_over.transfer_asked(act.case, unit, plain(reason, REASON))], actor)
        return Decided(key, act.row.status, act.row.target, act.row.breach)


def refuse(house: House, key: str, actor: Actor, *, reason: str) -> Decided:
    """不予改派: the unit keeps it."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("refuse_transfer", act.row, actor)
        request = act.request("transfer")
        if request is None:
            raise ActionError(f"“{key}”没有申请改派", f"“{key}” asked for no transfer")
        answer = plain(reason, REASON)
        act.append([handing_over.transfer_refused(act.case, request.sequence, answer)], actor)
        return Decided(key, act.row.status, act.row.target, act.row.breach)


def transfer(
    house: House, key: str, actor: Actor, *, to: str, reason: str, by: date | None = None
) -> Decided:
    """转办 to the unit `to`, which owes it by the same deadline, or by the day `by` that the office sets.

    Raises ActionError for a unit that owes the same already or owes nothing here, and where the deadline has
    passed and no day is set.
    """
    with acting(house, key, house.now()) as act:
        row = act.row
        refuse_unless_granted("transfer", row, actor)
        unit = _receiver(act, to)
        deadline = _set_by_office(act, by) if by is not None else deadline_in_force(row, act.certificate())
        if deadline.breach is not None and deadline.breach <= act.now:
            raise ActionError(
                "原期限已过：请为接办单位另定期限（--by 2017-11-03）",
                "the deadline has passed: set one for the unit that takes it over (--by 2017-11-03)",
            )
        request = act.request("transfer")
        item = item_name(unit, *owner_and_number(row.item, row.unit)) if row.item is not None else None
        of = item or row.period
        new = "/".join([act.record.key, row.task, unit, *([of] if of else [])])
        if obligations.by_id(act.connection, act.record.key, new, act.record.zone) is not None:
            raise ActionError(f"“{new}”已有该单位的同一事项，不能再转入", f"“{new}” is there already")
        one = Planned(new, row.task, unit, row.role, of, item, deadline, None)
        number = obligations.last_number(act.connection, act.record.key) + 1
        asked = request.sequence if request is not None else None
        events = handing_over.transferred(act.case, one, number, plain(reason, REASON), asked)
        act.append(events, actor)
        return Decided(new, events[1].data["status"], deadline.target, deadline.breach)


def _receiver(act: Act, name: str) -> str:
    """The unit that takes it over; raises ActionError for one that owes nothing here."""
    unit = unit_of(act.record, name)
    known = act.record.planner.declaration.units[unit]
    if known.outside or unit in act.record.left or unit == act.row.unit:
        raise ActionError(f"不能转给“{known.short}”", f"it cannot go to “{known.short}”")
    return unit


def _set_by_office(act: Act, by: date) -> Deadline:
    """A deadline on the day `by`, marked as the office's."""
    rule = read(act.certificate())["rule"]
    mine = Rule(text=rule["text"], source=rule.get("source"), undated=Undated(by_office=by))
    planner = act.record.planner
    return resolve(mine, calendar=planner.calendar, office=planner.office, facts=Facts(opens=act.now))
