"""A roster 名册 as a CSV file, one person a row, and how it stands to its quota 名额."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.form_sheet import decoded, table_lines
from campaigns.forms import Deliverable
from campaigns.plain import is_plain

#: What the column of names is called: the line that has it is the heading.
_NAME = ("姓名", "name")
#: How a line begins that stands below the people: who filled it in, sums, remarks.
_BESIDE = ("填报", "填表", "审核", "联系电话", "合计", "备注", "说明", "注：", "注:")
#: Characters of a cell that are shown.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of one file."""

    #: The headings, as written.
    columns: tuple[str, ...]
    #: A row for each person; a row that is there twice counts once.
    people: tuple[tuple[str, ...], ...]

    def of(self, names: Iterable[str]) -> dict[str, int] | None:
        """How many of each of `names` there are; None where no column holds these words and no other."""
        known = dict.fromkeys(names, 0)
        for place in range(len(self.columns)):
            said = [row[place] for row in self.people]
            if said and set(said) <= set(known):
                return {name: said.count(name) for name in known}
        return None


def read_roster(content: bytes) -> Roster | None:
    """The roster in `content`, CSV in UTF-8 or GB18030 with a column 姓名; else None."""
    text = decoded(content)
    lines = table_lines(text) if text is not None else []
    cells = [[_shown(cell) for cell in line] for line in lines]
    heading = next((at for at, line in enumerate(cells) if _place(line) is not None), None)
    if heading is None:
        return None
    columns, place = cells[heading], _place(cells[heading]) or 0
    rows = [(*line, *[""] * len(columns))[: len(columns)] for line in cells[heading + 1 :]]
    people = (row for row in rows if row[place] and not _is_beside(row))
    return Roster(tuple(columns), tuple(dict.fromkeys(people)))


def _place(line: Sequence[str]) -> int | None:
    """Where the column of names is."""
    return next((at for at, cell in enumerate(line) if cell.replace(" ", "").lower() in _NAME), None)


def _is_beside(row: Sequence[str]) -> bool:
    return next(cell for cell in row if cell).startswith(_BESIDE)


def _shown(cell: str) -> str:
    flat = " ".join(cell.split())[:_LONGEST]
    return "".join(char if is_plain(char) else "\ufffd" for char in flat)


def quota_of(deliverables: Iterable[Deliverable]) -> Deliverable | None:
    """The first roster that is asked for, by itself or as one of several; None where there is none."""
    for item in deliverables:
        if item.kind == "roster":
            return item
        found = quota_of(item.any_of)
        if found is not None:
            return found
    return None


def quota_lacks(
    title: str | None, quota: Mapping[str, int], rosters: Sequence[Roster]
) -> list[dict[str, Any]]:
    """What is more or fewer than the quota, in numbers: by its own words where all rosters have them."""
    named = [one.of(quota) for one in rosters]
    told: dict[str | None, tuple[int, int]]
    told = {None: (sum(quota.values()), sum(len(one.people) for one in rosters))}
    if all(one is not None for one in named):
        told = {name: (asked, sum(one[name] for one in named if one)) for name, asked in quota.items()}
    return [
        {"code": "quota", "kind": "roster", "title": title, "of": name, "asked": asked, "got": got}
        for name, (asked, got) in told.items()
        if asked != got
    ]
