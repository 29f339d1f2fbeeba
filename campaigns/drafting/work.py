"""The work that a notice orders: dated sentences, items with their units, things to be made once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.heading import Heading
from campaigns.drafting.materials import PUBLISHED, Filing, filing, items_in, sections
from campaigns.drafting.moments import Frame
from campaigns.drafting.phrases import phrases
from campaigns.drafting.readings import Reading
from campaigns.drafting.roles import Roles, in_bracket
from campaigns.drafting.sentences import LONGEST, Paragraph, Sentence
from campaigns.drafting.subjects import carries_on, speaks_of_own, subject
from campaigns.drafting.tables import ScheduleRow

#: Sections that say why, and oblige nobody.
AIMS = re.compile(r"目标|指导思想|总体要求|总体思路|基本原则|工作原则|重要意义|重要性")
_ONCE = re.compile(
    r"(?:研究制定|制定|制订|编制|拟定|组建|成立|科学设置|设置|设立)(?P<what>[^,。;]{0,28}?(?:实施方案|工作方案|方案|办法|"
    r"督查组|工作组|工作专班|专班|工作计划|清单|预案|细则|评分办法))"
)
_MAKING = re.compile("为成员|组成的|任组长|该|本方案|以下")
_GROUP = re.compile("(?:组|专班)$")
_ITSELF = re.compile("特制[定订]|如下")
_ASKED = re.compile("请|应|须|要求|务必|必须")
_LATER_WORK = re.compile(r"报送|上报|反馈|报(?=[^告道名警表刊价销考]*[局处科室委])")
_AIM_CLAUSE = re.compile(r"^(?:以.+为|按照|根据|依据|通过|为(?!期)|结合|围绕|针对|在|对(?!标))")
_TITLE = 30


@dataclass(frozen=True, slots=True)
class Work:
    """One proposed task, by the names that stand in the document."""

    title: str
    reading: Reading
    #: The phrase as written.
    text: str
    place: str
    #: What it was read from; the phrase stands in the last one.
    sources: tuple[Sentence, ...]
    #: Line of the paragraph, for its phase.
    line: int
    roles: Roles = field(default_factory=Roles)
    filing: Filing = field(default_factory=Filing)
    doubts: tuple[Doubt, ...] = ()

    @property
    def unassigned(self) -> bool:
        """Whether the document names nobody."""
        return not self.roles.names


def from_paragraph(
    paragraph: Paragraph, head: Heading, *, stage: bool, before: tuple[str, ...] = ()
) -> list[Work]:
    """The work in one paragraph; in a `stage` its first sentence only names the phase.

    `before` are the units that the paragraphs before spoke to: 本局 means them.
    """
    bracket = in_bracket(paragraph.whole.plain)
    if bracket is not None:
        return _item(paragraph, bracket[0], head.frame)
    if head.points and paragraph.kind == "item":
        return _item(paragraph, Roles(), head.frame)
    rest = paragraph.sentences[1:] if stage else paragraph.sentences
    return list(_from_sentences(paragraph, rest, head, before))


def from_row(row: ScheduleRow, frame: Frame) -> Work:
    """A row of a schedule as a task with its window."""
    first = row.content.sentences[0]
    when = phrases(row.when.plain[:LONGEST], frame) if row.when else []
    reading = when[0] if when else _undated("no_date")
    text = row.when.text if row.when else first.text[:_TITLE]
    sources = (*row.content.sentences, *([row.when] if row.when else []))
    title = _heading(first)
    return Work(
        title, reading, text, row.content.place, sources, row.content.line, row.roles, doubts=reading.doubts
    )


def _undated(code: str) -> Reading:
    return Reading(0, 0, {"undated": {}}, (doubt(code),), limit=False)


def _item(paragraph: Paragraph, roles: Roles, frame: Frame) -> list[Work]:
    """An item whose units stand in its bracket: one task for each limit in it, else one in all."""
    found = [
        (sentence, reading)
        for sentence in paragraph.sentences
        if len(sentence.plain) <= LONGEST
        for reading in phrases(sentence.plain, frame)
    ]
    limits = [(s, r) for s, r in found if r.limit]
    windows = [(s, r) for s, r in found if r.kind == "window"]
    chosen = limits or windows[:1] or found[:1]
    heading = _heading(paragraph.sentences[0])
    made = []
    for sentence, reading in chosen:
        handed = (
            filing(sentence.plain, [(r.start, r.end) for _, r in found if r.limit and _ is sentence])
            if reading.limit
            else Filing()
        )
        title = heading if len(chosen) == 1 or not handed.items else handed.items[0].title
        text = sentence.written(reading.start, reading.end)
        made.append(_work(title, reading, text, paragraph, _sources(paragraph, sentence), roles, handed))
    if not made:
        reading = _undated("no_date")
        made = [_work(heading, reading, heading, paragraph, paragraph.sentences, roles, Filing())]
    return made


def _sources(paragraph: Paragraph, sentence: Sentence) -> tuple[Sentence, ...]:
    return (*(one for one in paragraph.sentences if one is not sentence), sentence)


def _work(
    title: str,
    reading: Reading,
    text: str,
    paragraph: Paragraph,
    sources: tuple[Sentence, ...],
    roles: Roles,
    handed: Filing,
) -> Work:
    doubts = (*roles.doubts, *reading.doubts)
    return Work(title, reading, text, paragraph.place, sources, paragraph.line, roles, handed, doubts)


def _from_sentences(
    paragraph: Paragraph, rest: tuple[Sentence, ...], head: Heading, before: tuple[str, ...]
) -> Iterator[Work]:
    """Sentences one by one; one without a subject may go on speaking to the one before's."""
    spoken: tuple[str, ...] = ()
    last: list[Work] = []
    for sentence in rest:
        if len(sentence.plain) > LONGEST:
            continue
        named = subject(sentence.plain)
        earlier = spoken or (before if speaks_of_own(sentence.plain) else ())
        carried = bool(earlier) and not named and carries_on(sentence.plain)
        who = named or (earlier if carried else ())
        listed = sections(sentence.plain)
        if listed and last and not phrases(sentence.plain, head.frame):
            last = [_with_sections(last[0], sentence, listed)]
            continue
        yield from last
        last = []
        for one in _from_sentence(sentence, paragraph, head, who):
            yield from last
            doubts = (doubt("carried", names="、".join(who)),) if carried else ()
            last = [replace(one, doubts=(*one.doubts, *doubts))]
        spoken = who
    yield from last


