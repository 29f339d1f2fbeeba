"""The lanes of a time line: each phase, key period and task on a line of its own, days to scale."""

from collections.abc import Sequence
from datetime import date, datetime

from campaigns.milestones import Reached
from reports import dates
from reports.axis import Axis
from reports.breakdown import when
from reports.drawing import (
    AMBER,
    GREEN,
    GREY,
    INK,
    diamond,
    element,
    post,
    titled,
    triangle,
    width_of,
    writing,
)
from reports.outline import Line, Mark, Stretch
from reports.sheet import HALO, Sheet
from reports.wording import term

HATCH = element(
    "pattern",
    element("path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", stroke=AMBER, stroke_width=1.2),
    id="hatch",
    width=6,
    height=6,
    patternUnits="userSpaceOnUse",
)
_LABEL, _NOTE, _TINY = 14.0, 12.0, 11.0
_TRACK, _SLIM = 40.0, 10.0
PALE, _LINE = "#d7e6dd", "#d5d9dd"


def grid(sheet: Sheet, today: date | None) -> float:
    """The axis with its ticks; the lines under them are drawn when the height is known. Gives their top."""
    ruler, lang = sheet.axis, sheet.lang
    sheet.y += 42 if today is not None and ruler.holds(today) else 12
    ticks, year = ruler.ticks(lang), None
    years = [(day, f"{day.year}" if lang == "en" else f"{day.year}年") for day, _ in ticks]
    known = {word for _, word in ticks}
    for (day, word), (_, named) in zip(ticks, years, strict=True):
        x = ruler.begins(day)
        if day.year != year and str(day.year) not in known:
            sheet.parts.append(writing(named, x, sheet.y + 10, _TINY, fill=GREY, font_weight="bold"))
        year = day.year
        start = min(x + 3, ruler.right - width_of(word, _TINY))
        sheet.parts.append(writing(word, start, sheet.y + 25, _TINY, fill=GREY))
    sheet.y += 30
    edge = {"x1": ruler.left, "x2": ruler.right, "y1": sheet.y, "y2": sheet.y}
    sheet.parts.append(element("line", **edge, stroke=INK, stroke_width=1.2))
    return sheet.y


def stretch_lane(sheet: Sheet, one: Stretch, *, key_period: bool) -> None:
    """A phase, or a key period, as a bar from the beginning of its first day to the end of its last."""
    days = dates.stretch(one.first, one.last, sheet.lang)
    phrase = term(sheet.lang, "phrase", text=one.text)
    rows = [(one.title, _LABEL, 3, INK), (f"{days} · {phrase}", _NOTE, 4, GREY)]
    y = sheet.beside(rows, 26)
    x, end = sheet.axis.begins(one.first), sheet.axis.ends(one.last)
    paint = {"fill": "url(#hatch)", "stroke": AMBER} if key_period else {"fill": PALE, "stroke": GREEN}
    said = titled(f"{one.title} {days}")
    kind = "key-period" if key_period else "phase"
    bar = element(
        "rect",
        said,
        x=x,
        y=y + 5,
        width=end - x,
        height=16,
        stroke_width=1.4,
        **paint,
        data_kind=kind,
        data_key=one.key,
    )
    sheet.parts.append(bar)


def milestone_lane(sheet: Sheet, one: Reached) -> None:
    """A milestone as a diamond in the middle of its day."""
    days = dates.stretch(one.first, one.last, sheet.lang)
    phrase = term(sheet.lang, "phrase", text=one.text)
    y = sheet.beside([(one.title, _LABEL, 3, INK), (f"{days} · {phrase}", _NOTE, 4, GREY)], 26)
    x = (sheet.axis.begins(one.last) + sheet.axis.ends(one.last)) / 2
    shape = diamond(x, y + 13, data_kind="milestone", data_key=one.key)
    sheet.parts.append(element("g", titled(f"{one.title} {days}"), shape))


def named(line: Line, lang: str) -> tuple[str, str]:
    """What a task is called, and the note under it: the document's phrase, and who owes it."""
    title = term(lang, "contribution", title=line.title) if line.role else line.title
    who = line.who[0] + (f"…（{len(line.who)}）" if len(line.who) > 1 else "") if line.who else ""
    note = " · ".join(part for part in (line.text, who) if part)
    return title, note


def lane(sheet: Sheet, line: Line) -> None:
    """A task with all its dates."""
    title, note = named(line, sheet.lang)
    y = sheet.beside([(title, _LABEL, 3, INK), (note, _NOTE, 3, GREY)], _TRACK)
    inside = [titled(f"{title}（{line.text}）"), _base(sheet, line, y)]
    inside += [part for mark in line.marks for part in _mark(sheet, mark, y)]
    inside += _day_labels(sheet, line, y)
    sheet.parts.append(
        element("g", *inside, data_kind="task", data_key=line.key, data_role=line.role or None)
    )


