"""check, plan, launch: from campaigns.yaml to the record."""

from datetime import datetime
from pathlib import Path

import click

from actions import declared, planning
from campaigns.faults import Fault, FaultsError, render
from campaigns.plan import Plan, Planner
from cli.evidence import calendars_of
from cli.output import Instant, choose, local, mark_simulated, options, print_json, print_table, until
from cli.wording import say
from deadlines.because import because
from deadlines.calendars import Calendars

DEFAULT = Path("campaigns.yaml")


def load_or_exit(
    file: Path, lang: str, *, as_json: bool = False, calendars: Calendars | None = None
) -> declared.Declared:
    """The declaration without faults; otherwise its faults are shown and the command ends with 1."""
    try:
        return declared.load(file, calendars or Calendars.packaged())
    except FaultsError as error:
        show_faults(error.faults, file, lang, as_json=as_json)
        raise click.exceptions.Exit(1) from None


def show_faults(faults: tuple[Fault, ...], file: Path, lang: str, *, as_json: bool) -> None:
    """Every fault with its line and caret, or as JSON."""
    if as_json:
        print_json({"faults": [fault.as_json(lang) for fault in faults]})
        return
    lines = declared.text_lines(file)
    for fault in faults:
        click.echo(render(fault, lines, lang), err=True)
    errors = sum(1 for fault in faults if fault.severity == "error")
    click.secho(choose(lang, f"✘ {errors} 处错误", f"✘ {errors} error(s)"), fg="red", err=True)


@click.command()
@click.argument("declaration", type=click.Path(path_type=Path), required=False)
@click.option("--strict", is_flag=True, help="有提醒也算问题 · warnings count as problems")
@options("data", "file", "lang", "json")
def check(
    declaration: Path | None, data: Path | None, file: Path | None, lang: str, *, strict: bool, as_json: bool
) -> None:
    """检查申报文件，一次列出全部问题 · check the declaration, every fault at once."""
    path = declaration or file or DEFAULT
    found = load_or_exit(path, lang, as_json=as_json, calendars=calendars_of(data))
    if as_json:
        print_json({"faults": [fault.as_json(lang) for fault in found.warnings]})
    else:
        for fault in found.warnings:
            click.echo(render(fault, found.source.lines, lang), err=True)
        for key in found.declaration.campaigns:
            click.echo(summary(found, key, lang))
    if strict and found.warnings:
        raise click.exceptions.Exit(1)


def summary(found: declared.Declared, key: str, lang: str) -> str:
    """One line: no fault, and how much there is, counted."""
    planner = found.planner(key)
    plan = planner.plan()
    units = len({one.unit for one in plan.obligations} | set(planner.campaign.duties))
    phases, count = len(planner.campaign.phases), len(plan.obligations)
    return say(
        lang,
        "fine",
        file=found.source.file,
        state=_state(found, lang),
        title=plan.title,
        phases=phases,
        units=units,
        count=count,
        dated=plan.dated,
    )


def _state(found: declared.Declared, lang: str) -> str:
    """没有问题, or how many questions the linter asks."""
    asked = len(found.warnings)
    if not asked:
        return choose(lang, "没有问题", "is fine")
    return choose(lang, f"没有错误，有{asked}处提醒", f"has no error and {asked} warning{'s' * (asked > 1)}")


@click.command()
@click.argument("key", required=False)
@click.option("--why", is_flag=True, help="每个期限的理由 · the reasons of every deadline")
@options("data", "file", "lang", "json")
def plan(
    key: str | None, data: Path | None, file: Path | None, lang: str, *, why: bool, as_json: bool
) -> None:
    """谁应在何时前交什么、为什么，将发出哪些提醒 · who owes what by when, why, and what notices go out."""
    path = file or DEFAULT
    found = load_or_exit(path, lang, as_json=as_json, calendars=calendars_of(data))
    key = key or next(iter(found.declaration.campaigns))
    planner = planner_or_exit(found, key, path, lang, as_json=as_json)
    if as_json:
        print_json(planning.plan_as_json(found, key, lang))
        return
    click.echo(summary(found, key, lang))
    _show_plan(planner, planner.plan(), lang, why=why)


