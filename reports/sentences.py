"""An event of the history as a sentence."""

from datetime import datetime
from typing import Any

from campaigns.happened import item_words
from deadlines.certificate import window_of
from reports.causes import cause
from reports.decided import Names, decided, detail
from reports.stamps import local, until
from reports.terms import at_share, term

_ROLES = {"coordinator": "督办员", "unit": "单位", "system": "系统", "leader": "领导", "auditor": "审计"}
_ROLES |= {"administrator": "管理员"}
_RUNGS = {
    "remind": ("提醒", "reminded"),
    "urge": ("催办", "urged"),
    "supervise": ("督办（待签发）", "supervision awaits signature"),
    "circular": ("通报（待签发）", "circular awaits signature"),
    "interview": ("工作约谈（待签发）", "interview awaits signature"),
}
_KINDS = {
    "launched": ("启动，共{obligations}件承办事项", "launched with {obligations} obligations"),
    "planned": ("列入计划", "planned"),
    "opened": ("开始办理", "opened"),
    "became_overdue": ("逾期", "became overdue"),
    "closed": ("办结", "closed"),
    "rescheduled": ("提醒时间随{because}调整", "its reminders follow the {because}"),
    "corrected": (
        "更正 {own_number}：{was} 改为 {happened}（{reason}）",
        "corrected {own_number}: {was} is {happened} ({reason})",
    ),
    "calendar_changed": (
        "节假日安排更新，{moved}件期限变动",
        "the calendar changed, {moved} deadline(s) moved",
    ),
    "chain_opened": ("开始记录", "opened"),
    "calendar_loaded": ("加载节假日安排 {region}/{key}", "loaded the holiday notice {region}/{key}"),
    "liaison_named": ("指定联络员邮箱", "named its liaison's mailbox"),
    "substitute_named": (
        "{first}至{last}由代理联络员收信",
        "a substitute gets its letters from {first} to {last}",
    ),
    "account_created": ("开设账号 {account}（{called}）", "made the account {account} ({called})"),
    "account_changed": ("账号 {account} 改为{called}", "the account {account} is {called} now"),
    "account_disabled": ("停用账号 {account}", "disabled the account {account}"),
    "account_enabled": ("恢复账号 {account}", "enabled the account {account}"),
    "password_set": ("账号 {account} 换了密码", "set another password of {account}"),
    "token_made": ("为账号 {account} 开设接口令牌（{label}）", "made a token of {account} ({label})"),
    "token_revoked": ("吊销账号 {account} 的接口令牌（{label}）", "revoked a token of {account} ({label})"),
    "amended": (
        "补充通知（第{revision}版）：新增{added}件、恢复{restored}件、改期{moved}件、撤销{withdrawn}件",
        "amended (revision {revision}): {added} added, {restored} restored, {moved} moved, {withdrawn} gone",
    ),
    "withdrawn": ("撤销{detail}", "withdrawn{detail}"),
    "review_came": ("到了询问进展的日子", "was asked how it is going"),
    "accepted": ("审核通过第{version}版，办结", "version {version} accepted, closed"),
    "disregarded": ("视为未报送（第{version}版）", "version {version} taken as not filed"),
    "paused": ("暂停计时：{cause}", "paused: {cause}"),
    "waived": ("免报：{reason}", "waived: {reason}"),
    "endorsed": ("会签延期，待领导批准", "endorsed the extension, a leader is to grant it"),
    "refused": ("申请未获批准：{answer}", "refused: {answer}"),
    "urged": ("催办{detail}", "urged{detail}"),
    "telephoned": ("电话催办{whom}：{reply}", "telephoned ({whom}): {reply}"),
    "instructed": ("批示：{text}", "instructed: {text}"),
    "responded": ("回应进展：{text}", "reported progress: {text}"),
    "acknowledged": ("签收{detail}", "acknowledged{detail}"),
    "dropped": ("不予签发{detail}", "dropped instead of signed{detail}"),
    "clock_stepped": (
        "系统时钟倒退至{clock}，已停止核查",
        "the clock went back to {clock}: nothing was judged",
    ),
    "recorded": ("登记 {own_number}（{day}）", "recorded {own_number} ({day})"),
    "signed": ("签发{detail}", "signed{detail}"),
    "draw_announced": (
        "公告双随机抽取 {draw}（种子：{seed[source]}）",
        "announced the draw {draw} (seed: {seed[source]})",
    ),
    "drawn": ("双随机抽取 {draw}：{count}个，种子 {seed}", "drew {draw}: {count}, seed {seed}"),
    "measured": (
        "登记指标 {measure}：{figures}（截至{as_of}）",
        "measured {measure}: {figures} (as of {as_of})",
    ),
    "notices_ended": ("{count}条消息：{ended}", "{count} notice(s): {state}"),
}


def sentence(body: dict[str, Any], names: Names, lang: str = "zh") -> str:
    """`2017-10-27 16:40 和平区局 专项行动月报（2017-10） 报送第2版（替换第1版） · 单位`: when, who, what."""
    english = lang == "en"
    noticed, effective = local(body["noticed"]), local(body["effective"])
    later = "" if effective == noticed else (f" (noticed {noticed})" if english else f"（{noticed}记录）")
    role = body["actor"]["role"]
    by = [role if english else _ROLES.get(role, role)]
    by += [names.people[key] for key in (body["actor"].get("person"),) if key in names.people]
    return f"{effective} {_about(body, names)} {_what(body, names, english=english)}{later} · {' '.join(by)}"


