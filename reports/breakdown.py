"""任务分解表: the table that goes round for approval, one row for each task and each duty."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.declaration import Declaration, Duty, Task
from campaigns.plan import Plan, Planner
from reports import dates
from reports.materials import closing, materials
from reports.outline import Line, Mark, outline
from reports.wording import joined, term

COLUMNS = ("number", "task", "lead", "cooperating", "due", "materials", "source")
#: A cell lists so many dates; of more it names the first ones and the last.
DATES = 12
#: Verbs of a duty whose unit helps another one.
HELPS = ("配合", "协助")
NOTHING = "—"
#: More names than this are counted.
MANY = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table."""

    number: int
    task: str
    lead: str
    cooperating: str
    #: The document's own phrase, then the dates it resolves to, a line each.
    due: str
    materials: str
    source: str

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The cells in the order of COLUMNS."""
        return astuple(self)


def columns(lang: str) -> tuple[str, ...]:
    """The heads of the table."""
    return tuple(term(lang, f"column {name}") for name in COLUMNS)


def breakdown(planner: Planner, plan: Plan, lang: str = "zh") -> list[Row]:
    """Every task in the order of the declaration, then every duty; numbered from 1."""
    lines = outline(planner, plan).lines
    told = [
        _task(planner, key, [one for one in lines if one.key == key], lang) for key in planner.campaign.tasks
    ]
    told += [_duty(planner, unit, duty, lang) for unit, duty in planner.campaign.duties.items()]
    return [Row(number, *cells) for number, cells in enumerate(told, 1)]


def parties(planner: Planner, task: Task) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of the units that answer for `task` or lead it, 主办 first, and of those that cooperate."""
    declaration, campaign = planner.declaration, planner.campaign
    helping = declaration.helping(task, campaign)
    joint = tuple(unit for unit, role in helping if role == "joint")
    cooperating = tuple(unit for unit, role in helping if role != "joint")
    return declaration.responsible(task, campaign) + joint, cooperating


def lead_names(planner: Planner, task: Task, lang: str, *, brief: bool = False) -> str:
    """Who leads: 主办 is named where there are several; `brief` names the first of many and counts them."""
    leads, _ = parties(planner, task)
    if not leads:
        return term(lang, "event unit")
    names = _names(planner.declaration, leads)
    if task.unassigned:
        return term(lang, "unassigned", name=joined(lang, names))
    if task.lead and len(names) > 1:
        return joined(lang, [term(lang, "main lead", name=names[0]), *names[1:]])
    some = term(lang, "and more", name=names[0], count=len(names)) if brief and len(names) > MANY else ""
    return (some or counted(names, lang)) + (term(lang, "who is there") if _changing(planner, task) else "")


def _changing(planner: Planner, task: Task) -> bool:
    """Whether who answers for `task` depends on the day on which it opens."""
    declaration = planner.declaration
    groups = [declaration.groups[name] for name in task.responsible.units if name in declaration.groups]
    units = declaration.responsible(task, planner.campaign)
    listed = any(group.dated for group in groups if group.lead is None)
    return listed or any(declaration.units[unit].ends for unit in units)


def counted(names: Sequence[str], lang: str) -> str:
    """All the names, and how many where that is not seen at a glance."""
    told = joined(lang, list(names))
    return told if len(names) <= MANY else term(lang, "units", names=told, count=len(names))


def when(mark: Mark, zone: ZoneInfo, lang: str, beside: date | None = None) -> str:
    """One date of a task in words; `beside` is a day whose year need not be said again."""
    if mark.target is None or mark.breach is None:
        told = _window(mark, zone, lang)
    else:
        target = dates.asked(mark.target, zone, lang, beside=beside)
        day = dates.last_moment(mark.target, zone)[0]
        breach = dates.until(mark.breach, zone, lang, beside=day)
        same = mark.target == mark.breach
        told = term(lang, "asked at" if same else "asked by", target=target, breach=breach)
    told += term(lang, "provisional") if mark.provisional else ""
    return told + (term(lang, "past") if mark.past else "")


def dateless(line: Line, lang: str) -> str:
    """Why a task has no date."""
    if line.event is not None:
        return term(lang, "item due" if line.kind == "item_due" else "event", event=line.event)
    return term(lang, line.kind if line.kind in {"undated", "qualitative"} else "unresolved")


def due_lines(line: Line, zone: ZoneInfo, lang: str) -> list[str]:
    """The dates of a task, a line each; of many the first ones and the last; or why there is none."""
    if not line.marks:
        return [dateless(line, lang)]
    shown = line.marks if len(line.marks) <= DATES else line.marks[: DATES - 1]
    told, beside = [], None
    for mark in shown:
        told.append(when(mark, zone, lang, beside))
        beside = _day(mark, zone)
    if line.by_office:
        told[-1] += term(lang, "by office")
    if len(shown) < len(line.marks):
        last = when(line.marks[-1], zone, lang)
        told.append(term(lang, "more dates", count=len(line.marks), last=last))
    return told


def _day(mark: Mark, zone: ZoneInfo) -> date | None:
    return dates.last_moment(mark.target, zone)[0] if mark.target is not None else None


def _window(mark: Mark, zone: ZoneInfo, lang: str) -> str:
    """The days of a window; its instants where it is exact to the minute."""
    if mark.opens is None or mark.closes is None:
        return term(lang, "unresolved")
    opens = mark.opens.astimezone(zone)
    last, clock = dates.last_moment(mark.closes, zone)
    if (f"{opens:%H:%M}", clock) == ("00:00", "24:00"):
        return dates.stretch(opens.date(), last, lang)
    first = f"{dates.said(opens.date(), lang)} {opens:%H:%M}"
    return term(lang, "between", first=first, last=f"{dates.said(last, lang)} {clock}")


def _task(planner: Planner, key: str, lines: Iterable[Line], lang: str) -> tuple[str, ...]:
    task = planner.campaign.tasks[key]
    due = [text for line in lines for text in _due(planner, line, lang)]
    _, helping = parties(planner, task)
    cooperating = counted(_names(planner.declaration, helping), lang) if helping else NOTHING
    asked = materials(planner.declaration, task, lang), closing(task, lang)
    handed = "\n".join(part for part in asked if part) or NOTHING
    source = task.deadline.source or NOTHING
    return task.title, lead_names(planner, task, lang), cooperating, "\n".join(due), handed, source


def _due(planner: Planner, line: Line, lang: str) -> Iterator[str]:
    helped = line.role == "contribution"
    yield term(lang, "contribution", title=line.text) if helped else line.text
    yield from due_lines(line, planner.office.zone, lang)


def _duty(planner: Planner, unit: str, duty: Duty, lang: str) -> tuple[str, ...]:
    """A duty is led by its unit, unless its verb says that it helps."""
    name = f"{planner.declaration.units[unit].short}（{duty.verb}）"
    helps = duty.verb.startswith(HELPS)
    lead, cooperating = (NOTHING, name) if helps else (name, NOTHING)
    return duty.text, lead, cooperating, term(lang, "no clock"), NOTHING, NOTHING


def _names(declaration: Declaration, units: Iterable[str]) -> list[str]:
    return [declaration.units[unit].short for unit in units]