def _with_sections(work: Work, sentence: Sentence, listed: tuple[str, ...]) -> Work:
    """What a summary has to contain is often said in the sentence after."""
    items = list(work.filing.items)
    at = next((n for n, one in enumerate(items) if one.kind == "document"), None)
    if at is not None:
        items[at] = replace(items[at], sections=listed)
    handed = replace(work.filing, items=tuple(items))
    doubts = (*work.doubts, doubt("sections"))
    return replace(work, filing=handed, sources=(sentence, *work.sources), doubts=doubts)


def _from_sentence(
    sentence: Sentence, paragraph: Paragraph, head: Heading, who: tuple[str, ...]
) -> Iterator[Work]:
    readings = [one for one in phrases(sentence.plain, head.frame) if not _past(one, head)]
    handed = filing(sentence.plain, [(one.start, one.end) for one in readings if one.limit])
    limits = [one for one in readings if one.limit and _binding(one)]
    if limits and not head.orders and not (_ASKED.search(sentence.plain) and handed.verb):
        return
    each = Roles(who)
    for number, reading in enumerate(limits):
        text = sentence.written(reading.start, reading.end)
        own = handed if len(limits) == 1 else _between(sentence, limits, number)
        yield _work(
            _title(sentence, reading, own, paragraph), reading, text, paragraph, (sentence,), each, own
        )
    if head.orders:
        yield from _softer(sentence, paragraph, each, readings, handed, limited=bool(limits))
        yield from _once(sentence, paragraph, each)


def _between(sentence: Sentence, limits: list[Reading], number: int) -> Filing:
    """What is handed in by one of several limits stands between it and the next."""
    start = limits[number].start if number else 0
    end = limits[number + 1].start if number + 1 < len(limits) else len(sentence.plain)
    return filing(sentence.plain[start:end], [(limits[number].start - start, limits[number].end - start)])


def _past(reading: Reading, head: Heading) -> bool:
    """A date of an earlier year is background."""
    written = str(reading.rule.get("on") or reading.rule.get("by") or "")
    own = head.frame.issued.year if head.frame.issued else head.frame.year
    return reading.dated and own is not None and written[:4].isdigit() and int(written[:4]) < own


def _binding(reading: Reading) -> bool:
    return reading.kind != "window"


