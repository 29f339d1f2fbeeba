"""What every fault says: for each code (message, hint) in Chinese and in English.

`{suggestion}` in a hint is left out when there is nothing to suggest.
"""

from campaigns.wording_of_cascade import CASCADE
from campaigns.wording_of_deadlines import DEADLINES
from campaigns.wording_of_files import FILES
from campaigns.wording_of_forms import FORMS

SEVERITY = {"error": ("错误", "error"), "warning": ("提醒", "warning")}

_Pair = tuple[str, str]

WORDING: dict[str, tuple[_Pair, _Pair]] = {
    # -- the file as YAML
    "no_file": (
        ("找不到文件“{file}”", "请用 --file 指明申报文件"),
        ("no such file “{file}”", "name it with --file"),
    ),
    "not_utf8": (("文件不是UTF-8编码", "请另存为UTF-8"), ("the file is not UTF-8", "save it as UTF-8")),
    "empty_file": (
        ("文件是空的", "请写上 units、campaigns 等内容"),
        ("the file is empty", "write units, campaigns and the rest"),
    ),
    "too_large": (
        ("文件超过{limit}字节", "请分成几份申报文件"),
        ("the file is larger than {limit} bytes", "make several declarations of it"),
    ),
    "too_deep": (
        ("层次超过{limit}层", "请检查括号和缩进"),
        ("nested deeper than {limit}", "check brackets and indent"),
    ),
    "too_many": (
        ("内容过多", "请分成几份申报文件"),
        ("too many entries", "make several declarations of it"),
    ),
    "alias": (
        ("不支持引用（* 和 &）", "请把内容写全"),
        ("aliases (* and &) are not used here", "write it out"),
    ),
    "tag": (
        ("不支持标签“{tag}”", "请删去以 ! 开头的标签，或把整句放进引号"),
        ("tags such as “{tag}” are not used here", "delete what begins with !, or quote the whole text"),
    ),
    "second_document": (
        ("“---”之后又是一份文件，不会被读到", "请合并为一份，删去“---”"),
        ("a second document after “---” would not be read", "join them and delete “---”"),
    ),
    "bad_character": (
        ("不允许的字符{code}", "请删除该字符"),
        ("character {code} is not allowed", "delete it"),
    ),
    "not_yaml": (
        ("无法读懂此处的格式（{problem}）", "请检查缩进、冒号和引号"),
        ("this is not valid YAML ({problem})", "check indent, colons and quotes"),
    ),
    "tab": (("缩进用了制表符", "请改用空格"), ("a tab in the indent", "use spaces")),
    "wide_colon": (("用了全角冒号“：”", "请改为半角冒号加空格“: ”"), ("a full-width colon", "write “: ”")),
    "text_after_quote": (
        ("引号之后还有文字", "请把整句放进引号，或去掉引号"),
        ("text after a closing quote", "quote the whole text or nothing"),
    ),
    "unclosed_bracket": (("括号没有闭合", "请补上 }} 或 ]"), ("a bracket is not closed", "add }} or ]")),
    "wide_space": (
        ("字段“{key}”里有全角空格", "请删除全角空格"),
        ("a full-width space in “{key}”", "delete it"),
    ),
    "duplicate_key": (
        ("字段“{key}”重复，第{first}行已写过", "请合并或删除其中一个"),
        ("“{key}” stands twice, first on line {first}", "join them or delete one"),
    ),
    "key_not_text": (
        ("字段名必须是文字", "请写成“名称: 内容”"),
        ("a key must be text", "write “name: value”"),
    ),
    # -- the shape of the declaration
    "unknown_key": (
        ("不认识的字段“{name}”", "是不是“{suggestion}”？"),
        ("unknown field “{name}”", "did you mean “{suggestion}”?"),
    ),
    "missing": (("缺少“{name}”", "请补上“{name}: …”"), ("“{name}” is missing", "add “{name}: …”")),
    "want_mapping": (
        ("此处应是若干“名称: 内容”，写的是{found}", "请改成“名称: 内容”的形式"),
        ("expected “name: value” entries, got {found}", "write it as “name: value”"),
    ),
    "want_details": (
        ("“{name}”后面应写明细，写的是{found}", "请写成：{nearest}"),
        ("“{name}” takes details, got {found}", "write: {nearest}"),
    ),
    "want_list": (
        ("此处应是列表，写的是{found}", "请写成 [甲, 乙] 或每行一个“- 甲”"),
        ("expected a list, got {found}", "write [a, b] or one “- a” a line"),
    ),
    "want_text": (
        ("此处应是文字，写的是{found}", "请写成一段文字"),
        ("expected text, got {found}", "write a text"),
    ),
    "want_number": (
        ("“{found}”不是整数", "请写阿拉伯数字，如 7"),
        ("“{found}” is not a whole number", "write digits, e.g. 7"),
    ),
    "want_bool": (
        ("“{found}”不是 true 或 false", "请写 true 或 false"),
        ("“{found}” is neither true nor false", "write one"),
    ),
    "want_choice": (
        ("“{found}”不在可选之列：{known}", "是不是“{suggestion}”？"),
        ("“{found}” is none of {known}", "did you mean “{suggestion}”?"),
    ),
    "out_of_range": (
        ("“{found}”超出范围（{limit}）", "请核对数字"),
        ("“{found}” is out of range ({limit})", "check the number"),
    ),
    "invalid": (
        ("“{found}”不合要求：{problem}", "请核对"),
        ("“{found}” does not fit: {problem}", "check it"),
    ),
    # -- what the names mean
    "unknown_unit": (
        ("单位“{name}”不在单位库里", "是不是“{suggestion}”？"),
        ("unit “{name}” is not in the registry", "did you mean “{suggestion}”?"),
    ),
    "unknown_name": (
        ("没有名为“{name}”的{what}", "是不是“{suggestion}”？"),
        ("there is no {what} “{name}”", "did you mean “{suggestion}”?"),
    ),
    "empty_group": (
        ("分组“{name}”里没有单位", "请核对 kind 和 parent"),
        ("group “{name}” has no unit", "check kind and parent"),
    ),
    "name_taken": (
        ("名称“{name}”已属于“{other}”", "每个名称和别名只能属于一家单位"),
        ("the name “{name}” belongs to “{other}” already", "a name or alias belongs to one unit only"),
    ),
    "bad_key": (
        ("“{name}”不能作名称", "请用字母、数字、汉字和短横线"),
        ("“{name}” cannot be a key", "use letters, digits and dashes"),
    ),
    "reserved_key": (
        ("“{name}”是系统自用的名称", "请换一个名称"),
        ("“{name}” is a name of the system's own", "choose another one"),
    ),
    "event_without_record": (
        ("“{anchor}”的事件“{name}”要同时写 for_each: {name}", "请补上 for_each: {name}"),
        ("`{anchor}` on “{name}” needs for_each: {name}", "add for_each: {name}"),
    ),
    "due_without_item": (
        (
            "事项时限（item_due）只用于逐件（for_each）登记的事项",
            "请补上 for_each，或写明日期，如 by: 2017-12",
        ),
        (
            "item_due is of items that are recorded, one by one",
            "add for_each, or write a date, e.g. by: 2017-12",
        ),
    ),
    "no_beginning": (
        ("文件没有落款日期，也没有写专项行动的起止", "请在 document 里写 issued，或写 period"),
        (
            "neither the document's date nor the campaign's period is given",
            "write issued in document, or period",
        ),
    ),
    "no_issue_date": (
        ("期限从文件落款日期算起，而文件没有落款日期", "请在 document 里写 issued，或改写起点"),
        (
            "it counts from the document's date, which is not given",
            "write issued in document, or another start",
        ),
    ),
    "undated_document": (
        ("文件没有落款日期", "请向发文单位核实后补上 issued"),
        ("the document bears no date", "ask the issuer, and add issued"),
    ),
    "two_leads": (
        ("“{name}”有{count}家牵头单位，以列在最前的{first}为主办", "请确认由谁主办并汇总"),
        ("{count} units lead “{name}”; {first}, named first, answers", "ask who answers and consolidates"),
    ),
    "bare_measures": (
        ("{count}项指标没有给出分子、分母或基数：{names}", "请向发文单位索取；在此之前只列出，不计算"),
        (
            "{count} measures without numerator, denominator or baseline: {names}",
            "ask the issuer; until then they are shown and not computed",
        ),
    ),
    "two_responsible": (
        ("同时写了 lead 和 responsible", "牵头办理的只写 lead；各自办理的只写 responsible"),
        (
            "both lead and responsible",
            "write lead where one answers for all, responsible where each answers for itself",
        ),
    ),
    "nobody_helps": (
        ("没有配合单位，却写了 contribution", "请写 cooperating，或删去 contribution"),
        ("a contribution and nobody who helps", "write cooperating, or delete contribution"),
    ),
    "owes_nothing": (
        ("“{name}”是外部或上级单位，不承担本行动任务", "请换成本单位，或删去它的 outside"),
        ("“{name}” stands outside and owes nothing here", "name another unit, or delete its outside"),
    ),
    "group_answers": (
        (
            "牵头写的是分组“{name}”（{count}家），不知道由谁主办",
            "请把主办单位写在最前，如 [{unit}, {name}]；或给分组写 lead",
        ),
        (
            "the group “{name}” leads, {count} units, and nobody knows which answers",
            "name the one that answers first, e.g. [{unit}, {name}], or give the group a lead",
        ),
    ),
    "nobody_then": (
        ("“{name}”的{days}开始办理时没有责任单位", "请核对单位和成员的起止日期"),
        ("nobody is a member when “{name}” opens: {days}", "check from and to of its units and members"),
    ),
    "milestone_outside": (
        ("里程碑“{name}”（{day}）不在阶段“{phase}”之内", "请核对日期，或写到行动的 milestones 里"),
        (
            "milestone “{name}” ({day}) lies outside its phase “{phase}”",
            "check the day, or move it to the campaign's milestones",
        ),
    ),
    "nobody_responsible": (
        ("任务没有责任单位", "请写 responsible；文件未指明的写办公室并注 unassigned: true"),
        (
            "the task has no responsible unit",
            "write responsible; if the document names none, the office with unassigned: true",
        ),
    ),
    "hostile_text": (
        ("{text}含有控制字符或“=?”", "请删去这些字符"),
        ("{text} holds control characters or “=?”", "delete them"),
    ),
    "bad_address": (
        ("“{name}”不是邮箱地址", "请写成 name@example.example"),
        ("“{name}” is no mail address", "write name@example.example"),
    ),
    "unknown_campaign": (
        ("没有名为“{name}”的专项行动", "是不是“{suggestion}”？"),
        ("there is no campaign “{name}”", "did you mean “{suggestion}”?"),
    ),
    "rungs_fall": (
        (
            "督办层级没有逐级推后：按“{name}”的期限，第{few}级晚于第{many}级，将与第{many}级同时到达",
            "请调整天数或比例",
        ),
        (
            "the ladder does not rise for “{name}”: rung {many} is not later than rung {few}, which comes with it",
            "change their days or shares",
        ),
    ),
    "remind_late": (
        ("时间已用{found}%才提醒，多已过截止时间，不会发出", "提醒不超过 100%；之后的请用催办、督办"),
        (
            "a reminder at {found}% of the time comes after the breach as a rule, and is not sent",
            "remind by 100% at the latest; urge after it",
        ),
    ),
    "outside_calendar": (
        ("“{name}”要用到{day}或更远的日子，超出日历范围（{first}至{last}）", "请核对年份"),
        ("“{name}” needs {day} or days beyond, outside the calendar ({first} to {last})", "check the year"),
    ),
    "points_form": (
        ("“{found}”不是分数", "请写如 1 或 0.5，最多两位小数"),
        ("“{found}” is no number of points", "write 1 or 0.5, two decimals at most"),
    ),
    "score_item": (
        ("评分项要么写情形和扣分，要么写指标和权重", "请写 when 和 deduct，或写 measure 和 weight"),
        (
            "an item either takes points for something or weighs a measure",
            "write when: … and deduct: …, or measure: … and weight: …",
        ),
    ),
    "over_base": (
        ("{anchor}为{found}分，超过基础分{base}分", "请按文件核对"),
        ("{anchor} comes to {found}, more than the base of {base}", "check it by the document"),
    ),
    "no_red": (
        ("亮灯方案没有写红灯", "请写 red: {{after: breach}}；只按序时进度亮灯的，只写 progress"),
        ("these lights have no red", "write red: {{after: breach}}, or progress alone"),
    ),
    "colour_form": (
        ("“{found}”不是颜色", "请写成 #b3261e 这样的六位数"),
        ("“{found}” is no colour", "write six digits such as #b3261e"),
    ),
    "lights_fall": (
        ("“{anchor}”从不早于“{known}”，永远不会亮", "请调整天数，使各色依次更晚"),
        ("“{anchor}” never comes before “{known}”, so it is never seen", "let each colour begin later"),
    ),
    "gaps_fall": (
        ("“{anchor}”落后{few}个百分点，不小于“{known}”的{many}个", "请使各色的百分点依次增大"),
        (
            "“{anchor}” begins {few} points behind, “{known}” at {many} already",
            "let the points rise from colour to colour",
        ),
    ),
    "no_gap": (
        ("序时进度没有写落后多少亮灯", "请写如 {{yellow: 10, red: 20}}"),
        ("progress names no colour", "write {{yellow: 10, red: 20}} or the like"),
    ),
    # -- what the linter asks
    "low_contrast": (
        ("“{anchor}”的颜色{colour}在白底上对比度只有{ratio}，不易辨认", "请用更深的颜色（对比度不低于4.5）"),
        (
            "the colour {colour} of “{anchor}” stands out from white by {ratio} only",
            "choose a darker one (4.5 or more)",
        ),
    ),
    "same_mark": (
        ("“{anchor}”和“{known}”的形状都是{mark}，黑白打印分不清", "请给其中一个另写 mark"),
        (
            "“{anchor}” and “{known}” are both drawn as {mark}",
            "give one of them another mark, for print in grey",
        ),
    ),
    "phases_counted": (
        ("文件称{says}个阶段，列出的是{lists}个", "请与发文单位核对；此处按列出的办理"),
        ("the document says {says} phases and lists {lists}", "ask the issuer; the list is followed"),
    ),
    "before_document": (
        ("“{name}”的期限{day}早于文件落款日期{issued}", "列为“发文时已过”，不计逾期"),
        (
            "“{name}” is due {day}, before the document's own date {issued}",
            "shown as past at issue, never overdue",
        ),
    ),
    "due_day_off": (
        ("“{name}”的期限{day}为{weekday}", "请报时间提前到{asked}；在{breach}之前报送仍为按时"),
        (
            "“{name}” falls on a day off ({weekday}): {day}",
            "people are asked for {asked}; before {breach} it is still in time",
        ),
    ),
    "before_phase": (
        ("“{name}”（{day}）在阶段“{phase}”开始（{opens}）之前到期", "请核对阶段或期限"),
        ("“{name}” is due ({day}) before its phase “{phase}” opens ({opens})", "check phase or deadline"),
    ),
    "first_period_soon": (
        ("“{name}”第一期{day}距发文只有{days}个工作日", "请确认是否从这一期起"),
        (
            "the first period of “{name}”, {day}, is {days} working days after issue",
            "is it meant from that period on?",
        ),
    ),
    "undated_task": (
        ("“{name}”没有给出日期", "列为未定期限，只提醒不计逾期"),
        ("“{name}” has no date", "asked for, never overdue"),
    ),
    "unassigned_task": (
        ("“{name}”文件未指明责任单位", "暂由领导小组办公室承担"),
        ("the document names no unit for “{name}”", "it stays with the office"),
    ),
    "sample_form": (
        ("附件“{name}”不在文本中，表格为样例", "请取得附件后补全"),
        ("annex “{name}” is not in the text: the form is a sample", "complete it from the annex"),
    ),
    "no_contact": (
        ("单位“{name}”没有联系邮箱", "请补 contact；否则提醒无法送达"),
        ("unit “{name}” has no contact", "add one, or notices cannot reach it"),
    ),
    "two_summaries": (
        ("“{name}”和“{other}”都要求总结", "请确认是否同一件"),
        ("“{name}” and “{other}” both ask for a summary", "are they the same?"),
    ),
    "year_unknown": (
        ("{year}年的节假日安排尚未公布，有关期限为暂定", "公布后请更新日历"),
        ("the holiday notice for {year} is not known: provisional", "load the notice when it is published"),
    ),
    "outside_document": (
        ("{count}家单位不在文件所列之内：{names}", "请核对名单"),
        ("{count} units are not listed by the document: {names}", "check the list"),
    ),
} | {**FILES, **DEADLINES, **CASCADE, **FORMS}
