"""The office's queue: what waits for review, for a decision, or for a signature, the oldest first."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from actions.house import HOUSE_ZONE, House
from store import requests


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for the office or for a leader."""

    #: review, extension, transfer or disregard.
    kind: str
    id: str
    unit: str
    since: datetime
    #: What is lacking, asked for, and why.
    about: str
    #: Whether the office has signed, and a leader is to.
    endorsed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values; `since` as it is."""
        return asdict(self)


def queue(house: House, campaign: str | None = None) -> tuple[Waits, ...]:
    """What waits, in one campaign or in all."""
    with house.store.read() as connection:
        found = [
            Waits(
                "review",
                key,
                key.split("/")[2],
                datetime.fromtimestamp(received, HOUSE_ZONE),
                "材料不齐" if short else "",
            )
            for key, received, short in requests.for_review(connection, campaign)
        ]
        for one, key in requests.queue(connection, campaign):
            about = "；".join(part for part in (one.wanted, one.reason, one.progress) if part)
            since = datetime.fromtimestamp(one.asked, HOUSE_ZONE)
            found.append(Waits(one.kind, key, key.split("/")[2], since, about, one.state == "endorsed"))
    return tuple(sorted(found, key=lambda one: (one.since, one.id)))
