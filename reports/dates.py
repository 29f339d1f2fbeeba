"""Days and instants as people read them: 10月27日（星期五）17:30; midnight is 24:00 of the day it ends."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reports.wording import term

_WEEK = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_EN_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said(day: date, lang: str, *, beside: date | None = None) -> str:
    """`2017年10月27日`; without its year where `beside`, what was said just before, lies in the same year."""
    known = beside is not None and beside.year == day.year
    if lang == "en":
        return f"{day.day} {MONTHS[day.month - 1]}" + ("" if known else f" {day.year}")
    return ("" if known else f"{day.year}年") + f"{day.month}月{day.day}日"


def weekday(day: date, lang: str) -> str:
    """`（星期五）`, ` (Fri)`."""
    return f" ({_EN_WEEK[day.weekday()]})" if lang == "en" else f"（{_WEEK[day.weekday()]}）"


def stretch(first: date, last: date, lang: str) -> str:
    """The days from `first` to `last`, both inclusive."""
    if first == last:
        return said(first, lang)
    return term(lang, "between", first=said(first, lang), last=said(last, lang, beside=first))


def asked(target: datetime, zone: ZoneInfo, lang: str, *, beside: date | None = None) -> str:
    """An instant with its weekday: `2017年10月27日（星期五）17:30`."""
    day, clock = last_moment(target, zone)
    return said(day, lang, beside=beside) + weekday(day, lang) + (" " if lang == "en" else "") + clock


def until(breach: datetime, zone: ZoneInfo, lang: str, *, beside: date | None = None) -> str:
    """An exclusive bound: `10月28日24:00` for the midnight that ends the 28th."""
    day, clock = last_moment(breach, zone)
    return said(day, lang, beside=beside) + (" " if lang == "en" else "") + clock


def last_moment(at: datetime, zone: ZoneInfo) -> tuple[date, str]:
    """Day and clock of an instant; midnight is the 24:00 of the day that it ends."""
    local = at.astimezone(zone)
    if local.time() == time(0):
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def short(day: date) -> str:
    """`10.27`, as it stands beside a mark."""
    return f"{day.month}.{day.day}"
