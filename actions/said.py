"""What was said last about obligations, as the history has it: shown to whoever has just said it."""

from collections.abc import Iterable
from typing import Any

from actions.house import House
from actions.seeing import UnseenError, obligations_seen
from campaigns.events import Actor
from campaigns.lifecycle import Tracked
from store import overview

#: Of how many obligations at most something is done at once.
MOST = 200


def chosen(house: House, actor: Actor, campaign: str, keys: Iterable[str]) -> list[Tracked]:
    """The obligations `keys` of `campaign`, in the order given; raises UnseenError for an unseen one."""
    known = {row.id: row for row in obligations_seen(house, actor, campaign)}
    wanted = list(dict.fromkeys(keys))
    if not wanted or len(wanted) > MOST or any(key not in known for key in wanted):
        raise UnseenError
    return [known[key] for key in wanted]


def last_said(house: House, rows: Iterable[Tracked], kind: str) -> list[dict[str, Any]]:
    """Of each of `rows`, all of one campaign, the last event of this kind, such as urged."""
    numbers = {row.number: row.id.partition("/")[0] for row in rows}
    found: dict[int, dict[str, Any]] = {}
    with house.store.read() as connection:
        for body in overview.events_of(connection, next(iter(numbers.values())), numbers):
            if body["kind"] == kind:
                found[body["number"]] = body
    return [found[number] for number in numbers if number in found]
