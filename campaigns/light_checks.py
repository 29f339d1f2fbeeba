"""What makes a set of lights impossible: colours that come in the wrong order."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from campaigns.declaration import Declaration
from campaigns.faults import Fault
from campaigns.reading import Source


def colours_come_in_order(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """A colour that never comes before a graver one would never be seen."""
    for key, scheme in declaration.lights.items():
        for (milder, edge), (graver, later) in combinations(scheme.colours.items(), 2):
            if edge.never_before(later):
                where = ("lights", key, milder)
                yield source.fault(where, "lights_fall", on_key=True, anchor=milder, known=graver)


def gaps_widen(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """Behind by more is a graver colour; without a colour nothing is measured."""
    for key, scheme in declaration.lights.items():
        path = ("lights", key, "progress")
        if scheme.progress is not None and not scheme.progress.steps:
            yield source.fault(path, "no_gap", on_key=True)
        steps = scheme.progress.steps.items() if scheme.progress is not None else ()
        for (milder, few), (graver, many) in pairwise(steps):
            if few >= many:
                where = (*path, milder)
                yield source.fault(
                    where, "gaps_fall", on_key=True, anchor=milder, known=graver, few=few, many=many
                )
