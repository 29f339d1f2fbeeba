"""Plans that reports are made of: the Tianjin campaign of 2017, one with every anchor, and hostile names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from actions.declared import load
from deadlines.calendars import Calendars
from tests.whole_language import WHOLE, planner

if TYPE_CHECKING:
    from campaigns.plan import Planner

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
#: Titles that would be a tag, a formula, an order of Mermaid, or leave the drawing.
HOSTILE = (
    '<script>alert("1")</script> & ]]>',
    '=HYPERLINK("http://x.example")',
    "section: title; #35; %% end",
    "长" * 300,
    "W" * 200,
)


@cache
def campaign(key: str) -> Planner:
    """The planner of a campaign that comes with the program."""
    return load(CAMPAIGNS, Calendars.packaged()).planner(key)


def hostile(folder: Path) -> Planner:
    """The campaign with every anchor, in which the titles of some tasks are hostile."""
    made = planner(folder, WHOLE)
    campaign = made.campaign
    titles = dict(zip(campaign.tasks, HOSTILE, strict=False))
    tasks = {
        key: task.model_copy(update={"title": titles.get(key, task.title)})
        for key, task in campaign.tasks.items()
    }
    changed = campaign.model_copy(update={"tasks": tasks, "title": HOSTILE[0]})
    declaration = made.declaration.model_copy(update={"campaigns": {made.key: changed}})
    return type(made)(declaration, made.key, made.calendars)
