"""The sheet on which a time line is drawn from the top down, with words that keep to their room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reports.axis import Axis
from reports.drawing import GREY, element, wrapped, writing

_NOTE, _LEADING = 12.0, 1.45
#: Above the first thing of a further page; and what at least stands under a heading on the same page.
_TOP, _TOGETHER = 10.0, 70.0
#: Words keep clear of the lines that run through them.
HALO = {"stroke": "#ffffff", "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}


@dataclass(slots=True)
class Sheet:
    """A drawing while it is made, from the top down."""

    axis: Axis
    #: Where labels begin, and how wide they may be.
    left: float
    room: float
    #: Whether labels stand beside their track, else above it.
    wide: bool
    lang: str
    #: Height of a printed page, where the drawing runs over several; None: one page, or a screen.
    page: float | None = None
    #: How far down it is drawn.
    y: float = 14.0
    parts: list[str] = field(default_factory=list)

    def whole(self, draw: Callable[["Sheet"], None], room: float = 0.0) -> None:
        """Draw something, on the next page where it and `room` beneath it would lie on two."""
        y, count = self.y, len(self.parts)
        draw(self)
        if self.page is not None and (self.y + room) // self.page > y // self.page:
            del self.parts[count:]
            self.y = (y // self.page + 1) * self.page + _TOP
            draw(self)

    def say(self, text: str, size: float, *, lines: int, across: bool = False, **attributes: object) -> None:
        """Words from the left margin on, as wide as labels are or right across the sheet."""
        room = self.axis.right - self.left if across else self.room
        for row in wrapped(text, size, room, lines):
            self.y += size * _LEADING
            self.parts.append(writing(row, self.left, self.y - size * 0.35, size, **HALO, **attributes))

    def headline(self, text: str, *, skip: bool = False) -> None:
        """A heading between groups of lanes, with a rule above it; never the last thing on a page."""
        if not skip:
            self.whole(lambda _: self._ruled(text), _TOGETHER)

    def _ruled(self, text: str) -> None:
        self.y += 10
        rule = {"x1": self.left, "x2": self.axis.right, "y1": self.y, "y2": self.y}
        self.parts.append(element("line", **rule, stroke=GREY, stroke_width=0.8))
        self.say(text, _NOTE, lines=1, fill=GREY, font_weight="bold")
        self.y += 3

    def beside(self, rows: Sequence[tuple[str, float, int, str]], track: float) -> float:
        """Label rows (text, size, lines, colour) and a track of that height; gives the track's upper edge."""
        top = self.y
        for text, size, lines, fill in rows:
            self.say(text, size, lines=lines, fill=fill)
        if not self.wide:
            top, self.y = self.y, self.y + track
        else:
            self.y = max(self.y, top + track)
            top += (self.y - top - track) / 2
        self.y += 6
        return top
