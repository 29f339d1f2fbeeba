"""Days and instants as people write them, in Chinese and in English; no locale is consulted."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Wording(Protocol):
    """How one language says when. The year is said where it is not the letter's own."""

    #: as HTML and Content-Language name it
    tag: str

    def day(self, day: date) -> str:
        """10月27日."""
        ...

    def weekday(self, day: date) -> str:
        """10月27日（星期五）."""
        ...

    def moment(self, instant: datetime) -> str:
        """10月27日（星期五）17:30: when something happened; midnight belongs to its own day."""
        ...

    def stamp(self, instant: datetime) -> str:
        """10月27日17:30: the same, briefly."""
        ...

    def limit(self, bound: datetime) -> str:
        """10月28日（星期六）24时: an exclusive bound; midnight belongs to the day it ends."""
        ...

    def brief(self, bound: datetime) -> str:
        """10月28日24时: the same without the weekday."""
        ...

    def due(self, instant: datetime, *, close_of_business: bool) -> str:
        """10月27日（星期五）下班前."""
        ...

    def due_brief(self, instant: datetime, *, close_of_business: bool) -> str:
        """10月27日下班前: the same without the weekday."""
        ...


def last_day_before(bound: datetime) -> date:
    """Give the last day that has any moment before an exclusive bound."""
    return (bound - timedelta(microseconds=1)).date()


def is_midnight(instant: datetime) -> bool:
    """Whether an instant is the end of the day before it."""
    return instant.time() == time(0)


def clock(instant: datetime) -> str:
    """17:30, and 17:30:05 where seconds matter."""
    return f"{instant:%H:%M:%S}" if instant.second else f"{instant:%H:%M}"


class Chinese:
    """中文."""

    tag = "zh-CN"

    def __init__(self, year: int) -> None:
        """`year` is the letter's own and is left unsaid."""
        self._year = year

    def day(self, day: date) -> str:
        """10月27日."""
        year = "" if day.year == self._year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日"

    def weekday(self, day: date) -> str:
        """10月27日（星期五）."""
        return f"{self.day(day)}（星期{_WEEKDAYS_ZH[day.weekday()]}）"

    def moment(self, instant: datetime) -> str:
        """10月27日（星期五）17:30."""
        return f"{self.weekday(instant.date())}{clock(instant)}"

    def stamp(self, instant: datetime) -> str:
        """10月27日17:30."""
        return f"{self.day(instant.date())}{clock(instant)}"

    def limit(self, bound: datetime) -> str:
        """10月28日（星期六）24时."""
        if is_midnight(bound):
            return f"{self.weekday(last_day_before(bound))}24时"
        return self.moment(bound)

    def brief(self, bound: datetime) -> str:
        """10月28日24时."""
        if is_midnight(bound):
            return f"{self.day(last_day_before(bound))}24时"
        return self.stamp(bound)

    def due(self, instant: datetime, *, close_of_business: bool) -> str:
        """10月27日（星期五）下班前."""
        if close_of_business:
            return f"{self.weekday(instant.date())}下班前"
        return f"{self.limit(instant)}前"

    def due_brief(self, instant: datetime, *, close_of_business: bool) -> str:
        """10月27日下班前."""
        if close_of_business:
            return f"{self.day(instant.date())}下班前"
        return f"{self.brief(instant)}前"


class English:
    """English, with the day before the month."""

    tag = "en"

    def __init__(self, year: int) -> None:
        """`year` is the letter's own and is left unsaid."""
        self._year = year

    def day(self, day: date) -> str:
        """27 October."""
        year = "" if day.year == self._year else f" {day.year}"
        return f"{day.day} {_MONTHS_EN[day.month - 1]}{year}"

    def weekday(self, day: date) -> str:
        """Friday 27 October."""
        return f"{_WEEKDAYS_EN[day.weekday()]} {self.day(day)}"

    def moment(self, instant: datetime) -> str:
        """17:30 on Friday 27 October."""
        return f"{clock(instant)} on {self.weekday(instant.date())}"

    def stamp(self, instant: datetime) -> str:
        """17:30 on 27 October."""
        return f"{clock(instant)} on {self.day(instant.date())}"

    def limit(self, bound: datetime) -> str:
        """The end of Saturday 28 October."""
        if is_midnight(bound):
            return f"the end of {self.weekday(last_day_before(bound))}"
        return self.moment(bound)

    def brief(self, bound: datetime) -> str:
        """The end of 28 October."""
        if is_midnight(bound):
            return f"the end of {self.day(last_day_before(bound))}"
        return self.stamp(bound)

    def due(self, instant: datetime, *, close_of_business: bool) -> str:
        """By close of business on Friday 27 October."""
        if close_of_business:
            return f"by close of business on {self.weekday(instant.date())}"
        return f"by {self.limit(instant)}"

    def due_brief(self, instant: datetime, *, close_of_business: bool) -> str:
        """By close of business on 27 October."""
        if close_of_business:
            return f"by close of business on {self.day(instant.date())}"
        return f"by {self.brief(instant)}"
