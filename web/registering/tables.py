"""The coordinator imports a table of events: each wrong cell is marked on the page and put right there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from actions.house import House
from actions.item_table import CellFault, TableError, columns_of, import_text, put_right, rows_of, text_of
from actions.on_trial import performed
from actions.record import RecordedMany
from campaigns.faults import RefusalError
from reports.listing import Listing
from web.lists import taken_away
from web.registering.desk import desk_of
from web.registering.events import Kind, kind_of
from web.registering.filings import finished_at
from web.registering.typed import Sent, Typed
from web.rules import allowed, roles
from web.visit import Here

ROLE = "coordinator"
router = APIRouter()
#: Characters of a table that travels with its page for correction; and rows of it that are shown at once.
MOST_CARRIED, MOST_ROWS = 600_000, 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    #: What is wrong with it; empty where nothing is.
    said: str
    #: Line and column, as its own field is called.
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that has something wrong in it."""

    line: int
    cells: tuple[Cell, ...]
    #: What is wrong with the row and with none of its cells.
    beside: tuple[str, ...]


@router.get("/coordinator/{campaign}/register/events/{kind}/import")
@allowed(roles(ROLE))
def form(visit: Here, campaign: str, kind: str, taken: Annotated[str, Query(alias="as")] = "") -> Response:
    """The form; with `as=csv` or `xlsx` an empty table to fill in."""
    found = kind_of(desk_of(visit, campaign), kind)
    if taken in {"csv", "xlsx"}:
        title = found.declared.title + visit.say("登记表")
        return taken_away(visit, Listing(title, "", columns_of(found.desk.record, kind), []), taken)
    return _form(found, Typed(()))


@router.post("/coordinator/{campaign}/register/events/{kind}/import")
@allowed(roles(ROLE))
def take(visit: Here, campaign: str, kind: str, typed: Sent) -> Response:
    """Looked at: every fault in its cell, or what would be opened. Confirmed: all of it is on record."""
    found = kind_of(desk_of(visit, campaign), kind)
    name, text = "", ""
    try:
        name, text = _table(typed)
        if not text.strip():
            return _form(found, typed, {"file": visit.say("请选择文件，或把表格粘贴在下面")})
        if len(text) > MOST_CARRIED:
            return _form(found, Typed(()), {"file": visit.say("表格太大：请分成几个文件导入")})

        def act(house: House, *, rehearse: bool = False) -> RecordedMany:
            return import_text(house, campaign, kind, text, name, actor=visit.actor, rehearse=rehearse)

        if typed.get("step") == "confirm":
            return visit.go(finished_at(found.desk, performed(visit.house, campaign, act)))
        foreseen = act(visit.house, rehearse=True)
    except TableError as error:
        return _faults(found, name, text, error.faults)
    except RefusalError as error:
        return _form(found, Typed((("table", text),)), {"file": error.said(visit.lang)})
    rows = [cells for _, cells in rows_of(text, name)]
    shown, more = rows[1 : MOST_ROWS + 1], max(0, len(rows) - 1 - MOST_ROWS)
    page = "registering/table_look.html"
    return visit.page(
        page, kind=found, name=name, text=text, heads=rows[0], rows=shown, more=more, foreseen=foreseen
    )


def _table(typed: Typed) -> tuple[str, str]:
    """Name and text of the table: of the file where one was chosen, else as typed, cells put right."""
    chosen = typed.file("file")
    if chosen is not None and chosen[1]:
        return chosen[0], text_of(chosen[1], chosen[0])
    text = typed.raw("table")
    was, now = typed.under("was."), typed.under("cell.")
    cells = {_place(key): (was.get(key, ""), new) for key, new in now.items() if new != was.get(key)}
    return typed.get("name"), put_right(text, cells) if cells else text


def _place(key: str) -> tuple[int, int]:
    line, _, column = key.partition(".")
    return (int(line), int(column)) if line.isdecimal() and column.isdecimal() else (-1, -1)


def _form(found: Kind, typed: Typed, errors: Mapping[str, str] | None = None) -> Response:
    columns = columns_of(found.desk.record, found.key)
    status = 422 if errors else 200
    page = "registering/table.html"
    return found.desk.visit.page(page, status, kind=found, typed=typed, columns=columns, errors=errors or {})


def _faults(found: Kind, name: str, text: str, faults: tuple[CellFault, ...]) -> Response:
    """The rows with faults, each wrong cell a field; the whole table travels along."""
    lang, rows = found.desk.visit.lang, list(rows_of(text, name))
    heads = rows[0][1] if rows else []
    by_line: dict[int, list[CellFault]] = {}
    for fault in faults:
        by_line.setdefault(fault.line, []).append(fault)
    wrong = [_row(line, cells, heads, by_line[line], lang) for line, cells in rows[1:] if line in by_line]
    above = [fault.said(lang) for fault in by_line.get(1, ())]
    return found.desk.visit.page(
        "registering/table_faults.html",
        422,
        kind=found,
        name=name,
        text=text,
        heads=heads,
        rows=wrong[:MOST_ROWS],
        more=max(0, len(wrong) - MOST_ROWS),
        count=len(faults),
        above=above,
    )


def _row(line: int, cells: list[str], heads: list[str], faults: list[CellFault], lang: str) -> Row:
    said = dict[int, list[str]]()
    beside = list[str]()
    for fault in faults:
        if fault.column in heads:
            said.setdefault(heads.index(fault.column), []).append(fault.why.said(lang))
        else:
            beside.append(fault.said(lang))
    whole = [*cells, *[""] * (len(heads) - len(cells))][: len(heads)]
    found = (Cell(text, " ".join(said.get(at, ())), f"{line}.{at}") for at, text in enumerate(whole))
    return Row(line, tuple(found), tuple(beside))
