"""From a notice on record to what a letter says of it."""

import json
from datetime import date, datetime
from typing import Any, Literal, cast

from actions.house import House, OnRecord
from actions.periods import period_title
from actions.proposed import mention_of
from campaigns.amending import AMENDED, because
from campaigns.declaration import HELPING, Task
from campaigns.evidence import lack_text, titles
from campaigns.fold import in_zone
from campaigns.happened import item_words
from campaigns.lifecycle import WITHDRAWN, Tracked
from campaigns.redating import EXTENDED, RESUMED, Dates, binding, by_rule, in_force
from deadlines.because import because_moved, weekday_zh
from deadlines.certificate import read
from notifications.letters import Mention, Move, Receipt, ReceivedFile
from notifications.mentions import Kind, Said, SaidCode
from notifications.wording import last_day_before
from store import history, obligations, outbox
from store.engine import Connection
from store.outbox import Notice

#: Moves that somebody asked for or stopped, by their cause; all others are only told as moves.
_DECIDED: dict[str, Literal["extended", "resumed"]] = {EXTENDED: "extended", RESUMED: "resumed"}


def mention(house: House, connection: Connection, notice: Notice, at: datetime) -> Mention:
    """What a letter composed at `at` says of `notice`."""
    record = house.on_record(connection, notice.campaign)
    row = in_zone(notice.obligation, record.zone)
    what, _, index = notice.occasion.partition(":")
    if what == "proposed":
        return mention_of(house, connection, record, at)
    campaign, units = record.planner.campaign, record.planner.declaration.units
    whole, group = campaign.tasks[row.task], campaign.leading_group
    task, to = whole.asked_of(row.role), units[_receiver(record, whole, row)]
    kind, rule = _kind(record, what, index), read(notice.certificate)["rule"]
    # What is announced is the date by the rule; everything else speaks of the date that binds.
    dates = by_rule(notice.certificate, record.pace) if what == "moved" else in_force(row)
    return Mention(
        kind=kind,
        obligation=row.id,
        campaign_title=record.title,
        task_title=task.title,
        unit_title=units[row.unit].name,
        to_title=to.name,
        to_short=to.short,
        period_title=_period(record, row),
        via=task.via,
        deliverables=tuple(titles(record.planner.declaration, task)),
        phrase="" if _is_rework(rule) else rule["text"],
        source=rule.get("source"),
        target=dates.target,
        breach=dates.breach,
        close_of_business=_closes(record, dates),
        last_day=row.last_day,
        days_left=_days_left(record, row, at),
        days_over=_days_over(record, row, at),
        shifted=_shifted(record, row),
        signed_by=f"{group.name}办公室" if group else None,
        receipt=_receipt(connection, notice, record) if what == "receipt" else None,
        moved=_move(connection, record, row, notice.key[2], at) if what == "moved" else None,
        rework=_is_rework(rule) and kind not in {"said", "receipt"},
        said=_said(connection, record, what, index) if kind == "said" else None,
        provisional=json.loads(notice.certificate)["provisional"],
    )


def _is_rework(rule: dict[str, Any]) -> bool:
    """Whether a deadline counts from a return; no document speaks of it."""
    return bool(rule.get("after", {}).get("event") == "returned")


def _period(record: OnRecord, row: Tracked) -> str | None:
    """The period as people call it, or the item that opened it."""
    if row.item is None:
        return period_title(row.period)
    return item_words(row.item, {key: unit.short for key, unit in record.planner.declaration.units.items()})


def _kind(record: OnRecord, what: str, index: str) -> Kind:
    if what == "rung":
        return record.pace.rungs[int(index)].rung
    return cast("Kind", what) if what in {"receipt", "moved", "restored", "withdrawn", "assigned"} else "said"


