"""items: the register 台账 of what was recorded, each item with its steps."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from actions.register import Register, register
from campaigns.items import ItemState, StepState
from cli.files import write
from cli.houses import open_house
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from reports.cells import as_csv
from reports.item_register import Called, counts, register_table


@click.command()
@click.argument("campaign")
@click.argument("kind", required=False)
@click.option("--unit", help="只看这个单位 · of this unit")
@click.option("--open", "still_open", is_flag=True, help="只看未办结的 · only what is not over")
@click.option("--at", type=Instant(end=True), help="截至这一时刻 · as of this instant")
@click.option(
    "--csv", "out", type=click.Path(path_type=Path), metavar="FILE", help="存为CSV · into a CSV file"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件 · overwrite a file")
@options("data", "lang", "json")
def items(
    campaign: str,
    kind: str | None,
    unit: str | None,
    at: datetime | None,
    out: Path | None,
    data: Path | None,
    lang: str,
    *,
    still_open: bool,
    force: bool,
    as_json: bool,
) -> None:
    """事项台账：每件事办到哪一步 · the register of items, each with its steps, at any instant."""
    house = open_house(data, existing=True)
    found = register(house, campaign, kind, unit=unit, at=at, still_open=still_open)
    if as_json:
        print_json(_as_json(found, simulated=house.simulated))
        return
    heads, rows = register_table(found.items, Called(found.units, found.tasks, found.kinds), lang)
    if out is not None:
        write(out, as_csv(heads, rows).encode("utf-8-sig"), force=force)
        click.echo(choose(lang, f"✔ 已写入 {out}", f"✔ written to {out}"), err=True)
        return
    mark_simulated(simulated=house.simulated)
    print_table("", heads, rows)
    click.echo(counts(found.items, lang))


def _as_json(found: Register, *, simulated: bool) -> dict[str, Any]:
    told = {"campaign": found.campaign, "title": found.title, "at": found.at.isoformat()}
    return {**told, "simulated": simulated, "items": [_item(one) for one in found.items]}


def _item(one: ItemState) -> dict[str, Any]:
    item = one.item
    told: dict[str, Any] = {"kind": item.kind, "unit": item.unit, "number": item.number}
    told |= {"happened": item.happened, "what": item.what, "due": str(item.due) if item.due else None}
    told |= {"fields": dict(item.fields), "registered": item.registered.isoformat()}
    told |= {"registered_late": one.registered_late, "state": one.state, "verdict": one.verdict}
    told |= {"next": one.next.row.id if one.next else None}
    told["closed_at"] = one.closed_at.isoformat() if one.closed_at else None
    return {**told, "steps": [_step(step) for step in one.steps]}


def _step(step: StepState) -> dict[str, Any]:
    row = step.row
    dates = {name: getattr(row, name) for name in ("target", "breach", "closed_at", "done_on")}
    told = {name: value.isoformat() if value is not None else None for name, value in dates.items()}
    own = {"id": row.id, "task": row.task, "unit": row.unit, "status": row.status, "light": step.light}
    return {**own, "verdict": step.verdict, "open": step.open, **told}
