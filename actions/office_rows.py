"""Obligations as the office lists them: title, light, verdict; what was filed and waits for review."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.house import House, OnRecord
from actions.seeing import campaign_seen, sees
from campaigns.events import Actor
from campaigns.happened import item_words
from campaigns.lifecycle import CLOSED, SUSPENDED, TAKEN_OUT, Tracked
from campaigns.lights import LATE, Shown, drawn, light, rework_verdict, verdict
from store import obligations, requests


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation in a list."""

    row: Tracked
    #: Without the campaign: what stands in an address.
    path: str
    #: The task with its period or item: 月报（2017-06）.
    title: str
    unit_title: str
    light: str
    shown: Shown
    #: in_time or late once something was filed, else None.
    verdict: str | None
    #: Of rework 退改, the same.
    rework: str | None

    @property
    def overdue(self) -> bool:
        """Whether its light calls it late."""
        return self.light in LATE


@dataclass(frozen=True, slots=True)
class Filed:
    """A row that waits for review, with its newest filing."""

    row: Row
    version: int
    received: datetime
    registered: datetime
    #: system, OA, 纸质 ...
    channel: str
    zero: bool
    #: 填报人, where it was named.
    reporter: str
    #: What the evidence contract misses; `campaigns.evidence.lack_text` says it in words.
    lacking: tuple[dict[str, Any], ...]
    note: str | None


def called(record: OnRecord, key: str) -> str:
    """The task of the obligation `key` with its period or item, as sentences of the history have it."""
    planner = record.planner
    _, task, _, *rest = key.split("/")
    title = planner.campaign.tasks[task].title
    titles = {key: unit.short for key, unit in planner.declaration.units.items()}
    return f"{title}（{item_words('/'.join(rest), titles)}）" if rest else title


def as_rows(record: OnRecord, rows: Iterable[Tracked], at: datetime) -> list[Row]:
    """`rows` of the campaign on `record` as they stand at `at`, in the order given."""
    units, campaign = record.planner.declaration.units, record.planner.campaign
    scheme = record.planner.declaration.lights[campaign.lights]
    shapes, found = drawn(scheme), []
    for row in rows:
        name, path = light(row, scheme, record.pace, at), row.id.partition("/")[2]
        judged = verdict(row), rework_verdict(row, at)
        title, unit = called(record, row.id), units[row.unit].short
        found.append(Row(row, path, title, unit, name, _shown(row, shapes[name]), *judged))
    return found


def _shown(row: Tracked, shown: Shown) -> Shown:
    """The light as it is drawn; of what has none, why."""
    why = _WITHOUT.get((row.how or "") if row.status == CLOSED else row.status)
    return replace(shown, zh=why[0], en=why[1]) if why is not None else shown


#: What has no light, by its status or by how it was closed.
_WITHOUT = {
    SUSPENDED: ("暂停计时", "paused"),
    TAKEN_OUT: ("撤销", "withdrawn"),
    "waived": ("免报", "waived"),
}


def rows_seen(house: House, actor: Actor, campaign: str) -> tuple[OnRecord, list[Row]]:
    """What `actor` sees of `campaign`, by the registry's order; raises UnseenError for an unknown one."""
    record = campaign_seen(house, actor, campaign)
    order = {unit: place for place, unit in enumerate(record.planner.declaration.units)}
    with house.store.read() as connection:
        known = obligations.everything(connection, campaign, record.zone)
        rows = sorted((r for r in known if sees(actor, r.unit)), key=lambda r: (order[r.unit], r.number))
    return record, as_rows(record, rows, house.now())


def for_review(house: House, actor: Actor, campaign: str) -> tuple[OnRecord, list[Filed]]:
    """What of `campaign` waits for review, the first received first; raises UnseenError."""
    record = campaign_seen(house, actor, campaign)
    with house.store.read() as connection:
        found = [
            one for one in requests.submitted(connection, campaign, record.zone) if sees(actor, one[0].unit)
        ]
    rows = as_rows(record, (row for row, _ in found), house.now())
    return record, [_filed(record, row, cells) for row, (_, cells) in zip(rows, found, strict=True)]


def _filed(record: OnRecord, row: Row, cells: dict[str, Any]) -> Filed:
    received, registered = (datetime.fromtimestamp(cells[k], record.zone) for k in ("received", "registered"))
    return Filed(
        row=row,
        version=cells["version"],
        received=received,
        registered=registered,
        channel=cells["channel"],
        zero=bool(cells["zero"]),
        reporter=json.loads(cells["fields"]).get("填报人", ""),
        lacking=tuple(json.loads(cells["lacking"])),
        note=cells["note"],
    )


def waiting_counts(house: House) -> dict[str, dict[str, int]]:
    """By campaign how much waits: `review`, extension, transfer, disregard, and `sign` 待签发."""
    with house.store.read() as connection:
        return requests.counts(connection)