def _said(connection: Connection, record: OnRecord, what: str, index: str) -> Said:
    """What the event with the sequence `index` says, as a letter tells it."""
    if what == "review":
        return Said(code="review")
    if what == "to_sign":
        return Said(code="to_sign", about=record.pace.rungs[int(index)].rung)
    told = history.at(connection, record.key, int(index))
    data, units = told["data"], record.planner.declaration.units
    wanted = data.get("wanted")
    if what in {"refused", "endorsed"}:
        # The answer names the request, which says what is asked for.
        asked = history.at(connection, record.key, data["answers"])["data"]
        data = {**asked, "reason": data["answer"] or asked["reason"]}
        wanted = asked["wanted"]
    kind = data.get("kind", "") if what in {"asked", "refused", "endorsed"} else ""
    whose = {"transferred": data.get("to", ""), "received": told["obligation"]}.get(what)
    unit = whose.split("/")[2] if whose else wanted if kind == "transfer" else None
    day = wanted if kind == "extension" else data.get("row", {}).get("paused_on")
    return Said(
        code=cast("SaidCode", what),
        text=data.get("reason") or data.get("text") or (data.get("cause", "") if what == "paused" else ""),
        about=kind,
        who=units[unit].short if unit else "",
        day=date.fromisoformat(day) if day else None,
        progress=data.get("progress") or "",
    )


def _receiver(record: OnRecord, task: Task, row: Tracked) -> str:
    """Who receives what is filed: who helps files with the lead."""
    if row.role in HELPING:
        return record.planner.declaration.responsible(task, record.planner.campaign)[0]
    return task.to or record.planner.campaign.office


def _closes(record: OnRecord, dates: Dates) -> bool:
    target = dates.target
    return target is not None and target == record.planner.office.closing(last_day_before(target))


def _move(connection: Connection, record: OnRecord, row: Tracked, version: int, at: datetime) -> Move:
    """From which dates the deadline moved, why, and until when an earlier one does not bind yet.

    It moved with `version`; a later one may rest on more notices and have the same dates.
    """
    versions = obligations.versions(connection, record.key, row.number)
    after = versions[version - 1]
    before = versions[_told_before(connection, record, row, version) - 1]
    new = by_rule(after["certificate"], record.pace)
    if (new.target, new.breach) == tuple(_instants(before, record)):
        before = versions[version - 2]
    was = _instants(before, record)
    binds = binding(row, new, record.pace, at)
    reasons = (because if after["cause"] == AMENDED else because_moved)(
        before["certificate"], after["certificate"]
    )
    return Move(
        was_target=was[0],
        was_breach=was[1],
        why="；".join(reasons),
        decided=_DECIDED.get(after["cause"]),
        grace=binds if new.breach is not None and binds is not None and binds > new.breach else None,
    )


def _instants(version: dict[str, Any], record: OnRecord) -> list[datetime]:
    return [datetime.fromtimestamp(version[name], record.zone) for name in ("target", "breach")]


def _told_before(connection: Connection, record: OnRecord, row: Tracked, version: int) -> int:
    """The version before `version` whose announcement was not withdrawn: nobody had heard of its dates."""
    notices = outbox.notices_of(connection, record.key, row.number)
    gone = {n["occasion"] for n in notices if n["state"] == WITHDRAWN and n["reason"] in {"redated", AMENDED}}
    while f"moved:{version - 1}" in gone:
        version -= 1
    return version - 1


def _days_left(record: OnRecord, row: Tracked, at: datetime) -> int | None:
    if row.target is None:
        return None
    return record.planner.calendar.between(at.astimezone(record.zone).date(), last_day_before(row.target))


def _days_over(record: OnRecord, row: Tracked, at: datetime) -> int | None:
    if row.last_day is None:
        return None
    return max(0, record.planner.calendar.between(row.last_day, at.astimezone(record.zone).date()))


def _shifted(record: OnRecord, row: Tracked) -> str | None:
    """Why people are asked for an earlier day than the last one."""
    if row.last_day is None or row.target is None or record.planner.calendar.is_working(row.last_day):
        return None
    fact = record.planner.calendar.fact(row.last_day)
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
        first_received=in_zone(notice.obligation, record.zone).first_received if version > 1 else None,
        explained=bool(row["note"]),
        reporter=json.loads(row["fields"]).get("填报人"),
    )


def receipt_number(campaign: str, number: int, version: int) -> str:
    """回执编号: the obligation's number in its campaign and the filing's version."""
    return f"{campaign}-{number:05d}-{version}"
