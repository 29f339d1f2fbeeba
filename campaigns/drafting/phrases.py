"""Every phrase of a sentence that says when, read as a rule of the deadline language."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.moments import Frame, Moment, Unreadable, clock, moment, point, time_of
from campaigns.drafting.numerals import CHINESE, number
from campaigns.drafting.numerals import year as year_in
from campaigns.drafting.readings import Reading, span
from campaigns.drafting.returning import returning

_TO = "(?:-|至|到|~)"
_N = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_NOT_IN_NUMBER = r"(?<![\d一二三四五六七八九十])"
_POINT = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<ahead>截止(?:时间|日期)?(?:为|至|到|:)*|截至|不迟于|不晚于|最迟)?(?:{point('1')})"
    rf"(?:当[日天])?(?:{clock('1')})?(?P<limit>之?前|以前|为?止|截止)?"
)
_RANGE = re.compile(
    rf"{_NOT_IN_NUMBER}(?:{point('1')})(?:{clock('1')})?{_TO}"
    rf"(?:(?:{point('2')})|(?P<only>{_N})[日号])(?:{clock('2')})?(?:期间|止)?"
)
_MONTHS = re.compile(
    rf"{_NOT_IN_NUMBER}(?:(?P<year>\d{{4}})年)?(?P<one>\d{{1,2}}){_TO}(?P<two>\d{{1,2}})月(?!\d)"
)
_SINCE_ISSUE = re.compile(
    rf"(?:自|从)?(?:(?:本|该)?(?:方案|通知|文件|文)?(?:下发|印发|发布|实施)之日|即日)起?{_TO}(?:{point('2')})(?:{clock('2')})?"
)
_HOURS = re.compile(rf"(?:{clock('1')}){_TO}(?:{clock('2')})")
_UNIT = {
    "工作日": "working_days",
    "自然日": "days",
    "日": "days",
    "天": "days",
    "月": "months",
    "小时": "hours",
}
_LONG = rf"(?P<count>\d{{1,3}}|[{CHINESE}]{{1,5}})个?(?P<unit>工作日|自然日|(?<=个)月|小时|日|天)(?:之|以)?内"
_AFTER = re.compile(
    rf"(?:自|从|在)?(?P<event>[^,。;:()自从]{{1,25}}?)(?:之日|当日|之时)?(?:起|以后|之后|后)(?:计算)?的?,?{_LONG}"
)
_WITHIN = re.compile(_LONG)
_AHEAD = re.compile(rf"提前(?P<count>\d{{1,3}}|[{CHINESE}]{{1,5}})个?(?P<unit>工作日|自然日|日|天|月)")
_OVERNIGHT = re.compile(r"(?P<event>[^,。;:()“”保将对的使让]{2,8})不过夜")
_SAME_DAY = re.compile(r"当[日天][^,。;:]{0,6}?(?:完成|办结|报送|上报|报告|处置|处理|反馈|整改)")
_ISSUE = re.compile(r"^(?:本|该)?(?:通知|方案|文件|文|工作方案|实施方案)?(?:印发|下发|发布|发文)$")
#: What is done when there is reason to, and how often the office asks: proposals, each marked.
_SOMETIME: dict[str, dict[str, int]] = {
    "第一时间": {"days": 1},
    "立即": {"days": 1},
    "即时": {"days": 1},
    "实时": {"days": 1},
    "随时": {"days": 1},
    "迅速": {"working_days": 5},
    "尽快": {"working_days": 5},
    "及时": {"working_days": 10},
    "适时": {"working_days": 20},
    "不定期": {"months": 1},
    "定期": {"months": 1},
    "常态化": {"months": 1},
}
_SOME = re.compile("|".join(_SOMETIME))
_FILING = re.compile(r"报送|上报|提交|完成|总结|(?<![通汇填申举情播预公简])报(?![告道名警表刊价销考])")


def phrases(plain: str, frame: Frame) -> list[Reading]:
    """Every phrase of `plain` that says when, in order and without overlap."""
    taken: list[Reading] = []
    for finder in FINDERS:
        for found in finder(plain, frame):
            if all(found.end <= one.start or found.start >= one.end for one in taken):
                taken.append(found)
    return sorted(taken, key=lambda one: one.start)


def _returning(plain: str, _frame: Frame) -> Iterator[Reading]:
    yield from returning(plain)


def _since_issue(plain: str, frame: Frame) -> Iterator[Reading]:
    day = frame.issued
    issued = Moment(day.year, day.month, day.day) if day is not None else None
    for match in _SINCE_ISSUE.finditer(plain):
        end = moment(match, "2", frame, issued)
        if isinstance(end, Unreadable):
            yield _undated(match, end.reason)
        elif issued is not None and end.last < issued.first:
            yield _undated(match, doubt("ends_before", first=issued.text, last=end.text))
        else:
            window = {"from": "issued", "start_day": "included", "to": end.text + _at(match, "2", end)}
            later = issued is not None and end.year > issued.year and not _years(match)
            doubts = (doubt("next_year", year=end.year),) if later else ()
            yield Reading(*span(match), {"window": window}, doubts, dated=end.dated)


def _ranges(plain: str, frame: Frame) -> Iterator[Reading]:
    for match in _RANGE.finditer(plain):
        first = moment(match, "1", frame)
        last = _end_of(match, frame, first) if isinstance(first, Moment) else first
        if isinstance(first, Unreadable) or isinstance(last, Unreadable):
            yield _undated(match, first.reason if isinstance(first, Unreadable) else last.reason)  # type: ignore[union-attr]
        elif last.last < first.first:
            yield _undated(match, doubt("ends_before", first=first.text, last=last.text))
        else:
            window = {"from": first.text + _at(match, "1", first), "to": last.text + _at(match, "2", last)}
            doubts = (
                (doubt("next_year", year=last.year),) if last.year > first.year and not _years(match) else ()
            )
            yield Reading(*span(match), {"window": window}, doubts, dated=first.dated)
    for match in _MONTHS.finditer(plain):
        yield from _months(match, frame)


def _years(match: re.Match[str]) -> bool:
    return bool(match["year2"] or match["whole2"])


def _end_of(match: re.Match[str], frame: Frame, first: Moment) -> Moment | Unreadable:
    if match["only"] is None:
        return moment(match, "2", frame, first)
    day = number(match["only"]) or 0
    try:
        date(first.year, first.month, day)
    except ValueError:
        return Unreadable(doubt("no_day", month=first.month, day=day, year=first.year))
    return Moment(first.year, first.month, day, dated=first.dated)


def _months(match: re.Match[str], frame: Frame) -> Iterator[Reading]:
    one, two = int(match["one"]), int(match["two"])
    year = year_in(match["year"]) if match["year"] else frame.year_of(one)
    if 1 <= one <= 12 and 1 <= two <= 12 and year:  # noqa: PLR2004 - months of a year
        later = year + (two < one)
        window = {"from": f"{year:04}-{one:02}", "to": f"{later:04}-{two:02}"}
        yield Reading(*span(match), {"window": window}, dated=match["year"] is not None)


def _at(match: re.Match[str], name: str, found: Moment) -> str:
    """The time of day of a window's end, where it is to the minute."""
    time = time_of(match, name)
    return f"T{time}" if time and ":" in time and found.day is not None else ""


