"""What the pages for registering share: a campaign, its obligations as lines, instants as they are typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.house import OnRecord
from actions.mentions import receipt_number
from actions.on_trial import recorded_between, told
from actions.seeing import campaign_seen, obligations_seen
from campaigns.declaration import Task
from campaigns.happened import item_words
from campaigns.lifecycle import Tracked
from campaigns.lights import Shown, drawn, light
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation as people know it."""

    row: Tracked
    unit: str
    title: str
    #: Period or number of the item; empty where there is only one.
    about: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign on the coordinator's desk."""

    visit: Visit
    record: OnRecord

    @property
    def key(self) -> str:
        """The campaign."""
        return self.record.key

    @property
    def title(self) -> str:
        """What it is called."""
        return self.record.title

    @property
    def units(self) -> dict[str, str]:
        """Short names of its units, in the registry's order."""
        return {key: unit.short for key, unit in self.record.planner.declaration.units.items()}

    def path(self, *rest: str) -> str:
        """The address of a page of this campaign: `register`, `filing`."""
        return "/".join((f"/coordinator/{self.key}", *rest))

    def task(self, row: Tracked) -> Task:
        """What is asked of whoever owes `row`."""
        return self.record.planner.campaign.tasks[row.task].asked_of(row.role)

    def rows(self) -> list[Tracked]:
        """Every obligation, in the order of due dates."""
        return obligations_seen(self.visit.house, self.visit.actor, self.key)

    def lines(self, rows: Iterable[Tracked]) -> list[Line]:
        """`rows` as people know them, each with its light."""
        declaration, units = self.record.planner.declaration, self.units
        scheme = declaration.lights[self.record.planner.campaign.lights]
        shown, now = drawn(scheme), self.visit.house.now()
        return [
            Line(
                row,
                units[row.unit],
                self.task(row).title,
                item_words("/".join(row.id.split("/")[3:]), units),
                shown[light(row, scheme, self.record.pace, now)],
            )
            for row in rows
        ]

    def chosen(self, ids: Iterable[str]) -> list[Line]:
        """The lines of these ids, in the order of due dates; what there is not is left out."""
        wanted = set(ids)
        return self.lines(row for row in self.rows() if row.id in wanted)

    def instant(self, text: str) -> datetime | None:
        """The local instant that a browser or a person wrote, aware; None for anything else."""
        try:
            read = datetime.fromisoformat(text.strip().replace("T", " "))
        except ValueError:
            return None
        return read.replace(tzinfo=self.record.zone) if read.tzinfo is None and ":" in text else None

    def told(self, before: int, after: int) -> list[tuple[str, str]]:
        """What this account put on record between two places of the history, with receipts."""
        house, account = self.visit.house, self.visit.actor.account
        bodies = recorded_between(house, self.key, before, after)
        mine = tuple(body for body in bodies if body["actor"].get("account") == account)
        said = told(house, self.key, mine, self.visit.lang)
        return [(line, _receipt(body)) for line, body in zip(said, mine, strict=True)]


def _receipt(body: dict[str, Any]) -> str:
    """The number of the receipt of a filing; empty for anything else."""
    if body["kind"] != "filed":
        return ""
    number = int(body["number"])
    return receipt_number(str(body["campaign"]), number, int(body["data"]["version"]))


def desk_of(visit: Visit, campaign: str) -> Desk:
    """The desk of the launched campaign; raises UnseenError where there is none."""
    return Desk(visit, campaign_seen(visit.house, visit.actor, campaign))


def day_typed(text: str) -> date | None:
    """The day as a browser or a person wrote it; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
