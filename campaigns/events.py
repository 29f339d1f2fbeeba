"""What happened: the events of a campaign's history 办理记录, and who did them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: The form of an event's body; a reader refuses a higher one.
FORMAT = 1
#: The chain of what belongs to no campaign, such as calendars; no campaign may have this key.
OFFICE_CHAIN = "office"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: the claimed role, and through what."""

    #: coordinator, unit, leader, auditor, administrator or system.
    role: str
    #: Key of the unit acted for, or None.
    unit: str | None = None
    #: cli, web, wake, rehearsal ...
    channel: str = "cli"
    #: Salted commitment to the person's name; the name itself is kept erasably in the store.
    person: str | None = None
    #: The operating-system account behind the claimed role.
    account: str | None = None

    def as_json(self) -> dict[str, str]:
        """Only what is known."""
        found = {"role": self.role, "unit": self.unit, "channel": self.channel}
        found |= {"person": self.person, "account": self.account}
        return {key: value for key, value in found.items() if value is not None}


SYSTEM = Actor("system", channel="wake")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, before it has a place in the history."""

    #: launched, planned, opened, rung_reached, became_overdue, filed, closed, recorded, redated, ...
    kind: str
    #: When it took effect by the rule, aware.
    effective: datetime
    #: Number and natural key of the obligation it concerns; None for the campaign as a whole.
    number: int | None = None
    obligation: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


def body(
    event: Event, *, campaign: str, sequence: int, noticed: str, actor: dict[str, str], revision: int
) -> dict[str, Any]:
    """The body of `event` at its place in the history; `canonical` of it is what is hashed and stored."""
    return {
        "v": FORMAT,
        "campaign": campaign,
        "sequence": sequence,
        "kind": event.kind,
        "effective": event.effective.isoformat(),
        "noticed": noticed,
        "actor": actor,
        "revision": revision,
        "number": event.number,
        "obligation": event.obligation,
        "data": event.data,
    }


def instant_text(instant: datetime | None) -> str | None:
    """ISO 8601 with offset, or None."""
    return None if instant is None else instant.isoformat()
