"""How a campaign stands, as data: what `duban status --json` and the interface answer."""

from fractions import Fraction
from typing import Any

from campaigns.measures import Measured
from campaigns.rates import Rate
from campaigns.standing import Assessed, Line, Standing


def standing_as_json(found: Standing, *, simulated: bool) -> dict[str, Any]:
    """Everything of it, instants as ISO 8601 with their offset."""
    told: dict[str, Any] = {
        "campaign": found.campaign,
        "title": found.title,
        "at": found.at.isoformat(),
        "simulated": simulated,
    }
    told |= {"days_gone": found.days_gone, "days": found.days, "phases_now": list(found.phases_now)}
    if found.milestones:
        days = [{"key": one.key, "title": one.title, "on": one.last.isoformat()} for one in found.milestones]
        told["milestones"] = days
    if found.measures:
        told["measures"] = measures_as_json(found.measures)
    if found.assessed is not None:
        told["assessed"] = assessed_as_json(found.assessed)
    return {
        **told,
        "total": _counts(found.total),
        "phases": [{"key": one.key, "title": one.title, **_counts(one)} for one in found.phases],
        "units": [{"key": one.key, "title": one.title, **_counts(one)} for one in found.units],
        "obligations": found.by_id,
    }


def _counts(line: Line) -> dict[str, Any]:
    """Lights and late filings; where the scheme measures progress, its counts, days and light."""
    found: dict[str, Any] = {"lights": line.lights, "late": line.late}
    one = line.progress
    if one is None:
        return found
    counts = {"done": one.done, "of": one.of, "days_gone": one.gone, "days": one.days}
    behind = None if one.behind is None else round(float(one.behind), 1)
    return found | {"progress": counts | {"behind": behind, "light": one.light}}


def measures_as_json(found: tuple[Measured, ...]) -> list[dict[str, Any]]:
    """Every measure with its figures as exact fractions in text, and the history event that says them."""
    return [measure_as_json(one) for one in found]


def measure_as_json(one: Measured) -> dict[str, Any]:
    """One measure; null is what nobody said."""
    said = one.figures
    recorded: dict[str, Any] = {
        name: _exact(getattr(said, name, None)) for name in ("numerator", "denominator")
    }
    told = {"measure": one.key, "title": one.title, "unit": one.unit or None, "per": one.per or None}
    told |= {"target": one.target, "declared": one.declared, "value": _exact(one.value), **recorded}
    told |= {"baseline": _exact(one.baseline), "aim": _exact(one.aim), "reached": _exact(one.reached)}
    told |= {"missing": one.missing, "as_of": said.as_of.isoformat() if said else None}
    return told | {"source": said.source if said else None, "sequence": said.sequence if said else None}


def _exact(figure: Fraction | None) -> str | None:
    return None if figure is None else str(figure)


def assessed_as_json(made: Assessed) -> dict[str, Any]:
    """By unit: counts on both bases, the place, and the score with every point's trail."""
    return {unit: _unit_as_json(made, unit) for unit in made.rates}


def _unit_as_json(made: Assessed, unit: str) -> dict[str, Any]:
    rates = made.rates[unit]
    told: dict[str, Any] = {"on_time": _rate(rates.in_force), "on_time_original": _rate(rates.original)}
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


def _rate(rate: Rate) -> dict[str, int]:
    return {"in_time": rate.in_time, "due": rate.due}