def _hours(plain: str, frame: Frame) -> Iterator[Reading]:
    """19：30分-21点, on the day that was named before it in the sentence."""
    for match in _HOURS.finditer(plain):
        days = [one for one in _POINT.finditer(plain, 0, match.start()) if one["day1"]]
        day = moment(days[-1], "1", frame) if days else Unreadable(doubt("no_day_of_hours"))
        first, last = time_of(match, "1"), time_of(match, "2")
        if isinstance(day, Unreadable):
            yield _undated(match, day.reason)
        elif first and last and ":" in first and ":" in last and first < last:
            window = {"from": f"{day.text}T{first}", "to": f"{day.text}T{last}"}
            yield Reading(days[-1].start(), match.end(), {"window": window}, limit=False, dated=day.dated)


def _points(plain: str, frame: Frame) -> Iterator[Reading]:
    year: int | None = None
    for match in _POINT.finditer(plain):
        within = (
            frame if year is None else Frame(frame.issued and frame.issued.replace(year=year, day=1), year)
        )
        found = moment(match, "1", within)
        if isinstance(found, Unreadable):
            yield _undated(match, found.reason)
            continue
        year = found.year if found.dated else year
        yield _single(match, found, plain)


def _single(match: re.Match[str], found: Moment, plain: str) -> Reading:
    """A day or a part of a month: a limit if its words say so or something is handed in, else when it is."""
    limit = bool(match["limit"] or match["ahead"] or match["this1"])
    time = time_of(match, "1")
    rest = plain[match.end() :].partition("。")[0]
    doubts: tuple[Doubt, ...] = ()
    if not limit and _FILING.search(rest):
        limit, doubts = True, (doubt("no_limit_word", text=match[0]),) if found.day is not None else ()
    if not limit:
        return Reading(*span(match), {"window": found.text}, limit=False, dated=found.dated)
    if found.day is not None:
        rule: dict[str, Any] = {"on": found.text}
    elif match["limit"] and found.part is None:
        rule, doubts = {"by": found.text}, (doubt("before_month", text=match[0]),)
    else:
        rule = {"by": found.text}
    return Reading(*span(match), rule | ({"time": time} if time else {}), doubts, dated=found.dated)


