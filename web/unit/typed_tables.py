"""A statistics table on the page: each cell a field, the period before in grey, what is added up shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.covered import covered
from campaigns.evidence import lack_text
from campaigns.form_cells import canonical, read_cell
from campaigns.form_values import Cell, Earlier, carried, fill, label
from campaigns.forms import ADDED, Form, FormRow

#: Between two faults of one field.
SEMICOLON = " · "
#: What kind of keyboard a telephone shows for each type of row.
_KEYBOARD = {"count": "numeric", "amount": "decimal", "percent": "decimal"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell."""

    #: The field's name; empty for one that is computed.
    id: str
    label: str
    value: str
    #: What the period before said; None where it said nothing.
    before: str | None
    error: str
    keyboard: str

    @property
    def computed(self) -> bool:
        """Whether it follows from others, and is not typed."""
        return not self.id


@dataclass(frozen=True, slots=True)
class Table:
    """A form with what stands in it."""

    key: str
    form: Form
    #: Each row with its cells; a section is a heading above the rows that follow.
    rows: tuple[tuple[FormRow, tuple[Drawn, ...]], ...]
    #: Which days it covers, in words; empty where the form does not say.
    covers: str


def cell_ids(key: str, form: Form) -> dict[Cell, str]:
    """The names of the fields of a form, by cell."""
    places = enumerate(form.places)
    columns = list(places)
    return {
        (row.key, column): f"f-{key}-{number}-{place}"
        for number, row in enumerate(form.rows)
        for place, column in columns
    }


def completed(
    form: Form, typed: Mapping[Cell, str], before: Sequence[Earlier], today: date
) -> dict[Cell, str]:
    """`typed`, and the cumulative column where the periods before are known and this one can be read."""
    found = dict(typed)
    if form.cumulative is None:
        return found
    [this] = form.of_the_period
    for row in form.rows:
        past = _past(form, row, before)
        read = (
            read_cell(row, found.get((row.key, this), ""), today)
            if found.get((row.key, this), "").strip()
            else None
        )
        if past is not None:
            now = read.value if read is not None else None
            found[row.key, form.cumulative] = canonical(past + Decimal(now)) if now is not None else ""
    return found


def faults(
    key: str,
    form: Form,
    typed: Mapping[Cell, str],
    before: Sequence[Earlier],
    today: date,
    lang: str,
    blank: Callable[[str], str],
) -> dict[str, str]:
    """What is to be put right, by field; `blank` says of a cell, by its name, that it is not filled in."""
    ids, filled = cell_ids(key, form), fill(form, typed, today, before)
    unread = iter([lack for lack in filled.lacking if lack["code"] == "cell"])
    found: dict[str, str] = {}
    for one in filled.values:
        if one.value is None:
            found[ids[one.cell]] = lack_text(next(unread), lang)
    said = {one.cell for one in filled.values}
    for row in form.rows:
        for column in form.of_the_period:
            if (row.key, column) not in said:
                found[ids[row.key, column]] = blank(label(row, column))
    by_label = {
        label(row, column): ids[row.key, column] for row in reversed(form.rows) for column in form.places
    }
    for doubt in filled.doubts:
        where = (
            by_label.get(doubt.get("where", "")) or _first_named(doubt, by_label) or next(iter(ids.values()))
        )
        found[where] = SEMICOLON.join(part for part in (found.get(where), lack_text(doubt, lang)) if part)
    return found


def _first_named(doubt: Mapping[str, object], by_label: Mapping[str, str]) -> str | None:
    names = doubt.get("names")
    return by_label.get(names[0]) if isinstance(names, list) and names else None


def table(
    key: str,
    form: Form,
    typed: Mapping[Cell, str],
    before: Sequence[Earlier],
    errors: Mapping[str, str],
    covers: str,
) -> Table:
    """The form as the page draws it; `typed` is completed."""
    ids = cell_ids(key, form)
    return Table(key, form, tuple(_rows(form, ids, typed, before, errors)), covers)


def days_of(form: Form, opens: date | None, target: date | None, last_day: date | None, issued: date) -> str:
    """Which days the form covers, in words; empty where it does not say."""
    found = covered(form, opens=opens, target=target, last_day=last_day, issued=issued)
    return found.text if found is not None else ""


def _rows(
    form: Form,
    ids: Mapping[Cell, str],
    typed: Mapping[Cell, str],
    before: Sequence[Earlier],
    errors: Mapping[str, str],
) -> Iterator[tuple[FormRow, tuple[Drawn, ...]]]:
    for row in form.rows:
        cells = []
        for column in form.places:
            cell = (row.key, column)
            computed = column == form.cumulative and _past(form, row, before) is not None
            cells.append(
                Drawn(
                    "" if computed else ids[cell],
                    label(row, column),
                    typed.get(cell, ""),
                    _before(form, row, column, before),
                    errors.get(ids[cell], ""),
                    _KEYBOARD.get(row.type, "text"),
                )
            )
        yield row, tuple(cells)


def _past(form: Form, row: FormRow, before: Sequence[Earlier]) -> Decimal | None:
    """What the periods before add up to; None where one is missing, or the row is not added up."""
    if row.type not in ADDED or form.cumulative is None:
        return None
    return carried(row, form.of_the_period[0], form.cumulative, before)


def _before(form: Form, row: FormRow, column: str, before: Sequence[Earlier]) -> str | None:
    if column == form.cumulative:
        past = _past(form, row, before)
        return canonical(past) if past is not None and before else None
    if not before:
        return None
    figure = before[-1].figure(row, column)
    return canonical(figure) if figure is not None else before[-1].values.get((row.key, column))
