"""An amendment 补充通知 as rows: what is added, owed again, moved and withdrawn, for whom, from when on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from campaigns.amending import Comparison
from campaigns.lifecycle import Tracked
from campaigns.plan import Planned, Planner
from reports.stamps import local, until
from reports.wording import term

_PARTS = ("added", "restored", "moved", "withdrawn", "reworded", "kept")


def columns(lang: str) -> tuple[str, ...]:
    """The heads of the table."""
    return tuple(term(lang, f"column {name}") for name in ("change", "of unit", "matter", "was", "is"))


def rows(found: Comparison, planner: Planner, known: Planner, lang: str) -> Sequence[tuple[str, ...]]:
    """A row for each obligation whose date or standing changes; `known` planned what is on record."""
    added, restored, moved, withdrawn = (term(lang, part) for part in _PARTS[:4])
    told = [(added, *named(planner, one), "—", _due(one)) for one in found.added]
    told += [(restored, *named(planner, one), "—", _due(one)) for _, one in found.restored]
    told += [(moved, *named(planner, one), _was(row), _due(one)) for row, one in found.moved]
    return told + [(withdrawn, *named(known, row), _was(row), "—") for row in found.withdrawn]


def counts(found: Comparison, lang: str) -> str:
    """How many obligations each part of it has, in one line."""
    return term(lang, "amendment", **{part: len(getattr(found, part)) for part in _PARTS})


def as_json(found: Comparison, why: Mapping[int, Sequence[str]]) -> dict[str, Any]:
    """Each part of it by natural keys; what is moved with both dates, and the reasons in `why` by number."""
    moved = [
        {
            "id": row.id,
            "was": {"target": _iso(row.target), "breach": _iso(row.breach)},
            "now": {"target": _iso(one.deadline.target), "breach": _iso(one.deadline.breach)},
            "because": why[row.number],
        }
        for row, one in found.moved
    ]
    return {
        "added": [one.id for one in found.added],
        "restored": [row.id for row, _ in found.restored],
        "moved": moved,
        "withdrawn": [row.id for row in found.withdrawn],
        "reworded": [row.id for row, _ in found.reworded],
        "kept": [row.id for row in found.kept],
    }


def letter_columns(lang: str) -> tuple[str, ...]:
    """The heads of the table of letters that it brings about."""
    return tuple(term(lang, f"column {name}") for name in ("letter to", "leaves", "subject"))


def named(planner: Planner, one: Planned | Tracked) -> tuple[str, str]:
    """Unit and task, with its period."""
    title = planner.campaign.tasks[one.task].title
    unit = planner.declaration.units[one.unit].short
    return unit, f"{title} {one.period}" if one.period else title


def _due(one: Planned) -> str:
    return f"{local(one.deadline.target)} / {until(one.deadline.breach)}"


def _was(row: Tracked) -> str:
    return f"{local(row.target)} / {until(row.breach)}"


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
