"""One cell of a statistics table as a person typed it: a figure, a date, a text, or what to write instead."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaigns.forms import FormRow
from campaigns.plain import is_plain

#: Characters of a typed cell that are kept, at most.
MOST_TYPED = 500
#: Digits of a figure, at most: more than any budget.
_MOST_DIGITS = 15
#: Decimals of an amount or percentage that does not say how many: in 万元, the fen.
_USUAL_DECIMALS = 6
#: Only the characters that input methods and word processors double; ² and ③ are no figures.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_FIGURE = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_WITH_WORDS = re.compile(rf"({_FIGURE.pattern})\s*(\S.*)")
#: Neither a figure nor blank: it may mean none, or not filled in.
_NOTHING = {"-", "--", "---", "—", "——", "–", "/", "\\", "无", "没有", "空", "n/a", "none", "nil", "null"}
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_DATES = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
_PHONE = re.compile(r"[0-9 ()+./;,、#*-]|转|内线", re.ASCII)
_LEAST_PHONE = 3


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: its value in canonical form, or why it cannot be read and what to write instead."""

    value: str | None = None
    why: str | None = None
    write: str | None = None


def read_cell(row: FormRow, typed: str, today: date) -> Read:
    """The cell that was `typed` for `row`, not blank; dates may not lie after `today`.

    Figures come out without separators and trailing zeros, dates in ISO, texts as they were typed.
    """
    text = one_line(typed)
    if len(text) > MOST_TYPED:
        return Read(why="long")
    if not is_plain(text):
        return Read(why="plain")
    if row.type == "text":
        return Read(text)
    return read_date(text, today) if row.type == "date" else _figure(row, half_width(text))


def one_line(typed: str) -> str:
    """What was typed on one line: lines of a cell, and what stands around them, become single spaces."""
    return " ".join(typed.split())


def half_width(text: str) -> str:
    """`text` with full-width letters, digits and signs as the ones of the keyboard: `１２` as `12`."""
    return text.translate(_HALF_WIDTH).strip()


def read_date(typed: str, today: date) -> Read:
    """`2017-10-28`, `2017年10月28日`, `2017/10/28`, `20171028`; `10月28日` is the last one up to `today`."""
    text = half_width(typed).replace(" ", "")
    for form in _DATES:
        if match := form.fullmatch(text):
            year, month, day = map(int, match.groups())
            return _on(year, month, day, today)
    if match := _DAY_OF_YEAR.fullmatch(text):
        month, day = map(int, match.groups())
        read = _on(today.year, month, day, today)
        # A report of January still writes 12月30日; the 29th of February is looked for in both years.
        return _on(today.year - 1, month, day, today) if read.why else read
    return Read(why="date")


def read_phone(typed: str) -> Read:
    """A telephone number: kept as it was typed, since zeros in front and lines behind belong to it."""
    text = typed.strip()
    plain = half_width(text)
    if sum(char.isdecimal() for char in plain) < _LEAST_PHONE or _PHONE.sub("", plain):
        return Read(why="phone")
    return Read(text)


def canonical(figure: Decimal) -> str:
    """A figure without exponent, trailing zeros or a negative zero."""
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _on(year: int, month: int, day: int, today: date) -> Read:
    try:
        found = date(year, month, day)
    except ValueError:
        return Read(why="no_day")
    return Read(found.isoformat()) if found <= today else Read(why="future")


def _figure(row: FormRow, text: str) -> Read:
    if text.lower() in _NOTHING:
        return Read(why="nothing", write="0")
    if row.type == "percent":
        text = text.removesuffix("%").rstrip()
    if not _FIGURE.fullmatch(text):
        return _no_figure(row, text)
    digits = text.replace(",", "")
    if sum(char.isdigit() for char in digits) > _MOST_DIGITS:
        return Read(why="long")
    return _bounded(row, Decimal(digits))


def _bounded(row: FormRow, figure: Decimal) -> Read:
    most, value = _decimals(row), canonical(figure)
    if len(value.partition(".")[2]) > most:
        rounded = canonical(figure.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP))
        return Read(why="decimals", write=rounded) if most else Read(why="whole")
    if figure < (0 if row.min is None else row.min):
        return Read(why="low")
    if row.max is not None and figure > row.max:
        return Read(why="high")
    return Read(value)


def _decimals(row: FormRow) -> int:
    if row.type == "count":
        return 0
    return _USUAL_DECIMALS if row.decimals is None else row.decimals


def _no_figure(row: FormRow, text: str) -> Read:
    """Why `text` is no figure, with the one that is probably meant."""
    for why, bare in (("spaces", re.sub(r"\s", "", text)), ("thousands", text.replace(",", ""))):
        if bare != text and _FIGURE.fullmatch(bare):
            return Read(why=why, write=bare.replace(",", ""))
    match = _WITH_WORDS.fullmatch(text)
    if match is None or not match[2][0].isalpha():
        return Read(why="number")
    if any(char.isdigit() for char in match[2]):
        return Read(why="only_digits")
    meant = _measured(Decimal(match[1].replace(",", "")), match[2].strip(), row.unit or "")
    fits = meant is not None and _bounded(row, meant).why is None
    return Read(why="only_digits", write=canonical(meant) if fits and meant is not None else None)


def _measured(figure: Decimal, words: str, unit: str) -> Decimal | None:
    """`12万元` as a figure in `unit`; None where the words are of another measure."""
    (here, bare), (there, asked) = _scale(words), _scale(unit)
    return None if here != there and bare and bare != asked else figure.scaleb(here - there)


def _scale(words: str) -> tuple[int, str]:
    """The power of ten that a measure begins with, and the rest: 万元 is (4, 元)."""
    power = 0
    while words and words[0] in _SCALES:
        power, words = power + _SCALES[words[0]], words[1:]
    return power, words
