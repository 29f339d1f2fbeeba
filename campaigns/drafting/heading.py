"""A notice as a whole: title, issuer, number, date, office, contacts, period; whether it orders anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.drafting.bodies import NAME, is_body, longest
from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.moments import Frame
from campaigns.drafting.numerals import CHINESE, number, year
from campaigns.drafting.phrases import phrases
from campaigns.drafting.sentences import LONGEST, Paragraph, Sentence
from deadlines.lunar import FIRST_YEAR, LAST_YEAR

_DAY = re.compile(
    rf"(?:(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日|([{CHINESE}]{{4}})年([{CHINESE}]{{1,3}})月([{CHINESE}]{{1,3}})日|(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}))"
)
_LABELLED_DAY = re.compile(rf"(?:成文|发文|印发|发布|制发)(?:日期|时间):?{_DAY.pattern}")
_NUMBER = re.compile(
    r"(?:(?:文号|发文字号):)?([^\s,。:;《》()]{1,24}[〔\[【(](\d{4})[〕\]】)]第?\d{1,5}号)(?:签发人.*)?$"
)
_QUOTED_TITLE = re.compile(r"《([^《》]{4,120})》的(?:通知|函|公告|通告)")
_TITLE = re.compile(r"^.{4,80}(?:方案|要点|通知|意见|计划|安排|办法|细则|函)$")
_POINTS = re.compile(r"要点$")
_ORDERS = re.compile(
    r"(?:印发|请(?:结合|遵照|认真|按照|各)|制定(?:本|如下|此)|特制定|具体(?:工作)?(?:方案|安排)如下|通知如下)"
)
_ISSUER = re.compile(
    r"^(.{2,40}?(?:委员会|局|协会|办公室|政府|厅|委))(?=\d{4}|二〇|“|关于|[一-龥]*协会\d{4})"
)
#: Where it holds, at the head of a title; and who is below, among those it goes to.
_PLACE = re.compile("(?:[0-9]{4}年?)?([一-龥]{2,6}?(?:新区|区|市|县|旗|州))(?=[一-龥])")
_BELOW = re.compile(
    "各(?:开发区|功能区|街道|乡镇|区县|区|县|市|基层)([一-龥]{2,8}?)(?:[局所]|分局)(?:[、,(]|$)"
)
_PREFIX = re.compile(rf"^(?:{NAME})+?(?=\d{{4}}|“)")
_GROUP = re.compile(r"((?:“[^”]{1,12}”)?[^,。;:“”由为的]{0,14}领导小组)")
_OFFICE = re.compile(rf"(?:领导小组|其|下设)?办公室设(?:在|于)({NAME})")
_FOUNDED = re.compile("^(?:成立|设立|组建|以)(?=.{4})")
_SAYS = re.compile(rf"分(?:为|成|以下|如下)?(\d{{1,2}}|[{CHINESE}]{{1,3}})个?阶段")
_CONTACT = re.compile(r"联系(?:人|电话|方式)|电子邮箱|邮箱")
_FIGURES = re.compile(r"\d{5,}|@")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|\D)")
_ADDRESSEES = re.compile(r"[^。;]*[局委处科室所队门位会府院](?:[(、,][^。;]*)?:$")
_NO_ADDRESSEES = re.compile("如下|联系|附件")
#: Among so many paragraphs from its top a notice says what it is.
_TOP = 20
_TITLE_LINE = 80
_SHORT = re.compile(r"(?:的?通知|(?:实施|工作)?方案)$")


@dataclass(frozen=True, slots=True)
class Cited:
    """Something found, and the sentence in which it stands."""

    value: Any
    source: Sentence
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The notice as a whole."""

    title: Cited | None = None
    number: Cited | None = None
    issued: Cited | None = None
    #: The year where no date is written.
    year: int | None = None
    issuers: tuple[Cited, ...] = ()
    addressees: Cited | None = None
    group: Cited | None = None
    office: Cited | None = None
    says: Cited | None = None
    period: Cited | None = None
    contacts: tuple[Sentence, ...] = ()
    #: Whether it orders anything: a report on last year does not.
    orders: bool = False
    #: 工作要点: each of its items is a piece of work.
    points: bool = field(default=False)

    @property
    def frame(self) -> Frame:
        """Its years."""
        return Frame(self.issued.value if self.issued else None, self.year, self._months)

    @property
    def _months(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        if self.period is None:
            return None
        first, last = self.period.value
        return (int(first[:4]), int(first[5:7])), (int(last[:4]), int(last[5:7]))

    @property
    def short_title(self) -> str:
        """The campaign's own name: the title without the issuer and the kind of paper."""
        title = self.title.value if self.title else ""
        return _SHORT.sub("", _PREFIX.sub("", title)).strip() or title


def heading(found: list[Paragraph]) -> Heading:
    """Everything about the notice whose paragraphs are `found`."""
    top = found[:_TOP]
    title, issued = _title(top), _issued(found)
    orders = title is not None or any(
        _ORDERS.search(one.whole.plain[:300]) for one in top[:8] if not one.cell
    )
    sentences = [one for paragraph in found for one in paragraph.sentences if len(one.plain) <= LONGEST]
    year_ = (
        issued.value.year if issued else _plain_year(title.source.plain if title else top[0].whole.plain[:60])
    )
    frame = Frame(issued.value if issued else None, year_)
    return Heading(
        title=title,
        number=_number(top),
        issued=issued,
        year=year_,
        issuers=tuple(_issuers(top, title)),
        addressees=_addressees(top),
        group=_first(_GROUP, [one for one in sentences if "领导小组" in one.plain and "办公室" in one.plain]),
        office=_first(_OFFICE, sentences),
        says=_says(sentences),
        period=_period(sentences, frame) if orders else None,
        contacts=tuple(one for one in sentences if _CONTACT.search(one.plain) and _FIGURES.search(one.plain)),
        orders=orders,
        points=bool(title and _POINTS.search(title.value)),
    )


def _title(top: list[Paragraph]) -> Cited | None:
    for paragraph in top:
        match = _QUOTED_TITLE.search(paragraph.whole.plain)
        if match and len(paragraph.whole.plain) <= 3 * _TITLE_LINE and "现将" not in paragraph.whole.plain:
            return Cited(_spaced(paragraph.whole, *match.span(1)), paragraph.whole)
    for paragraph in top:
        plain = paragraph.whole.plain
        if (
            len(plain) <= _TITLE_LINE
            and _TITLE.match(plain)
            and paragraph.kind == "text"
            and not re.search("[。;:]", plain)
        ):
            return Cited(_spaced(paragraph.whole, 0, len(plain)), paragraph.whole)
    return None


def _spaced(sentence: Sentence, start: int, end: int) -> str:
    """A title as written, on one line."""
    written = re.sub(r"(?<=\S)\n\s*", "", sentence.written(start, end))
    return re.sub(r"\s+", " ", written).strip()


def _number(top: list[Paragraph]) -> Cited | None:
    for paragraph in top:
        match = _NUMBER.match(paragraph.whole.plain)
        if match:
            return Cited(match[1], paragraph.whole)
    return None


def _issued(found: list[Paragraph]) -> Cited | None:
    """The date that stands alone on its line, or behind 成文日期; several are asked about."""
    days: list[Cited] = []
    for paragraph in found:
        plain = paragraph.whole.plain
        match = _DAY.fullmatch(plain.removesuffix("印发")) or _LABELLED_DAY.search(plain)
        day = _as_day(match) if match else None
        if day is not None and not paragraph.cell:
            days.append(Cited(day, paragraph.whole))
    if not days:
        return None
    others = sorted({str(one.value) for one in days[1:] if one.value != days[0].value})
    doubts = (doubt("several_dates", days="、".join(others)),) if others else ()
    if not FIRST_YEAR <= days[0].value.year <= LAST_YEAR:
        doubts = (*doubts, doubt("outside_years", first=FIRST_YEAR, last=LAST_YEAR))
    return Cited(days[0].value, days[0].source, doubts)


def _as_day(match: re.Match[str]) -> date | None:
    parts = [part for part in match.groups() if part is not None]
    try:
        return date(year(parts[0]) or 0, number(parts[1]) or 0, number(parts[2]) or 0)
    except ValueError:
        return None


def _plain_year(text: str) -> int | None:
    match = _YEAR.search(text)
    found = int(match[1]) if match else None
    return found if found is not None and FIRST_YEAR <= found <= LAST_YEAR else None


def _issuers(top: list[Paragraph], title: Cited | None) -> Iterator[Cited]:
    """The names above the title, each on a line of its own; else the name with which the title begins."""
    alone = [one for one in top[:6] if is_body(one.whole.plain) and one.kind == "text"]
    for paragraph in alone:
        yield Cited(paragraph.whole.plain, paragraph.whole)
    if alone:
        return
    texts = [one.whole for one in top if len(one.whole.plain) <= 3 * _TITLE_LINE]
    for sentence in texts:
        for part in (*re.findall("《([^《》]+)》", sentence.plain), sentence.plain):
            match = _ISSUER.match(part)
            if match and is_body(match[1]):
                yield Cited(match[1], sentence, (doubt("issuer_from_title"),) if title else ())
                return
    yield from _guessed(title, _addressees(top))


def _guessed(title: Cited | None, addressees: Cited | None) -> Iterator[Cited]:
    """The place that the title names and the line of work of those below: 某区 + 各街道市场监管所."""
    place = _PLACE.match(title.value) if title else None
    below = _BELOW.search(addressees.value) if addressees else None
    if title and place and below:
        name = f"{place[1]}{below[1]}局"
        yield Cited(name, title.source, (doubt("issuer_guessed", name=name),))


def _addressees(top: list[Paragraph]) -> Cited | None:
    for paragraph in top:
        plain = paragraph.whole.plain
        if len(plain) <= 2 * _TITLE_LINE and _ADDRESSEES.match(plain) and not _NO_ADDRESSEES.search(plain):
            return Cited(plain[:-1], paragraph.whole)
    return None


def _first(pattern: re.Pattern[str], sentences: list[Sentence]) -> Cited | None:
    for sentence in sentences:
        match = pattern.search(sentence.plain)
        if match:
            name = longest(match[1]) or match[1]
            return Cited(_FOUNDED.sub("", name), sentence)
    return None


def _says(sentences: list[Sentence]) -> Cited | None:
    for sentence in sentences:
        match = _SAYS.search(sentence.plain)
        count = number(match[1]) if match else None
        if count:
            return Cited(count, sentence)
    return None


def _period(sentences: list[Sentence], frame: Frame) -> Cited | None:
    """How long it lasts: the first stretch with its year in a sentence about the action itself."""
    for sentence in sentences:
        if not re.search("行动|活动|开展|为期|起止|整治", sentence.plain):
            continue
        for reading in phrases(sentence.plain, frame):
            window = reading.rule.get("window")
            if (
                isinstance(window, dict)
                and reading.dated
                and "T" not in str(window)
                and window.get("from") != "issued"
            ):
                return Cited((window["from"], window["to"]), sentence)
    return None
