"""The longer sentences of the command line, in Chinese and English."""

from collections.abc import Mapping

_SENTENCES = {
    "fine": (
        "✔ {file} {state}   {title}：{phases}个阶段 · {units}家单位 · {count}件承办事项（{dated}件有期限）",
        "✔ {file} {state}   {title}: {phases} phases · {units} units · {count} obligations ({dated} dated)",
    ),
    "launched": (
        "✔ 已启动“{title}”：{count}件承办事项，{dated}件有期限，{past}件启动前已过",
        "✔ launched {title}: {count} obligations, {dated} dated, {past} past already",
    ),
    "amendment": (
        "新增{added}件，恢复{restored}件，改期{moved}件，撤销{withdrawn}件，仅改文字{reworded}件；已报送而不再要求的{kept}件保留",
        "{added} added, {restored} owed again, {moved} moved, {withdrawn} withdrawn, {reworded} reworded; {kept} filed and no longer asked for stay",
    ),
    "proposed": (
        "◇ 上级“{title}”第{revision}版改动{count}件事项的期限，尚未采纳：duban plan {key} --diff 查看，duban launch {key} --yes 采纳",
        "◇ revision {revision} of {title} above would move {count} deadline(s) of {key}: see duban plan {key} --diff, take it by duban launch {key} --yes",
    ),
    "told below": (
        "◇ 下级 {keys} 有期限随之变动，已提请其采纳；采纳之前不变",
        "◇ it moves deadlines of {keys} below: proposed there, and nothing moves until it is taken",
    ),
    "launched already": (
        "✔ “{key}”早已启动，没有变化（联系方式更新{contacts}处）",
        "✔ {key} is on record already, nothing changed ({contacts} contacts updated)",
    ),
    "rehearsed": (
        "✔ 推演到 {until}：{events}条办理记录，核验{faults}处问题",
        "✔ played until {until}: {events} events, {faults} faults when verified",
    ),
    "demo played": (
        "✔ 推演到 2017年10月26日：提醒 {remind} 次 · 催办 {urge} 次 · 逾期 {overdue} 件 · 信件 {letters} 封      演示数据，非真实情况",
        "✔ played until 26 October 2017: {remind} reminders · {urge} urged · {overdue} overdue · {letters} letters      simulated, not real",
    ),
    "demo outbox": (
        "全部{total}封信在 {folder}（演示不真发信）；继续看：duban status|history|explain|verify --data {data}",
        "all {total} letters are in {folder} (never mailed); go on: duban status|history|explain|verify --data {data}",
    ),
    "demo serves": (
        "Prefect {url}（核查、表格、进度）   按 Ctrl+C 停止",
        "Prefect {url} (wakes, table, progress)   Ctrl+C stops",
    ),
    "headline": (
        "{title}，{date}：{phases}；已过{gone}天/{days}天（{percent}%），办结{closed}/{total}件（{done}%），即将到期{soon}件，逾期{overdue}件{late}",
        "{title}, {date}: {phases}; day {gone} of {days} ({percent}%), {closed} of {total} closed ({done}%), {soon} due soon, {overdue} overdue{late}",
    ),
    "counted": (
        "{mark} 完成{done}/{of}（{share}%），时间已过{time}%",
        "{mark} {done} of {of} done ({share}%), {time}% of the time gone",
    ),
    "unmeasured": (
        "{mark} 尚无到期事项，时间已过{time}%",
        "{mark} nothing due yet, {time}% of the time gone",
    ),
    "behind": ("，落后{behind}个百分点{colour}", ", {behind} points behind{colour}"),
    "on pace": ("，达到序时进度", ", on pace"),
    "light blue": ("（蓝灯）", " (blue)"),
    "light yellow": ("（黄灯）", " (yellow)"),
    "light orange": ("（橙灯）", " (orange)"),
    "light red": ("（红灯）", " (red)"),
    "milestone": ("◆ 里程碑 {title}：{day}{when}", "◆ milestone {title}: {day}{when}"),
    "milestone ahead": ("（还有{days}天）", " ({days} days ahead)"),
    "milestone today": ("（今天）", " (today)"),
    "milestone past": ("（已过{days}天）", " ({days} days ago)"),
    "measures": ("指标（比率都有分子分母）", "measures, each ratio with its counts"),
    "measure": ("指标", "measure"),
    "measure value": ("数值", "value"),
    "measure counts": ("分子/分母", "counts"),
    "measure baseline": ("基数", "baseline"),
    "measure target": ("目标", "target"),
    "measure reached": ("完成目标", "reached"),
    "measure as of": ("截至", "as of"),
    "measure whole": ("（全部）", "(whole)"),
    "measure declared": ("文件：{value}{per}", "document: {value}{per}"),
    "missing no_figure": ("—（尚无数据）", "— (no figure yet)"),
    "missing no_numerator": ("—（缺分子）", "— (no numerator)"),
    "missing no_denominator": ("—（缺分母）", "— (no denominator)"),
    "missing nothing_counted": ("—（分母为零）", "— (denominator zero)"),
    "missing no_baseline": ("—（缺基数）", "— (no baseline)"),
    "missing no_target": ("—（未定目标）", "— (no target)"),
    "missing unclear_target": ("—（目标无法计算）", "— (target cannot be calculated)"),
    "missing shared_target": ("—（目标未分解到单位）", "— (target not divided among units)"),
    "missing incomparable": ("—（基数或目标为零）", "— (baseline or aim of zero)"),
    "assessed": ("按时率和评分（列出的都有分子分母）", "on-time rates and scores, each rate with its counts"),
    "unit": ("单位", "unit"),
    "rate": ("按时率（现期限）", "on time (date in force)"),
    "original rate": ("按时率（原期限）", "on time (original date)"),
    "place": ("按时率名次", "place by rate"),
    "lost": ("扣分", "points lost"),
    "score": ("评分", "score"),
    "nothing launched": (
        "还没有启动任何专项行动：用 duban launch 启动后会自动纳入",
        "nothing is launched yet: what duban launch puts on record is taken in",
    ),
    "attach": (
        "文件及其种类，如 form=表.xlsx、case#1=案例.docx、case#1/处罚决定书=决定.pdf、image=图.jpg;说明",
        "a file, and as what: form=…, case#1=…, case#1/TITLE=…, image=…;CAPTION",
    ),
}


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
    "settled": ("上级改动已采纳或已撤回", "taken, or not proposed any more"),
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


def say(lang: str, code: str, **values: object) -> str:
    """The sentence `code` in Chinese (`zh`) or English (`en`), with `values` filled in."""
    return _SENTENCES[code][lang == "en"].format(**values)
