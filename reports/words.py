"""The plan in sentences, to be read aloud: phases, key periods, each task with its dates, the duties."""

from collections.abc import Iterator

from campaigns.plan import Plan, Planner
from reports import dates
from reports.breakdown import counted, due_lines, lead_names, parties
from reports.materials import closing, materials
from reports.outline import Line, Outline, Stretch, outline
from reports.particulars import particulars
from reports.wording import term


def words(planner: Planner, plan: Plan, lang: str = "zh") -> str:
    """The plan in words, a line for each thing that is said."""
    return "\n".join(_lines(planner, outline(planner, plan), lang))


def _lines(planner: Planner, out: Outline, lang: str) -> Iterator[str]:
    head = out.head
    told = {"title": head.title, "document": head.named(lang), "issuer": head.issuer, "office": head.office}
    code = "words head" if head.issued is not None else "words head, no day"
    yield term(lang, code, **told, issued=head.dated(lang))
    yield from _stretches("phases", out.phases, lang)
    yield from _stretches("key periods", out.key_periods, lang)
    yield from ("", term(lang, "tasks"))
    number = 0
    for line in out.lines:
        number += line.role == ""
        yield from _task(planner, out, line, number, lang)
    if planner.campaign.duties:
        yield from ("", term(lang, "words duties"))
    for key, duty in planner.campaign.duties.items():
        unit = planner.declaration.units[key].short
        yield "  " + term(lang, "words duty", unit=unit, verb=duty.verb, text=duty.text)
    for heading, told_of in particulars(planner, lang):
        yield from ("", heading, *(f"  {text}" for text in told_of))


def _stretches(heading: str, some: tuple[Stretch, ...], lang: str) -> Iterator[str]:
    if some:
        yield from ("", term(lang, heading))
    for one in some:
        days = dates.stretch(one.first, one.last, lang)
        yield "  " + term(lang, "words phase", title=one.title, days=days, text=one.text)


def _task(planner: Planner, out: Outline, line: Line, number: int, lang: str) -> Iterator[str]:
    """The task, who owes it, and its dates; what those who help owe follows their lead's."""
    task, units = planner.campaign.tasks[line.key], planner.declaration.units
    if line.role == "":
        who, what = lead_names(planner, task, lang, brief=True), materials(planner.declaration, task, lang)
        to = term(lang, "words to", unit=units[task.to].short) if task.to else ""
        told = {"number": number, "title": task.title, "who": who}
        yield term(lang, "words task", **told, what=what, to=to) if what else term(lang, "words does", **told)
        if task.closes_with:
            yield "   " + closing(task, lang)
        _, helping = parties(planner, task)
        if helping:
            names = counted([units[unit].short for unit in helping], lang)
            yield term(lang, "words helped", names=names)
    else:
        yield "   " + term(lang, "contribution", title=task.title)
    source = term(lang, "words source", source=line.source) if line.source else ""
    yield term(lang, "words asked", text=line.text, source=source)
    yield from (f"     {text}" for text in due_lines(line, out.zone, lang))
