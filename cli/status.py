"""status: how a campaign stands at any instant, in one sentence and by phase and unit."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from actions import standing
from actions.house import ActionError, House, OnRecord
from actions.unfiled import unfiled as who_owes
from campaigns.events import Actor
from campaigns.lights import Shown
from campaigns.standing import Line, Standing
from cli.assessed import show_assessed, show_milestones
from cli.houses import open_house
from cli.measured import show_measures
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from cli.proposals import proposal_as_json, show_proposal
from reports.headline import against_time, headline
from reports.standing_as_json import standing_as_json
from reports.unfiled import Unfiled, sentence


@click.command()
@click.argument("key", required=False)
@click.option("--at", type=Instant(end=True), help="截至这一时刻 · as of this instant")
@click.option("--known-at", type=Instant(end=True), help="按当时已知 · by what was recorded then")
@click.option("--unfiled", is_flag=True, help="谁没有报，可粘贴的文字 · who has not filed, to be pasted")
@options("data", "lang", "json")
def status(
    key: str | None,
    at: datetime | None,
    known_at: datetime | None,
    data: Path | None,
    lang: str,
    *,
    unfiled: bool,
    as_json: bool,
) -> None:
    """亮灯：按阶段和单位，现在或任一时刻 · lights by phase and unit, now or at any instant."""
    house = open_house(data, existing=True)
    keys = [key] if key else [name for name, _ in standing.campaigns(house)]
    if not keys:
        raise ActionError(
            "还没有启动任何专项行动：请先运行 duban launch", "nothing is launched: run duban launch"
        )
    if unfiled:
        _show_unfiled(house, keys, lang, as_json=as_json)
        return
    found = [standing.standing_at(house, name, at, known_at) for name in keys]
    if as_json:
        told = [standing_as_json(one, simulated=house.simulated) for one in found]
        print_json([{**one, "proposed": proposal_as_json(house, one["campaign"])} for one in told])
        return
    mark_simulated(simulated=house.simulated)
    for one in found:
        show_standing(one, lang)
        if at is None and known_at is None:
            show_proposal(house, one.campaign, lang)


def _show_unfiled(house: House, keys: list[str], lang: str, *, as_json: bool) -> None:
    """Now, of each task and period that somebody owes, the text for OA or a group."""
    told = []
    for key in keys:
        record, found = who_owes(house, Actor("coordinator"), key)
        told += [(key, one.title, _text(house, record, one, lang)) for one in found]
    if as_json:
        print_json([{"campaign": key, "task": title, "text": text} for key, title, text in told])
        return
    mark_simulated(simulated=house.simulated)
    for _, _, text in told:
        click.echo(text)


def _text(house: House, record: OnRecord, one: Unfiled, lang: str) -> str:
    return sentence(one, house.now(), record.zone, lang, simulated=house.simulated)


def show_standing(found: Standing, lang: str) -> None:
    """The leader's sentence, then phases, then units."""
    click.echo(headline(found, lang))
    if found.total.progress is not None:
        click.echo(against_time(found.total.progress, found, lang))
    show_milestones(found, lang)
    heads = [_named(shown, lang) for shown in found.shown.values()]
    heads.append(choose(lang, "逾期办结", "closed late"))
    heads += [choose(lang, "序时进度", "progress")] if found.total.progress else []
    no_phase = choose(lang, "不分阶段", "no phase")
    phases = [_row(line, found, lang, no_phase) for line in found.phases]
    print_table("", [choose(lang, "阶段", "phase"), *heads], phases)
    units = [_row(line, found, lang) for line in found.units]
    print_table("", [choose(lang, "单位", "unit"), *heads], units)
    show_measures(found, lang)
    show_assessed(found, lang)


def _named(shown: Shown, lang: str) -> str:
    return f"{shown.mark} {choose(lang, shown.zh, shown.en)}"


def _row(line: Line, found: Standing, lang: str, untitled: str = "") -> list[Any]:
    told = [] if line.progress is None else [against_time(line.progress, found, lang)]
    return [line.title or untitled, *[line.count(name) for name in found.shown], line.late, *told]
