"""The forms of `plan`: table, words, JSON, Mermaid, SVG, CSV, Excel; to the screen or into a file."""

import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from actions import planning
from actions.declared import Declared
from campaigns.chain import chain
from campaigns.plan import Plan, Planner
from cli.files import write
from cli.output import choose, print_json, print_table
from deadlines.because import because
from reports import breakdown, notices
from reports.cells import as_csv
from reports.load import Load, load
from reports.outline import outline
from reports.particulars import particulars, particulars_as_json
from reports.stamps import local, until
from reports.wording import term

FORMS = ("table", "words", "json", "mermaid", "svg", "csv", "xlsx")
#: So many weeks stand beside each other in a terminal.
WEEKS = 9
_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """In which form the plan is wanted."""

    form: str
    #: Where it goes; None: to the screen.
    out: Path | None
    #: Whether a file that is there is overwritten.
    force: bool
    #: The day of today's line; None draws none.
    today: date | None
    #: Whether every notice is listed, and the load of each week.
    notices: bool
    load: bool
    #: Whether the table gives its reasons.
    why: bool
    lang: str

    def check(self) -> None:
        """Raise UsageError for what does not go together."""
        wrong = {
            "--today": self.today is not None and self.form not in {"svg", "mermaid"},
            "--notices": self.notices and self.form in {"svg", "mermaid"},
            "--load": self.load and self.form in {"svg", "mermaid"},
            "--why": self.why and self.form != "table",
            "--force": self.force and self.out is None,
        }
        for name, refused in wrong.items():
            if refused:
                raise click.UsageError(f"{name} 不适用于 --as {self.form} · does not go with it")
        if self.form == "csv" and self.notices and self.load:
            raise click.UsageError("CSV 只有一张表：--notices 或 --load · one table in a CSV file")
        if self.form == "xlsx" and self.out is None:
            raise click.UsageError("--as xlsx 需要 --out 文件 · needs --out FILE")


def plan_options(function: _F) -> _F:
    """The options that say in which form the plan is wanted; they become the fields of Asked."""
    told = [
        click.option(
            "--as", "form", type=click.Choice(FORMS), default="table", help="以什么形式 · in which form"
        ),
        click.option("--out", type=click.Path(path_type=Path), help="写入文件 · write to a file"),
        click.option("--force", is_flag=True, help="覆盖已有的输出文件 · overwrite the output file"),
        click.option(
            "--today", type=click.DateTime(["%Y-%m-%d"]), help="画出今天（svg、mermaid） · draw today's line"
        ),
        click.option("--notices", is_flag=True, help="逐条列出提醒 · list every notice"),
        click.option("--load", is_flag=True, help="各单位每周负荷 · what is due per unit and week"),
        click.option("--why", is_flag=True, help="每个期限的理由 · the reasons of every deadline"),
    ]
    for option in reversed(told):
        function = option(function)
    return function


def asked_for(lang: str, *, as_json: bool, form: str, today: datetime | None, **rest: Any) -> Asked:
    """What the options ask for; raises UsageError for what does not go together."""
    if as_json and form not in {"table", "json"}:
        raise click.UsageError(f"--json 与 --as {form} 只能选一个 · choose one of them")
    asked = Asked(
        "json" if as_json else form, today=today.date() if today is not None else None, lang=lang, **rest
    )
    asked.check()
    return asked


def show(asked: Asked, found: Declared, planner: Planner, summary: str) -> None:
    """The plan in the form that was asked for, on the screen or in the file."""
    made = planner.plan()
    content = _content(asked, found, planner, made, summary)
    if asked.out is None:
        if isinstance(content, str):
            click.echo(content, nl=False)
        return
    # A spreadsheet takes a CSV file without this mark for the computer's own old encoding.
    encoding = "utf-8-sig" if asked.form == "csv" else "utf-8"
    write(asked.out, content.encode(encoding) if isinstance(content, str) else content, force=asked.force)
    click.echo(choose(asked.lang, f"✔ 已写入 {asked.out}", f"✔ written to {asked.out}"), err=True)


def _content(asked: Asked, found: Declared, planner: Planner, made: Plan, summary: str) -> str | bytes:
    """The plan as text, or a workbook's bytes; what draws and writes them is loaded when it is asked for."""
    lang = asked.lang
    if asked.form == "svg":
        from reports.timeline import timeline  # noqa: PLC0415 - as the docstring says

        return timeline(outline(planner, made), asked.today, lang)
    if asked.form == "mermaid":
        from reports.gantt import gantt  # noqa: PLC0415 - as above

        return gantt(outline(planner, made), asked.today, lang)
    if asked.form == "xlsx":
        from reports.plan_workbook import plan_workbook  # noqa: PLC0415 - as above

        return plan_workbook(planner, made, planning.notices(planner, made.obligations), lang)
    if asked.form == "csv":
        return as_csv(*_csv(asked, planner, made))
    if asked.out is None:
        _print(asked, found, planner, made, summary)
        return ""
    told = io.StringIO()
    with redirect_stdout(told):
        _print(asked, found, planner, made, summary)
    return told.getvalue()


