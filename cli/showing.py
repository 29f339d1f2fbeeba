"""explain, history, outbox: what auditors read."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from actions import explain as explaining
from actions import standing
from actions.house import ActionError, House
from actions.outbox import letters, undeliverable
from actions.people import names_in
from campaigns.lifecycle import TAKEN_OUT
from cli.figures import form_as_json, show_form
from cli.houses import open_house
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from reports.decided import Names
from reports.explained import occasion, reasons
from reports.sentences import sentence
from reports.stamps import local
from reports.terms import addressee, term


@click.command()
@click.argument("key", metavar="ID")
@options("data", "lang", "json")
def explain(key: str, data: Path | None, lang: str, *, as_json: bool) -> None:
    """期限证明，以及每条提醒为何发出 · the deadline's certificate, and why each notice was sent."""
    house = open_house(data, existing=True)
    found = explaining.explain(house, key)
    if as_json:
        shown = {"id": key, "status": found.row.status, "light": found.light, "verdict": found.verdict}
        print_json(
            {
                **shown,
                "breach": found.row.breach.isoformat() if found.row.breach else None,
                "certificate": json.loads(found.certificate),
                "above": [{"id": one.id, "certificate": json.loads(one.certificate)} for one in found.above],
                "notices": found.notices,
                "events": found.events,
                "forms": {key: form_as_json(values) for key, (_, values) in found.figures.items()},
            }
        )
        return
    mark_simulated(simulated=house.simulated)
    light = found.shown
    said = choose(lang, light.zh, light.en)
    if found.row.status == TAKEN_OUT:
        said = choose(lang, "已撤销（补充通知）", "withdrawn by an amendment")
    click.echo(f"{light.mark} {said}  {found.unit_title} · {found.title}  {key}")
    for line in reasons(found.certificate, found.row.breach, found.called, found.above, lang):
        click.echo(f"  {line}")
    for form, values in found.figures.values():
        show_form(form, values, lang)
    names = _names(house, key.partition("/")[0], list(found.events))
    for event in found.events:
        click.echo(f"  {sentence(event, names, lang)}")
    for notice in found.notices:
        ended = local(datetime.fromtimestamp(notice["ended"], house.now().tzinfo)) if notice["ended"] else ""
        about = occasion(notice["occasion"], found.rungs, lang)
        parts = [addressee(lang, notice["recipient"], names.units), about]
        parts += [term(lang, notice["state"]), term(lang, notice["reason"]), ended]
        click.echo(f"    → {' '.join(part for part in parts if part)}")


@click.command()
@click.argument("key", required=False)
@click.option("--unit", help="只看这个单位 · of this unit")
@click.option("--task", help="只看这项任务 · of this task")
@click.option("--at", type=Instant(end=True), help="截至这一时刻的记录 · recorded by this instant")
@options("data", "lang", "json")
def history(
    key: str | None,
    unit: str | None,
    task: str | None,
    at: datetime | None,
    data: Path | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """办理记录，一行一事 · the record, one sentence a line."""
    house = open_house(data, existing=True)
    _refuse_unknown_task(house, _keys(house, key), task)
    bodies = [body for name in _keys(house, key) for body in standing.told(house, name, unit=unit, task=task)]
    bodies = [b for b in bodies if at is None or datetime.fromisoformat(b["noticed"]) <= at]
    if as_json:
        print_json(bodies)
        return
    mark_simulated(simulated=house.simulated)
    for name in _keys(house, key):
        mine = [body for body in bodies if body["campaign"] == name]
        names = _names(house, name, mine)
        for body in mine:
            click.echo(f"{body['sequence']:>6}  {sentence(body, names, lang)}")


def _names(house: House, campaign: str, bodies: list[dict[str, Any]]) -> Names:
    units, tasks = standing.titles(house, campaign)
    return Names(units, tasks, names_in(house, bodies))


def _refuse_unknown_task(house: House, keys: list[str], task: str | None) -> None:
    """A task is named by its key or its title; one that no campaign has is refused."""
    known = {name: title for key in keys for name, title in standing.titles(house, key)[1].items()}
    if task is not None and task not in known and task not in known.values():
        shown = "、".join(known)
        raise ActionError(
            f"没有名为“{task}”的任务；有：{shown}", f"there is no task “{task}”; there are: {shown}"
        )


def _keys(house: House, key: str | None) -> list[str]:
    return [key] if key else [name for name, _ in standing.campaigns(house)]


def unit_names(house: House) -> dict[str, str]:
    """What people call every unit of every launched campaign."""
    names: dict[str, str] = {}
    for key, _ in standing.campaigns(house):
        names |= standing.titles(house, key)[0]
    return names


@click.command()
@click.option("--limit", default=20, show_default=True, help="最近多少封 · how many of the newest")
@options("data", "lang", "json")
def outbox(limit: int, data: Path | None, lang: str, *, as_json: bool) -> None:
    """发件箱：发给谁、什么主题、到哪一步 · letters, to whom, and what became of them."""
    house = open_house(data, existing=True)
    found, dead = letters(house, limit), undeliverable(house)
    if as_json:
        print_json(found)
        return
    mark_simulated(simulated=house.simulated)
    heads = ("日期", "发给", "主题", "状态") if lang == "zh" else ("day", "to", "subject", "state")
    units = unit_names(house)
    who = [addressee(lang, one["recipient"], units) for one in found]
    rows = [(o["day"], to, o["subject"], term(lang, o["state"])) for o, to in zip(found, who, strict=True)]
    print_table("", heads, rows)
    if dead:
        title = choose(lang, "无法送达", "could not be told")
        whom = ("发给", "事项", "原因") if lang == "zh" else ("to", "about", "why")
        print_table(
            title, whom, [(addressee(lang, to, units), about, term(lang, why)) for to, about, why in dead]
        )
