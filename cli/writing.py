"""fmt, schema, init: the declaration as a file to write."""

from pathlib import Path

import click

from actions.rewriting import rewrite
from campaigns.faults import FaultsError
from cli.declare import DEFAULT, show_faults
from cli.output import choose, options, print_json

_KEYS = click.Choice(["zh", "en"])


@click.command()
@click.argument("declaration", type=click.Path(path_type=Path), required=False)
@click.option("--keys", type=_KEYS, required=True, help="字段名用中文或英文 · keys in Chinese or in English")
@click.option(
    "--check", is_flag=True, help="只看是否需要改写，需要则退出码为1 · change nothing; exit 1 if it would"
)
@options("file", "lang")
def fmt(declaration: Path | None, keys: str, file: Path | None, lang: str, *, check: bool) -> None:
    """申报文件的字段名中英互换，其余一字不动 · put the keys into one language, and touch nothing else."""
    path = declaration or file or DEFAULT
    try:
        changes = rewrite(path, keys, write=not check)
    except FaultsError as error:
        show_faults(error.faults, path, lang, as_json=False)
        raise click.exceptions.Exit(1) from None
    if check:
        raise click.exceptions.Exit(int(changes))
    said = choose(lang, "已改写" if changes else "无需改写", "rewritten" if changes else "nothing to change")
    click.echo(f"✔ {path.name} {said}")


@click.command()
@options("lang")
def schema(lang: str) -> None:
    """申报文件的 JSON Schema，供编辑器补全和提示 · the JSON Schema, for completion in editors."""
    from campaigns.schema import schema as made  # noqa: PLC0415 - fmt need not pay for it

    del lang
    print_json(made())


@click.command()
@click.argument("declaration", type=click.Path(path_type=Path), required=False)
@click.option("--keys", type=_KEYS, help="字段名用中文或英文 · keys in Chinese or in English")
@click.option("--like", metavar="KEY", help="照随程序附带的这一行动写 · like this campaign")
@options("file", "lang")
def init(declaration: Path | None, keys: str | None, like: str | None, file: Path | None, lang: str) -> None:
    """写一份带注释的申报文件，不覆盖已有的 · write a commented declaration; nothing is overwritten."""
    from actions.beginning import begin, packaged  # noqa: PLC0415 - fmt need not pay for it

    path = declaration or file or DEFAULT
    try:
        written = begin(path, keys or lang, like)
    except FaultsError as error:
        show_faults(error.faults, packaged(), lang, as_json=False)
        raise click.exceptions.Exit(1) from None
    for one in written:
        click.echo(choose(lang, f"✔ 已写入 {one}", f"✔ wrote {one}"))
    click.echo(choose(lang, f"改好后：duban check {path}", f"change it, then: duban check {path}"))
