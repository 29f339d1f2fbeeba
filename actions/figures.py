"""Figures 填报数: the statistics tables of a filing, read cell by cell, beside what was said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from actions.house import ActionError, OnRecord
from campaigns.declaration import Declaration, Task
from campaigns.form_sheet import MOST_BYTES, cells, decoded
from campaigns.form_values import Earlier, Typed, Value, fill, signatures
from campaigns.forms import Form
from campaigns.lifecycle import TAKEN_OUT, Tracked
from campaigns.nearest import suggestion
from store import form_values
from store.engine import Connection


@dataclass(frozen=True, slots=True)
class Figures:
    """What the typed forms of a filing say."""

    #: By form, its cells in order.
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    lacking: tuple[dict[str, Any], ...] = ()
    doubts: tuple[dict[str, Any], ...] = ()

    @property
    def recorded(self) -> dict[str, list[list[str | None]]]:
        """The values as the history keeps them; a form that is wholly blank has none."""
        return {
            key: [[one.row, one.column, one.typed, one.value] for one in some]
            for key, some in self.values.items()
            if some
        }


def form_called(declaration: Declaration, task: Task, name: str) -> str:
    """The key of the form that `task` asks for and people call `name`; raises ActionError for another."""
    asked = dict.fromkeys(form for item in task.deliverables for form in sorted(item.forms))
    forms = {key: declaration.forms[key] for key in asked}
    names = {n: key for key, form in forms.items() for n in (key, form.title, form.short) if n}
    if name not in names:
        near, known = suggestion(name, names), "、".join(forms)
        asks = (
            (f"要报的表：{known}", f"it asks for: {known}")
            if forms
            else ("不要求统计表", "it asks for no form")
        )
        raise ActionError(
            f"“{task.title}”没有名为“{name}”的表（{asks[0]}）" + (f"，是不是“{near}”？" if near else ""),
            f"“{task.title}” has no form “{name}” ({asks[1]})"
            + (f", did you mean “{near}”?" if near else ""),
        )
    return names[name]


def read_figures(
    connection: Connection,
    record: OnRecord,
    row: Tracked,
    typed: Mapping[str, Typed | Path],
    fields: Mapping[str, str],
    today: date,
) -> Figures:
    """The forms that were `typed`, by key: cells, or a CSV file that holds them; dates are up to `today`.

    `fields` are the signatures among others.
    """
    values: dict[str, tuple[Value, ...]] = {}
    lacking: list[dict[str, Any]] = []
    doubts: list[dict[str, Any]] = []
    for key, given in typed.items():
        form = record.planner.declaration.forms[key]
        said, faults = _sheet(form, given) if isinstance(given, Path) else (given, [])
        if said is not None:
            filled = fill(form, said, today, earlier(connection, record.key, row, key))
            values[key] = filled.values
            faults += filled.lacking
            doubts += filled.doubts
        lacking += [*faults, *signatures(form, fields, today)]
    unique = {str(lack): lack for lack in lacking}
    return Figures(values, tuple(unique.values()), tuple(doubts))


def earlier(connection: Connection, campaign: str, row: Tracked, form: str) -> list[Earlier]:
    """What the unit said in the periods before that of `row`, the oldest first."""
    if row.period is None:
        return []
    found = form_values.filed(connection, campaign, row.task, row.unit)
    before = sorted(
        (one for one in found if one["status"] != TAKEN_OUT),
        key=lambda one: (one["breach"] or 0, one["number"]),
    )
    numbers = [one["number"] for one in before]
    if row.number in numbers:
        before = before[: numbers.index(row.number)]
    said = by_number(form_values.newest(connection, campaign, row.task, form))
    return [
        Earlier(one["zero"] is not None, bool(one["zero"]), said.get(one["number"], {})) for one in before
    ]


def by_number(cells_of: Iterable[tuple[int, str, str, str]]) -> dict[int, dict[tuple[str, str], str]]:
    """Values by cell for each obligation's number."""
    found: dict[int, dict[tuple[str, str], str]] = {}
    for number, row, column, value in cells_of:
        found.setdefault(number, {})[row, column] = value
    return found


def shown(forms: Mapping[str, Form], found: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Value, ...]]:
    """Values on record, by form and in the order of its rows and columns; those it no longer has last."""
    by_form: dict[str, list[Value]] = {}
    for one in found:
        value = Value(one["row"], one["column"], one["typed"], one["value"])
        by_form.setdefault(one["form"], []).append(value)
    return {key: tuple(sorted(some, key=_order(forms[key]))) for key, some in by_form.items()}


def _order(form: Form) -> Any:
    rows = {row.key: place for place, row in enumerate(form.rows)}
    columns = {column: place for place, column in enumerate(form.places)}
    last = len(rows), len(columns)
    return lambda one: (rows.get(one.row, last[0]), columns.get(one.column, last[1]))


def _sheet(form: Form, file: Path) -> tuple[Typed | None, list[dict[str, Any]]]:
    """The cells in a CSV file; None where it is no table, which is told."""
    text = decoded(file.read_bytes()) if file.stat().st_size <= MOST_BYTES else None
    found = cells(form, text) if text is not None else None
    if found is None:
        return None, [{"code": "no_table", "typed": form.title}]
    return found
