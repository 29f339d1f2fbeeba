"""The plan as a Mermaid gantt chart, for pages and readers that draw Mermaid."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from reports import dates
from reports.breakdown import dateless
from reports.cells import visible
from reports.outline import Line, Mark, Outline, Stretch
from reports.wording import term

_MOMENT = timedelta(microseconds=1)
#: What would end a name, open a comment or an entity, stands in its full-width form.
_FULL = str.maketrans({":": "：", ";": "；", "#": "＃", "%": "％", "<": "＜", ">": "＞", "`": "｀"})
#: A line that begins with one of Mermaid's own words would be an order.
_ORDERS = re.compile(
    r"(?i)(gantt|title|section|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|weekday|weekend"
    r"|inclusiveenddates|topaxis|click|acctitle|accdescr|call|href|end|vert)\b"
)


def gantt(out: Outline, today: date | None = None, lang: str = "zh") -> str:
    """The chart's source; `today` is drawn only where it is given, never the reader's own clock."""
    lines = [
        "---",
        "displayMode: compact",
        "---",
        "gantt",
        f"    title {_written(out.head.title)}",
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %Y-%m-%d",
        "    inclusiveEndDates",
        "    todayMarker off",
    ]
    if today is not None:
        told = term(lang, "today", day=dates.said(today, lang))
        lines += _section(term(lang, "today", day="").strip(), [f"{told} :milestone, {today}, 0d"])
    lines += _stretches(term(lang, "phases"), out.phases, "")
    lines += _stretches(term(lang, "key periods"), out.key_periods, "crit, ")
    stops = [f"{_written(one.title)} :milestone, {one.last}, 0d" for one in out.milestones]
    lines += _section(term(lang, "milestones"), stops)
    for line in out.lines:
        lines += _section(_head(line, lang), list(_entries(line, out, lang)))
    return "\n".join([*lines, ""])


def _section(title: str, entries: list[str]) -> list[str]:
    return [f"    section {_written(title)}", *[f"        {entry}" for entry in entries]] if entries else []


def _stretches(title: str, some: tuple[Stretch, ...], tags: str) -> list[str]:
    return _section(title, [f"{_written(one.title)} :{tags}{one.first}, {one.last}" for one in some])


def _head(line: Line, lang: str) -> str:
    title = term(lang, "contribution", title=line.title) if line.role else line.title
    return f"{title}（{line.text}）"


def _entries(line: Line, out: Outline, lang: str) -> Iterator[str]:
    if not line.marks:
        # Mermaid draws nothing without dates: a bar over the whole plan says that there are none.
        yield f"{_written(dateless(line, lang))} :active, {out.span.first}, {out.span.last}"
    for mark in line.marks:
        yield from _mark(line, mark, out.zone, lang)


def _mark(line: Line, mark: Mark, zone: ZoneInfo, lang: str) -> Iterator[str]:
    """From the opening to the last day that counts, and a milestone for the target."""
    if mark.ends is None:
        return
    last = (mark.ends - _MOMENT).astimezone(zone).date()
    first = min(mark.opens.astimezone(zone).date(), last) if mark.opens is not None else last
    name = _written(mark.period or line.title)
    yield f"{name} :{first}, {last}"
    if mark.target is not None:
        target = dates.last_moment(mark.target, zone)[0]
        yield f"{name} {term(lang, 'ask')} :milestone, {target}, 0d"


def _written(text: str) -> str:
    """A name that Mermaid takes for nothing but a name."""
    told = " ".join(visible(text).translate(_FULL).split())
    return f"· {told}" if _ORDERS.match(told) or not told else told
