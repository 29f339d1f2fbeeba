"""A table of items, one a row, as CSV: read, recorded all at once, or every fault named by its cell."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from actions.house import ActionError, House, OnRecord
from actions.record import ItemsRefusedError, RecordedMany, Refused, record_many
from actions.refusals import Part
from actions.registering import Registrar, asked_of, launched_at
from campaigns.cells import CellError, day, day_or_instant, plain_width, tidy
from campaigns.events import Actor
from campaigns.items import Item
from campaigns.nearest import suggestion
from campaigns.plain import text_in

#: Bytes of a table that are read at most.
MOST_BYTES = 20_000_000
#: How a column may be called, by the part of an item that it holds; beside these, each declared field.
HEADS: dict[Part, tuple[str, ...]] = {
    "unit": ("单位", "责任单位", "unit"),
    "number": ("文号", "编号", "number"),
    "date": ("日期", "发生日期", "date"),
    "what": ("种类", "what"),
    "due": ("时限", "整改时限", "due"),
}
#: A column that says nothing: the row's own count.
_PASSED_OVER = ("序号", "no", "no.")


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that cannot be taken, or a column that is missing."""

    file: str
    #: Line in the file, from 1; the heading is line 1.
    line: int
    #: The column as the file calls it.
    column: str
    #: What was written.
    wrote: str
    #: What was expected.
    why: CellError | ActionError

    def said(self, lang: str = "zh") -> str:
        """The fault on one line, in Chinese (`zh`) or English (`en`)."""
        if lang == "en":
            wrote = f" “{self.wrote}”" if self.wrote else ""
            return f"{self.file}:{self.line}: column “{self.column}”{wrote}: {self.why.said(lang)}"
        wrote = f"写的是“{self.wrote}”，" if self.wrote else ""
        return f"{self.file}:{self.line}：“{self.column}”列{wrote}{self.why.said(lang)}"


class TableError(ActionError):
    """The table has faults, and nothing was recorded; `faults` holds all of them, in order of their lines."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        """Carry `faults` to whoever shows them; as a text, the first."""
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        count, first = len(self.faults), self.faults[0]
        super().__init__(
            f"共{count}处有误，没有登记任何一件；{first.said('zh')}",
            f"{count} fault(s), nothing was recorded; {first.said('en')}",
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as an item, with stand-ins for the cells that cannot be read."""

    line: int
    cells: Mapping[Part, str]
    item: Item
    #: Parts of which nothing more is to be said.
    told: frozenset[Part]


