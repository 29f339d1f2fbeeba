"""What a notice aims at in figures: 数量翻番, 增长20%, 达到95%以上. A measure, never a deadline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.sentences import LONGEST, Paragraph, Sentence

_PERCENT = r"(?:\d{1,4}(?:\.\d{1,2})?%|百分之[一-龥]{1,6}|[一二两三四五六七八九]成)"
#: What is aimed at: against what there was, or a figure of its own.
_AIM = re.compile(
    rf"(?P<more>翻[一两]?番|(?:同比|较上年|比上年|较去年|比去年)?(?:增长|提高|提升|下降|降低|减少)(?:了|到|至)?{_PERCENT}(?:以上|左右)?)"
    rf"|(?:达到|达|不低于|不少于|保持在|控制在|稳定在)(?P<figure>{_PERCENT}(?:以上|以内|以下)?)"
)
_WANTED = re.compile(r"力争|争取|确保|实现|努力|完成|达到|不低于|不少于|保持|控制|要|目标")
_BEFORE = re.compile(
    r"^(?:到|至)?(?:(?P<year>(?:19|20)\d{2})年)?(?:全年|年内|年底前?|末)?(?:要|将|全面|进一步|基本)*"
    r"(?:(?:力争|争取|确保|努力|实现|完成|使|推动|促进|全区|全市|全县|全省|辖区)+)?"
)
_BEHIND = re.compile(r"(?:力争|争取|确保|努力|实现|完成|要|将|同比|应)+$")
_TITLE = range(2, 25)


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure to be reached, and the sentence in which it stands."""

    title: str
    #: The document's own words.
    text: str
    target: str
    year: int | None
    source: Sentence
    #: Where in the document, e.g. 三(九).
    place: str
    doubts: tuple[Doubt, ...] = ()

    def written(self) -> dict[str, Any]:
        """As campaigns.yaml has it."""
        made = {"title": self.title, "text": self.text} | ({"source": self.place} if self.place else {})
        return made | {"target": self.target} | ({"by": f"{self.year}-12/end"} if self.year else {})


def aims(found: list[Paragraph]) -> Iterator[Aim]:
    """Every figure that the paragraphs aim at, in their order."""
    for paragraph in found:
        if not paragraph.cell:
            for sentence in paragraph.sentences:
                if len(sentence.plain) <= LONGEST:
                    yield from _in(sentence, paragraph.place)


def _in(sentence: Sentence, place: str) -> Iterator[Aim]:
    for clause in re.finditer(r"[^,。;:]+", sentence.plain):
        match = _AIM.search(clause[0])
        if match is None or not _WANTED.search(clause[0]):
            continue
        before = clause[0][: match.start()]
        begun = _BEFORE.match(before)
        title = _BEHIND.sub("", before[begun.end() :] if begun else before)
        if len(title) not in _TITLE:
            continue
        year = int(begun["year"]) if begun and begun["year"] else None
        # What grows grows from something, which a notice seldom gives.
        doubts = (doubt("no_baseline", title=title),) if match["more"] else ()
        target = match["more"] or match["figure"]
        yield Aim(title, sentence.written(*clause.span()).strip(), target, year, sentence, place, doubts)
