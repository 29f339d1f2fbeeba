"""review, extend, pause, waive, transfer: what the office decides, and what a unit asks for."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from actions import extend as extending
from actions import hand_over as handing_over
from actions import office_queue as queueing
from actions import pause as pausing
from actions import review as reviewing
from actions.deliver import deliver
from actions.house import House
from actions.review import Decided
from cli.houses import acting_as, open_house
from cli.output import Day, choose, mark_simulated, options, print_json, print_table
from cli.showing import unit_names
from deadlines.anchors import Amount
from reports.stamps import local, until
from reports.terms import term


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--accept", is_flag=True, help="审核通过，可一次多件 · accept, one or many")
@click.option("--return", "returned", metavar="REASON", help="退回修改并说明理由 · return, and why")
@click.option(
    "--working-days", type=click.IntRange(1, 60), help="退改时限（工作日） · how long rework may take"
)
@click.option("--not-filed", metavar="REASON", help="提请视为未报送 · propose to take as not filed, and why")
@click.option("--sign-not-filed", is_flag=True, help="领导签批视为未报送 · a leader signs it")
@click.option("--reopen", metavar="REASON", help="重新办理已办结的 · ask again for what was closed, and why")
@click.option("--campaign", help="只列这个专项行动 · list one campaign only")
@options("data", "as", "lang", "json")
def review(
    ids: tuple[str, ...],
    returned: str | None,
    working_days: int | None,
    not_filed: str | None,
    reopen: str | None,
    campaign: str | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    accept: bool,
    sign_not_filed: bool,
    as_json: bool,
) -> None:
    """列出待审核、待批的，或审核所列 · list what waits for the office, or decide it."""
    house = open_house(data, existing=True)
    asked = [accept, returned is not None, not_filed is not None, sign_not_filed, reopen is not None]
    if not ids:
        _show_queue(house, campaign, lang, as_json=as_json)
        return
    if sum(asked) != 1 or (len(ids) > 1 and not accept):
        raise click.UsageError(
            "请选一种：--accept（可多件）、--return、--not-filed、--sign-not-filed、--reopen · choose one"
        )
    by, key = acting_as(house, ids[0], actor), ids[0]
    within = Amount(working_days=working_days) if working_days else None
    if accept:
        done = reviewing.accept(house, ids, by)
    elif returned is not None:
        done = (reviewing.return_(house, key, by, reason=returned, within=within),)
    elif not_filed is not None:
        done = (reviewing.propose_not_filed(house, key, by, reason=not_filed),)
    elif sign_not_filed:
        done = (reviewing.take_as_not_filed(house, key, by),)
    else:
        done = (reviewing.reopen(house, key, by, reason=reopen or "", within=within),)
    show(house, done, lang, as_json=as_json)


@click.command()
@click.argument("key", metavar="ID")
@click.option("--until", "until_day", type=Day(), help="延至哪一天 · until which day")
@click.option("--working-days", type=click.IntRange(1, 200), help="延长几个工作日 · by how many working days")
@click.option("--days", type=click.IntRange(1, 400), help="延长几天 · by how many days")
@click.option("--reason", default="", help="理由 · why")
@click.option("--progress", default="", help="目前进展 · how far it has come")
@click.option("--grant", is_flag=True, help="批准（或会签） · grant, or endorse")
@click.option("--approved-by", help="批准人（书面批准的） · who approved on paper")
@click.option("--refuse", metavar="REASON", help="不予延期并说明理由 · refuse, and why")
@options("data", "as", "lang", "json")
def extend(
    key: str,
    until_day: date | None,
    working_days: int | None,
    days: int | None,
    reason: str,
    progress: str,
    approved_by: str | None,
    refuse: str | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    grant: bool,
    as_json: bool,
) -> None:
    """申请延期（单位），批准或不予延期（办公室、领导） · ask for more time, grant it or refuse it."""
    house = open_house(data, existing=True)
    by = acting_as(house, key, actor)
    longer = extending.Longer(until_day, working_days, days)
    given = longer if longer != extending.Longer() else None
    if grant:
        done = extending.grant(house, key, by, given, approved_by=approved_by)
    elif refuse is not None:
        done = extending.refuse(house, key, by, reason=refuse)
    elif until_day is None:
        raise click.UsageError("请写明延至哪一天：--until 2017-11-03 · say until when")
    else:
        done = extending.ask(house, key, by, until=until_day, reason=reason, progress=progress)
    show(house, (done,), lang, as_json=as_json)


@click.command()
@click.argument("key", metavar="ID")
@click.option("--cause", help="暂停事由，须已申报或法定 · why; declared or given by law")
@click.option("--from", "first", type=Day(), help="从哪一天起 · from which day")
@click.option("--resume", is_flag=True, help="恢复计时 · let the clock go on")
@click.option("--on", "day", type=Day(), help="从哪一天恢复 · with which day it goes on")
@options("data", "as", "lang", "json")
def pause(
    key: str,
    cause: str | None,
    first: date | None,
    day: date | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    resume: bool,
    as_json: bool,
) -> None:
    """暂停计时，或恢复计时 · stop the clock of one obligation, or let it go on."""
    house = open_house(data, existing=True)
    by = acting_as(house, key, actor)
    if resume:
        done = pausing.resume(house, key, by, day=day)
    elif cause is None:
        raise click.UsageError("请写明暂停事由：--cause 检验，或 --resume 恢复 · say why, or --resume")
    else:
        done = pausing.pause(house, key, by, cause=cause, first=first)
    show(house, (done,), lang, as_json=as_json)


@click.command()
@click.argument("key", metavar="ID")
@click.option("--reason", required=True, help="理由 · why")
@click.option("--withdraw", is_flag=True, help="撤销而不是免报 · withdraw it instead")
@options("data", "as", "lang", "json")
def waive(
    key: str, reason: str, data: Path | None, actor: str, lang: str, *, withdraw: bool, as_json: bool
) -> None:
    """免报，或撤销 · waive one obligation, or withdraw it."""
    house = open_house(data, existing=True)
    verb = reviewing.withdraw if withdraw else reviewing.waive
    show(house, (verb(house, key, acting_as(house, key, actor), reason=reason),), lang, as_json=as_json)


@click.command()
@click.argument("key", metavar="ID")
@click.option("--to", help="转给哪个单位 · to which unit")
@click.option("--reason", default="", help="理由 · why")
@click.option("--by", "by_day", type=Day(), help="办公室另定的期限 · a date that the office sets")
@click.option("--refuse", metavar="REASON", help="不予改派并说明理由 · refuse, and why")
@options("data", "as", "lang", "json")
def transfer(
    key: str,
    to: str | None,
    reason: str,
    by_day: date | None,
    refuse: str | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """转办（办公室）；申请改派（单位） · give it to another unit, or ask for that."""
    house = open_house(data, existing=True)
    by = acting_as(house, key, actor)
    if refuse is not None:
        done = handing_over.refuse(house, key, by, reason=refuse)
    elif by.role == "unit":
        done = handing_over.ask(house, key, by, reason=reason, to=to)
    elif to is None:
        raise click.UsageError("请写明转给哪个单位：--to 和平区局 · say to which unit")
    else:
        done = handing_over.transfer(house, key, by, to=to, reason=reason, by=by_day)
    show(house, (done,), lang, as_json=as_json)


def show(house: House, done: tuple[Decided, ...], lang: str, *, as_json: bool) -> None:
    """What became of each; urgent letters leave at once."""
    deliver(house, house.now(), only="urgent")
    if as_json:
        print_json([_told(one) for one in done])
        return
    mark_simulated(simulated=house.simulated)
    for one in done:
        line = f"✔ {one.id}  {term(lang, one.status)}"
        if one.breach is not None and one.status in {"open", "pending"}:
            asked, last = local(one.target), until(one.breach)
            line += choose(lang, f"  请报 {asked}  截止 {last}", f"  asked for {asked}, in time until {last}")
        click.echo(line)


def _told(one: Decided) -> dict[str, Any]:
    dates = {name: _iso(getattr(one, name)) for name in ("target", "breach")}
    return {"id": one.id, "status": one.status, **dates}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _show_queue(house: House, campaign: str | None, lang: str, *, as_json: bool) -> None:
    found = queueing.queue(house, campaign)
    if as_json:
        print_json([{**one.as_json(), "since": one.since.isoformat()} for one in found])
        return
    mark_simulated(simulated=house.simulated)
    if not found:
        click.echo(choose(lang, "没有待办的事项", "nothing waits for the office"))
        return
    heads = (
        ("待办", "编号", "单位", "自", "说明") if lang == "zh" else ("waits", "id", "unit", "since", "about")
    )
    units = unit_names(house)
    rows = [
        (term(lang, one.kind), one.id, units.get(one.unit, one.unit), local(one.since), one.about)
        for one in found
    ]
    print_table("", heads, rows)
