"""Figures of a campaign's measures 指标: what was counted, what is aimed at, how much of that was reached.

Pure and exact. What neither document nor record says is told as missing: never guessed, and never zero.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from campaigns.declaration import Campaign
from campaigns.fold import FIGURES
from campaigns.forms import Measure

_NUMBER = re.compile(r"-?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,6})?")
_DIGITS = r"(?P<amount>\d{1,15}(?:\.\d{1,6})?)"
_SINCE = r"(?:同比|较上年|比上年|较去年|比去年)?"
_UP, _DOWN = r"(?:增长|增加|提高|提升|上升|\+)", r"(?P<down>下降|降低|减少|-)"
_LEAST = r"(?:以上|及以上)?"
_DOUBLED = re.compile(r"(?:力争|实现|完成)*翻(?P<times>[一两二三]?)番")
_GROWN = re.compile(rf"{_SINCE}(?:{_UP}|{_DOWN})了?{_DIGITS}%{_LEAST}")
_POINTS = re.compile(rf"{_SINCE}(?:{_UP}|{_DOWN})了?{_DIGITS}个百分点{_LEAST}")
_LEVEL = re.compile(
    rf"(?:达到|达|不低于|不少于|至少|>=|≥|(?:增长|增加|提高|提升|上升)(?:到|至))?{_DIGITS}(?P<unit>[^\d.]*?){_LEAST}"
)


@dataclass(frozen=True, slots=True)
class Target:
    """An aim as it can be calculated with: a level, so many times the baseline, or so much beside it."""

    kind: Literal["level", "times", "beside"]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Figures:
    """What was recorded of a measure; None where nobody said it."""

    measure: str
    #: Key of the unit; empty for the campaign as a whole.
    unit: str
    as_of: date
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    baseline: Fraction | None
    source: str | None
    #: Of the event in the history that says it.
    sequence: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of the campaign (`unit` empty) or of one unit, as far as its figures go."""

    key: str
    title: str
    unit: str
    #: Of measure: 家, %; a ratio without one is in percent.
    per: str
    #: The aim and the figure in the document's own words.
    target: str | None
    declared: str | None
    #: The newest that was recorded; None: nothing yet.
    figures: Figures | None
    value: Fraction | None
    baseline: Fraction | None
    #: What the value is to come to.
    aim: Fraction | None
    #: How much of the aim is reached, 0 to 1; None for the reason in `missing`.
    reached: Fraction | None
    #: no_figure, no_numerator, no_denominator, nothing_counted (a denominator of zero), no_target,
    #: unclear_target, shared_target (nobody said what part falls to the unit), no_baseline, incomparable.
    missing: str | None


