"""What a campaign above proposes to one that breaks it down, shown beside how that one stands."""

from typing import Any

import click

from actions.cascade import as_json
from actions.house import House
from actions.proposed import pending
from cli.wording import say


def show_proposal(house: House, key: str, lang: str) -> None:
    """A line for what the campaign `key` has not taken; nothing where nothing is proposed."""
    found = pending(house, key)
    if found is not None:
        told = {"title": found.parent_title, "revision": found.revision, "count": len(found.changes)}
        click.echo(say(lang, "proposed", key=key, **told))


def proposal_as_json(house: House, key: str) -> dict[str, Any] | None:
    """The same as data: parent, its revision, each obligation with both dates; None for nothing."""
    found = pending(house, key)
    if found is None:
        return None
    return {"parent": found.parent, "revision": found.revision, "changes": as_json(found)}
