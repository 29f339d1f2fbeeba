"""Links that open one task without a password. Opening one changes nothing: scanners follow links."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.acts import find
from actions.house import ActionError, House, OnRecord
from actions.signing_keys import sign, verified
from campaigns.happened import item_words
from campaigns.lifecycle import CLOSED, TAKEN_OUT, Tracked
from campaigns.lights import Shown, drawn, light
from store.engine import Connection

PURPOSE = "duban link 1"
#: A link outlives the deadline, for what is late is still asked for; without one, it lives as long from now.
AFTERWARDS = timedelta(days=60)
UNDATED = timedelta(days=180)
#: Who of a unit gets the link in a letter.
OWN_PEOPLE = {"liaison", "deputy", "head"}


class LinkError(ActionError):
    """The link opens nothing; `over` says that it once did."""

    def __init__(self, zh: str, en: str, *, over: bool) -> None:
        """Say why, and what to do."""
        super().__init__(zh, en)
        self.over = over


@dataclass(frozen=True, slots=True)
class OneTask:
    """What a link opens: one obligation, and nothing beside it."""

    id: str
    campaign: str
    campaign_title: str
    unit: str
    unit_title: str
    title: str
    #: `2017-10` or a recorded item, as people say it; None where there is but one.
    period: str | None
    #: The document's own words.
    text: str
    target: datetime | None
    breach: datetime | None
    zone: ZoneInfo
    shown: Shown
    row: Tracked


def link_for(house: House, obligation: str) -> str:
    """The path `/u/…` that opens `obligation` for its unit, to whoever holds it; put `url` before it.

    Raises ActionError for an unknown obligation.
    """
    with house.store.read() as connection:
        record = house.on_record(connection, obligation.partition("/")[0])
        row = find(connection, record, obligation, guess=False)
    return link_to(house, row, house.now())


def link_to(house: House, row: Tracked, now: datetime) -> str:
    """As `link_for`, of an obligation at hand."""
    until = now + UNDATED if row.breach is None else max(now, row.breach) + AFTERWARDS
    told = json.dumps([row.id, row.unit, int(until.timestamp())], ensure_ascii=False)
    return "/u/" + sign(house, PURPOSE, told)


def link_in_letter(house: House, row: Tracked, recipient: str, now: datetime) -> str | None:
    """The whole address of the link that a letter to `recipient` (unit/role) carries; None for none.

    Whoever holds it acts as the unit: it goes to the unit's own people alone, while the obligation is open,
    and where an address of the pages is set.
    """
    unit, _, role = recipient.rpartition("/")
    own = unit == row.unit and role in OWN_PEOPLE
    if house.settings.url is None or not own or row.status in {CLOSED, TAKEN_OUT}:
        return None
    return house.settings.url + link_to(house, row, now)


def opened(house: House, token: str) -> OneTask:
    """What the token of a link opens now; raises LinkError where it opens nothing, or nothing any more."""
    told = verified(house, PURPOSE, token)
    if told is None:
        raise LinkError(
            "链接不完整或不对：请从信件里重新打开",
            "this link is not whole: open it from the letter",
            over=False,
        )
    key, unit, until = json.loads(told)
    if house.now().timestamp() >= until:
        raise LinkError(
            "链接已过期：请登录办理，或联系督办员", "this link has expired: sign in instead", over=True
        )
    with house.store.read() as connection:
        record = house.on_record(connection, key.partition("/")[0])
        row = find(connection, record, key, guess=False)
        if row.unit != unit or row.status in {CLOSED, TAKEN_OUT}:
            raise LinkError(
                "这件事项已办结、撤销或转出，链接随之失效",
                "this is closed or no longer asked of the unit",
                over=True,
            )
        return _task(house, connection, record, row)


def _task(house: House, _connection: Connection, record: OnRecord, row: Tracked) -> OneTask:
    declaration, campaign = record.planner.declaration, record.planner.campaign
    task, scheme = campaign.tasks[row.task], declaration.lights[campaign.lights]
    units = {key: unit.short for key, unit in declaration.units.items()}
    rest = row.id.split("/")[3:]
    return OneTask(
        id=row.id,
        campaign=record.key,
        campaign_title=record.title,
        unit=row.unit,
        unit_title=declaration.units[row.unit].name,
        title=task.title,
        period=item_words("/".join(rest), units) if rest else None,
        text=task.deadline.text,
        target=row.target,
        breach=row.breach,
        zone=record.zone,
        shown=drawn(scheme)[light(row, scheme, record.pace, house.now())],
        row=row,
    )