def number(text: str | None) -> Fraction | None:
    """`72.49`, `1,500`, `－３`: at most fifteen digits and six after the point; None for anything else."""
    plain = unicodedata.normalize("NFKC", text or "").strip()
    return Fraction(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def target_of(text: str, unit: str) -> Target | None:
    """The aim in `text` for a measure counted in `unit`; None where it gives no figure or none that is clear.

    A ceiling (不超过5%) is not clear: no document says what part of it is reached by how much too much. Nor
    is 提高5% of something that is in percent: of it, or five points of it.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if found := _DOUBLED.fullmatch(plain):
        return Target("times", Fraction({"两": 4, "二": 4, "三": 8}.get(found["times"], 2)))
    if found := _GROWN.fullmatch(plain):
        share = Fraction(found["amount"]) / 100
        return None if unit == "%" else Target("times", 1 - share if found["down"] else 1 + share)
    if found := _POINTS.fullmatch(plain):
        points = Fraction(found["amount"])
        return Target("beside", -points if found["down"] else points) if unit == "%" else None
    found = _LEVEL.fullmatch(plain)
    fits = found is not None and found["unit"] in {unit, *([""] if unit != "%" else [])}
    return Target("level", Fraction(found["amount"])) if found is not None and fits else None


def recorded(row: Mapping[str, Any]) -> Figures:
    """A row of the table `measurements` as exact figures."""
    plain: dict[str, Any] = {name: row[name] for name in ("measure", "unit", "source", "sequence")}
    plain |= {name: number(row[name]) for name in FIGURES}
    return Figures(as_of=date.fromisoformat(row["as_of"]), **plain)


def measured(campaign: Campaign, units: Iterable[str], known: Iterable[Figures]) -> tuple[Measured, ...]:
    """Every declared measure in its order: of the whole, then of each of `units` that has figures.

    Of `known` the newest day counts; a baseline holds until another one is recorded. The baseline that the
    document gives is the whole campaign's. So is an aim in plain numbers, unless a scoring weighs each unit
    by it: nobody said what part of it falls to whom.
    """
    by_place: dict[tuple[str, str], list[Figures]] = {}
    for one in sorted(known, key=lambda one: one.as_of):
        by_place.setdefault((one.measure, one.unit), []).append(one)
    weighed = {item.measure for item in (campaign.scoring.items if campaign.scoring else ())}
    order, found = ("", *units), []
    for key, declared in (campaign.measures or {}).items():
        for unit in order:
            mine = by_place.get((key, unit), [])
            if mine or not unit:
                found.append(_measured(key, declared, unit, mine, weighed=key in weighed))
    return tuple(found)


def reached(found: Iterable[Measured]) -> dict[str, dict[str, Fraction]]:
    """How much of each measure's aim each unit reached, as far as it is known: what a scoring weighs."""
    known: dict[str, dict[str, Fraction]] = {}
    for one in found:
        if one.unit and one.reached is not None:
            known.setdefault(one.unit, {})[one.key] = one.reached
    return known


def is_ratio(declared: Measure) -> bool:
    """Whether the declaration makes it one thing counted out of another."""
    return declared.unit == "%" or bool(declared.numerator or declared.denominator)


def is_level(declared: Measure) -> bool:
    """Whether its target is a figure of its own, which needs no baseline."""
    found = target_of(declared.target or "", declared.unit or ("%" if is_ratio(declared) else ""))
    return found is not None and found.kind == "level"


def _measured(key: str, declared: Measure, unit: str, known: list[Figures], *, weighed: bool) -> Measured:
    newest = known[-1] if known else None
    counted = newest is not None and (newest.numerator, newest.denominator) != (None, None)
    ratio = is_ratio(declared) or counted
    per = declared.unit or ("%" if ratio else "")
    value, missing = _value(newest, per, ratio=ratio)
    said = [one.baseline for one in known if one.baseline is not None]
    baseline = said[-1] if said else None if unit else number(declared.baseline)
    aim, unaimed = _aim(declared.target, per, baseline, shared=bool(unit) and not ratio and not weighed)
    start = baseline if _relative(declared.target, per) else Fraction(0)
    share = None
    if value is not None and aim is not None and start is not None and missing is None:
        share = _share(value, start, aim)
        unaimed = "incomparable" if share is None else None
    figures = (value, baseline, aim, share, missing or unaimed)
    return Measured(key, declared.title, unit, per, declared.target, declared.value, newest, *figures)


def _value(found: Figures | None, per: str, *, ratio: bool) -> tuple[Fraction | None, str | None]:
    """The value, and what is missing to rely on it: a bare percentage is shown, and nothing rests on it."""
    if found is None:
        return None, "no_figure"
    if not ratio:
        return found.value, "no_figure" if found.value is None else None
    if found.numerator is None:
        return found.value, "no_numerator"
    if found.denominator is None:
        return found.value, "no_denominator"
    if not found.denominator:
        return None, "nothing_counted"
    return found.numerator / found.denominator * (100 if per == "%" else 1), None


def _relative(target: str | None, per: str) -> bool:
    found = target_of(target or "", per)
    return found is not None and found.kind != "level"


def _aim(
    text: str | None, per: str, baseline: Fraction | None, *, shared: bool
) -> tuple[Fraction | None, str | None]:
    """What the value is to come to, or why that cannot be said."""
    if text is None:
        return None, "no_target"
    found = target_of(text, per)
    if found is None:
        return None, "unclear_target"
    if found.kind == "level":
        return (None, "shared_target") if shared else (found.amount, None)
    if baseline is None:
        return None, "no_baseline"
    if found.kind == "times":
        # So many times nothing, or less than nothing, is no aim.
        return (baseline * found.amount, None) if baseline > 0 else (None, "incomparable")
    return baseline + found.amount, None


def _share(value: Fraction, start: Fraction, aim: Fraction) -> Fraction | None:
    """How much of the way from `start` to `aim` lies behind `value`, 0 to 1; None where there is no way."""
    if aim == start:
        return None
    return max(Fraction(0), min(Fraction(1), (value - start) / (aim - start)))
