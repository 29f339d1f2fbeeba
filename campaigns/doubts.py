"""What a careful reader would ask about a bureau's own lights: warnings, one function for each."""

from collections.abc import Iterator

from campaigns.faults import Fault
from campaigns.lights import contrast, drawn, name_of
from campaigns.plan import Planned, Planner
from campaigns.reading import Path, Source

#: What text needs against its ground (WCAG 2.1, success criterion 1.4.3).
LEGIBLE = 4.5


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


def _warning(source: Source, path: Path, code: str, **values: object) -> Fault:
    return source.fault(path, code, on_key=True, severity="warning", **values)
