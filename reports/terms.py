"""What people call the codes of the record, in Chinese and English: kinds, states, rungs, roles, reasons."""

from collections.abc import Mapping

#: Codes that people meet, as they call them: (Chinese, English).
_TERMS = {
    # what a wake brings about
    "opened": ("开始办理", "opened"),
    "became_overdue": ("逾期", "became overdue"),
    "filed": ("报送", "filed"),
    "closed": ("办结", "closed"),
    "incomplete": ("材料不齐", "incomplete"),
    "recorded": ("登记", "recorded"),
    "signed": ("签发", "signed"),
    "accepted": ("审核通过", "accepted"),
    "returned": ("退回修改", "returned"),
    "review_came": ("询问进展", "asked how it is going"),
    # stored statuses
    "pending": ("未开始", "not open yet"),
    "open": ("在办", "open"),
    "submitted": ("待审核", "waits for review"),
    "suspended": ("暂停计时", "paused"),
    # what waits for the office
    "review": ("待审核", "review"),
    "extension": ("申请延期", "extension"),
    "transfer": ("申请改派", "transfer"),
    "disregard": ("提请视为未报送", "to take as not filed"),
    "instructed": ("批示", "instruction"),
    # rungs
    "remind": ("提醒", "remind"),
    "urge": ("催办", "urge"),
    "supervise": ("督办", "supervise"),
    "circular": ("通报", "circular"),
    "interview": ("工作约谈", "interview"),
    "receipt": ("回执", "receipt"),
    "assigned": ("交办", "assigned"),
    "to_sign": ("待签发", "to sign"),
    "moved": ("期限调整", "deadline moved"),
    "proposed": ("上级改动", "changed above"),
    "taken out": ("撤销通知", "news of the withdrawal"),
    "restored": ("恢复报送", "asked for again"),
    # notices and letters
    "new": ("待发出", "new"),
    "waiting": ("待签发", "awaiting signature"),
    "sent": ("已发出", "sent"),
    "dead": ("无法送达", "dead"),
    "withdrawn": ("已撤回", "withdrawn"),
    "put off": ("稍后再试", "put off"),
    "paused": ("暂停计时", "paused"),
    "amended": ("补充通知已撤销该事项", "withdrawn by an amendment"),
    "redated": ("期限已调整", "the deadline moved"),
    "undecided": ("延期待批", "an extension is undecided"),
    "asked": ("申请", "asked for"),
    "refused": ("申请未获批准", "refused"),
    "endorsed": ("会签", "endorsed"),
    "disregarded": ("视为未报送", "taken as not filed"),
    "reopened": ("重新办理", "asked again"),
    "taken_back": ("撤销", "withdrawn"),
    "received": ("转入", "transferred here"),
    "urged": ("催办", "urged"),
    "waived": ("免报", "waived"),
    "transferred": ("已转办", "transferred"),
    "dropped": ("不予签发", "dropped"),
    "settled": ("已处理", "settled meanwhile"),
    "stale": ("已过截止，不再提醒", "stale"),
    "superseded": ("由更高层级代替", "superseded"),
    "no contact": ("没有联系邮箱", "no contact"),
    # recipients' roles
    "liaison": ("联络员", "liaison"),
    "deputy": ("分管领导", "deputy"),
    "head": ("主要领导", "head"),
    "office": ("办公室", "office"),
    "leading_group": ("领导小组", "leading group"),
    # verdicts
    "in_time": ("按时", "in time"),
    "late": ("逾期", "late"),
    # transports
    "smtp": ("邮件服务器", "mail server"),
    "folder": ("写入文件夹，不发信", "a folder, no mail"),
}


def term(lang: str, code: str | None) -> str:
    """What people call `code`; a code that has no name is shown as it is."""
    if code is None:
        return ""
    return _TERMS.get(code, (code, code))[lang == "en"]


def at_share(percent: int | None, lang: str) -> str:
    """By which share of the time a rung is reached, to stand behind its name; nothing for working time."""
    if percent is None:
        return ""
    return f" (the rung at {percent}% of the time)" if lang == "en" else f"（已用时间{percent}%一级）"


def addressee(lang: str, recipient: str, units: Mapping[str, str] | None = None) -> str:
    """`和平区局 联络员` for heping/liaison; without `units` the key stands for the name."""
    unit, _, role = recipient.rpartition("/")
    return f"{(units or {}).get(unit, unit)} {term(lang, role)}".strip()


def counted(lang: str, counts: dict[str, int]) -> str:
    """`提醒 16 · 逾期 2`."""
    return " · ".join(f"{term(lang, kind)} {count}" for kind, count in counts.items())
