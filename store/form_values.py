"""What was typed into statistics tables: of one filing, and of every unit that owes a task."""

from typing import Any

from sqlalchemy import Connection, and_, select

from store.tables import filings, form_values, obligations


def of_filing(connection: Connection, campaign: str, number: int, version: int) -> list[dict[str, Any]]:
    """Form, row, column, typed text and value of each cell of a filing that is not blank."""
    own = form_values.c
    columns = (own.form, own.row, own.column, own.typed, own.value)
    mine = (own.campaign == campaign, own.number == number, own.version == version)
    found = connection.execute(select(*columns).where(*mine).order_by(own.form, own.row, own.column))
    return [dict(row) for row in found.mappings()]


def filed(connection: Connection, campaign: str, task: str, unit: str | None = None) -> list[dict[str, Any]]:
    """Every obligation of a task, or of one unit in it, each with its newest filing's zero report.

    `zero` is None where nothing was filed.
    """
    own = obligations.c
    newest = and_(
        filings.c.campaign == own.campaign,
        filings.c.number == own.number,
        filings.c.version == own.filings,
    )
    columns = (own.number, own.unit, own.role, own.period, own.status, filings.c.zero)
    dates = (own.opens, own.target, own.breach, own.last_day)
    mine = (own.campaign == campaign, own.task == task, *([own.unit == unit] if unit else []))
    found = connection.execute(
        select(*columns, *dates).select_from(obligations).outerjoin(filings, newest).where(*mine)
    )
    return [dict(row) for row in found.mappings()]


def newest(connection: Connection, campaign: str, task: str, form: str) -> list[tuple[int, str, str, str]]:
    """Number of the obligation, row, column and value of each readable cell of the task's newest filings."""
    own, of = form_values.c, obligations.c
    row = and_(of.campaign == own.campaign, of.number == own.number, of.filings == own.version)
    mine = (own.campaign == campaign, own.form == form, of.task == task, own.value.is_not(None))
    statement = select(own.number, own.row, own.column, own.value).join(obligations, row).where(*mine)
    return [(number, key, column, value) for number, key, column, value in connection.execute(statement)]
