"""What makes a scoring impossible: a measure that nobody declared, more weight than there are points."""

from collections.abc import Iterator

from campaigns.declaration import Declaration
from campaigns.faults import Fault
from campaigns.nearest import suggestion
from campaigns.places import WHAT, campaigns_of
from campaigns.reading import Source


def measures_are_declared(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """What a scoring weighs is one of the campaign's measures."""
    for path, campaign in campaigns_of(declaration):
        known = campaign.measures or {}
        for number, item in enumerate(campaign.scoring.items if campaign.scoring else ()):
            if item.measure is not None and item.measure not in known:
                where = (*path, "scoring", "items", number, "measure")
                near = suggestion(item.measure, known)
                yield source.fault(
                    where, "unknown_name", name=item.measure, what=WHAT["指标"], suggestion=near
                )


def scores_fit_their_base(declaration: Declaration, source: Source) -> Iterator[Fault]:
    """The weights are parts of the base, and the floor is not above it."""
    for path, campaign in campaigns_of(declaration):
        scoring = campaign.scoring
        if scoring is None or scoring.base is None:
            continue
        weights = sum(item.weight for item in scoring.items if item.weight is not None)
        for place, name, found in (("items", "weight", weights), ("floor", "floor", scoring.floor)):
            if found is not None and found > scoring.base:
                values = {"anchor": name, "found": str(found), "base": str(scoring.base)}
                yield source.fault((*path, "scoring", place), "over_base", on_key=True, **values)
