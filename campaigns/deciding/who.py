"""Who may do what, and when: one grant for each act; what nobody was granted is refused, and says who may."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.events import Actor
from campaigns.faults import RefusalError
from campaigns.lifecycle import CLOSED, OPENED, PENDING, SUBMITTED, SUSPENDED, TAKEN_OUT, Tracked

UNIT, OFFICE, LEADER = "unit", "coordinator", "leader"
#: What the roles are called.
ROLES = {
    UNIT: ("责任单位", "the responsible unit"),
    OFFICE: ("办公室（督办员）", "the office (coordinator)"),
    LEADER: ("领导", "a leader"),
}
#: What the stored statuses are called.
STATUSES = {
    PENDING: ("未开始", "not open yet"),
    OPENED: ("在办", "open"),
    SUBMITTED: ("待审核", "waiting for review"),
    SUSPENDED: ("暂停计时", "paused"),
    CLOSED: ("办结", "closed"),
    TAKEN_OUT: ("撤销", "withdrawn"),
}
_ASKED = (PENDING, OPENED)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may do an act, and to obligations of which status."""

    zh: str
    en: str
    roles: tuple[str, ...]
    statuses: tuple[str, ...]


GRANTS = {
    "submit": Grant("报送", "file", (UNIT, OFFICE), (*_ASKED, SUBMITTED)),
    "ask_extension": Grant("申请延期", "ask for an extension", (UNIT,), _ASKED),
    "ask_transfer": Grant("申请改派", "ask for a transfer", (UNIT,), (*_ASKED, SUSPENDED)),
    "respond": Grant("回应进展", "report progress", (UNIT,), _ASKED),
    "acknowledge": Grant("签收", "acknowledge", (UNIT,), tuple(STATUSES)),
    "accept": Grant("审核通过", "accept", (OFFICE,), (SUBMITTED,)),
    "return": Grant("退回修改", "return", (OFFICE,), (SUBMITTED,)),
    "propose_not_filed": Grant("提请视为未报送", "propose to take as not filed", (OFFICE,), (SUBMITTED,)),
    "take_as_not_filed": Grant("签批视为未报送", "sign to take as not filed", (LEADER,), (SUBMITTED,)),
    "reopen": Grant("重新办理", "reopen", (OFFICE,), (CLOSED, TAKEN_OUT)),
    "endorse_extension": Grant("会签延期", "endorse an extension", (OFFICE,), _ASKED),
    "extend": Grant("批准延期", "grant an extension", (OFFICE, LEADER), _ASKED),
    "refuse_extension": Grant("不予延期", "refuse an extension", (OFFICE, LEADER), _ASKED),
    "pause": Grant("暂停计时", "pause", (OFFICE,), _ASKED),
    "resume": Grant("恢复计时", "resume", (OFFICE,), (SUSPENDED,)),
    "transfer": Grant("转办", "transfer", (OFFICE,), _ASKED),
    "refuse_transfer": Grant("不予改派", "refuse a transfer", (OFFICE,), (*_ASKED, SUSPENDED)),
    "waive": Grant("免报", "waive", (OFFICE,), (*_ASKED, SUSPENDED)),
    "withdraw": Grant("撤销", "withdraw", (OFFICE,), (*_ASKED, SUSPENDED)),
    "urge": Grant("催办", "urge", (OFFICE, LEADER), _ASKED),
    "telephone": Grant("登记电话催办", "record urging by telephone", (OFFICE,), _ASKED),
    "instruct": Grant("批示", "instruct", (LEADER,), (*_ASKED, SUBMITTED, SUSPENDED)),
}


def refuse_unless_granted(act: str, row: Tracked, actor: Actor, *, lead: str | None = None) -> None:
    """Raise RefusalError unless `actor` may do `act` to `row`; to a unit, another one's does not exist.

    But for the `lead` of a task, who may urge those that help.
    """
    grant = GRANTS[act]
    leads = actor.role == UNIT and lead is not None and actor.unit == lead
    if leads and act == "urge" and row.status in grant.statuses:
        return
    if actor.role == UNIT and actor.unit != row.unit:
        raise RefusalError(f"没有承办事项“{row.id}”", f"there is no obligation “{row.id}”")
    if actor.role not in grant.roles:
        raise RefusalError(
            f"{grant.zh}由{_listed(grant.roles, '、', 0)}办理：请用 --as {_as(grant.roles)}",
            f"to {grant.en} is for {_listed(grant.roles, ' or ', 1)}: --as {_as(grant.roles)}",
        )
    if row.status not in grant.statuses:
        zh, en = STATUSES[row.status]
        may = [STATUSES[status] for status in grant.statuses]
        raise RefusalError(
            f"“{row.id}”现为“{zh}”，不能{grant.zh}：只有{'、'.join(f'“{one[0]}”' for one in may)}的可以",
            f"“{row.id}” is {en}: to {grant.en} it must be {' or '.join(one[1] for one in may)}",
        )


def _listed(roles: Iterable[str], between: str, which: int) -> str:
    return between.join(ROLES[role][which] for role in roles)


def _as(roles: tuple[str, ...]) -> str:
    return "unit:…" if roles[0] == UNIT else roles[0]
