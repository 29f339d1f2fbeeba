"""How things are shown: in two languages, as tables, and as refusals that say what to do."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from campaigns.faults import RefusalError
from reports.stamps import ZONE

#: Columns of a table that goes to a file.
WIDTH = 140
#: Where the context keeps the language that was asked for.
LANG = "duban.lang"
SIMULATED = "演示数据，非真实情况 · simulated, not real"
_F = TypeVar("_F", bound=Callable[..., Any])


def _remembered(context: click.Context, _option: click.Parameter, lang: str) -> str:
    """Keep the language where a refusal finds it, outside of any verb."""
    context.meta[LANG] = lang
    return lang


def options(*names: str) -> Callable[[_F], _F]:
    """The options that several verbs share, by name: data, file, lang, json, as."""
    known = {
        "data": click.option(
            "--data", type=click.Path(path_type=Path), help="数据目录 · data folder (DUBAN_DATA, ./data)"
        ),
        "file": click.option(
            "--file",
            envvar="DUBAN_FILE",
            type=click.Path(path_type=Path),
            help="申报文件 · declaration (./campaigns.yaml)",
        ),
        "lang": click.option(
            "--lang",
            callback=_remembered,
            type=click.Choice(["zh", "en"]),
            default="zh",
            envvar="DUBAN_LANG",
            help="语言 · language",
        ),
        "json": click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON"),
        "as": click.option(
            "--as",
            "actor",
            default="coordinator",
            metavar="ROLE[:UNIT][:NAME]",
            help="以谁的身份：coordinator 或 unit:单位，可加姓名 · in which role",
        ),
    }

    def decorate(function: _F) -> _F:
        for name in reversed(names):
            function = known[name](function)
        return function

    return decorate


class Day(click.ParamType[date]):
    """A day, written 2017-09-27."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read an ISO date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”应写成 2017-09-27 · write 2017-09-27", param, ctx)


class Instant(click.ParamType[datetime]):
    """A date or an instant, by default in the house's zone; a bare date is the day's beginning or end."""

    name = "INSTANT"

    def __init__(self, *, end: bool = False) -> None:
        """With `end`, a bare date means its last second: a day as a whole."""
        self._end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read `2017-10-26` or `2017-10-26T17:00[+08:00]`."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”应写成 2017-10-26 或 2017-10-26T17:00", param, ctx)
        if self._end and len(value) == len("2017-10-26"):
            read = read.replace(hour=23, minute=59, second=59)
        return read if read.tzinfo else read.replace(tzinfo=ZONE)


def choose(lang: str, zh: str, en: str) -> str:
    """One of two wordings."""
    return en if lang == "en" else zh


def print_json(value: Any) -> None:
    """JSON for programs: UTF-8, indented."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table that fits the terminal; to a file it is plain text."""
    from rich.console import Console  # noqa: PLC0415 - 60 ms that --json and refusals need not pay
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[number], int) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*[str(cell) for cell in row])
    # What people wrote may look like markup, and is shown as they wrote it.
    console = Console(width=None if sys.stdout.isatty() else WIDTH, markup=False)
    console.print(table)


def mark_simulated(*, simulated: bool) -> None:
    """Say that the data is invented, before anything else is shown."""
    if simulated:
        click.secho(SIMULATED, fg="yellow", bold=True)


def explain_refusal(error: BaseException, lang: str) -> str | None:
    """What a known refusal says to people; None for an error that nobody foresaw."""
    if isinstance(error, RefusalError):
        return f"✘ {error.said(lang)}"
    if isinstance(error, OSError) and error.filename is not None:
        said = choose(lang, "：请检查路径、权限和磁盘", ": check path, permissions and disk")
        return f"✘ {error.filename} ({error.strerror}){said}"
    if type(error).__name__ in {"NoticeError", "OutsideCalendarError", "ProvisionError", "ServerFaultError"}:
        return f"✘ {error}"
    return None
