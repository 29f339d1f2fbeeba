"""The foot of a time line: what each shape means, and what the drawing leaves out."""

from datetime import date

from reports import dates
from reports.drawing import AMBER, GREEN, GREY, INK, diamond, element, post, ring, triangle, width_of, writing
from reports.lanes import PALE
from reports.outline import Outline
from reports.sheet import Sheet
from reports.wording import term

_NOTE = 12.0
_SHAPE, _STEP = 30.0, 22.0


def foot(sheet: Sheet, out: Outline, today: date | None) -> None:
    """Every shape that was drawn with its word, wrapped to the sheet; then notes."""
    sheet.y += 14
    x, lang = sheet.left, sheet.lang
    for name in _used(out, today, sheet):
        word = term(lang, f"legend {name}") if name != "today" else term(lang, "today", day="").strip()
        wide = _SHAPE + width_of(word, _NOTE) + 18
        if x > sheet.left and x + wide > sheet.axis.right:
            x, sheet.y = sheet.left, sheet.y + _STEP
        sheet.parts += [_shape(name, x, sheet.y), writing(word, x + _SHAPE, sheet.y + 14, _NOTE)]
        x += wide
    sheet.y += _STEP
    if out.duties:
        sheet.say(term(lang, "duties note", count=out.duties), _NOTE, lines=3, across=True, fill=GREY)
    if today is not None and not sheet.axis.holds(today):
        said = term(lang, "today outside", day=dates.said(today, lang))
        sheet.say(said, _NOTE, lines=2, across=True, fill=INK, font_weight="bold")


def _used(out: Outline, today: date | None, sheet: Sheet) -> list[str]:
    """The shapes that the drawing has, in the order in which they are explained."""
    marks = [mark for line in out.lines for mark in line.marks]
    there = {
        "phase": bool(out.phases),
        "key period": bool(out.key_periods),
        "milestone": bool(out.milestones),
        "span": any(mark.target for mark in marks),
        "target": any(mark.target for mark in marks),
        "breach": any(mark.breach for mark in marks),
        "window": any(mark.closes and not mark.breach for mark in marks),
        "none": any(not line.marks for line in out.lines),
        "today": today is not None and sheet.axis.holds(today),
    }
    return [name for name, drawn in there.items() if drawn]


def _shape(name: str, x: float, y: float) -> str:
    middle = y + 10
    if name == "target":
        return triangle(x + 12, middle + 5)
    if name == "breach":
        return post(x + 10, middle - 6)
    if name == "milestone":
        return diamond(x + 12, middle)
    if name == "none":
        return ring(x + 12, middle)
    if name in {"span", "today"}:
        dash = "7 3" if name == "today" else None
        paint = {
            "stroke": INK if dash else GREY,
            "stroke_width": 2 if dash else 1.5,
            "stroke_dasharray": dash,
        }
        return element("line", x1=x, x2=x + 24, y1=middle, y2=middle, **paint)
    frame = {
        "phase": {"fill": PALE, "stroke": GREEN},
        "key period": {"fill": "url(#hatch)", "stroke": AMBER},
        "window": {"fill": "#ffffff", "stroke": GREY, "stroke_dasharray": "5 3"},
    }[name]
    return element("rect", x=x, y=middle - 6, width=24, height=12, stroke_width=1.4, **frame)
