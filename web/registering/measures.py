"""The coordinator records figures of measures; what was recorded last stands beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from actions.house import House
from actions.measure import Measurement, measure, newest
from actions.on_trial import performed
from campaigns.faults import RefusalError
from campaigns.forms import Measure
from campaigns.measures import Measured, is_ratio
from reports.measured import decimal
from web.language import words
from web.registering.desk import Desk, day_typed, desk_of
from web.registering.filings import finished_at
from web.registering.typed import Sent, Typed
from web.rules import allowed, roles
from web.visit import Here

ROLE = "coordinator"
router = APIRouter()
#: What is asked for, by field: what it is called.
COUNTS = {"numerator": words("分子"), "denominator": words("分母")}
ONE = {"value": words("数值")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure to type."""

    name: str
    title: str
    #: What was recorded last; empty where nothing was.
    last: str


@router.get("/coordinator/{campaign}/register/measure")
@allowed(roles(ROLE))
def form(visit: Here, campaign: str, measure: str = "", unit: str = "") -> Response:
    """The measures; of the one that was chosen, the form with what was recorded last."""
    return _form(desk_of(visit, campaign), Typed((("measure", measure), ("unit", unit))))


@router.post("/coordinator/{campaign}/register/measure")
@allowed(roles(ROLE))
def take(visit: Here, campaign: str, typed: Sent) -> Response:
    """Put the figures on record."""
    desk = desk_of(visit, campaign)
    key = typed.get("measure")
    if key not in _declared(desk):
        return _form(desk, typed, {"measure": visit.say("请选择指标")})
    day = day_typed(typed.get("as_of")) if typed.get("as_of") else None
    if typed.get("as_of") and day is None:
        return _form(desk, typed, {"as_of": visit.say("请填写日期，如 2017-09-27")})
    parts = ("numerator", "denominator", "value", "baseline", "source")
    said = Measurement(**{name: typed.get(name) or None for name in parts})
    first = "numerator" if is_ratio(_declared(desk)[key]) else "value"
    if all(typed.get(name) == "" for name in (*COUNTS, *ONE)):
        return _form(desk, typed, {first: visit.say("请填写数值")})

    def act(house: House) -> tuple[Measured, bool]:
        unit = typed.get("unit") or None
        return measure(house, desk.key, key, said, visit.actor, unit=unit, as_of=day)

    try:
        done = performed(visit.house, desk.key, act)
    except RefusalError as error:
        return _form(desk, typed, {first: error.said(visit.lang)})
    return visit.go(finished_at(desk, done))


def _declared(desk: Desk) -> dict[str, Measure]:
    return dict(desk.record.planner.campaign.measures or {})


def _form(desk: Desk, typed: Typed, errors: Mapping[str, str] | None = None) -> Response:
    declared, visit = _declared(desk), desk.visit
    key, unit = typed.get("measure"), typed.get("unit")
    last = newest(visit.house, desk.key)
    chosen = declared.get(key)
    return visit.page(
        "registering/measure.html",
        422 if errors else 200,
        desk=desk,
        declared=declared,
        chosen=chosen,
        units=desk.units,
        typed=typed,
        asked=_asked(desk, chosen, last.get((key, unit))) if chosen is not None else [],
        last=last.get((key, unit)),
        baseline=decimal(last[key, unit].baseline) if (key, unit) in last else "—",
        errors=errors or {},
    )


def _asked(desk: Desk, chosen: Measure, last: Measured | None) -> list[Asked]:
    wanted = {name: desk.visit.say(title) for name, title in (COUNTS if is_ratio(chosen) else ONE).items()}
    own = {"numerator": chosen.numerator, "denominator": chosen.denominator}
    said = last.figures if last is not None else None
    return [
        Asked(name, own.get(name) or title, decimal(getattr(said, name)) if said is not None else "")
        for name, title in wanted.items()
    ]