def _softer(
    sentence: Sentence,
    paragraph: Paragraph,
    each: Roles,
    readings: list[Reading],
    handed: Filing,
    *,
    limited: bool,
) -> Iterator[Work]:
    """Windows and 及时, 适时: work only where somebody is spoken to or something is reported."""
    soft = [one for one in readings if not one.limit or one.kind == "window"]
    windows = [one for one in soft if one.kind == "window"]
    some = [one for one in soft if one.kind == "qualitative"]
    if each.names and windows and not limited:
        reading = windows[0]
        yield _soft(sentence, reading, paragraph, each, Filing())
    reporting = [one for one in some if _LATER_WORK.search(_clause(sentence, one))]
    if limited or windows:
        some = reporting
    if some and (each.names or reporting):
        reading = (reporting or some)[0]
        given = Filing(to=handed.to, verb=handed.verb) if reporting and not limited else Filing()
        yield _soft(sentence, reading, paragraph, each, given)


def _soft(sentence: Sentence, reading: Reading, paragraph: Paragraph, each: Roles, handed: Filing) -> Work:
    text = sentence.written(reading.start, reading.end)
    title = _trim(_clause(sentence, reading)) or _heading(sentence)
    return _work(title, reading, text, paragraph, (sentence,), each, handed)


def _once(sentence: Sentence, paragraph: Paragraph, each: Roles) -> Iterator[Work]:
    """What is to be made or set up once, and the document does not say by when."""
    limited = any(one.limit for one in phrases(sentence.plain, Frame(year=1)))
    if AIMS.search(paragraph.section) or limited or _ITSELF.search(sentence.plain):
        return
    for match in _ONCE.finditer(sentence.plain):
        if _MAKING.search(match[0]):
            continue
        reading = _undated("no_date")
        what = match["what"].rpartition("的")[2]
        grouped = bool(_GROUP.search(what))
        title = match[0] if grouped else what
        items = () if grouped else items_in(what)
        yield _work(
            title[-_TITLE:],
            reading,
            sentence.written(*match.span()),
            paragraph,
            (sentence,),
            each,
            Filing(items),
        )


def _clause(sentence: Sentence, reading: Reading) -> str:
    """The part between commas in which the phrase stands."""
    plain = sentence.plain
    start = max(plain.rfind(mark, 0, reading.start) for mark in ",;:。") + 1
    ends = [at for mark in ",;:。" if (at := plain.find(mark, reading.end)) >= 0]
    return plain[start : min(ends, default=len(plain))]


def _title(sentence: Sentence, reading: Reading, handed: Filing, paragraph: Paragraph) -> str:
    """What it is about: the first material, what is published, or the clause itself."""
    titles = [one.title for one in handed.items]
    if handed.verb in PUBLISHED and titles:
        return f"{'、'.join(titles)[: _TITLE - 2]}{'公示' if handed.verb == '公示' else '公开'}"
    if titles:
        return titles[0]
    clause = (
        sentence.plain[: reading.start].rpartition(",")[2] + sentence.plain[reading.end :].partition("。")[0]
    )
    for part in clause.split(","):
        if not _AIM_CLAUSE.match(part) and (trimmed := _trim(part)):
            return trimmed
    return _trim(_clause(sentence, reading)) or _heading(paragraph.sentences[0])


def _trim(clause: str) -> str:
    """A clause as a title: without its subject, its modal and its end."""
    names = subject(clause + ",")
    rest = clause
    if names:
        rest = clause[clause.find(names[-1]) + len(names[-1]) :]
    rest = re.sub(
        r"^(?:请|要|应|须|需|于|并|同时|在|将|负责|必须|务必|确保|遇有|进一步|切实)+",
        "",
        rest.strip("。;,: "),
    )
    rest = re.sub(r"\([^()]*$", "", re.sub(r"\(附件\d*\)", "", rest)[:_TITLE])
    return rest if len(rest) >= 4 else ""  # noqa: PLR2004 - shorter says nothing


def _heading(sentence: Sentence) -> str:
    """The first clause of an item that says what is done, without its number and units."""
    plain = re.sub(r"^(?:\([^()]{1,4}\)|[^,。;:、]{1,3}、|\d{1,2}[.、])", "", sentence.plain)
    clauses = [part for part in re.split("[,。;:]", plain) if part]
    chosen = next((one for one in clauses if not _AIM_CLAUSE.match(one)), clauses[0] if clauses else plain)
    return re.sub(r"\([^()]*$", "", chosen)[:_TITLE] or plain[:_TITLE]
