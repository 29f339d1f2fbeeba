"""Windows: the days between which something is done (6月中旬, “双十一”期间, 3月14日19:30至21:00)."""

from datetime import datetime

from deadlines.anchors import Festival, FromTo
from deadlines.counting import backward, forward
from deadlines.festivals import festival_span
from deadlines.office import Office
from deadlines.spans import Span
from deadlines.workdays import OutsideCalendarError, WorkCalendar


def window_span(window: Span | FromTo | Festival, year: int, calendar: WorkCalendar) -> Span:
    """The days of `window`, both ends inclusive; `year` serves a festival that names none.

    `from: issued` must have been settled before (`deadlines.language.settled`).
    """
    if isinstance(window, Festival):
        return _festival(window, year, calendar)
    if isinstance(window, FromTo):
        first, last = _ends(window)
        return Span(first.first, last.last)
    return window


def window_instants(
    window: Span | FromTo | Festival, office: Office, calendar: WorkCalendar
) -> tuple[datetime, datetime]:
    """When `window`, which names its own year, opens, and the exclusive instant at which it closes.

    Raises OutsideCalendarError where there is no such instant: nothing follows 9999-12-31.
    """
    if isinstance(window, FromTo):
        first, last = _ends(window)
    else:
        first = last = window_span(window, _own_year(window), calendar)
    try:
        opens = office.at(first.first, first.at) if first.at is not None else office.at(first.first)
        return opens, office.at(last.last, last.at) if last.at is not None else office.end(last.last)
    except OverflowError:
        raise OutsideCalendarError(last.last, calendar.first, calendar.last) from None


def _own_year(window: Span | Festival) -> int:
    if isinstance(window, Span):
        return window.first.year
    if window.year is None:
        raise ValueError("a festival window is settled with its year before it is applied")
    return window.year


def _ends(window: FromTo) -> tuple[Span, Span]:
    if window.from_ == "issued":
        raise ValueError("a window from the document's date is settled before it is applied")
    return window.from_, window.end


def _festival(window: Festival, year: int, calendar: WorkCalendar) -> Span:
    span = festival_span(window.festival, window.year or year, calendar)
    first = backward(span.first, window.lead, calendar) if window.lead else span.first
    last = forward(span.last, window.lag, calendar) if window.lag else span.last
    return Span(first, last)
