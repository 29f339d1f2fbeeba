"""doctor: a look at the installation; each part is fine, or what to do about it is said."""

from dataclasses import asdict
from pathlib import Path

import click

from actions.examine import DOUBTFUL, FINE, Finding, examine, is_wrong
from actions.settings import from_environment
from cli.output import options, print_json
from flows.server import is_served
from reports.findings import MARKS, PARTS


@click.command()
@options("data", "file", "lang", "json")
def doctor(data: Path | None, file: Path | None, lang: str, *, as_json: bool) -> None:
    """检查安装，不改动任何内容；有须更正的，退出码为1 · changes nothing; exit code 1: something is wrong."""
    settings = from_environment(data, file)
    found = [*examine(settings), _running(settings.data)]
    if as_json:
        print_json([asdict(one) | {"said": one.said[lang == "en"]} for one in found])
    else:
        for one in found:
            part = PARTS[one.part][lang == "en"]
            click.echo(f"{MARKS[one.state]} {part}  {one.said[lang == 'en']}")
    if is_wrong(found):
        raise click.exceptions.Exit(1)


def _running(data: Path) -> Finding:
    if is_served(data):
        return Finding("up", FINE, ("duban up 正在运行", "duban up is running"))
    told = (
        "duban up 没有运行：没有人核查、提醒和送信",
        "duban up is not running: nobody looks, reminds or sends",
    )
    return Finding("up", DOUBTFUL, told)
