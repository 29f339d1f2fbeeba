"""urge, instruct, respond, acknowledge: what is said about an obligation and put on record."""

from datetime import datetime
from pathlib import Path

import click

from actions import tell
from actions.deliver import deliver
from actions.house import House
from cli.houses import acting_as, open_house
from cli.output import Instant, choose, mark_simulated, options


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--text", default="", help="附带的话 · what is said with it")
@click.option("--phone", is_flag=True, help="登记电话催办 · record that it was done by telephone")
@click.option("--at", type=Instant(), help="通话时间 · when")
@click.option("--whom", default="", help="接听人的职务 · whom it reached, by function")
@click.option("--reply", default="", help="对方的答复 · what was answered")
@options("data", "as", "lang")
def urge(
    ids: tuple[str, ...],
    text: str,
    at: datetime | None,
    whom: str,
    reply: str,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    phone: bool,
) -> None:
    """催办，可一次多件；或登记电话催办 · urge now, one or many, or record urging by telephone."""
    house = open_house(data, existing=True)
    by = acting_as(house, ids[0], actor)
    if phone:
        count = tell.telephone(house, ids, by, at=at, whom=whom, reply=reply)
        _say(house, lang, f"已登记 {count} 件电话催办", f"recorded {count} call(s)")
    else:
        count = tell.urge(house, ids, by, text=text)
        _say(house, lang, f"已催办 {count} 件，随即发出", f"urged {count}; the letters leave now")


@click.command()
@click.argument("key", metavar="ID")
@click.option("--text", required=True, help="批示内容 · the instruction")
@options("data", "as", "lang")
def instruct(key: str, text: str, data: Path | None, actor: str, lang: str) -> None:
    """领导批示，由办公室签转单位 · a leader's instruction; the office passes it on."""
    house = open_house(data, existing=True)
    tell.instruct(house, key, acting_as(house, key, actor), text=text)
    said = "批示已记录，送办公室；签转单位用 duban sign"
    _say(house, lang, said, "recorded and sent to the office; duban sign passes it on")


@click.command()
@click.argument("key", metavar="ID")
@click.argument("text", metavar="PROGRESS")
@options("data", "as", "lang")
def respond(key: str, text: str, data: Path | None, actor: str, lang: str) -> None:
    """回应没有期限的任务的进展，一句话 · one line on how a task without a date is going."""
    house = open_house(data, existing=True)
    tell.respond(house, key, acting_as(house, key, actor), text=text)
    _say(house, lang, "已记录进展", "recorded")


@click.command()
@click.argument("key", metavar="CAMPAIGN|ID")
@options("data", "as", "lang")
def acknowledge(key: str, data: Path | None, actor: str, lang: str) -> None:
    """签收文件、补充通知，或督办单、批示 · confirm to have received a document or an official notice."""
    house = open_house(data, existing=True)
    fresh = tell.acknowledge(house, key, acting_as(house, key, actor))
    said = ("已签收", "acknowledged") if fresh else ("早已签收", "acknowledged already")
    _say(house, lang, *said)


def _say(house: House, lang: str, zh: str, en: str) -> None:
    """What was done; urgent letters leave at once."""
    deliver(house, house.now(), only="urgent")
    mark_simulated(simulated=house.simulated)
    click.echo(f"✔ {choose(lang, zh, en)}")
