"""What makes a statistics table impossible: rows that cannot be told apart, totals that cannot agree."""

from collections.abc import Iterator

from campaigns.declaration import Declaration, Form
from campaigns.faults import Fault
from campaigns.forms import ADDED, Agreement
from campaigns.nearest import suggestion
from campaigns.reading import Path, Source

#: Types of row that have digits after the point.
_POINTED = ("amount", "percent")


def rows_are_figures(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A row has its own key; what is counted has a unit of measure; bounds and decimals fit the type."""
    for path, form in _forms(declaration):
        seen: set[str] = set()
        for number, row in enumerate(form.rows):
            here = (*path, "rows", number)
            if row.key in seen:
                yield source.fault((*here, "key"), "row_twice", name=row.key)
            seen.add(row.key)
            if row.type in ADDED and row.unit is None:
                yield source.fault(here, "missing", on_key=True, name="unit")
            if row.decimals is not None and row.type not in _POINTED:
                yield source.fault((*here, "decimals"), "no_decimals", on_key=True, name=row.title)
            for bound in ("min", "max"):
                if getattr(row, bound) is not None and row.type not in (*ADDED, "percent"):
                    yield source.fault((*here, bound), "no_bounds", on_key=True, name=row.title)
            low = 0 if row.min is None else row.min
            if row.max is not None and row.max < low:
                yield source.fault((*here, "max"), "bounds_crossed", low=low, high=row.max)


def totals_can_agree(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Totals are of rows that there are, of one unit of measure, that can be added, never of themselves."""
    for path, form in _forms(declaration):
        for number, one in enumerate(form.totals or ()):
            yield from _agreement(source, (*path, "totals", number), form, one)


def cumulative_is_one_of_two(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What is cumulative is a column, and the other one says what it adds up."""
    for path, form in _forms(declaration):
        if form.cumulative is None:
            continue
        where, columns = (*path, "cumulative"), form.columns or ()
        if form.cumulative not in columns:
            near = suggestion(form.cumulative, columns)
            yield source.fault(where, "no_such_column", name=form.cumulative, suggestion=near)
        elif len(columns) != len(("this", "cumulative")):
            yield source.fault(where, "cumulative_of_two", name=form.cumulative, count=len(columns))


def columns_are_told_apart(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Two columns of one name could not be filled in."""
    for path, form in _forms(declaration):
        for number, column in enumerate(form.columns or ()):
            if column in (form.columns or ())[:number]:
                yield source.fault((*path, "columns", number), "column_twice", name=column)


def _forms(declaration: Declaration) -> Iterator[tuple[Path, Form]]:
    for key, form in declaration.forms.items():
        yield ("forms", key), form


def _agreement(source: Source, path: Path, form: Form, one: Agreement) -> Iterator[Fault]:
    rows = {row.key: row for row in form.rows}
    added = {key: row for key, row in rows.items() if row.type in ADDED}
    left = "total" if one.total else "row"
    right = "of" if one.of else "at_most"
    places: list[tuple[Path, str]] = [((*path, left), one.left)]
    places += [((*path, right, number), name) for number, name in enumerate(one.right)]
    for where, name in places:
        if name not in rows:
            yield source.fault(where, "unknown_row", name=name, suggestion=suggestion(name, rows))
        elif rows[name].type not in ADDED:
            yield source.fault(where, "not_added", name=rows[name].title)
    for number, name in enumerate(one.right):
        where = (*path, right, number)
        if name == one.left:
            yield source.fault(where, "total_of_itself", name=name)
        elif name in one.right[:number]:
            yield source.fault(where, "added_twice", name=name)
        elif {name, one.left} <= added.keys() and rows[name].unit != rows[one.left].unit:
            unit, other = rows[name].unit or "—", rows[one.left].unit or "—"
            yield source.fault(where, "units_differ", name=rows[name].title, unit=unit, other=other)
