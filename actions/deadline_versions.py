"""Every version of a deadline, with the certificate that says why it fell on its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.house import House, OnRecord
from campaigns.chain import Above, chain
from campaigns.lifecycle import Tracked
from store import history, obligations


@dataclass(frozen=True, slots=True)
class Version:
    """A deadline as it was given, the first one by the plan."""

    number: int
    #: planned, calendar, amended, extended ...
    cause: str
    target: datetime | None
    breach: datetime | None
    provisional: bool
    certificate: str
    #: The deadlines above from which it counts, the nearest first.
    above: tuple[Above, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """An obligation's deadlines and its history."""

    #: The newest first: it is in force.
    versions: tuple[Version, ...]
    events: tuple[dict[str, Any], ...]
    #: What people call the events and tasks that it counts from, by key.
    called: Mapping[str, str]


def versions(house: House, record: OnRecord, row: Tracked) -> Versions:
    """Those of the obligation `row`."""
    with house.store.read() as connection:
        found = obligations.versions(connection, record.key, row.number)
        events = tuple(history.bodies(connection, record.key, row.number))
    made = [_version(record, one) for one in reversed(found)]
    return Versions(tuple(made), events, record.planner.called)


def _version(record: OnRecord, row: Mapping[str, Any]) -> Version:
    def instant(name: str) -> datetime | None:
        return None if row[name] is None else datetime.fromtimestamp(row[name], record.zone)

    above = tuple(chain(record.planner, row["certificate"]))
    own = (row["version"], row["cause"], instant("target"), instant("breach"), bool(row["provisional"]))
    return Version(*own, row["certificate"], above)
