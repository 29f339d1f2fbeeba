"""up, wake, demo, rehearse: time passing, really or in play."""

import shutil
import threading
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from actions import declared, standing
from actions.clock import NAME, FolderClock
from actions.clockwork import Clockwork
from actions.deliver import deliver
from actions.forward import SEED
from actions.house import ActionError, House, build
from actions.outbox import counts, letters
from actions.rehearse import Profile, Rehearsed
from actions.rehearse import rehearse as play
from actions.settings import from_environment
from actions.wake import wake as judge
from cli.declare import load_or_exit, planner_or_exit, summary
from cli.houses import open_house
from cli.output import Instant, choose, mark_simulated, options, print_json, print_table
from cli.showing import unit_names
from cli.status import show_standing
from cli.wording import say
from flows.up import heeding_signals, serving
from reports.stamps import ZONE, local
from reports.terms import addressee, counted, term

#: The instant at which the demo stands: the morning two working days before October's report is asked for.
DEMO_AT = datetime(2017, 10, 26, 9, 0, tzinfo=ZONE)
#: Until then the demo is rehearsed; that morning's wake is left to Prefect, for its pages to show.
DEMO_UNTIL = datetime(2017, 10, 26, 8, 29, tzinfo=ZONE)
DEMO_KEY = "tianjin-2017"


@click.command()
@click.option("--port", type=int, help="Prefect 页面的端口，默认4200起 · port of Prefect's pages")
@click.option("--pages-port", type=int, help="督办页面的端口，默认8000起 · port of Duban's own pages")
@click.option(
    "--listen",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="督办页面监听地址 · where they listen",
)
@options("data", "lang")
def up(port: int | None, pages_port: int | None, listen: str, data: Path | None, lang: str) -> None:
    """运行：页面、Prefect 服务、定时核查、送达，一个进程 · everything in one process, until Ctrl+C."""
    house = open_house(data)
    mark_simulated(simulated=house.simulated)
    found = standing.campaigns(house)
    for key, title in found:
        click.echo(f"● {key}  {title}")
    if not found:
        click.echo(say(lang, "nothing launched"))
    way = term(lang, house.transport.name)
    click.echo(choose(lang, f"送达方式：{way}；按 Ctrl+C 停止", f"letters go to {way}; Ctrl+C stops"))
    _serve(house, (port, pages_port), listen, lang)


@click.command()
@click.argument("key", required=False)
@click.option("--at", type=Instant(), help="演示：拨到这一时刻再核查 · demo: move the clock there first")
@options("data", "lang")
def wake(key: str | None, at: datetime | None, data: Path | None, lang: str) -> None:
    """立即核查并送达一次，不经 Prefect · judge and deliver once, without Prefect."""
    house = open_house(data, existing=True, at=at)
    mark_simulated(simulated=house.simulated)
    now = house.now()
    for name in [key] if key else [name for name, _ in standing.campaigns(house)]:
        done = judge(house, name, now)
        said = counted(lang, done) or choose(lang, "没有到期事项", "nothing was due")
        click.echo(f"✔ {name} @ {local(now)}  {said}")
    sent = deliver(house, now)
    click.echo(choose(lang, f"✔ 送达 {sent.get('sent', 0)} 封", f"✔ {sent.get('sent', 0)} letters sent"))


