"""Review 审核: the office accepts, returns, or proposes to take as not filed; and what it lets go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from actions.acts import Act, acting, acting_on, plain
from actions.house import ActionError, House
from campaigns.deciding import review
from campaigns.deciding.who import refuse_unless_granted
from campaigns.events import Actor
from campaigns.lifecycle import CLOSED, OPENED, TAKEN_OUT
from campaigns.redating import deadline_in_force
from deadlines.anchors import Amount
from deadlines.law import NotAllowedError, refuse_waiver
from deadlines.recompute import law_of

REASON = ("理由", "why")


@dataclass(frozen=True, slots=True)
class Decided:
    """An obligation as it is after a decision."""

    id: str
    status: str
    #: What people are asked for next, and from when it is late; None where nothing more is asked.
    target: datetime | None = None
    breach: datetime | None = None


def accept(house: House, keys: Iterable[str], actor: Actor) -> tuple[Decided, ...]:
    """Close what was filed under these ids, all of one campaign: all of them, or none.

    Raises ActionError for an unknown one and RefusalError for one that does not wait for review.
    """
    with acting_on(house, keys, house.now()) as acts:
        for act in acts:
            refuse_unless_granted("accept", act.row, actor)
            act.append([review.accepted(act.case)], actor)
        return tuple(Decided(act.row.id, CLOSED) for act in acts)


def return_(house: House, key: str, actor: Actor, *, reason: str, within: Amount | None = None) -> Decided:
    """Give the filing of `key` back for rework, `within` so long, else as declared; and why."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("return", act.row, actor)
        return _again(act, actor, reason, within, again=False)


def reopen(house: House, key: str, actor: Actor, *, reason: str, within: Amount | None = None) -> Decided:
    """Ask again for what was closed, waived or withdrawn by the office; and why.

    What was filed keeps its verdict and has `within` for more, else as declared; what was not is owed by its
    own deadline. Raises ActionError for what an amendment or a transfer took out.
    """
    with acting(house, key, house.now()) as act:
        row, reason = act.row, plain(reason, REASON)
        refuse_unless_granted("reopen", row, actor)
        if row.status == TAKEN_OUT and row.how != "office":
            raise ActionError(
                f"“{key}”由补充通知撤销或已转办，不能重新办理：请修改申报文件，或在转办后的单位办理",
                f"“{key}” was withdrawn by an amendment or transferred: amend the declaration instead",
            )
        if row.status != TAKEN_OUT and row.filings:
            return _again(act, actor, reason, within, again=True)
        event = review.asked_again(act.case, deadline_in_force(row, act.certificate()), reason)
        act.append([event], actor)
        return Decided(key, event.data["status"], row.target, row.breach)


def propose_not_filed(house: House, key: str, actor: Actor, *, reason: str) -> Decided:
    """Propose to take the filing of `key` as not filed; it takes a leader's signature."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("propose_not_filed", act.row, actor)
        if act.request("disregard") is not None:
            raise ActionError(f"“{key}”已提请，等待签批", f"“{key}” was proposed already: a leader signs")
        act.append([review.not_filed_proposed(act.case, plain(reason, REASON))], actor)
        return Decided(key, act.row.status)


def take_as_not_filed(house: House, key: str, actor: Actor) -> Decided:
    """Sign what the office proposed: the filing of `key` counts as none, and its deadline stands."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("take_as_not_filed", act.row, actor)
        request = act.request("disregard")
        if request is None:
            raise ActionError(
                f"“{key}”没有提请视为未报送：先由督办员提请",
                f"nobody proposed to take “{key}” as not filed: the coordinator does first",
            )
        act.append([review.disregarded(act.case, request.sequence)], actor)
        return Decided(key, OPENED, act.row.target, act.row.breach)


def waive(house: House, key: str, actor: Actor, *, reason: str) -> Decided:
    """免报: nothing is asked any more and it is in no rate; refused where the deadline rests on law."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("waive", act.row, actor)
        try:
            refuse_waiver(law_of(act.certificate()))
        except NotAllowedError as error:
            raise ActionError(error.said("zh"), error.said("en")) from None
        act.append([review.waived(act.case, plain(reason, REASON))], actor)
        return Decided(key, CLOSED)


def withdraw(house: House, key: str, actor: Actor, *, reason: str) -> Decided:
    """撤销: the office takes one obligation back, as an amendment would; what is overdue stays owed."""
    with acting(house, key, house.now()) as act:
        refuse_unless_granted("withdraw", act.row, actor)
        if act.row.breach is not None and act.row.breach <= act.now and act.row.past is None:
            raise ActionError(f"“{key}”已逾期，不能撤销", f"“{key}” is overdue: it stays owed")
        act.append([review.taken_out(act.case, plain(reason, REASON))], actor)
        return Decided(key, TAKEN_OUT)


def _again(act: Act, actor: Actor, reason: str, within: Amount | None, *, again: bool) -> Decided:
    """Ask for more of what was filed, by a deadline of its own."""
    planner, row = act.record.planner, act.row
    reason = plain(reason, REASON)
    amount = within or planner.campaign.tasks[row.task].rework or review.USUAL_REWORK
    rework = review.rework_deadline(amount, act.case, planner.calendar)
    act.append([review.returned(act.case, rework, reason, again=again)], actor)
    return Decided(row.id, OPENED, rework.target, rework.breach)
