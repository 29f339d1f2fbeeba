"""A mark of what a launch does: whoever was shown one thing does not confirm another."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from actions.amend import Amendment
from actions.house import ActionError
from campaigns.lifecycle import Tracked
from campaigns.plan import Plan, Planned


class OtherwiseError(ActionError):
    """What would be launched is not what was shown any more."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "显示之后情况已有变化：没有启动，请按现在的内容重新核对",
            "it is otherwise by now than it was shown: nothing was launched, look at it as it is now",
        )


def of_plan(digest: str, plan: Plan) -> str:
    """Of a first launch: the declaration, and who owes what by when."""
    return mark("plan", digest, _planned(plan.obligations))


def of_record(digest: str, revision: int) -> str:
    """Of a declaration that is on record already."""
    return mark("same", digest, revision)


def of_amendment(found: Amendment) -> str:
    """Of an amendment: both declarations, and what becomes of each obligation that it touches."""
    parts = found.comparison
    pairs = [
        [[row.id, _dates(row), *_planned([one])] for row, one in some]
        for some in (parts.moved, parts.reworded, parts.restored)
    ]
    rows = [[row.id for row in some] for some in (parts.withdrawn, parts.kept)]
    digests = found.known.digest, found.record.digest
    return mark("amendment", *digests, found.revision, _planned(parts.added), pairs, rows)


def _planned(some: Iterable[Planned]) -> list[list[str | None]]:
    return [
        [one.id, one.role, one.past, _iso(one.deadline.target), _iso(one.deadline.breach)] for one in some
    ]


def _dates(row: Tracked) -> list[str | None]:
    return [_iso(row.target), _iso(row.breach)]


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None


def mark(*told: object) -> str:
    """A short sign of all that is `told`."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
