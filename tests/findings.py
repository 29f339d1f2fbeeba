"""The register of findings of docs/examples, played: what a test says and does to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from actions.declared import load
from actions.item_table import import_items
from actions.record import record_item
from actions.register import register
from actions.submit import Submission
from campaigns.items import Item
from tests.cast import COORDINATOR, HandClock, Stage, calendars, moment, stage

if TYPE_CHECKING:
    from actions.record import Recorded, RecordedMany
    from actions.register import Register
    from campaigns.events import Actor
    from campaigns.items import ItemState

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
FINDINGS, MATTERS = EXAMPLES / "linhe-findings-2024.yaml", EXAMPLES / "yunhu-matters-2024.yaml"
LINHE = "linhe-2024"
LAUNCHED = "2024-03-04T09:00"
HEAD = "序号,责任单位,编号,发现日期,种类,整改时限,问题,整改要求"
#: One row that is sound; its cells may be replaced by their names.
ROW = {
    "序号": "1",
    "责任单位": "城东区局",
    "编号": "督〔2024〕1号",
    "发现日期": "2024-03-05",
    "种类": "限期整改",
    "整改时限": "2024-03-29",
    "问题": "亮照亮证不全",
    "整改要求": "限期补齐",
}


@dataclass
class Findings(Stage):
    """The campaign of findings, and what people do to its items."""

    def find(self, when: str, number: str = "1号", due: str = "2024-03-29", **more: str) -> Recorded:
        """Register a finding at `when`; by default of chengdong, found on 5 March."""
        self.move(when)
        told = {"unit": "chengdong", "happened": "2024-03-05", **more}
        fields = {"问题": "亮照亮证不全", "整改要求": "限期补齐"}
        day = date.fromisoformat(told["happened"])
        item = Item(told["unit"], number, day, due=date.fromisoformat(due), fields=fields)
        return record_item(self.house, self.key, "finding", item, actor=COORDINATOR)

    def rectified(self, when: str, day: str, number: str = "1号", unit: str = "chengdong") -> None:
        """The unit says at `when` that it was done on `day`."""
        fields = {"整改完成日期": day, "整改情况": "已补齐"}
        self.submit(f"rectify/{unit}/{number}", when, Submission(fields=fields))

    def rechecked(self, when: str, day: str, number: str = "1号", unit: str = "chengdong") -> None:
        """The office says at `when` that it looked again on `day`."""
        fields = {"复核日期": day, "复核意见": "同意销号"}
        self.submit(f"recheck/audit/{unit}/{number}", when, Submission(fields=fields))

    def load_table(self, file: Path, *, actor: Actor = COORDINATOR, rehearse: bool = False) -> RecordedMany:
        """Import a table of findings."""
        return import_items(self.house, self.key, "finding", file, actor=actor, rehearse=rehearse)

    def register(self, when: str | None = None, *, still_open: bool = False) -> Register:
        """The register, now or as of the end of an instant."""
        at = moment(when) if when is not None else None
        return register(self.house, self.key, "finding", at=at, still_open=still_open)

    def state(self, when: str | None = None) -> ItemState:
        """The only item of the register."""
        (found,) = self.register(when).items
        return found


def findings(folder: Path, *, database: str | None = None) -> Findings:
    """The campaign launched in a house of its own."""
    source = load(FINDINGS, calendars())
    clock = HandClock(moment(LAUNCHED))
    made = stage(folder, source, key=LINHE, database=database, clock=clock, launched=LAUNCHED)
    return Findings(made.house, made.declared, made.key)


def table(folder: Path, *rows: dict[str, str], head: str = HEAD, encoding: str = "utf-8") -> Path:
    """A table whose rows are ROW but for what is given, each with a number of its own."""
    lines = [head]
    for number, row in enumerate(rows, 1):
        cells = {**ROW, "序号": str(number), "编号": f"督〔2024〕{number}号", **row}
        lines.append(",".join(cells[name] for name in HEAD.split(",")))
    file = folder / "问题.csv"
    file.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return file