def _about(body: dict[str, Any], names: Names) -> str:
    if body["obligation"] is None:
        unit = body["data"].get("unit")
        return names.units.get(unit, unit) if unit else str(body["campaign"])
    _, task, unit, *rest = body["obligation"].split("/")
    period = f"（{item_words('/'.join(rest), names.units)}）" if rest else ""
    return f"{names.units.get(unit, unit)} {names.tasks.get(task, task)}{period}"


def _what(body: dict[str, Any], names: Names, *, english: bool) -> str:
    data, kind = body["data"], body["kind"]
    if kind == "rung_reached":
        return _RUNGS[data["rung"]][english] + at_share(data.get("gone"), "en" if english else "zh")
    if kind == "became_overdue" and data.get("rework"):
        return "rework became overdue" if english else "退改逾期"
    if kind == "corrected" and data["was"] == data["happened"]:
        said = f"corrected {data['own_number']}" if english else f"更正 {data['own_number']}"
        return f"{said} ({data['reason']})" if english else f"{said}（{data['reason']}）"
    # Events recorded before have their counts beside the rest.
    data = {**data, **data.get("counts", {})}
    own = {"filed": _filed, "redated": _redated, "proposed": _proposed}.get(kind)
    if own is not None:
        return own(data, english=english)
    if kind in {"restored", "returned", "reopened", "asked"}:
        return decided(body, names, english=english)
    counted = {"count": len(data.get("notices", ())), "ended": term("zh", data.get("state"))}
    counted["day"] = data.get("happened", "").replace("T", " ")
    if kind == "measured":
        counted["figures"] = _figures(data, english=english)
    role = data.get("row", {}).get("role", "")
    counted["called"] = role if english else _ROLES.get(role, role)
    counted["detail"] = detail(body, names, english=english)
    counted["because"] = _LADDER.get(data.get("cause", "calendar"), ("", ""))[english]
    return _KINDS[kind][english].format(**{**counted, **data}) + _approved(data, names, english=english)


def _figures(data: dict[str, Any], *, english: bool) -> str:
    """`38/40，基数12`: what was said, and a question mark for the count that was not."""
    said = data["value"] or f"{data['numerator'] or '?'}/{data['denominator'] or '?'}"
    baseline = f", baseline {data['baseline']}" if english else f"，基数{data['baseline']}"
    return said + (baseline if data["baseline"] is not None else "")


def _approved(data: dict[str, Any], names: Names, *, english: bool) -> str:
    """Who approved a launch or an amendment, where it was recorded and the name is still kept."""
    who = names.people.get(data.get("approved_by", ""))
    if who is None:
        return ""
    return f", approved by {who}" if english else f"，批准：{who}"


#: What turned the days of a ladder, or the ladder itself.
_LADDER = {"calendar": ("节假日安排", "holiday notice"), "amended": ("督办层级", "amended ladder")}


def _until(breach: str | None) -> str:
    return until(datetime.fromisoformat(breach) if breach is not None else None)


def _redated(data: dict[str, Any], *, english: bool) -> str:
    why, was = cause(data["cause"], "en" if english else "zh"), data["was"]
    window = window_of(data["certificate"])
    if window is not None:
        opens, closes = local(window[0]), until(window[1])
        return (
            f"the window is {opens} to {closes} ({why})" if english else f"时段为{opens}至{closes}（{why}）"
        )
    if (was["target"], was["breach"]) == (data["target"], data["breach"]):
        return f"deadline looked at again ({why}), same date" if english else f"期限重算，日期不变（{why}）"
    old, new = _until(was["breach"]), _until(data["breach"])
    asked = local(data["target"])
    if old == new:
        return f"now asked for by {asked} ({why})" if english else f"请报时间改为{asked}（{why}）"
    return f"deadline moved from {old} to {new} ({why})" if english else f"截止时间由{old}改为{new}（{why}）"


def _proposed(data: dict[str, Any], *, english: bool) -> str:
    count = len(data["changes"])
    if english:
        return f"revision {data['of']} of {data['title']} above would move {count} deadline(s) here"
    return f"上级“{data['title']}”第{data['of']}版提议：{count}件事项的期限变动，待采纳"


def _filed(data: dict[str, Any], *, english: bool) -> str:
    version, count, via = data["version"], len(data["files"]), data["channel"]
    short = bool(data["lacking"])
    replaces = version > 1
    if english:
        said = f"filed version {version}" + (f" (replaces {version - 1})" if replaces else "")
        return f"{said}, {count} file(s), via {via}" + (", incomplete" if short else "")
    said = f"报送第{version}版" + (f"（替换第{version - 1}版）" if replaces else "")
    came = "" if via == "system" else f"，经{via}"
    files = f"，{count}个文件" if count else ""
    zero = "（零报告）" if data["zero"] else ""
    return f"{said}{zero}{files}{came}" + ("，材料不齐" if short else "")
