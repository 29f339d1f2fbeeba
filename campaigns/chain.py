"""The deadlines above from which one counts, the nearest first: the whole chain of a 分解下达."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaigns.plan import Planner
from deadlines.because import because
from deadlines.recompute import facts_of


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


def chain(planner: Planner, certificate: str) -> Iterator[Above]:
    """What the deadline of `certificate` rests on in the campaigns above that of `planner`."""
    at: Planner | None = planner
    while at is not None:
        trigger = facts_of(certificate).trigger
        if trigger is None or trigger.of is None:
            return
        campaign, task, unit, *period = trigger.of.split("/")
        if campaign == planner.key:
            # What counts from another task of its own campaign says so itself.
            return
        while at is not None and at.key != campaign:
            at = at.above
        if at is None or task not in at.campaign.tasks:
            return
        found = next((one for one in at.owed(task, unit) if one.id == trigger.of), None)
        if found is None:
            return
        title = f"{at.campaign.title}·{at.campaign.tasks[task].title}"
        shown = f"{title}（{period[0]}）" if period else title
        certificate = found.deadline.certificate
        yield Above(found.id, shown, certificate, at.called)
