"""A campaign that uses every anchor of the deadline language, for whoever reads, plans or breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deadlines.calendars import Calendars
from tests.bad_declarations.slips import loaded
from tests.october import CHINA

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from campaigns.plan import Planned, Planner

KEY = "haicheng"
DEFAULTS = "defaults: {timezone: Asia/Shanghai, calendar: cn, office_hours: '08:30-17:30'}"
PERIOD = "    period: {from: 2017-06, to: 2017-12}\n"
WHOLE = f"""duban: 1
{DEFAULTS}
units:
  city: {{name: 海城市市场监管局, kind: city}}
  netoffice: {{name: 网络监管处, kind: department, parent: city, contact: netoffice@haicheng.example}}
  north: {{name: 北山区局, kind: district, parent: city, contact: north@haicheng.example}}
  south: {{name: 南塘区局, kind: district, parent: city, contact: south@haicheng.example}}
groups: {{bureaus: {{kind: district, parent: city}}}}
ladders:
  usual:
    - {{rung: remind, before: target, working_days: 3, to: liaison}}
    - {{rung: urge, after: breach, working_days: 1, to: liaison}}
lights: {{usual: {{yellow: {{before: target, working_days: 3}}, red: {{after: breach}}}}}}
events:
  decision: {{title: 行政决定}}
  exposed: {{title: 问题暴露}}
  closing: {{title: 收官会}}
campaigns:
  {KEY}:
    title: 海城市网络市场行动
    document: {{issuer: city, issued: 2017-06-16}}
{PERIOD}    office: netoffice
    ladder: usual
    lights: usual
    tasks:
      weekly:
        title: 周报
        responsible: bureaus
        deadline: {{text: 每周五, every: {{weekday: friday, from: 2017-09-25, to: 2017-10-13}}}}
      weekly-check:
        title: 周报核对
        responsible: bureaus
        deadline: {{text: 周报之后2个工作日, after: {{deadline: weekly, working_days: 2}}}}
      twice:
        title: 快报
        responsible: bureaus
        deadline: {{text: 每周二、周五, every: {{weekday: [周二, friday], from: 2017-10-16, to: 2017-10-24}}}}
      quarterly:
        title: 季报
        responsible: bureaus
        deadline: {{text: 每季度最后一个工作日, every: {{working_day: -1, of: quarter}}}}
      mondays:
        title: 例会材料
        responsible: netoffice
        deadline: {{text: 每月第一和第三个周一, every: {{weekday: monday, nth: [1, 3], from: 2017-11-01, to: 2017-12-10}}}}
      package:
        title: 总结材料
        responsible: bureaus
        deadline: {{text: 12月1日17时前, on: 2017-12-01, time: "17:00"}}
      draft:
        title: 总结初稿
        responsible: bureaus
        deadline: {{text: 提前3个工作日, before: {{deadline: package, working_days: 3}}}}
      collected:
        title: 全市总结
        responsible: netoffice
        deadline: {{text: 各区报送后5个工作日, after: {{deadline: package, working_days: 5}}}}
      polished:
        title: 全市总结定稿
        responsible: netoffice
        deadline: {{text: 全市总结后一周, after: {{deadline: collected, days: 7}}}}
      stock:
        title: 节前检查
        responsible: bureaus
        deadline: {{text: 国庆节前5个工作日, before: {{festival: 国庆, working_days: 5}}}}
      rush:
        title: “双11”值守
        responsible: bureaus
        deadline: {{text: “双11”前三天至次日, window: {{festival: 双11, lead: {{days: 3}}, lag: {{days: 1}}}}}}
      patrol:
        title: 适时巡查
        responsible: bureaus
        deadline: {{text: 适时, qualitative: {{review_every: {{working_days: 20}}}}}}
      scheme:
        title: 实施方案
        responsible: bureaus
        deadline: {{text: 制定方案, undated: {{by_office: 2017-07-03}}}}
      team:
        title: 专班名单
        responsible: bureaus
        deadline: {{text: 成立专班, undated: {{}}}}
      inspection:
        title: 集中检查
        responsible: bureaus
        deadline: {{text: 至收官会, window: {{from: issued, until: {{event: closing, backstop: 2017-11/end}}}}}}
      meeting:
        title: 夜查
        responsible: bureaus
        deadline: {{text: 19时30分至21时, window: {{from: 2017-11-11T19:30, to: 2017-11-11T21:00}}}}
      survey:
        title: 摸底
        responsible: bureaus
        deadline: {{text: 两个月内, after: {{event: issued, months: 2}}}}
      ten-days:
        title: 阶段小结
        responsible: netoffice
        deadline: {{text: 11月中旬, by: 2017-11/mid}}
      roster:
        title: 名单
        responsible: bureaus
        deadline: {{text: 6月15日前, on: 2017-06-15}}
      festival-duty:
        title: 三月三值守表
        responsible: north
        deadline: {{text: 提前3个工作日, before: {{date: 2018-04-23, working_days: 3}}, calendar: cn-gx}}
      disclosure:
        title: 信息公示
        for_each: decision
        responsible: {{event: unit}}
        deadline: {{text: 依法公示, rule: 双公示, after: {{event: decision}}}}
      confirmation:
        title: 公示回执
        for_each: decision
        responsible: {{event: unit}}
        deadline: {{text: 公示之后3个工作日, after: {{deadline: disclosure, working_days: 3}}}}
      annexed:
        title: 并入总结
        for_each: decision
        responsible: {{event: unit}}
        deadline: {{text: 总结之前2日, before: {{deadline: draft, days: 2}}}}
      overnight:
        title: 问题处置
        for_each: exposed
        responsible: {{event: unit}}
        deadline: {{text: 问题不过夜, same_day: {{event: exposed}}}}
      alarm:
        title: 问题快报
        for_each: exposed
        responsible: {{event: unit}}
        deadline: {{text: 24小时内, after: {{event: exposed, hours: 24}}}}
"""


def planner(folder: Path, text: str = WHOLE) -> Planner:
    """The planner of the campaign declared by `text`, over what it reaches."""
    return loaded(folder, text).planner(KEY, Calendars.packaged())


def changed(folder: Path, *pairs: tuple[str, str]) -> Planner:
    """The planner of the campaign in which each first text is replaced by the second."""
    text = WHOLE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return planner(folder, text)


def instants(*found: datetime | None) -> list[str]:
    """The instants of 2017 to the minute, without the year."""
    assert all(one is None or (one.year, one.tzinfo) == (2017, CHINA) for one in found)
    return [f"{one:%m-%dT%H:%M}" for one in found if one is not None]


def spelled(one: Planned) -> list[str]:
    """Opening, target and breach of one obligation, as `instants` writes them."""
    return instants(one.deadline.opens, one.deadline.target, one.deadline.breach)
