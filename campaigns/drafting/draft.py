"""A notice as a proposed campaigns.yaml: every proposal under the sentence it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.drafting.bodies import Register
from campaigns.drafting.decoding import Decoded, decode
from campaigns.drafting.doubts import Doubt, doubt
from campaigns.drafting.heading import Cited
from campaigns.drafting.materials import PUBLISHED
from campaigns.drafting.proposal import Proposal, lasting, needs_period, propose
from campaigns.drafting.sentences import Sentence
from campaigns.drafting.stages import DutyLine, Stage
from campaigns.drafting.wording import say, why
from campaigns.drafting.work import Work
from campaigns.drafting.yaml_text import clipped, comment, flow, ranges, scalar

_DEFAULTS = 'defaults: {timezone: Asia/Shanghai, calendar: cn, office_hours: "08:30-17:30"}'
_LADDER = """\
ladders:
  usual:
    - {rung: remind, before: target, working_days: 3, to: liaison}
    - {rung: remind, on: target, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
    - {rung: supervise, after: breach, working_days: 3, to: [deputy, office], confirm: office}

lights:
  usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}
"""
#: Who stands in for an issuer that was not found.
_NOBODY = {"zh": "发文单位（待填）", "en": "发文单位（待填）"}
_MARK = "# 请核对"
_REST = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed, and how much of it."""

    #: The proposed campaigns.yaml.
    text: str
    proposal: Proposal
    decoded: Decoded
    #: How many places are marked 请核对.
    doubts: int
    #: How many units it names.
    units: int

    def summary(self, name: str, lang: str) -> str:
        """How much was found, is unsure, and gave nothing."""
        p = self.proposal
        found = {
            "phases": len(p.stages),
            "key_periods": len(p.key_periods),
            "duties": len(p.duties),
            "units": self.units,
        }
        dated = sum(1 for one in p.work if one.reading.kind not in {"undated", "qualitative", "window"})
        first = say(
            lang,
            "summary",
            name=name,
            encoding=self.decoded.encoding,
            sentences=p.sentences,
            tasks=len(p.work),
            dated=dated,
            **found,
        )
        rest = sum(len(some) for reason, some in p.rest.items() if reason not in {"rest_cells", "rest_heads"})
        cells = len(p.rest.get("rest_cells", ()))
        return f"{first}\n{say(lang, 'doubtful', doubts=self.doubts, rest=rest, cells=cells)}"


def draft(content: bytes, name: str, lang: str = "zh") -> Draft:
    """The proposal for the notice in `content`, called `name`; raises RefusalError for what is no text."""
    decoded = decode(content)
    proposal = propose(decoded.text)
    writer = _Writer(proposal, lang, proposal.plain)
    text = "\n".join([*writer.top(decoded, name), *writer.body(), *writer.rest()]) + "\n"
    marks = sum(line.lstrip().startswith(_MARK) for line in text.split("\n"))
    return Draft(text, proposal, decoded, marks, len(writer.register.bodies))


