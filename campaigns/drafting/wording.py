"""What a draft says, in Chinese and English: doubts, reasons, the summary."""

from campaigns.drafting.doubts import Doubt

#: Why a person should look, by the code of the doubt.
DOUBTS = {
    "no_year": (
        "没有写年份，文件也没有日期：期限请补写",
        "no year is written and the document bears no date: give the deadline",
    ),
    "no_month": ("没有{month}月", "there is no month {month}"),
    "no_day": (
        "{year}年{month}月没有{day}日，没有照抄：请写明日期",
        "{year}-{month} has no day {day}: write the date",
    ),
    "no_day_of_hours": ("只写了几点，没有写哪一天", "hours without a day"),
    "ends_before": ("终点{last}早于起点{first}", "the end {last} lies before the start {first}"),
    "next_year": ("终点按跨年读作{year}年", "the end is read as {year}, across the new year"),
    "part_each_month": ("“每月{part}”按该旬最后一天读", "“{part}” of each month is read as its last day"),
    "no_day_each": (
        "“{text}”没有写哪一天，只按周期回顾，不计逾期",
        "“{text}” names no day: it is only looked at again and never late",
    ),
    "no_limit_word": (
        "“{text}”后面没有“前”字，按当日为限读",
        "“{text}” is read as the last day, though the word for “by” is missing",
    ),
    "before_month": (
        "“{text}”按该月最后一天读；如指该月之前，请改为上月底",
        "“{text}” is read as the month's last day; if it means before that month, write the end of the one before",
    ),
    "hours_of_issue": (
        "“{text}”按小时计，而印发只有日期：请写成几日",
        "“{text}” counts hours and issue has only a day: write days",
    ),
    "event": (
        "每登记一件“{event}”产生一件，由登记的单位承办；办结依据请写 closes_with",
        "each recorded “{event}” opens one, for the unit that recorded it",
    ),
    "no_start": ("“{text}”没有写从何时起算", "“{text}” does not say what it counts from"),
    "no_base": ("“{text}”没有写比什么提前", "“{text}” does not say ahead of what"),
    "cadence": (
        "文件只说“{text}”，多久回顾一次是建议，由办公室定",
        "the document only says “{text}”; how often it is looked at is proposed",
    ),
    "no_date": ("文件没有写期限", "the document gives no date"),
    "several_dates": (
        "文件里还有单独成行的日期{days}：成文日期是不是第一个",
        "other dates stand alone too ({days}): is the first one the date of issue",
    ),
    "issuer_from_title": ("发文单位是从标题或引文里读出的", "the issuer was read from a title"),
    "two_leads": (
        "{names}并列：第一个“{first}”作为主办，是否如此",
        "{names} side by side: the first, {first}, answers; is that so",
    ),
    "many_lead": ("“{names}”不止一家，请指明主办单位", "“{names}” are several: name the one that answers"),
    "owed_beside_lead": (
        "既有牵头又有责任单位，“{names}”按配合读",
        "besides the lead, “{names}” are read as cooperating",
    ),
    "no_lead": ("只有配合单位（{names}），没有牵头单位", "cooperating units ({names}) without a lead"),
    "carried": (
        "本句没有写单位，沿用上一句的“{names}”",
        "no unit is named; the sentence before names “{names}”",
    ),
    "sections": ("总结的内容是从下一句拆出的", "the summary's sections were taken from the sentence after"),
    "phase_end_only": ("“{text}”只有一端，起止请补全", "“{text}” has only one end: complete the phase"),
    # written while the draft is put together
    "title_missing": ("没有读到标题", "no title was found"),
    "issuer_guessed": (
        "文件没有写发文单位，“{name}”是按标题和主送单位推测的",
        "no issuer is written; “{name}” is a guess from the title and from those it goes to",
    ),
    "issuer_missing": ("没有读到发文单位，请填写", "no issuer was found: fill it in"),
    "no_baseline": (
        "“{title}”与什么相比，文件没有写：请补 baseline",
        "the document does not say what “{title}” is compared with: add the baseline",
    ),
    "date_missing": (
        "文件没有成文日期，issued 空着；年份取自标题或首句的{year}年",
        "the document bears no date and issued is left out; it names {year}",
    ),
    "date_absent": (
        "文件没有成文日期也没有年份，请补写 issued: 年-月-日",
        "neither a date nor a year: add issued: YEAR-MONTH-DAY",
    ),
    "office_missing": (
        "没有写办公室设在哪里，暂由发文单位承担",
        "it does not say which unit is the office; the issuer stands for it",
    ),
    "says_phases": ("文件称{says}个阶段，列出的是{lists}个", "it says {says} phases and lists {lists}"),
    "period_guess": (
        "没有写起止，暂取成文当月至年底",
        "no period is written: from the month of issue to the year's end for now",
    ),
    "period_year": ("没有写起止，暂取{year}年全年", "no period is written: the whole of {year} for now"),
    "event_units": (
        "文件写的单位是“{names}”，登记时请用实际承办的单位",
        "the document names “{names}”: record each for the unit that has it",
    ),
    "outside_years": (
        "日历只有{first}年至{last}年，这一天算不出工作日",
        "the calendars reach from {first} to {last} and cannot count this day",
    ),
    "collective": (
        "“{name}”不是一家：请逐家列出，并改成 groups 里的分组",
        "“{name}” is not one unit: list them and make it a group",
    ),
    "likened": ("{names}按同一家单位读", "{names} are read as the same unit"),
    "unassigned": ("文件没有写由谁办，暂由办公室承担", "the document names nobody: the office holds it"),
    "before_issue": (
        "{day}早于成文日期{issued}，没有移到次年；如确指次年请改",
        "{day} lies before the date of issue {issued} and was not moved to the next year",
    ),
    "two_summaries": ("与第{line}行要的总结是不是同一份", "is it the same summary as that of line {line}"),
    "sample_form": (
        "表样不在正文里，请照附件补 rows",
        "the form's rows are not in the text: add them from the annex",
    ),
    "form_rows": ("表的各行是从附件逐行读出的", "the rows were read from the annex line by line"),
    "no_tasks": (
        "没有读到要求谁在何时办什么的话；如是总结、报道，本来就没有",
        "nothing asks anybody for anything; a report does not",
    ),
    "duty_of_many": ("“{name}”有两行职责，合并为一条", "“{name}” has two lines of duties, joined into one"),
}

