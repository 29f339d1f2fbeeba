"""分解下达: what an amended campaign above would move below reaches it as a proposal, and moves nothing.

Level-triggered: whoever comes first, the amendment above, an act or a wake, finds what is asked now and not
yet told, and tells it once. It is taken by the ordinary amendment, `duban launch` of the campaign below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.amending import Comparison, compare
from campaigns.cascade import rests_alike, with_terms
from campaigns.declaration import Declaration
from campaigns.events import SYSTEM, Event, instant_text
from campaigns.faults import RefusalError
from campaigns.lifecycle import NEW
from campaigns.plan import Planned, Planner
from campaigns.redating import Dates, in_force
from deadlines.calendars import Calendars
from store import obligations, outbox
from store.engine import Connection
from store.history import Ledger

#: What was found by campaign, its revision, that of its parent, and calendars: the occasion, or None.
Found = dict[tuple[str, int, int, str], str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A deadline below that the campaign above would move: the dates now, and those proposed."""

    #: The obligation's natural key, its task, unit and period.
    id: str
    task: str
    unit: str
    period: str | None
    #: None for what would be new, or would be owed again.
    was: Dates | None
    #: None for what would no longer be asked for.
    now: Dates | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the campaign above asks now, and the campaign below has not taken."""

    campaign: str
    parent: str
    #: The revision of the parent since which it asks this.
    revision: int
    #: The campaign below as it would be.
    planner: Planner
    changes: tuple[Change, ...]
    #: Number and version of the obligation by which the notice about it is kept; None where there is none.
    kept_by: tuple[int, int] | None

    @property
    def occasion(self) -> str:
        """By which its notice is known."""
        return f"proposed:{self.revision}"

    @property
    def parent_title(self) -> str:
        """What people call the campaign above."""
        return self.planner.declaration.campaigns[self.parent].title


def proposal(connection: Connection, campaign: str, calendars: Calendars, now: datetime) -> Proposal | None:
    """What the campaign above `campaign` would move in it, as both are on record at `now`, or None."""
    stored = obligations.revision(connection, campaign)
    if stored is None:
        return None
    declaration = Declaration.model_validate_json(stored.declaration)
    own = declaration.campaigns[campaign]
    parent = obligations.revision(connection, own.under.campaign) if own.under is not None else None
    if parent is None:
        return None
    above = Declaration.model_validate_json(parent.declaration)
    if rests_alike(own, declaration, above):
        return None
    planner = Planner(with_terms(declaration, campaign, above), campaign, calendars)
    found = _compared(connection, Planner(declaration, campaign, calendars), planner, now)
    changes = tuple(_changes(found, now))
    rows = (*(row for row, _ in (*found.moved, *found.restored)), *found.withdrawn, *found.same, *found.kept)
    kept_by = (rows[0].number, rows[0].version) if rows else None
    since = _since(connection, declaration, campaign, parent)
    return Proposal(campaign, parent.campaign, since, planner, changes, kept_by) if changes else None


def below(connection: Connection, parent: str) -> list[str]:
    """The campaigns on record that break down `parent`, or one that does, in the order of their keys.

    A revision keeps the campaigns above it, each with what that breaks down in turn.
    """
    return obligations.declaring(connection, f'"under":{{"campaign":"{parent}"')


def propose(connection: Connection, ledger: Ledger, planner: Planner, found: Found) -> Proposal | None:
    """Tell the office of the locked campaign, once, what is proposed from above; what was told, or None.

    `found` keeps, for as long as the program runs, what two revisions by the same calendars came to.
    """
    campaign, under, calendars = ledger.head.campaign, planner.campaign.under, planner.calendars
    above = obligations.revision(connection, under.campaign) if under is not None else None
    if above is None:
        return None
    key = (campaign, ledger.head.revision, above.number, calendars.digest)
    if key in found and ((known := found[key]) is None or outbox.is_told(connection, campaign, known)):
        return None
    new = proposal(connection, campaign, calendars, ledger.noticed)
    found[key] = new.occasion if new is not None else None
    if new is None or new.kept_by is None or outbox.is_told(connection, campaign, new.occasion):
        return None
    ledger.append([_event(new, ledger.noticed)], SYSTEM)
    ledger.flush()
    return new


def refuse_ahead(connection: Connection, planner: Planner) -> None:
    """Raise RefusalError where the campaign above is on record otherwise than `planner` has it.

    A level takes what the one above has put on record, never what somebody only wrote down for it.
    """
    under = planner.campaign.under
    stored = obligations.revision(connection, under.campaign) if under is not None else None
    if under is None or stored is None:
        return
    above = Declaration.model_validate_json(stored.declaration)
    if not rests_alike(planner.campaign, planner.declaration, above):
        key, number = under.campaign, stored.number
        raise RefusalError(
            f"上级“{key}”的申报与在册第{number}版不一致：申报较新的，请先运行 duban launch {key}；"
            "在册较新的，请更新申报文件",
            f"{key} above is declared otherwise than revision {number} on record: "
            f"run duban launch {key} first, or bring the file up to what is on record",
        )


def _compared(connection: Connection, known: Planner, new: Planner, now: datetime) -> Comparison:
    """The plan by the new terms against the record; what events opened rests on nothing above."""
    zone, campaign = known.office.zone, known.key
    rows = [row for row in obligations.everything(connection, campaign, zone) if row.item is None]
    launched = obligations.first_launch(connection, campaign, zone)
    before = {one.id: one.deadline.certificate for one in known.plan(launched).obligations}
    certificates = obligations.certificates_in_force(connection, campaign)
    return compare(rows, certificates, new.plan(launched).obligations, now.astimezone(zone), before=before)


def _changes(found: Comparison, now: datetime) -> Iterator[Change]:
    for row, one in found.moved:
        # What has passed comes no earlier.
        if row.breach is None or row.breach > now or (one.deadline.breach or now) > now:
            yield Change(row.id, row.task, row.unit, row.period, in_force(row), _dates(one))
    for one in (*(one for _, one in found.restored), *found.added):
        yield Change(one.id, one.task, one.unit, one.period, None, _dates(one))
    for row in found.withdrawn:
        yield Change(row.id, row.task, row.unit, row.period, in_force(row), None)


def _dates(one: Planned) -> Dates:
    return Dates(one.deadline.target, one.deadline.breach, one.deadline.last_day)


def _since(
    connection: Connection, declaration: Declaration, campaign: str, parent: obligations.Revision
) -> int:
    """The revision of the parent since which it asks of `campaign` what it asks now."""
    own, number = declaration.campaigns[campaign], parent.number
    newest = Declaration.model_validate_json(parent.declaration)
    for text in obligations.earlier_declarations(connection, parent.campaign, parent.number):
        if not rests_alike(own, Declaration.model_validate_json(text), newest):
            break
        number -= 1
    return number


def _event(found: Proposal, now: datetime) -> Event:
    number, version = found.kept_by or (0, 0)
    office = found.planner.campaign.office
    notice = {"number": number, "version": version, "occasion": found.occasion}
    notice |= {"recipient": f"{office}/office", "class": "digest", "state": NEW}
    told: dict[str, Any] = {"parent": found.parent, "title": found.parent_title, "of": found.revision}
    return Event("proposed", now, data={**told, "changes": as_json(found), "notices": [notice]})


def as_json(found: Proposal) -> list[dict[str, Any]]:
    """Each obligation with the dates that it has and those proposed; None where there are none."""

    def shown(dates: Dates | None) -> dict[str, str | None] | None:
        if dates is None:
            return None
        return {"target": instant_text(dates.target), "breach": instant_text(dates.breach)}

    return [{"id": one.id, "was": shown(one.was), "now": shown(one.now)} for one in found.changes]
