"""Who has not filed yet, by task and period: what the office pastes into OA or a group."""

from collections.abc import Iterator

from actions.house import House, OnRecord
from actions.office_rows import Row, rows_seen
from actions.periods import period_title
from campaigns.events import Actor
from campaigns.lifecycle import CLOSED, OPENED, SUBMITTED
from reports.unfiled import Unfiled


def unfiled(house: House, actor: Actor, campaign: str) -> tuple[OnRecord, list[Unfiled]]:
    """Every task and period that is open for somebody, the earliest deadline first; raises UnseenError.

    What has no deadline, or was past from the start, is asked of nobody here. Of what items opened, each unit
    is named once, with how many it owes.
    """
    record, rows = rows_seen(house, actor, campaign)
    groups: dict[tuple[str, str | None], list[Row]] = {}
    for one in rows:
        row = one.row
        if row.breach is not None and row.past is None and row.status in {OPENED, SUBMITTED, CLOSED}:
            groups.setdefault((row.task, row.period), []).append(one)
    open_ = [some for some in groups.values() if any(one.row.status == OPENED for one in some)]
    return record, [_group(record, some) for some in sorted(open_, key=_first)]


def _first(some: list[Row]) -> tuple[float, int]:
    """The earliest deadline of what is open, then the plan's order."""
    breaches = [one.row.breach.timestamp() for one in some if one.row.breach and one.row.status == OPENED]
    return min(breaches), some[0].row.number


def _group(record: OnRecord, some: list[Row]) -> Unfiled:
    waits = [one for one in some if one.row.status == OPENED]
    asked = [one for one in waits if one.row.asks_extension]
    back = [one for one in waits if one.row.returned and one not in asked]
    missing = [one for one in waits if one not in asked and one not in back]
    dated = {(one.row.target, one.row.breach) for one in (*missing, *back)}
    target, breach = dated.pop() if len(dated) == 1 else (None, None)
    task, period = record.planner.campaign.tasks[some[0].row.task].title, some[0].row.period
    return Unfiled(
        title=f"{period_title(period) or ''}{task}",
        owed=len({one.row.unit for one in some}),
        missing=list(_named(missing)),
        returned=list(_named(back)),
        undecided=list(_named(asked)),
        target=target,
        breach=breach,
        ids=[one.row.id for one in (*missing, *back)],
    )


def _named(some: list[Row]) -> Iterator[str]:
    """Each unit once, in the order given; with how many, where it is more than one."""
    counts: dict[str, int] = {}
    for one in some:
        counts[one.unit_title] = counts.get(one.unit_title, 0) + 1
    for name, count in counts.items():
        yield f"{name}{count}件" if count > 1 else name
