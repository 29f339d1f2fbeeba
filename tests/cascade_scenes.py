"""A small city, one of its bureaus that breaks the city's plan down, and one of that bureau's stations."""

from __future__ import annotations

CITY, NORTH, BRIDGE = "city-2017", "north-2017", "bridge-2017"
_HEAD = """duban: 1
units:
  city: {name: 海城市市场监管局, kind: city}
  netoffice: {name: 网络监管处, kind: department, parent: city, contact: netoffice@haicheng.example}
  advertising: {name: 广告处, kind: department, parent: city, contact: advertising@haicheng.example}
  north: {name: 北山区局, kind: district, parent: city, contact: north@haicheng.example}
  south: {name: 南塘区局, kind: district, parent: city, contact: south@haicheng.example}
  bridge: {name: 石桥所, kind: station, parent: north, contact: bridge@haicheng.example}
  hill: {name: 东岭所, kind: station, parent: north, contact: hill@haicheng.example}
groups: {bureaus: {kind: district, parent: city}, stations: {kind: station, parent: north}}
ladders:
  usual:
    - {rung: remind, before: target, working_days: 1, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
lights: {usual: {yellow: {before: target, working_days: 1}, red: {after: breach}}}
campaigns:
"""
_CITY = """  city-2017:
    title: 海城市网络市场行动
    document: {issuer: city, issued: 2017-06-16}
    period: {from: 2017-06, to: 2017-12}
    office: netoffice
    ladder: usual
    lights: usual
    tasks:
      report:
        title: 月报
        responsible: bureaus
        deadline: {text: 每月10日前, source: 二, every: {month_day: 10, from: 2017-08-01, to: 2017-11-30}}
        deliverables: [{kind: text, title: 开展情况}]
      summary:
        title: 总结
        responsible: bureaus
        deadline: {text: 12月8日前, source: 三, on: 2017-12-08}
        deliverables: [{kind: text, title: 总结}]
      joint:
        title: 联合检查
        lead: netoffice
        cooperating: [bureaus]
        deadline: {text: 11月底前, by: 2017-11/end}
        contribution: {deadline: {text: 11月20日前, on: 2017-11-20}, deliverables: [{kind: text, title: 检查情况}]}
      survey:
        title: 摸底
        responsible: netoffice
        deadline: {text: 9月底前, by: 2017-09/end}
"""
_NORTH = """  north-2017:
    title: 北山区网络市场行动
    document: {issuer: north, issued: 2017-06-30}
    period: {from: 2017-07, to: 2017-12}
    under: {campaign: city-2017, unit: north}
    office: north
    ladder: usual
    lights: usual
    tasks:
      report:
        title: 各所月报
        responsible: stations
        deadline: {text: 提前3个工作日, before: {parent: report, working_days: 3}}
        deliverables: [{kind: text, title: 开展情况}]
      summary:
        title: 各所总结
        responsible: stations
        deadline: {text: 提前5个工作日, before: {parent: summary, working_days: 5}}
        deliverables: [{kind: text, title: 总结}]
      joint:
        title: 各所检查情况
        responsible: stations
        deadline: {text: 提前4日, before: {parent: joint, days: 4}}
        deliverables: [{kind: text, title: 检查情况}]
"""
_BRIDGE = """  bridge-2017:
    title: 石桥所网络市场行动
    document: {issuer: bridge, issued: 2017-07-10}
    period: {from: 2017-07, to: 2017-12}
    under: {campaign: north-2017, unit: bridge}
    office: bridge
    ladder: usual
    lights: usual
    tasks:
      report:
        title: 所内月报
        responsible: bridge
        deadline: {text: 提前1个工作日, before: {parent: report, working_days: 1}}
        deliverables: [{kind: text, title: 开展情况}]
"""
#: Changes of the city's plan: the monthly report comes earlier; it goes on for a month; the survey moves.
EARLIER = ("month_day: 10, from: 2017-08-01", "month_day: 8, from: 2017-08-01")
LONGER = ("to: 2017-11-30}}", "to: 2017-12-31}}")
SURVEY = ("by: 2017-09/end", "by: 2017-10/mid")
CLOSING = ("{text: 12月8日前, source: 三, on: 2017-12-08}", "{text: 12月15日前, source: 三, on: 2017-12-15}")


def cascade(*changes: tuple[str, str], levels: int = 2) -> str:
    """The declaration of the city, its bureau and, with three levels, the station; each change made once."""
    found = _HEAD + "".join((_CITY, _NORTH, _BRIDGE)[:levels])
    for old, new in changes:
        assert found.count(old) == 1, old
        found = found.replace(old, new)
    return found
