"""Phases with their windows, key periods around festivals, and the table of duties."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.drafting.bodies import is_body
from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.moments import Frame
from campaigns.drafting.numerals import CHINESE
from campaigns.drafting.phrases import phrases
from campaigns.drafting.sentences import Paragraph, Sentence
from deadlines.festivals import NAMES

_STAGE = re.compile(
    rf"^(?:第[{CHINESE}\d]{{1,3}}阶段[:、,.]?)?(?P<title>[^(),。;:]{{2,24}}?)(?P<stage>阶段)?(?:\((?P<when>[^()]{{2,50}})\)|:(?P<said>[^,。;]{{2,50}})[,。;]?)"
)
_NUMBERED = re.compile(rf"^第[{CHINESE}\d]{{1,3}}阶段")
_STAGES = re.compile("进度安排|阶段|步骤|时间安排|实施安排")
_DUTY = re.compile(
    r"^(?P<name>[^:,。;]{2,40}):(?P<verb>(?:负责)?(?:牵头组织|组织指导|组织推动|组织开展|组织协调|统筹协调|牵头|组织|指导|配合|协助|统筹|协调|负责)|负责)(?P<text>.+)$"
)
_FESTIVAL_NAMES = sorted(
    ((name, key) for key, names in NAMES.items() for name in names), key=lambda pair: -len(pair[0])
)
_FESTIVAL = "|".join(re.escape(name) for name, _ in _FESTIVAL_NAMES)
_KEY_PERIOD = re.compile(
    rf"(?P<names>(?:[“‘]?(?:{_FESTIVAL})[”’]?(?:、|和|及)?)+)(?:等|消费者权益日|国际|促销|购物节|网络集中促销)*"
    r"(?:期间|前后|节前|节日|假期|为?重点时段|重点时期|重点时间|重要节点|时间节点|集中促销期)"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase, or a key period."""

    title: str
    #: The document's words for its time.
    text: str
    window: Any
    source: Sentence
    #: Line of its paragraph: what stands there belongs to it.
    line: int
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of 职责分工."""

    name: str
    verb: str
    text: str
    source: Sentence
    doubts: tuple[Doubt, ...] = ()


def stages(found: list[Paragraph], frame: Frame) -> tuple[list[Stage], list[Sentence]]:
    """The phases in order, and the sentences that name a phase without a time that can be read."""
    read: list[Stage] = []
    unread: list[Sentence] = []
    for paragraph in found:
        match = _STAGE.match(paragraph.body)
        if match is None or paragraph.cell or not _is_stage(match, paragraph):
            continue
        when = match["when"] or match["said"]
        window = _window(when, frame)
        if window is None:
            unread.append(paragraph.sentences[0])
            continue
        rule, doubts = window
        read.append(
            Stage(
                match["title"],
                _written(paragraph, when),
                rule,
                paragraph.sentences[0],
                paragraph.line,
                doubts,
            )
        )
    return read, unread


def _is_stage(match: re.Match[str], paragraph: Paragraph) -> bool:
    named = bool(match["stage"]) or bool(_NUMBERED.match(paragraph.body))
    return named or (
        paragraph.kind != "text" and bool(_STAGES.search(paragraph.section)) and "月" in (match["when"] or "")
    )


def _window(when: str, frame: Frame) -> tuple[Any, tuple[Doubt, ...]] | None:
    for reading in phrases(when, frame):
        window = reading.rule.get("window", reading.rule.get("by", reading.rule.get("on")))
        if window is None:
            continue
        doubts = reading.doubts
        if isinstance(window, dict) and window.get("from") == "issued":
            # A phase begins on a day of its own; without the document's date there is none to give it.
            if frame.issued is None:
                return None
            window = {"from": frame.issued.isoformat(), "to": window["to"]}
        if "window" not in reading.rule:
            doubts = (doubt("phase_end_only", text=when), *doubts)
        return window, doubts
    return None


def _written(paragraph: Paragraph, when: str) -> str:
    start = paragraph.whole.plain.find(when)
    return re.sub(r"\s+", " ", paragraph.whole.written(start, start + len(when)))


def duties(found: list[Paragraph]) -> Iterator[tuple[DutyLine, Paragraph]]:
    """Every line such as 广告监管处：负责组织指导…, with the document's own verb."""
    for paragraph in found:
        match = _DUTY.match(paragraph.body)
        if match and is_body(re.sub(r"\([^()]*\)", "", match["name"])) and not paragraph.cell:
            verb = match["verb"].removeprefix("负责") or "负责"
            start, end = (len(paragraph.marker) + at for at in match.span("text"))
            text = " ".join(paragraph.whole.written(start, end).split()).strip("。；，;, ")
            yield DutyLine(match["name"], verb, text, paragraph.whole), paragraph


def key_periods(sentences: list[Sentence], year: int | None) -> list[Stage]:
    """Festivals that the notice calls a key period, each once."""
    found: dict[str, Stage] = {}
    for sentence in sentences:
        for match in _KEY_PERIOD.finditer(sentence.plain):
            for name, key in _festivals(match["names"]):
                window: dict[str, Any] = {"festival": key} | ({"year": year} if year else {})
                text = sentence.written(*match.span())
                found.setdefault(key, Stage(name, text, window, sentence, sentence.line))
    return list(found.values())


def _festivals(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        hit = next(((name, key) for name, key in _FESTIVAL_NAMES if text.startswith(name, at)), None)
        if hit:
            yield hit
        at += len(hit[0]) if hit else 1
