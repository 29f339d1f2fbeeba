"""draw: 双随机, announced with sealed registers, done with a published seed, worked out again by anybody."""

from pathlib import Path
from typing import Any

import click

from actions.draw import announce, perform
from actions.draws import KINDS, Announced, Seed, find, names
from actions.house import House
from actions.redraw import prove
from campaigns.drawing import FEWEST_EACH, MOST_EACH, OTHERS, Rule
from campaigns.register_files import RegisterError
from campaigns.registers import Kind
from cli.files import write
from cli.houses import actor_of, open_house
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from reports.cells import as_csv
from reports.stamps import local

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_ANNOUNCING = (
    "公告需要 --inspectors、--targets、--rule、--source、--form 和 --seed-at · to announce, give all of these"
)


@click.command()
@click.argument("key", metavar="CAMPAIGN/TASK[/ROUND]")
@click.option("--inspectors", type=_FILE, help="检查人员名录库（CSV） · the inspectors' register")
@click.option("--targets", type=_FILE, help="检查对象名录库（CSV） · the targets' register")
@click.option(
    "--by", multiple=True, metavar="COLUMN", help="按哪一列分层，可多列 · columns that make the strata"
)
@click.option(
    "--rule",
    "takes",
    multiple=True,
    metavar="[STRATUM=]SHARE",
    help="每层抽多少：高=20%、低=3、其余 5% · how many of each stratum",
)
@click.option(
    "--rounding",
    type=click.Choice(["up", "nearest", "down"]),
    help="比例的零头：进一（默认）、四舍五入、舍去 · what becomes of a fraction, up by default",
)
@click.option(
    "--each",
    type=click.IntRange(FEWEST_EACH, MOST_EACH),
    help=f"每个对象派几人（默认{FEWEST_EACH}） · inspectors for each target, {FEWEST_EACH} by default",
)
@click.option(
    "--match", metavar="COLUMN", help="专业须相符的列 · the column that an inspector's tags must match"
)
@click.option("--source", help="种子从哪里来，如某彩票某期 · where the seed will come from")
@click.option("--form", help="种子的写法，# 为一位数字 · how it is written, # for a digit")
@click.option("--seed-at", type=Instant(end=True), help="种子公布的时间 · when it is published")
@click.option("--seed", help="公布后的种子，进行抽取 · draw, with the published seed")
@click.option("--verify", is_flag=True, help="重算并与记录核对 · work it out again and compare")
@click.option(
    "--csv", "table", type=click.Path(path_type=Path), help="结果写成CSV文件 · write the result as CSV"
)
@click.option("--force", is_flag=True, help="覆盖已有文件 · overwrite a file")
@options("data", "as", "lang", "json")
def draw(
    key: str,
    inspectors: Path | None,
    targets: Path | None,
    table: Path | None,
    data: Path | None,
    lang: str,
    *,
    force: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """双随机：先公告，后按公布的种子抽取，可重算 · announce a draw, draw it, or work it out again.

    duban draw hohhot-2023/random-checks/2026-Q3
    """
    named = zip(KINDS, (inspectors, targets), strict=True)
    files = {kind: file for kind, file in named if file is not None}
    _refuse_mixed(asked, files)
    house = open_house(data, existing=True)
    try:
        found, faults = _done(house, key, files, asked)
    except RegisterError as error:
        if not as_json:
            raise
        print_json({"faults": [_fault(one, lang) for one in error.faults]})
        raise click.exceptions.Exit(1) from None
    if table is not None:
        write(table, _csv(house, found, lang), force=force)
    if as_json:
        told = {"holds": not faults, "faults": [choose(lang, *fault) for fault in faults]}
        print_json({**found.as_json(), "simulated": house.simulated, **(told if asked["verify"] else {})})
    else:
        _show(house, found, lang)
        _show_faults(found, faults, lang, verified=asked["verify"])
    if faults:
        raise click.exceptions.Exit(1)


def _done(
    house: House, key: str, files: dict[Kind, Path], asked: dict[str, Any]
) -> tuple[Announced, tuple[tuple[str, str], ...]]:
    """The draw after what was asked for, and what did not hold when it was verified."""
    if asked["verify"]:
        return prove(house, key, files)
    if asked["seed"] is not None:
        return perform(house, key, asked["seed"].strip(), actor_of(house, asked["actor"])), ()
    if files:
        return _announced(house, key, files, asked), ()
    return find(house, key), ()


def _refuse_mixed(asked: dict[str, Any], files: dict[Kind, Path]) -> None:
    """Announcing, drawing and verifying are three acts; what belongs to another one would be passed over."""
    needed = ("takes", "source", "form", "seed_at")
    given = any(asked[name] for name in ("by", "rounding", "each", "match", *needed))
    if asked["verify"]:
        if given or asked["seed"] is not None:
            raise click.UsageError(
                "--verify 只与 --inspectors、--targets 同用 · --verify goes with these only"
            )
    elif asked["seed"] is not None:
        if given or files:
            raise click.UsageError("--seed 按已公告的名录库和规则抽取 · --seed draws by what was announced")
    elif (given or files) and not (len(files) == len(KINDS) and all(asked[n] for n in needed)):
        raise click.UsageError(_ANNOUNCING)


def _announced(house: House, key: str, files: dict[Kind, Path], asked: dict[str, Any]) -> Announced:
    pairs = [text.rpartition("=") for text in asked["takes"]]
    take = tuple((name.strip() if equals else OTHERS, amount.strip()) for name, equals, amount in pairs)
    rule = Rule(asked["by"], take, asked["rounding"] or "up", asked["each"] or FEWEST_EACH, asked["match"])
    seed = Seed(asked["source"].strip(), asked["form"].strip(), asked["seed_at"])
    return announce(house, key, rule, files, seed, actor_of(house, asked["actor"]))


def _show(house: House, found: Announced, lang: str) -> None:
    mark_simulated(simulated=house.simulated)
    at = local(found.announced)
    click.echo(choose(lang, f"✔ {found.id} 于 {at} 公告", f"✔ {found.id} announced {at}"))
    for kind, zh in zip(KINDS, ("检查人员名录库", "检查对象名录库"), strict=True):
        click.echo(f"  {choose(lang, zh, kind)}  sha256 {found.digests[kind]}")
    seed, rule = found.seed, found.rule
    published = local(seed.at)
    zh = f"种子：{seed.source}，写法 {seed.form}，{published} 公布"
    click.echo(f"  {choose(lang, zh, f'seed: {seed.source}, as {seed.form}, published {published}')}")
    for name, size, take in found.strata:
        share = dict(rule.take).get(name, dict(rule.take).get(OTHERS))
        said = choose(lang, f"{size}个，{share} → 抽{take}个", f"{size}, {share} → {take}")
        click.echo(f"  {name or choose(lang, '不分层', 'all')}：{said}")
    if found.drawn is None:
        zh = f"公布后抽取：duban draw {found.id} --seed …"
        click.echo(f"  {choose(lang, zh, f'once published: duban draw {found.id} --seed …')}")
        return
    click.echo(
        choose(lang, f"✔ 已抽取，种子 {found.drawn['seed']}", f"✔ drawn with seed {found.drawn['seed']}")
    )
    heads = ("层", "名次", "序值", "检查对象", "检查人员")
    english = ("stratum", "place", "rank", "target", "inspectors")
    rows = [(n, p, r[:12], t, "、".join(k for k, _ in team)) for n, p, r, t, team in found.choices()]
    print_table("", heads if lang == "zh" else english, rows)


def _show_faults(found: Announced, faults: tuple[tuple[str, str], ...], lang: str, *, verified: bool) -> None:
    if verified and not faults:
        count = found.drawn["count"] if found.drawn is not None else 0
        zh = f"✔ 按封存的名录库和种子重算，{count}个结果与记录完全一致"
        click.echo(choose(lang, zh, f"✔ worked out again from registers and seed: all {count} are the same"))
    for fault in faults:
        click.echo(f"✘ {choose(lang, *fault)}", err=True)


def _csv(house: House, found: Announced, lang: str) -> bytes:
    """The result with names, for those who go there; the mark at its head is for Excel."""
    known = names(house, found)
    heads = (
        "层",
        "名次",
        "序值",
        "检查对象编号",
        "检查对象名称",
        "检查人员编号",
        "检查人员姓名",
        "检查人员序值",
    )
    english = ("stratum", "place", "rank", "target", "name", "inspectors", "names", "ranks")
    rows = [
        (
            *(stratum, place, own, target, known["targets"].get(target, "")),
            *(
                "、".join(key for key, _ in team),
                "、".join(known["inspectors"].get(key, "") for key, _ in team),
            ),
            "、".join(each for _, each in team),
        )
        for stratum, place, own, target, team in found.choices()
    ]
    return as_csv(heads if lang == "zh" else english, rows).encode("utf-8-sig")


def _fault(one: Any, lang: str) -> dict[str, Any]:
    place = {"file": one.file, "line": one.line, "column": one.column}
    return {**place, "message": one.en if lang == "en" else one.zh}
