"""Rates, places and scores as `duban status` shows them; a rate is never called a score."""

from datetime import date
from typing import Any

import click

from campaigns.rates import Rate
from campaigns.scoring import Score
from campaigns.standing import Assessed, Standing
from cli.output import print_table
from cli.wording import say


def show_milestones(found: Standing, lang: str) -> None:
    """Each milestone with how far away its day is; past is not late."""
    today = found.at.date()
    for one in found.milestones:
        days = (one.last - today).days
        when = say(
            lang,
            "milestone ahead" if days > 0 else "milestone past" if days else "milestone today",
            days=abs(days),
        )
        click.echo(say(lang, "milestone", title=one.title, day=_day(one.last, lang), when=when))


def show_assessed(found: Standing, lang: str) -> None:
    """A table of units: on-time rates on both bases, places and scores as far as they are declared."""
    made = found.assessed
    if made is None:
        return
    heads = ["unit", "rate", "original rate"]
    heads += ["place"] if made.places else []
    heads += ["lost", "score"] if made.scores else []
    titles = {line.key: line.title for line in found.units}
    rows = [[titles[unit], *_cells(made, unit)] for unit in made.rates]
    print_table(say(lang, "assessed"), [say(lang, head) for head in heads], rows)


def _cells(made: Assessed, unit: str) -> list[Any]:
    rates, score = made.rates[unit], made.scores.get(unit)
    told: list[Any] = [_rate(rates.in_force), _rate(rates.original)]
    told += [made.places[unit] or "—"] if unit in made.places else []
    return told + ([score.points_lost, _total(score)] if score is not None else [])


def assessed_as_json(made: Assessed) -> dict[str, Any]:
    """By unit: counts on both bases, the place, and the score with every point's trail."""
    return {unit: _unit_as_json(made, unit) for unit in made.rates}


def _unit_as_json(made: Assessed, unit: str) -> dict[str, Any]:
    rates = made.rates[unit]
    told: dict[str, Any] = {"on_time": _counts(rates.in_force), "on_time_original": _counts(rates.original)}
    if unit in made.places:
        told["place"] = made.places[unit]
    score = made.scores.get(unit)
    if score is None:
        return told
    lost = [
        {"item": one.item, "text": one.text, "source": one.source, "points": str(one.points)}
        | {"obligation": one.obligation, "measure": one.measure}
        for one in score.lost
    ]
    total = None if score.total is None else str(score.total)
    return told | {"score": {"total": total, "lost": lost, "unknown": list(score.unknown)}}


def _counts(rate: Rate) -> dict[str, int]:
    return {"in_time": rate.in_time, "due": rate.due}


def _rate(rate: Rate) -> str:
    """`10/12（83%）`; the counts always stand beside the percentage."""
    if rate.share is None:
        return "—"
    return f"{rate.in_time}/{rate.due}（{round(100 * rate.share)}%）"


def _total(score: Score) -> str:
    return "—" if score.total is None else str(score.total)


def _day(day: date, lang: str) -> str:
    return day.isoformat() if lang == "en" else f"{day.year}年{day.month}月{day.day}日"
