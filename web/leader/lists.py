"""The leader's lists, as they are taken away: the wall of units, and the matrix of units and periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from actions.overview import Overview
from campaigns.brief import Brief
from campaigns.lights import Shown
from campaigns.matrix import BY_ITEM, COUNTS, Cell
from campaigns.rates import Rate
from campaigns.standing import Line
from reports.dates import said, weekday
from reports.headline import headline
from reports.listing import Listing
from reports.stamps import local, until
from web.language import words
from web.visit import Visit

#: What the counts of the matrix are called.
CALLED = {
    "owed": words("应报"),
    "filed": words("已报"),
    "zero": words("零报告"),
    "returned": words("退回"),
    "waived": words("免报"),
    "overdue": words("逾期"),
}
#: The counts of a cell, in order.
_key = attrgetter(*COUNTS)
#: Roles, as a ranking names those to whom it is shown.
_CALLED_IN_RANKING = {"coordinator": "office", "leader": "leader"}


def percent(share: Fraction | None) -> str:
    """`83%`; a dash where nothing is due. Rounded down, so that 100% means all."""
    return "—" if share is None else f"{int(100 * share)}%"


def counted(rate: Rate) -> str:
    """`10/12`; the counts always stand beside the percentage."""
    return f"{rate.in_time}/{rate.due}"


def wall(visit: Visit, found: Overview) -> Listing:
    """A row for each unit, in the registry's order: its light, how many show which, and its rates."""
    shown, say = found.standing.shown, visit.say
    drawn = [one.en if visit.lang == "en" else one.zh for one in shown.values()]
    heads = [say("单位"), say("亮灯"), *drawn, say("逾期办结")]
    heads += [say("现行期限到期"), say("现行期限按时"), say("原定期限到期"), say("原定期限按时")]
    heads += [say("名次")] if ranked(visit, found) else []
    rows = [_row(visit, found, line) for line in found.standing.units]
    return Listing(f"{found.record.title} {say('单位亮灯')}", _note(visit, found), heads, rows)


def ranked(visit: Visit, found: Overview) -> bool:
    """Whether the campaign declares a ranking, and shows it to whoever asks."""
    ranking = found.record.planner.campaign.ranking
    return ranking is not None and _CALLED_IN_RANKING.get(visit.actor.role) in ranking.shown_to


def place(found: Overview, unit: str) -> int | None:
    """The place of `unit`, where the campaign ranks and enough of it is due."""
    made = found.standing.assessed
    return None if made is None else made.places.get(unit)


class Card(NamedTuple):
    """What the wall says of one unit."""

    key: str
    title: str
    light: str
    counts: str
    #: Its on-time rate, with its place where there is one; empty while nothing is due.
    rate: str


def cards(visit: Visit, found: Overview) -> list[Card]:
    """The wall, in the registry's order."""
    units, shows_places = found.record.planner.declaration.units, ranked(visit, found)
    return [
        Card(
            line.key,
            units[line.key].short,
            found.light(line),
            _counts_of(visit, line),
            _rate_of(visit, found, line.key, place(found, line.key) if shows_places else None),
        )
        for line in found.standing.units
    ]


def _counts_of(visit: Visit, line: Line) -> str:
    told = [visit.say("逾期%(count)s件", count=line.overdue)] if line.overdue else []
    done = visit.say("办结%(closed)s件/%(counted)s件", closed=line.closed, counted=line.counted)
    return " · ".join([*told, done])


def _rate_of(visit: Visit, found: Overview, unit: str, ranks: int | None) -> str:
    rates = found.rates.get(unit)
    if rates is None or not rates.in_force.due:
        return ""
    said = f"{visit.say('按时')} {counted(rates.in_force)} {percent(rates.in_force.share)}"
    return said if ranks is None else f"{said} · {visit.say('第%(place)s名', place=ranks)}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix as it is drawn: very many cells, most of which count the same."""

    #: Every kind of cell that there is; None: nothing is planned there.
    kinds: list[Cell | None]
    #: Key and name of each unit, and for each period which kind its cell is.
    rows: list[tuple[str, str, list[int]]]


def grid(found: Overview) -> Grid:
    """The cells of the matrix by units, in the registry's order."""
    kinds: dict[tuple[int, ...] | None, int] = {None: 0}
    cells, units = found.matrix.cells, found.record.planner.declaration.units
    first: list[Cell | None] = [None]
    rows = []
    for line in found.standing.units:
        places = []
        for period in found.matrix.periods:
            cell = cells.get((line.key, period))
            shown = None if cell is None else _key(cell)
            if shown not in kinds:
                kinds[shown] = len(first)
                first.append(cell)
            places.append(kinds[shown])
        rows.append((line.key, units[line.key].short, places))
    return Grid(first, rows)


def _row(visit: Visit, found: Overview, line: Line) -> list[str | int]:
    shown = found.standing.shown[found.light(line)]
    cells: list[str | int] = [line.title, f"{shown.mark} {shown.en if visit.lang == 'en' else shown.zh}"]
    cells += [line.count(name) for name in found.standing.shown]
    rate = found.rates.get(line.key)
    both = (rate.in_force, rate.original) if rate else (Rate(0, 0), Rate(0, 0))
    cells += [line.late, *(count for one in both for count in (one.due, one.in_time))]
    return cells + ([place(found, line.key) or "—"] if ranked(visit, found) else [])


def table(visit: Visit, found: Overview) -> Listing:
    """A row for each unit and period, in the registry's order, with the six counts."""
    heads = [visit.say("单位"), visit.say("期次"), *(visit.say(CALLED[name]) for name in COUNTS)]
    titles = {line.key: line.title for line in found.standing.units}
    rows: list[list[str | int]] = []
    called = {"": visit.say("不分期"), BY_ITEM: visit.say("按件")}
    for unit, title in titles.items():
        for period in found.matrix.periods:
            cell = found.matrix.cells.get((unit, period))
            if cell is not None:
                rows.append([title, called.get(period, period), *_counts(cell)])
    title = f"{found.record.title} {visit.say('报送情况')}"
    return Listing(title, _note(visit, found), heads, rows)


def _counts(cell: Cell) -> list[int]:
    return list(_key(cell))


def owed(visit: Visit, found: Overview, unit: str, listed: Sequence[tuple[str, Brief, Shown]]) -> Listing:
    """What `unit` owes, in the order given: title, light, dates, when it came."""
    say = visit.say
    heads = [say("事项"), say("亮灯"), say("请报时间"), say("截止时间"), say("收到"), say("编号")]
    rows = [
        [title, f"{shown.mark} {shown.en if visit.lang == 'en' else shown.zh}", *_dates(row), row.id]
        for title, row, shown in listed
    ]
    return Listing(f"{unit} {found.record.title}", _note(visit, found), heads, rows)


def _dates(row: Brief) -> list[str]:
    return [local(row.target), until(row.breach), local(row.first_received)]


def _note(visit: Visit, found: Overview) -> str:
    """Of what and as of when, and that it is invented where it is."""
    at = found.standing.at
    told = [
        visit.say(
            "截至%(day)s", day=f"{said(at.date(), visit.lang)}{weekday(at.date(), visit.lang)} {at:%H:%M}"
        )
    ]
    told += [headline(found.standing, visit.lang)]
    return "; ".join([visit.say("演示数据，非真实情况"), *told] if visit.house.simulated else told)
