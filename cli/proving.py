"""verify, backup, upgrade: the record's proof, its copy, and a database of an older version."""

from pathlib import Path

import click

from actions import proof
from actions.house import ActionError
from actions.settings import from_environment
from actions.upgrade import upgrade_folder
from cli.houses import open_house
from cli.output import choose, mark_simulated, options


@click.command()
@click.option(
    "--rebuild",
    "rebuilding",
    is_flag=True,
    help="由办理记录重建并逐格比对 · rebuild the rows and compare every cell",
)
@options("data", "lang")
def verify(data: Path | None, lang: str, *, rebuilding: bool) -> None:
    """核验办理记录：任何改动都指出是哪一条 · verify the record; any change is named by its row."""
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    found = proof.verify(house, rebuilding=rebuilding)
    if not found.heads:
        raise ActionError(
            "没有可核验的办理记录：请用 --data 指明数据目录",
            "there is no record to verify: name it with --data",
        )
    for fault in found.faults:
        click.echo(f"✘ {fault}", err=True)
    if found.faults:
        raise click.exceptions.Exit(1)
    more = choose(lang, "，重建后逐格一致", ", rebuilt rows agree in every cell") if rebuilding else ""
    click.echo(
        choose(lang, f"✔ {found.events}条办理记录完整{more}", f"✔ {found.events} events verified{more}")
    )
    for campaign, last in found.heads.items():
        click.echo(f"  {campaign}  {last}")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@options("data", "lang")
def backup(target: Path, data: Path | None, lang: str) -> None:
    """备份数据库和附件到新目录 · copy database and files into a new folder."""
    house = open_house(data, existing=True)
    made = proof.backup(house, target)
    click.echo(choose(lang, f"✔ 已备份到 {made}", f"✔ backed up to {made}"))


@click.command()
@options("data", "lang")
def upgrade(data: Path | None, lang: str) -> None:
    """升级旧版本写入的数据库，先留副本 · bring an older database up to this version, keeping a copy."""
    before, after, copy = upgrade_folder(from_environment(data, None))
    if before == after:
        click.echo(choose(lang, f"✔ 已是版本 {after}，无需升级", f"✔ it is version {after} already"))
        return
    kept = choose(lang, f"，原库副本：{copy.name}", f", the old one is kept as {copy.name}") if copy else ""
    click.echo(choose(lang, f"✔ 已从 {before} 升级到 {after}{kept}", f"✔ upgraded {before} to {after}{kept}"))