def import_items(
    house: House,
    campaign: str,
    kind: str,
    file: Path,
    *,
    actor: Actor,
    rehearse: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> RecordedMany:
    """Record every row of the CSV table `file` as an item of `kind`, as `actions.record.record_many` does.

    UTF-8, with or without a mark, or GBK. Raises TableError with every fault of every cell, and then nothing
    is written; ActionError for a file that is no such table.
    """
    text = text_of(file.read_bytes(), file.name)
    return import_text(house, campaign, kind, text, file.name, actor=actor, rehearse=rehearse, told=told)


def import_text(
    house: House,
    campaign: str,
    kind: str,
    text: str,
    name: str,
    *,
    actor: Actor,
    rehearse: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> RecordedMany:
    """As `import_items`, of the `text` of a table that faults call `name`."""
    rows = list(rows_of(text, name))
    with house.store.read() as connection:
        on = house.on_record(connection, campaign)
        now = house.now().astimezone(on.zone)
        registrar = Registrar(on, kind, actor, now, launched_at(connection, on))
    table = _Table(name, registrar, rows[0][1] if rows else [])
    read = [table.row(line, cells) for line, cells in rows[1:]] if not table.faults else []
    try:
        items = [row.item for row in read]
        found = record_many(
            house, campaign, kind, items, actor=actor, rehearse=rehearse or bool(table.faults), told=told
        )
    except ItemsRefusedError as error:
        table.take(read, error.refused)
    if table.faults:
        raise TableError(table.faults)
    return found


class _Table:
    """What the columns of a table hold, and the faults found so far."""

    def __init__(self, file: str, registrar: Registrar, heads: Sequence[str]) -> None:
        """Find what each of `heads` is about."""
        self.file, self._registrar = file, registrar
        self.faults: list[CellFault] = []
        declared = registrar.on.planner.declaration.events[registrar.kind]
        self._fields = tuple(declared.fields or ())
        names = {**HEADS, "date": (*HEADS["date"], *([declared.date] if declared.date else []))}
        names |= {field: (field,) for field in self._fields}
        self._known = {plain_width(name).lower(): part for part, some in names.items() for name in some}
        self._names, self._heads = names, [tidy(head) for head in heads]
        self._parts = [self._part(head) for head in self._heads]
        self._wrong()

    def row(self, line: int, cells: Sequence[str]) -> _Row:
        """The row as an item; what cannot be read is noted."""
        whole = [*cells, *[""] * (len(self._parts) - len(cells))]
        found = {part: cell for part, cell in zip(self._parts, whole, strict=False) if part is not None}
        for extra in cells[len(self._parts) :]:
            if extra:
                self._fault(line, "—", extra, ActionError("表头没有这一列", "the heading has no such column"))
        told = set[Part]()
        for part in ("unit", "number"):
            if not found[part]:
                told.add(part)
                self._fault(line, self._called(part), "", ActionError("要填写", "must be filled in"))
        happened = self._date(line, found["date"], told)
        due = self._due(line, found.get("due", ""), told)
        fields = {name: found[name] for name in self._fields if name in found}
        item = Item(found["unit"], found["number"], happened, found.get("what") or None, due, fields)
        return _Row(line, found, item, frozenset(told))

    def take(self, rows: Sequence[_Row], refused: Iterable[Refused]) -> None:
        """Note what speaks against the items of `rows`, but for cells of which a fault was told already."""
        for one in refused:
            row = rows[one.place]
            if one.part not in row.told:
                self._fault(row.line, self._called(one.part), row.cells.get(one.part, ""), one.why)

    def _part(self, head: str) -> Part | None:
        said = plain_width(head).lower()
        if not said or said in _PASSED_OVER:
            return None
        part = self._known.get(said)
        if part is None:
            near = suggestion(said, self._known)
            zh, en = (f"，是不是“{near}”？", f", did you mean “{near}”?") if near else ("", "")
            why = ActionError(
                f"不认识的列{zh or '，请删去，或在 fields 里申报'}",
                f"an unknown column{en or ': delete it, or declare it in fields'}",
            )
            self._fault(1, head, "", why)
        return part

    def _wrong(self) -> None:
        """Columns that stand there twice, and those that do not at all."""
        for place, part in enumerate(self._parts):
            if part is not None and part in self._parts[:place]:
                head = self._heads[place]
                self._fault(1, head, "", ActionError("这一列有两个", "there are two of this column"))
        wanted = ["unit", "number", "date", *self._fields]
        wanted += ["due"] if self._registrar.sets_due else []
        for part in wanted:
            if part not in self._parts:
                shown = " / ".join(self._names[part])
                self._fault(1, shown, "", ActionError("缺少这一列", "the column is missing"))

    def _called(self, part: Part) -> str:
        """The column of `part` as the file calls it."""
        return self._heads[self._parts.index(part)] if part in self._parts else self._names[part][0]

    def _date(self, line: int, cell: str, told: set[Part]) -> date | datetime:
        try:
            return day_or_instant(cell, hours=self._registrar.counts_hours)
        except CellError as error:
            self._fault(line, self._called("date"), cell, error)
            # A stand-in, so that the row's other cells are looked at too.
            told |= {"date", "due"}
            return self._registrar.now.date()

    def _due(self, line: int, cell: str, told: set[Part]) -> date | None:
        try:
            return day(cell) if cell else None
        except CellError as error:
            self._fault(line, self._called("due"), cell, error)
            told.add("due")
            return None

    def _fault(self, line: int, column: str, wrote: str, why: CellError | ActionError) -> None:
        self.faults.append(CellFault(self.file, line, column, wrote, why))


def columns_of(on: OnRecord, kind: str) -> list[str]:
    """The heads of a table of items of `kind`, as an empty one begins."""
    declared = on.planner.declaration.events[kind]
    heads = [HEADS["unit"][0], HEADS["number"][0], declared.date or HEADS["date"][0]]
    heads += [HEADS["what"][0]] if declared.kinds else []
    heads += [HEADS["due"][0]] if asked_of(on, kind)[0] else []
    return [*heads, *(declared.fields or ())]


def text_of(data: bytes, name: str) -> str:
    """The text of a table saved by Excel, WPS or by hand: UTF-8, with or without a mark, or GBK."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise ActionError(f"“{name}”超过{most}MB：请分成几个文件", f"{name} is over {most} MB: split it")
    if b"\0" not in data and (found := text_in(data)) is not None:
        return found[0]
    raise ActionError(
        f"“{name}”不是文本表格：请另存为“CSV UTF-8（逗号分隔）”",
        f"{name} is no text table: save it as CSV UTF-8 (comma delimited)",
    )


def put_right(text: str, cells: Mapping[tuple[int, int], tuple[str, str]]) -> str:
    """The table `text` with other words in some `cells`, by line and column: what stood there, what shall.

    A cell in which something else stands by now is left alone.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for line, row in rows_of(text, ""):
        asked = {place: pair for (at, place), pair in cells.items() if at == line}
        whole = [*row, *[""] * (max(asked, default=-1) + 1 - len(row))]
        for place, (was, new) in asked.items():
            whole[place] = new if whole[place] == tidy(was) else whole[place]
        writer.writerow(whole)
    return out.getvalue()


def rows_of(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    reader, line = csv.reader(io.StringIO(text, newline="")), 1
    try:
        for cells in reader:
            tidied = [tidy(cell) for cell in cells]
            if any(tidied):
                yield line, tidied
            line = reader.line_num + 1
    except csv.Error as error:
        raise ActionError(
            f"{file}:{line}：读不下去（{error}）：请检查引号", f"{file}:{line}: {error}: check the quotes"
        ) from None
