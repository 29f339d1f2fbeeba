"""Every key of campaigns.yaml in English and in Chinese: one fixed table, and the fixed values beside it.

A key has one Chinese twin, whichever model it stands in; where people would say it differently, `ELSEWHERE`
says so. Keys that people choose (of units, tasks, campaigns ...) are names and are never translated.
"""

import re
from functools import cache

from pydantic import BaseModel

#: Keys as they are written in English, each with its Chinese twin.
TWINS: dict[str, str] = {
    # the whole file
    "duban": "督办",
    "include": "包含",
    "defaults": "默认",
    "units": "单位",
    "groups": "分组",
    "ladders": "督办层级",
    "lights": "亮灯",
    "events": "事件",
    "forms": "表格",
    "campaigns": "专项行动",
    # what holds for all
    "timezone": "时区",
    "calendar": "日历",
    "office_hours": "办公时间",
    "opens": "上班",
    "closes": "下班",
    # units and groups
    "name": "名称",
    "aliases": "别名",
    "kind": "类别",
    "parent": "上级",
    "outside": "外部单位",
    "source": "出处",
    "contact": "联系邮箱",
    "deputy": "分管领导",
    "head": "主要领导",
    "members": "成员",
    "posts": "职务",
    "role": "角色",
    # rungs and lights
    "rung": "层级",
    "gone": "已用时间",
    "confirm": "签发",
    "urgent": "紧急",
    "blue": "蓝灯",
    "yellow": "黄灯",
    "orange": "橙灯",
    "red": "红灯",
    "mark": "形状",
    "colour": "颜色",
    "progress": "序时进度",
    "share_of": "计算范围",
    # events and forms
    "title": "标题",
    "short": "简称",
    "kinds": "种类",
    "fields": "登记填写",
    "date": "日期",
    "sample": "样表",
    "covers": "填报区间",
    "rows": "表行",
    "key": "代号",
    "unit": "计量单位",
    "type": "类型",
    "section": "栏目",
    "decimals": "小数位",
    "max": "至多",
    "columns": "列",
    "cumulative": "累计列",
    "totals": "勾稽关系",
    "total": "合计",
    "row": "行",
    "at_most": "不大于",
    "signed_with": "落款栏",
    # a campaign
    "document": "文件",
    "under": "承接",
    "campaign": "专项行动",
    "issuer": "发文单位",
    "number": "文号",
    "issued": "发文日期",
    "says_phases": "自称阶段数",
    "period": "起止",
    "office": "办公室",
    "leading_group": "领导小组",
    "ladder": "所用层级",
    "phases": "阶段",
    "entry": "进入条件",
    "exit": "结束条件",
    "key_periods": "重点时段",
    "duties": "职责分工",
    "tasks": "任务",
    "verb": "动词",
    "text": "原文",
    # a task
    "responsible": "责任单位",
    "lead": "牵头",
    "cooperating": "配合",
    "contribution": "配合材料",
    "unassigned": "文件未指明",
    "to": "至",
    "via": "渠道",
    "phase": "所属阶段",
    "for_each": "逐件",
    "deadline": "期限",
    "deliverables": "报送材料",
    "closes_with": "办结填写",
    "rework": "退改时限",
    "review": "审核",
    # a deliverable
    "form": "用表",
    "zero_report": "零报告",
    "min": "至少",
    "sections": "章节",
    "each_with": "每件附",
    "caption": "说明文字",
    "any_of": "任选其一",
    "quota": "名额",
    # what is measured
    "measures": "指标",
    "value": "数值",
    "numerator": "分子",
    "denominator": "分母",
    "baseline": "基数",
    # milestones and assessment
    "milestones": "里程碑",
    "scoring": "考核评分",
    "base": "基础分",
    "floor": "最低分",
    "items": "评分项",
    "when": "情形",
    "deduct": "扣分",
    "per": "计次",
    "most": "最多扣",
    "measure": "所用指标",
    "weight": "权重",
    "ranking": "排名",
    "shown_to": "可见",
    "least_due": "最少到期数",
    # a deadline
    "rule": "法规",
    "on": "定于",
    "by": "不晚于",
    "window": "时段",
    "after": "之后",
    "before": "之前",
    "every": "周期",
    "same_day": "当日",
    "qualitative": "及时",
    "undated": "未定",
    "time": "时刻",
    "bound": "末日",
    "roll": "遇休息日",
    "start_day": "起算日",
    "pause": "暂停计时",
    "extend": "延期",
    "times": "次数",
    "approver": "批准人",
    "signatures": "签批人数",
    # what a deadline is counted by
    "working_days": "工作日",
    "days": "自然日",
    "months": "月",
    "hours": "小时",
    "event": "事件",
    "festival": "节日",
    "year": "年份",
    "lag": "延后",
    "from": "从",
    "until": "直到",
    "backstop": "最迟",
    "review_every": "回顾间隔",
    "by_office": "办公室定",
    "month_day": "每月",
    "weekday": "每周",
    "nth": "第几个",
    "weeks": "间隔周数",
    "working_day": "第几个工作日",
    "of": "每",
    "daily": "每天",
}

