"""calendar, rules: the evidence that deadlines rest on, holiday notices and rules of law."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from actions.settings import data_folder
from campaigns.nearest import suggestion
from cli.output import choose, mark_simulated, options, print_json, print_table
from deadlines import provisions
from deadlines.because import because_moved
from deadlines.calendars import Calendars
from deadlines.notices import HolidayNotice
from reports.stamps import local, until

if TYPE_CHECKING:
    from actions.redate import Moved
    from campaigns.redating import Dates


def calendars_of(data: Path | None) -> Calendars:
    """The calendars of the data folder, where there is one; else those that come with the program."""
    if not data_folder(data)[1]:
        return Calendars.packaged()
    from cli.houses import open_house  # noqa: PLC0415 - who has no folder pays for no SQL

    return open_house(data).calendars


@click.group()
def calendar() -> None:
    """节假日安排：依据和日期 · the holiday notices that working days are counted by."""


@calendar.command("list")
@click.option("--region", help="只看一个地区，如 cn-gx · of one region")
@options("data", "lang", "json")
def list_notices(region: str | None, data: Path | None, lang: str, *, as_json: bool) -> None:
    """每份通知：文号、日期、出处 · every notice, with its number, dates and source."""
    calendars = calendars_of(data)
    found = [(name, n) for name in _regions(calendars, region) for n in calendars.notices(name)]
    if as_json:
        print_json([{"region": name, **_as_json(notice)} for name, notice in found])
        return
    heads = (
        ("地区", "年份", "文号", "落款", "公布", "出处")
        if lang == "zh"
        else ("region", "year", "number", "signed", "published", "source")
    )
    text = choose(lang, "通知原文", "the notice's text")
    rows = [(r, *_listed(n), text if n.source == "text" else n.source) for r, n in found]
    print_table("", heads, rows)
    through = calendars.national.known_through
    click.echo(
        choose(
            lang,
            f"共 {len(found)} 份；全国安排已知至 {through}，此后的期限为暂定",
            f"{len(found)} notices; known through {through}, later deadlines are provisional",
        )
    )


@calendar.command("show")
@click.argument("year", type=int)
@click.option("--region", help="地区，如 cn-gx · a region")
@options("data", "lang", "json")
def show(year: int, region: str | None, data: Path | None, lang: str, *, as_json: bool) -> None:
    """某一年放哪些假、哪天上班 · the days off and the make-up days of a year."""
    from actions.ask import QuestionError  # noqa: PLC0415 - only where it is needed

    calendars = calendars_of(data)
    names = _regions(calendars, region or "cn")
    found = [notice for name in names for notice in calendars.notices(name) if notice.year == year]
    if not found:
        known = calendars.notices(names[0])
        span = f"{known[0].year}–{known[-1].year}"
        zh = f"没有{year}年的节假日安排；已有 {span}"
        raise QuestionError(zh, f"no holiday notice for {year}; there are {span}")
    if as_json:
        print_json([_as_json(notice) for notice in found])
        return
    for notice in found:
        click.echo(f"{notice.title}（{notice.number or '—'}）")
        if notice.source != "text":
            click.echo(choose(lang, f"出处：{notice.source}", f"source: {notice.source}"))
        heads = ("节日", "放假", "调休上班") if lang == "zh" else ("holiday", "off", "make-up")
        rows = [(h.name, _stretch(h.first, h.last), "、".join(map(str, h.make_up))) for h in notice.holidays]
        print_table("", heads, rows)


@calendar.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--region", default="cn", show_default=True, help="地区 · region")
@click.option("--dry-run", is_flag=True, help="只看会变动什么，不写入 · only show what would move")
@options("data", "as", "lang", "json")
def add(
    file: Path, region: str, data: Path | None, actor: str, lang: str, *, dry_run: bool, as_json: bool
) -> None:
    """加载一份通知，重算全部未办结的期限 · load a notice and recompute every open deadline."""
    from rich.console import Console  # noqa: PLC0415 - only who waits pays for the bar
    from rich.progress import Progress  # noqa: PLC0415 - as above

    from actions.load_notice import load  # noqa: PLC0415 - list and show must not pay for SQL
    from cli.houses import actor_of, open_house  # noqa: PLC0415 - as above

    house = open_house(data, existing=dry_run)
    with Progress(disable=as_json, transient=True, console=Console(stderr=True)) as bar:
        row = bar.add_task("", total=None)
        done = load(
            house,
            file,
            actor_of(house, actor),
            region=region,
            rehearse=dry_run,
            progress=lambda key: bar.update(row, description=key),
        )
    moved = [one for some in done.moved.values() for one in some]
    if as_json:
        print_json(
            {"notice": _as_json(done.notice), "changed": done.changed, "moved": list(map(_moved, moved))}
        )
        return
    mark_simulated(simulated=house.simulated)
    named = done.notice.number or done.notice.title
    if not done.changed:
        click.echo(
            choose(lang, f"✔ {named}早已在册，没有变化", f"✔ {named} is there already, nothing changed")
        )
        if moved:  # the loading of then did not come this far
            _show_moved(moved, lang)
        return
    said = choose(lang, "将加载（未写入）" if dry_run else "已加载", "would load" if dry_run else "loaded")
    click.echo(f"✔ {said} {named}")
    _show_moved(moved, lang)


def _show_moved(moved: "list[Moved]", lang: str) -> None:
    heads = (
        ("承办事项", "原请报/截止", "现请报/截止", "原因")
        if lang == "zh"
        else ("obligation", "was", "is", "because")
    )
    between = choose(lang, "；", "; ")
    rows = [
        (one.id, *_before_and_after(one), between.join(because_moved(*one.certificates, lang)))
        for one in moved
        if one.moved
    ]
    if rows:
        print_table("", heads, rows)
    firm = sum(one.firm for one in moved)
    waits = sum(one.waits for one in moved)
    click.echo(
        choose(
            lang,
            f"{len(rows)} 件期限变动（其中提前 {waits} 件，通知送达后生效），{firm} 件由暂定转为确定",
            f"{len(rows)} deadline(s) moved ({waits} earlier, binding once announced), {firm} became firm",
        )
    )


def _before_and_after(one: "Moved") -> tuple[str, str]:
    """Its dates, or from when to when its window is."""
    before, after = one.windows
    if before is None or after is None:
        return _dates(one.was), _dates(one.now)
    was, now = (f"{local(opens)} – {until(closes)}" for opens, closes in (before, after))
    return was, now


def _dates(dates: "Dates") -> str:
    return f"{local(dates.target)} / {until(dates.breach)}"


def _moved(one: "Moved") -> dict[str, Any]:
    def told(dates: "Dates") -> dict[str, Any]:
        return {
            "target": dates.target and dates.target.isoformat(),
            "breach": dates.breach and dates.breach.isoformat(),
        }

    own: dict[str, Any] = {"id": one.id, "was": told(one.was), "now": told(one.now), "moved": one.moved}
    for name, window in zip(("was", "now"), one.windows, strict=True):
        own[name] |= {"opens": window[0].isoformat(), "closes": window[1].isoformat()} if window else {}
    because = because_moved(*one.certificates)
    return {**own, "firm": one.firm, "waits": one.waits, "because": because}


@click.command()
@click.argument("name", required=False)
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="某日施行的版本 · as in force on a day")
@options("lang", "json")
def rules(name: str | None, day: Any, lang: str, *, as_json: bool) -> None:
    """期限所依据的法规：条款、施行日期、延期和扣除 · the rules of law by name, with dates of effect."""
    found = [rule for rule in provisions.load() if name in {None, rule.name, *rule.aliases}]
    if not found:
        _unknown(str(name))
    kept = [(rule, v) for rule in found for v in rule.versions if day is None or rule.on(day.date()) == v]
    if as_json:
        print_json([{"name": rule.name, **v.model_dump(mode="json", exclude_none=True)} for rule, v in kept])
        return
    heads = (
        ("名称", "期限", "依据", "施行", "延期", "扣除的时间")
        if lang == "zh"
        else ("name", "length", "law", "in force", "extension", "left out")
    )
    print_table("", heads, [_rule_row(rule, version, lang) for rule, version in kept])


def _unknown(name: str) -> None:
    from actions.ask import QuestionError  # noqa: PLC0415 - only where it is needed

    near = suggestion(name, provisions.names())
    raise QuestionError(
        f"法规库里没有“{name}”" + (f"，是不是“{near}”？" if near else ""),
        f"there is no rule “{name}”" + (f", did you mean “{near}”?" if near else ""),
    )


def _rule_row(rule: provisions.LegalRule, version: provisions.Provision, lang: str) -> tuple[str, ...]:
    number = f"（{version.number}）" if version.number else ""
    span = f"{version.effective_from} – {version.effective_to or ''}"
    extend = version.extend
    more = f"{_length(extend, lang)} ×{extend.times} {extend.approver or ''}".strip() if extend else "—"
    law = f"{version.law}{number}{version.article}"
    return rule.name, _length(version.after, lang), law, span, more, "、".join(version.pause) or "—"


def _length(length: Any, lang: str) -> str:
    if length is None:
        return choose(lang, "（算法）", "(how to count)")
    units = {
        "working_days": ("个工作日", " working days"),
        "days": ("日", " days"),
        "months": ("个月", " months"),
    }
    unit = length.given[0]
    return f"{getattr(length, unit)}{units[unit][lang == 'en']}"


def _regions(calendars: Calendars, region: str | None) -> tuple[str, ...]:
    from actions.ask import QuestionError  # noqa: PLC0415 - only where it is needed

    if region is None:
        return calendars.regions
    if region not in calendars.regions:
        known = "、".join(calendars.regions)
        raise QuestionError(f"没有地区“{region}”：可写{known}", f"no region {region}: one of {known}")
    return (region,)


def _listed(notice: HolidayNotice) -> tuple[object, ...]:
    return notice.key, notice.number or "—", notice.signed or "—", notice.published or "—"


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
