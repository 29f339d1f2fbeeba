"""`python -m benchmarks`: plays, measures and prints; with --record also keeps the lines."""

import argparse
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.beside import Beside, beside
from benchmarks.dates import Dates, dates
from benchmarks.declarations import Declarations, declarations
from benchmarks.flat import DUE, UNITS, Flat, flat
from benchmarks.leader import SIZE, Leader, leader
from benchmarks.post import Post, post
from benchmarks.registered import registered

MEASURED = Path(__file__).resolve().parent.parent / "docs" / "measured.md"
#: At most so many times the floor; and among the most open, so many times the wake among the fewest.
MOST_RATIO, MOST_GROWTH = 3.0, 1.5
#: The letters are of so many obligations over so many days.
POST_SIZE, POST_DAYS = 5200, 30
MEASURES = ("acts", "wake", "letters", "dates", "items", "declarations", "leader")
#: Campaigns that one process checks and plans, and the seconds it may take; seconds of a cold check.
CAMPAIGNS, MOST_CHECKED, MOST_COLD = 1_000, 60, 1
#: Microseconds that seven working days and a certificate may take, and seconds a table of 100,000 rows.
MOST_COUNTED, MOST_CERTIFIED, MOST_TABLE = 1, 100, 2


def main(arguments: Sequence[str]) -> int:
    """Run the measures asked for: 0; 1 when the floor's work was not the same."""
    asked = _parser().parse_args(arguments)
    console = Console()
    lines: list[str] = []
    same = True
    with tempfile.TemporaryDirectory(prefix="duban-bench-", dir=asked.folder) as name:
        folder = Path(name)
        for measure in asked.only or MEASURES:
            if measure == "acts":
                acts = _acts(folder, asked.size, asked.seed, console)
                same, lines = same and acts.same, [*lines, _acts_line(acts)]
            elif measure == "items":
                items = _items(folder, asked.items, asked.seed, console)
                same, lines = same and items.same, [*lines, _items_line(items)]
            elif measure == "wake":
                lines.append(_wake_line(_wakes(folder, asked.open, console)))
            elif measure == "leader":
                lines.append(_leader_line(_leader(folder, asked.campaigns, asked.seed, console)))
            elif measure == "dates":
                lines.append(_dates_line(_dates(asked.seed, console)))
            elif measure == "declarations":
                lines.append(_declarations_line(_declarations(folder, console)))
            else:
                lines.append(_post_line(_post(folder, asked.seed, console)))
    if asked.record and same:
        _record(lines)
        console.print(f"recorded in {MEASURED.relative_to(MEASURED.parent.parent)}")
    if not same:
        console.print("[red]the floor did other work than Duban: nothing can be said of the ratio")
    return 0 if same else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="obligations that are played")
    parser.add_argument("--items", type=int, default=10_000, help="items of the table that is recorded")
    opens = [1_000, 10_000, 100_000, 1_000_000]
    parser.add_argument("--open", type=int, nargs="+", default=opens, help="open obligations around a wake")
    parser.add_argument("--campaigns", type=int, default=1_000, help=f"of {SIZE:,} obligations each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the data is made: decides which disk is measured")
    parser.add_argument("--only", choices=MEASURES, nargs="+")
    parser.add_argument("--record", action="store_true", help="append the results to docs/measured.md")
    return parser


def _acts(folder: Path, size: int, seed: int, console: Console) -> Beside:
    with _progress(console) as progress:
        task = progress.add_task(f"{size:,} obligations over six months, by both", total=1.0)
        found = beside(folder / "acts", size, seed, _bar(progress, task))
    _show_beside(found, f"{size:,} obligations, seed {seed}", console)
    return found


def _items(folder: Path, size: int, seed: int, console: Console) -> Beside:
    with _progress(console) as progress:
        task = progress.add_task(f"a table of {size:,} items, by both", total=1.0)
        found = registered(folder / "items", size, seed, _bar(progress, task))
    _show_beside(found, f"a table of {size:,} items, seed {seed}", console)
    return found


