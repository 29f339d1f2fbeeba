"""The interface's acts on obligations: each one function of `actions/`, as on the command line."""

from collections.abc import Callable, Iterable

from fastapi.responses import Response

from actions import extend, hand_over, pause, review, sign, tell
from actions.seeing import campaign_seen, urgeable_seen
from deadlines.anchors import Amount
from web.api import asked, told
from web.api.interface import V1, acted, seen
from web.api.interface import router as made
from web.language import words
from web.rules import allowed, bearer
from web.visit import Here, Visit

router = made()
ONE = f"{V1}/obligations/{{key:path}}"


# --- review -------------------------------------------------------------------------------------------------


@router.post(f"{V1}/acceptances", response_model=told.DecidedMany, summary=words("审核通过，一件或多件"))
@allowed(bearer("coordinator"))
def accept(visit: Here, body: asked.Keys) -> Response:
    """Accept what was filed under these ids: all of them, or none."""

    def act() -> told.DecidedMany:
        seen(visit, body.ids)
        return told.DecidedMany(decided=_each(review.accept(visit.house, body.ids, visit.actor)))

    return acted(visit, act, body)


@router.post(f"{ONE}/return", response_model=told.Decided, summary=words("退回一件，要求修改"))
@allowed(bearer("coordinator"))
def return_(visit: Here, key: str, body: asked.Returned) -> Response:
    """Give a filing back for rework."""
    within = _working_days(body.working_days)
    return _decide(
        *(visit, key, body),
        lambda: review.return_(visit.house, key, visit.actor, reason=body.reason, within=within),
    )


@router.post(f"{ONE}/reopening", response_model=told.Decided, summary=words("重新办理已办结的一件"))
@allowed(bearer("coordinator"))
def reopen(visit: Here, key: str, body: asked.Returned) -> Response:
    """Ask again for what was closed."""
    within = _working_days(body.working_days)
    return _decide(
        *(visit, key, body),
        lambda: review.reopen(visit.house, key, visit.actor, reason=body.reason, within=within),
    )


@router.post(f"{ONE}/not-filed-proposal", response_model=told.Decided, summary=words("提请把报送视为未报送"))
@allowed(bearer("coordinator"))
def propose_not_filed(visit: Here, key: str, body: asked.Why) -> Response:
    """Propose to take a filing as not filed."""
    return _decide(
        *(visit, key, body),
        lambda: review.propose_not_filed(visit.house, key, visit.actor, reason=body.reason),
    )


@router.post(f"{ONE}/not-filed", response_model=told.Decided, summary=words("签批把报送视为未报送"))
@allowed(bearer("leader"))
def take_as_not_filed(visit: Here, key: str) -> Response:
    """Sign what the office proposed."""
    return _decide(visit, key, None, lambda: review.take_as_not_filed(visit.house, key, visit.actor))


@router.post(f"{ONE}/waiver", response_model=told.Decided, summary=words("一件免报"))
@allowed(bearer("coordinator"))
def waive(visit: Here, key: str, body: asked.Why) -> Response:
    """Nothing is asked any more."""
    return _decide(visit, key, body, lambda: review.waive(visit.house, key, visit.actor, reason=body.reason))


@router.post(f"{ONE}/withdrawal", response_model=told.Decided, summary=words("撤销一件"))
@allowed(bearer("coordinator"))
def withdraw(visit: Here, key: str, body: asked.Why) -> Response:
    """The office takes an obligation back."""
    return _decide(
        visit, key, body, lambda: review.withdraw(visit.house, key, visit.actor, reason=body.reason)
    )


# --- deadlines ----------------------------------------------------------------------------------------------


@router.post(f"{ONE}/extension-request", response_model=told.Decided, summary=words("单位申请延期"))
@allowed(bearer("unit"))
def ask_extension(visit: Here, key: str, body: asked.ExtensionAsked) -> Response:
    """The unit asks for more time."""
    said = {"until": body.until, "reason": body.reason, "progress": body.progress}
    return _decide(visit, key, body, lambda: extend.ask(visit.house, key, visit.actor, **said))  # type: ignore[arg-type]


@router.post(f"{ONE}/extension", response_model=told.Decided, summary=words("批准延期，或会签"))
@allowed(bearer("coordinator", "leader"))
def grant_extension(visit: Here, key: str, body: asked.Extended) -> Response:
    """Grant what was asked for, or as much as the body says."""
    longer = extend.Longer(body.until, body.working_days, body.days)
    given = longer if longer != extend.Longer() else None
    return _decide(
        *(visit, key, body),
        lambda: extend.grant(visit.house, key, visit.actor, given, approved_by=body.approved_by),
    )


@router.post(f"{ONE}/extension-refusal", response_model=told.Decided, summary=words("不批准延期"))
@allowed(bearer("coordinator", "leader"))
def refuse_extension(visit: Here, key: str, body: asked.Why) -> Response:
    """The date stands."""
    return _decide(visit, key, body, lambda: extend.refuse(visit.house, key, visit.actor, reason=body.reason))


@router.post(f"{ONE}/pause", response_model=told.Decided, summary=words("暂停一件的计时"))
@allowed(bearer("coordinator"))
def pause_clock(visit: Here, key: str, body: asked.Paused) -> Response:
    """Stop the clock for a cause that rule or law name."""
    return _decide(
        *(visit, key, body),
        lambda: pause.pause(visit.house, key, visit.actor, cause=body.cause, first=body.first),
    )


@router.post(f"{ONE}/resumption", response_model=told.Decided, summary=words("恢复一件的计时"))
@allowed(bearer("coordinator"))
def resume_clock(visit: Here, key: str, body: asked.Resumed) -> Response:
    """Let the clock go on."""
    return _decide(visit, key, body, lambda: pause.resume(visit.house, key, visit.actor, day=body.on))


