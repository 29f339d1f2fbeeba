"""A statistics table as one unit filled it in: typed values, what it lacks, and what is doubtful.

A blank cell is no zero: it is told as lacking. Nothing is refused; what cannot be read is kept as typed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.form_cells import MOST_TYPED, Read, one_line, read_cell, read_date, read_phone
from campaigns.forms import ADDED, Form, FormRow
from campaigns.nearest import suggestion
from campaigns.plain import is_plain

#: A row's key and a column, which is empty in a form without any.
Cell = tuple[str, str]
#: What was typed, by cell; a cell of a row or column that the form does not have is told.
Typed = Mapping[Cell, str]


@dataclass(frozen=True, slots=True)
class Value:
    """One cell that is not blank."""

    row: str
    column: str
    #: As it was typed.
    typed: str
    #: Canonical text; None where it cannot be read.
    value: str | None

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in."""

    #: In the form's order of rows and columns.
    values: tuple[Value, ...]
    lacking: tuple[dict[str, Any], ...]
    doubts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same form and unit in an earlier period."""

    #: Whether anything was filed for it.
    filed: bool
    #: Reported as 本期无: every count and amount of the period is zero.
    zero: bool = False
    #: Canonical values, by cell.
    values: Mapping[Cell, str] = field(default_factory=dict)

    def figure(self, row: FormRow, column: str) -> Decimal | None:
        """What it said for a count or an amount of the period; None where it said nothing."""
        said = self.values.get((row.key, column))
        if said is not None and row.type in ADDED:
            return Decimal(said)
        return Decimal(0) if self.zero and row.type in ADDED else None


def fill(form: Form, typed: Typed, today: date, earlier: Sequence[Earlier] = ()) -> Filled:
    """What was `typed` into `form`, on `today`; `earlier` are the periods before it, the oldest first."""
    values: list[Value] = []
    lacking = list(_unknown(form, typed))
    blank: list[str] = []
    for row in form.rows:
        for column in form.places:
            said = one_line(typed.get((row.key, column), ""))
            if said:
                read = read_cell(row, said, today)
                values.append(Value(row.key, column, _kept(said), read.value))
                lacking += _unread(row, column, said, read, today)
            elif column != form.cumulative:
                blank.append(label(row, column))
    if blank:
        lacking.append({"code": "blank", "title": form.title, "names": blank})
    known = {one.cell: Decimal(one.value) for one in values if one.value and _is_figure(form, one)}
    doubts = [*_totals(form, known), *_continued(form, known, earlier), *_dropped(form, known, earlier)]
    return Filled(tuple(values), tuple(lacking), tuple(doubts))


def signatures(form: Form, fields: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """What is missing of 填报人, 审核人, 联系电话 and 填报日期, or cannot be read."""
    found: list[dict[str, Any]] = []
    for name in form.signed_with or ():
        said = one_line(fields.get(name, ""))
        if not said:
            found.append({"code": "field", "title": name})
            continue
        read = read_signature(name, said, today)
        if read.why:
            found.append(_cell(name, said, read) | {"today": today.isoformat()})
    return found


def kind_of_signature(name: str) -> str:
    """What is written under `name`: date, tel or text."""
    return "date" if "日期" in name else "tel" if "电话" in name else "text"


def read_signature(name: str, said: str, today: date) -> Read:
    """What was written under `name`, not blank."""
    kind = kind_of_signature(name)
    return read_date(said, today) if kind == "date" else read_phone(said) if kind == "tel" else Read(said)


def label(row: FormRow, column: str) -> str:
    """`查处案件（本月）`: what people call a cell."""
    return f"{row.title}（{column}）" if column else row.title


def carried(row: FormRow, column: str, cumulative: str, earlier: Sequence[Earlier]) -> Decimal | None:
    """What the periods before add up to: from the last cumulative figure on; None if one is missing."""
    total: Decimal | None = Decimal(0)
    for one in earlier:
        said, figure = one.values.get((row.key, cumulative)), one.figure(row, column)
        if said is not None:
            total = Decimal(said)
        else:
            total = None if total is None or figure is None else total + figure
    return total


def _is_figure(form: Form, one: Value) -> bool:
    return any(row.key == one.row and row.type in ADDED for row in form.rows)


def _kept(said: str) -> str:
    """What is kept of a typed cell: one line that cannot deceive; the file itself is kept beside it."""
    text = "".join(char if is_plain(char) else "�" for char in said[:MOST_TYPED])
    return text if is_plain(text) else text.replace("=?", "=�")


def _cell(where: str, said: str, read: Read) -> dict[str, Any]:
    return {"code": "cell", "where": where, "typed": _shown(said), "why": read.why, "write": read.write}


def _unread(row: FormRow, column: str, said: str, read: Read, today: date) -> list[dict[str, Any]]:
    if read.why is None:
        return []
    low = 0 if row.min is None else row.min
    more = {"decimals": row.decimals, "min": low, "max": row.max, "today": today.isoformat()}
    needs = {"decimals": "decimals", "low": "min", "high": "max", "future": "today"}.get(read.why)
    return [_cell(label(row, column), said, read) | ({needs: more[needs]} if needs else {})]


def _shown(said: str) -> str:
    kept = _kept(one_line(said))
    return kept if len(kept) <= 40 else f"{kept[:40]}…"  # noqa: PLR2004 - what fits on a line


def _unknown(form: Form, typed: Typed) -> Iterator[dict[str, Any]]:
    """Rows and columns, each once, that were filled in and that the form does not have."""
    filled = [cell for cell, said in typed.items() if said.strip()]
    asked: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("no_row", 0, {row.key: row.title for row in form.rows}),
        ("no_column", 1, {column: column for column in form.places}),
    )
    for code, part, known in asked:
        for name in dict.fromkeys(cell[part] for cell in filled):
            if name not in known:
                near = suggestion(name, [*known.values(), *known])
                yield {"code": code, "title": form.title, "typed": _shown(name), "write": near or None}


def _totals(form: Form, known: Mapping[Cell, Decimal]) -> Iterator[dict[str, Any]]:
    """Where rows do not agree as declared; what is blank somewhere cannot be judged."""
    rows = {row.key: row for row in form.rows}
    for one in form.totals or ():
        for column in form.places:
            figures = [known.get((key, column)) for key in (one.left, *one.right)]
            left, *right = [figure for figure in figures if figure is not None] or [Decimal(0)]
            agrees: Callable[[Decimal], bool] = left.__eq__ if one.of else left.__le__
            if None not in figures and not agrees(sum(right, Decimal(0))):
                names = [rows[key].title for key in one.right]
                told = {"code": "total" if one.of else "at_most", "where": label(rows[one.left], column)}
                yield {**told, "found": str(left), "sum": str(sum(right, Decimal(0))), "names": names}


def _continued(
    form: Form, known: Mapping[Cell, Decimal], earlier: Sequence[Earlier]
) -> Iterator[dict[str, Any]]:
    """Where the cumulative column is not what the periods before and this one add up to."""
    if form.cumulative is None:
        return
    [this] = form.of_the_period
    for row in form.rows:
        found, now = known.get((row.key, form.cumulative)), known.get((row.key, this))
        before = carried(row, this, form.cumulative, earlier)
        if found is not None and now is not None and before is not None and found != before + now:
            where = label(row, form.cumulative)
            yield {"code": "cumulative", "where": where, "found": str(found), "sum": str(before + now)}


def _dropped(
    form: Form, known: Mapping[Cell, Decimal], earlier: Sequence[Earlier]
) -> Iterator[dict[str, Any]]:
    """Where the period before gave a figure and this one gives zero."""
    if not earlier:
        return
    names = [
        label(row, column)
        for row in form.rows
        for column in form.of_the_period
        if known.get((row.key, column)) == 0 and (earlier[-1].figure(row, column) or 0) > 0
    ]
    if names:
        yield {"code": "dropped", "title": form.title, "names": names}
