"""liaison: whose mailbox gets a unit's letters, and whose while the liaison is away."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from actions.liaison import Away, Liaison, name_liaison
from actions.liaison import liaison as known_liaison
from cli.houses import actor_of, open_house
from cli.output import Day, choose, mark_simulated, options, print_json


class Span(click.ParamType[tuple[date, date]]):
    """Days from one to another, both inclusive: 2017-07-03..2017-07-10."""

    name = "FROM..TO"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date]:
        """Read two ISO dates; one alone is a single day."""
        if isinstance(value, tuple):
            return value
        first, between, last = value.partition("..")
        day = Day()
        return day.convert(first, param, ctx), day.convert(last if between else first, param, ctx)


@click.command()
@click.argument("unit", metavar="UNIT")
@click.option("--contact", metavar="NAME@…", help="联络员的工作邮箱 · the liaison's mailbox")
@click.option("--absent", type=Span(), help="不在岗的日子，首尾都算 · days of absence, both inclusive")
@click.option("--substitute", metavar="NAME@…", help="代理联络员的工作邮箱 · whose mailbox stands in")
@options("data", "as", "lang", "json")
def liaison(
    unit: str,
    contact: str | None,
    absent: tuple[date, date] | None,
    substitute: str | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """联络员邮箱和代理联络员：查看或指定 · show or name where a unit's letters go."""
    if (absent is None) != (substitute is None):
        raise click.UsageError(
            "--absent 和 --substitute 要一起写：--absent 2017-07-03..2017-07-10 --substitute … · give both"
        )
    house = open_house(data, existing=True)
    by = actor_of(house, actor)
    if contact is None and absent is None:
        found = known_liaison(house, unit, by)
    else:
        away = Away(*absent, substitute) if absent is not None and substitute is not None else None
        found = name_liaison(house, unit, by, contact=contact, away=away)
    if as_json:
        print_json(_as_json(found))
        return
    mark_simulated(simulated=house.simulated)
    click.echo(f"{found.name}  {found.address or choose(lang, '没有联络员邮箱', 'no mailbox')}")
    for one in found.absences:
        days = choose(lang, f"{one.first}至{one.last} 代理联络员", f"{one.first} to {one.last} substitute")
        click.echo(f"  {days} {one.address}")


def _as_json(found: Liaison) -> dict[str, Any]:
    away = [
        {"first": one.first.isoformat(), "last": one.last.isoformat(), "substitute": one.address}
        for one in found.absences
    ]
    return {"unit": found.unit, "name": found.name, "contact": found.address, "absences": away}
