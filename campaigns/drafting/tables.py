"""Tables that were pasted as text, a cell on each line: schedules, and forms with their units of measure."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from campaigns.drafting.bodies import listed
from campaigns.drafting.roles import Roles, assigned
from campaigns.drafting.sentences import Paragraph, Sentence

_MEASURE = re.compile(
    r"(?:场次|人次|户次|个次|家次|批次|台次|件次|场|次|条|份|件|起|家|户|人|个|项|篇|期|批|辆|台|万元|元|册)(?:\([次件份条家户人个]\))?"
)
_COVERS = re.compile(
    r"统计(?:日期|时间|期间|周期|时段):(?:自|从)?(?P<first>[^,。;]{2,20}?)(?:起)?(?:至|到|-|~)(?P<last>[^,。;]{2,20})"
)
_NUMBER = re.compile(r"\d{1,3}")
_SERIAL = "序号"
_TITLE = re.compile(r"表$")
#: More columns no notice has.
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One row of a schedule of work."""

    content: Paragraph
    when: Sentence | None
    roles: Roles
    #: Every cell of it.
    cells: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A statistics table of an annex: its title and (row, unit of measure) in order."""

    title: str
    rows: tuple[tuple[str, str], ...]
    source: Sentence
    cells: tuple[Paragraph, ...]
    #: The document's words for the first and last day that it covers, with their sentence.
    covers: tuple[str, str, Sentence] | None = None


def schedules(found: list[Paragraph]) -> list[ScheduleRow]:
    """The rows of every table whose head begins with 序号."""
    rows: list[ScheduleRow] = []
    at = 0
    while at < len(found):
        if not (found[at].cell and found[at].whole.plain == _SERIAL):
            at += 1
            continue
        head = _until_number(found, at)
        at += len(head)
        while head and at + len(head) <= len(found) and _is_row(found[at : at + len(head)]):
            rows.append(_row([one.whole.plain for one in head], found[at : at + len(head)]))
            at += len(head)
        at += not head
    return rows


def _until_number(found: list[Paragraph], at: int) -> list[Paragraph]:
    head = []
    for one in found[at : at + _COLUMNS + 1]:
        if not one.cell or _NUMBER.fullmatch(one.whole.plain):
            break
        head.append(one)
    return head


def _is_row(cells: list[Paragraph]) -> bool:
    return all(one.cell for one in cells) and bool(_NUMBER.fullmatch(cells[0].whole.plain))


def _row(head: list[str], cells: list[Paragraph]) -> ScheduleRow:
    columns = {name: cell for name, cell in zip(head, cells, strict=True)}  # noqa: C416 - said with its names

    def column(pattern: str) -> Paragraph | None:
        return next((cell for name, cell in columns.items() if re.search(pattern, name)), None)

    def names(pattern: str) -> list[str]:
        cell = column(pattern)
        return listed(cell.whole.plain) if cell else []

    content = column("内容|任务|事项|工作|项目") or max(cells, key=lambda one: len(one.whole.plain))
    when = column("时间|时限|期限")
    roles = assigned(names("牵头|主办"), names("责任|承办"), names("配合|协助|参与"), None)
    return ScheduleRow(content, when.whole if when else None, roles, tuple(cells))


def forms(found: list[Paragraph]) -> list[FormTable]:
    """Every table of an annex in which a cell names what is counted and the next one its unit of measure."""
    tables: list[FormTable] = []
    title: Paragraph | None = None
    cells: list[Paragraph] = []
    for one in [*found, None]:
        if one is not None and one.cell:
            cells.append(one)
            continue
        if cells and title is not None and (rows := _measured(cells)):
            tables.append(FormTable(title.whole.plain, rows, title.whole, tuple(cells)))
        if one is not None and tables and (covers := _COVERS.search(one.whole.plain)):
            tables[-1] = replace(tables[-1], covers=(covers["first"], covers["last"], one.whole))
        if one is not None:
            title = one if _TITLE.search(one.whole.plain) else title if cells == [] else None
        cells = []
    return tables


def _measured(cells: list[Paragraph]) -> tuple[tuple[str, str], ...]:
    pairs = pairwise(cells)
    return tuple(
        (name.whole.plain, unit.whole.plain)
        for name, unit in pairs
        if _MEASURE.fullmatch(unit.whole.plain) and not _MEASURE.fullmatch(name.whole.plain)
    )
