"""Pieces of an SVG drawing as text: elements, lines of writing that keep to a width, the house's shapes."""

import unicodedata
from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from reports.cells import visible

#: Colours of lights, each also a shape and a word.
GREEN, AMBER, RED, GREY, INK = "#0b6e3a", "#8a5a00", "#b3261e", "#5b6570", "#1a1c1e"
FONT = "system-ui, 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
#: Width of a character in parts of its size: wide ones, and the widest of the others.
_WIDE, _SLIM, _CAPITAL = 1.0, 0.6, 0.8
#: A mark of a line that was cut.
CUT = "…"


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element; `stroke_width` becomes stroke-width, None is left out, numbers keep two decimals."""
    told = [f"{_named(key)}={_value(value)}" for key, value in attributes.items() if value is not None]
    head = " ".join([name, *told])
    return f"<{head}>{''.join(inside)}</{name}>" if inside else f"<{head}/>"


def _named(key: str) -> str:
    return "xml:lang" if key == "xml_lang" else key.rstrip("_").replace("_", "-")


def written(text: str) -> str:
    """Text between elements."""
    return escape(visible(text))


def titled(text: str) -> str:
    """The words behind a shape, for a pointer that rests on it."""
    return element("title", written(text))


def writing(text: str, x: float, y: float, size: float, **attributes: object) -> str:
    """A line of text whose base line begins at (x, y)."""
    return element("text", written(text), x=x, y=y, font_size=size, **attributes)


def width_of(text: str, size: float) -> float:
    """How wide `text` is at most, in the units of `size`."""
    return size * sum(_part(char) for char in text)


def wrapped(text: str, size: float, width: float, lines: int) -> list[str]:
    """`text` in at most so many `lines` of that `width`; what does not fit is cut, and marked as cut."""
    rows = list(islice(_rows(" ".join(visible(text).split()), size, width), lines + 1))
    if len(rows) <= lines:
        return rows
    last = rows[lines - 1]
    while last and width_of(last + CUT, size) > width:
        last = last[:-1]
    return [*rows[: lines - 1], last + CUT]


def _rows(text: str, size: float, width: float) -> Iterator[str]:
    row = ""
    for word in _words(text):
        for piece in [word] if width_of(word, size) <= width else word:
            if row and width_of(row + piece.rstrip(), size) > width:
                yield row.strip()
                row = ""
            row += piece
    if row.strip():
        yield row.strip()


def _words(text: str) -> Iterator[str]:
    """Where a line may break: after each wide character, and after each word of others."""
    word = ""
    for char in text:
        if _part(char) == _WIDE and unicodedata.category(char) == "Lo":
            if word:
                yield word
            word = char
            continue
        word += char
        if char == " ":
            yield word
            word = ""
    if word:
        yield word


def _part(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return _WIDE
    return _CAPITAL if char.isupper() or char in "mw@%&" else _SLIM


def _value(value: object) -> str:
    if isinstance(value, float):
        return f'"{value:.2f}"'
    return quoteattr(visible(str(value)))


# --- shapes -------------------------------------------------------------------------------------------------


def triangle(x: float, y: float, **attributes: object) -> str:
    """请报时间: a triangle that points down to (x, y)."""
    points = f"{x:.2f},{y:.2f} {x - 5.5:.2f},{y - 9.5:.2f} {x + 5.5:.2f},{y - 9.5:.2f}"
    return element("polygon", points=points, fill="#ffffff", stroke=AMBER, stroke_width=1.6, **attributes)


def post(x: float, y: float, **attributes: object) -> str:
    """截止时间: a solid post that hangs from (x, y); its left edge is the instant from which it is late."""
    return element("rect", x=x, y=y, width=4, height=12, fill=RED, **attributes)


def diamond(x: float, y: float, **attributes: object) -> str:
    """里程碑: a solid diamond around (x, y)."""
    points = f"{x:.2f},{y - 7:.2f} {x + 7:.2f},{y:.2f} {x:.2f},{y + 7:.2f} {x - 7:.2f},{y:.2f}"
    return element("polygon", points=points, fill=INK, **attributes)


def ring(x: float, y: float, **attributes: object) -> str:
    """Nothing is dated: a ring around (x, y)."""
    return element("circle", cx=x, cy=y, r=5, fill="#ffffff", stroke=GREY, stroke_width=1.8, **attributes)
