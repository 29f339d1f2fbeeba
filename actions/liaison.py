"""A unit's liaison 联络员: whose mailbox gets its letters, and whose on days of absence."""

from dataclasses import dataclass
from datetime import date

from actions.house import HOUSE_ZONE, ActionError, House
from actions.office_chain import office_ledger
from actions.units import unit_anywhere
from campaigns.absence import Absence, refuse_span
from campaigns.deciding.telling import liaison_named, substitute_named
from campaigns.deciding.who import OFFICE, UNIT
from campaigns.events import Actor
from campaigns.plain import is_address
from notifications.names import HostileName, mailbox
from store import contacts
from store.engine import Connection

LIAISON = "liaison"


@dataclass(frozen=True, slots=True)
class Away:
    """Days of absence, both inclusive, and the mailbox that stands in."""

    first: date
    last: date
    address: str


@dataclass(frozen=True, slots=True)
class Liaison:
    """Where a unit's letters go."""

    unit: str
    name: str
    #: None where nobody was ever named.
    address: str | None
    #: What is not over yet, in the order in which it was named: of two for one day the later one counts.
    absences: tuple[Absence, ...]


def liaison(house: House, unit: str, actor: Actor) -> Liaison:
    """Where the letters of `unit` (key, name or alias) go; to a unit, only its own.

    Raises ActionError for an unknown unit.
    """
    with house.store.read() as connection:
        key, name = unit_anywhere(house, connection, unit)
        if actor.role == UNIT:
            _refuse_another(house, connection, key, actor)
        return _known(house, connection, key, name)


def name_liaison(
    house: House, unit: str, actor: Actor, *, contact: str | None = None, away: Away | None = None
) -> Liaison:
    """Put on record the mailbox of the liaison of `unit` (`contact`), and who stands in while he is `away`.

    Letters that are composed from now on go there. The office's chain says that it was named, by whom and
    when, and no address. Raises ActionError, with nothing written, for a unit that acts for another, for an
    address that is none, and for days that are none, over, or more than a year.
    """
    with house.store.write() as connection:
        key, name = unit_anywhere(house, connection, unit)
        _refuse_unless_granted(house, connection, key, actor)
        ledger = office_ledger(house, connection, actor)
        now, loaded = ledger.noticed, int(ledger.noticed.timestamp())
        if contact is not None:
            _refuse_address(name, contact)
            if contacts.name_contact(connection, key, LIAISON, name, contact, loaded):
                ledger.append([liaison_named(now, key)], actor)
        if away is not None:
            _refuse_address(name, away.address)
            refuse_span(away.first, away.last, now.date())
            absence = Absence(key, LIAISON, away.first, away.last, name, away.address)
            contacts.add_absence(connection, absence, loaded)
            ledger.append([substitute_named(now, key, away.first, away.last)], actor)
        ledger.flush()
        return _known(house, connection, key, name)


def _refuse_unless_granted(house: House, connection: Connection, unit: str, actor: Actor) -> None:
    if actor.role not in {UNIT, OFFICE}:
        raise ActionError(
            "联络员由本单位或办公室（督办员）指定：请用 --as unit:单位 或 --as coordinator",
            "a unit names its liaison, or the office for it: --as unit:UNIT or --as coordinator",
        )
    if actor.role == UNIT:
        _refuse_another(house, connection, unit, actor)


def _refuse_another(house: House, connection: Connection, unit: str, actor: Actor) -> None:
    if actor.unit is None or unit_anywhere(house, connection, actor.unit)[0] != unit:
        raise ActionError(
            "单位只能查看和指定自己的联络员：请联系该单位或督办员",
            "a unit sees and names its own liaison only: ask that unit or the coordinator",
        )


def _refuse_address(name: str, address: str) -> None:
    try:
        mailbox(name, address)
        sound = is_address(address)
    except HostileName:
        sound = False
    if not sound:
        raise ActionError(
            f"“{address[:80]!a}”不是邮箱地址：请写单位的工作邮箱，如 wangjian@tj.example",
            f"{address[:80]!a} is no mail address: write an office's mailbox such as wangjian@tj.example",
        )


def _known(house: House, connection: Connection, unit: str, name: str) -> Liaison:
    _, address = contacts.newest_contacts(connection).get((unit, LIAISON), (name, None))
    ahead = contacts.absences_since(connection, house.now().astimezone(HOUSE_ZONE).date())
    return Liaison(unit, name, address, tuple(o for o in ahead if (o.unit, o.role) == (unit, LIAISON)))
