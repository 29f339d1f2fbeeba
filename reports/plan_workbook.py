"""The three sheets of a plan's workbook."""

from collections.abc import Iterable

from campaigns.plan import Plan, Planner
from reports import breakdown, notices
from reports.heading import heading
from reports.load import load
from reports.notices import PlannedNotice
from reports.wording import term
from reports.workbook import Table, workbook

_BREAKDOWN = (6, 26, 24, 20, 40, 34, 12)
_NOTICES = (18, 10, 16, 34, 22, 10)
_UNIT, _WEEK = 26, 12


def plan_workbook(planner: Planner, plan: Plan, told: Iterable[PlannedNotice], lang: str = "zh") -> bytes:
    """任务分解表, 提醒计划 and 每周负荷 of `plan` as an .xlsx file; `told` are its notices."""
    due = load(planner, plan.obligations)
    rows = [row.cells for row in breakdown.breakdown(planner, plan, lang)]
    weeks = due.columns(lang)
    widths = (_UNIT, *[_WEEK] * (len(weeks) - 1))
    tables = [
        Table(term(lang, "breakdown"), breakdown.columns(lang), rows, _BREAKDOWN, term(lang, "signatures")),
        Table(
            term(lang, "notices"),
            notices.columns(lang),
            notices.rows(told, planner.office.zone, lang),
            _NOTICES,
        ),
        Table(term(lang, "load"), weeks, due.rows(lang), widths),
    ]
    return workbook(heading(planner), tables, lang)
