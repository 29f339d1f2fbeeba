"""Record 登记: events that start clocks of their own, one by one or ten thousand at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice

from actions.ending import Ended, end_windows
from actions.house import ActionError, House
from actions.refusals import Entry, Part, Refusal
from actions.registering import Put, Registrar, launched_at, since
from campaigns.events import Actor
from campaigns.items import Item
from campaigns.plan import Planned
from store import obligations
from store.engine import Connection

#: Items of one transaction: a break between two is healed by recording the same items again.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an event opened."""

    kind: str
    unit: str
    own_number: str
    #: What people call the unit.
    unit_title: str
    #: The obligations it opened, each with its deadline and reasons.
    opened: tuple[Planned, ...]
    #: False when exactly this was on record already.
    changed: bool
    #: By how many working days each was registered after its last day; 0 where it was not.
    late_by: tuple[int, ...] = ()
    #: What people call the events and tasks of the campaign, by key.
    called: Mapping[str, str] = field(default_factory=dict)
    #: The windows that it ended.
    ended: tuple[Ended, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedMany:
    """What became of many items."""

    #: How many were put on record, and how many were so already.
    recorded: int
    known: int
    #: How many obligations they opened.
    opened: int
    #: How many of those recorded were registered after the last day of something that they open.
    late: int
    #: How many windows they ended.
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """One part of one item that is refused."""

    #: Place of the item among those given, from 0.
    place: int
    part: Part
    why: ActionError


class ItemsRefusedError(ActionError):
    """Some items are refused, and nothing was written; `refused` holds all that speaks against them."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        """Carry `refused`; as a text, the first of them and how many there are."""
        self.refused = tuple(refused)
        first, count = self.refused[0], len(self.refused)
        super().__init__(
            f"共{count}处有误，没有登记任何一件；第{first.place + 1}件：{first.why.said('zh')}",
            f"{count} fault(s), nothing was recorded; item {first.place + 1}: {first.why.said('en')}",
        )


def record(
    house: House,
    campaign: str,
    kind: str,
    *,
    unit: str,
    number: str,
    happened: date | datetime,
    actor: Actor,
    what: str | None = None,
) -> Recorded:
    """Put an event of `kind` on record for `unit`: document `number`, which happened on `happened`.

    As `record_item` does, of an event that sets no due date of its own and has no fields.
    """
    return record_item(house, campaign, kind, Item(unit, number, happened, what), actor=actor)


def record_item(house: House, campaign: str, kind: str, item: Item, *, actor: Actor) -> Recorded:
    """Put one `item` of `kind` on record: a day, or the aware or local instant where hours count.

    Each task declared `for_each` that kind opens one obligation, of the item's unit or of those whom the task
    names; open windows that wait for such an event end with it. Registered late, what is past its breach is
    overdue at once, with its true date. The same number twice changes nothing; other facts are refused, and
    are corrected with `actions.correct`.
    """
    with house.store.write() as connection:
        ledger = house.ledger(connection, campaign, house.now())
        on = house.on_record(connection, campaign)
        registrar = Registrar(on, kind, actor, ledger.noticed, launched_at(connection, on))
        entry = registrar.entry(item)
        [put] = registrar.put(connection, ledger, [entry])
        ended = end_windows(connection, ledger, on, kind, since(on, entry.event))
    title = on.planner.declaration.units[entry.unit].short
    return Recorded(
        kind,
        entry.unit,
        item.number,
        title,
        put.opened,
        changed=put.changed,
        late_by=put.late_by,
        called=on.planner.called,
        ended=ended,
    )


def record_many(
    house: House,
    campaign: str,
    kind: str,
    items: Iterable[Item],
    *,
    actor: Actor,
    rehearse: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> RecordedMany:
    """Put `items` of one `kind` on record, as `record` does each: ten thousand as easily as ten.

    All are looked at first: raises ItemsRefusedError with everything that speaks against any of them, and
    nothing is written. They are written CHUNK at a time, each in one transaction; what is on record already,
    said alike, is counted and changes nothing, so that the same items may be given again. With `rehearse`
    nothing is written at all. `told` hears how many of the new ones are done, and of how many.
    """
    with house.store.read() as connection:
        on = house.on_record(connection, campaign)
        now = house.now().astimezone(on.zone)
        registrar = Registrar(on, kind, actor, now, launched_at(connection, on))
        new, known = _sorted_out(connection, registrar, items)
    if rehearse:
        opened = [registrar.planned(entry) for entry in new]
        late = sum(any(registrar.late_by(planned)) for planned in opened)
        return RecordedMany(len(new), known, sum(map(len, opened)), late)
    done, waiting = RecordedMany(0, known, 0, 0), iter(new)
    while some := list(islice(waiting, CHUNK)):
        done = _with(done, *_put(house, registrar, some))
        if told is not None:
            told(done.recorded + done.known - known, len(new))
    return done


def _put(house: House, registrar: Registrar, entries: Sequence[Entry]) -> tuple[list[Put], int]:
    """Put `entries` on record in a transaction of their own, judged by what holds then; the windows ended."""
    with house.store.write() as connection:
        ledger = house.ledger(connection, registrar.on.key, house.now())
        on = house.on_record(connection, registrar.on.key)
        puts = registrar.again(on, ledger.noticed).put(connection, ledger, entries)
        begins = min(since(on, entry.event) for entry in entries)
        return puts, len(end_windows(connection, ledger, on, registrar.kind, begins))


def _with(done: RecordedMany, puts: Sequence[Put], ended: int) -> RecordedMany:
    new = [put for put in puts if put.changed]
    return RecordedMany(
        recorded=done.recorded + len(new),
        known=done.known + len(puts) - len(new),
        opened=done.opened + sum(len(put.opened) for put in new),
        late=done.late + sum(any(put.late_by) for put in new),
        ended=done.ended + ended,
    )


def _sorted_out(
    connection: Connection, registrar: Registrar, items: Iterable[Item]
) -> tuple[list[Entry], int]:
    """The entries that are new, and how many are on record already; raises ItemsRefusedError."""
    refused, new, known = list[Refused](), list[Entry](), 0
    first: dict[tuple[str, str], int] = {}
    waiting = enumerate(items)
    while some := list(islice(waiting, CHUNK)):
        found = list[tuple[int, Entry]]()
        for place, item in some:
            try:
                found.append((place, registrar.entry(item)))
            except ActionError as error:
                refused += [Refused(place, "unit", error), *_beside_unit(registrar, place, item)]
        numbers = [(entry.unit, entry.event.number) for _, entry in found]
        rows = obligations.items_numbered(connection, registrar.on.key, registrar.kind, numbers)
        for (place, entry), key in zip(found, numbers, strict=True):
            other = first.setdefault(key, place)
            against = list(registrar.refusals(entry, rows.get(key)))
            against += [_twice(entry.event.number, other)] if other != place else []
            refused += [Refused(place, part, why) for part, why in against]
            known += key in rows
            new += [entry] if key not in rows else []
    if refused:
        raise ItemsRefusedError(sorted(refused, key=lambda one: one.place))
    return new, known


def _beside_unit(registrar: Registrar, place: int, item: Item) -> list[Refused]:
    """What else speaks against an item whose unit is unknown."""
    entry = registrar.entry(replace(item, unit=registrar.on.planner.campaign.office))
    against = registrar.refusals(entry)
    return [Refused(place, part, why) for part, why in against if part != "unit"]


def _twice(number: str, other: int) -> Refusal:
    return "number", ActionError(
        f"“{number}”与第{other + 1}件重复：同一单位的文号只登记一次",
        f"“{number}” stands at item {other + 1} already: a unit's number is recorded once",
    )
