"""check, plan: what a declaration says, before anything is on record."""

from pathlib import Path
from typing import Any

import click

from actions import declared
from actions.texts import text_lines
from campaigns.faults import Fault, FaultsError, render
from campaigns.plan import Planner
from cli.evidence import calendars_of
from cli.output import choose, options, print_json
from cli.plans import asked_for, plan_options, show
from deadlines.calendars import Calendars
from reports import checked

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
    """Every fault of `file`, and of what it includes, with its line and caret, or as JSON."""
    if as_json:
        print_json({"faults": [fault.as_json(lang) for fault in faults]})
        return
    lines = {one: text_lines(file.parent / one) for one in {fault.file for fault in faults}}
    for fault in faults:
        click.echo(render(fault, lines[fault.file], lang), err=True)
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
            click.echo(render(fault, found.source.lines_of(fault.file), lang), err=True)
        for key in found.declaration.campaigns:
            click.echo(summary(found, key, lang))
    if strict and found.warnings:
        raise click.exceptions.Exit(1)


def summary(found: declared.Declared, key: str, lang: str) -> str:
    """One line: no fault, and how much there is, counted."""
    return checked.summary(found.planner(key), found.source.file, len(found.warnings), lang)


@click.command()
@click.argument("key", required=False)
@plan_options
@click.option("--diff", is_flag=True, help="与在册的比较：新增、改期、撤销 · against what is on record")
@options("data", "file", "lang", "json")
def plan(
    key: str | None,
    data: Path | None,
    file: Path | None,
    lang: str,
    *,
    diff: bool,
    as_json: bool,
    **wanted: Any,
) -> None:
    """谁应在何时前交什么、为什么，将发出哪些提醒 · who owes what by when, why, and what notices go out."""
    asked = asked_for(lang, as_json=as_json, **wanted)
    path = file or DEFAULT
    in_json = asked.form == "json"
    if diff and (asked.out is not None or asked.form not in {"table", "json"}):
        raise click.UsageError("--diff 只列表，或加 --json · a table, or --json")
    found = load_or_exit(path, lang, as_json=in_json, calendars=calendars_of(data))
    own = {(path.parent / one).resolve() for one in found.source.files}
    if asked.out is not None and asked.out.resolve() in own:
        raise click.UsageError("--out 不能是申报文件 · not the declaration itself")
    key = key or next(iter(found.declaration.campaigns))
    planner = planner_or_exit(found, key, path, lang, as_json=in_json)
    if diff:
        from cli.amending import show_difference  # noqa: PLC0415 - who only plans pays for no SQL

        show_difference(data, file, found, key, lang, as_json=in_json, letters=asked.notices)
        return
    show(asked, found, planner, summary(found, key, lang))


def planner_or_exit(
    found: declared.Declared, key: str, file: Path, lang: str, *, as_json: bool = False
) -> Planner:
    """The campaign's planner; for an unknown key the fault is shown and the command ends with 1."""
    try:
        return found.planner(key)
    except FaultsError as error:
        show_faults(error.faults, file, lang, as_json=as_json)
        raise click.exceptions.Exit(1) from None
