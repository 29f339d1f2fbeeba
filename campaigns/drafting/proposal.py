"""A notice read as a whole: its heading, phases, duties, work, tables, and what gave nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from campaigns.drafting.doubts import doubt
from campaigns.drafting.heading import Heading, heading
from campaigns.drafting.measures import Aim, aims
from campaigns.drafting.readings import Reading
from campaigns.drafting.sentences import LONGEST, Paragraph, Sentence, paragraphs
from campaigns.drafting.stages import DutyLine, Stage, duties, key_periods, stages
from campaigns.drafting.tables import FormTable, forms, schedules
from campaigns.drafting.work import AIMS, Work, from_paragraph, from_row
from deadlines.lunar import FIRST_YEAR, LAST_YEAR
from deadlines.spans import Span, parse_end

_UNASKED = "总结"
#: From which year up to and with which one the calendars reach.
_YEARS = {"first": FIRST_YEAR, "last": LAST_YEAR}
#: A heading has no more characters than this.
_HEADING = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that was read from a notice."""

    head: Heading
    stages: tuple[Stage, ...]
    key_periods: tuple[Stage, ...]
    duties: tuple[DutyLine, ...]
    work: tuple[Work, ...]
    forms: tuple[FormTable, ...]
    #: What it aims at in figures.
    aims: tuple[Aim, ...]
    #: What gave nothing, by the reason: rest_aims, rest_plain ...
    rest: dict[str, tuple[Sentence, ...]]
    #: How many sentences there were outside tables.
    sentences: int
    #: The whole text as the patterns read it.
    plain: str


def propose(text: str) -> Proposal:
    """Read the whole notice `text`."""
    found = paragraphs(text)
    head = heading(found)
    phases, unread = stages(found, head.frame) if head.orders else ([], [])
    lines = [(line, paragraph) for line, paragraph in duties(found)] if head.orders else []
    rows = schedules(found) if head.orders else []
    tables = forms(found)
    work: list[Work] = []
    for paragraph in _ordinary(found, head, lines):
        spoken = next((one.roles.responsible for one in reversed(work) if one.roles.responsible), ())
        work += from_paragraph(paragraph, head, stage=_in(paragraph, phases), before=spoken)
    work += [from_row(row, head.frame) for row in rows]
    checked = tuple(_asked_twice(_sound(one, head) for one in work))
    sentences = [one for paragraph in found for one in paragraph.sentences if not paragraph.cell]
    short = [one for one in sentences if len(one.plain) <= LONGEST]
    periods = key_periods(short, None if head.period else head.year) if head.orders else []
    duty_lines = {id(paragraph) for _, paragraph in lines}
    figures = tuple(aims(found)) if head.orders else ()
    used = _used(head, [*phases, *periods], checked)
    used |= {_place(one.source) for one in figures}
    used |= {_place(one) for p in found if id(p) in duty_lines for one in p.sentences}
    rest = _rest(found, head, used, unread)
    return Proposal(
        head,
        tuple(phases),
        tuple(periods),
        tuple(line for line, _ in lines),
        checked,
        tuple(tables),
        figures,
        rest,
        len(sentences),
        "\n".join(one.plain for one in short),
    )


def _ordinary(
    found: list[Paragraph], head: Heading, lines: list[tuple[DutyLine, Paragraph]]
) -> Iterator[Paragraph]:
    """Paragraphs in which work may stand: no cells, no duties, nothing about the notice as a whole."""
    duty = {id(paragraph) for _, paragraph in lines}
    about = {
        one.source.line
        for one in (head.number, head.issued, head.title, head.addressees, *head.issuers)
        if one
    }
    about -= {one.line for one in found if len(one.sentences) > 1}
    for one in found:
        if not (one.cell or id(one) in duty or one.line in about or one.place.startswith("附件")):
            yield one


def _in(paragraph: Paragraph, phases: list[Stage]) -> bool:
    return any(one.line == paragraph.line for one in phases)


