"""What a letter is told: whom it goes to, from whom, and what it has to mention."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal[
    "remind",
    "urge",
    "supervise",
    "circular",
    "interview",
    "assigned",
    "moved",
    "restored",
    "withdrawn",
    "proposed",
    "receipt",
    "said",
]
#: What somebody decided, asked for or said: each has words of its own.
SaidCode = Literal[
    "returned",
    "reopened",
    "disregarded",
    "refused",
    "asked",
    "endorsed",
    "paused",
    "waived",
    "taken_back",
    "transferred",
    "received",
    "urged",
    "instructed",
    "review",
    "to_sign",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One file of a filing, as the receipt lists it."""

    #: the name the file was handed in under; shown, never used as a path
    name: str
    #: bytes
    size: int
    #: hexadecimal digest of the content
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the unit may rely on having handed in, and when."""

    #: the number of the receipt, unique in the campaign
    number: str
    #: 1 for the first filing of an obligation; each later one replaces the one before
    version: int
    #: aware; decides lateness
    received: datetime
    #: aware; when it entered the record, given when the office entered it for the unit
    registered: datetime | None = None
    #: how it came (OA, paper, fax, telephone), or None for a filing made in Duban itself
    channel: str | None = None
    files: tuple[ReceivedFile, ...] = ()
    #: what the document asks for and the filing lacks, one phrase each; empty when complete
    lacking: tuple[str, ...] = ()
    #: aware; when the first filing of it came, where this is not that one
    first_received: datetime | None = None
    #: whether an explanation 情况说明 came with it
    explained: bool = False
    #: who filled it in at the unit
    reporter: str | None = None
    #: who at the office registered it, when the office did
    registrar: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From which date a deadline was moved, and why; the mention's own target and breach are the new ones.

    Instants are aware and in the campaign's zone.
    """

    #: what people were asked for before
    was_target: datetime
    #: the exclusive bound before
    was_breach: datetime
    #: why, in the letter's language and without a full stop, e.g. 国办发明电〔2020〕1号
    why: str
    #: whether the unit's extension was granted or its clock goes on; None for every other move
    decided: Literal["extended", "resumed"] | None = None
    #: an earlier date binds only from here: the exclusive instant until which a filing is in time
    #: all the same, never before the new breach; None when the new date applies at once
    grace: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse an instant without its zone."""
        _zoned(was_target=self.was_target, was_breach=self.was_breach, grace=self.grace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody decided, asked for or said about the thing."""

    code: SaidCode
    #: the reason, the answer or what was said; may be empty
    text: str = ""
    #: what the request is about: extension or transfer; which rung waits to be signed; else empty
    about: str = ""
    #: the unit that it goes to or comes from
    who: str = ""
    #: the day that is asked for, or from which the clock stands
    day: date | None = None
    #: how far the unit has come
    progress: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """One deadline that the campaign above would move; instants are aware, in the campaign's zone."""

    #: unit, period and task as people call them
    title: str
    #: the exclusive bound now; None for what would be new
    was: datetime | None
    #: the one proposed; None for what would no longer be asked for
    now: datetime | None

    def __post_init__(self) -> None:
        """Refuse an instant without its zone."""
        _zoned(was=self.was, now=self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What an amended campaign above would move below; nothing moves until it is taken."""

    parent_title: str
    #: the revision of the campaign above
    revision: int
    changes: tuple[ProposedChange, ...]
    #: how many more there are than those told
    more: int
    #: key of the campaign that may take it, as the command line names it
    campaign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One notice, with all that a letter says of it.

    Instants are aware and in the campaign's zone. `breach` is an exclusive bound.
    """

    kind: Kind
    #: natural key, e.g. tianjin-2017/monthly-report/heping/2017-10
    obligation: str
    campaign_title: str
    task_title: str
    #: who owes it
    unit_title: str
    #: to whom it is filed
    to_title: str
    #: the same, shorter, for the subject (网监处)
    to_short: str | None = None
    #: as people call the period, e.g. 10月份
    period_title: str | None = None
    #: the channel the document names, e.g. OA
    via: str | None = None
    deliverables: tuple[str, ...] = ()
    #: the document's own words for the deadline
    phrase: str = ""
    #: where in the document they stand
    source: str | None = None
    target: datetime | None = None
    breach: datetime | None = None
    #: whether `target` is the close of business (said as 下班前 instead of a time)
    close_of_business: bool = False
    #: the last day on which a filing is in time; taken from `breach` when not given
    last_day: date | None = None
    #: working days in (today, target's day]
    days_left: int | None = None
    #: working days since the last permitted day
    days_over: int | None = None
    #: why `target` lies before the last day, in the letter's language, e.g. 10月28日为星期六
    shifted: str | None = None
    #: in whose name a 督办, 通报 or 工作约谈 goes out
    signed_by: str | None = None
    #: for kind receipt, and only there
    receipt: Receipt | None = None
    #: for kind moved, and only there
    moved: Move | None = None
    #: for kind said, and only there
    said: Said | None = None
    #: for kind proposed, and only there
    proposed: Proposed | None = None
    #: whether it is asked for once more, after it was returned
    rework: bool = False
    #: whether the date needs a year whose holiday notice is not published
    provisional: bool = False
    #: where the recipient may deal with it, without a password; None where no pages are served
    link: str | None = None

    def __post_init__(self) -> None:
        """Refuse a receipt, a move or a proposal without its facts, and an instant without its zone."""
        if (self.kind == "receipt") != (self.receipt is not None):
            message = f"expected a receipt with kind receipt only, got kind {self.kind!r}"
            raise ValueError(message)
        if (self.kind == "moved") != (self.moved is not None):
            message = f"expected a move with kind moved only, got kind {self.kind!r}"
            raise ValueError(message)
        if (self.kind == "said") != (self.said is not None):
            message = f"expected what was said with kind said only, got kind {self.kind!r}"
            raise ValueError(message)
        if (self.kind == "proposed") != (self.proposed is not None):
            message = f"expected a proposal with kind proposed only, got kind {self.kind!r}"
            raise ValueError(message)
        _zoned(target=self.target, breach=self.breach)
        if self.moved is not None:
            _check_move(self.moved, self.target, self.breach)


def _zoned(**instants: datetime | None) -> None:
    for name, instant in instants.items():
        if instant is not None and instant.tzinfo is None:
            message = f"expected {name} to carry its zone, got {instant!r}"
            raise ValueError(message)


def _check_move(move: Move, target: datetime | None, breach: datetime | None) -> None:
    """Refuse a move to nowhere, one that moves nothing, and a grace that would soften nothing."""
    if target is None or breach is None:
        message = f"expected a moved deadline to have target and breach, got {target!r} and {breach!r}"
        raise ValueError(message)
    if (target, breach) == (move.was_target, move.was_breach):
        message = f"expected a moved deadline to differ from {target.isoformat()}, got the same"
        raise ValueError(message)
    earlier = target < move.was_target or breach < move.was_breach
    if move.grace is not None and (not earlier or move.grace < breach):
        message = (
            "expected a grace for an earlier date only, and not before the new breach "
            f"{breach.isoformat()}, got {move.grace.isoformat()}"
        )
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or desk; a letter has exactly one."""

    #: unit and role, e.g. heping/liaison
    key: str
    name: str
    address: str
    role: str


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name the machine writes."""

    name: str
    address: str
    #: right-hand side of every Message-ID
    message_domain: str
    #: where answers (已报送，请登记) should go, when not to `address`
    reply_to: str | None = None
