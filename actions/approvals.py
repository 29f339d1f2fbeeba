"""What waits for a leader: extensions that the office endorsed, and proposals to take a filing as none."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from actions.house import House
from actions.office_queue import Waits, queue
from actions.office_rows import called


@dataclass(frozen=True, slots=True)
class Approval:
    """One thing that waits for a leader."""

    waits: Waits
    campaign: str
    campaign_title: str
    title: str
    unit_title: str
    #: Without the campaign: what stands in an address.
    path: str
    zone: ZoneInfo


def for_leader(house: House) -> list[Approval]:
    """Everything of every campaign, the oldest first."""
    found = [one for one in queue(house) if one.kind == "disregard" or one.endorsed]
    with house.store.read() as connection:
        records = {
            key: house.on_record(connection, key) for key in {one.id.partition("/")[0] for one in found}
        }
    told = []
    for one in found:
        campaign, _, path = one.id.partition("/")
        record = records[campaign]
        unit = record.planner.declaration.units[one.unit].short
        told.append(Approval(one, campaign, record.title, called(record, one.id), unit, path, record.zone))
    return told
