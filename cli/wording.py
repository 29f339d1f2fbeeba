"""The longer sentences of the command line, in Chinese and English."""

_SENTENCES = {
    "launched": (
        "✔ 已启动“{title}”：{count}件承办事项，{dated}件有期限，{past}件启动前已过",
        "✔ launched {title}: {count} obligations, {dated} dated, {past} past already",
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
    "pages": ("页面 {url}", "pages {url}"),
    "pages in play": (
        "页面 {url}（演示：点一下即可进入四种角色）",
        "pages {url} (a demonstration: one press enters as each of four roles)",
    ),
    "password given": (
        "✔ {name} 的一次性密码（只显示这一次，首次登录须修改）：{password}",
        "✔ one-time password of {name} (shown this once, to be changed at the first sign-in): {password}",
    ),
    "token given": (
        "✔ 账号 {name} 的接口令牌（只显示这一次，编号 {id}）：{token}",
        "✔ token of {name} (shown this once, id {id}): {token}",
    ),
    "first administrator": (
        "✔ 已开设管理员账号 {name}，一次性密码（只显示这一次，首次登录须修改）：{password}",
        "✔ made the administrator's account {name}, its one-time password (shown this once, to be changed at the first sign-in): {password}",
    ),
    "demo serves": (
        "Prefect {url}（核查、表格、进度）   按 Ctrl+C 停止",
        "Prefect {url} (wakes, table, progress)   Ctrl+C stops",
    ),
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


def say(lang: str, code: str, **values: object) -> str:
    """The sentence `code` in Chinese (`zh`) or English (`en`), with `values` filled in."""
    return _SENTENCES[code][lang == "en"].format(**values)
