"""What somebody may do to an obligation right now: what the grants give and its state does not rule out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions.acts import find
from actions.house import House, OnRecord
from actions.office_rows import Row, as_rows
from actions.seeing import UnseenError, campaign_seen, sees
from campaigns.deciding.review import USUAL_REWORK
from campaigns.deciding.who import GRANTS, LEADER
from campaigns.events import Actor
from campaigns.faults import RefusalError
from campaigns.lifecycle import TAKEN_OUT, Tracked
from deadlines.anchors import Amount
from deadlines.counting import Extension
from deadlines.language import Extend
from deadlines.law import Applied, NotAllowedError, refuse_waiver
from deadlines.recompute import law_of, prolonged, readable
from deadlines.workdays import OutsideCalendarError
from store import obligations, requests
from store.requests import Request


@dataclass(frozen=True, slots=True)
class OpenActs:
    """An obligation, and what this actor may do to it now."""

    record: OnRecord
    row: Row
    #: Names of grants, in their order.
    acts: tuple[str, ...]
    #: What is asked for and not decided, by its kind.
    requests: Mapping[str, Request]
    #: For which causes the clock may be paused.
    causes: tuple[str, ...]
    #: How far its deadline may be extended; None where rule and law set no limit.
    limit: Extend | None
    #: What a return gives unless told.
    rework: Amount


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rules below look at."""

    row: Tracked
    actor: Actor
    now: datetime
    asked: Mapping[str, Request]
    #: None where the certificate is of a form that no longer says all it depends on.
    law: Applied | None
    extends: bool

    @property
    def runs(self) -> bool:
        """Whether a clock runs: dated, and not past from the start."""
        return self.row.breach is not None and self.row.last_day is not None and self.row.past is None

    @property
    def twice(self) -> bool:
        """Whether two sign an extension."""
        limit = self.law.rule.extend if self.law is not None else None
        return limit is not None and limit.signatures > 1


def open_acts(house: House, actor: Actor, campaign: str, path: str) -> OpenActs:
    """What `actor` may do to the obligation `path` of `campaign`; raises UnseenError for an unknown one."""
    record, key = campaign_seen(house, actor, campaign), f"{campaign}/{path}"
    with house.store.read() as connection:
        try:
            row = find(connection, record, key, guess=False)
        except RefusalError:
            raise UnseenError from None
        if not sees(actor, row.unit):
            raise UnseenError
        certificate = obligations.certificate(connection, campaign, row.number, row.version)
        found = [requests.undecided(connection, campaign, row.number, kind) for kind in _KINDS]
    asked, now = {one.kind: one for one in found if one is not None}, house.now()
    law = law_of(certificate) if readable(certificate) else None
    seen = _Seen(row, actor, now, asked, law, law is not None and _extends(house, row, law, certificate))
    return OpenActs(
        record,
        as_rows(record, [row], now)[0],
        tuple(name for name, grant in GRANTS.items() if actor.role in grant.roles and _open(name, seen)),
        asked,
        tuple(law.rule.pause or ()) if law is not None else (),
        law.rule.extend if law is not None else None,
        record.planner.campaign.tasks[row.task].rework or USUAL_REWORK,
    )


_KINDS = ("extension", "transfer", "disregard")


def _open(name: str, seen: _Seen) -> bool:
    rule = _RULES.get(name)
    return seen.row.status in GRANTS[name].statuses and (rule is None or rule(seen))


def _may_extend(seen: _Seen) -> bool:
    if not (seen.runs and seen.extends):
        return False
    return not seen.twice or seen.actor.role == LEADER


def _may_endorse(seen: _Seen) -> bool:
    asked = seen.asked.get("extension")
    return seen.twice and asked is not None and asked.state != "endorsed"


def _may_pause(seen: _Seen) -> bool:
    ahead = seen.runs and seen.row.breach is not None and seen.row.breach > seen.now
    return ahead and not seen.row.asks_extension and seen.law is not None and bool(seen.law.rule.pause)


def _may_reopen(seen: _Seen) -> bool:
    return seen.law is not None and (seen.row.status != TAKEN_OUT or seen.row.how == "office")


def _may_withdraw(seen: _Seen) -> bool:
    row = seen.row
    return row.breach is None or row.breach > seen.now or row.past is not None


def _may_waive(seen: _Seen) -> bool:
    try:
        if seen.law is not None:
            refuse_waiver(seen.law)
    except NotAllowedError:
        return False
    return seen.law is not None


#: What the state of an obligation rules out beyond its status; each act asks the same before it acts.
_RULES: dict[str, Callable[[_Seen], bool]] = {
    "extend": _may_extend,
    "endorse_extension": _may_endorse,
    "refuse_extension": lambda seen: "extension" in seen.asked,
    "refuse_transfer": lambda seen: "transfer" in seen.asked,
    "propose_not_filed": lambda seen: "disregard" not in seen.asked,
    "take_as_not_filed": lambda seen: "disregard" in seen.asked,
    "transfer": lambda seen: seen.law is not None,
    "resume": lambda seen: seen.law is not None,
    "pause": _may_pause,
    "reopen": _may_reopen,
    "withdraw": _may_withdraw,
    "waive": _may_waive,
}


def _extends(house: House, row: Tracked, law: Applied, certificate: str) -> bool:
    """Whether rule and law give any extension at all."""
    limit, last = law.rule.extend, row.last_day
    if last is None:
        return False
    if limit is None:
        one = Extension(until=last + timedelta(days=1))
    else:
        lengths: dict[str, Any] = dict.fromkeys(limit.given, 1)
        one = Extension(**lengths, approver=limit.approver)
    try:
        prolonged(certificate, house.calendars, extensions=(one,))
    except (NotAllowedError, OutsideCalendarError):
        return False
    return True
