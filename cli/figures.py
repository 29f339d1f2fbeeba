"""rollup, and how statistics tables are shown: on the receipt, in an explanation, over many units."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from actions.rollup import RolledUp
from actions.rollup import rollup as rolling_up
from campaigns.form_values import Value
from campaigns.forms import ADDED, Form
from campaigns.rollup import RolledCell, Sum
from cli.files import write
from cli.houses import open_house
from cli.output import SIMULATED, Instant, choose, mark_simulated, options, print_json, print_table
from reports.cells import as_csv
from reports.explained import BLANK, form_heads, form_rows
from reports.stamps import local


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
    click.echo(_headline(found, lang))
    heads, rows = _table(found, lang)
    print_table("", heads, rows)
    for line in _notes(found, lang):
        click.echo(line)


def _headline(found: RolledUp, lang: str) -> str:
    parts = [found.form.title, found.found.period or "", found.covered.text if found.covered else ""]
    asked, gave = len(found.found.units), len(found.found.units) - len(found.found.missing)
    said = f"应报{asked}家，已报{gave}家，截至{local(found.at)}"
    told = f"{gave} of {asked} units filed, as of {local(found.at)}"
    return f"{' · '.join(part for part in parts if part)}（{found.task_title}）\n{choose(lang, said, told)}"


def _table(found: RolledUp, lang: str) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows: each column's sum with the units that gave a figure, and what has come up to now."""
    columns = found.form.of_the_period
    heads = [choose(lang, "项目", "row"), choose(lang, "计量单位", "unit")]
    up_to_now = found.form.cumulative or choose(lang, "累计", "cumulative")
    for column in columns:
        heads += [column or choose(lang, "本期", "this period"), choose(lang, "填报家数", "units")]
        if found.found.period is not None:
            heads.append(up_to_now if len(columns) == 1 else f"{column}{up_to_now}")
    by_row: dict[str, list[Any]] = {}
    for cell in found.found.cells:
        row = by_row.setdefault(cell.row.key, [cell.row.title, cell.row.unit or ""])
        row += [_total(cell.now), cell.now.gave]
        row += [_total(cell.cumulative)] if found.found.period is not None else []
    return heads, list(by_row.values())


def _total(one: Sum) -> Decimal | str:
    return BLANK if one.total is None else Decimal(one.total)


def _notes(found: RolledUp, lang: str) -> Iterator[str]:
    """Who is missing, by name, and what else a reader of the sums has to know."""
    rolled = found.found
    for units, zh, en in (
        (rolled.missing, "未报送", "not filed"),
        (rolled.unfilled, "已报送但没有可读的填报数", "filed without readable figures"),
        (rolled.zero, "零报告（按 0 计）", "zero reports (counted as 0)"),
        (rolled.open, "已计入但尚未办结", "counted, not closed yet"),
    ):
        if units:
            yield _named(choose(lang, zh, en), [found.units[unit] for unit in units], lang)
    for cell in rolled.cells:
        if cell.blank:
            label = f"{cell.row.title}{f'（{cell.column}）' if cell.column else ''}"
            said = choose(lang, f"“{label}”未填或读不出", f"“{label}” blank or unreadable")
            yield _named(said, [found.units[unit] for unit in cell.blank], lang)
    if rolled.gaps:
        gaps = [f"{found.units[unit]}（{'、'.join(periods)}）" for unit, periods in rolled.gaps.items()]
        yield _named(choose(lang, "累计中缺以往各期", "earlier periods not in the sums"), gaps, lang)
    if found.other_tasks:
        other = "、".join(found.other_tasks)
        said = f"另有任务用同一张表，另行汇总：--task {other}"
        yield choose(lang, said, f"other tasks use the same form, roll them up with --task {other}")


def _named(what: str, names: Sequence[str], lang: str) -> str:
    count = choose(lang, f"（{len(names)}家）：", f" ({len(names)}): ")
    return f"{what}{count}{choose(lang, '、', ', ').join(names)}"


def _as_csv(found: RolledUp, lang: str, *, simulated: bool) -> bytes:
    """The table, what it is of, and its notes, with the mark by which Excel knows UTF-8."""
    heads, rows = _table(found, lang)
    said = [*_headline(found, lang).splitlines(), *([SIMULATED] if simulated else []), *_notes(found, lang)]
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