def planner_or_exit(
    found: declared.Declared, key: str, file: Path, lang: str, *, as_json: bool = False
) -> Planner:
    """The campaign's planner; for an unknown key the fault is shown and the command ends with 1."""
    try:
        return found.planner(key)
    except FaultsError as error:
        show_faults(error.faults, file, lang, as_json=as_json)
        raise click.exceptions.Exit(1) from None


def _show_plan(planner: Planner, made: Plan, lang: str, *, why: bool) -> None:
    rows = []
    reasons = []
    for task_key, period in dict.fromkeys((one.task, one.period) for one in made.obligations):
        some = [one for one in made.obligations if (one.task, one.period) == (task_key, period)]
        task, deadline = planner.campaign.tasks[task_key], some[0].deadline
        names = [planner.declaration.units[one.unit].short for one in some]
        who = names[0] if len(names) == 1 else f"{names[0]}…（{len(names)}）"
        title = f"{task.title} {period}" if period else task.title
        breach = until(deadline.breach)
        breach += choose(lang, "（暂定）", " (provisional)") if deadline.provisional else ""
        rows.append((title, who, local(deadline.target), breach, task.deadline.text))
        reasons.append((title, because(deadline.certificate, lang, planner.called)))
    heads = (
        ("事项", "责任单位", "请报时间", "截止时间", "文件要求")
        if lang == "zh"
        else ("task", "units", "target", "breach", "phrase")
    )
    print_table("", heads, rows)
    _show_key_periods_and_events(planner, lang)
    if why:
        for title, lines in reasons:
            click.echo("\n".join([f"\n{title}", *[f"  {line}" for line in lines]]))
    notices = planning.notices(planner, made.obligations)
    click.echo(
        choose(
            lang,
            f"若无人报送，将产生 {len(notices)} 条提醒、催办、督办",
            f"{len(notices)} notices if nothing is filed",
        )
    )


def _show_key_periods_and_events(planner: Planner, lang: str) -> None:
    for key_period in planner.campaign.key_periods.values():
        span = planner.span(key_period)
        days = str(span.first) if span.first == span.last else f"{span.first} – {span.last}"
        click.echo(
            choose(lang, f"重点时段 {key_period.title}：{days}", f"key period {key_period.title}: {days}")
        )
    for task in planner.campaign.tasks.values():
        if task.for_each:
            event = planner.declaration.events[task.for_each].title
            line = f"{event}：{task.title}（{task.deadline.text}）"
            click.echo(choose(lang, f"每登记一件{line}", f"for each {line}"))


@click.command()
@click.argument("key")
@click.option(
    "--at", type=Instant(), help="演示：在这一时刻启动（数据目录自带时钟） · demo: launch at this instant"
)
@options("data", "file", "lang", "as")
def launch(
    key: str, at: datetime | None, data: Path | None, file: Path | None, lang: str, actor: str
) -> None:
    """启动：计划入库，开始计时 · put the plan on record; launching twice changes nothing."""
    from actions import launch as launching  # noqa: PLC0415 - check and plan must not pay for SQL
    from actions.settings import from_environment  # noqa: PLC0415 - as above
    from cli.houses import actor_of, open_house, role_of  # noqa: PLC0415 - as above

    settings = from_environment(data, file)
    found = load_or_exit(settings.file, lang, calendars=calendars_of(data))
    planner_or_exit(found, key, settings.file, lang)
    launching.refuse_unless_launcher(role_of(actor))
    house = open_house(data, file, at=at)
    mark_simulated(simulated=house.simulated)
    done = launching.launch(house, found, key, actor_of(house, actor))
    past = sum(1 for one in done.plan.obligations if one.past)
    count = len(done.plan.obligations)
    if not done.changed:
        click.echo(say(lang, "launched already", key=key, contacts=done.contacts))
        return
    told = {"title": done.plan.title, "count": count, "dated": done.plan.dated, "past": past}
    click.echo(say(lang, "launched", **told))
