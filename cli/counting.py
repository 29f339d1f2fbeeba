"""due: an ad-hoc deadline with its reasons and its days, in words, as JSON, or a whole table."""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from actions import ask
from actions.ask_table import due_of_table
from campaigns.faults import FaultsError, render
from campaigns.happened import Happened
from cli.evidence import calendars_of
from cli.output import Day, choose, options, print_json, print_table
from deadlines.because import because
from deadlines.calendars import Calendars
from deadlines.counting import Extension, Pause
from deadlines.strip import strip
from reports.stamps import local, until

_UNITS = {"working_days": "--working-days", "days": "--days", "months": "--months", "hours": "--hours"}


class Start(click.ParamType[Happened]):
    """A day, or the instant where hours count."""

    name = "DATE[THH:MM]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Happened:
        """Read an ISO date or local instant."""
        if isinstance(value, Happened):
            return value
        try:
            return ask.start_of(value)
        except ValueError:
            self.fail(f"“{value}”应写成 2017-09-27 或 2021-03-15T20:30 · write it so", param, ctx)


class Stood(click.ParamType[Pause]):
    """A pause, written CAUSE:FIRST:RESUMES."""

    name = "CAUSE:FIRST:RESUMES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pause:
        """Read a cause and two ISO dates, the second the day on which the clock runs again."""
        if isinstance(value, Pause):
            return value
        try:
            cause, first, resumes = value.rsplit(":", 2)
            pause = Pause(cause, date.fromisoformat(first), date.fromisoformat(resumes))
        except ValueError:
            pause = None
        if pause is None or pause.resumes < pause.first:
            self.fail(f"“{value}”应写成 听证:2021-03-01:2021-03-10（恢复计时之日）", param, ctx)
        return pause


class Granted(click.ParamType[Extension]):
    """An extension, written 15wd, 30d, 1m or as a day, with /APPROVER where somebody must approve."""

    name = "LENGTH[/APPROVER]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Extension:
        """Read a length or a day."""
        if isinstance(value, Extension):
            return value
        length, _, by = value.partition("/")
        units = {"wd": "working_days", "d": "days", "m": "months"}
        try:
            for suffix, unit in units.items():
                if length.endswith(suffix) and length[: -len(suffix)].isdecimal():
                    granted: dict[str, Any] = {unit: int(length[: -len(suffix)])}
                    return Extension(**granted, approver=by or None)
            return Extension(until=date.fromisoformat(length), approver=by or None)
        except ValueError:
            self.fail(f"“{value}”应写成 15wd、30d、1m 或 2021-05-01，后可加 /批准人", param, ctx)


@click.command()
@click.argument("rule", required=False, metavar="[RULE]")
@click.option("--from", "start", type=Start(), help="起算日或时刻 · the day or instant it counts from")
@click.option("--working-days", type=click.IntRange(1, ask.MOST), help="工作日数 · working days")
@click.option("--days", type=click.IntRange(1, 10_000), help="自然日数 · calendar days")
@click.option("--months", type=click.IntRange(1, 600), help="月数 · months")
@click.option("--hours", type=click.IntRange(1, 10_000), help="小时数 · hours")
@click.option("--law", help="依据的法规，如 双公示 · the rule of law, see duban rules")
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
@click.option("--calendar", "region", help="地区日历，如 cn-gx · a region's own days")
@click.option("--issued", type=Day(), help="文件落款日期 · the document's date")
@click.option("--until", "ends", type=Day(), help="重复到何时 · where what returns ends")
@click.option("--pause", "pauses", type=Stood(), multiple=True, help="暂停计时 · days that do not count")
@click.option("--extend", "extensions", type=Granted(), multiple=True, help="延期 · more time as granted")
@click.option(
    "--batch", type=click.Path(path_type=Path), help="CSV：start,working_days，输出加一列 due · a whole table"
)
@options("data", "lang", "json")
def due(
    rule: str | None,
    batch: Path | None,
    data: Path | None,
    lang: str,
    *,
    as_json: bool,
    **asked: Any,
) -> None:
    """算期限并说明理由；RULE 是申报文件里 deadline 的写法 · deadlines, with their reasons and days.

    duban due --from 2017-09-27 --working-days 7

    duban due '{every: {weekday: friday, from: 2026-11-01, to: 2026-12-31}, roll: preceding}'
    """
    calendars = calendars_of(data)
    if batch is not None:
        _refuse_beside_table(rule, asked)
        _answer_table(batch, calendars, lang)
        return
    question = _question(rule, asked, lang)
    found = ask.answers(question, calendars)
    if as_json:
        print_json(_as_json(found[0]) if len(found) == 1 else [_as_json(one) for one in found])
    elif len(found) == 1 and found[0].period is None:
        _show(found[0], lang)
    else:
        _show_all(found, lang)