def _show_beside(found: Beside, title: str, console: Console) -> None:
    table = Table("", "Duban", "plain SQL", "ratio", title=title)
    without = (found.duban - found.duban_commits, found.floor - found.floor_commits)
    rows = (
        ("seconds", found.duban, found.floor),
        ("of these in commits", found.duban_commits, found.floor_commits),
        ("without commits", *without),
    )
    for name, ours, theirs in rows:
        table.add_row(name, f"{ours:.2f}", f"{theirs:.2f}", f"{ours / theirs:.2f}")
    for name, seconds in found.parts.items():
        table.add_row(f"of these {name}", f"{seconds:.2f}", "", "")
    for name, (ours, theirs) in found.rows.items():
        if ours or theirs:
            table.add_row(f"rows in {name}", f"{ours:,}", f"{theirs:,}", "")
    table.add_row("last hash", found.hashes[0][:16], found.hashes[1][:16], "")
    console.print(table)
    console.print(f"ratio {found.ratio:.2f}; at most {MOST_RATIO:.0f} is wanted")


def _wakes(folder: Path, sizes: list[int], console: Console) -> list[Flat]:
    with _progress(console) as progress:
        task = progress.add_task("filling", total=None)
        found = flat(folder / "wake", sizes, lambda said: progress.update(task, description=said))
    table = Table("open", "wake, ms", "without commits, ms", title=f"{DUE} due, of {UNITS} units")
    for one in found:
        table.add_row(f"{one.size:,}", f"{one.wake:.1f}", f"{one.without_commits:.1f}")
    console.print(table)
    console.print(f"last by first {_growth(found):.2f}; at most {MOST_GROWTH} is wanted")
    return found


def _leader(folder: Path, campaigns: int, seed: int, console: Console) -> Leader:
    with _progress(console) as progress:
        task = progress.add_task(f"{campaigns:,} campaigns of {SIZE:,}", total=1.0)
        found = leader(folder / "leader", campaigns, seed, _bar(progress, task))
    table = Table("page", "ms", "ratio", title=f"{SIZE:,} of {found.obligations:,} obligations")
    for name, one in (("bare", found.floor), ("the leader's, now", found.today), ("a past day", found.past)):
        table.add_row(name, f"{one:.1f}", f"{one / found.floor:.2f}")
    console.print(table)
    console.print(f"at most {MOST_RATIO:.0f} is wanted")
    return found


def _post(folder: Path, seed: int, console: Console) -> Post:
    with _progress(console) as progress:
        task = progress.add_task(f"letters of {POST_DAYS} days", total=1.0)
        found = post(folder / "letters", POST_SIZE, POST_DAYS, seed, _bar(progress, task))
    table = Table("letters", "composed a second", "delivered a second", title="letters, to .eml files")
    table.add_row(f"{found.letters:,}", f"{found.composed:.0f}", f"{found.delivered:.0f}")
    console.print(table)
    return found


def _dates(seed: int, console: Console) -> Dates:
    found = dates(seed)
    table = Table("", "Duban", "wanted", title=f"dates, seed {seed}")
    table.add_row("+7 working days, microseconds", f"{found.counted:.2f}", f"{MOST_COUNTED}")
    table.add_row("the same by chinesecalendar", f"{found.beside:.2f}", "")
    table.add_row("a whole certificate, microseconds", f"{found.certified:.1f}", f"{MOST_CERTIFIED}")
    table.add_row(f"a table of {found.rows:,} rows, seconds", f"{found.table:.2f}", f"{MOST_TABLE}")
    console.print(table)
    return found


def _declarations(folder: Path, console: Console) -> Declarations:
    with _progress(console) as progress:
        task = progress.add_task(f"{CAMPAIGNS:,} campaigns checked and planned", total=1.0)
        found = declarations(folder / "declarations", CAMPAIGNS, _bar(progress, task))
    count = f"{found.campaigns:,} campaigns, {found.obligations:,} obligations"
    table = Table("seconds", "Duban", "PyYAML composing", "wanted", title=count)
    table.add_row("in files of five", f"{found.apart:.1f}", f"{found.composed:.1f}", f"{MOST_CHECKED}")
    table.add_row(f"{found.in_one} in one file", f"{found.together:.1f}", "", "")
    (wall, processor), floor = found.cold, found.cold_floor
    table.add_row("check, cold", f"{wall:.2f}", f"{floor[0]:.2f}", f"{MOST_COLD}")
    table.add_row("of the processor", f"{processor:.2f}", f"{floor[1]:.2f}", "")
    console.print(table)
    return found


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(), *Progress.get_default_columns()[:3], TimeElapsedColumn(), console=console
    )


