"""From a notice on record to what a letter says of it."""

import json
from datetime import datetime

from actions.house import House, OnRecord
from campaigns.evidence import lack_text, titles
from campaigns.fold import in_zone
from campaigns.lifecycle import Tracked
from deadlines.certificate import weekday_zh
from notifications.letters import Mention, Receipt, ReceivedFile
from notifications.wording import last_day_before
from store import outbox
from store.engine import Connection
from store.outbox import Notice


def mention(house: House, connection: Connection, notice: Notice, at: datetime) -> Mention:
    """What a letter composed at `at` says of `notice`."""
    record = house.on_record(connection, notice.campaign)
    row = in_zone(notice.obligation, record.zone)
    what, _, index = notice.occasion.partition(":")
    task = record.planner.campaign.tasks[row.task]
    units = record.planner.declaration.units
    to = units[task.to or record.planner.campaign.office]
    group = record.planner.campaign.leading_group
    return Mention(
        kind="receipt" if what == "receipt" else record.pace.rungs[int(index)].rung,
        obligation=row.id,
        campaign_title=record.title,
        task_title=task.title,
        unit_title=units[row.unit].name,
        to_title=to.name,
        to_short=to.short,
        period_title=period_title(row.period) if row.item is None else row.item,
        via=task.via,
        deliverables=tuple(titles(record.planner.declaration, task)),
        phrase=task.deadline.text,
        source=task.deadline.source,
        target=row.target,
        breach=row.breach,
        close_of_business=_closes(record, row),
        last_day=row.last_day,
        days_left=_days_left(house, record, row, at),
        days_over=_days_over(house, record, row, at),
        shifted=_shifted(house, row),
        signed_by=f"{group.name}办公室" if group else None,
        receipt=_receipt(connection, notice, record) if what == "receipt" else None,
    )


def period_title(period: str | None) -> str | None:
    """2017-10 as people say it: 10月份."""
    return None if period is None else f"{int(period[5:7])}月份"


def _closes(record: OnRecord, row: Tracked) -> bool:
    return row.target is not None and row.target == record.planner.office.closing(last_day_before(row.target))


def _days_left(house: House, record: OnRecord, row: Tracked, at: datetime) -> int | None:
    if row.target is None:
        return None
    return house.calendar.between(at.astimezone(record.zone).date(), last_day_before(row.target))


def _days_over(house: House, record: OnRecord, row: Tracked, at: datetime) -> int | None:
    if row.last_day is None:
        return None
    return max(0, house.calendar.between(row.last_day, at.astimezone(record.zone).date()))


def _shifted(house: House, row: Tracked) -> str | None:
    """Why people are asked for an earlier day than the last one."""
    if row.last_day is None or row.target is None or house.calendar.is_working(row.last_day):
        return None
    fact = house.calendar.fact(row.last_day)
    named = f"{fact.name}放假" if fact.name else "法定节假日"
    why = named if fact.kind == "holiday" else weekday_zh(row.last_day)
    return f"{row.last_day.month}月{row.last_day.day}日为{why}"


def _receipt(connection: Connection, notice: Notice, record: OnRecord) -> Receipt:
    version = int(notice.occasion.partition(":")[2])
    campaign, number = notice.key[0], notice.key[1]
    row = outbox.filing(connection, campaign, number, version)
    received, registered = (datetime.fromtimestamp(row[k], record.zone) for k in ("received", "registered"))
    files = tuple(ReceivedFile(name=f["name"], size=f["size"], sha256=f["sha256"]) for f in row["files"])
    return Receipt(
        number=receipt_number(campaign, number, version),
        version=version,
        received=received,
        registered=registered if registered != received else None,
        channel=row["channel"] if row["channel"] != "system" else None,
        files=files,
        lacking=tuple(lack_text(lack) for lack in json.loads(row["lacking"])),
    )


def receipt_number(campaign: str, number: int, version: int) -> str:
    """回执编号: the obligation's number in its campaign and the filing's version."""
    return f"{campaign}-{number:05d}-{version}"