#: Where people would not use the usual twin: by the model's name.
ELSEWHERE: dict[tuple[str, str], str] = {
    ("Rung", "to"): "发给",
    ("Task", "to"): "接收单位",
    ("Festival", "lead"): "提前",
    ("Measure", "target"): "目标",
    ("Member", "unit"): "单位",
    ("Under", "unit"): "单位",
    ("Agreement", "of"): "各行",
}

#: Fixed words that are values, each with its Chinese twin.
CHOICES: dict[str, str] = {
    "nobody": "无须",
    "true": "是",
    "false": "否",
    "lead": "牵头",
    "cooperating": "配合",
    # rungs, and to whom they go
    "remind": "提醒",
    "urge": "催办",
    "supervise": "督办",
    "circular": "通报",
    "interview": "工作约谈",
    "liaison": "联络员",
    "deputy": "分管领导",
    "head": "主要领导",
    "office": "办公室",
    "leading_group": "领导小组",
    "target": "请报时间",
    "breach": "截止时间",
    # lights
    "square": "方形",
    "triangle": "三角",
    "diamond": "菱形",
    "hollow_diamond": "空心菱形",
    "star": "五角星",
    "due": "已到期",
    "all": "全部",
    # what is handed in
    "form": "表格",
    "text": "文字",
    "document": "文档",
    "case": "案例",
    "image": "图片",
    "video": "视频",
    "roster": "名册",
    "other": "其他",
    "allowed": "允许",
    "required": "必填",
    "count": "数量",
    "amount": "金额",
    "percent": "百分比",
    "date": "日期",
    "unit": "单位",
    # assessment
    "late": "迟报",
    "not_filed": "未报",
    "returned": "被退回",
    "obligation": "每件",
    "leader": "领导",
    # deadlines
    "issued": "发文日",
    "item_due": "事项时限",
    "close_of_business": "下班",
    "inclusive": "含当日",
    "exclusive": "不含当日",
    "included": "计入",
    "excluded": "不计入",
    "none": "不变",
    "following": "顺延",
    "preceding": "提前",
    "week": "周",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
    "day": "自然日",
    "working_day": "工作日",
}

#: Fixed words in fields that take names of people's own as well: such a name may not be one of these.
OPEN_CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Rung", "to"): ("liaison", "deputy", "head", "office", "leading_group"),
    ("After", "event"): ("issued",),
    ("SameDay", "event"): ("issued",),
}
#: Words that a sentence has in common with the table and that are no keys in it.
_PROSE = {"duban", "true", "false"}
#: A word of a wording; what is in braces is filled in later.
_IN_CHINESE = re.compile(r"\{\w+\}|(?<![\w./@-])[a-z][a-z_]*(?![\w./@-])")
#: In an English sentence, only what is written out as an entry of the file.
_IN_ENGLISH = re.compile(r"\{\w+\}|(?<![\w./@-])[a-z][a-z_]*(?=: )")


def twin(model: str, field: str) -> str:
    """The Chinese key of `field` in the model called `model`; `field` itself where the table has none."""
    return ELSEWHERE.get((model, field)) or TWINS.get(field, field)


def fields(model: type[BaseModel]) -> list[str]:
    """The keys of `model` as they are written in English."""
    return [field.alias or name for name, field in model.model_fields.items()]


@cache
def english(model: type[BaseModel]) -> dict[str, str]:
    """The keys of `model`: as people may write them, in either language, to the English one."""
    named = fields(model)
    return {twin(model.__name__, name): name for name in named} | {name: name for name in named}


def in_chinese(word: str) -> str:
    """The usual Chinese twin of a key or of a fixed word; `word` itself where it is neither."""
    return TWINS.get(word) or CHOICES.get(word, word)


def worded_for(tongue: str, lang: str, wording: str) -> str:
    """A wording in `lang` that names keys in English, with these keys in the `tongue` of the file."""
    if tongue != "zh":
        return wording
    pattern = _IN_ENGLISH if lang == "en" else _IN_CHINESE
    return pattern.sub(lambda word: word[0] if word[0] in _PROSE else in_chinese(word[0]), wording)
