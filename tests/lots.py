"""Registers to draw from: invented inspectors and shops, by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.registers import Entry, Register

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How many shops of which risk the usual register has.
RISKS = {"高": 20, "中": 50, "低": 130}


def inspectors(
    count: int = 12, salt: str = "00", links: Mapping[str, tuple[str, ...]] | None = None
) -> Register:
    """Inspectors Z01, Z02 …, of two bureaus by turns; `links` by their keys."""
    keys = [f"Z{number:02d}" for number in range(1, count + 1)]
    bureaus = ("东河区局", "西山区局")
    people = (
        Entry(key, unit=bureaus[at % 2], links=(links or {}).get(key, ())) for at, key in enumerate(keys)
    )
    return Register("inspectors", tuple(people), salt=salt)


def targets(salt: str = "00", links: Mapping[str, tuple[str, ...]] | None = None) -> Register:
    """Two hundred shops, S001 …, with their risk and, by turns, one of three industries; `links` by key."""
    risks = [risk for risk, count in RISKS.items() for _ in range(count)]
    shops = [
        Entry(
            f"S{number:03d}",
            links=(links or {}).get(f"S{number:03d}", ()),
            traits=(("行业", ("食品", "服装", "家电")[number % 3]), ("风险", risk)),
        )
        for number, risk in enumerate(risks, 1)
    ]
    return Register("targets", tuple(shops), ("行业", "风险"), salt)


def alike(count: int) -> Register:
    """`count` targets between which nothing decides but chance."""
    return Register("targets", tuple(Entry(f"T{number:02d}") for number in range(count)))
