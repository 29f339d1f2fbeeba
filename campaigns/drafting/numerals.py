"""Numbers as notices write them: 28, 二十八, 两, 二〇一七."""

import re

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_YEAR = re.compile("(?:19|20|21)[0-9]{2}")
_TEN, _HUNDRED = "十", "百"
#: A character class of Chinese numerals, for patterns.
CHINESE = "〇零一二三四五六七八九十百两"


def number(text: str) -> int | None:
    """The whole number that `text` writes, below 1000 in Chinese or any digits; None for anything else."""
    if text.isascii():
        return int(text) if text.isdecimal() else None
    if any(char not in _DIGITS and char not in {_TEN, _HUNDRED} for char in text):
        return None
    hundreds, mark, rest = text.rpartition(_HUNDRED)
    total = 100 * _DIGITS.get(hundreds or "一", 1) if mark else 0
    tens, mark, ones = rest.rpartition(_TEN)
    total += 10 * _DIGITS.get(tens or "一", 1) if mark else 0
    return total + _DIGITS.get(ones.removeprefix("零")[:1], 0)


def year(text: str) -> int | None:
    """A year of four figures, 2017 or 二〇一七, from 1900 up to and with 2199; None for any other."""
    figures = "".join(str(_DIGITS[char]) if char in _DIGITS else char for char in text)
    return int(figures) if _YEAR.fullmatch(figures) else None
