"""统计区间: which days a form covers, where the words of the document are known ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.form_cells import read_date
from campaigns.forms import Form

_FROM = {
    **dict.fromkeys(("first day of the period", "本期第一天", "本期首日"), "opens"),
    **dict.fromkeys(("issued", "发文日", "发文之日", "印发之日", "下发之日", "方案下发之日"), "issued"),
}
_TO = {
    **dict.fromkeys(("target", "请报时间", "请报之日"), "target"),
    **dict.fromkeys(("breach", "截止时间", "截止之日"), "last_day"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """The days that a form covers, both ends inclusive; None where the words are not known."""

    first: date | None
    last: date | None
    #: The document's own words.
    words: tuple[str, str]

    @property
    def text(self) -> str:
        """`2017-10-01 – 2017-10-27`; an end that is not known in the document's words."""
        first, last = self.words
        return f"{self.first or first} – {self.last or last}"


def covered(
    form: Form, *, opens: date | None, target: date | None, last_day: date | None, issued: date
) -> Covered | None:
    """Which days `form` covers for an obligation with these dates; None where the form does not say.

    `last_day` is the last on which a filing is in time. A day without its year lies in that of `issued`.
    """
    if form.covers is None:
        return None
    known = {"opens": opens, "target": target, "last_day": last_day, "issued": issued}
    first, last = form.covers.from_, form.covers.to
    return Covered(_day(first, _FROM, known), _day(last, _TO, known), (first, last))


def _day(words: str, names: Mapping[str, str], known: Mapping[str, date | None]) -> date | None:
    if words in names:
        return known[names[words]]
    issued = known["issued"]
    read = read_date(words, date(issued.year, 12, 31)) if issued else None
    if read is not None and read.why == "future":
        read = read_date(words, date.max)
    return date.fromisoformat(read.value) if read is not None and read.value else None
