"""What a plan has beside its tasks: milestones, teams, members that come and go, scoring and ranking."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from campaigns.assessment import ScoreItem
from campaigns.milestones import milestones
from campaigns.plan import Planner
from campaigns.registry import Stint
from reports import dates
from reports.wording import joined, term

#: A heading with the lines under it.
Section = tuple[str, list[str]]


def particulars(planner: Planner, lang: str = "zh") -> list[Section]:
    """Every section that has something to say."""
    told = {
        "milestones": _milestones(planner, lang),
        "teams": _teams(planner, lang),
        "membership": _membership(planner, lang),
        "assessment": _assessment(planner, lang),
    }
    sections = [(term(lang, heading), list(lines)) for heading, lines in told.items()]
    return [(heading, lines) for heading, lines in sections if lines]


def particulars_as_json(planner: Planner) -> dict[str, Any]:
    """The same for programs: only what is declared, days as ISO dates, both inclusive."""
    campaign, declaration = planner.campaign, planner.declaration
    stops = [
        {"key": one.key, "title": one.title, "text": one.text, "source": one.source, "phase": one.phase}
        | {"first": one.first.isoformat(), "on": one.last.isoformat()}
        for one in milestones(campaign)
    ]
    teams = [
        {"key": key, **group.model_dump(mode="json", by_alias=True, exclude_none=True)}
        for key, group in declaration.groups.items()
        if group.lead is not None
    ]
    found: dict[str, Any] = {"milestones": stops, "teams": teams}
    for name in ("scoring", "ranking"):
        declared = getattr(campaign, name)
        found[name] = declared.model_dump(mode="json", exclude_none=True) if declared else None
    return {name: value for name, value in found.items() if value}


def stint(one: Stint, lang: str) -> str:
    """From when until when: `2017年10月1日起`."""
    if one.from_ is not None and one.to is not None:
        return dates.stretch(one.from_, one.to, lang)
    if one.from_ is not None:
        return term(lang, "from day", day=dates.said(one.from_, lang))
    return term(lang, "to day", day=dates.said(one.to, lang)) if one.to is not None else ""


def _milestones(planner: Planner, lang: str) -> Iterator[str]:
    for one in milestones(planner.campaign):
        days = dates.stretch(one.first, one.last, lang)
        yield term(lang, "milestone", title=one.title, days=days, text=one.text)


def _teams(planner: Planner, lang: str) -> Iterator[str]:
    """Each team with the unit that answers for it, its units, its posts and its days."""
    units = planner.declaration.units
    for key, group in planner.declaration.groups.items():
        if group.lead is not None:
            listed = [unit.short for name, unit in units.items() if name in group.listed() - {group.lead}]
            with_whom = [*listed, *(group.posts or ())]
            members = term(lang, "team members", names=joined(lang, with_whom)) if with_whom else ""
            days = term(lang, "team days", days=stint(group, lang)) if group.ends else ""
            told = {"name": group.name or key, "lead": units[group.lead].short}
            yield term(lang, "team", **told, members=members, days=days)


def _membership(planner: Planner, lang: str) -> Iterator[str]:
    """Units that are there, or in a group, from or until some day."""
    declaration = planner.declaration
    for unit in declaration.units.values():
        if unit.ends:
            yield term(lang, "unit days", unit=unit.short, days=stint(unit, lang))
    for key, group in declaration.groups.items():
        for member in group.members:
            if member.ends:
                told = {"unit": declaration.units[member.unit].short, "group": group.name or key}
                yield term(lang, "member days", **told, days=stint(member, lang))


def _assessment(planner: Planner, lang: str) -> Iterator[str]:
    """The base, each rule in the document's words, and who is ranked and who sees it."""
    scoring, ranking = planner.campaign.scoring, planner.campaign.ranking
    if scoring is not None:
        floor = term(lang, "score floor", points=scoring.floor) if scoring.floor is not None else ""
        base = "score base" if scoring.base is not None else "no score base"
        yield term(lang, base, points=scoring.base, floor=floor)
        yield from (_item(planner, item, lang) for item in scoring.items)
    if ranking is not None:
        whom = joined(lang, [term(lang, f"role {who}") for who in ranking.shown_to])
        yield term(lang, "ranking", whom=whom, least=ranking.least_due)


def _item(planner: Planner, item: ScoreItem, lang: str) -> str:
    source = term(lang, "words source", source=item.source) if item.source else ""
    if item.measure is not None:
        measure = (planner.campaign.measures or {})[item.measure].title
        rule = term(lang, "score weight", measure=measure, points=item.weight or Decimal(0))
    else:
        each = "score once" if item.per == "unit" else "score each"
        rule = term(lang, each, what=term(lang, f"score {item.when}"), points=item.deduct or Decimal(0))
        rule += term(lang, "score most", points=item.most) if item.most is not None else ""
    return term(lang, "score item", rule=rule, text=item.text, source=source)
