"""A table of items recorded by Duban, beside plain SQL that knows every row of it in advance."""

import csv
import gc
import random
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from actions.clock import FolderClock
from actions.declared import load
from actions.house import House, build
from actions.item_table import import_items
from actions.launch import launch
from actions.settings import Settings
from benchmarks.beside import Beside, compared, head
from benchmarks.decisions import Decisions
from benchmarks.floor import Floor
from benchmarks.gauge import Commits, watch_commits
from benchmarks.invented import KEY
from campaigns.events import Actor
from deadlines.calendars import Calendars

OFFICE = Actor("coordinator", channel="bench")
UNITS = 20
TABLE = "findings.csv"
#: Findings were made on so many days before they are recorded, and are due so many days after.
FIRST, DAYS, DUE = date(2024, 3, 4), 20, (10, 60)
ISSUED, RECORDED = date(2024, 3, 1), date(2024, 3, 25)
#: Each item opens two steps, of its unit and of the office, the second counted from the first.
TASKS = """    tasks:
      rectify:
        title: 整改
        for_each: finding
        responsible: {event: unit}
        deadline: {text: 整改时限, by: item_due}
        closes_with: [整改完成日期, 整改情况]
      recheck:
        title: 复核
        for_each: finding
        responsible: city
        deadline: {text: 5个工作日内复核, after: {deadline: rectify, working_days: 5}}
        closes_with: [复核日期, 复核意见]
"""


def registered(folder: Path, size: int, seed: int, progress: Callable[[float], None]) -> Beside:
    """Record a table of `size` findings in the new `folder` by both; `progress` is told the share."""
    house, clock, commits = _house(folder, size, seed)
    ours, theirs = folder / "duban.db", folder / "floor.db"
    decisions = Decisions(ours)
    floor = Floor(theirs, decisions.schema(), decisions.title())
    floor.write(decisions.after(commits.boundaries))
    before, told = (commits.seconds, floor.seconds, floor.commits), len(commits.boundaries)
    clock.move(clock.now() + (RECORDED - ISSUED))
    gc.collect()
    began, looked = perf_counter(), commits.looking
    telling = partial(_tell, progress)
    import_items(house, KEY, "finding", folder / TABLE, actor=OFFICE, told=telling)
    seconds = perf_counter() - began - (commits.looking - looked)
    some = list(decisions.after(commits.boundaries[told:]))
    gc.collect()
    floor.write(some)
    progress(1.0)
    decisions.close()
    house.store.close()
    floor.close()
    rows, differing = compared(ours, theirs)
    return Beside(
        size=size,
        seed=seed,
        duban=seconds,
        duban_commits=commits.seconds - before[0],
        floor=floor.seconds - before[1],
        floor_commits=floor.commits - before[2],
        parts={},
        done={},
        transactions=len(some),
        rows=rows,
        hashes=(head(ours), floor.hash),
        differing=differing,
    )


def _house(folder: Path, size: int, seed: int) -> tuple[House, FolderClock, Commits]:
    """A house in the new `folder`, the campaign launched in it, and its table; nothing is measured."""
    folder.mkdir(parents=True)
    file = folder / "campaigns.yaml"
    file.write_text(_declaration(), encoding="utf-8")
    _invent(folder / TABLE, size, seed)
    declared = load(file, Calendars.packaged())
    clock = FolderClock(folder, at=declared.declaration.defaults.office.at(ISSUED, time(9)))
    house = build(Settings(folder, file), clock, durable=True)
    commits = watch_commits(house.store)
    launch(house, declared, KEY, OFFICE, at=clock.now())
    return house, clock, commits


def _tell(progress: Callable[[float], None], done: int, total: int) -> None:
    progress(0.8 * done / total)


def _declaration() -> str:
    units = "".join(
        f"  u{n:03d}: {{name: 样例{n:03d}区局, kind: district, parent: city, "
        f"contact: u{n:03d}@bench.example}}\n"
        for n in range(UNITS)
    )
    return (
        "duban: 1\nunits:\n  city: {name: 样例市局, kind: city, contact: city@bench.example}\n"
        f"{units}"
        "ladders:\n  usual:\n"
        "    - {rung: remind, before: target, working_days: 3, to: liaison}\n"
        "    - {rung: urge, after: breach, working_days: 1, to: liaison}\n"
        "lights: {usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}}\n"
        "events: {finding: {title: 督查发现问题, fields: [问题]}}\n"
        f"campaigns:\n  {KEY}:\n    title: 样例督查\n"
        f"    document: {{issuer: city, title: 样例方案, issued: {ISSUED}}}\n"
        "    period: {from: 2024-03, to: 2024-12}\n"
        "    office: city\n    ladder: usual\n    lights: usual\n"
        f"{TASKS}"
    )


def _invent(table: Path, size: int, seed: int) -> None:
    """Write a table of `size` findings, decided by `seed`."""
    chance = random.Random(seed)  # noqa: S311 - a game, not a secret
    with table.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["单位", "文号", "日期", "时限", "问题"])
        for n in range(size):
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            due = day + timedelta(days=chance.randrange(*DUE))
            unit = f"样例{chance.randrange(UNITS):03d}区局"
            writer.writerow([unit, f"督〔2024〕{n}号", f"{day:%Y/%m/%d}", due, f"第{n}个问题"])
