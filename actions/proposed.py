"""What a letter says of a proposal from the campaign above."""

from datetime import datetime

from actions.cascade import Change, Proposal, proposal
from actions.house import House, OnRecord
from actions.periods import period_title
from notifications.letters import Mention, Proposed, ProposedChange
from store.engine import Connection

#: So many changes are told one by one; the rest are only counted.
TOLD = 30


def stands(house: House, connection: Connection, campaign: str, occasion: str, at: datetime) -> bool:
    """Whether the proposal of which a notice of this `occasion` tells can still be taken at `at`."""
    found = proposal(connection, campaign, house.calendars, at)
    return found is not None and found.occasion == occasion


def pending(house: House, campaign: str) -> Proposal | None:
    """What is proposed to `campaign` now and not taken; None for nothing, or where it is not on record."""
    with house.store.read() as connection:
        return proposal(connection, campaign, house.calendars, house.now())


def mention_of(house: House, connection: Connection, record: OnRecord, at: datetime) -> Mention:
    """The proposal that the campaign on `record` may take at `at`; raises LookupError where there is none."""
    found = proposal(connection, record.key, house.calendars, at)
    if found is None:
        raise LookupError(record.key)
    office = record.planner.declaration.units[record.planner.campaign.office]
    told = Proposed(
        parent_title=found.parent_title,
        revision=found.revision,
        changes=tuple(_change(record, found, one) for one in found.changes[:TOLD]),
        more=max(0, len(found.changes) - TOLD),
        campaign=record.key,
    )
    return Mention(
        kind="proposed",
        obligation=record.key,
        campaign_title=record.title,
        task_title=found.parent_title,
        unit_title=office.name,
        to_title=office.name,
        to_short=office.short,
        proposed=told,
    )


def _change(record: OnRecord, found: Proposal, one: Change) -> ProposedChange:
    # What is no longer asked for is called as it is on record.
    planner = record.planner if one.now is None else found.planner
    title, unit = planner.campaign.tasks[one.task].title, planner.declaration.units[one.unit].short
    was, now = (dates.breach if dates is not None else None for dates in (one.was, one.now))
    return ProposedChange(title=f"{unit} {period_title(one.period) or ''}{title}", was=was, now=now)
