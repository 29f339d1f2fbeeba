"""The notices of a plan as rows: what goes out when, to whom, and whether somebody signs first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.wording import joined, term


@dataclass(frozen=True, slots=True)
class PlannedNotice:
    """One notice that goes out if nothing is filed."""

    at: datetime
    #: The rung: remind, urge, supervise, circular, interview.
    rung: str
    #: Natural key of the obligation.
    obligation: str
    #: The unit's key, and its short name.
    unit: str
    unit_title: str
    #: The task, with its period.
    title: str
    #: Roles: liaison, deputy, head, office, leading_group.
    to: tuple[str, ...]
    #: Whether somebody must sign before it leaves.
    signed: bool
    #: By which share of the time, in percent, the rung is reached; None: by working time.
    gone: int | None = None


def columns(lang: str) -> tuple[str, ...]:
    """The heads of the table."""
    return tuple(term(lang, f"column {name}") for name in ("at", "kind", "unit", "what", "to", "sign"))


def rows(notices: Iterable[PlannedNotice], zone: ZoneInfo, lang: str) -> list[tuple[str, ...]]:
    """The table's rows, one for each notice, in the order given."""
    return [_row(one, zone, lang) for one in notices]


def _row(one: PlannedNotice, zone: ZoneInfo, lang: str) -> tuple[str, ...]:
    roles = joined(lang, [term(lang, f"role {role}") for role in one.to])
    sign = term(lang, "signed" if one.signed else "by itself")
    at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
    kind = term(lang, one.rung) + (term(lang, "at share", share=one.gone) if one.gone is not None else "")
    return at, kind, one.unit_title, one.title, roles, sign