@click.command()
@click.argument("key", required=False)
@click.option(
    "--profile",
    default="on_time=80,late=15,silent=5",
    show_default=True,
    help="各单位表现 · how units behave",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="随机种子，同种子同结果 · same seed, same history"
)
@click.option("--until", type=Instant(), help="推演到 · play until")
@click.option(
    "--keep", type=click.Path(path_type=Path), help="保留在这个新目录 · keep the data in this new folder"
)
@options("file", "lang", "json")
def rehearse(
    key: str | None,
    profile: str,
    seed: int,
    until: datetime | None,
    keep: Path | None,
    file: Path | None,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """推演：在虚拟时间里走完整个行动，不发信 · play a campaign in virtual time; nothing is mailed."""
    if keep is not None and keep.exists() and any(keep.iterdir()):
        raise ActionError(f"“{keep}”不是空目录：请另选一个", f"{keep} is not empty: name another folder")
    found = load_or_exit(from_environment(None, file).file, lang, as_json=as_json)
    key = key or next(iter(found.declaration.campaigns))
    planner_or_exit(found, key, from_environment(None, file).file, lang, as_json=as_json)
    done = _played(
        found, key, profile=Profile.parse(profile), seed=seed, folder=keep, until=until, quiet=as_json
    )
    if as_json:
        print_json({**asdict(done), "until": done.until.isoformat(), "simulated": True})
    else:
        _show_rehearsed(done, lang)
    if done.faults:
        raise click.exceptions.Exit(1)


def _played(
    found: declared.Declared,
    key: str,
    *,
    profile: Profile,
    seed: int,
    folder: Path | None,
    until: datetime | None,
    quiet: bool,
) -> Rehearsed:
    """Play with a progress bar over the days."""
    first = found.declaration.campaigns[key].begins
    last = until.date() if until else found.planner(key).period.last
    from rich.progress import Progress  # noqa: PLC0415 - only who waits pays for the bar

    with Progress(disable=quiet, transient=True) as bar:
        row = bar.add_task("推演 rehearsing", total=max(1, (last - first).days))

        def moved(at: datetime) -> None:
            bar.update(row, completed=(at.date() - first).days, description=f"推演 {at:%Y-%m-%d}")

        return play(found, key, profile=profile, seed=seed, folder=folder, until=until, progress=moved)


def _show_rehearsed(done: Rehearsed, lang: str) -> None:
    mark_simulated(simulated=True)
    click.echo(say(lang, "rehearsed", until=local(done.until), events=done.events, faults=len(done.faults)))
    click.echo(f"  {counted(lang, done.transitions)}")
    click.echo(f"  {choose(lang, '信件', 'letters')} {counted(lang, done.letters)}")
    click.echo(f"  {done.head}")


@click.command()
@click.option(
    "--serve/--no-serve", default=True, help="运行 Prefect 直到 Ctrl+C · serve Prefect until Ctrl+C"
)
@click.option("--port", type=int, help="Prefect 页面的端口 · port of Prefect's pages")
@click.option("--pages-port", type=int, help="督办页面的端口 · port of Duban's own pages")
@options("data", "file", "lang")
def demo(
    port: int | None, pages_port: int | None, data: Path | None, file: Path | None, lang: str, *, serve: bool
) -> None:
    """演示：2017年专项行动走到10月26日，数据目录自带时钟，不真发信 · simulated data, never mailed."""
    settings = from_environment(data, file)
    folder = data or settings.data / "demo"
    found = load_or_exit(settings.file, lang)
    planner_or_exit(found, DEMO_KEY, settings.file, lang)
    _clear(folder)
    file = _copied(settings.file, found, folder.with_name(f"{folder.name}-declaration"))
    click.echo(summary(found, DEMO_KEY, lang))
    done = _played(
        found, DEMO_KEY, profile=Profile(), seed=SEED, folder=folder, until=DEMO_UNTIL, quiet=False
    )
    click.echo(say(lang, "demo played", **_figures(done)))
    house = build(from_environment(folder, file), FolderClock(folder, at=DEMO_AT))
    mark_simulated(simulated=True)
    if not serve:
        judge(house, DEMO_KEY, DEMO_AT)
        deliver(house, DEMO_AT)
    _show_demo(house, folder, lang)
    if serve:
        _serve(house, (port, pages_port), "127.0.0.1", lang, first=DEMO_KEY)


def _clear(folder: Path) -> None:
    """Empty a former demo's folder; a folder that holds anything else is left alone."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / NAME).exists():
        raise ActionError(
            f"“{folder}”里不是演示数据：请用 --data 另选一个目录",
            f"{folder} holds no demo data: name another --data",
        )
    shutil.rmtree(folder)


def _copied(file: Path, found: declared.Declared, folder: Path) -> Path:
    """The declaration with all that it includes, in a folder of the demo's own: pages may change it there."""
    for name in found.source.files:
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.parent / name, copy)
    return folder / file.name


def _show_demo(house: House, folder: Path, lang: str) -> None:
    show_standing(standing.standing_at(house, DEMO_KEY), lang)
    heads = ("日期", "发给", "主题") if lang == "zh" else ("day", "to", "subject")
    units, newest = unit_names(house), letters(house, 5)
    rows = [(one["day"], addressee(lang, one["recipient"], units), one["subject"]) for one in newest]
    title = choose(lang, "发件箱（最近5封，演示不真发信）", "outbox (newest 5, never mailed)")
    print_table(title, heads, rows)
    total = sum(counts(house).values())
    click.echo(say(lang, "demo outbox", total=total, folder=folder / "outbox", data=folder))


def _figures(done: Rehearsed) -> dict[str, int]:
    """What a rehearsal counted, for its one line."""
    did = done.transitions
    figures = {kind: did.get(kind, 0) for kind in ("remind", "urge")}
    return {**figures, "overdue": did.get("became_overdue", 0), "letters": done.letters.get("sent", 0)}


def _serve(
    house: House, ports: tuple[int | None, int | None], listen: str, lang: str, *, first: str | None = None
) -> None:
    """Serve Prefect and the pages on these ports until Ctrl+C; `first` is a campaign to wake before."""
    from cli.pages import served  # noqa: PLC0415 - only who serves pages loads what serves them
    from web.door import door_of  # noqa: PLC0415 - as above

    # A door that nobody may open is refused before Prefect is started for nothing.
    door_of(house.settings, listen)
    prefect, pages = ports
    stop = threading.Event()
    with (
        heeding_signals(stop),
        serving(Clockwork(house), data=house.settings.data, port=prefect, say=click.echo) as crew,
    ):
        if first is not None:
            crew.wake(first)
        with served(house, listen, pages, lang):
            if first is not None:
                click.echo(say(lang, "demo serves", url=crew.url))
            crew.work_until(stop)
