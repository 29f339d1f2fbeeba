"""待签发 as whoever signs reads it: each notice that waits, with the letter that would leave."""

from dataclasses import dataclass

from actions.addressing import address_book
from actions.house import HOUSE_ZONE, House
from actions.office_rows import called
from actions.preview import Foretold, letter_told
from actions.seeing import campaign_seen
from actions.sign import ToSign, as_shown
from campaigns.events import Actor
from store import outbox
from store.engine import Connection
from store.outbox import Notice


@dataclass(frozen=True, slots=True)
class Prepared:
    """One notice that waits for a signature, and its text."""

    notice: ToSign
    #: The task with its period, and the unit that owes it, as people call them.
    title: str
    unit_title: str
    letter: Foretold


def prepared(
    house: House,
    actor: Actor,
    campaign: str,
    *,
    page: int = 1,
    of: int = 10,
    only: frozenset[str] | None = None,
) -> tuple[list[Prepared], int]:
    """One `page` of what waits in `campaign`, `of` at most, the oldest first, and how much waits in all.

    With `only`, what has one of these handles and no other. Raises UnseenError for an unknown campaign.
    """
    record = campaign_seen(house, actor, campaign)
    with house.store.read() as connection:
        found = [n for n in outbox.waiting_for_signature(connection, HOUSE_ZONE) if n.campaign == campaign]
        pairs = [(as_shown(n, record.pace.rungs), n) for n in found]
        pairs = [pair for pair in pairs if only is None or pair[0].id in only]
        pairs.sort(key=lambda pair: (pair[0].since, pair[0].id))
        shown = pairs[(page - 1) * of : page * of]
        units = record.planner.declaration.units
        return [
            Prepared(
                one,
                called(record, one.obligation),
                units[notice.obligation.unit].short,
                _letter(house, connection, notice),
            )
            for one, notice in shown
        ], len(pairs)


def _letter(house: House, connection: Connection, notice: Notice) -> Foretold:
    """The letter that would leave if it were signed now, in which nothing else is told."""
    now = house.now()
    book = address_book(connection, now)
    return letter_told(house, connection, (notice.recipient, notice.letter_class), [notice], book, now)
