"""record: an event that starts a clock, one or a whole table, or the correction of one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from actions import correct as correcting
from actions import record as recording
from actions.ending import Ended
from actions.house import House
from actions.item_table import TableError, import_items
from actions.registering import day_of
from campaigns.events import Actor
from campaigns.items import Item
from cli.houses import acting_as, open_house
from cli.output import choose, mark_simulated, options
from deadlines.because import because
from reports.stamps import until

#: Faults of a table that are shown at once.
MOST_SHOWN = 200
#: Why an obligation keeps its deadline though what it counts from was corrected.
_KEEPS = {
    "closed": ("已报送或办结，结论不变", "filed or closed: keeps its verdict"),
    "withdrawn": ("已撤销，不再要求", "withdrawn: no longer asked for"),
    "paused": ("暂停计时中，恢复时随之变动", "its clock stands: follows when it goes on"),
    "office": ("转办时由办公室另定期限，不变", "transferred with a date of the office: keeps it"),
}


@click.command()
@click.argument("kind")
@click.option("--campaign", required=True, help="专项行动 · campaign")
@click.option("--unit", help="作出决定的单位 · who made it")
@click.option("--number", help="文号 · its own number")
@click.option(
    "--date", "happened", metavar="DATE[THH:MM]", help="落款日期，或发生的时刻 · its date or instant"
)
@click.option("--what", help="种类，如 行政处罚 · which kind")
@click.option("--due", metavar="DATE", help="事项自定的时限，如 整改时限 · the day that it sets itself")
@click.option(
    "--field", "fields", multiple=True, metavar="NAME=TEXT", help="登记填写的内容 · a declared field"
)
@click.option("--correct", is_flag=True, help="更正已登记的内容 · correct what is on record")
@click.option("--reason", default="", help="更正的理由 · why it is corrected")
@click.option(
    "--import",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="登记整张表：单位、文号、日期、种类、时限… · a whole table, a row each",
)
@click.option("--dry-run", is_flag=True, help="只核对表格，不登记 · look at the table, record nothing")
@options("data", "as", "lang")
def record(
    kind: str,
    campaign: str,
    table: Path | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    dry_run: bool,
    correct: bool,
    reason: str,
    **said: Any,
) -> None:
    """登记一件事或一张表，开始计时；登错的用 --correct 更正 · record what starts a clock, or correct it."""
    item = _item(said) if table is None else None
    if table is not None and (correct or reason or any(said.values())):
        raise click.UsageError("--import 登记整张表，不与单件的选项同用 · a table goes alone")
    if table is None and dry_run:
        raise click.UsageError("--dry-run 与 --import 同用 · --dry-run goes with --import")
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    by = acting_as(house, campaign, actor)
    if table is not None:
        _import(house, campaign, kind, table, by, lang, dry_run=dry_run)
    elif item is not None and correct:
        corrected = correcting.correct_item(house, campaign, kind, item, actor=by, reason=reason)
        _show_corrected(corrected, lang)
    elif item is not None:
        _show_recorded(recording.record_item(house, campaign, kind, item, actor=by), lang)


def _item(said: dict[str, Any]) -> Item:
    """The item that the options name; wrong usage for one that is missing or no date."""
    missing = [
        name
        for name, value in (("unit", "unit"), ("number", "number"), ("date", "happened"))
        if not said[value]
    ]
    if missing:
        shown = "、".join(f"--{name}" for name in missing)
        raise click.UsageError(
            f"缺少 {shown}，或用 --import 登记整张表 · missing {shown}, or --import a table"
        )
    pairs = [text.partition("=") for text in said["fields"]]
    for name, equals, _ in pairs:
        if not equals:
            raise click.BadParameter(f"“{name}”应写成 名称=内容 · write NAME=TEXT", param_hint="--field")
    fields = {name.strip(): text.strip() for name, _, text in pairs}
    due = _day(said["due"], "--due") if said["due"] else None
    return Item(said["unit"], said["number"], _day_or_instant(said["happened"]), said["what"], due, fields)


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}”应写成 2017-09-27 · write 2017-09-27", param_hint=option) from None


def _day_or_instant(text: str) -> date | datetime:
    try:
        return day_of(text)
    except ValueError:
        raise click.BadParameter(
            f"“{text}”应写成 2017-09-27 或 2021-03-15T20:30", param_hint="--date"
        ) from None


def _import(
    house: House, campaign: str, kind: str, table: Path, by: Actor, lang: str, *, dry_run: bool
) -> None:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that a single item need not pay
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(choose(lang, "登记", "recording"), total=None)

        def told(done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total)

        try:
            found = import_items(house, campaign, kind, table, actor=by, rehearse=dry_run, told=told)
        except TableError as error:
            faults = error.faults
        else:
            faults = ()
    if faults:
        _show_faults([fault.said(lang) for fault in faults], lang)
        raise click.exceptions.Exit(1)
    _show_imported(found, lang, dry_run=dry_run)


def _show_faults(faults: list[str], lang: str) -> None:
    for said in faults[:MOST_SHOWN]:
        click.echo(said, err=True)
    if len(faults) > MOST_SHOWN:
        more = len(faults) - MOST_SHOWN
        click.echo(choose(lang, f"…… 另有{more}处", f"… and {more} more"), err=True)
    count = len(faults)
    said = choose(lang, f"✘ {count}处有误，没有登记任何一件", f"✘ {count} fault(s), nothing was recorded")
    click.echo(said, err=True)


def _show_imported(found: recording.RecordedMany, lang: str, *, dry_run: bool) -> None:
    done = choose(lang, "可登记" if dry_run else "已登记", "to be recorded" if dry_run else "recorded")
    new, known, opened = f"{found.recorded:,}", f"{found.known:,}", f"{found.opened:,}"
    click.echo(
        choose(
            lang,
            f"✔ {done} {new} 件，早已登记 {known} 件；承办事项 {opened} 件",
            f"✔ {done}: {new}, on record already: {known}; obligations: {opened}",
        )
    )
    if found.ended:
        click.echo(choose(lang, f"  {found.ended:,} 个时段因此结束", f"  windows ended: {found.ended:,}"))
    if found.late:
        said = f"  {found.late:,} 件登记时已过期限：期限内已办的不计逾期，未办的即为逾期"
        told = f"  {found.late:,} registered after a last day: done in time is in time, else overdue at once"
        click.echo(choose(lang, said, told))


def _show_recorded(done: recording.Recorded, lang: str) -> None:
    said = choose(
        lang,
        "已登记" if done.changed else "早已登记，没有变化",
        "recorded" if done.changed else "on record already",
    )
    click.echo(f"✔ {done.unit_title} {done.own_number}：{said}")
    for one, late in zip(done.opened, done.late_by, strict=True):
        click.echo(f"  {one.id}")
        lines = because(one.deadline.certificate, lang, done.called)
        click.echo("\n".join(f"    {line}" for line in lines))
        if late:
            said = f"登记已晚于期限{late}个工作日：期限内已办的不计逾期，未办的即为逾期"
            told = f"registered late by {late} working day(s): done in time is in time, else overdue at once"
            click.echo(f"    {choose(lang, said, told)}")
    _show_ended(done.ended, done.called, lang)


def _show_ended(ended: Iterable[Ended], called: Mapping[str, str], lang: str) -> None:
    """The windows that end otherwise, each with its reasons."""
    for one in ended:
        said = choose(lang, "时段结束", "the window ends")
        click.echo(f"  {one.id}  {said}：{until(one.was)} → {until(one.now)}")
        click.echo("\n".join(f"    {line}" for line in because(one.certificate, lang, called)))


def _show_corrected(done: correcting.Corrected, lang: str) -> None:
    said = choose(lang, f"{done.was} 更正为 {done.happened}", f"{done.was} corrected to {done.happened}")
    if done.was == done.happened:
        said = choose(lang, "已更正", "corrected")
    click.echo(f"✔ {done.unit_title} {done.own_number}：{said}")
    for one in done.dependants:
        if one.keeps is not None:
            click.echo(f"  {one.id}  {choose(lang, *_KEEPS[one.keeps])}")
            continue
        click.echo(f"  {one.id}  {until(one.was.breach)} → {until(one.now.breach)}")
        click.echo("\n".join(f"    {line}" for line in because(one.certificate, lang, done.called)))
    _show_ended(done.ended, done.called, lang)
