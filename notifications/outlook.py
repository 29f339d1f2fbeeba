"""What a letter's mentions amount to at the instant it is composed, most pressing first."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from notifications.mentions import Mention, Receipt
from notifications.wording import is_midnight, last_day_before


class Group(enum.Enum):
    """The sections of a letter, in the order in which they stand in it."""

    #: 督办, 通报, 工作约谈
    OFFICIAL = "official"
    #: past breach
    OVERDUE = "overdue"
    #: past target, before breach: still in time
    GRACE = "grace"
    #: the target's day is today
    TODAY = "today"
    #: what somebody decided, asked for or said
    SAID = "said"
    #: 期限调整: news of a date, wherever that date stands
    MOVED = "moved"
    #: 恢复: withdrawn before, and owed again, wherever its date stands
    RESTORED = "restored"
    AHEAD = "ahead"
    #: the document sets no date
    UNDATED = "undated"
    #: an amended campaign above would move deadlines here
    PROPOSED = "proposed"
    #: 撤销: no longer asked for; its dates are those of before
    WITHDRAWN = "withdrawn"
    RECEIPT = "receipt"


#: kinds that say where they belong; all others are judged by date
_BY_KIND = {
    "supervise": Group.OFFICIAL,
    "circular": Group.OFFICIAL,
    "interview": Group.OFFICIAL,
    "moved": Group.MOVED,
    "proposed": Group.PROPOSED,
    "restored": Group.RESTORED,
    "withdrawn": Group.WITHDRAWN,
    "receipt": Group.RECEIPT,
    "said": Group.SAID,
}


#: groups whose items stand by date
_BY_DATE = (Group.GRACE, Group.TODAY, Group.MOVED, Group.RESTORED, Group.AHEAD, Group.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Item:
    """A mention and where it stands."""

    mention: Mention
    group: Group

    @property
    def asked(self) -> datetime | None:
        """The instant people are asked to meet."""
        return self.mention.target or self.mention.breach

    @property
    def in_time_until(self) -> datetime | None:
        """The exclusive bound of filing in time: the breach, or later while a move has its grace."""
        moved = self.mention.moved
        return self.mention.breach if moved is None else moved.grace or self.mention.breach

    @property
    def was_close_of_business(self) -> bool:
        """Whether a moved deadline asked for the close of business before, too."""
        moved, target = self.mention.moved, self.mention.target
        if moved is None or target is None or not self.mention.close_of_business:
            return False
        return moved.was_target.time() == target.time()

    @property
    def last_day(self) -> date | None:
        """The last day on which a filing is in time."""
        if self.mention.last_day or self.mention.breach is None:
            return self.mention.last_day
        return last_day_before(self.mention.breach)

    @property
    def ends_a_day(self) -> bool:
        """Whether the whole last day counts, so that a date says enough."""
        return self.mention.breach is not None and is_midnight(self.mention.breach)

    @property
    def receipt(self) -> Receipt:
        """The facts of a filing. Raises ValueError where there is none."""
        if self.mention.receipt is None:
            message = f"expected a receipt, got kind {self.mention.kind!r}"
            raise ValueError(message)
        return self.mention.receipt

    @property
    def in_time(self) -> bool | None:
        """Whether a first filing was in time; None where this filing does not decide it."""
        if self.receipt.version > 1 or self.mention.breach is None:
            return None
        return self.receipt.received < self.mention.breach


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one group, in the order to be read."""

    group: Group
    items: tuple[Item, ...]


def group_of(mention: Mention, at: datetime) -> Group:
    """Give the section a mention belongs to at an aware instant."""
    if mention.kind in _BY_KIND:
        return _BY_KIND[mention.kind]
    asked = mention.target or mention.breach
    if asked is None:
        return Group.UNDATED
    if mention.breach is not None and at >= mention.breach:
        return Group.OVERDUE
    if at >= asked:
        return Group.GRACE
    today = at.astimezone(asked.tzinfo).date()
    return Group.TODAY if last_day_before(asked) == today else Group.AHEAD


def arrange(mentions: Sequence[Mention], at: datetime) -> tuple[Section, ...]:
    """Give the sections of a letter.

    What is still to be filed stands by date; what is past keeps the order given, so that nobody
    is ranked by lateness.
    """
    items = [Item(mention, group_of(mention, at)) for mention in mentions]
    sections = []
    for group in Group:
        chosen = [item for item in items if item.group is group]
        if group in _BY_DATE:
            chosen.sort(key=lambda item: item.asked or at)
        if chosen:
            sections.append(Section(group, tuple(chosen)))
    return tuple(sections)
