"""A notice as paragraphs and sentences, each with its line and its place: 五(三)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaigns.drafting.numerals import CHINESE

#: A longer sentence is no sentence; it is listed and not read.
LONGEST = 3000
#: So many lines are joined while a bracket or a title mark is open.
_JOINED = 6
#: A line of this many characters may have been broken by an editor.
_WIDE = 25
_FIGURES = f"[{CHINESE}]{{1,4}}"
_SECTION = re.compile(rf"({_FIGURES})、")
_ITEM = re.compile(rf"\(({_FIGURES})\)")
_POINT = re.compile(r"\(?(\d{1,2})(?:[.、](?!\d)|\))")
_MARKER = re.compile(rf"(?:{_FIGURES}、|\({_FIGURES}\)|\(?\d{{1,2}}(?:[.、](?!\d)|\))|第{_FIGURES}|附件)")
_ANNEX = re.compile(r"附件\d{0,2}")
_ENDED = "。;:!?)》”"
_TITLE_END = re.compile(r"(?:方案|通知|要点|意见|办法|安排|计划|表|函|工作)$")
_SENTENCE = re.compile(r"(?:\([^()]*\)|《[^《》]*》|[^。;!?])+[。;!?]*|[。;!?]+")
#: One character for another: full-width forms, dashes, spaces, corner quotes.
_NARROW = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord(char): to
    for chars, to in {
        "\u3000\xa0\t\u2002\u2003": " ",
        "—–―─－‐‑": "-",
        "〜～∼": "~",
        "「『": "“",
        "」』": "”",
        "•・‧": "·",
    }.items()
    for char in chars
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, as it is written and as the patterns read it."""

    #: The line of the source, from 1, on which it begins.
    line: int
    text: str
    #: Half-width, without spaces between Chinese characters.
    plain: str
    #: For each character of `plain`, where it stands in `text`.
    at: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """The source's own characters behind `plain[start:end]`."""
        return self.text[self.at[start] : self.at[end - 1] + 1] if end > start else ""

    def cut(self, start: int, end: int) -> "Sentence":
        """The part of it from `start` up to `end` of `plain`."""
        shift = self.at[start] if start < len(self.at) else 0
        return Sentence(
            self.line,
            self.written(start, end),
            self.plain[start:end],
            tuple(a - shift for a in self.at[start:end]),
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its sentences and its place in the document."""

    #: The whole of it as one sentence.
    whole: Sentence
    sentences: tuple[Sentence, ...]
    #: section, item, point, or text when no number stands before it.
    kind: str
    #: What stands before the text: 一、 or (三).
    marker: str
    #: 五(三), or empty before the first section.
    place: str
    #: The heading of the section it stands in.
    section: str
    #: Whether it is indented by a tab: a cell of a table that was pasted as text.
    cell: bool

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.whole.line

    @property
    def body(self) -> str:
        """What follows its number."""
        return self.whole.plain[len(self.marker) :]


def sentence(line: int, text: str) -> Sentence:
    """`text` as a sentence that begins on `line`."""
    narrow = text.translate(_NARROW)
    kept = [at for at, char in enumerate(narrow) if not (char in " \n" and _droppable(narrow, at))]
    return Sentence(line, text, "".join(narrow[at] for at in kept).replace("\n", " "), tuple(kept))


def _droppable(text: str, at: int) -> bool:
    """A space that parts no two Latin words says nothing in Chinese."""
    before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
    return (
        before in " \n"
        or after in " \n"
        or not (before.isascii() and after.isascii())
        or (before.isdigit() != after.isdigit())
    )


def paragraphs(text: str) -> list[Paragraph]:
    """Every paragraph that is not blank, in order."""
    found: list[Paragraph] = []
    section, number, item = "", "", ""
    for line, raw in _joined(text.split("\n")):
        whole = sentence(line, raw.strip())
        kind, marker = _kind(whole.plain)
        if kind == "section":
            section, number, item = whole.plain[len(marker) :][:60], marker[:-1], ""
        elif kind == "item":
            item = marker
        elif annex := _ANNEX.match(whole.plain):
            section, number, item = whole.plain[:60], annex[0], ""
        annexed = number.startswith("附件")
        place = number + item + (marker if kind == "point" and not annexed else "")
        cell = raw.startswith("\t")
        found.append(Paragraph(whole, tuple(_sentences(line, raw)), kind, marker, place, section, cell))
    return _last_ones(found)


def _last_ones(found: list[Paragraph]) -> list[Paragraph]:
    """Text without a number after the last item of its section stands at the section's end: 五·末段."""
    placed: list[Paragraph] = []
    items: set[str] = set()
    for one in reversed(found):
        number = one.place.partition("(")[0]
        if one.kind == "text" and "(" in one.place and number not in items:
            one = replace(one, place=f"{number}·末段")  # noqa: PLW2901 - the same paragraph, better placed
        if one.kind in {"item", "point"}:
            items.add(number)
        placed.append(one)
    return placed[::-1]


def _kind(plain: str) -> tuple[str, str]:
    for kind, pattern in (("section", _SECTION), ("item", _ITEM), ("point", _POINT)):
        match = pattern.match(plain)
        if match:
            return kind, match[0]
    return "text", ""


def _sentences(line: int, raw: str) -> Iterator[Sentence]:
    """The sentences of a paragraph; brackets and titles are not parted."""
    narrow = raw.translate(_NARROW)
    ends = [at for at, char in enumerate(raw) if char == "\n"]
    for match in _SENTENCE.finditer(narrow):
        text = raw[match.start() : match.end()]
        if text.strip():
            begin = match.start() + len(text) - len(text.lstrip())
            yield sentence(line + bisect_right(ends, begin), text.strip())


def _joined(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Line numbers and texts, with lines that an editor or a title mark broke put together."""
    at = 0
    while at < len(lines):
        first, text = at, lines[at]
        while at + 1 < len(lines) and len(text) < LONGEST and _goes_on(text, lines[at + 1], at - first):
            at += 1
            text += "\n" + lines[at]
        if text.strip():
            yield first + 1, text
        at += 1


def _goes_on(text: str, following: str, joined: int) -> bool:
    """Whether `following` belongs to the same paragraph as `text`."""
    plain, after = text.translate(_NARROW).strip(), following.translate(_NARROW)
    if not plain or text.startswith("\t") or (after[:1] in {" ", ""} and "《" not in plain[-200:]):
        return False
    if plain.rfind("《") > plain.rfind("》") or plain.rfind("(") > plain.rfind(")"):
        return joined < _JOINED and not _MARKER.match(after.strip())
    broken = len(plain.rpartition("\n")[2]) >= _WIDE and plain[-1] not in _ENDED
    return broken and bool(after.strip()) and not _MARKER.match(after) and not _TITLE_END.search(plain)
