"""Figures of a measure 指标 are put on record by the office, as of a day."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from actions.acts import plain, unit_of
from actions.house import ActionError, House, OnRecord
from campaigns.events import Actor, Event
from campaigns.fold import FIGURES, KEYS
from campaigns.forms import Measure
from campaigns.measures import Measured, is_ratio, measured, number, recorded
from campaigns.nearest import suggestion
from store import measurements

_LAST = time(23, 59, 59)
#: What one measurement says.
_SAID = (*FIGURES, "source")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is said of a measure, each figure as a decimal number in text; None is not said."""

    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    baseline: str | None = None
    #: Where the figures are from.
    source: str | None = None


def measure(
    house: House,
    campaign: str,
    name: str,
    said: Measurement,
    actor: Actor,
    *,
    unit: str | None = None,
    as_of: date | None = None,
) -> tuple[Measured, bool]:
    """Put figures of the measure `name` (key or title) on record, for `unit` or for the whole campaign.

    They are as of the end of the local day `as_of` (default: today). Of one day the last said counts; the
    same figures again change nothing. Returns the measure as it stands, and whether anything was recorded.
    Raises ActionError for anybody but the coordinator, an unknown measure or unit, a day to come, no figure,
    figures that cannot be read or exclude each other.
    """
    _refuse_unless_coordinator(actor)
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, house.now())
        on = house.on_record(connection, campaign)
        key, declared = _declared(on, name)
        unit = unit_of(on, unit) if unit else ""
        day = _day(as_of, ledger.noticed.astimezone(on.zone))
        place = {"measure": key, "unit": unit, "as_of": day.isoformat()}
        told: dict[str, Any] = {**place, **_read(said, declared)}
        was = _same_place(measurements.of(connection, campaign), {"campaign": campaign, **place})
        fresh = was is None or any(was[part] != told[part] for part in _SAID)
        if fresh:
            told["was"] = was and {part: was[part] for part in (*_SAID, "sequence")}
            effective = min(ledger.noticed, datetime.combine(day, _LAST, on.zone))
            ledger.append([Event("measured", effective, data=told)], actor)
            ledger.flush()
        rows = [recorded(row) for row in measurements.of(connection, campaign)]
        found = measured(on.planner.campaign, on.planner.declaration.units, rows)
        return next(one for one in found if (one.key, one.unit) == (key, unit)), fresh


def newest(house: House, campaign: str) -> dict[tuple[str, str], Measured]:
    """Each measure as it stands, by its key and the unit's; the unit is empty for the whole campaign."""
    with house.store.read() as connection:
        on = house.on_record(connection, campaign)
        rows = [recorded(row) for row in measurements.of(connection, campaign)]
    found = measured(on.planner.campaign, on.planner.declaration.units, rows)
    return {(one.key, one.unit): one for one in found}


def _refuse_unless_coordinator(actor: Actor) -> None:
    if actor.role != "coordinator":
        raise ActionError(
            "指标数据由督办员登记：请用 --as coordinator",
            "the coordinator records figures: --as coordinator",
        )


def _declared(on: OnRecord, name: str) -> tuple[str, Measure]:
    declared = on.planner.campaign.measures or {}
    names = {known: key for key, one in declared.items() for known in (one.title, key)}
    if name not in names:
        near = suggestion(name, names)
        raise ActionError(
            f"“{on.key}”没有指标“{name}”"
            + (f"，是不是“{near}”？" if near else "：请先在申报文件里写 measures"),
            f"{on.key} has no measure “{name}”"
            + (f", did you mean “{near}”?" if near else ": declare it under measures first"),
        )
    return names[name], declared[names[name]]


def _day(as_of: date | None, now: datetime) -> date:
    if as_of is not None and as_of > now.date():
        raise ActionError(
            f"{as_of}还没有到：数据截至哪一天，最晚写今天（{now.date()}）",
            f"{as_of} is to come: figures are as of {now.date()} at the latest",
        )
    return as_of or now.date()


def _read(said: Measurement, declared: Measure) -> dict[str, str | None]:
    """The figures in plain digits, and their source."""
    found = {part: _figure(part, getattr(said, part)) for part in FIGURES}
    counted = found["numerator"] is not None or found["denominator"] is not None
    if not counted and found["value"] is None:
        raise ActionError(
            "请写数值：--numerator 和 --denominator，或 --value",
            "give figures: --numerator and --denominator, or --value",
        )
    if counted and found["value"] is not None:
        raise ActionError(
            "比率由分子分母算出：--value 与 --numerator、--denominator 只写一种",
            "a ratio follows from its counts: give --value, or --numerator and --denominator",
        )
    if counted and declared.unit is not None and not is_ratio(declared):
        raise ActionError(
            f"“{declared.title}”以“{declared.unit}”计，不是比率：请用 --value",
            f"“{declared.title}” is counted in {declared.unit}, it is no ratio: use --value",
        )
    source = (
        plain(said.source, ("数据来源", "where the figures are from")) if said.source is not None else None
    )
    return {**found, "source": source}


def _figure(part: str, text: str | None) -> str | None:
    exact = number(text)
    if text is None:
        return None
    if exact is None or (exact < 0 and part in {"numerator", "denominator"}):
        raise ActionError(
            f"“{text}”不是可用的数（--{part}）：请写 72.49 或 1500，不带单位，分子分母不为负",
            f"“{text}” is no usable number (--{part}): write 72.49 or 1500, no unit, no count below zero",
        )
    return unicodedata.normalize("NFKC", text).strip().replace(",", "")


def _same_place(rows: list[dict[str, Any]], mine: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is on record of the same measure, unit and day."""
    keys = KEYS["measurements"]
    return next((row for row in rows if all(row[key] == mine[key] for key in keys)), None)
