"""Phrases of what returns: 每月28日前, 每周五下班前, 每季度最后一个工作日, 次月5日前."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.moments import clock, time_of
from campaigns.drafting.numerals import CHINESE, number
from campaigns.drafting.readings import Reading, span

_N = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_AND = "[、和及]"
_TAIL = rf"(?:的)?(?:{clock('1')})?(?:之?前|以前)?"
_DAYS = dict(
    zip(
        "一二三四五六日天",
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "sunday"],
        strict=True,
    )
)
_WEEK = "(?:周|星期|礼拜)"
_STRETCH = {
    "周": "week",
    "星期": "week",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "半年": "half_year",
    "年": "year",
}
#: How often a phrase without a day is looked at.
_CADENCE: dict[str, dict[str, int]] = {
    "周": {"working_days": 5},
    "月": {"months": 1},
    "季": {"months": 3},
    "季度": {"months": 3},
    "半年": {"months": 6},
}
#: How many working days each has at the least.
_WORKING_DAYS = {"week": 5, "month": 15, "quarter": 55, "half_year": 115, "year": 240}
_ENDS = {"上旬": 10, "中旬": 20, "下旬": 31}
_QUARTER_ENDS, _QUARTER_STARTS = [3, 6, 9, 12], [1, 4, 7, 10]
_LAST_DAY = 31
#: No month has a sixth Monday.
_MOST_WEEKS = 5
_MONTH_ENDS = {"月底", "月末", "底", "末"}
_Made = tuple[dict[str, Any], tuple[Doubt, ...]]


def _few(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _numbers(text: str) -> list[int]:
    parts = re.split(f"[日号]?{_AND}", text.rstrip("日号"))
    return [_LAST_DAY if part in _MONTH_ENDS else number(part) or 0 for part in parts]


def _month_days(match: re.Match[str]) -> _Made | None:
    days = [day for day in _numbers(match["days"]) if 1 <= day <= _LAST_DAY]
    return ({"month_day": _few(days)}, ()) if days else None


def _month_end(_match: re.Match[str]) -> _Made:
    return {"month_day": _LAST_DAY}, ()


def _month_part(match: re.Match[str]) -> _Made:
    return {"month_day": _ENDS[match["part"]]}, (doubt("part_each_month", part=match["part"]),)


def _working_day(match: re.Match[str]) -> _Made | None:
    nth = -1 if match["last"] else number(match["nth"]) or 0
    nth = -nth if match["back"] else nth
    of = _STRETCH[match["of"]]
    return ({"working_day": nth, "of": of}, ()) if 1 <= abs(nth) <= _WORKING_DAYS[of] else None


def _nth_weekday(match: re.Match[str]) -> _Made | None:
    nth = (
        [-1]
        if match["last"]
        else [n for part in re.split(_AND, match["nth"]) if (n := number(part.strip("第个")))]
    )
    if not nth or max(nth) > _MOST_WEEKS:
        return None
    return {"weekday": _DAYS[match["day"]], "nth": _few(nth)}, ()


def _weekdays(match: re.Match[str]) -> _Made:
    days = [_DAYS[char] for char in match["days"] if char in _DAYS]
    twice = {"weeks": 2} if match["every"] != "每" else {}
    return {"weekday": _few(days), **twice}, ()


def _quarter_day(match: re.Match[str]) -> _Made | None:
    day = number(match["day"])
    if not day or day > _LAST_DAY:
        return None
    return {"month_day": day, "months": _QUARTER_STARTS if match["start"] else _QUARTER_ENDS}, ()


def _quarter_end(_match: re.Match[str]) -> _Made:
    return {"month_day": _LAST_DAY, "months": _QUARTER_ENDS}, ()


def _yearly(match: re.Match[str]) -> _Made | None:
    month, day = number(match["month"]) or 0, number(match["day"]) or 0
    fits = 1 <= month <= 12 and 1 <= day <= _LAST_DAY  # noqa: PLR2004 - months of a year
    return ({"month_day": day, "months": month}, ()) if fits else None


def _daily(match: re.Match[str]) -> _Made:
    return {"daily": "working_day" if "工作日" in match[0] else "day"}, ()


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], _Made | None]], ...] = (
    (rf"每个?月的?(?P<days>(?:{_N}[日号]?{_AND})*{_N}[日号](?:{_AND}月?[底末])?)", _month_days),
    (rf"(?:次月|下个?月)的?(?P<days>{_N}[日号])", _month_days),
    (r"每个?月的?(?:月?底|月?末|最后一[天日])", _month_end),
    (r"每个?月的?(?P<part>[上中下]旬)", _month_part),
    (
        rf"每个?(?P<of>周|星期|月|季度|半年|年)的?(?:(?P<last>最后一)|(?P<back>倒数)?第?(?P<nth>{_N}))个工作日",
        _working_day,
    ),
    (
        rf"每个?月的?(?:(?P<last>最后一)|(?P<nth>第{_N}(?:个?{_AND}第?{_N})*))个?{_WEEK}(?P<day>[一二三四五六日天])",
        _nth_weekday,
    ),
    (
        rf"(?P<every>每两周的?|每隔一周的?|隔周的?|每双周的?|每)个?{_WEEK}(?P<days>[一二三四五六日天](?:{_AND}{_WEEK}?[一二三四五六日天])*)",
        _weekdays,
    ),
    (
        rf"每季度?(?P<start>首月|第一个月|(?:终了|结束)后)?(?:末月|最后一个月)?的?(?P<day>{_N})[日号]",
        _quarter_day,
    ),
    (r"每季度?(?:末|底)", _quarter_end),
    (rf"每年的?(?P<month>{_N})月(?P<day>{_N})[日号]", _yearly),
    (r"每个?工作日|每[日天]|逐日", _daily),
)
_COMPILED = tuple((re.compile(f"(?:{form})(?:{_TAIL})"), made) for form, made in _FORMS)
_BARE = re.compile(r"(?:每个?|按|逐)(?P<of>周|月|季度?|半年)(?![一-龥]*?员)")


def returning(plain: str) -> Iterator[Reading]:
    """Every phrase of `plain` that returns; one that names no day is only looked at, with a doubt."""
    for pattern, made in _COMPILED:
        for match in pattern.finditer(plain):
            found = made(match)
            if found is not None:
                every, doubts = found
                time = time_of(match, "1")
                rule = {"every": every} | ({"time": time} if time else {})
                yield Reading(*span(match), rule, doubts)
    for match in _BARE.finditer(plain):
        cadence = {"review_every": _CADENCE[match["of"]]}
        yield Reading(
            *span(match), {"qualitative": cadence}, (doubt("no_day_each", text=match[0]),), limit=False
        )