#: Comments and sentences of the draft.
SAID = {
    "made": (
        "由 duban draft 从 {name}（{encoding}）按固定规则拟出，未经核对。",
        "Proposed by duban draft from {name} ({encoding}) by fixed rules, not checked.",
    ),
    "legend": (
        "每条之上是原文和行号；“请核对”之后是存疑的原因。联系邮箱 contact 原文没有，请在 units 里补。",
        "Above each proposal stands its sentence with its line; 请核对 says why to look. Mailboxes are not in the text: add contact.",
    ),
    "unseen": ("原文有{count}个看不见的字符，已略去。", "{count} unseen characters were left out."),
    "quote": ("原文：“{text}”（第{line}行{place}）", "原文：“{text}”（第{line}行{place}）"),
    "check": ("请核对：{why}", "请核对 check: {why}"),
    "addressees": ("主送：{text}（第{line}行）", "To: {text} (line {line})"),
    "contact": (
        "联系方式：{text}（第{line}行，只留作注释）",
        "Contact: {text} (line {line}, kept as a comment only)",
    ),
    "rest": (
        "以下各句没有提出事项，请看有没有遗漏。",
        "Nothing was proposed from these sentences; look whether anything is missing.",
    ),
    "rest_aims": ("目标、意义、原则：", "Aims and principles:"),
    "rest_plain": (
        "没有同时写明要办的事和单位、期限或材料：",
        "No unit, deadline or material goes with what is to be done:",
    ),
    "rest_stage": ("像阶段而读不出时间：", "Looks like a phase, and its time cannot be read:"),
    "rest_report": ("不是部署性文件，只是记述：", "No order, only an account:"),
    "rest_long": ("过长，未读：", "Too long, not read:"),
    "rest_heads": ("标题：", "Headings:"),
    "rest_cells": ("表格和表样，未读：", "Tables and forms, not read:"),
    "line": ("第{line}行：{text}", "line {line}: {text}"),
    "summary": (
        "✔ {name}（{encoding}，{sentences}句）：{phases}个阶段，{key_periods}个重点时段，{units}家单位，{duties}条职责，{tasks}项任务（{dated}项有期限）",
        "✔ {name} ({encoding}, {sentences} sentences): {phases} phases, {key_periods} key periods, {units} units, {duties} duties, {tasks} tasks ({dated} dated)",
    ),
    "doubtful": (
        "  请核对 {doubts} 处；没有提出事项的 {rest} 句、表格 {cells} 格，都列在末尾",
        "  to check: {doubts}; {rest} sentences and {cells} cells gave nothing and stand at the end",
    ),
}


def say(lang: str, code: str, **values: object) -> str:
    """The sentence `code` in Chinese (`zh`) or English (`en`)."""
    return SAID[code][lang == "en"].format(**values)


def why(lang: str, one: Doubt) -> str:
    """Why to look, in Chinese or English."""
    return DOUBTS[one.code][lang == "en"].format(**one.values)
