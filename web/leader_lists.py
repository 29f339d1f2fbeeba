"""The leader's lists, as they are taken away: the wall of units, and the matrix of units and periods."""

from fractions import Fraction

from actions.overview import Overview
from campaigns.matrix import COUNTS, Cell
from campaigns.rates import Rate
from campaigns.standing import Line
from reports.dates import said, weekday
from reports.headline import headline
from reports.listing import Listing
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
    heads += [say("按时（现行期限）"), say("按时（原定期限）"), say("到期件数")]
    heads += [say("名次")] if ranked(found) else []
    rows = [_row(visit, found, line) for line in found.standing.units]
    return Listing(f"{found.record.title} {say('单位亮灯')}", _note(visit, found), heads, rows)


def ranked(found: Overview) -> bool:
    """Whether the campaign declares a ranking."""
    return found.record.planner.campaign.ranking is not None


def place(found: Overview, unit: str) -> int | None:
    """The place of `unit`, where the campaign ranks and enough of it is due."""
    made = found.standing.assessed
    return None if made is None else made.places.get(unit)


def _row(visit: Visit, found: Overview, line: Line) -> list[str | int]:
    shown = found.standing.shown[found.light(line)]
    cells: list[str | int] = [line.title, f"{shown.mark} {shown.en if visit.lang == 'en' else shown.zh}"]
    cells += [line.count(name) for name in found.standing.shown]
    rate = found.rates.get(line.key)
    cells += [line.late, *((rate.in_force.in_time, rate.original.in_time, rate.in_force.due) if rate else (0, 0, 0))]
    return cells + ([place(found, line.key) or "—"] if ranked(found) else [])


def table(visit: Visit, found: Overview) -> Listing:
    """A row for each unit and period, in the registry's order, with the six counts."""
    heads = [visit.say("单位"), visit.say("期次"), *(visit.say(CALLED[name]) for name in COUNTS)]
    titles = {line.key: line.title for line in found.standing.units}
    rows: list[list[str | int]] = []
    for unit, title in titles.items():
        for period in found.matrix.periods:
            cell = found.matrix.cells.get((unit, period))
            if cell is not None:
                rows.append([title, period or visit.say("不分期"), *_counts(cell)])
    title = f"{found.record.title} {visit.say('报送情况')}"
    return Listing(title, _note(visit, found), heads, rows)


def _counts(cell: Cell) -> list[int]:
    return [getattr(cell, name) for name in COUNTS]


def _note(visit: Visit, found: Overview) -> str:
    """Of what and as of when, and that it is invented where it is."""
    at = found.standing.at
    told = [visit.say("截至%(day)s", day=f"{said(at.date(), visit.lang)}{weekday(at.date(), visit.lang)} {at:%H:%M}")]
    told += [headline(found.standing, visit.lang)]
    return "; ".join([visit.say("演示数据，非真实情况"), *told] if visit.house.simulated else told)
