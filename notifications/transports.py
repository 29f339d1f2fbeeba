"""The port through which letters leave, and what may come of one."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class Outcome(enum.Enum):
    """What became of one letter in one try."""

    #: the other side took it over
    SENT = "sent"
    #: refused for now, or the other side was not reached; costs a try
    RETRY = "retry"
    #: refused for good; a person must look
    DEAD = "dead"
    #: it may or may not have been taken; send the same bytes again
    AMBIGUOUS = "ambiguous"
    #: the way itself is shut (login, encryption, disk); costs no try, the queue waits
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Final bytes and where they go."""

    key: str
    sender_address: str
    recipient_address: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one parcel."""

    key: str
    outcome: Outcome
    #: the server's reply code, where one was given
    code: int | None
    #: for people and logs; one line, never a password
    detail: str


class Transport(Protocol):
    """A way for letters to leave."""

    @property
    def name(self) -> str:
        """Give the transport's name in the record: smtp, folder."""
        ...

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Try each parcel once, in order, and yield one delivery for each as it is known.

        After PAUSED the rest are not tried and are yielded as PAUSED. Outside failures are
        outcomes, never exceptions.
        """
        ...
