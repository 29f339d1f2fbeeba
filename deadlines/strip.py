"""The days of a certificate as a strip: which were counted, and which were skipped."""

import json
import unicodedata
from datetime import date, timedelta

#: Longest stretch that is drawn; a longer one is told in words only.
LONGEST = 62
#: Days in one row.
ROW = 16
_CELL = 5
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
_WORDS = {"zh": ("起", "休", "班"), "en": ("from", "off", "+")}


def strip(certificate: str, lang: str = "zh") -> list[str]:
    """Rows of dates, weekdays and counts from the trigger to the last day; none when nothing was counted.

    Each counted day carries its number; 休 (off) marks a day skipped, 班 (+) a make-up working day. Drawn
    from the certificate alone, without a calendar.
    """
    body = json.loads(certificate)
    if "count" not in body or body["trigger"]["day"] > body["last_day"]:
        return []
    first, last = (date.fromisoformat(text) for text in (body["trigger"]["day"], body["last_day"]))
    if (last - first).days > LONGEST:
        return []
    skipped = {day for day, *_ in body["count"]["skipped"]}
    made_up = {day for day, _ in body["count"]["make_up"]}
    start, off, extra = _WORDS[lang]
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    marks, counted = [], 0
    for day in days:
        text = day.isoformat()
        uncounted = day == first and body["start_day"] == "excluded"
        if not uncounted and text not in skipped:
            counted += 1
        mark = start if uncounted else off if text in skipped else str(counted)
        marks.append(mark + (extra if text in made_up else ""))
    return [line for at in range(0, len(days), ROW) for line in _rows(days[at : at + ROW], marks[at:], lang)]


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
