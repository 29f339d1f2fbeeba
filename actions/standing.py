"""Standing and history for reading: as of now, as of any past instant, and as it was known then."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Any

from actions.acts import unit_of
from actions.house import House, OnRecord
from campaigns.brief import COLUMNS, Brief, briefs, columns_of
from campaigns.fold import Memory, fold, tracked
from campaigns.happened import item_words
from campaigns.lifecycle import Tracked
from campaigns.measures import Figures, recorded
from campaigns.rewind import turn_back
from campaigns.standing import Standing, standing
from store import history, measurements, obligations, overview
from store.engine import Connection


@dataclass(frozen=True, slots=True)
class Escalation:
    """A rung above 催办 that was reached."""

    title: str
    markdown: str


def campaigns(house: House) -> tuple[tuple[str, str], ...]:
    """Key and title of every launched campaign."""
    with house.store.read() as connection:
        keys = [key for key, *_ in obligations.running(connection)]
        return tuple((key, house.on_record(connection, key).title) for key in keys)


def titles(house: House, campaign: str) -> tuple[dict[str, str], dict[str, str]]:
    """What people call the units and the tasks of a launched campaign, by key."""
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
    units = {key: unit.short for key, unit in record.planner.declaration.units.items()}
    return units, {key: task.title for key, task in record.planner.campaign.tasks.items()}


def standing_at(
    house: House, campaign: str, at: datetime | None = None, known_at: datetime | None = None
) -> Standing:
    """How `campaign` stands at the instant `at` (default: now).

    By all that is known today, or with `known_at` by what had been recorded then. Raises ActionError for a
    campaign that was never launched.
    """
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        when = (at or house.now()).astimezone(record.zone)
        past = at is not None or known_at is not None
        rows, figures = as_of(connection, record, when if past else None, known_at)
    return standing(record.planner, record.pace, rows, when, figures)


def as_of(
    connection: Connection, record: OnRecord, at: datetime | None = None, known_at: datetime | None = None
) -> tuple[list[Brief], list[Figures]]:
    """The obligations of a campaign, by number, and its measures' figures: now, or as they stood at `at`."""
    figures: Iterable[Mapping[str, Any]] = measurements.of(connection, record.key)
    if at is None:
        rows = overview.in_brief(connection, record.key, record.zone)
    elif known_at is None:
        rows = _turned_back(connection, record, at)
        if figures:
            told = history.of_no_obligation(connection, record.key)
            figures = fold(body for body in told if _counts(body, at, None)).tables["measurements"].values()
    else:
        memory = folded(connection, record, at, known_at)
        rows, figures = _in_brief(memory, record), memory.tables["measurements"].values()
    return rows, [recorded(row) for row in figures]


def _turned_back(connection: Connection, record: OnRecord, at: datetime) -> list[Brief]:
    """Rows that say themselves how they stood at `at`; of the others, the history is folded."""
    stored, launched, registered = overview.to_turn_back(connection, record.key)
    rows, unsaid = turn_back(stored, floor(at.timestamp()), launched, registered)
    found = briefs((row[: len(COLUMNS)] for row in rows), record.zone)
    if not unsaid:
        return found
    told = overview.events_of(connection, record.key, unsaid)
    memory = fold(body for body in told if _counts(body, at, None))
    return sorted([*found, *_in_brief(memory, record)], key=lambda one: one.number)


def _in_brief(memory: Memory, record: OnRecord) -> list[Brief]:
    """The obligations in `memory`, in the order of their numbers."""
    rows = memory.tables["obligations"]
    return briefs((columns_of(rows[key]) for key in sorted(rows)), record.zone)


def obligations_of(memory: Memory, record: OnRecord) -> list[Tracked]:
    """The obligations in `memory`, in the order of their numbers."""
    rows = memory.tables["obligations"]
    return [tracked(rows[key], record.zone) for key in sorted(rows)]


def folded(
    connection: Connection, record: OnRecord, at: datetime, known_at: datetime | None = None
) -> Memory:
    """Every row as the history gives it: by what had taken effect by `at`, recorded by `known_at`."""
    told = history.bodies(connection, record.key)
    return fold(body for body in told if _counts(body, at, known_at))


def _counts(body: dict[str, Any], at: datetime, known_at: datetime | None) -> bool:
    """A fact counts when it had taken effect by `at`; a plan counts from its launch on."""
    noticed = datetime.fromisoformat(body["noticed"])
    if known_at is not None and noticed > known_at:
        return False
    return datetime.fromisoformat(body["effective"]) <= at


def told(
    house: House, campaign: str, *, unit: str | None = None, task: str | None = None
) -> Iterator[dict[str, Any]]:
    """The history's bodies in order, of a unit (key, name or alias) or a task where one is named."""
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        unit = unit_of(record, unit) if unit else None
        task = {one.title: key for key, one in record.planner.campaign.tasks.items()}.get(task or "", task)
        for body in history.bodies(connection, campaign):
            parts = (body["obligation"] or "//").split("/")
            if unit in {None, parts[2]} and task in {None, parts[1]}:
                yield body


def escalations(house: House, campaign: str, after: int) -> tuple[Escalation, ...]:
    """Rungs above 催办, which goes to the unit alone, recorded after history sequence `after`."""
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        bodies = list(history.bodies(connection, campaign, after=after))
    rungs = [b for b in bodies if b["kind"] == "rung_reached" and b["data"]["rung"] not in {"remind", "urge"}]
    return tuple(_escalation(record, body) for body in rungs)


def _escalation(record: OnRecord, body: dict[str, Any]) -> Escalation:
    names = {"urge": "催办", "supervise": "督办", "circular": "通报", "interview": "工作约谈"}
    _, task, unit, *rest = body["obligation"].split("/")
    title = record.planner.campaign.tasks[task].title
    whom = record.planner.declaration.units[unit].name
    rung = names[body["data"]["rung"]]
    titles = {key: one.short for key, one in record.planner.declaration.units.items()}
    period = f"（{item_words('/'.join(rest), titles)}）" if rest else ""
    head = f"{rung} · {whom} · {title}{period}"
    to = "、".join(f"{n['recipient']}：{n['state']}" for n in body["data"]["notices"])
    lines = [
        f"# {head}",
        f"- {record.title}",
        f"- 生效 {body['effective']}，记录 {body['noticed']}",
        f"- {to}",
    ]
    return Escalation(head, "\n".join(lines))
