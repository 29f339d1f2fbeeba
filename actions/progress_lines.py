"""How tasks without a date are going: what each unit answered last, and who did not answer 未回应."""

from dataclasses import dataclass
from datetime import datetime

from actions.house import House, OnRecord
from actions.office_rows import Row, rows_seen
from campaigns.events import Actor
from campaigns.lifecycle import OPENED
from store import progress


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One obligation without a date."""

    row: Row
    #: When it was last asked after; None before the first review.
    asked: datetime | None
    #: What was answered last, and when; None where nothing was.
    text: str | None
    at: datetime | None

    @property
    def unanswered(self) -> bool:
        """未回应: the last review was not answered."""
        return self.row.row.unanswered


def progress_lines(house: House, actor: Actor, campaign: str) -> tuple[OnRecord, list[ProgressLine]]:
    """Every open obligation of `campaign` that is reviewed instead of being due; raises UnseenError."""
    record, rows = rows_seen(house, actor, campaign)
    reviewed = dict(record.pace.cadences)
    with house.store.read() as connection:
        told = progress.last_responses(connection, campaign)
    found = []
    for one in rows:
        row = one.row
        if row.status == OPENED and row.task in reviewed:
            asked = row.judged if row.opens is None or (row.judged or row.opens) > row.opens else None
            text = told[row.number]["data"]["text"] if row.number in told else None
            found.append(ProgressLine(one, asked, text, row.responded))
    return record, found
