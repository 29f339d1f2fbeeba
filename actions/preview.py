"""The letters that an amendment will bring about, word for word, before anybody confirms it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from itertools import groupby
from typing import Any

from actions.addressing import AddressBook, address_book
from actions.amend import Amendment, amend
from actions.composing import composed
from actions.declared import Declared
from actions.deliver import leaves
from actions.house import HOUSE_ZONE, House
from actions.launch import contact_rows
from campaigns.events import SYSTEM
from reports.stamps import local
from reports.terms import addressee, term
from store import outbox
from store.contacts import load_contacts
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

    Raises ActionError for a campaign that was never launched.
    """
    return foretold(house, declared, key)[1]


def foretold(house: House, declared: Declared, key: str) -> tuple[Amendment, tuple[Foretold, ...]]:
    """The amendment itself, as it would be recorded now, and what it would tell whom.

    It is recorded and taken back in one transaction, so the words are those that would leave; like every act
    it waits for the one that is under way. Raises ActionError for a campaign that was never launched.
    """
    # What is unfolded here was never put on record: the house must not remember it.
    trial = replace(house, _cache={})
    with trial.store.trial() as connection:
        before = unsent(connection)
        now = trial.ledger(connection, key, trial.now()).noticed
        load_contacts(connection, contact_rows(declared.declaration, key), int(now.timestamp()))
        done = amend(connection, trial, declared, key, SYSTEM, now=now, approved_by=None)
        return done, told_beyond(trial, connection, key, before, now, _in_order(done))


def unsent(connection: Connection) -> frozenset[NoticeKey]:
    """What waits to be told now."""
    return frozenset(one.key for one in outbox.unsent(connection, HOUSE_ZONE))


def told_beyond(
    house: House,
    connection: Connection,
    key: str,
    before: frozenset[NoticeKey],
    now: datetime,
    order: Callable[[Notice], tuple[Any, ...]] | None = None,
) -> tuple[Foretold, ...]:
    """The letters with what the campaign `key` has to tell beyond `before`; not rungs, which time brings."""
    news = [n for n in outbox.unsent(connection, HOUSE_ZONE) if n.campaign == key and n.key not in before]
    news = [n for n in news if not n.occasion.startswith("rung:")]
    book = address_book(connection, now)
    grouped = groupby(sorted(news, key=order or _letter_of), key=_letter_of)
    return tuple(letter_told(house, connection, who, list(some), book, now) for who, some in grouped)


def letter_rows(told: Iterable[Foretold], change: Amendment, lang: str) -> list[tuple[str, str, str]]:
    """To whom, from when on, and under which subject or why not: a row for each letter."""
    units = {key: unit.short for key, unit in change.known.planner.declaration.units.items()}
    units |= {key: unit.short for key, unit in change.record.planner.declaration.units.items()}
    return [
        (
            addressee(lang, one.recipient, units),
            local(one.at),
            one.subject or "；".join(term(lang, problem) for problem in one.problems),
        )
        for one in told
    ]


def _in_order(change: Amendment) -> Callable[[Notice], tuple[int, str, str]]:
    """The registry's order of units, those that are left out now at the end."""
    planners = (change.record.planner, change.known.planner)
    keys = dict.fromkeys(unit for planner in planners for unit in planner.declaration.units)
    place = {unit: at for at, unit in enumerate(keys)}
    return lambda one: (place.get(one.recipient.rpartition("/")[0], len(place)), *_letter_of(one))


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
    there = at.astimezone(house.on_record(connection, notices[0].campaign).zone)
    to = book.recipient(recipient, there.date())
    if to is None:
        return Foretold(recipient, cls, at, None, None, about, ("no contact",))
    found = composed(house, connection, to, notices, "preview", cls, there)
    problems = tuple(dict.fromkeys(found.failed.values()))
    if found.letter is None:
        return Foretold(recipient, cls, at, None, None, about, problems)
    return Foretold(recipient, cls, at, found.letter.subject, text_of(found.letter.data), about, problems)


def text_of(data: bytes) -> str:
    """The plain text of a letter, read back from the bytes that leave."""
    body = message_from_bytes(data, policy=default).get_body(("plain",))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")
