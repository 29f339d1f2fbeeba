"""A letter's words: the three texts of one letter, from the templates beside this module."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.mentions import Mention, Recipient, Sender
from notifications.outlook import Group, Item, Section, arrange
from notifications.wording import Chinese, English, Wording

Lang = Literal["zh", "en"]

_TEMPLATES = Path(__file__).parent / "templates"
_WORDINGS: dict[str, type[Chinese] | type[English]] = {"zh": Chinese, "en": English}
#: groups with a word of their own in the tally; of the others, all is pending
_COUNTED = (
    *(Group.SAID, Group.OVERDUE, Group.MOVED, Group.RESTORED, Group.WITHDRAWN),
    *(Group.PROPOSED, Group.RECEIPT),
)
_TALLY = (
    *("supervise", "circular", "interview", "said", "overdue", "pending"),
    *("moved", "restored", "withdrawn", "proposed", "receipt"),
)
#: what is news of a thing, and not a step of its chase
_NEWS = (Group.MOVED, Group.RESTORED, Group.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a letter says, before it is a message."""

    subject: str
    text: str
    html: str
    #: the language, as Content-Language names it
    tag: str


def render(
    recipient: Recipient,
    mentions: Sequence[Mention],
    *,
    sender: Sender,
    at: datetime,
    simulated: bool,
    lang: Lang,
) -> Texts:
    """Give subject, text and html of one letter as it stands at the aware instant `at`.

    Raises ValueError for a language that has no templates.
    """
    if lang not in _WORDINGS:
        message = f"expected lang to be zh or en, got {lang!r}"
        raise ValueError(message)
    when = _WORDINGS[lang](at.year)
    sections = arrange(mentions, at)
    context = {
        "recipient": recipient,
        "sender": sender,
        "at": at,
        "when": when,
        "simulated": simulated,
        **_summary(sections),
    }
    subject = _environment(lang, escape=False).get_template("subject.txt.j2").render(context)
    text = _environment(lang, escape=False).get_template("letter.txt.j2").render(context)
    page = _environment(lang, escape=True).get_template("letter.html.j2")
    return Texts(subject, text, page.render(context, subject=subject), _tag(when))


def _tag(when: Wording) -> str:
    return when.tag


def _summary(sections: Sequence[Section]) -> dict[str, object]:
    items = tuple(chain.from_iterable(section.items for section in sections))
    tally = Counter(map(_tally_name, items))
    official = [item.mention for item in items if item.group is Group.OFFICIAL]
    receipts = [item.receipt for item in items if item.group is Group.RECEIPT]
    return {
        "sections": sections,
        "items": items,
        "counts": [(name, tally[name]) for name in _TALLY if tally[name]],
        "campaigns": list(dict.fromkeys(item.mention.campaign_title for item in items)),
        "official_units": len({mention.unit_title for mention in official}),
        "signatures": list(dict.fromkeys(m.signed_by or m.to_title for m in official)),
        "group_counts": Counter(item.group.value for item in items),
        "all_news": all(item.group in _NEWS for item in items),
        "lacking_count": sum(1 for receipt in receipts if receipt.lacking),
    }


def _tally_name(item: Item) -> str:
    if item.group is Group.OFFICIAL:
        return item.mention.kind
    return item.group.value if item.group in _COUNTED else "pending"


@cache
def _environment(lang: str, *, escape: bool) -> Environment:
    """Give the templates of a language.

    Two environments, because a macro escapes as the one it was compiled in does, and the same
    phrases serve text and html.
    """
    return Environment(
        loader=FileSystemLoader([_TEMPLATES / lang, _TEMPLATES]),
        autoescape=escape,  # noqa: S701 - subject and text are no markup; the page is made with True
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