def _csv(asked: Asked, planner: Planner, made: Plan) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Heads and rows of the one table that is asked for."""
    lang = asked.lang
    if asked.notices:
        told = planning.notices(planner, made.obligations)
        return notices.columns(lang), notices.rows(told, planner.office.zone, lang)
    if asked.load:
        due = load(planner, made.obligations)
        return due.columns(lang), due.rows(lang)
    rows = [row.cells for row in breakdown.breakdown(planner, made, lang)]
    return breakdown.columns(lang), rows


def _print(asked: Asked, found: Declared, planner: Planner, made: Plan, summary: str) -> None:
    """JSON, words or the table, with the lists that were asked for."""
    lang = asked.lang
    if asked.form == "json":
        print_json(planning.plan_as_json(found, planner.key, lang) | particulars_as_json(planner))
        return
    if asked.form == "words":
        from reports.words import words  # noqa: PLC0415 - as above

        click.echo(words(planner, made, lang))
    else:
        click.echo(summary)
        _print_plan(planner, made, lang, why=asked.why)
    told = planning.notices(planner, made.obligations)
    click.echo(term(lang, "notices if", count=len(told)))
    if asked.notices:
        rows = notices.rows(told, planner.office.zone, lang)
        print_table(term(lang, "notices"), notices.columns(lang), rows)
    if asked.load:
        _print_load(load(planner, made.obligations), lang)


def _print_load(due: Load, lang: str) -> None:
    """Units by weeks; many weeks are parted into several tables."""
    click.echo(term(lang, "load is"))
    heads, rows = due.columns(lang), due.rows(lang)
    weeks = len(due.weeks)
    for first in range(1, weeks + 1, WEEKS):
        part = slice(first, min(first + WEEKS, weeks + 1))
        # The last part has the totals beside it.
        total = slice(weeks + 1, None if part.stop > weeks else weeks + 1)
        some = [(row[0], *row[part], *row[total]) for row in rows]
        print_table("", (heads[0], *heads[part], *heads[total]), some)


def _print_plan(planner: Planner, made: Plan, lang: str, *, why: bool) -> None:
    rows, reasons = [], []
    for task_key, period, role in dict.fromkeys((one.task, one.period, one.role) for one in made.obligations):
        own = (task_key, period, role)
        some = [one for one in made.obligations if (one.task, one.period, one.role) == own]
        task, deadline = planner.campaign.tasks[task_key].asked_of(role), some[0].deadline
        names = [planner.declaration.units[one.unit].short for one in some]
        who = names[0] if len(names) == 1 else f"{names[0]}…（{len(names)}）"
        title = f"{task.title} {period}" if period else task.title
        breach = until(deadline.breach)
        breach += choose(lang, "（暂定）", " (provisional)") if deadline.provisional else ""
        rows.append((title, who, local(deadline.target), breach, task.deadline.text))
        above = [line for one in chain(planner, deadline.certificate) for line in one.reasons(lang)]
        reasons.append((title, [*because(deadline.certificate, lang, planner.called), *above]))
    heads = (
        ("事项", "责任单位", "请报时间", "截止时间", "文件要求")
        if lang == "zh"
        else ("task", "units", "target", "breach", "phrase")
    )
    print_table("", heads, rows)
    _print_key_periods_and_events(planner, lang)
    for heading, told in particulars(planner, lang):
        click.echo("\n".join([heading, *(f"  {line}" for line in told)]))
    for title, lines in reasons if why else ():
        click.echo("\n".join([f"\n{title}", *[f"  {line}" for line in lines]]))


def _print_key_periods_and_events(planner: Planner, lang: str) -> None:
    for key_period in planner.campaign.key_periods.values():
        span = planner.span(key_period)
        days = str(span.first) if span.first == span.last else f"{span.first} – {span.last}"
        told = choose(lang, f"重点时段 {key_period.title}：{days}", f"key period {key_period.title}: {days}")
        click.echo(told)
    for task in planner.campaign.tasks.values():
        if task.for_each:
            event = planner.declaration.events[task.for_each].title
            line = f"{event}：{task.title}（{task.deadline.text}）"
            click.echo(choose(lang, f"每登记一件{line}", f"for each {line}"))
