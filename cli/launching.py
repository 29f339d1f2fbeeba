"""launch: a campaign goes on record, or its changed declaration does as an amendment."""

from datetime import datetime
from pathlib import Path

import click

from actions import launch as launching
from actions.amend import Amendment, difference
from actions.declared import Declared
from actions.house import House
from actions.settings import from_environment
from cli.amending import show_amendment, show_difference
from cli.declare import load_or_exit, planner_or_exit
from cli.evidence import calendars_of
from cli.houses import actor_of, open_house, role_of
from cli.output import Instant, choose, mark_simulated, options, print_json
from cli.wording import say
from store import obligations


@click.command()
@click.argument("key")
@click.option(
    "--at", type=Instant(), help="演示：在这一时刻启动（数据目录自带时钟） · demo: launch at this instant"
)
@click.option("--yes", is_flag=True, help="确认补充通知的影响 · confirm what the amendment does")
@click.option("--diff", is_flag=True, help="只看改动，不写入 · only show what would change")
@click.option("--approved-by", help="谁批准、何时 · who approved the plan, and when")
@options("data", "file", "lang", "as", "json")
def launch(
    key: str,
    at: datetime | None,
    approved_by: str | None,
    data: Path | None,
    file: Path | None,
    lang: str,
    actor: str,
    *,
    yes: bool,
    diff: bool,
    as_json: bool,
) -> None:
    """启动：计划入库，开始计时；已启动的为补充通知 · put the plan, or its amendment, on record."""
    settings = from_environment(data, file)
    found = load_or_exit(settings.file, lang, calendars=calendars_of(data))
    planner_or_exit(found, key, settings.file, lang)
    launching.refuse_unless_launcher(role_of(actor))
    if diff:
        show_difference(data, file, found, key, lang, as_json=as_json)
        return
    house = open_house(data, file, at=at)
    mark_simulated(simulated=house.simulated and not as_json)
    change = _change(house, found, key)
    if change is not None and change.changed:
        show_amendment(house, change, found, lang, as_json=as_json)
    done = launching.launch(house, found, key, actor_of(house, actor), confirmed=yes, approved_by=approved_by)
    if not as_json:
        _show_launched(done, key, lang)
        if done.told:
            click.echo(say(lang, "told below", keys="、".join(done.told)))
    elif done.amendment is None:
        told = {"campaign": key, "revision": done.revision, "changed": done.changed}
        print_json({**told, "obligations": len(done.plan.obligations), "contacts": done.contacts})


def _change(house: House, found: Declared, key: str) -> Amendment | None:
    """What the declaration changes of a campaign on record; None where it is not."""
    with house.store.read() as connection:
        known = obligations.revision(connection, key)
    return difference(house, found, key) if known is not None else None


def _show_launched(done: launching.Launched, key: str, lang: str) -> None:
    if not done.changed:
        click.echo(say(lang, "launched already", key=key, contacts=done.contacts))
    elif done.amendment is not None:
        click.echo(
            choose(
                lang,
                f"✔ 补充通知已入库：第{done.revision}版",
                f"✔ the amendment is on record: revision {done.revision}",
            )
        )
    else:
        past = sum(1 for one in done.plan.obligations if one.past)
        count, title = len(done.plan.obligations), done.plan.title
        told = {"title": title, "count": count, "dated": done.plan.dated, "past": past}
        click.echo(say(lang, "launched", **told))
