"""A case: an obligation before somebody decides about it, and how the decision becomes an event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.events import Event
from campaigns.ladder import Pace
from campaigns.lifecycle import NEW, WAITING, OpenNotice, Tracked


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision needs to know; the obligation is brought up to `now`."""

    row: Tracked
    pace: Pace
    now: datetime
    #: That the event will have in the history; the notices about it name it.
    sequence: int
    #: Notices of the obligation that could still go out.
    notices: Sequence[OpenNotice]
    #: The mailbox of the coordinating office.
    office: str

    @property
    def liaison(self) -> str:
        """The liaison of the unit that owes it."""
        return f"{self.row.unit}/liaison"

    def event(self, kind: str, /, **data: Any) -> Event:
        """The event of a decision that takes effect now."""
        return Event(kind, self.now, self.row.number, self.row.id, data)

    def notice(
        self,
        occasion: str,
        recipient: str | None = None,
        *,
        urgent: bool = True,
        waits: bool = False,
        version: int | None = None,
    ) -> dict[str, Any]:
        """A notice of the event, to the unit's liaison unless told; `waits`: until somebody has signed it."""
        return {
            "version": version or self.row.version,
            "occasion": f"{occasion}:{self.sequence}",
            "recipient": recipient or self.liaison,
            "class": "urgent" if urgent else "digest",
            "state": WAITING if waits else NEW,
        }

    def unsent(self, reason: str, which: Callable[[str], bool] = lambda _: True) -> list[list[Any]]:
        """What has not left yet and need not any more, as far as its occasion is one of `which`; and why."""
        return [[*notice.key, reason] for notice in self.notices if which(notice.occasion)]
