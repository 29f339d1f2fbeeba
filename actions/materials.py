"""Invented materials for rehearsals: small files that meet, or nearly meet, what a task asks for."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from actions.submit import Handed, Submission
from campaigns.declaration import Declaration, Deliverable, Task
from campaigns.plan import Planned

#: One filing in so many lacks a case.
INCOMPLETE = 6
MARK = "演示数据，非真实情况"


def submission_for(
    declaration: Declaration, task: Task, one: Planned, day: date, folder: Path, seed: int | None
) -> Submission:
    """What a unit hands in for `one` on `day`; with a `seed`, now and then one case too few."""
    chance = random.Random(f"{seed}:{one.id}:materials")  # noqa: S311 - a game, not a secret
    short = seed is not None and chance.randrange(INCOMPLETE) == 0
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(
        f for item in task.deliverables for f in _files(declaration, item, one, folder, short=short)
    )
    texts = {i.title: f"{MARK}：{one.id}" for i in task.deliverables if i.kind == "text" and i.title}
    fields = {name: _field(name, one, day) for name in task.closes_with}
    # Where nothing is asked for, a unit says in a line that it is done.
    note = None if files or texts or fields else f"{MARK}：{task.title}"
    return Submission(files=files, texts=texts, fields=fields, note=note)


def _files(
    declaration: Declaration, item: Deliverable, one: Planned, folder: Path, *, short: bool
) -> Iterator[Handed]:
    if item.any_of:
        yield from _files(declaration, item.any_of[0], one, folder, short=False)
    elif item.kind == "case":
        for number in range(1, item.min + (0 if short and item.min > 1 else 1)):
            yield Handed(_write(folder, f"{item.title}{number}.txt", one.id), "case", item.title, str(number))
            for name in item.each_with:
                path = _write(folder, f"{name}{number}.txt", one.id)
                yield Handed(path, "case", item.title, str(number), attached=name)
    elif item.kind in {"document", "other"}:
        text = "\n".join(item.sections) or one.id
        yield Handed(_write(folder, f"{item.title}.txt", text), item.kind, item.title)
    elif item.kind == "roster":
        asked = [what for what, count in (item.quota or {"": 1}).items() for _ in range(count)]
        people = [f"演示人员{number},{what}" for number, what in enumerate(asked, 1)]
        yield Handed(_write(folder, "名单.csv", "\n".join(("姓名,类别", *people))), "roster", item.title)
    elif item.kind == "form":
        rows = "\n".join(f"{row.title},{row.unit or ''},0" for row in declaration.forms[item.form or ""].rows)
        yield Handed(_write(folder, f"{declaration.forms[item.form or ''].title}.csv", rows), "form")
    elif item.kind in {"image", "video"}:
        caption = MARK if item.caption else None
        yield Handed(_write(folder, "现场.txt", one.id), item.kind, caption=caption)


def _field(name: str, one: Planned, day: date) -> str:
    return day.isoformat() if "日期" in name else f"http://disclosure.example/{one.item or one.unit}"


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"{MARK}\n{text}\n", encoding="utf-8")
    return path
