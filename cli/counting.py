"""due, calendar: ad-hoc deadlines with their reasons, and the evidence they are counted by."""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from actions import ask
from cli.output import choose, options, print_json, print_table
from deadlines.certificate import because
from deadlines.notices import HolidayNotice, load
from deadlines.strip import strip


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


@click.command()
@click.option("--from", "start", type=Day(), help="起算日 · the day it counts from")
@click.option("--working-days", type=click.IntRange(1, ask.MOST), help="工作日数 · working days")
@click.option("--days", type=click.IntRange(1, 10_000), help="自然日数 · calendar days")
@click.option(
    "--start-day",
    type=click.Choice(["excluded", "included"]),
    default="excluded",
    show_default=True,
    help="起算日是否计入 · whether the first day counts",
)
@click.option(
    "--roll",
    type=click.Choice(["none", "following", "preceding"]),
    default="none",
    show_default=True,
    help="末日为休息日时 · when the last day is a day off",
)
@click.option(
    "--batch", type=click.Path(path_type=Path), help="CSV：start,working_days，输出加一列 due · a whole table"
)
@options("lang", "json")
def due(
    start: date | None,
    working_days: int | None,
    days: int | None,
    start_day: str,
    roll: str,
    batch: Path | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """算一个期限并说明理由 · one deadline, with its reasons and its days."""
    if batch is not None:
        _answer_table(batch, lang)
        return
    if start is None or (working_days is None) == (days is None):
        raise click.UsageError(
            "duban due --from 2017-09-27 --working-days 7 | --days 15，或 or --batch FILE.csv"
        )
    found = ask.due(start, working_days=working_days, days=days, start_day=start_day, roll=roll)
    if as_json:
        print_json({"due": str(found.last_day), "certificate": json.loads(found.certificate)})
        return
    click.echo(choose(lang, f"✔ 截止日 {found.last_day}", f"✔ due {found.last_day}"))
    for line in (*because(found.certificate, lang)[1:], *strip(found.certificate, lang)):
        click.echo(f"  {line}")


def _answer_table(file: Path, lang: str) -> None:
    """The table's rows with `due` appended to stdout; what has no answer, or no firm one, to stderr."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = f"读不到“{file}”（{error}）：请另存为UTF-8的CSV"
        raise ask.QuestionError(said, f"cannot read {file} ({error}): save it as UTF-8 CSV") from None
    unanswered = 0
    writer = None
    for row in ask.due_of_table(text.splitlines()):
        if writer is None:
            writer = csv.DictWriter(
                sys.stdout, [*row.cells, "due"], lineterminator="\n", extrasaction="ignore"
            )
            writer.writeheader()
        writer.writerow({**row.cells, "due": row.due or ""})
        if row.reason is not None:
            unanswered += 1
            click.echo(f"{file.name}:{row.line}: {choose(lang, *row.reason)}", err=True)
        elif row.provisional:
            said = choose(
                lang, "暂定：该年节假日安排尚未公布", "provisional: that year's notice is not published"
            )
            click.echo(f"{file.name}:{row.line}: {said}", err=True)
    if unanswered:
        raise click.exceptions.Exit(1)


@click.group()
def calendar() -> None:
    """节假日安排：依据和日期 · the holiday notices that working days are counted by."""


@calendar.command("list")
@options("lang", "json")
def list_notices(lang: str, *, as_json: bool) -> None:
    """每份通知：文号、日期、出处 · every notice, with its number, dates and source."""
    found = load("cn")
    if as_json:
        print_json([_as_json(notice) for notice in found])
        return
    heads = (
        ("年份", "文号", "落款", "公布", "出处")
        if lang == "zh"
        else ("year", "number", "signed", "published", "source")
    )
    rows = [(n.key, n.number or "—", n.signed or "—", n.published or "—", n.source) for n in found]
    print_table("", heads, rows)


@calendar.command("show")
@click.argument("year", type=int)
@options("lang", "json")
def show(year: int, lang: str, *, as_json: bool) -> None:
    """某一年放哪些假、哪天上班 · the days off and the make-up days of a year."""
    found = [notice for notice in load("cn") if notice.year == year]
    if not found:
        known = load("cn")
        span = f"{known[0].year}–{known[-1].year}"
        zh = f"没有{year}年的节假日安排；已有 {span}"
        raise ask.QuestionError(zh, f"no holiday notice for {year}; there are {span}")
    if as_json:
        print_json([_as_json(notice) for notice in found])
        return
    for notice in found:
        click.echo(f"{notice.title}（{notice.number or '—'}）")
        heads = ("节日", "放假", "调休上班") if lang == "zh" else ("holiday", "off", "make-up")
        rows = [(h.name, _stretch(h.first, h.last), "、".join(map(str, h.make_up))) for h in notice.holidays]
        print_table("", heads, rows)


def _stretch(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "—"
    return str(first) if first == last else f"{first} – {last}"


def _as_json(notice: HolidayNotice) -> dict[str, Any]:
    own = {"key": notice.key, "number": notice.number, "title": notice.title, "year": notice.year}
    dated = {
        name: str(day) if day else None
        for name, day in (("signed", notice.signed), ("published", notice.published))
    }
    holidays = [
        {"name": h.name, "off": [str(d) for d in h.days_off], "make_up": [str(d) for d in h.make_up]}
        for h in notice.holidays
    ]
    return {**own, **dated, "source": notice.source, "amends": notice.amends, "holidays": holidays}
