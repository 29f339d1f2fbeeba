"""A roll-up 汇总 in words and rows: sums, how many gave figures, and everybody who is missing, by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from campaigns.covered import Covered
from campaigns.forms import Form
from campaigns.rollup import RollUp, Sum
from reports.stamps import local

#: What stands for a cell that nobody filled in; a zero is written 0.
BLANK = "—"


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A roll-up with what people call things."""

    campaign: str
    title: str
    form_key: str
    form: Form
    task: str
    task_title: str
    #: Other tasks that ask for the same form; they are rolled up by themselves.
    other_tasks: tuple[str, ...]
    at: datetime
    periods: tuple[str, ...]
    covered: Covered | None
    #: What people call the units.
    units: Mapping[str, str]
    found: RollUp


def headline(found: RolledUp, lang: str) -> str:
    """Which form, period and task on one line; how many units filed, and as of when, on the next."""
    parts = [found.form.title, found.found.period or "", found.covered.text if found.covered else ""]
    asked, gave = len(found.found.units), len(found.found.units) - len(found.found.missing)
    said = f"应报{asked}家，已报{gave}家，截至{local(found.at)}"
    told = f"{gave} of {asked} units filed, as of {local(found.at)}"
    return f"{' · '.join(part for part in parts if part)}（{found.task_title}）\n{_in(lang, said, told)}"


def summed(found: RolledUp, lang: str) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows: each column's sum with the units that gave a figure, and what has come up to now."""
    columns = found.form.of_the_period
    heads = [_in(lang, "项目", "row"), _in(lang, "计量单位", "unit")]
    up_to_now = found.form.cumulative or _in(lang, "累计", "cumulative")
    for column in columns:
        heads += [column or _in(lang, "本期", "this period"), _in(lang, "填报家数", "units")]
        if found.found.period is not None:
            heads.append(up_to_now if len(columns) == 1 else f"{column}{up_to_now}")
    by_row: dict[str, list[Any]] = {}
    for cell in found.found.cells:
        row = by_row.setdefault(cell.row.key, [cell.row.title, cell.row.unit or ""])
        row += [_total(cell.now), cell.now.gave]
        row += [_total(cell.cumulative)] if found.found.period is not None else []
    return heads, list(by_row.values())


def _total(one: Sum) -> Decimal | str:
    return BLANK if one.total is None else Decimal(one.total)


def notes(found: RolledUp, lang: str) -> Iterator[str]:
    """Who is missing, by name, and what else a reader of the sums has to know."""
    rolled = found.found
    for units, zh, en in (
        (rolled.missing, "未报送", "not filed"),
        (rolled.unfilled, "已报送但没有可读的填报数", "filed without readable figures"),
        (rolled.zero, "零报告（按 0 计）", "zero reports (counted as 0)"),
        (rolled.open, "已计入但尚未办结", "counted, not closed yet"),
    ):
        if units:
            yield _named(_in(lang, zh, en), [found.units[unit] for unit in units], lang)
    for cell in rolled.cells:
        if cell.blank:
            label = f"{cell.row.title}{f'（{cell.column}）' if cell.column else ''}"
            said = _in(lang, f"“{label}”未填或读不出", f"“{label}” blank or unreadable")
            yield _named(said, [found.units[unit] for unit in cell.blank], lang)
    if rolled.gaps:
        gaps = [f"{found.units[unit]}（{'、'.join(periods)}）" for unit, periods in rolled.gaps.items()]
        yield _named(_in(lang, "累计中缺以往各期", "earlier periods not in the sums"), gaps, lang)


def elsewhere(found: RolledUp, lang: str) -> str:
    """That other tasks use the same form; empty where none does."""
    if not found.other_tasks:
        return ""
    other = "、".join(found.other_tasks)
    said = f"另有任务用同一张表，另行汇总：--task {other}"
    return _in(lang, said, f"other tasks use the same form, roll them up with --task {other}")


def _named(what: str, names: Sequence[str], lang: str) -> str:
    count = _in(lang, f"（{len(names)}家）：", f" ({len(names)}): ")
    return f"{what}{count}{_in(lang, '、', ', ').join(names)}"


def _in(lang: str, zh: str, en: str) -> str:
    return en if lang == "en" else zh
