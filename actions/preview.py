"""The letters that an amendment will bring about, word for word, before anybody confirms it."""

from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from itertools import groupby

from actions.addressing import AddressBook, address_book
from actions.amend import amend
from actions.composing import composed
from actions.declared import Declared
from actions.deliver import leaves
from actions.house import HOUSE_ZONE, House
from campaigns.events import SYSTEM
from notifications.letters import Letter
from store import outbox
from store.engine import Connection
from store.outbox import Notice, NoticeKey


@dataclass(frozen=True, slots=True)
class Foretold:
    """A letter to one recipient with all that the amendment alone has to tell him."""

    #: unit/role.
    recipient: str
    #: urgent, or digest: then it travels in the day's letter, beside what else waits.
    letter_class: str
    #: When it may leave.
    at: datetime
    #: Subject and text; None where there will be no letter.
    subject: str | None
    text: str | None
    #: What it is about, by natural key.
    obligations: tuple[str, ...]
    #: Why some of it cannot be told, e.g. "no contact".
    problems: tuple[str, ...] = ()


def preview(house: House, declared: Declared, key: str) -> tuple[Foretold, ...]:
    """What an amendment of the launched campaign `key` to `declared` would tell whom, if confirmed now.

    It is recorded and taken back in one transaction, so the words are those that would leave; like every act
    it waits for the one that is under way. Raises ActionError for a campaign that was never launched.
    """
    # What is unfolded here was never put on record: the house must not remember it.
    trial = replace(house, _cache={})
    with trial.store.trial() as connection:
        before = unsent(connection)
        now = trial.ledger(connection, key, trial.now()).noticed
        amend(connection, trial, declared, key, SYSTEM, now=now, approved_by=None)
        return foretold(trial, connection, key, before, now)


def unsent(connection: Connection) -> frozenset[NoticeKey]:
    """What waits to be told now."""
    return frozenset(one.key for one in outbox.unsent(connection, HOUSE_ZONE))


def foretold(
    house: House, connection: Connection, key: str, before: frozenset[NoticeKey], now: datetime
) -> tuple[Foretold, ...]:
    """The letters with what the campaign `key` has to tell beyond `before`; not rungs, which time brings."""
    news = [n for n in outbox.unsent(connection, HOUSE_ZONE) if n.campaign == key and n.key not in before]
    news = [n for n in news if not n.occasion.startswith("rung:")]
    book = address_book(connection, now)
    grouped = groupby(sorted(news, key=_letter_of), key=_letter_of)
    return tuple(letter_told(house, connection, who, list(some), book, now) for who, some in grouped)


def _letter_of(notice: Notice) -> tuple[str, str]:
    return notice.recipient, notice.letter_class


def letter_told(
    house: House,
    connection: Connection,
    who: tuple[str, str],
    notices: list[Notice],
    book: AddressBook,
    now: datetime,
) -> Foretold:
    """The letter to `who`, recipient and class, that tells of `notices` alone; or why there is none."""
    recipient, cls = who
    at = leaves(house, connection, notices[0], now)
    about = tuple(notice.obligation.id for notice in notices)
    local = at.astimezone(house.on_record(connection, notices[0].campaign).zone)
    to = book.recipient(recipient, local.date())
    if to is None:
        return Foretold(recipient, cls, at, None, None, about, ("no contact",))
    found = composed(house, connection, to, notices, "preview", cls, local)
    problems = tuple(dict.fromkeys(found.failed.values()))
    if found.letter is None:
        return Foretold(recipient, cls, at, None, None, about, problems)
    return Foretold(recipient, cls, at, found.letter.subject, _text(found.letter), about, problems)


def _text(letter: Letter) -> str:
    """The plain text of a letter, read back from the bytes that would leave."""
    body = message_from_bytes(letter.data, policy=default).get_body(("plain",))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")
