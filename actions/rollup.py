"""Roll-up 汇总: a form over its units, now or as it was known by an instant."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from actions.figures import by_number
from actions.house import ActionError, House, OnRecord
from actions.standing import folded
from campaigns.covered import Covered, covered
from campaigns.declaration import Task
from campaigns.form_values import Earlier
from campaigns.forms import Form
from campaigns.lifecycle import CLOSED, TAKEN_OUT
from campaigns.nearest import suggestion
from campaigns.rollup import Given, newest, roll_up
from reports.rolled import RolledUp
from store import form_values
from store.engine import Connection


def rollup(
    house: House,
    campaign: str,
    form: str,
    *,
    task: str | None = None,
    period: str | None = None,
    at: datetime | None = None,
) -> RolledUp:
    """The `form` of `campaign` over all units that owe it, for `period`: the newest one filed by default.

    Of several tasks that ask for the form, the first one declared unless `task` is named. With `at`, by
    what had been received then, else by all there is. Raises ActionError for names that there are not.
    """
    with house.store.read() as connection:
        record = house.on_record(connection, campaign)
        key = _form(record, form)
        tasks = _tasks(record, key)
        chosen = _named(tasks, task, ("任务", "task")) if task else next(iter(tasks))
        rows, said = _recorded(connection, record, chosen, key, at)
    given, dates = _given(record, tasks[chosen], key, rows, said)
    periods = tuple(dict.fromkeys(one.period for one in given if one.period))
    if period is not None and period not in periods:
        _named(dict.fromkeys(periods), period, ("报告期", "period"))
    wanted = period or newest(given)
    declared = record.planner.declaration
    return RolledUp(
        campaign=campaign,
        title=record.title,
        form_key=key,
        form=declared.forms[key],
        task=chosen,
        task_title=tasks[chosen].title,
        other_tasks=tuple(name for name in tasks if name != chosen),
        at=(at or house.now()).astimezone(record.zone),
        periods=periods,
        covered=_covered(record, declared.forms[key], dates.get(wanted)),
        units={name: unit.short for name, unit in declared.units.items()},
        found=roll_up(declared.forms[key], given, wanted),
    )


def _form(record: OnRecord, name: str) -> str:
    forms = record.planner.declaration.forms
    names = {n: key for key, one in forms.items() for n in (key, one.title, one.short) if n}
    return names[_named(names, name, ("统计表", "form"))]


def _tasks(record: OnRecord, form: str) -> dict[str, Task]:
    """The tasks that ask for `form`, of those who answer or of those who help, as declared."""
    tasks = record.planner.campaign.tasks
    found = {key: task for key, task in tasks.items() if _asks(task, form)}
    if not found:
        raise ActionError(f"没有任务要求报送“{form}”", f"no task asks for the form “{form}”")
    return found


def _asks(task: Task, form: str, role: str | None = None) -> bool:
    asked = [task.asked_of(one) for one in ([role] if role else ["responsible", "cooperating"])]
    return any(form in item.forms for one in asked for item in one.deliverables)


def _named(known: Mapping[str, Any], name: str, what: tuple[str, str]) -> str:
    if name in known:
        return name
    near = suggestion(name, known)
    shown = "、".join(known)
    raise ActionError(
        f"没有{what[0]}“{name}”；有：{shown}" + (f"。是不是“{near}”？" if near else ""),
        f"there is no {what[1]} “{name}”; there are: {shown}" + (f". Did you mean “{near}”?" if near else ""),
    )


def _recorded(
    connection: Connection, record: OnRecord, task: str, form: str, at: datetime | None
) -> tuple[list[dict[str, Any]], dict[int, dict[tuple[str, str], str]]]:
    """The task's obligations with their newest filing, and the form's values by obligation."""
    if at is None:
        rows = form_values.filed(connection, record.key, task)
        return rows, by_number(form_values.newest(connection, record.key, task, form))
    tables = folded(connection, record, at).tables
    mine = [row for row in tables["obligations"].values() if row["task"] == task]
    versions = {row["number"]: row["filings"] for row in mine}
    filings = {
        row["number"]: row
        for row in tables["filings"].values()
        if row["version"] == versions.get(row["number"])
    }
    rows = [
        {**row, "zero": filings[row["number"]]["zero"] if row["number"] in filings else None} for row in mine
    ]
    values = [
        (row["number"], row["row"], row["column"], row["value"])
        for row in tables["form_values"].values()
        if row["form"] == form and row["version"] == versions.get(row["number"]) and row["value"] is not None
    ]
    return rows, by_number(values)


def _given(
    record: OnRecord,
    task: Task,
    form: str,
    rows: Iterable[dict[str, Any]],
    said: Mapping[int, Mapping[tuple[str, str], str]],
) -> tuple[list[Given], dict[str | None, dict[str, Any]]]:
    """What each unit gave, periods by their dates and units in the registry's order; a row of each period."""
    units = {key: place for place, key in enumerate(record.planner.declaration.units)}
    asked = [row for row in rows if row["status"] != TAKEN_OUT and _asks(task, form, row["role"])]
    first: dict[str | None, int] = {}
    for row in asked:
        first[row["period"]] = min(first.get(row["period"], row["breach"] or 0), row["breach"] or 0)
    asked.sort(key=lambda row: (first[row["period"]], row["period"] or "", units[row["unit"]]))
    given = [
        Given(
            row["unit"],
            row["period"],
            Earlier(row["zero"] is not None, bool(row["zero"]), said.get(row["number"], {})),
            closed=row["status"] == CLOSED,
        )
        for row in asked
    ]
    return given, {row["period"]: row for row in reversed(asked)}


def _covered(record: OnRecord, form: Form, row: dict[str, Any] | None) -> Covered | None:
    if row is None:
        return None

    def day(name: str) -> date | None:
        seconds = row.get(name)
        return None if seconds is None else datetime.fromtimestamp(seconds, record.zone).date()

    last = row.get("last_day")
    return covered(
        form,
        opens=day("opens"),
        target=day("target"),
        last_day=date.fromisoformat(last) if last else None,
        issued=record.planner.campaign.begins,
    )
