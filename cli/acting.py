"""submit, sign: the acts of units and office."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from actions import sign as signing
from actions import submit as submitting
from actions import tell as telling
from actions.deliver import deliver
from actions.house import House
from campaigns.evidence import lack_text
from cli.figures import form_as_json, show_form
from cli.houses import acting_as, actor_of, open_house
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from cli.showing import unit_names
from cli.wording import say
from reports.stamps import local
from reports.terms import addressee, term

KINDS = ("form", "text", "document", "case", "image", "video", "roster", "other")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--attach",
    "attached",
    multiple=True,
    metavar="KIND[:TITLE][#CASE][/WITH]=PATH[;CAPTION]",
    help=say("zh", "attach") + " · " + say("en", "attach"),
)
@click.option(
    "--text", "texts", multiple=True, metavar="TITLE=TEXT", help="直接填写的文字材料 · a short text, typed"
)
@click.option(
    "--field", "fields", multiple=True, metavar="NAME=VALUE", help="如 公示日期=2017-10-10 · a closing field"
)
@click.option(
    "--form",
    "forms",
    multiple=True,
    metavar="KEY=FILE.csv",
    help="统计表，逐格读取 · a form, read cell by cell",
)
@click.option("--zero", is_flag=True, help="零报告：本期无 · zero report")
@click.option("--note", help="情况说明 · a remark")
@click.option("--by-office", is_flag=True, help="办公室代为登记 · registered by the office")
@click.option("--received", type=Instant(), help="收到时间（决定是否逾期） · when it was received")
@click.option("--via", default=None, help="渠道：OA、纸质、传真、电话 · how it came")
@click.option("--lacks", multiple=True, help="办公室注明的缺项 · what the office says is lacking")
@options("data", "as", "lang", "json")
def submit(
    ids: tuple[str, ...],
    attached: tuple[str, ...],
    texts: tuple[str, ...],
    fields: tuple[str, ...],
    forms: tuple[str, ...],
    note: str | None,
    received: datetime | None,
    via: str | None,
    lacks: tuple[str, ...],
    data: Path | None,
    actor: str,
    lang: str,
    *,
    zero: bool,
    by_office: bool,
    as_json: bool,
) -> None:
    """报送，办公室可一次登记多件；缺材料也先收下 · hand in; what lacks something is received and told so."""
    house = open_house(data, existing=True)
    submission = submitting.Submission(
        files=(*map(_handed, attached), *map(_sheet, forms)),
        texts=dict(_pair(one, "--text") for one in texts),
        fields=dict(_pair(one, "--field") for one in fields),
        zero=zero,
        note=note,
        by_office=by_office,
        via=via or ("未注明" if by_office else "system"),
        received=received,
        lacks=lacks,
    )
    done = submitting.register(house, ids, submission, acting_as(house, ids[0], actor))
    deliver(house, house.now(), only="receipt")
    if as_json:
        told = [_receipt_as_json(one, lang) for one in done]
        print_json(told if len(ids) > 1 else told[0])
    else:
        _show_receipts(house, done, lang, named=len(ids) > 1)


def _receipt_as_json(done: submitting.Submitted, lang: str) -> dict[str, Any]:
    """The receipt; doubts and cells only where a form was read."""
    told: dict[str, Any] = {"receipt": done.number, "id": done.id, "version": done.version}
    told |= {"closed": done.closed, "received": done.received.isoformat()}
    told |= {"lacking": [lack_text(lack, lang) for lack in done.lacking], "hash": done.hash}
    if done.figures:
        told["doubts"] = [lack_text(doubt, lang) for doubt in done.doubts]
        told["values"] = {form.title: form_as_json(values) for form, values in done.figures}
    return told


def _show_receipts(house: House, done: tuple[submitting.Submitted, ...], lang: str, *, named: bool) -> None:
    """Receipts as people read them, each under its id where it is `named`."""
    mark_simulated(simulated=house.simulated)
    for one in done:
        if named:
            click.echo(one.id)
        _show_receipt(one, lang)


def _show_receipt(done: submitting.Submitted, lang: str) -> None:
    if done.lacking:
        state = choose(
            lang, "材料不齐，已收下，收到时间有效", "incomplete, received; the time of receipt stands"
        )
    elif done.closed:
        state = choose(lang, "材料齐全，已办结", "complete, closed")
    else:
        state = choose(lang, "材料齐全，待审核", "complete, waits for review")
    click.echo(
        choose(
            lang,
            f"✔ 回执 {done.number}（第{done.version}版）：{state}",
            f"✔ receipt {done.number} (version {done.version}): {state}",
        )
    )
    click.echo(
        choose(
            lang,
            f"  收到 {local(done.received)}，登记 {local(done.registered)}",
            f"  received {local(done.received)}, registered {local(done.registered)}",
        )
    )
    for file in done.files:
        click.echo(f"  {file.name}  {file.size} B  sha256 {file.sha256[:16]}…")
    for form, values in done.figures:
        show_form(form, values, lang)
    for lack in (*done.lacking, *done.doubts):
        click.echo(f"  · {lack_text(lack, lang)}")


def _handed(text: str) -> submitting.Handed:
    """Read `case:典型案例#1/处罚决定书=path;caption`."""
    what, equals, where = text.partition("=")
    path, _, caption = where.partition(";")
    head, _, attached = what.partition("/")
    head, _, case = head.partition("#")
    kind, _, title = head.partition(":")
    if not equals or kind not in KINDS:
        raise click.BadParameter(
            f"“{text}”应写成 种类=文件，种类为 {'、'.join(KINDS)}", param_hint="--attach"
        )
    return submitting.Handed(Path(path), kind, title or None, case or None, attached or None, caption or None)


def _sheet(text: str) -> submitting.Handed:
    """Read `special-action=统计表.csv`."""
    form, path = _pair(text, "--form")
    return submitting.Handed(Path(path), "form", form=form)


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"“{text}”应写成 名称=内容", param_hint=option)
    return name.strip(), value.strip()


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="全部签发 · sign everything")
@click.option("--drop", metavar="REASON", help="不予签发并说明理由 · do not send it, and why")
@options("data", "as", "lang")
def sign(
    ids: tuple[str, ...], drop: str | None, data: Path | None, actor: str, lang: str, *, everything: bool
) -> None:
    """列出待签发，或签发所列 · list what waits for a signature, or sign it."""
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    waiting = signing.waiting(house)
    if not waiting and not ids:
        click.echo(choose(lang, "没有待签发的事项", "nothing waits for a signature"))
        return
    if not ids and not everything:
        _show_waiting(waiting, unit_names(house), lang)
        return
    chosen = [one.id for one in waiting] if everything else list(ids)
    if drop is not None:
        gone = telling.drop(house, chosen, actor_of(house, actor), reason=drop)
        click.echo(choose(lang, f"✔ 不予签发 {len(gone)} 件", f"✔ dropped {len(gone)}"))
        return
    done = signing.sign(house, chosen, actor_of(house, actor))
    click.echo(
        choose(
            lang,
            f"✔ 已签发 {len(done)} 件，随收件人的下一封信发出",
            f"✔ signed {len(done)}; they leave in the next letter",
        )
    )


def _show_waiting(waiting: tuple[signing.ToSign, ...], units: dict[str, str], lang: str) -> None:
    heads = ("编号", "层级", "发给", "自") if lang == "zh" else ("id", "rung", "to", "since")
    who = [addressee(lang, one.recipient, units) for one in waiting]
    print_table(
        "",
        heads,
        [(o.id, term(lang, o.rung), to, local(o.since)) for o, to in zip(waiting, who, strict=True)],
    )
