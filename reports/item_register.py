"""台账 of items as a table: number, unit, what was written down, each step with its light, and the state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.declaration import EventKind
from campaigns.items import DONE, DROPPED, OPEN, OVERDUE, ItemState, StepState
from campaigns.lifecycle import CLOSED, TAKEN_OUT
from campaigns.lights import SHOWN

#: States of an item in Chinese and English.
STATES = {
    OPEN: ("在办", "open"),
    OVERDUE: ("逾期", "overdue"),
    DONE: ("办结", "closed"),
    DROPPED: ("撤销", "withdrawn"),
}
_HEADS = {
    "kind": ("事项", "item"),
    "number": ("文号", "number"),
    "unit": ("单位", "unit"),
    "happened": ("日期", "date"),
    "what": ("种类", "kind"),
    "due": ("时限", "due"),
    "registered": ("登记", "registered"),
    "state": ("状态", "state"),
}


@dataclass(frozen=True, slots=True)
class Called:
    """What people call units, tasks and kinds of events, by key."""

    units: Mapping[str, str]
    tasks: Mapping[str, str]
    kinds: Mapping[str, EventKind]


def register_table(
    states: Sequence[ItemState], called: Called, lang: str = "zh"
) -> tuple[list[str], list[list[str]]]:
    """The heads of the columns, and a row for each of `states`, in their order.

    Columns that say nothing of any of them are left out; steps stand in the order of the tasks declared.
    """
    steps = {step.row.task for one in states for step in one.steps}
    tasks = [task for task in called.tasks if task in steps]
    fields = list(dict.fromkeys(name for kind in called.kinds.values() for name in kind.fields or ()))
    plain = ["kind"] if len(called.kinds) > 1 else []
    plain += ["number", "unit", "happened"]
    plain += ["what"] if any(one.item.what for one in states) else []
    plain += ["due"] if any(one.item.due for one in states) else []
    heads = [_in(lang, _HEADS[name]) for name in plain]
    heads += [*fields, _in(lang, _HEADS["registered"])]
    heads += [*(called.tasks[task] for task in tasks), _in(lang, _HEADS["state"])]
    return heads, [_row(one, plain, fields, tasks, called, lang) for one in states]


def counts(states: Iterable[ItemState], lang: str = "zh") -> str:
    """How many there are in each state, in words."""
    found = [one.state for one in states]
    parts = [(_in(lang, names), found.count(state)) for state, names in STATES.items()]
    said = [f"{count} {name}" if lang == "en" else f"{name}{count}件" for name, count in parts if count]
    return (
        f"{len(found)} item(s): {', '.join(said)}" if lang == "en" else f"共{len(found)}件：{'，'.join(said)}"
    )


def _row(
    one: ItemState,
    plain: Sequence[str],
    fields: Sequence[str],
    tasks: Sequence[str],
    called: Called,
    lang: str,
) -> list[str]:
    item = one.item
    told = {
        "kind": called.kinds[item.kind].title,
        "number": item.number,
        "unit": called.units[item.unit],
        "happened": item.happened.replace("T", " "),
        "what": item.what or "",
        "due": item.due.isoformat() if item.due else "",
    }
    by_task: dict[str, list[str]] = {}
    for step in one.steps:
        by_task.setdefault(step.row.task, []).append(_step(step, lang))
    return [
        *(told[name] for name in plain),
        *(item.fields.get(name, "") for name in fields),
        _registered(one, lang),
        *(" / ".join(by_task.get(task, [])) for task in tasks),
        _in(lang, STATES[one.state]),
    ]


def _registered(one: ItemState, lang: str) -> str:
    day, late = one.item.registered.date().isoformat(), one.registered_late
    if not late:
        return day
    return f"{day} ({late} late)" if lang == "en" else f"{day}（晚{late}个工作日）"


def _step(step: StepState, lang: str) -> str:
    """A mark, and when it was done or by when it is due."""
    row, shown = step.row, SHOWN[step.light]
    if row.status == TAKEN_OUT:
        return f"{shown.mark} {_in(lang, STATES[DROPPED])}"
    late = step.verdict == "late"
    if row.status == CLOSED and not step.open:
        day = row.done_on or (row.closed_at.date() if row.closed_at else None)
        said = _in(lang, ("逾期办结", "closed late") if late else (shown.zh, shown.en))
        return f"{shown.mark} {said} {day}"
    due = f" {row.last_day}" if row.last_day is not None else ""
    return f"{shown.mark} {_in(lang, (shown.zh, shown.en))}{due}"


def _in(lang: str, pair: tuple[str, str]) -> str:
    return pair[lang == "en"]
