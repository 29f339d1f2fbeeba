"""roster: who named how many people against the quota, who is missing, and the team that they make."""

from pathlib import Path

import click

from actions.roster import team
from cli.files import write
from cli.houses import open_house
from cli.output import SIMULATED, choose, mark_simulated, options, print_json, print_table
from reports.cells import as_csv
from reports.rosters import Rosters, heads_of, named, people, rosters_as_json, standing_of
from reports.stamps import local


@click.command()
@click.argument("campaign", metavar="CAMPAIGN")
@click.argument("task", metavar="TASK")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="快速处置组另存为CSV · the team as CSV")
@click.option("--force", is_flag=True, help="覆盖已有文件 · overwrite the file")
@options("data", "lang", "json")
def roster(
    campaign: str,
    task: str,
    table: Path | None,
    data: Path | None,
    lang: str,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """名册：谁已报、人数与名额、谁未报，以及快速处置组 · rosters against their quota, and the team."""
    house = open_house(data, existing=True)
    found = team(house, campaign, task)
    if table is not None:
        write(table, _as_csv(found, lang, simulated=house.simulated), force=force)
    if as_json:
        print_json({**rosters_as_json(found, lang), "simulated": house.simulated})
        return
    mark_simulated(simulated=house.simulated)
    _show(found, lang)


def _show(found: Rosters, lang: str) -> None:
    asked = "、".join(f"{name}{count}" for name, count in found.quota.items()) or "—"
    heads = (
        ("单位", "收到", "人数", "情况") if lang == "zh" else ("unit", "received", "people", "how it stands")
    )
    rows = [
        (found.names[one.unit], local(one.received), named(one), standing_of(one, lang))
        for one in found.units
    ]
    print_table(
        choose(lang, f"{found.title}（名额：{asked}）", f"{found.title} (quota: {asked})"), heads, rows
    )
    title = choose(
        lang, f"快速处置组，共{len(found.team)}人", f"rapid-response team, {len(found.team)} people"
    )
    print_table(title, heads_of(found, lang), people(found))


def _as_csv(found: Rosters, lang: str, *, simulated: bool) -> bytes:
    """The team as a table that spreadsheets read; simulated data says so in its last line."""
    rows: list[tuple[str, ...]] = [*people(found), *([(SIMULATED,)] if simulated else [])]
    return ("\ufeff" + as_csv(heads_of(found, lang), rows)).encode()
