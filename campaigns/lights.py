"""Lateness and lights 亮灯: functions of an obligation and an instant, never stored."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.declaration import Lights
from campaigns.ladder import Pace
from campaigns.lifecycle import CLOSED, SUSPENDED, TAKEN_OUT, Tracked

NOT_STARTED, NORMAL, DUE_SOON, OVERDUE, DONE, NONE = (
    "not_started",
    "normal",
    "due_soon",
    "overdue",
    "done",
    "none",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a light is drawn: never by colour alone."""

    mark: str
    zh: str
    en: str
    colour: str


SHOWN = {
    OVERDUE: Shown("■", "逾期", "overdue", "#b3261e"),
    DUE_SOON: Shown("▲", "即将到期", "due soon", "#8a5a00"),
    NORMAL: Shown("●", "正常", "normal", "#0b6e3a"),
    NOT_STARTED: Shown("○", "未开始", "not started", "#5b6570"),
    DONE: Shown("✓", "已办结", "closed", "#0b6e3a"),
    NONE: Shown("—", "未定期限/启动前已过", "undated or past at the start", "#5b6570"),
}


def light(tracked: Tracked, scheme: Lights, pace: Pace, at: datetime) -> str:
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
    filed = (came is not None and came <= at) or tracked.asks_extension
    dates = (tracked.target, tracked.breach, tracked.last_day)
    if not filed and at >= pace.edge(scheme.red, *dates):
        return OVERDUE
    return DUE_SOON if not filed and at >= pace.edge(scheme.yellow, *dates) else NORMAL


def verdict(tracked: Tracked) -> str | None:
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