# --- another unit -------------------------------------------------------------------------------------------


@router.post(f"{ONE}/transfer-request", response_model=told.Decided, summary=words("单位申请改派"))
@allowed(bearer("unit"))
def ask_transfer(visit: Here, key: str, body: asked.TransferAsked) -> Response:
    """The unit says that it is not the right one."""
    return _decide(
        visit, key, body, lambda: hand_over.ask(visit.house, key, visit.actor, reason=body.reason, to=body.to)
    )


@router.post(f"{ONE}/transfer", response_model=told.Decided, summary=words("转给其他单位办理"))
@allowed(bearer("coordinator"))
def transfer(visit: Here, key: str, body: asked.Transferred) -> Response:
    """Give it to another unit."""
    return _decide(
        *(visit, key, body),
        lambda: hand_over.transfer(visit.house, key, visit.actor, to=body.to, reason=body.reason, by=body.by),
    )


@router.post(f"{ONE}/transfer-refusal", response_model=told.Decided, summary=words("不同意改派"))
@allowed(bearer("coordinator"))
def refuse_transfer(visit: Here, key: str, body: asked.Why) -> Response:
    """The unit keeps it."""
    return _decide(
        visit, key, body, lambda: hand_over.refuse(visit.house, key, visit.actor, reason=body.reason)
    )


# --- what is said -------------------------------------------------------------------------------------------


@router.post(f"{V1}/urgings", response_model=told.Count, summary=words("催办，一件或多件"))
@allowed(bearer("coordinator", "leader", "unit"))
def urge(visit: Here, body: asked.Urged) -> Response:
    """Urge now; a unit urges those who help with a task that it leads."""

    def act() -> told.Count:
        for key in body.ids:
            urgeable_seen(visit.house, visit.actor, key)
        return told.Count(count=tell.urge(visit.house, body.ids, visit.actor, text=body.text))

    return acted(visit, act, body)


@router.post(f"{V1}/calls", response_model=told.Count, summary=words("登记电话催办"))
@allowed(bearer("coordinator"))
def telephone(visit: Here, body: asked.Telephoned) -> Response:
    """Record that it was done by telephone."""

    def act() -> told.Count:
        seen(visit, body.ids)
        said = {"whom": body.whom, "reply": body.reply}
        return told.Count(count=tell.telephone(visit.house, body.ids, visit.actor, at=body.at, **said))

    return acted(visit, act, body)


@router.post(f"{ONE}/instruction", response_model=told.Done, summary=words("对一件作出批示"))
@allowed(bearer("leader"))
def instruct(visit: Here, key: str, body: asked.Said) -> Response:
    """A leader's instruction."""
    return _say(visit, key, body, lambda: tell.instruct(visit.house, key, visit.actor, text=body.text))


@router.post(f"{ONE}/response", response_model=told.Done, summary=words("回应没有期限的任务的进展"))
@allowed(bearer("unit"))
def respond(visit: Here, key: str, body: asked.Said) -> Response:
    """One line of progress."""
    return _say(visit, key, body, lambda: tell.respond(visit.house, key, visit.actor, text=body.text))


@router.post(f"{ONE}/acknowledgement", response_model=told.Done, summary=words("签收督办单或批示"))
@allowed(bearer("unit"))
def acknowledge(visit: Here, key: str) -> Response:
    """Confirm to have received an official notice."""
    return _say(visit, key, None, lambda: tell.acknowledge(visit.house, key, visit.actor))


@router.post(
    f"{V1}/campaigns/{{campaign}}/acknowledgement",
    response_model=told.Done,
    summary=words("签收文件或补充通知"),
)
@allowed(bearer("unit"))
def acknowledge_document(visit: Here, campaign: str) -> Response:
    """Confirm to have received the document or its newest amendment."""

    def act() -> told.Done:
        campaign_seen(visit.house, visit.actor, campaign)
        return told.Done(changed=tell.acknowledge(visit.house, campaign, visit.actor))

    return acted(visit, act)


@router.post(f"{V1}/signatures", response_model=told.Count, summary=words("签发待签发的"))
@allowed(bearer("coordinator"))
def sign_waiting(visit: Here, body: asked.Signed) -> Response:
    """What waits for a signature leaves."""
    return acted(visit, lambda: told.Count(count=len(sign.sign(visit.house, body.ids, visit.actor))), body)


@router.post(f"{V1}/signature-refusals", response_model=told.Count, summary=words("待签发的不予签发"))
@allowed(bearer("coordinator"))
def drop_waiting(visit: Here, body: asked.Dropped) -> Response:
    """It is not sent."""

    def act() -> told.Count:
        return told.Count(count=len(tell.drop(visit.house, body.ids, visit.actor, reason=body.reason)))

    return acted(visit, act, body)


def _decide(
    visit: Visit, key: str, body: asked.Asked | None, decide: Callable[[], review.Decided]
) -> Response:
    """Decide about one obligation that the account sees."""

    def act() -> told.Decided:
        seen(visit, [key])
        return _each([decide()])[0]

    return acted(visit, act, *([body] if body is not None else []))


def _say(visit: Visit, key: str, body: asked.Asked | None, say: Callable[[], bool | None]) -> Response:
    """Put something on record about one obligation that the account sees."""

    def act() -> told.Done:
        seen(visit, [key])
        return told.Done(changed=say() is not False)

    return acted(visit, act, *([body] if body is not None else []))


def _each(done: Iterable[review.Decided]) -> list[told.Decided]:
    return [told.Decided(id=one.id, status=one.status, target=one.target, breach=one.breach) for one in done]


def _working_days(count: int | None) -> Amount | None:
    return None if count is None else Amount(working_days=count)
