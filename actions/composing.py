"""One letter out of what waits for one recipient; what cannot be composed is named, and the rest is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from actions.house import House
from actions.links import link_in_letter
from actions.mentions import mention
from notifications.letters import HostileName, Letter, LetterClass, Mention, Recipient, Sender, compose
from notifications.names import printable
from store.engine import Connection, DBAPIError
from store.outbox import Notice, NoticeKey

#: Failures of the machine, and of no notice: they pass, and the delivery is tried again.
_PASSING = (DBAPIError, OSError, MemoryError)
#: So much of a failure is kept, in characters.
_REASON = 300


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter, and what it does not tell."""

    #: None where nothing could be composed.
    letter: Letter | None
    #: What it tells.
    told: tuple[NoticeKey, ...]
    #: What cannot be told, and why.
    failed: dict[NoticeKey, str]


def composed(
    house: House,
    connection: Connection,
    recipient: Recipient,
    notices: Sequence[Notice],
    key: str,
    cls: str,
    at: datetime,
) -> Composed:
    """The letter `key` of the class `cls` that tells `recipient` of `notices` at the local instant `at`.

    A notice that cannot be composed, whatever stands in the record, is left out and named. Raises what the
    database or the machine raises.
    """

    def letter(some: Sequence[Notice]) -> Letter:
        told = [_linked(house, mention(house, connection, one, at), one, at) for one in some]
        return compose(
            recipient,
            told,
            sender=_sender(house, connection, {notice.campaign for notice in some}),
            key=key,
            at=at,
            letter_class=cast("LetterClass", cls),
            simulated=house.simulated,
        )

    whole = _tried(letter, notices)
    if isinstance(whole, Letter):
        return Composed(whole, tuple(one.key for one in notices), {})
    alone = {one.key: _tried(letter, [one]) for one in notices}
    failed = {name: found for name, found in alone.items() if isinstance(found, str)}
    fit = [one for one in notices if one.key not in failed]
    rest = _tried(letter, fit) if fit and failed else whole
    if isinstance(rest, Letter):
        return Composed(rest, tuple(one.key for one in fit), failed)
    return Composed(None, (), {one.key: failed.get(one.key, rest) for one in notices})


def _linked(house: House, told: Mention, notice: Notice, at: datetime) -> Mention:
    """`told` with the link by which its recipient may deal with it."""
    return replace(told, link=link_in_letter(house, notice.obligation, notice.recipient, at))


def _tried(letter: Callable[[Sequence[Notice]], Letter], notices: Sequence[Notice]) -> Letter | str:
    """The letter, or why there is none."""
    try:
        return letter(notices)
    except HostileName as error:
        return str(error)
    except _PASSING:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one notice raises, the others are told
        return printable(f"{type(error).__name__}: {error}")[:_REASON]


def _sender(house: House, connection: Connection, campaigns: set[str]) -> Sender:
    """Letters of one campaign leave in the name of its leading group's office, never in the program's."""
    groups = {house.on_record(connection, key).planner.campaign.leading_group for key in campaigns}
    group = next(iter(groups)) if len(groups) == 1 else None
    return replace(house.sender, name=f"{group.name}办公室") if group is not None else house.sender
