"""Absence of a liaison 联络员不在岗: on which days somebody else's mailbox gets the letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.faults import RefusalError

#: Whoever is away for longer is no substitute's case: the unit names another liaison.
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Absence:
    """The days, both inclusive, on which a unit's role is away, and whose mailbox stands in."""

    unit: str
    role: str
    first: date
    last: date
    #: What the substitute's mailbox is called in a letter's address.
    name: str
    address: str


def standing_in(absences: Iterable[Absence], unit: str, role: str, day: date) -> Absence | None:
    """Of `absences`, the oldest first, the one that was named last for `day`; None where nobody is away."""
    found = None
    for one in absences:
        if (one.unit, one.role) == (unit, role) and one.first <= day <= one.last:
            found = one
    return found


def refuse_span(first: date, last: date, today: date) -> None:
    """Raise RefusalError for days that are none, that are over by `today`, or more than a year."""
    if last < first:
        raise RefusalError(
            f"{first}至{last}没有一天：请把较早的一天写在前面，如 {last}..{first}",
            f"{first} to {last} is no day at all: write the earlier day first, {last}..{first}",
        )
    if last < today:
        raise RefusalError(
            f"{first}至{last}已经过去（今天是{today}）：已发出的信不再改投，请核对日期",
            f"{first} to {last} is over (today is {today}): letters that left stay where they are",
        )
    if (last - first).days >= MOST_DAYS:
        raise RefusalError(
            f"{first}至{last}超过{MOST_DAYS}天：请核对，或用 --contact 指定新的联络员邮箱",
            f"{first} to {last} is more than {MOST_DAYS} days: check it, or name another liaison (--contact)",
        )
