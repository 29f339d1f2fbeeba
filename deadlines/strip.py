"""The days of a certificate as a strip: which were counted, and which were skipped."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from deadlines.certificate import read

#: Longest stretch that is drawn; a longer one is told in words only.
LONGEST = 62
#: Days in one row.
ROW = 16
_CELL = 5
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
_WORDS = {"zh": ("起", "休", "停", "班"), "en": ("from", "off", "stop", "+")}


def strip(certificate: str, lang: str = "zh") -> list[str]:
    """Rows of dates, weekdays and counts from the trigger to the last day; none when nothing was counted.

    Each counted day carries its number; 休 (off) marks a day skipped, 停 (stop) one on which the clock stood,
    班 (+) a make-up working day. It ends with the last counted day, also where time was granted beyond it.
    Drawn from the certificate alone, without a calendar.
    """
    body = read(certificate)
    if "count" not in body or body["facts"]["trigger"]["day"] > body["last_day"]:
        return []
    first, last = (date.fromisoformat(text) for text in (body["facts"]["trigger"]["day"], body["last_day"]))
    if (last - first).days > LONGEST:
        return []
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    marks = _marks(body, days, lang)
    days = days[: len(marks)]
    return [line for at in range(0, len(days), ROW) for line in _rows(days[at : at + ROW], marks[at:], lang)]


def _marks(body: dict[str, Any], days: list[date], lang: str) -> list[str]:
    """What stands under each of `days`, up to the last that is counted."""
    start, off, stood, extra = _WORDS[lang]
    count = body["count"]
    idle = dict.fromkeys(count.get("paused", ()), stood) | {day: off for day, *_ in count["skipped"]}
    made_up = {day for day, _ in count["make_up"]}
    marks, counted = [], 0
    for number, day in enumerate(map(date.isoformat, days)):
        if number == 0 and body["start_day"] == "excluded":
            mark = start
        elif day in idle:
            mark = idle[day]
        elif counted == count["working_days"]:
            break
        else:
            counted += 1
            mark = str(counted)
        marks.append(mark + (extra if day in made_up else ""))
    return marks


def _rows(days: list[date], marks: list[str], lang: str) -> list[str]:
    cells = [
        [f"{day:%m-%d}" if number == 0 or day.day == 1 else f"{day:%d}" for number, day in enumerate(days)],
        [_WEEKDAYS[lang][day.weekday()] for day in days],
        marks[: len(days)],
    ]
    return ["".join(_padded(cell) for cell in row).rstrip() for row in cells]


def _padded(text: str) -> str:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return text + " " * max(1, _CELL + 1 - len(text) - wide)
