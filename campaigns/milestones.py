"""Milestones 里程碑 of a campaign and its phases: days to be reached. Nobody files, and nothing is late."""

from dataclasses import dataclass
from datetime import date

from campaigns.declaration import Campaign


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone and the stretch that the document gives it."""

    key: str
    title: str
    #: The document's phrase, and where it stands.
    text: str
    source: str | None
    #: Key of the phase it belongs to; None: of the campaign as a whole.
    phase: str | None
    #: Both inclusive; a single day is both.
    first: date
    #: The day on which it is to be reached.
    last: date


def milestones(campaign: Campaign) -> tuple[Reached, ...]:
    """Every milestone in the order in which they are to be reached, then as declared."""
    declared = {key: phase.milestones or {} for key, phase in campaign.phases.items()}
    places = [(None, campaign.milestones or {}), *declared.items()]
    found = [
        Reached(key, one.title, one.text, one.source, phase, one.on.first, one.on.last)
        for phase, some in places
        for key, one in some.items()
    ]
    return tuple(sorted(found, key=lambda one: one.last))
