"""What the faults of days and deadlines say, in Chinese and in English; a part of `campaigns.wording`."""

_Pair = tuple[str, str]

DEADLINES: dict[str, tuple[_Pair, _Pair]] = {
    "span_form": (
        ("“{text}”不是日期或时段", "请写成 2017-06-16、2017-06 或 2017-06/mid"),
        ("“{text}” is no date or period", "write 2017-06-16, 2017-06 or 2017-06/mid"),
    ),
    "no_such_month": (
        ("没有{month}月", "月份为01至12"),
        ("there is no month {month}", "months run from 01 to 12"),
    ),
    "no_such_day": (
        ("{year}年{month}月只有{length}天，没有{day}日", "请核对日期"),
        ("{year}-{month} has {length} days, no day {day}", "check the date"),
    ),
    "ten_days": (
        ("不认识的旬“{text}”", "可写：{known}"),
        ("unknown part of a month “{text}”", "one of {known}"),
    ),
    "festival": (("不认识的节点“{text}”", "可写：{known}"), ("unknown festival “{text}”", "one of {known}")),
    "needs_day": (
        ("“{text}”不是某一天", "请写成 2017-12-01"),
        ("“{text}” is not one day", "write 2017-12-01"),
    ),
    "clock_form": (
        ("“{text}”不是时刻", '请写成 "17:00" 或 close_of_business'),
        ("“{text}” is no time of day", 'write "17:00" or close_of_business'),
    ),
    "end_before_start": (
        ("结束{last}早于开始{first}", "请核对先后"),
        ("the end {last} lies before the start {first}", "check the order"),
    ),
    "unknown_zone": (
        ("没有时区“{name}”", "请写成 Asia/Shanghai"),
        ("there is no time zone “{name}”", "write e.g. Asia/Shanghai"),
    ),
    "no_period": (
        ("从发文或起始日到{to}没有一期", "请核对 from 和 to"),
        ("no period falls between the start and {to}", "check from and to"),
    ),
    "every_without_end": (
        ("没有写到何时为止", "请写成：{nearest}；或为专项行动写 period"),
        ("nothing says when it ends", "write: {nearest}; or give the campaign a period"),
    ),
    "every_per_event": (
        ("由事件开启的任务不能再按期重复", "请写成：after: {{event: {event}, working_days: 7}}"),
        ("a task that events open does not return", "write: after: {{event: {event}, working_days: 7}}"),
    ),
    "hours_need_instant": (
        ("按小时计算要知道起算的时刻，“{name}”只有日期", "请写成：{nearest}"),
        ("hours count from an instant, and “{name}” has only a day", "write: {nearest}"),
    ),
    "base_per_event": (
        ("任务“{name}”由每个“{event}”开启，从它起算的任务也是", "请补上 for_each: {event}"),
        ("each “{event}” opens task “{name}”, and what counts from it", "add for_each: {event}"),
    ),
    "no_length": (
        ("没有写明期间有多长", "请写工作日、自然日（days）或月（months），如：{nearest}"),
        ("nothing says how long it is", "write working days, days or months, e.g. {nearest}"),
    ),
    "one_length": (
        ("期间写了几个长度：{text}", "只保留其中之一，如：{nearest}"),
        ("several lengths at once: {text}", "keep one, e.g. {nearest}"),
    ),
    "no_start": (
        ("没有写明从何算起", "请写其中之一（{known}），如：{nearest}"),
        ("nothing says what it counts from", "write one of {known}, e.g. {nearest}"),
    ),
    "many_starts": (
        ("写了几个起点（{known}只能有一个）", "只保留其中之一，如：{nearest}"),
        ("several starts at once, where there is one of {known}", "keep one, e.g. {nearest}"),
    ),
    "no_form": (
        ("没有写明哪一天重复", "请写其中之一（{known}），如：{nearest}"),
        ("nothing says on which day it returns", "write one of {known}, e.g. {nearest}"),
    ),
    "many_forms": (
        ("同时写了几种重复方式：{text}", "只保留其中之一，如：{nearest}"),
        ("several ways of returning at once: {text}", "keep one, e.g. {nearest}"),
    ),
    "no_zeroth": (
        ("没有“第0个”", "从前数写 1，从后数写 -1（最后一个）"),
        ("there is no zeroth", "1 is the first, -1 the last"),
    ),
    "weekday_form": (
        ("“{text}”不是星期几", "请写成 friday 或 周五"),
        ("“{text}” is no weekday", "write friday or 周五"),
    ),
    "window_end": (
        ("时段没有写到何时为止", "请写成：{nearest}；以事件为止的写 until: {{event: …, backstop: …}}"),
        ("the window has no end", "write: {nearest}; or until: {{event: …, backstop: …}}"),
    ),
    "window_ends": (
        ("时段写了两个结束", "to 和 until 只保留其一，如：{nearest}"),
        ("the window has two ends", "keep either to or until, e.g. {nearest}"),
    ),
    "phase_window": (
        ("阶段要有确定的起止日期", "请写成 2017-06/mid 或 {{from: 2017-07, to: 2017-10}}"),
        ("a phase begins and ends on days of its own", "write 2017-06/mid or {{from: 2017-07, to: 2017-10}}"),
    ),
    "no_anchor": (
        (
            "没有写明期限如何确定",
            (
                "请写其中之一：on（某日）、by（某旬内）、window（起止）、after（之后）、before（提前）、"
                "every（每月、每周）、same_day（当日）、qualitative（及时）、undated: {{}}（未定）"
            ),
        ),
        (
            "nothing says how the deadline is set",
            "write one of on, by, window, after, before, every, same_day, qualitative, undated: {{}}",
        ),
    ),
    "no_edge": (
        (
            "没有写明在期限之前还是之后",
            "请写其中之一：before: target、on: target、after: breach；督办层级也可写 gone: 50%",
        ),
        (
            "nothing says on which side of the deadline",
            "write before: target, on: target or after: breach; in a ladder also gone: 50%",
        ),
    ),
    "share_form": (
        ("“{found}”不是时间的百分比", "请写 1% 到 {limit}% 的整数，如 gone: 50%"),
        ("“{found}” is no share of the time", "write a whole percentage from 1% to {limit}%, e.g. gone: 50%"),
    ),
    "share_with_days": (
        ("gone 按时间的比例算，不与 working_days 同用", "只保留其中之一"),
        ("gone: … is a share of the time and goes without working_days: …", "keep one of them"),
    ),
    "many_anchors": (
        ("同时写了多种算法：{text}", "只保留其中之一"),
        ("several anchors at once: {text}", "keep one"),
    ),
    "loose_modifier": (
        ("“{text}”不能与“{anchor}”同用", "请删去“{text}”，或写成：{nearest}"),
        ("“{text}” does not go with “{anchor}”", "delete “{text}”, or write: {nearest}"),
    ),
    "no_date_to_count_from": (
        ("任务“{name}”没有具体日期，不能据以推算", "请先给“{name}”写明日期（on、by、every、after…）"),
        ("task “{name}” has no date to count from", "give “{name}” a date first (on, by, every, after …)"),
    ),
    "deadline_circle": (
        ("期限互为起点：经“{name}”又回到自身", "请让其中一个写明日期"),
        ("the deadlines count from one another, by way of “{name}”", "let one of them name a date"),
    ),
    "long_chain": (
        ("期限一个接一个推算，“{name}”是第{most}个", "请让其中一个写明日期"),
        ("deadlines count from one another, “{name}” is the {most}th", "let one of them name a date"),
    ),
    "unknown_rule": (
        ("法规库里没有“{name}”，期限长度无从得知", "是不是“{suggestion}”？或直接写 working_days: 7"),
        (
            "no rule of law “{name}” is known that could give the length",
            "did you mean “{suggestion}”? or write working_days: 7",
        ),
    ),
    "rule_not_in_force": (
        ("“{name}”自{first}起施行，{day}还不能引用", "请直接写期限长度"),
        ("“{name}” is in force from {first} on, not on {day}", "write the length itself"),
    ),
    "rule_without_length": (
        ("“{name}”只规定期间怎么算，没有规定多长（{first}起施行；文件日期{day}）", "请写长度，如 days: 7"),
        (
            "“{name}” says how to count and not how long (in force from {first}; document of {day})",
            "write a length, e.g. days: 7",
        ),
    ),
    "longer_than_law": (
        ("超过法定期限：{law}规定为{most}", "请改为不超过{most}"),
        ("longer than {law} gives: {most}", "write {most} or less"),
    ),
    "law_allows_none": (
        ("期限依据{law}，该条没有规定“{name}”", "请删去“{name}”"),
        ("it rests on {law}, which provides no “{name}”", "delete “{name}”"),
    ),
    "rule_is_a_label": (
        ("“{name}”不在法规库内，仅作文字注明", "期限按写明的长度计算"),
        (
            "“{name}” is no rule of law that is known here: it is told and nothing more",
            "the written length counts",
        ),
    ),
    "rule_without_period": (
        ("“{name}”规定的是期间，此处的期限不是从某事起算的，仅作文字注明", "要由它规定期限，请写 after"),
        (
            "“{name}” is about periods, and this deadline counts from nothing: it is told and nothing more",
            "write after where the rule is to give the date",
        ),
    ),
    "unknown_calendar": (
        ("没有“{name}”的日历；有：{known}", "没有本地放假安排的地区写 cn；有的请先加载其通知"),
        (
            "there is no calendar “{name}”; there are {known}",
            "write cn, or load the region's own notices first",
        ),
    ),
    "not_allowed": (("{reason}", "请改写期限"), ("{reason}", "write the deadline otherwise")),
}