def _sound(work: Work, head: Heading) -> Work:
    """A deadline that cannot stand in this document becomes undated; one before its date is asked about."""
    issued, rule = head.frame.issued, work.reading.rule
    counted = rule.get("after", rule.get("window"))
    if (
        issued is None
        and isinstance(counted, dict)
        and "issued" in (counted.get("event"), counted.get("from"))
    ):
        reading = Reading(work.reading.start, work.reading.end, {"undated": {}})
        return replace(work, reading=reading, doubts=(*work.doubts, doubt("no_year")))
    years = [int(found) for found in re.findall(r"(\d{4})-\d\d", str(rule))]
    if not all(FIRST_YEAR <= one <= LAST_YEAR for one in years):
        reading = Reading(work.reading.start, work.reading.end, {"undated": {}})
        return replace(work, reading=reading, doubts=(*work.doubts, doubt("outside_years", **_YEARS)))
    days = _last(rule)
    if issued is not None and days is not None and days.last < issued:
        return replace(work, doubts=(*work.doubts, doubt("before_issue", day=days.last, issued=issued)))
    return work


def _last(rule: dict[str, Any]) -> Span | None:
    written = rule.get("on") or rule.get("by")
    return parse_end(written) if isinstance(written, str) else None


def _asked_twice(work: Iterator[Work]) -> Iterator[Work]:
    """Two summaries asked of the same units: is it one: asked as a doubt."""
    first: dict[tuple[str, ...], int] = {}
    for one in work:
        titles = [one.title, *(item.title for item in one.filing.items)]
        if not any(_UNASKED in title for title in titles) or not one.reading.limit:
            yield one
            continue
        line = one.sources[-1].line
        earlier = first.get(one.roles.names)
        yield (
            one
            if earlier is None
            else replace(one, doubts=(*one.doubts, doubt("two_summaries", line=earlier)))
        )
        first.setdefault(one.roles.names, line)


def _place(sentence: Sentence) -> tuple[int, str]:
    return sentence.line, sentence.plain


def _used(head: Heading, phases: list[Stage], work: tuple[Work, ...]) -> set[tuple[int, str]]:
    about = [
        head.title,
        head.number,
        head.issued,
        head.addressees,
        head.group,
        head.office,
        head.says,
        head.period,
    ]
    cited = [one.source for one in (*about, *head.issuers) if one is not None]
    named = [one.source for one in phases]
    return {
        _place(one) for one in (*cited, *named, *head.contacts, *(s for one in work for s in one.sources))
    }


def _rest(
    found: list[Paragraph], head: Heading, used: set[tuple[int, str]], unread: list[Sentence]
) -> dict[str, tuple[Sentence, ...]]:
    """What gave nothing, in the order of the document, by its reason."""
    rest: dict[str, list[Sentence]] = {}
    stage = {_place(one) for one in unread}
    for paragraph in found:
        if _place(paragraph.whole) in used:
            continue
        for sentence in paragraph.sentences:
            if _place(sentence) not in used:
                rest.setdefault(_reason(sentence, paragraph, head, stage), []).append(sentence)
    return {reason: tuple(sentences) for reason, sentences in rest.items()}


def _reason(sentence: Sentence, paragraph: Paragraph, head: Heading, stage: set[tuple[int, str]]) -> str:
    if paragraph.cell:
        return "rest_cells"
    if len(sentence.plain) > LONGEST:
        return "rest_long"
    if _place(sentence) in stage:
        return "rest_stage"
    if not head.orders:
        return "rest_report"
    if _is_heading(sentence, paragraph):
        return "rest_heads"
    return "rest_aims" if AIMS.search(paragraph.section) else "rest_plain"


def _is_heading(sentence: Sentence, paragraph: Paragraph) -> bool:
    """A line that only names a section, or the first words of an item that has more to say."""
    if len(sentence.plain) > _HEADING or sentence is not paragraph.sentences[0]:
        return False
    return paragraph.kind == "section" or (paragraph.kind == "item" and len(paragraph.sentences) > 1)


def lasting(proposal: Proposal) -> tuple[str, str] | None:
    """The months from which and until which it lasts, where the notice does not say: to the year's end."""
    frame = proposal.head.frame
    if frame.issued is not None:
        return f"{frame.issued:%Y-%m}", f"{frame.issued.year:04}-12"
    return (f"{frame.year:04}-01", f"{frame.year:04}-12") if frame.year else None


def needs_period(proposal: Proposal) -> bool:
    """Whether something returns, or no date says when it begins: then a period has to be there."""
    return proposal.head.issued is None or any(one.reading.kind == "every" for one in proposal.work)
