"""draft: from a notice in plain text to a proposed declaration."""

from pathlib import Path

import click

from campaigns.drafting.decoding import MAX_BYTES
from campaigns.drafting.draft import draft as drafted
from campaigns.faults import RefusalError
from cli.output import options


@click.command()
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="写入文件，不覆盖 · write to a new file")
@options("lang")
def draft(document: Path, out: Path | None, lang: str) -> None:
    """从纯文本通知拟出申报文件，逐条注明原文 · propose a declaration from a plain-text notice.

    只按固定规则读，不联网；存疑处标“请核对” · fixed rules, no network; what is unsure is marked 请核对.
    """
    made = drafted(_bytes(document), document.name, lang)
    if out is None:
        click.echo(made.text, nl=False)
    else:
        _write(out, made.text)
    click.echo(made.summary(document.name, lang), err=True)


def _bytes(document: Path) -> bytes:
    """What is in the file, at most one byte more than is read."""
    if not document.is_file():
        raise RefusalError(f"没有这样的文件：{document}", f"no such file: {document}")
    with document.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise RefusalError(
            f"{out} 已存在，没有覆盖：请换一个文件名", f"{out} is there already and stays: name another file"
        ) from None
