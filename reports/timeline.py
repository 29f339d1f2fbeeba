"""The plan as an SVG time line: one file with a wide and a narrow drawing; the window's width chooses.

It has no script. Every day is to scale; shapes and words say what colours say, so it can be read in grey.
"""

import hashlib
from datetime import date
from functools import partial

from campaigns.faults import RefusalError
from reports import dates
from reports.axis import axis
from reports.drawing import FONT, INK, element, written
from reports.lanes import HATCH, bands, grid, lane, milestone_lane, stretch_lane, today_line
from reports.legend import foot
from reports.outline import Outline
from reports.sheet import Sheet
from reports.undated import undated
from reports.wording import term

#: Widths of the two drawings, and the window's width up to which the narrow one is shown, in pixels.
WIDE, NARROW, TURNS = 1000, 375, 700
#: Years that are drawn; longer ones are a slip of the pen, and would take long.
LONGEST, _YEAR = 100, 366
_MARGIN, _LABELS, _NARROW_MARGIN = 16, 268, 14
_TITLE, _SMALL = 20.0, 12.0
#: So high may it be to fit on one page; else a page of A4 landscape, 277 by 190 mm, has room for so much.
_ONE_PAGE, _PAGE = 1100, 680.0


def timeline(out: Outline, today: date | None = None, lang: str = "zh") -> str:
    """The whole file; `today` draws today's line, without it there is none.

    Raises RefusalError for more than LONGEST years.
    """
    refuse_ages(out)
    name = "plan-" + hashlib.sha256(out.head.key.encode("utf-8", "replace")).hexdigest()[:8]
    wide, height = drawing(out, WIDE, today, lang)
    narrow, tall = drawing(out, NARROW, today, lang)
    inside = [
        element("title", written(term(lang, "chart", title=out.head.title)), id=f"{name}-title"),
        element("desc", written(_described(out, lang)), id=f"{name}-desc"),
        element("style", _style(name, height, tall)),
        element("defs", HATCH),
        _sheet(wide, "wide", WIDE, height, None),
        _sheet(narrow, "narrow", NARROW, tall, "none"),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + element(
            "svg",
            "\n",
            "\n".join(inside),
            "\n",
            xmlns="http://www.w3.org/2000/svg",
            id=name,
            role="img",
            aria_labelledby=f"{name}-title {name}-desc",
            xml_lang="zh-CN" if lang == "zh" else "en",
            width=WIDE,
            height=height,
            font_family=FONT,
            fill=INK,
        )
        + "\n"
    )


def refuse_ages(out: Outline) -> None:
    """Raise RefusalError for what is too long to be drawn."""
    if (out.span.last - out.span.first).days > LONGEST * _YEAR:
        raise RefusalError(
            f"时间跨度超过{LONGEST}年，不画时间安排：请核对各阶段和期限的年份",
            f"more than {LONGEST} years are not drawn: check the years of phases and deadlines",
        )


def drawing(out: Outline, width: int, today: date | None, lang: str) -> tuple[str, int]:
    """One drawing of that width, as elements in a coordinate system of its own, and its height.

    A wide one that is too high for one printed page leaves no lane on the edge of two.
    """
    made, height = _drawn(out, width, today, lang, None)
    if width < TURNS or height <= _ONE_PAGE:
        return made, height
    return _drawn(out, width, today, lang, _PAGE)


def _drawn(out: Outline, width: int, today: date | None, lang: str, page: float | None) -> tuple[str, int]:
    wide = width >= TURNS
    margin = _MARGIN if wide else _NARROW_MARGIN
    left = _MARGIN + _LABELS if wide else margin
    days = axis(out.span, float(left), float(width - left - margin), out.zone)
    sheet = Sheet(
        days, float(margin), float(_LABELS - _MARGIN if wide else width - 2 * margin), wide, lang, page
    )
    sheet.say(out.head.title, _TITLE, lines=3, across=True, font_weight="bold")
    sheet.say(out.head.line(lang), _SMALL, lines=4, across=True)
    top = grid(sheet, today)
    for name, some in (("phases", out.phases), ("key periods", out.key_periods)):
        sheet.headline(term(lang, name), skip=not some)
        for one in some:
            sheet.whole(partial(stretch_lane, one=one, key_period=name == "key periods"))
    sheet.headline(term(lang, "milestones"), skip=not out.milestones)
    for stop in out.milestones:
        sheet.whole(partial(milestone_lane, one=stop))
    dated = [line for line in out.lines if line.marks]
    sheet.headline(term(lang, "tasks"), skip=not dated)
    for line in dated:
        sheet.whole(partial(lane, line=line))
    behind = [*bands(sheet, out.key_periods, top), *today_line(sheet, today, top)]
    undated(sheet, [line for line in out.lines if not line.marks])
    sheet.whole(partial(foot, out=out, today=today))
    return "\n".join([*behind, *sheet.parts]), round(sheet.y + margin)


def _described(out: Outline, lang: str) -> str:
    """What somebody hears who does not see the drawing."""
    told = {
        "first": dates.said(out.span.first, lang),
        "last": dates.said(out.span.last, lang),
        "phases": len(out.phases),
        "periods": len(out.key_periods),
        "tasks": sum(1 for line in out.lines if line.role == ""),
    }
    parts = [
        f"{one.title} {dates.stretch(one.first, one.last, lang)}" for one in (*out.phases, *out.key_periods)
    ]
    parts += [f"{one.title} {dates.stretch(one.first, one.last, lang)}" for one in out.milestones]
    parts += [f"{line.title}（{line.text}）" for line in out.lines]
    return term(lang, "chart told", **told) + term(lang, "then").join(parts)


def _sheet(inside: str, name: str, width: int, height: int, display: str | None) -> str:
    """A drawing in a box of its own: shown whole, from the upper left corner on."""
    return element(
        "svg",
        "\n" + inside + "\n",
        class_=name,
        viewBox=f"0 0 {width} {height}",
        width="100%",
        height="100%",
        preserveAspectRatio="xMinYMin meet",
        display=display,
    )


def _style(name: str, height: int, tall: int) -> str:
    """Which drawing is shown; a reader that knows no style sheets shows the wide one."""
    # Higher than this it would be too small on one page, and runs over several.
    printed = "100vh" if height <= _ONE_PAGE else "auto"
    return (
        f"#{name}{{width:100%;height:{height}px;background:#fff}}"
        f"@media screen and (max-width:{TURNS}px){{#{name}{{height:{tall}px}}"
        f"#{name} .wide{{display:none}}#{name} .narrow{{display:inline}}}}"
        f"@page{{size:A4 landscape;margin:10mm}}"
        f"@media print{{#{name}{{width:100%;height:{printed}}}}}"
    )