def _length(match: re.Match[str]) -> dict[str, int] | None:
    count = number(match["count"])
    return {_UNIT[match["unit"]]: count} if count else None


def _afters(plain: str, _frame: Frame) -> Iterator[Reading]:
    for match in _AFTER.finditer(plain):
        length = _length(match)
        event = re.sub(r"^.*?(?:自|从)", "", match["event"]).strip()
        if length is None:
            continue
        if _ISSUE.fullmatch(event):
            if "hours" in length:
                yield _undated(match, doubt("hours_of_issue", text=match[0]))
            else:
                yield Reading(*span(match), {"after": {"event": "issued", **length}})
            continue
        title = re.sub(r"^(?:各单位|在|于)?(?:作出|做出)?", "", event) or event
        doubts = (doubt("event", event=title),)
        yield Reading(*span(match), {"after": {"event": title, **length}}, doubts, event=title)


def _withins(plain: str, _frame: Frame) -> Iterator[Reading]:
    for pattern, code in ((_WITHIN, "no_start"), (_AHEAD, "no_base")):
        for match in pattern.finditer(plain):
            yield _undated(match, doubt(code, text=match[0]))


def _same_days(plain: str, _frame: Frame) -> Iterator[Reading]:
    for match in _OVERNIGHT.finditer(plain):
        title = re.sub(r"^(?:要|应|须|确)+", "", match["event"])
        yield Reading(
            match.end() - len(title) - 3,
            match.end(),
            {"same_day": {"event": title}},
            (doubt("event", event=title),),
            title,
        )
    for match in _SAME_DAY.finditer(plain):
        title = "待办事项"
        yield Reading(*span(match), {"same_day": {"event": title}}, (doubt("event", event=title),), title)


def _sometimes(plain: str, _frame: Frame) -> Iterator[Reading]:
    for match in _SOME.finditer(plain):
        review = {"review_every": _SOMETIME[match[0]]}
        yield Reading(*span(match), {"qualitative": review}, (doubt("cadence", text=match[0]),), limit=False)


def _undated(match: re.Match[str], reason: Doubt) -> Reading:
    return Reading(*span(match), {"undated": {}}, (reason,))


Finder = Callable[[str, Frame], Iterator[Reading]]
#: In the order in which they claim their words.
FINDERS: tuple[Finder, ...] = (
    _returning,
    _since_issue,
    _ranges,
    _hours,
    _points,
    _afters,
    _withins,
    _same_days,
    _sometimes,
)