def _refuse_beside_table(text: str | None, asked: dict[str, Any]) -> None:
    """Whatever else was written would be passed over: the table alone says what is asked."""
    usual = {"start_day": "excluded", "roll": "none"}
    if text is not None or any(value not in (None, (), usual.get(name)) for name, value in asked.items()):
        raise click.UsageError(
            "--batch 只按表中的 start、working_days 和全国日历计算，不与其他写法同用 · a table goes alone"
        )


def _question(text: str | None, asked: dict[str, Any], lang: str) -> ask.Question:
    lengths = {unit: asked[unit] for unit in _UNITS if asked[unit] is not None}
    if text is not None:
        if lengths or asked["law"] or asked["region"]:
            raise click.UsageError("RULE 里已写明的，不要再用选项 · write it in RULE or as options, not both")
        try:
            rule = ask.written_rule(text)
        except FaultsError as error:
            for fault in error.faults:
                click.echo(render(fault, [text], lang), err=True)
            raise click.exceptions.Exit(1) from None
    else:
        if asked["start"] is None or len(lengths) != (0 if asked["law"] and not lengths else 1):
            raise click.UsageError(
                "duban due --from 2017-09-27 --working-days 7 | --days 15 | --law 双公示, --batch FILE.csv"
            )
        causes = tuple(dict.fromkeys(pause.cause for pause in asked["pauses"])) or None
        more = {"start_day": asked["start_day"], "roll": asked["roll"], "calendar": asked["region"]}
        rule = ask.period_rule(lengths, rule=asked["law"], pause=causes, **more)
    named = {name: asked[name] for name in ("start", "issued", "pauses", "extensions")}
    return ask.Question(rule, until=asked["ends"], **named)


def _show(answer: ask.Answer, lang: str) -> None:
    found = answer.deadline
    if found.last_day is not None:
        click.echo(choose(lang, f"✔ 截止日 {found.last_day}", f"✔ due {found.last_day}"))
    else:
        click.echo(choose(lang, "✔ 没有截止日", "✔ no due date"))
    for line in (*because(found.certificate, lang)[1:], *strip(found.certificate, lang)):
        click.echo(f"  {line}")
    if answer.reviews:
        days = "、".join(map(str, answer.reviews))
        click.echo(choose(lang, f"  回顾日：{days}", f"  reviewed on {days}"))


def _show_all(found: tuple[ask.Answer, ...], lang: str) -> None:
    heads = ("期", "请报时间", "截止时间", "") if lang == "zh" else ("period", "target", "breach", "")
    unsure = choose(lang, "暂定", "provisional")
    dated = [(one.period, one.deadline) for one in found]
    rows = [(key, local(d.target), until(d.breach), unsure * d.provisional) for key, d in dated]
    print_table("", heads, rows)
    click.echo(choose(lang, f"✔ 共 {len(found)} 期", f"✔ {len(found)} dates"))


def _as_json(answer: ask.Answer) -> dict[str, Any]:
    due_on = str(answer.deadline.last_day) if answer.deadline.last_day else None
    told: dict[str, Any] = {"due": due_on, "certificate": json.loads(answer.deadline.certificate)}
    if answer.period is not None:
        told["period"] = answer.period
    if answer.reviews:
        told["reviews"] = [str(day) for day in answer.reviews]
    return told


def _answer_table(file: Path, calendars: Calendars, lang: str) -> None:
    """The table's rows with `due` appended to stdout; what has no answer, or no firm one, to stderr."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = f"读不到“{file}”（{error}）：请另存为UTF-8的CSV"
        raise ask.QuestionError(said, f"cannot read {file} ({error}): save it as UTF-8 CSV") from None
    unanswered = 0
    writer = None
    for row in due_of_table(text.splitlines(), calendars.national):
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
