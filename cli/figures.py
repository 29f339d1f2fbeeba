"""rollup, and how statistics tables are shown: on the receipt, in an explanation, over many units."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from actions.rollup import rollup as rolling_up
from campaigns.form_values import Value
from campaigns.forms import ADDED, Form
from campaigns.rollup import RolledCell
from cli.files import write
from cli.houses import open_house
from cli.output import SIMULATED, Instant, mark_simulated, options, print_json, print_table
from reports.cells import as_csv
from reports.explained import form_heads, form_rows
from reports.rolled import RolledUp, elsewhere, headline, notes, summed


def show_form(form: Form, values: Sequence[Value], lang: str) -> None:
    """One unit's table."""
    print_table(form.title, form_heads(form, lang), form_rows(form, values))


def form_as_json(values: Sequence[Value]) -> list[dict[str, Any]]:
    """The cells of a table that are not blank."""
    return [
        {"row": one.row, "column": one.column or None, "typed": one.typed, "value": one.value}
        for one in values
    ]


@click.command()
@click.argument("campaign", metavar="CAMPAIGN")
@click.argument("form", metavar="FORM")
@click.option(
    "--period", help="哪一期，如 2017-10；默认最近报送的一期 · which period, the newest filed by default"
)
@click.option("--task", help="哪项任务的表（几项任务同用一表时） · of which task, where several use the form")
@click.option("--at", type=Instant(end=True), help="截至这一时刻 · as of this instant")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="另存为CSV · write it as CSV")
@click.option("--force", is_flag=True, help="覆盖已有文件 · overwrite the file")
@options("data", "lang", "json")
def rollup(
    campaign: str,
    form: str,
    period: str | None,
    task: str | None,
    at: datetime | None,
    table: Path | None,
    data: Path | None,
    lang: str,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """汇总一张统计表：本期、累计、谁没有报 · a form over its units, this period and all; who is missing."""
    house = open_house(data, existing=True)
    found = rolling_up(house, campaign, form, task=task, period=period, at=at)
    if table is not None:
        write(table, _as_csv(found, lang, simulated=house.simulated), force=force)
    if as_json:
        print_json({**_as_json(found), "simulated": house.simulated})
        return
    mark_simulated(simulated=house.simulated)
    click.echo(headline(found, lang))
    heads, rows = summed(found, lang)
    print_table("", heads, rows)
    for line in filter(None, (*notes(found, lang), elsewhere(found, lang))):
        click.echo(line)


def _as_csv(found: RolledUp, lang: str, *, simulated: bool) -> bytes:
    """The table, what it is of, and its notes, with the mark by which Excel knows UTF-8."""
    heads, rows = summed(found, lang)
    said = [
        *headline(found, lang).splitlines(),
        *([SIMULATED] if simulated else []),
        *filter(None, (*notes(found, lang), elsewhere(found, lang))),
    ]
    return ("\ufeff" + as_csv(heads, [*rows, [], *([line] for line in said)])).encode()


def _as_json(found: RolledUp) -> dict[str, Any]:
    rolled = found.found
    own: dict[str, Any] = {
        "campaign": found.campaign,
        "form": found.form_key,
        "title": found.form.title,
        "task": found.task,
    }
    own |= {"period": rolled.period, "periods": list(found.periods), "at": found.at.isoformat()}
    days = {"from": _day(found.covered.first), "to": _day(found.covered.last)} if found.covered else None
    who = {name: list(getattr(rolled, name)) for name in ("units", "missing", "unfilled", "zero", "open")}
    gaps = {unit: list(periods) for unit, periods in rolled.gaps.items()}
    return {**own, "covers": days, **who, "gaps": gaps, "cells": list(map(_cell, rolled.cells))}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _cell(cell: RolledCell) -> dict[str, Any]:
    row = {"row": cell.row.key, "title": cell.row.title, "unit": cell.row.unit, "type": cell.row.type}
    sums = {
        name: {"total": one.total, "gave": one.gave}
        for name, one in (("now", cell.now), ("cumulative", cell.cumulative))
    }
    added = cell.row.type in ADDED
    return {**row, "column": cell.column or None, "added": added, **sums, "blank": list(cell.blank)}
