"""What the auditor's pages share: which chain, pages of a list, typed instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import HTTPException

from actions.house import HOUSE_ZONE, OnRecord
from actions.people import names_in
from actions.record_search import Chain, chains
from actions.seeing import campaign_seen, units_seen
from campaigns.events import OFFICE_CHAIN
from reports.decided import Names
from web.language import words
from web.visit import Visit

ROLE = "auditor"
#: Rows of one page.
PER_PAGE = 50
WRONG = words("请写成 2017-10-30 或 2017-10-30 17:00")


@dataclass(frozen=True, slots=True)
class Place:
    """The chain that a page is about."""

    chains: Sequence[Chain]
    chain: Chain
    #: None for the office's own chain.
    record: OnRecord | None

    @property
    def options(self) -> dict[str, str]:
        """Every chain's key and title."""
        return {one.campaign: one.title for one in self.chains}


def place(visit: Visit, campaign: str, *, office: bool = True) -> Place | None:
    """The chain called `campaign`, the first one without a name; None where there is none at all.

    Without `office`, its own chain is none. Raises HTTPException 404 for an unknown one.
    """
    found = [one for one in chains(visit.house) if office or one.campaign != OFFICE_CHAIN]
    # The office's chain comes last: what is looked for is mostly a campaign's.
    found.sort(key=lambda one: one.campaign == OFFICE_CHAIN)
    if not found and not campaign:
        return None
    chosen = next((one for one in found if one.campaign == campaign or not campaign), None)
    if chosen is None:
        raise HTTPException(404)
    return Place(found, chosen, record_of(visit, chosen.campaign))


def record_of(visit: Visit, campaign: str) -> OnRecord | None:
    """The launched campaign; None for the office's chain."""
    return None if campaign == OFFICE_CHAIN else campaign_seen(visit.house, visit.actor, campaign)


def names(visit: Visit, record: OnRecord | None, bodies: Sequence[dict[str, Any]]) -> Names:
    """What the keys in `bodies` are called."""
    people = names_in(visit.house, bodies)
    if record is None:
        return Names(units_seen(visit.house, visit.actor), {}, people)
    units = {key: unit.short for key, unit in record.planner.declaration.units.items()}
    return Names(units, tasks_of(record), people)


def tasks_of(record: OnRecord | None) -> dict[str, str]:
    """Key and title of each task."""
    return {} if record is None else {key: one.title for key, one in record.planner.campaign.tasks.items()}


def units_of(record: OnRecord | None) -> dict[str, str]:
    """Key and name of each unit, in the registry's order."""
    return {} if record is None else {key: one.name for key, one in record.planner.declaration.units.items()}


def link(path: str, **sought: object) -> str:
    """An address with what is sought; what is empty is left out."""
    kept = {name: str(value) for name, value in sought.items() if value not in {None, ""}}
    return f"{path}?{urlencode(kept)}" if kept else path


def pages(count: int) -> int:
    """How many pages so many rows have; at least one."""
    return max(1, -(-count // PER_PAGE))


def read_instant(text: str, *, end: bool = False) -> datetime:
    """A day or an instant in the house's zone; with `end`, a day's last second. Raises ValueError."""
    read = datetime.fromisoformat(text.strip())
    if read.tzinfo is None:
        read = read.replace(tzinfo=HOUSE_ZONE)
    bare = len(text.strip()) == len("2017-10-30")
    return read + timedelta(days=1, seconds=-1) if bare and end else read


def note(visit: Visit, where: Place) -> str:
    """Of which chain the list is, and how far that had come."""
    said = visit.say(
        words("%(campaign)s，记录至第%(sequence)s条，末条哈希 %(hash)s"),
        campaign=where.chain.campaign,
        sequence=where.chain.sequence,
        hash=where.chain.hash,
    )
    return f"{visit.say(words('演示数据，非真实情况'))} · {said}" if visit.house.simulated else said
