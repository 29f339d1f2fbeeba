"""The deadlines above from which one counts, the nearest first: the whole chain of a 分解下达."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaigns.plan import Planned, Planner
from deadlines.because import because
from deadlines.recompute import facts_of, readable
from deadlines.resolve import Deadline


@dataclass(frozen=True, slots=True)
class Above:
    """A deadline from which another one counts."""

    #: The obligation whose deadline it is.
    id: str
    #: What people call it: the campaign, the task, the period.
    title: str
    certificate: str
    #: What people call the events and tasks that it counts from, by their keys.
    called: Mapping[str, str]

    def reasons(self, lang: str = "zh") -> list[str]:
        """Its heading, and why it falls on its day, indented."""
        return [f"↑ {self.title}", *(f"  {line}" for line in because(self.certificate, lang, self.called))]


def chain(planner: Planner, certificate: str) -> list[Above]:
    """What the deadline of `certificate` rests on, up to the campaigns above; nothing where on none."""
    found = list(_steps(planner, certificate))
    return found if any(not one.id.startswith(f"{planner.key}/") for one in found) else []


def _steps(planner: Planner, certificate: str) -> Iterator[Above]:
    trigger = facts_of(certificate).trigger if readable(certificate) else None
    while trigger is not None and trigger.of is not None:
        found = _owed(planner, trigger.of)
        if found is None:
            return
        at, one = found
        title = f"{at.campaign.title}·{at.campaign.tasks[one.task].title}"
        shown = f"{title}（{one.period}）" if one.period else title
        yield Above(one.id, shown, one.deadline.certificate, at.called)
        trigger = facts_of(one.deadline.certificate).trigger


def deadline_above(planner: Planner, obligation: str) -> Deadline | None:
    """The deadline of an obligation above, as the revision of `planner` has it; None where it is not kept."""
    found = _owed(planner, obligation)
    return found[1].deadline if found is not None else None


def _owed(planner: Planner, obligation: str) -> tuple[Planner, Planned] | None:
    """The obligation, of this campaign or of one above, with its planner; None where it is not kept."""
    campaign, task, unit, *_ = obligation.split("/")
    at: Planner | None = planner
    while at is not None and at.key != campaign:
        at = at.above
    if at is None or task not in at.campaign.tasks:
        return None
    return next(((at, one) for one in at.owed(task, unit) if one.id == obligation), None)