def _base(sheet: Sheet, line: Line, y: float) -> str:
    """A thin line from the task's first opening to its last end."""
    opens = [mark.opens for mark in line.marks if mark.opens is not None]
    ends = [mark.ends for mark in line.marks if mark.ends is not None]
    x = max(sheet.axis.left, sheet.axis.at(min(opens))) if opens else sheet.axis.left
    end = min(sheet.axis.at(max(ends)), sheet.axis.right)
    return element("line", x1=min(x, end), x2=end, y1=y + 26, y2=y + 26, stroke=GREY, stroke_width=1.5)


def _mark(sheet: Sheet, mark: Mark, y: float) -> list[str]:
    """A window as a broken frame; a deadline as a triangle (target) and a post (breach)."""
    said, period = titled(when(mark, sheet.axis.zone, sheet.lang)), mark.period
    ruler = sheet.axis
    if mark.target is None or mark.breach is None:
        if mark.opens is None or mark.closes is None:
            return []
        x, end = ruler.at(mark.opens), ruler.at(mark.closes)
        frame = {"x": x, "y": y + 18, "width": end - x, "height": 16, "fill": "#ffffff", "stroke": GREY}
        # Too slim for a broken frame, it is filled.
        slim = end - x < _SLIM
        frame |= {"fill": GREY} if slim else {"stroke_dasharray": "5 3"}
        frame |= {"stroke_width": 1.4, "data_kind": "window"}
        return [element("rect", said, **frame)]
    x, end = ruler.at(mark.target), ruler.at(mark.breach)
    return [
        element("g", said, triangle(x, y + 25, data_kind="target", data_period=period, data_x=round(x, 2))),
        element("g", said, post(end, y + 26, data_kind="breach", data_period=period)),
    ]


def _day_labels(sheet: Sheet, line: Line, y: float) -> list[str]:
    """The days of the targets, as many as have room, first the first one and the last."""
    ruler = sheet.axis
    found = [
        (ruler.at(at), dates.short(_day(mark, at, ruler)))
        for mark in line.marks
        if (at := mark.target or mark.opens) is not None
    ]
    taken: list[tuple[float, float]] = []
    parts = []
    for x, word in [*found[:1], *found[:0:-1][:1], *found[1:-1]]:
        wide = width_of(word, _TINY)
        start = min(max(x - wide / 2, ruler.left), ruler.right - wide)
        if all(start + wide + 3 <= first or last + 3 <= start for first, last in taken):
            taken.append((start, start + wide))
            parts.append(writing(word, start, y + 12, _TINY, **HALO))
    return parts


def _day(mark: Mark, at: datetime, ruler: Axis) -> date:
    """The day of a mark: that ends at the midnight of a target, and begins at the midnight of an opening."""
    return dates.last_moment(at, ruler.zone)[0] if mark.target else at.astimezone(ruler.zone).date()


# --- what goes from top to bottom ---------------------------------------------------------------------------


def bands(sheet: Sheet, periods: Sequence[Stretch], top: float) -> list[str]:
    """Behind everything: the lines of the ticks, and a pale band under each key period."""
    ruler, height = sheet.axis, sheet.y - top
    parts = [
        element(
            "rect",
            x=ruler.begins(one.first),
            y=top,
            width=ruler.ends(one.last) - ruler.begins(one.first),
            height=height,
            fill=AMBER,
            fill_opacity=0.1,
        )
        for one in periods
    ]
    for day, _ in ruler.ticks(sheet.lang):
        x = ruler.begins(day)
        parts.append(element("line", x1=x, x2=x, y1=top - 22, y2=sheet.y, stroke=_LINE, stroke_width=1))
    return parts


def today_line(sheet: Sheet, today: date | None, top: float) -> list[str]:
    """Today's line, through the middle of the day and behind every mark, with its word above the axis."""
    ruler = sheet.axis
    if today is None or not ruler.holds(today):
        return []
    x = (ruler.begins(today) + ruler.ends(today)) / 2
    word = term(sheet.lang, "today", day=dates.short(today))
    wide = width_of(word, _NOTE) + 12
    start = min(max(x - wide / 2, sheet.left), ruler.right - wide)
    line = {"x1": x, "x2": x, "y1": top - 38, "y2": sheet.y, "stroke": INK, "stroke_width": 2}
    return [
        element("line", **line, stroke_dasharray="7 3", data_kind="today"),
        element("rect", x=start, y=top - 58, width=wide, height=20, rx=3, fill=INK),
        writing(word, start + 6, top - 44, _NOTE, fill="#ffffff"),
    ]
