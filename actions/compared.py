"""As known then and as known today: two pictures of one instant, and the later facts between them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.house import House
from actions.standing import standing_at
from campaigns.standing import Standing
from store import searching
from store.searching import Sought

#: Later facts that are shown at most.
MOST = 500


@dataclass(frozen=True, slots=True)
class Differs:
    """An obligation whose light is another one by what is known today; None: it was not there."""

    id: str
    then: str | None
    today: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One instant, twice."""

    then: Standing
    today: Standing
    differs: tuple[Differs, ...]
    #: What had taken effect by the instant and was recorded afterwards, in order: the only difference.
    later: tuple[dict[str, Any], ...]
    #: Whether there are more than are shown.
    more: bool


def compared(house: House, campaign: str, at: datetime, known_at: datetime) -> Compared:
    """How the campaign stood at `at`: by what was recorded by `known_at`, and by all that is known today."""
    then, today = standing_at(house, campaign, at, known_at), standing_at(house, campaign, at)
    keys = dict.fromkeys([*then.by_id, *today.by_id])
    differs = [Differs(key, then.by_id.get(key), today.by_id.get(key)) for key in keys]
    later = _later(house, campaign, at, known_at)
    return Compared(
        *(then, today),
        differs=tuple(one for one in differs if one.then != one.today),
        later=tuple(later[:MOST]),
        more=len(later) > MOST,
    )


def _later(house: House, campaign: str, at: datetime, known_at: datetime) -> list[dict[str, Any]]:
    with house.store.read() as connection:
        links = searching.events(connection, campaign, Sought(since=known_at))
    bodies = [json.loads(link.body) for link in reversed(links)]
    return [
        body
        for body in bodies
        if datetime.fromisoformat(body["noticed"]) > known_at
        and datetime.fromisoformat(body["effective"]) <= at
    ]
