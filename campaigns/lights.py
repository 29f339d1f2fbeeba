"""Lateness and lights 亮灯: functions of an obligation and an instant, never stored."""

from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.brief import Stands
from campaigns.ladder import Pace
from campaigns.lifecycle import CLOSED, SUSPENDED, TAKEN_OUT, Tracked
from campaigns.progress import ON_PACE, UNMEASURED
from campaigns.schemes import Colour, Lights

NOT_STARTED, NORMAL, DUE_SOON, OVERDUE, DONE, NONE = (
    "not_started",
    "normal",
    "due_soon",
    "overdue",
    "done",
    "none",
)
BLUE, ORANGE = "blue", "orange"
OVERDUE_BLUE, OVERDUE_YELLOW, OVERDUE_ORANGE = "overdue_blue", "overdue_yellow", "overdue_orange"
#: Lights that ask for something before it is late, and lights of what is late; mildest first.
SOON = (BLUE, DUE_SOON, ORANGE)
LATE = (OVERDUE_BLUE, OVERDUE_YELLOW, OVERDUE_ORANGE, OVERDUE)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a light is drawn: never by colour alone."""

    mark: str
    zh: str
    en: str
    colour: str


_BLUE, _YELLOW, _ORANGE, _RED = "#1d4f91", "#8a5a00", "#a04000", "#b3261e"
SHOWN = {
    OVERDUE: Shown("■", "逾期", "overdue", _RED),
    OVERDUE_ORANGE: Shown("◆", "逾期·橙灯", "overdue, orange", _ORANGE),
    OVERDUE_YELLOW: Shown("▲", "逾期·黄灯", "overdue, yellow", _YELLOW),
    OVERDUE_BLUE: Shown("◇", "逾期·蓝灯", "overdue, blue", _BLUE),
    ORANGE: Shown("◆", "临近截止", "nearly due", _ORANGE),
    DUE_SOON: Shown("▲", "即将到期", "due soon", _YELLOW),
    BLUE: Shown("◇", "提示", "early notice", _BLUE),
    NORMAL: Shown("●", "正常", "normal", "#0b6e3a"),
    NOT_STARTED: Shown("○", "未开始", "not started", "#5b6570"),
    DONE: Shown("✓", "已办结", "closed", "#0b6e3a"),
    NONE: Shown("—", "未定期限/启动前已过", "undated or past at the start", "#5b6570"),
}
#: The shapes that a bureau may choose from; none of them stands for anything else.
MARKS = {"square": "■", "triangle": "▲", "diamond": "◆", "hollow_diamond": "◇", "star": "★"}
#: Lights by colour: those before the breach, and those that begin with it or after it.
_EARLY = {"blue": BLUE, "yellow": DUE_SOON, "orange": ORANGE, "red": OVERDUE}
_LATE = {"blue": OVERDUE_BLUE, "yellow": OVERDUE_YELLOW, "orange": OVERDUE_ORANGE, "red": OVERDUE}
_RED_OF_SEVERAL = ("逾期·红灯", "overdue, red")
#: Below this sRGB is linear.
_DARK = 0.04045


def name_of(colour: str, edge: Colour) -> str:
    """The light that `colour` of a scheme is: one of something late if it begins after the breach."""
    return (_LATE if edge.after == "breach" else _EARLY)[colour]


def drawn(scheme: Lights) -> dict[str, Shown]:
    """Every light of `scheme` as the bureau draws it, the gravest first."""
    names = {name_of(colour, edge): edge for colour, edge in reversed(scheme.colours.items())}
    found = {name: _as_declared(SHOWN[name], edge) for name, edge in names.items()}
    if len(names.keys() & set(LATE)) > 1 and names[OVERDUE].title is None:
        zh, en = _RED_OF_SEVERAL
        found[OVERDUE] = replace(found[OVERDUE], zh=zh, en=en)
    return found | {name: SHOWN[name] for name in (NORMAL, NOT_STARTED, DONE, NONE)}


def _as_declared(usual: Shown, edge: Colour) -> Shown:
    mark, colour = MARKS[edge.mark] if edge.mark else usual.mark, edge.colour or usual.colour
    return Shown(mark, edge.title or usual.zh, edge.title or usual.en, colour)


def marks(scheme: Lights) -> dict[str, str]:
    """The shape of each light of progress against time: a colour's own, as the bureau draws it."""
    own = {colour: _as_declared(SHOWN[_EARLY[colour]], edge).mark for colour, edge in scheme.colours.items()}
    usual = {colour: SHOWN[name].mark for colour, name in _EARLY.items()}
    return usual | own | {ON_PACE: SHOWN[NORMAL].mark, UNMEASURED: SHOWN[NONE].mark}


def contrast(colour: str) -> float:
    """How a `#rrggbb` stands out against white, 1 to 21; text needs 4.5 (WCAG 2.1, 1.4.3)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    """A part of sRGB, 0 to 1, as an amount of light (WCAG 2.1, relative luminance)."""
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4


def light(tracked: Stands, scheme: Lights, pace: Pace, at: datetime) -> str:
    """The light of `tracked` at the instant `at`; what was filed by then is no longer chased."""
    if tracked.status in {TAKEN_OUT, SUSPENDED} or (tracked.status == CLOSED and tracked.how == "waived"):
        return NONE
    if tracked.status == CLOSED and tracked.closed_at is not None and tracked.closed_at <= at:
        return DONE
    if tracked.past is None and tracked.opens is not None and at < tracked.opens:
        return NOT_STARTED
    if tracked.past or tracked.target is None or tracked.breach is None or tracked.last_day is None:
        return NONE
    came = tracked.reworked if tracked.returned else tracked.first_received
    # While an extension is undecided 延期待批 it is neither urged nor late.
    if (came is not None and came <= at) or tracked.asks_extension:
        return NORMAL
    dates = (tracked.target, tracked.breach, tracked.last_day)
    gravest_first = reversed(scheme.colours.items())
    return next((name_of(c, edge) for c, edge in gravest_first if at >= pace.edge(edge, *dates)), NORMAL)


def verdict(tracked: Stands) -> str | None:
    """`in_time` or `late` once something was filed, else None.

    For a report the first filing received decides, never review; for a thing to be done, the day it was done.
    What was past from the start has no verdict.
    """
    if tracked.breach is None or tracked.first_received is None or tracked.past is not None:
        return None
    breach, last_day = tracked.due_breach or tracked.breach, tracked.due_day or tracked.last_day
    if tracked.done_on is not None and last_day is not None:
        return "in_time" if tracked.done_on <= last_day else "late"
    return "in_time" if tracked.first_received < breach else "late"


def rework_verdict(tracked: Tracked, at: datetime) -> str | None:
    """Of what was returned: `in_time` once it came back so, `late` 退改逾期 from the breach on, else None."""
    if not tracked.returned or tracked.breach is None or tracked.past is not None:
        return None
    if tracked.reworked is not None:
        return "in_time" if tracked.reworked < tracked.breach else "late"
    return "late" if at >= tracked.breach else None
