"""What a launch does, before anybody confirms it: a first plan, an amendment, or nothing but contacts."""

from dataclasses import dataclass

from actions import marks
from actions.amend import Amendment, difference
from actions.cascade import refuse_ahead
from actions.declared import Declared
from actions.house import House
from actions.preview import Foretold, foretold
from actions.revisions import digest
from campaigns.plan import Plan, Planner
from store import obligations


@dataclass(frozen=True, slots=True)
class Impact:
    """What is put on record if somebody confirms it now."""

    planner: Planner
    plan: Plan
    #: The revision that it becomes; of what is on record already, the one that it is.
    revision: int
    #: Against what is on record; None for a first launch.
    amendment: Amendment | None
    #: What an amendment tells whom; None before this was asked for.
    letters: tuple[Foretold, ...] | None
    #: `launch(..., shown=mark)` does this or nothing.
    mark: str

    @property
    def known(self) -> int:
        """The revision on record; 0 before the first launch."""
        return self.revision if self.state == "same" else self.revision - 1

    @property
    def shown(self) -> str:
        """Of all that somebody is shown: the mark, and every letter word for word."""
        letters = [
            [one.recipient, one.letter_class, one.subject, one.text, *one.problems, *one.obligations]
            for one in self.letters or ()
        ]
        return marks.mark(self.mark, letters)

    @property
    def state(self) -> str:
        """first, amended or same."""
        if self.amendment is None:
            return "first"
        return "amended" if self.amendment.changed else "same"


def impact(house: House, declared: Declared, key: str, *, letters: bool = False) -> Impact:
    """What launching campaign `key` as `declared` does now.

    With `letters` it is told word for word what an amendment tells whom: for that it is recorded and taken
    back, so it waits like an act. Without, it only reads, and of an open amendment the mark may be another
    one. Raises FaultsError for an unknown key, RefusalError where the campaign above does not allow it.
    """
    planner = declared.planner(key, house.calendars)
    plan = planner.plan(launched=house.now())
    found = digest(planner.declaration)
    with house.store.read() as connection:
        refuse_ahead(connection, planner)
        known = obligations.revision(connection, key)
    if known is None:
        return Impact(planner, plan, 1, None, None, marks.of_plan(found, plan))
    amendment = difference(house, declared, key)
    if not amendment.changed:
        return Impact(planner, plan, known.number, amendment, (), marks.of_record(found, known.number))
    told = None
    if letters:
        amendment, told = foretold(house, declared, key)
    return Impact(planner, plan, amendment.revision, amendment, told, marks.of_amendment(amendment))
