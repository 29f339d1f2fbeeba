"""What a careful reader would ask about lights, members and milestones: warnings, one function for each."""

from collections.abc import Iterator

from campaigns.declaration import HELPING
from campaigns.faults import Fault
from campaigns.lights import contrast, drawn, name_of
from campaigns.milestones import milestones
from campaigns.plan import Planned, Planner
from campaigns.reading import Path, Source

#: What text needs against its ground (WCAG 2.1, success criterion 1.4.3).
LEGIBLE = 4.5
#: How many days a warning names.
SHOWN = 3


def illegible_colours(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """Words are written in the colour of their light."""
    name = planner.campaign.lights
    for colour, edge in planner.declaration.lights[name].colours.items():
        if edge.colour is not None and contrast(edge.colour) < LEGIBLE:
            # Cut, not rounded: what is not legible is not told as 4.5.
            ratio = int(contrast(edge.colour) * 10) / 10
            values = {"anchor": colour, "colour": edge.colour, "ratio": ratio}
            yield _warning(source, ("lights", name, colour, "colour"), "low_contrast", **values)


def marks_alike(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """On paper, in grey, only the shape tells two lights apart."""
    name = planner.campaign.lights
    scheme, first = planner.declaration.lights[name], dict[str, str]()
    shown = drawn(scheme)
    for colour, edge in scheme.colours.items():
        mark = shown[name_of(colour, edge)].mark
        if mark in first:
            values = {"anchor": colour, "known": first[mark], "mark": mark}
            yield _warning(source, ("lights", name, colour), "same_mark", **values)
        first.setdefault(mark, colour)


def nobody_then(planner: Planner, source: Source, planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """What would be owed if its units were there on the day it opens, and is owed by nobody."""
    if not planner.declaration.dated:
        return
    owed = {(one.task, one.period) for one in planned if one.role not in HELPING}
    always = Planner(planner.declaration.as_if_always(), planner.key, planner.calendars).plan().obligations
    missing: dict[str, list[str]] = {}
    for one in always:
        opens, days = one.deadline.opens, missing.setdefault(one.task, [])
        if (one.task, one.period) not in owed and one.role not in HELPING and opens is not None:
            day = opens.astimezone(planner.office.zone).date().isoformat()
            days += [] if day in days else [day]
    for task, days in missing.items():
        if days:
            path = ("campaigns", planner.key, "tasks", task)
            few = "、".join(days[:SHOWN]) + ("…" if len(days) > SHOWN else "")
            yield _warning(source, path, "nobody_then", name=planner.campaign.tasks[task].title, days=few)


def milestones_outside(planner: Planner, source: Source, _planned: tuple[Planned, ...]) -> Iterator[Fault]:
    """A milestone of a phase lies within its phase."""
    for one in milestones(planner.campaign):
        if one.phase is not None:
            span = planner.phase_span(one.phase)
            if not span.first <= one.last <= span.last:
                path = ("campaigns", planner.key, "phases", one.phase, "milestones", one.key)
                told = {"name": one.title, "day": one.last, "phase": planner.campaign.phases[one.phase].title}
                yield _warning(source, path, "milestone_outside", **told)


def _warning(source: Source, path: Path, code: str, **values: object) -> Fault:
    return source.fault(path, code, on_key=True, severity="warning", **values)
