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


def _rate(rate: Rate) -> str:
    """`10/12（83%）`; the counts always stand beside the percentage."""
    if rate.share is None:
        return "—"
    return f"{rate.in_time}/{rate.due}（{round(100 * rate.share)}%）"


def _total(score: Score) -> str:
    return "—" if score.total is None else str(score.total)


def _day(day: date, lang: str) -> str:
    return day.isoformat() if lang == "en" else f"{day.year}年{day.month}月{day.day}日"
