"""Transfer 转办: the old obligation is withdrawn, a linked one opens for another unit."""

from dataclasses import replace

from campaigns.deciding.case import Case
from campaigns.events import Event, instant_text
from campaigns.lifecycle import TRANSFERRED
from campaigns.plan import Planned
from campaigns.planned import planned_event


def transfer_asked(case: Case, to: str | None, reason: str) -> Event:
    """申请改派, perhaps to the unit `to`; the clock goes on until the office has decided."""
    told = [case.notice("asked", case.office)]
    return case.event("asked", kind="transfer", reason=reason, wanted=to, progress=None, notices=told)


def transfer_refused(case: Case, request: int, answer: str) -> Event:
    """The unit keeps it."""
    told = [case.notice("refused")]
    return case.event("refused", answers=request, state="refused", answer=answer, notices=told)


def transferred(case: Case, one: Planned, number: int, reason: str, request: int | None) -> list[Event]:
    """The obligation ends, and `one` begins with `number`: each says where it went or came from."""
    answer = {} if request is None else {"answers": request, "state": "granted", "answer": reason}
    gone = case.event(
        "withdrawn",
        cause="transferred",
        to=one.id,
        reason=reason,
        row={"how": TRANSFERRED},
        withdrawn=case.unsent("transferred"),
        notices=[case.notice("transferred", urgent=False)],
        **answer,
    )
    begun = planned_event(one, number, case.pace, case.now)
    # By the same deadline, of the same time so much is gone.
    same = case.row.runs_from is not None and one.deadline.opens == case.row.opens
    since = {"runs_from": instant_text(case.row.runs_from)} if same else {}
    told = [case.notice("received", f"{one.unit}/liaison", version=1)]
    return [gone, replace(begun, data={**begun.data, **since, "origin": case.row.id, "notices": told})]