class _Writer:
    """Writes a proposal, top to bottom; keys are numbers in the document's order."""

    def __init__(self, proposal: Proposal, lang: str, text: str) -> None:
        self.proposal = proposal
        self.head = proposal.head
        self.lang = lang
        self.issuer = self.head.issuers[0].value if self.head.issuers else _NOBODY[lang]
        self.office = self.head.office.value if self.head.office else self.issuer
        self.register = Register.of(self._names(), text)
        self.events = {title: f"e{at:02}" for at, title in enumerate(self._events(), 1)}
        self.forms = {title: f"f{at:02}" for at, title in enumerate(self._forms(), 1)}

    def _names(self) -> Iterator[str]:
        yield self.issuer
        yield from (one.value for one in self.head.issuers[1:])
        yield self.office
        yield from (one.name for one in self.proposal.duties)
        for one in self.proposal.work:
            yield from one.roles.names
            if one.filing.to:
                yield one.filing.to

    def _events(self) -> list[str]:
        return list(dict.fromkeys(one.reading.event for one in self.proposal.work if one.reading.event))

    def _forms(self) -> list[str]:
        asked = [item.title for one in self.proposal.work for item in one.filing.items if item.kind == "form"]
        return list(dict.fromkeys([*asked, *(table.title for table in self.proposal.forms)]))

    # -- above everything

    def top(self, decoded: Decoded, name: str) -> Iterator[str]:
        yield comment(say(self.lang, "made", name=name, encoding=decoded.encoding))
        yield comment(say(self.lang, "legend"))
        if decoded.unseen:
            yield comment(say(self.lang, "unseen", count=decoded.unseen))
        yield "duban: 1"
        yield ""
        yield _DEFAULTS
        yield ""

    def quote(self, sentence: Sentence, indent: int, place: str = "", around: str = "") -> str:
        shown = f"，{place}" if place else ""
        return comment(
            say(self.lang, "quote", text=clipped(sentence.text, around), line=sentence.line, place=shown),
            indent,
        )

    def checks(self, doubts: tuple[Doubt, ...], indent: int) -> Iterator[str]:
        for one in dict.fromkeys((d.code, tuple(d.values.items())) for d in doubts):
            yield comment(say(self.lang, "check", why=why(self.lang, Doubt(one[0], dict(one[1])))), indent)

    # -- what holds for every campaign

    def body(self) -> Iterator[str]:
        yield from self._units()
        yield ""
        yield _LADDER
        yield from self._event_kinds()
        yield from self._form_tables()
        yield "campaigns:"
        yield f"  draft-{self.head.year}:" if self.head.year else "  draft:"
        yield from self._campaign()

    def _units(self) -> Iterator[str]:
        yield "units:"
        for body in self.register.bodies:
            if body.kind == "collective":
                yield from self.checks((doubt("collective", name=body.name),), 2)
            if body.likened:
                yield from self.checks((doubt("likened", names="、".join([body.name, *body.aliases])),), 2)
            unit: dict[str, Any] = {"name": body.name} | (
                {"aliases": list(body.aliases)} if body.aliases else {}
            )
            yield f"  {body.key}: {flow(unit | {'kind': body.kind})}"

    def _event_kinds(self) -> Iterator[str]:
        if self.events:
            yield "events:"
            yield from (f"  {key}: {flow({'title': title})}" for title, key in self.events.items())
            yield ""

    def _form_tables(self) -> Iterator[str]:
        if self.forms:
            yield "forms:"
        tables = {table.title: table for table in self.proposal.forms}
        for title, key in self.forms.items():
            table = tables.get(title)
            if table is None:
                yield from self.checks((doubt("sample_form"),), 2)
                yield f"  {key}: {flow({'title': title, 'sample': True})}"
                continue
            yield self.quote(table.source, 2)
            yield from self.checks((doubt("form_rows"),), 2)
            yield from (f"  {key}:", f"    title: {scalar(title)}")
            if table.covers:
                yield self.quote(table.covers[2], 4)
                yield f"    covers: {flow({'from': table.covers[0], 'to': table.covers[1]})}"
            yield "    rows:"
            for at, (row, unit) in enumerate(table.rows, 1):
                yield f"      - {flow({'key': f'r{at:02}', 'title': row, 'unit': unit})}"
        if self.forms:
            yield ""

    # -- the campaign

    def _campaign(self) -> Iterator[str]:
        head, title = self.head, self.head.title
        yield from self._cited(title, "title_missing")
        yield f"    title: {scalar(head.short_title or _untitled(self.proposal))}"
        yield from self._document()
        yield from self._period()
        yield from self._cited(head.office, "office_missing")
        yield f"    office: {self.register.key(self.office)}"
        if head.group:
            yield from self._cited(head.group)
            yield f"    leading_group: {flow({'name': head.group.value})}"
        yield "    ladder: usual"
        yield "    lights: usual"
        yield from self._stages("phases", "phase", self.proposal.stages)
        yield from self._stages("key_periods", "key", self.proposal.key_periods)
        yield from self._duties()
        yield from self._tasks()
        yield from ("", "    measures:") if self.proposal.aims else ()
        for at, one in enumerate(self.proposal.aims, 1):
            yield self.quote(one.source, 6, one.place, one.text)
            yield from self.checks(one.doubts, 6)
            yield f"      m{at:02}: {flow(one.written())}"

    def _cited(self, found: Cited | None, missing: str = "") -> Iterator[str]:
        if found is not None:
            yield self.quote(found.source, 4)
            yield from self.checks(found.doubts, 4)
        elif missing:
            yield from self.checks((doubt(missing),), 4)

    def _document(self) -> Iterator[str]:
        head = self.head
        yield "    document:"
        for one in head.issuers:
            yield self.quote(one.source, 6)
            yield from self.checks(one.doubts, 6)
        if not head.issuers:
            yield from self.checks((doubt("issuer_missing"),), 6)
        yield f"      issuer: {self.register.key(self.issuer)}"
        if head.title:
            yield f"      title: {scalar(head.title.value)}"
        if head.number:
            yield self.quote(head.number.source, 6)
            yield f"      number: {scalar(head.number.value)}"
        if head.issued:
            yield self.quote(head.issued.source, 6)
            yield from self.checks(head.issued.doubts, 6)
            yield f"      issued: {head.issued.value.isoformat()}"
        else:
            yield from self.checks(
                (doubt("date_missing", year=head.year) if head.year else doubt("date_absent"),), 6
            )
        if head.says:
            yield self.quote(head.says.source, 6)
            if head.says.value != len(self.proposal.stages):
                yield from self.checks(
                    (doubt("says_phases", says=head.says.value, lists=len(self.proposal.stages)),), 6
                )
            yield f"      says_phases: {head.says.value}"
        yield from self._people()

    def _people(self) -> Iterator[str]:
        """To whom it goes and whom to ask: comments only."""
        head = self.head
        if head.addressees:
            yield comment(
                say(
                    self.lang,
                    "addressees",
                    text=clipped(head.addressees.source.text),
                    line=head.addressees.source.line,
                ),
                4,
            )
        for one in head.contacts:
            yield comment(say(self.lang, "contact", text=clipped(one.text), line=one.line), 4)

    def _period(self) -> Iterator[str]:
        if self.head.period:
            yield from self._cited(self.head.period)
            first, last = self.head.period.value
            yield f"    period: {flow({'from': first, 'to': last})}"
        elif needs_period(self.proposal) and (guess := lasting(self.proposal)):
            guessed = doubt("period_guess") if self.head.issued else doubt("period_year", year=self.head.year)
            yield from self.checks((guessed,), 4)
            yield f"    period: {flow({'from': guess[0], 'to': guess[1]})}"

    def _stages(self, name: str, key: str, stages: tuple[Stage, ...]) -> Iterator[str]:
        if stages:
            yield ""
            yield f"    {name}:"
        for at, one in enumerate(stages, 1):
            yield self.quote(one.source, 6, around=one.text)
            yield from self.checks(one.doubts, 6)
            yield f"      {key}-{at}: {flow({'title': one.title, 'text': one.text, 'window': one.window})}"

    def _duties(self) -> Iterator[str]:
        joined: dict[str, list[DutyLine]] = {}
        for one in self.proposal.duties:
            joined.setdefault(self.register.key(one.name), []).append(one)
        if joined:
            yield ""
            yield "    duties:"
        for key, lines in joined.items():
            yield from (self.quote(one.source, 6) for one in lines)
            if len(lines) > 1:
                yield from self.checks((doubt("duty_of_many", name=lines[0].name),), 6)
            text = "；".join(one.text for one in lines)
            yield f"      {key}: {flow({'verb': lines[0].verb, 'text': text})}"

    def _tasks(self) -> Iterator[str]:
        yield ""
        if not self.proposal.work:
            yield from self.checks((doubt("no_tasks"),), 4)
            yield "    tasks: {}"
            return
        yield "    tasks:"
        for at, one in enumerate(self.proposal.work, 1):
            yield f"      t{at:02}:"
            yield from (f"        {line}" for line in self._task(one))

    def _task(self, one: Work) -> Iterator[str]:
        for source in one.sources:
            yield self.quote(source, 0, one.place, one.text)
        yield from self.checks((*one.doubts, *_about_units(one)), 0)
        yield f"title: {scalar(one.title)}"
        yield from self._who(one)
        if one.filing.to:
            yield f"to: {self.register.key(one.filing.to)}"
        if one.filing.via:
            yield f"via: {scalar(one.filing.via)}"
        phase = next((at for at, stage in enumerate(self.proposal.stages, 1) if stage.line == one.line), None)
        if phase is not None:
            yield f"phase: phase-{phase}"
        deadline: dict[str, Any] = {"text": one.text} | ({"source": one.place} if one.place else {})
        yield f"deadline: {flow(deadline | self._rule(one))}"
        if one.filing.items and one.filing.verb not in PUBLISHED:
            yield "deliverables:"
            for item in one.filing.items:
                yield f"  - {flow(item.written(self.forms.get(item.title) if item.kind == 'form' else None))}"

    def _who(self, one: Work) -> Iterator[str]:
        keys = {
            "responsible": self._keys(one.roles.responsible),
            "lead": self._keys(one.roles.lead),
            "cooperating": self._keys(one.roles.cooperating),
        }
        if one.reading.event:
            yield f"for_each: {self.events[one.reading.event]}"
            yield "responsible: {event: unit}"
        elif one.roles.lead or one.roles.responsible:
            yield from (f"{name}: {_few(found)}" for name, found in keys.items() if found)
            if one.roles.verb:
                yield f"verb: {scalar(one.roles.verb)}"
        else:
            yield f"responsible: {self.register.key(self.office)}"
            yield from [f"cooperating: {_few(keys['cooperating'])}"] if keys["cooperating"] else []
            yield "unassigned: true"

    def _keys(self, names: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(self.register.key(name) for name in names))

    def _rule(self, one: Work) -> dict[str, Any]:
        """The rule with its event by key."""
        rule = dict(one.reading.rule)
        for anchor in ("after", "same_day"):
            if one.reading.event and anchor in rule:
                rule[anchor] = {**rule[anchor], "event": self.events[one.reading.event]}
        return rule

    # -- below everything

    def rest(self) -> Iterator[str]:
        if self.proposal.rest:
            yield ""
            yield comment(say(self.lang, "rest"))
        for reason, sentences in self.proposal.rest.items():
            yield comment(say(self.lang, reason))
            if reason in {"rest_cells", "rest_heads"}:
                yield comment(
                    "  " + say(self.lang, "line", line=ranges(one.line for one in sentences), text="…")
                )
                continue
            for one in sentences:
                yield comment(say(self.lang, "line", line=one.line, text=clipped(one.text, most=_REST)))


def _about_units(one: Work) -> tuple[Doubt, ...]:
    """Nobody is named; or somebody is, and what happens decides whose it is."""
    if one.reading.event:
        names = "、".join(one.roles.names)
        return (doubt("event_units", names=names),) if names else ()
    return (doubt("unassigned"),) if one.unassigned else ()


def _few(keys: list[str]) -> str:
    return keys[0] if len(keys) == 1 else flow(keys)


def _untitled(proposal: Proposal) -> str:
    first = next((one for some in proposal.rest.values() for one in some), None)
    return clipped(first.text, most=20) if first else "未命名"
