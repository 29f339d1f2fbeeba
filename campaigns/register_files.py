"""A register 名录库 as a CSV file, as offices keep it: every fault with its file, line and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from campaigns.faults import RefusalError
from campaigns.plain import is_plain, text_in
from campaigns.registers import Entry, Kind, Register

MOST_BYTES = 50 * 1024 * 1024
LONGEST_CELL = 200
#: What a column may be called, in the file's first line; the first name is the one that faults suggest.
HEADS = {
    "key": ("编号", "证号", "执法证号", "key"),
    "name": ("姓名", "名称", "name"),
    "unit": ("单位", "unit"),
    "tags": ("专业", "tags"),
    "links": ("回避", "关联", "links"),
}
#: What parts several tags or links in one cell.
_PARTS = str.maketrans({"；": ";", "、": ";", "|": ";"})


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing wrong in a register's file."""

    file: str
    #: The line on which its row begins, and which cell of it, both from 1.
    line: int
    column: int
    #: What is wrong and what is expected, in Chinese and English.
    zh: str
    en: str

    def said(self, lang: str = "zh") -> str:
        """`file:line:column: what is wrong`."""
        return f"{self.file}:{self.line}:{self.column}: {self.en if lang == 'en' else self.zh}"


class RegisterError(RefusalError):
    """A register's file has faults; `faults` holds all of them."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        """Carry `faults` to whoever shows them."""
        said = {lang: "\n  ".join(fault.said(lang) for fault in faults) for lang in ("zh", "en")}
        super().__init__(f"名录库有{len(faults)}处问题：\n  {said['zh']}", f"faults:\n  {said['en']}")
        self.faults = tuple(faults)


@dataclass(slots=True)
class _Reading:
    """A file under way."""

    file: str
    kind: Kind
    faults: list[CellFault] = field(default_factory=list)

    def fault(self, line: int, column: int, zh: str, en: str) -> None:
        """Note a fault, and go on."""
        self.faults.append(CellFault(self.file, line, column, zh, en))


def read(content: bytes, file: str, kind: Kind, salt: str = "") -> Register:
    """The register in `content`, a CSV table in UTF-8 (with or without mark) or GB18030, sealed with `salt`.

    Raises RegisterError with every fault: no table, a head without 编号, a key that is missing, there twice
    or a name, a row that is too short or long, and cells with control characters.
    """
    reading = _Reading(file, kind)
    rows = list(_rows(reading, _text(reading, content)))
    if not rows:
        reading.fault(
            1, 1, "文件是空的：首行应为列名，如 编号,名称", "empty: begin with a line such as key,name"
        )
        raise RegisterError(reading.faults)
    (first, head), *rest = rows
    columns = _columns(reading, first, head)
    if reading.faults:
        raise RegisterError(reading.faults)
    entries = tuple(_entries(reading, columns, rest))
    if not entries and not reading.faults:
        reading.fault(first + 1, 1, "名录库里没有一行：请填写", "the register has no row: fill it in")
    if reading.faults:
        raise RegisterError(reading.faults)
    more = tuple(sorted(column for column in columns if column not in HEADS))
    return Register(kind, entries, more, salt)


def _text(reading: _Reading, content: bytes) -> str:
    found = text_in(content) if len(content) <= MOST_BYTES and b"\0" not in content else None
    if found is not None:
        return found[0]
    most = MOST_BYTES // 1024 // 1024
    zh = f"应为{most}MB以内的CSV文本（UTF-8或GBK）：在Excel里请另存为“CSV UTF-8”"
    en = f"expected CSV text of at most {most} MB (UTF-8 or GBK): save it as “CSV UTF-8”"
    reading.fault(1, 1, zh, en)
    raise RegisterError(reading.faults)


def _rows(reading: _Reading, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins, its cells without blanks around them."""
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in table:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield line, cells
            line = table.line_num + 1
    except csv.Error:
        reading.fault(
            line, 1, "引号不成对或单元格过长：请核对", "a quote is not closed, or a cell is too long"
        )
        raise RegisterError(reading.faults) from None


def _columns(reading: _Reading, line: int, head: Sequence[str]) -> list[str]:
    """What each column is: a key of HEADS, or its own name."""
    known = {name: key for key, names in HEADS.items() for name in names}
    columns = [known.get(name.lower(), name) for name in head]
    for at, (name, column) in enumerate(zip(head, columns, strict=True), 1):
        if not name or not is_plain(name):
            reading.fault(line, at, "列名不能为空，也不能含控制字符", "a column has a plain name")
        elif column in columns[: at - 1]:
            reading.fault(line, at, f"“{name}”这一列重复", f"the column “{name}” is there twice")
    if "key" not in columns:
        zh = f"缺少“编号”列（也可写{'、'.join(HEADS['key'][1:])}）：抽取结果只用编号，不用名称"
        reading.fault(line, 1, zh, "no column “key” (编号): a draw knows numbers and never names")
    return columns


def _entries(
    reading: _Reading, columns: Sequence[str], rows: Sequence[tuple[int, list[str]]]
) -> Iterator[Entry]:
    seen: dict[str, int] = {}
    for line, cells in rows:
        if len(cells) != len(columns):
            zh = f"这一行有{len(cells)}格，列名有{len(columns)}个：请补齐或加引号"
            en = f"{len(cells)} cells under {len(columns)} columns: fill them in, or quote a comma"
            reading.fault(line, min(len(cells), len(columns)) + 1, zh, en)
            continue
        for at, cell in enumerate(cells, 1):
            if not is_plain(cell) or len(cell) > LONGEST_CELL:
                zh = f"应为{LONGEST_CELL}字以内的一行普通文字，不含换行和控制字符"
                reading.fault(line, at, zh, f"expected one plain line of at most {LONGEST_CELL} characters")
        row = dict(zip(columns, cells, strict=True))
        _check_key(reading, line, columns.index("key") + 1, row, seen)
        more = tuple((column, row[column]) for column in sorted(columns) if column not in HEADS)
        several = (_several(row.get("tags", "")), _several(row.get("links", "")))
        yield Entry(row["key"], row.get("name", ""), row.get("unit", ""), *several, more)


def _check_key(reading: _Reading, line: int, at: int, row: dict[str, str], seen: dict[str, int]) -> None:
    key = row["key"]
    if not key:
        reading.fault(line, at, "编号是空的：请填写", "the key is empty: fill it in")
    elif key in seen:
        zh = f"编号“{key}”与第{seen[key]}行重复：每行的编号不能相同"
        reading.fault(line, at, zh, f"the key “{key}” is that of line {seen[key]}: each row has its own")
    elif key == row.get("name"):
        zh = f"编号“{key}”就是名称：抽取结果要公开和存档，请用编号"
        reading.fault(line, at, zh, f"the key “{key}” is the name: results are kept for good, use a number")
    seen.setdefault(key, line)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for part in cell.translate(_PARTS).split(";")} - {""}))
