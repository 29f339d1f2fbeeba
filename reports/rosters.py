"""Rosters 名册 in words and rows: who handed one in, how many against the quota, and their team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.evidence import lack_text

#: How a unit's roster stands: nothing handed in, to be read by nobody, other than the quota, as asked for.
MISSING, UNREAD, OTHER, WHOLE = "missing", "unread", "other", "whole"


@dataclass(frozen=True, slots=True)
class UnitRoster:
    """What one unit handed in."""

    id: str
    unit: str
    #: missing, unread, other or whole.
    state: str
    #: When the newest filing was received; None where nothing is in force.
    received: datetime | None
    #: How many people are named; None where nothing can be read.
    named: int | None
    #: What is more or fewer than the quota, as `campaigns.evidence.lack_text` says it.
    lacks: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Rosters:
    """The rosters of a task over its units."""

    campaign: str
    task: str
    title: str
    quota: Mapping[str, int]
    #: Units in the registry's order.
    units: tuple[UnitRoster, ...]
    #: The columns of all rosters, in the order in which they are met.
    columns: tuple[str, ...]
    #: The team: unit, and the cells under `columns`.
    team: tuple[tuple[str, tuple[str, ...]], ...]
    #: What people call the units, by key.
    names: Mapping[str, str]


_STATES = {
    MISSING: ("未报", "missing"),
    UNREAD: ("读不出，请重报CSV", "cannot be read"),
    OTHER: ("人数不符", "not as asked for"),
    WHOLE: ("齐", "as asked for"),
}


def named(one: UnitRoster) -> str:
    """How many people stand in it."""
    return "—" if one.named is None else str(one.named)


def standing_of(one: UnitRoster, lang: str) -> str:
    """How it stands, and what is more or fewer than the quota."""
    return "；".join((_STATES[one.state][lang == "en"], *(lack_text(lack, lang) for lack in one.lacks)))


def heads_of(found: Rosters, lang: str) -> list[str]:
    """The heads over `people`."""
    return ["unit" if lang == "en" else "单位", *found.columns]


def rosters_as_json(found: Rosters, lang: str) -> dict[str, Any]:
    """All of it as data, instants as ISO 8601; what is lacking is said in the language `lang`."""
    units = [
        {
            "id": one.id,
            "unit": one.unit,
            "state": one.state,
            "received": one.received.isoformat() if one.received else None,
            "named": one.named,
            "lacking": [lack_text(lack, lang) for lack in one.lacks],
        }
        for one in found.units
    ]
    people = [{"unit": unit, **dict(zip(found.columns, cells, strict=True))} for unit, cells in found.team]
    missing = [one.unit for one in found.units if one.state == MISSING]
    told = {"campaign": found.campaign, "task": found.task, "quota": dict(found.quota), "units": units}
    return {**told, "missing": missing, "team": people}


def people(found: Rosters) -> list[tuple[str, ...]]:
    """The team, one person a row, the unit's name first."""
    return [(found.names[unit], *cells) for unit, cells in found.team]