def _bar(progress: Progress, task: object) -> Callable[[float], None]:
    return lambda share: progress.update(task, completed=share)  # type: ignore[arg-type]


def _growth(found: list[Flat]) -> float:
    """How many times as long the last wake takes as the first."""
    return found[-1].wake / found[0].wake


def _acts_line(found: Beside) -> str:
    return (
        f"acts · seed {found.seed} · {found.size:,} obligations · Duban {found.duban:.1f} s, "
        f"plain SQL {found.floor:.1f} s: ratio {found.ratio:.2f}; without commits "
        f"{found.duban - found.duban_commits:.1f} s and {found.floor - found.floor_commits:.1f} s: ratio "
        f"{found.ratio_without_commits:.2f} · {found.transactions:,} transactions, "
        f"{found.rows['history'][0]:,} events, last hash {found.hashes[0][:16]} in both"
    )


def _items_line(found: Beside) -> str:
    return (
        f"items · seed {found.seed} · a table of {found.size:,} items, two steps each · "
        f"Duban {found.duban:.1f} s, plain SQL {found.floor:.1f} s: ratio {found.ratio:.2f}; without commits "
        f"{found.ratio_without_commits:.2f} · {found.transactions} transactions, "
        f"{found.rows['history'][0]:,} events, last hash {found.hashes[0][:16]} in both"
    )


def _wake_line(found: list[Flat]) -> str:
    told = "; ".join(f"{one.size:,}: {one.wake:.1f} ms ({one.without_commits:.1f})" for one in found)
    return (
        f"wake · {DUE} due of {UNITS} units, among so many open, without commits in parentheses: {told} · "
        f"last by first {_growth(found):.2f}"
    )


def _leader_line(found: Leader) -> str:
    now, past = (f"{one:.1f} ms: ratio {one / found.floor:.2f}" for one in (found.today, found.past))
    return (
        f"leader · {SIZE:,} of {found.obligations:,} obligations in {found.campaigns:,} campaigns · bare "
        f"Starlette and Jinja2 {found.floor:.1f} ms, now {now}; a past day {past}"
    )


def _post_line(found: Post) -> str:
    return (
        f"letters · {found.letters:,} letters telling {found.notices:,} notices · composed "
        f"{found.composed:.0f} a second, delivered to .eml files {found.delivered:.0f} a second"
    )


def _dates_line(found: Dates) -> str:
    return (
        f"dates · +7 working days {found.counted:.2f} us, chinesecalendar {found.beside:.1f} us: ratio "
        f"{found.beside / found.counted:.0f} · a certificate {found.certified:.1f} us · a table of "
        f"{found.rows:,} rows {found.table:.2f} s"
    )


def _declarations_line(found: Declarations) -> str:
    wall, processor = found.cold
    return (
        f"declarations · {found.campaigns:,} campaigns, {found.obligations:,} obligations, checked and "
        f"planned in files of five {found.apart:.1f} s, PyYAML composing {found.composed:.1f} s: ratio "
        f"{found.ratio:.1f}; {found.in_one} in one file {found.together:.1f} s · `check` on the five, cold "
        f"{wall:.2f} s ({processor:.2f} s of the processor), PyYAML composing {found.cold_floor[0]:.2f} s"
    )


def _record(lines: Sequence[str]) -> None:
    """Append `lines`, dated, with what they ran on."""
    day = datetime.now().astimezone().date()
    on = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    with MEASURED.open("a", encoding="utf-8") as file:
        file.writelines(f"- {day} · {line} · {on}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
